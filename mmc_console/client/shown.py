"""What a screen is shown of the client: small frozen values, no behaviour.

They are the gateway's vocabulary; nothing here knows where a value comes from.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Flag, auto
from typing import Literal

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.decide import Performed
from mmc_console.domain.ids import ActionId, ClinicCode, UserId
from mmc_console.domain.permissions import Role
from mmc_console.domain.refusals import Unable
from mmc_console.wire.answers import Result, UserInfo
from mmc_console.wire.problems import Problem

RowState = Literal["waiting", "sending", "refused", "conflict", "sent"]
Form = Literal["online", "slow", "offline", "maintenance", "stranded"]
Badge = Literal["", "waiting", "sending", "refused", "conflict"]


class Change(Flag):
    """What has changed since a screen last looked."""

    STATE = auto()
    CONNECTION = auto()
    PENDING = auto()
    CARDS = auto()
    SESSION = auto()


EVERYTHING = Change.STATE | Change.CONNECTION | Change.PENDING | Change.CARDS | Change.SESSION


@dataclass(frozen=True)
class Connection:
    """How the server is reached. `clock_off`: server minus this PC. `last_news`: corrected time of its last word."""

    kind: Literal["starting", "online", "slow", "offline"]
    since: datetime
    last_news: datetime | None
    server: str
    clock_off: timedelta = timedelta()
    maintenance: bool = False
    """Offline because the server says so itself: it is there, and takes nothing until the centre is put back."""
    stage: str = ""
    """How far that is, by the server's name for it."""
    stranded: bool = False
    """Offline because the server's database is destroyed: it is there, and takes nothing but a restore."""
    data_from: datetime | None = None
    """As of when the log is known here: it is followed only while somebody works here with a session."""
    busy: datetime | None = None
    """When it last asked to come again later, to whatever it was asked; it is there, and may do all else meanwhile."""

    @property
    def form(self) -> Form:
        """How it is shown: until the first answer as if all were well."""
        if self.kind == "offline":
            return "stranded" if self.stranded else "maintenance" if self.maintenance else "offline"
        return "slow" if self.kind == "slow" else "online"


@dataclass(frozen=True)
class PendingRow:
    """One recorded action as the drawer shows it."""

    id: ActionId
    action: AnyAction
    author: UserId
    author_name: str
    state: RowState
    at: datetime
    problem: Problem | None = None
    label: str = ""
    waits_for: ActionId | None = None
    """Held back until somebody has decided about this earlier action on the same ticket, visit or room."""
    decided: bool = False
    """It failed, and somebody has decided about it since."""

    @property
    def held_back(self) -> bool:
        """Whether it waits for a decision."""
        return self.waits_for is not None


@dataclass(frozen=True)
class Pending:
    """What has to be sent or decided, in the order of sending, after the last ones of what is done with here."""

    rows: tuple[PendingRow, ...] = ()
    waiting: int = 0
    refused: int = 0
    conflicts: int = 0
    sent: int = 0
    """How many this console has sent, or somebody has decided about, since it started."""

    @property
    def count(self) -> int:
        """All that are not sent."""
        return self.waiting + self.refused + self.conflicts


@dataclass(frozen=True)
class User:
    """Who works at this console."""

    id: UserId
    username: str
    name: str
    roles: frozenset[Role]
    clinics: frozenset[ClinicCode]
    must_change_password: bool = False


def user_of(info: UserInfo) -> User:
    """Somebody as the server told of them."""
    return User(
        info.id, info.username, info.name, frozenset(info.roles), frozenset(info.clinics), info.must_change_password
    )


@dataclass(frozen=True)
class Familiar:
    """Somebody who lately worked at this console. `until`: their password opens it without the server until then."""

    id: UserId
    username: str
    name: str
    roles: frozenset[Role]
    has_pin: bool
    takes_pin: bool
    """Whether the PIN is enough now; else the whole password."""
    until: datetime | None
    must_change_password: bool = False
    """Their password is a first one: all they can do with it is to choose another, and only the server takes that."""


@dataclass(frozen=True)
class Receipt:
    """An action is on this PC's disk. `outcome` resolves when the server has answered; it may be awaited or dropped,
    and waited for by several: cancelling a waiter cancels nothing."""

    id: ActionId
    action: AnyAction
    performed: Performed | None
    """What the projection shows of it; None while it shows nothing (`fault`, or a name is not guessed)."""
    fault: Unable | None
    answered: asyncio.Future[Result]

    @property
    def outcome(self) -> asyncio.Future[Result]:
        """The server's word, once there is one."""
        return asyncio.shield(self.answered)
