"""The page of figures: everything it can show, and everything a supervisor can ask of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mmc_console.desktop.tickets.facts import Option
from mmc_console.wire.figures import ClinicFigures, MetricsAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
Range = Literal["today", "week", "month", "custom"]
RANGES: tuple[Range, ...] = ("today", "week", "month", "custom")
DaysFault = Literal["", "form", "order", "future", "long"]
Column = Literal["clinic", "waiting", "in_room", "wait", "longest", "served", "no_shows", "throughput"]
COLUMNS: tuple[Column, ...] = (
    "clinic", "waiting", "in_room", "wait", "longest", "served", "no_shows", "throughput",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the last question had no answer: a problem's code."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page. `found` is the last answer, `got_at` when it came."""

    range: Range = "today"
    first: str = ""
    last: str = ""
    """The days as typed, for a range of one's own."""
    days_fault: DaysFault = ""
    clinic: str = ""
    clinics: tuple[Option, ...] = ()
    found: MetricsAnswer | None = None
    rows: tuple[ClinicFigures, ...] = ()
    """The clinics in the chosen order."""
    order: Column = "clinic"
    down: bool = False
    got_at: datetime | None = None
    old: bool = False
    """Whether it is older than it should be, so that its age must be seen."""
    asking: bool = False
    offline: bool = False
    fault: Fault | None = None
    admin: bool = False
    """Whether the token of a monitoring program is theirs to give."""
    selected: str = ""
    """A chosen clinic: while somebody reads a row, numbers stand still."""

    @property
    def paused(self) -> bool:
        """Whether the page waits with new numbers."""
        return bool(self.selected)

    @property
    def single(self) -> bool:
        """Whether what is shown is of one day."""
        return self.found is None or self.found.first == self.found.last


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    async def choose_file(self, name: str) -> Path | None:
        """Where to save; None: nowhere."""

    async def show_scraper(self, gateway: Gateway, start: Start) -> None:
        """Open the box of the monitoring program's token, until it is closed."""

    def saved(self, file: Path | None) -> None:
        """Say that the file is there; None: that it could not be written."""


class Intents(Protocol):
    """What the supervisor can do."""

    def come_in(self) -> None:
        """The page is seen: it keeps up from now on."""

    def go_away(self) -> None:
        """The page is not seen: it rests."""

    def show_range(self, range: Range) -> None:
        """Look at these days."""

    def type_day(self, which: Literal["first", "last"], text: str) -> None:
        """One of the two days of a range of one's own."""

    def show_days(self) -> None:
        """Look at the typed days."""

    def only_clinic(self, clinic: str) -> None:
        """One clinic; empty: all."""

    def refresh(self) -> None:
        """Ask again, now."""

    def open_scraper(self) -> None:
        """The token of a monitoring program."""

    def select(self, clinic: str) -> None:
        """This row is being read; empty: none."""

    def sort(self, column: Column) -> None:
        """Order the clinics by this column; again: the other way round."""

    def save(self, name: str, text: str) -> None:
        """Offer *text* as a file."""
