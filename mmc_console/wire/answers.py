"""Requests and answers of the HTTP interface that both sides read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Raw, Struct

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.centre import Center, Clinic, ExamType
from mmc_console.domain.clinics import ClinicDay, RoomHold
from mmc_console.domain.experience import Experience
from mmc_console.domain.ids import ActionId, ClinicCode, DeskLetter, Epoch, PatientId, TicketId, UserId, VisitId
from mmc_console.domain.patients import Card
from mmc_console.domain.permissions import Role
from mmc_console.domain.state import Trace
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from mmc_console.domain.whole import Counter, Whole
from mmc_console.wire.problems import Problem

Outcome = Literal["applied", "repeated", "refused", "conflict", "wait"]
BATCH_AT_MOST = 500
BUILT_ON_AT_MOST = 10_000
"""Mentions in one request's `after`: taking back the move of a whole queue builds on all that has come of it."""


class ActionsRequest(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`POST /api/v1/actions`. `known`: the server's highest number by day that this console had heard of before a
    restore, so that none is given again. `after`: for each action those without whose effect it must not be done, by
    their places before it in this request or, asked earlier, by their ids; it is then answered `wait`. `conflicts`:
    what overrides of this request carry out that was in conflict in an earlier history: a restore may have lost it."""

    actions: tuple[AnyAction, ...]
    epoch: Epoch | None = None
    known: dict[date, Whole] = {}
    after: tuple[tuple[Whole | ActionId, ...], ...] = ()
    conflicts: tuple[AnyAction, ...] = ()

    def built_on(self, place: int) -> tuple[ActionId, ...]:
        """The actions without whose effect the one there must not be done."""
        before = self.after[place] if place < len(self.after) else ()
        return tuple(self.actions[each].id if isinstance(each, int) else each for each in before)


class Result(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one action. `events` are log events as they were encoded."""

    id: ActionId
    outcome: Outcome
    events: tuple[Raw, ...] = ()
    visit: VisitId | None = None
    ticket: TicketId | None = None
    label: str | None = None
    number: str | None = None
    problem: Problem | None = None


class ActionsAnswer(Struct, frozen=True, kw_only=True):
    """The answer; `safe_seq`: a verified backup holds the log up to here (0: none yet)."""

    epoch: Epoch
    seq: int
    now: datetime
    safe_seq: int
    results: tuple[Result, ...]


class Snapshot(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything a console needs to go on, also offline."""

    epoch: Epoch
    seq: int
    now: datetime
    day: date
    center: Center
    clinics: tuple[Clinic, ...]
    exam_types: tuple[ExamType, ...]
    clinic_days: tuple[ClinicDay, ...] = ()
    visits: tuple[Visit, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    rooms: tuple[RoomHold, ...] = ()
    cards: tuple[Card, ...] = ()
    traces: tuple[Trace, ...] = ()
    """The actions of the last minutes, so that this console knows what can still be undone."""
    names: dict[str, str] = {}
    """Other ids of visits and tickets (a second registration's) by alias."""
    numbers: dict[date, int] = {}
    """How far the server's own numbers have gone, by day, also those a restore has passed over: a console that has
    lived in this history can say so to the next one."""
    past: Experience = Experience()
    """What the days before taught about speed, so that this console tells the same waits; for estimates only."""
    min_client: str = "0"


class EventsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/events`."""

    epoch: Epoch
    seq: int
    events: tuple[Raw, ...]


class PinsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/pins`: exit PINs of *day* by clinic."""

    day: date
    pins: dict[ClinicCode, str]


class Heartbeat(Struct, frozen=True):
    """Sent on a stream at least every 15 s."""

    now: datetime


class DeviceHello(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which console signs in. `key`: Ed25519, base64url, at its first sign-in."""

    id: str
    name: str
    generation: Counter | None = None
    key: str | None = None


class DeviceLogin(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /api/v1/auth/device`: an enrolled console proves itself; `signature` is over the other three."""

    device: str
    at: datetime
    nonce: str
    signature: str


class SenderSignedIn(Struct, frozen=True):
    """The answer: a credential that may send actions and do nothing else."""

    access_token: str
    expires_in: int
    now: datetime


class LoginRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /api/v1/auth/login`."""

    username: str
    password: str
    device: DeviceHello


class RefreshRequest(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`POST /api/v1/auth/refresh`."""

    refresh_token: str
    generation: Counter | None = None


class PasswordRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /api/v1/auth/password`."""

    current: str
    new: str


class UserInfo(Struct, frozen=True, kw_only=True):
    """Who signed in."""

    id: UserId
    username: str
    name: str
    roles: tuple[Role, ...]
    clinics: tuple[ClinicCode, ...]
    must_change_password: bool = False


class DeviceInfo(Struct, frozen=True):
    """This console as the server knows it. `copied`: a later start of it was here before, so this one is a copy."""

    id: str
    desk: DeskLetter
    copied: bool = False


class SignedIn(Struct, frozen=True, kw_only=True):
    """The answer to a sign-in or refresh."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: UserInfo
    device: DeviceInfo
    center: str
    now: datetime


class CardsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /api/v1/patients/cards`."""

    ids: tuple[PatientId, ...]


class CardsAnswer(Struct, frozen=True):
    """Cards of the people this user works with; unknown or hidden ids are left out."""

    cards: tuple[Card, ...]
