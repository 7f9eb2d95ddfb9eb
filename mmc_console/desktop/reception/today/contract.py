"""Today's page: everything it can show, and everything a receptionist can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mmc_console.desktop.reception.visit_acts import Clerk
from mmc_console.desktop.tickets.details import Details
from mmc_console.desktop.tickets.facts import Option, Row
from mmc_console.desktop.tickets.gates import Gate, Verb
from mmc_console.domain.ids import ClinicCode, TicketId

Filter = Literal["all", "waiting", "called", "in_service", "held", "no_show", "over", "unfinished"]
FILTERS: tuple[Filter, ...] = ("all", "waiting", "called", "in_service", "held", "no_show", "over", "unfinished")
"""`over`: done, transferred or cancelled. `unfinished`: visits of an earlier day that may go on; not part of `all`."""
Primary = Literal["ticket", "requeue", "reprint"]


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page."""

    ready: bool = False
    rows: tuple[Row, ...] = ()
    counts: Mapping[Filter, int] = field(default_factory=dict)
    filter: Filter = "all"
    clinic: ClinicCode | None = None
    clinics: tuple[Option, ...] = ()
    query: str = ""
    changes: int = 0
    """Rows that have come or gone and wait until the list is left alone."""
    selected: TicketId | None = None
    gates: Mapping[Verb, Gate] = field(default_factory=dict)
    details: Details | None = None
    """The visit opened at the side, as it is now: while it is open, the keys mean its ticket."""
    stale_since: str | None = None
    """As of when this is shown, as it is told; None while it is fresh."""

    @property
    def row(self) -> Row | None:
        """The selected row, if it is shown."""
        return next((r for r in self.rows if r.ticket == self.selected), None)

    @property
    def takes_up(self) -> bool:
        """F2 takes the selected visit up; else it begins a new ticket."""
        return self.row is not None and self.row.state == "unfinished"

    @property
    def primary(self) -> Primary:
        """What is most likely done next with the selected row."""
        row = self.row
        if row is None or row.state == "unfinished":
            return "ticket"
        return "requeue" if row.state == "no_show" else "reprint"


class View(Clerk, Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def show_details(self, details: Details) -> None:
        """Open one visit at the side."""


class Intents(Protocol):
    """What the receptionist can do."""

    def come_in(self) -> None:
        """The page is seen: it keeps up from now on."""

    def go_away(self) -> None:
        """The page is not seen: it rests."""

    def filter(self, name: Filter) -> None:
        """Show these only."""

    def only_clinic(self, clinic: ClinicCode | None) -> None:
        """Show this clinic only; None: all."""

    def search(self, text: str) -> None:
        """Find by name, number or label, whatever the filter."""

    def select(self, ticket: TicketId | None) -> None:
        """This row is the one the keys mean."""

    def using(self) -> None:
        """Somebody reads the list now: keep its rows where they are."""

    def act(self, verb: Verb) -> None:
        """Do *verb* to the selected ticket."""

    def close_details(self) -> None:
        """The visit at the side was closed."""

    def ticket(self) -> None:
        """F2: to the form, with the selected unfinished visit if there is one."""
