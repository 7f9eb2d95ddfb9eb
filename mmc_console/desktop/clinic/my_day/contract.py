"""My day: everything it can show, and everything a clinician can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from mmc_console.desktop.tickets.details import Details
from mmc_console.desktop.tickets.facts import Badge
from mmc_console.domain.centre import Words
from mmc_console.domain.ids import TicketId
from mmc_console.domain.tickets import Priority, TicketState

Whose = Literal["mine", "clinic"]
WHOSE: tuple[Whose, ...] = ("mine", "clinic")
Filter = Literal["all", "done", "no_show", "transferred"]
FILTERS: tuple[Filter, ...] = ("all", "done", "no_show", "transferred")


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the day, with the times of their stay."""

    ticket: TicketId
    label: str
    name: str
    clinic: Words
    state: TicketState
    priority: Priority
    called: datetime | None
    """The first call."""
    arrived: datetime | None
    closed: datetime | None
    waited: int | None
    """Minutes from the ticket to the first call."""
    exam: int | None
    """Seconds the exam took."""
    badge: Badge
    found_by: str
    """Folded text the search looks in."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counted from everything listed, whatever the filter shows of it."""

    done: int = 0
    no_show: int = 0
    transferred: int = 0
    average_wait: int | None = None
    """Minutes."""
    average_exam: int | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Undo:
    """What this person could take back now: the kind of action, and the ticket's label."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page."""

    ready: bool = False
    clinic: Words | None = None
    """Where this console works; None: this person may call nowhere."""
    whose: Whose = "mine"
    filter: Filter = "all"
    query: str = ""
    rows: tuple[Row, ...] = ()
    counts: Mapping[Filter, int] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    selected: TicketId | None = None
    details: Details | None = None
    """The visit that is open at the side, as it is now."""
    undo: Undo | None = None
    stale_since: str | None = None
    """As of when this is shown, as it is told; None while it is fresh."""


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def show_details(self, details: Details) -> None:
        """Open one visit at the side."""


class Intents(Protocol):
    """What the clinician can do; taking back is the window's own Undo."""

    def come_in(self) -> None:
        """The page is seen: it keeps up from now on."""

    def go_away(self) -> None:
        """The page is not seen: it rests."""

    def look_at(self, whose: Whose) -> None:
        """The own day, or that of the whole clinic."""

    def filter(self, name: Filter) -> None:
        """Show these only."""

    def search(self, text: str) -> None:
        """Find by name, number or label, whatever the filter."""

    def select(self, ticket: TicketId | None) -> None:
        """This row is the one meant."""

    def open_details(self) -> None:
        """Show the selected person's visit."""

    def close_details(self) -> None:
        """The visit at the side was closed."""
