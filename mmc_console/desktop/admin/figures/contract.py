"""The page of figures: everything it can show, and everything a supervisor can ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from mmc_console.desktop.admin.days import DaysFault, DaysIntents
from mmc_console.desktop.admin.page_presenter import Asked, FileWindow, Seen
from mmc_console.desktop.tickets.facts import Option
from mmc_console.wire.figures import ClinicFigures, MetricsAnswer

Range = Literal["today", "week", "month", "custom"]
RANGES: tuple[Range, ...] = ("today", "week", "month", "custom")
Column = Literal["clinic", "waiting", "in_room", "wait", "longest", "served", "no_shows", "throughput"]
COLUMNS: tuple[Column, ...] = (
    "clinic", "waiting", "in_room", "wait", "longest", "served", "no_shows", "throughput",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page. `found` is the last answer."""

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
    old: bool = False
    """Whether it is older than it should be, so that its age must be seen."""
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


class View(FileWindow[State], Protocol):
    """What the presenter may ask of the window."""

    async def show_scraper(self) -> None:
        """Open the box of the monitoring program's token, until it is closed."""


class Intents(Seen, DaysIntents, Protocol):
    """What the supervisor can do."""

    def show_range(self, range: Range) -> None:
        """Look at these days."""

    def only_clinic(self, clinic: str) -> None:
        """One clinic; empty: all."""

    def open_scraper(self) -> None:
        """The token of a monitoring program."""

    def select(self, clinic: str) -> None:
        """This row is being read; empty: none."""

    def sort(self, column: Column) -> None:
        """Order the clinics by this column; again: the other way round."""

    def save(self, name: str, text: str) -> None:
        """Offer *text* as a file."""
