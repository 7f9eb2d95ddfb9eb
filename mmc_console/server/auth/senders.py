"""Consoles that send what was done at them, whoever did it and whoever sits there now.

An enrolled console proves itself with its own key, and its credential may send actions and nothing else. Each action
names its author, who must have signed in on that console before, also while it had another id, and since the last
change of password; it is judged by their rights. After a change of rights nobody can say any more what they were, so
the action goes to a person.

A restored database may not know of a sign-in. What comes back after a restore was taken once already. Of what was new
then, up to a day after it, the console's word is taken too: it tells all it has at once, before anybody can sign in
anew, and whoever did it may have gone home.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, NamedTuple

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, select

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import ClinicCode, DeskLetter, UserId
from mmc_console.domain.permissions import Actor, Role
from mmc_console.server.auth.faults import NotAuthenticated, StartNotHeard
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.tables import devices, sessions, users
from mmc_console.server.auth.users import split_clinics, split_roles
from mmc_console.server.store.prepared import Prepared
from mmc_console.wire.answers import DeviceLogin
from mmc_console.wire.devices import decoded, proof

SKEW: Final = timedelta(minutes=5)
"""How far a proof's time may be from ours; within it a nonce is taken once."""
REMEMBERED: Final = 20_000
BEFORE_SIGN_IN_MS: Final = 60_000
"""So far a console's measured clock may be behind ours at somebody's first sign-in there."""


_CONSOLE: Final = Prepared(select(devices).where(devices.c.id == bindparam("id")))
_USER: Final = Prepared(select(users).where(users.c.id == bindparam("id")))
_FORMER: Final = Prepared(
    select(devices.c.desk).where(devices.c.key == bindparam("key"), devices.c.no < bindparam("no"))
)
_HERE: Final = select(devices.c.id).where(  # a console that was enrolled anew keeps its key
    devices.c.key == select(devices.c.key).where(devices.c.id == bindparam("device")).scalar_subquery()
)
_SPAN: Final = Prepared(
    select(
        func.min(sessions.c.created_ms).label("first"), func.max(sessions.c.rotated_ms).label("last"),
        func.max(sessions.c.revoked_ms.is_(None)).label("goes_on"),
    ).where(sessions.c.user == bindparam("user"), sessions.c.device.in_(_HERE))
)  # fmt: skip


class Barred(Actor, frozen=True):
    """Somebody in whose name nothing of this is done; *code* says why."""

    code: str = "not-allowed"


class Lost(NamedTuple):
    """What a restore may have lost of an action: the sign-in of whoever did it, and its `effect` where it had one.

    The history of now began with it, at `began_ms`.
    """

    began_ms: int
    effect: bool


class Proofs:
    """Checks that a console holds the key it was enrolled with; each proof is taken once.

    A proof's nonce begins with `start`, which a refusal tells: one listened to before this server started is worthless.
    """

    def __init__(self) -> None:
        self.start = secrets.token_urlsafe(12)
        self._taken: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._lock = Lock()

    def check(self, conn: Connection, asked: DeviceLogin, now: datetime) -> None:
        """NotAuthenticated unless it is the console it says it is; StartNotHeard when it was, before this start."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        row = _CONSOLE.one(conn, id=asked.device)
        key = row.key if row is not None and not row.revoked else None
        if key is None or asked.at.tzinfo is None or abs(asked.at - now) > SKEW or not 16 <= len(asked.nonce) <= 64:
            raise NotAuthenticated
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(decoded(asked.signature), proof(asked))
        except (InvalidSignature, ValueError) as fault:
            raise NotAuthenticated from fault
        if not asked.nonce.startswith(f"{self.start}."):
            raise StartNotHeard
        self._take(asked, now)

    def _take(self, asked: DeviceLogin, now: datetime) -> None:
        with self._lock:
            while self._taken and (len(self._taken) > REMEMBERED or now - next(iter(self._taken.values())) > 2 * SKEW):
                self._taken.popitem(last=False)
            if (asked.device, asked.nonce) in self._taken:
                raise NotAuthenticated
            self._taken[asked.device, asked.nonce] = now


def principal_of(conn: Connection, device: str) -> Principal | None:
    """The console as one who asks; None when it is unknown, revoked or was never enrolled with a key."""
    row = _CONSOLE.one(conn, id=device)
    if row is None or row.revoked or row.key is None:
        return None
    former = frozenset(DeskLetter(each.desk) for each in _FORMER.all(conn, key=row.key, no=row.no))
    actor = Actor(UserId(""), frozenset(), desk=DeskLetter(row.desk), former=former)
    return Principal(actor=actor, username="", name=row.name, device=device, session="", sends=True)


def authors(
    conn: Connection,
    sender: Principal,
    actions: Iterable[AnyAction],
    lost: Callable[[AnyAction], Lost | None],
    now_ms: int,
) -> list[Actor]:
    """Who did each of these, with their rights; Barred where it cannot be done in their name.

    `not-allowed`: nobody, or somebody who had not signed in there by then. `rights-changed`: since then.
    *lost*: what a restore may have lost of an action; None: it was done since, or there was none.
    """
    known: dict[UserId, _Author | None] = {}
    found: list[Actor] = []
    for action in actions:
        by = action.by
        if by is not None and by not in known:
            known[by] = _author(conn, sender, by)
        person = known[by] if by is not None else None
        made = int(action.at.timestamp() * 1000)
        if by is None or person is None or not person.was_there(made, now_ms, lost(action)):
            found.append(Barred(by or UserId(""), frozenset(), desk=sender.actor.desk))
        elif made <= person.rights_ms <= now_ms:  # else our clock was set back since, and all would be before it
            found.append(Barred(by, frozenset(), desk=sender.actor.desk, code="rights-changed"))
        else:
            found.append(person.actor)
    return found


def own(principal: Principal, actions: Iterable[AnyAction], now_ms: int) -> list[Actor]:
    """Who did each of these, where somebody sends what they did themselves; Barred what was done with other rights."""
    then = Barred(principal.actor.user, frozenset(), desk=principal.actor.desk, code="rights-changed")
    changed = principal.rights_ms / 1000 if principal.rights_ms <= now_ms else 0
    return [then if action.at.timestamp() <= changed else principal.actor for action in actions]


def outdated(conn: Connection, actors: Iterable[Actor]) -> frozenset[Actor]:
    """Which of these have other rights by now, or none."""
    found = set[Actor]()
    for actor in actors:
        row = _USER.one(conn, id=actor.user) if not isinstance(actor, Barred) else None
        if row is not None and (actor.roles, actor.clinics) != _rights(row):
            found.add(actor)
    return frozenset(found)


class _Author(Struct, frozen=True):
    """Somebody with the rights of now, and when they signed in at one console, first and as far as tokens tell last."""

    actor: Actor
    created_ms: int
    rights_ms: int
    password_ms: int
    first_ms: int | None
    last_ms: int | None
    must_change: bool
    """The password was made here, and they have not chosen one of their own since: with it nothing is done."""
    goes_on: bool
    """A session there was not ended: a new password spares the one in which it was chosen, and no other."""

    def was_there(self, made: int, now_ms: int, lost: Lost | None) -> bool:
        """Whether they had signed in there by then, and with the password of then, as far as it is not *lost*."""
        if lost is not None and lost.effect:
            return True
        first, last = self.first_ms, self.last_ms
        if lost is not None and self.created_ms < lost.began_ms and (first is None or first >= lost.began_ms):
            first, last = 0, last or lost.began_ms  # it was after the copy, and so with the password that is in it
        if first is None or last is None:
            return False
        if made < first - BEFORE_SIGN_IN_MS and first <= now_ms:  # else our clock was set back since
            return False
        shown = self.goes_on or last >= self.password_ms
        return made < self.password_ms or (shown and not self.must_change)


def _author(conn: Connection, sender: Principal, by: UserId) -> _Author | None:
    row = _USER.one(conn, id=by)
    if row is None:
        return None
    first, last, goes_on = _SPAN.one(conn, user=by, device=sender.device)
    actor = Actor(by, *_rights(row), sender.actor.desk, sender.actor.former)
    dates = row.created_ms, row.rights_ms, row.password_ms
    return _Author(actor, *dates, first, last, bool(row.must_change), bool(goes_on))


def _rights(row: Any) -> tuple[frozenset[Role], frozenset[ClinicCode]]:
    """Of a user's row; whoever is not let in has none."""
    return split_roles(row.roles) if row.enabled else frozenset(), split_clinics(row.clinics)
