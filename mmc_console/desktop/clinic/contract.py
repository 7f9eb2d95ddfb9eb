"""The clinic page: everything it can show, and everything a clinician can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from mmc_console.desktop.tickets.facts import Badge, Message, Row, StopPill
from mmc_console.desktop.tickets.gates import Gate, Verb
from mmc_console.desktop.tickets.voice import Voice
from mmc_console.domain.centre import Words
from mmc_console.domain.clinics import ClinicReason, ClinicState
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.tickets import Priority, TicketState

Phase = Literal["empty", "calling", "called", "in_service"]
Hero = Literal["call_next", "finish_call_next", "finish", "calling"]
ClinicVerb = Literal["pause_clinic", "close_clinic", "open_clinic"]


@dataclass(frozen=True, slots=True)
class Place:
    """A room this person may work in, and who holds it now."""

    clinic: ClinicCode
    room: int
    name: Words
    door: str
    rooms: int = 1
    mine: bool = False
    held_by_other: str = ""
    """Desk letter of the other console that holds it."""

    @property
    def key(self) -> str:
        """How a list of places names this one."""
        return f"{self.clinic}/{self.room}"


@dataclass(frozen=True, slots=True)
class Current:
    """Who is called to, or inside, this room."""

    ticket: TicketId
    label: str
    name: str
    number: str
    exam: Words | None
    state: TicketState
    priority: Priority
    since: datetime
    seconds: int
    announcements: int
    pathway: tuple[StopPill, ...]
    done: int
    next: Words | None = None
    last_stop: bool = False
    badge: Badge = ""
    remind: bool = False
    """Called long ago: time to decide whether this is a no-show."""


@dataclass(frozen=True, slots=True)
class Today:
    """Counted from the tickets of this clinic."""

    done: int = 0
    no_show: int = 0
    average_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page."""

    ready: bool = False
    place: Place | None = None
    places: tuple[Place, ...] = ()
    clinic_state: ClinicState = "open"
    clinic_reason: ClinicReason | None = None
    clinic_until: datetime | None = None
    phase: Phase = "empty"
    current: Current | None = None
    rows: tuple[Row, ...] = ()
    waiting: int = 0
    next_label: str = ""
    next_name: str = ""
    why_next: Message | None = None
    hero: Hero = "call_next"
    selected: TicketId | None = None
    gates: Mapping[Verb, Gate] = field(default_factory=dict)
    clinic_gates: Mapping[ClinicVerb, Gate] = field(default_factory=dict)
    today: Today = field(default_factory=Today)
    exit_pin: str = ""
    """What the person inside types on the phone to leave; empty where the centre has none."""
    stale_since: str | None = None
    """As of when this is shown, as it is told; None while it is fresh."""
    expected: tuple[Row, ...] = ()
    query: str = ""
    """What is searched for; then `rows` are what was found."""
    elsewhere: tuple[Row, ...] = ()
    """Found by the search, but at another clinic's door."""
    admits: TicketId | None = None
    """The one of these who may be admitted here."""

    @property
    def row(self) -> Row | None:
        """The selected row, if it is shown."""
        return next((r for r in self.rows if r.ticket == self.selected), None)

    @property
    def target(self) -> str:
        """The label that transfer and hold mean now: the one inside, else the selected one."""
        if self.current is not None:
            return self.current.label
        return self.row.label if self.row else ""


class View(Voice, Protocol):
    """What the presenter may ask of the window."""

    async def confirm_closing(self, clinic: Words, waiting: int, to: Words | None) -> bool:
        """Whether a clinic with people *waiting* is closed after all; *to*: where they are moved, None: they stay."""

    def searched(self) -> None:
        """What was searched for is done: the search line may forget it."""

    def render(self, state: State) -> None:
        """Paint *state*."""


class Intents(Protocol):
    """What the clinician can do."""

    def act(self, verb: Verb) -> None:
        """A key of the table: on the person inside, or on the selected row."""

    def open_row(self, ticket: TicketId) -> None:
        """Enter on a row: call this one out of order."""

    def select(self, ticket: TicketId | None) -> None:
        """This row is the one the keys mean."""

    def search(self, text: str) -> None:
        """Find by name, number or label; empty: the queue again."""

    def admit(self, ticket: TicketId) -> None:
        """This person stands here, and is shown at another door."""

    def move_to(self, place: str) -> None:
        """Work in another room."""

    def choose_place(self) -> None:
        """Ask where this console stands."""

    def go_away(self) -> None:
        """Something else stands there now: another page, the lock."""

    def come_back(self) -> None:
        """The page stands there again."""

    def change_clinic(self, verb: ClinicVerb) -> None:
        """Pause, close or open this clinic."""
