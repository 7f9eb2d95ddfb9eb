"""The reception page: everything it can show, and everything a receptionist can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from mmc_console.desktop.printing import PrinterCode
from mmc_console.desktop.reception.visit_acts import Clerk
from mmc_console.desktop.tickets.details import Details
from mmc_console.desktop.tickets.facts import Message, Option, Row
from mmc_console.desktop.tickets.gates import ON, Gate, Verb
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.centre import Gender, Words
from mmc_console.domain.ids import ClinicCode, ExamCode, TicketId, VisitId
from mmc_console.domain.tickets import Priority

Field = Literal["number", "name", "gender", "purpose", "first", "priority"]
Filter = Literal["all", "waiting", "called", "in_service", "held", "no_show"]
FILTERS: tuple[Filter, ...] = ("all", "waiting", "called", "in_service", "held", "no_show")
Printing = Literal["", "printing", "printed", "no-printer", "failed"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody is here: an exam type with its pathway, or one clinic alone."""

    key: str
    name: Words
    exam: ExamCode | None = None
    clinic: ClinicCode | None = None
    stops: int = 0
    on: bool = True


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The open visit this person already has today."""

    visit: VisitId
    ticket: TicketId
    label: str
    name: str
    clinic: Words


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The visit of an earlier day that this person may go on with."""

    visit: VisitId
    day: date
    exam: ExamCode
    left: int
    """Stops still to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say to "how long": people ahead, the best guess in minutes, and the range that holds 8 to 9 in 10."""

    ahead: int
    minutes: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Form:
    """The new ticket as typed so far. A refusal never empties it."""

    number: str = ""
    name: str = ""
    gender: Gender = "male"
    purpose: str = ""
    first: ClinicCode | None = None
    priority: Priority = "normal"
    priority_reason: str = ""
    known: bool = False
    looking: bool = False
    errors: Mapping[Field, Message] = field(default_factory=dict)
    warnings: tuple[Message, ...] = ()
    asking: bool = False
    """The warnings wait for the key to be pressed once more."""
    duplicate: Duplicate | None = None
    unfinished: Unfinished | None = None
    anew: bool = False
    """Begins the pathway anew although an earlier visit could be taken up."""
    taken_up: str = ""
    """The number that was filled in by taking up a visit from a list."""

    @property
    def continues(self) -> VisitId | None:
        """The earlier visit this ticket goes on with."""
        return self.unfinished.visit if self.unfinished is not None and not self.anew else None

    @property
    def typed(self) -> tuple[object, ...]:
        """What a hand has put in, without what was worked out from it."""
        return (
            self.number, self.name, self.gender, self.purpose, self.first, self.priority, self.priority_reason,
            self.anew,
        )  # fmt: skip

    @property
    def blank(self) -> bool:
        """Nothing typed for a next person yet."""
        return not self.number and not self.name

    @property
    def by_hand(self) -> bool:
        """Whether somebody was typed in here; whoever was taken up from a list is found there again."""
        return not self.blank and (not self.taken_up or self.number != self.taken_up)


@dataclass(frozen=True, slots=True)
class Issued:
    """The last ticket of this desk, kept large until the next person is typed."""

    visit: VisitId
    ticket: TicketId
    label: str
    numbered: bool
    clinic: Words
    answer: Answer | None
    printing: Printing = ""
    action: AnyAction | None = None
    """What issued it."""
    trouble: PrinterCode = "unknown"
    """Of a paper that did not come out: what is wrong with the printer."""
    refused: Message | None = None
    """Why the server has not taken it; no number follows until somebody has decided about it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A ticket of this desk that has no paper yet."""

    ticket: TicketId
    visit: VisitId
    label: str
    name: str = ""
    before: str = ""
    """What a paper says that is not true any more."""


@dataclass(frozen=True, slots=True)
class ClinicRow:
    """One line of the overview."""

    clinic: ClinicCode
    name: Words
    now: str
    waiting: int
    state: Literal["open", "paused", "closed"]
    late: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page."""

    ready: bool = False
    form: Form = field(default_factory=Form)
    purposes: tuple[Purpose, ...] = ()
    firsts: tuple[Option, ...] = ()
    answer: Answer | None = None
    issued: Issued | None = None
    missing: tuple[Missing, ...] = ()
    """Registered here and not on paper, such as before a restart."""
    rows: tuple[Row, ...] = ()
    counts: Mapping[Filter, int] = field(default_factory=dict)
    filter: Filter = "waiting"
    clinic: ClinicCode | None = None
    clinic_name: Words | None = None
    query: str = ""
    changes: int = 0
    """Rows that have come, gone or moved and wait until the list is left alone."""
    selected: TicketId | None = None
    gates: Mapping[Verb, Gate] = field(default_factory=dict)
    details: Details | None = None
    """The visit opened at the side, as it is now: while it is open, the keys mean its ticket."""
    issue: Gate = ON
    """Whether somebody can be registered now."""
    clinics: tuple[ClinicRow, ...] = ()
    stale_since: str | None = None
    """As of when this is shown, as it is told; None while it is fresh."""
    waiting: int = 0
    sent_from_here: int = 0

    @property
    def pathway_chosen(self) -> bool:
        """Whether the chosen purpose is an exam, not one clinic alone."""
        return any(p.key == self.form.purpose and p.exam is not None for p in self.purposes)

    @property
    def row(self) -> Row | None:
        """The selected row, if it is shown."""
        return next((r for r in self.rows if r.ticket == self.selected), None)


class View(Clerk, Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def focus(self, field: Field) -> None:
        """Put the cursor there."""

    def show_details(self, details: Details) -> None:
        """Open one visit at the side."""


class Intents(Protocol):
    """What the receptionist can do."""

    def edit(self, field: Field, text: str) -> None:
        """The person typed or chose."""

    def edit_reason(self, reason: str) -> None:
        """Why this one goes first."""

    def issue(self) -> None:
        """F2: go to the form; with a complete form, issue."""

    def clear(self) -> None:
        """Empty the form."""

    def begin_anew(self, anew: bool) -> None:
        """Whether an earlier visit is left behind, or taken up with its stops done."""

    def filter(self, name: Filter) -> None:
        """Show these states only."""

    def only_clinic(self, clinic: ClinicCode | None) -> None:
        """Show this clinic only; None or the same again: all."""

    def search(self, text: str) -> None:
        """Find by name, number or label."""

    def select(self, ticket: TicketId | None) -> None:
        """This row is the one the keys mean."""

    def using(self) -> None:
        """Somebody reads the list now: keep its rows where they are."""

    def act(self, verb: Verb) -> None:
        """Do *verb* to the selected ticket."""

    def close_details(self) -> None:
        """The visit at the side was closed."""

    def print_missing(self) -> None:
        """The first of those without a paper."""

    def written_by_hand(self) -> None:
        """The first of those without a paper has its number already."""

    def print_last(self) -> None:
        """The paper of the last ticket once more."""

    def print_row(self) -> None:
        """The selected row's paper once more, whosever failed."""

    def open_duplicate(self) -> None:
        """Show the visit this person already has."""
