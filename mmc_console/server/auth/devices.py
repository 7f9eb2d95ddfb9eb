"""Consoles as the server knows them: enrolled at their first sign-in, with one desk letter for ever."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error as BadBase64
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, bindparam, exists, func, insert, select, update

from mmc_console.domain.ids import DeskLetter
from mmc_console.domain.numbers import desk_letters
from mmc_console.domain.patients import clean_name
from mmc_console.server.auth.faults import BadEntry, NotAllowed, NotAuthenticated
from mmc_console.server.auth.tables import devices, sessions
from mmc_console.server.log.ledger import desks_spent
from mmc_console.server.log.tables import results
from mmc_console.server.store.prepared import Prepared, listed
from mmc_console.wire.admin import Console
from mmc_console.wire.answers import DeviceHello

_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NAME_AT_MOST: Final = 80
_KEY_BYTES: Final = 32
_ON_ITS_WAY_MS: Final = 60_000
"""So long after a console is enrolled anew something of the one it was may come in."""
_KNOWN: Final = Prepared(select(devices).where(devices.c.id == bindparam("id")))
_ENROL: Final = Prepared(insert(devices))
_AGAIN: Final = Prepared(
    update(devices)
    .where(devices.c.id == bindparam("console"))
    .values({name: bindparam(name) for name in ("name", "key", "generation", "seen_ms")})
)
_STARTED: Final = Prepared(
    update(devices).where(devices.c.id == bindparam("console")).values(generation=bindparam("generation"))
)
_PAIR: Final = Prepared(
    select(sessions.c.id)
    .join(devices, devices.c.id == sessions.c.device)
    .where(
        sessions.c.user == bindparam("user"), sessions.c.device == bindparam("device"), devices.c.revoked.is_(False)
    )
)  # fmt: skip
_KEY_REVOKED: Final = Prepared(
    select(func.count().label("found")).where(devices.c.key == bindparam("key"), devices.c.revoked.is_(True))
)
_REVOKED: Final = Prepared(
    select(devices.c.id).where(devices.c.id.in_(select(listed("ids"))), devices.c.revoked.is_(True))
)
_LAST: Final = Prepared(select(func.max(devices.c.no).label("no")))


class Hello(Struct, frozen=True):
    """A console's introduction, checked."""

    id: str
    name: str
    generation: int | None
    key: bytes | None


def checked_hello(device: DeviceHello) -> Hello:
    """*device* as it may be stored; BadEntry names the field."""
    if not _ID.fullmatch(device.id):
        raise BadEntry("$.device.id", "8 to 64 letters, digits, _ or -")
    name = clean_name(device.name)
    if _CONTROL.search(device.name) or not 0 < len(name) <= _NAME_AT_MOST:
        raise BadEntry("$.device.name", f"1 to {_NAME_AT_MOST} characters")
    return Hello(device.id, name, device.generation, None if device.key is None else _public_key(device.key))


def enrol(conn: Connection, hello: Hello, millis: int) -> DeskLetter:
    """Know this console, for the first time or again; its desk letter.

    NotAuthenticated for a revoked one, also where it comes as a new one with the key it had (a profile put back makes a
    console enrol anew); NotAllowed for one that shows another key than at its enrolment, or none: its
    letter and its numbers belong to whoever holds that key.
    """
    row = _KNOWN.one(conn, id=hello.id)
    if row is None:
        if hello.key is not None and _KEY_REVOKED.one(conn, key=hello.key).found:
            raise NotAuthenticated
        no = desks_given(conn)
        _ENROL.run(
            conn, id=hello.id, no=no, desk=desk_letters(no), name=hello.name, label=None, key=hello.key,
            generation=hello.generation, created_ms=millis, seen_ms=millis, revoked=0,
        )  # fmt: skip
        return desk_letters(no)
    if row.revoked:
        raise NotAuthenticated
    if row.key is not None and row.key != hello.key:
        raise NotAllowed(reason="device-key")
    highest = max((g for g in (row.generation, hello.generation) if g is not None), default=None)
    _AGAIN.run(conn, console=hello.id, name=hello.name, key=row.key or hello.key, generation=highest, seen_ms=millis)
    return DeskLetter(row.desk)


def desks_given(conn: Connection) -> int:
    """So many desk letters are given: the next console gets the one after."""
    last: int | None = _LAST.one(conn).no
    return max(0 if last is None else last + 1, desks_spent(conn))


def has_started(conn: Connection, device: str, generation: int | None) -> bool:
    """Note that this console's start number *generation* is here; True when a later start of it was seen before.

    Then its profile is a copy, or was put back to an earlier state.
    """
    row = _KNOWN.one(conn, id=device)
    known: int | None = None if row is None else row.generation
    if generation is None or (known is not None and known >= generation):
        return generation is not None and known is not None and known > generation
    _STARTED.run(conn, console=device, generation=generation)
    return False


def has_signed_in(conn: Connection, user: str, device: str) -> bool:
    """Whether this user has signed in on this console before, and it was not revoked since."""
    return _PAIR.one(conn, user=user, device=device) is not None


def every(conn: Connection, stamp: Callable[[datetime], datetime]) -> list[Console]:
    """All consoles, in the order of their letters. *stamp*: a moment in the centre's zone."""

    def moment(millis: int) -> datetime:
        return stamp(datetime.fromtimestamp(millis / 1000, UTC))

    return [
        Console(
            id=row.id, desk=DeskLetter(row.desk), name=row.label or row.name, has_key=row.key is not None,
            revoked=row.revoked, enrolled=moment(row.created_ms), seen=moment(row.seen_ms),
        )
        for row in conn.execute(select(devices).order_by(devices.c.no))
    ]  # fmt: skip


def rename(conn: Connection, device: str, label: str) -> bool:
    """People call this console *label*; empty: as it calls itself. BadEntry; False when there is none such."""
    name = clean_name(label)
    if _CONTROL.search(label) or len(name) > _NAME_AT_MOST:
        raise BadEntry("$.name", f"at most {_NAME_AT_MOST} characters")
    return conn.execute(update(devices).where(devices.c.id == device).values(label=name or None)).rowcount > 0


def revoke(conn: Connection, device: str) -> list[str]:
    """This console signs in no more, nor as the one it was before it enrolled anew; their ids, none: no such console.

    An earlier one with its key that was heard of since is another PC, of which this one was a copy: it goes on. Its
    session may say so only a quarter of an hour later, what is done there tells it at once.
    """
    row = _KNOWN.one(conn, id=device)
    if row is None:
        return []
    ids = [device]
    if row.key is not None:
        before = (devices.c.key == row.key) & (devices.c.no < row.no) & (devices.c.seen_ms <= row.created_ms)
        done = (results.c.device == devices.c.id) & results.c.n.is_not(None)
        since = exists().where(done, results.c.at_ms > row.created_ms + _ON_ITS_WAY_MS)
        ids += conn.execute(select(devices.c.id).where(before, ~since)).scalars()
    conn.execute(update(devices).where(devices.c.id.in_(ids)).values(revoked=True))
    return ids


def revoked(conn: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Which of these consoles are let in no more."""
    return frozenset(row.id for row in _REVOKED.all(conn, ids=list(ids)))


def _public_key(text: str) -> bytes:
    try:
        key = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (BadBase64, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise BadEntry("$.device.key", "an Ed25519 public key, base64url")
    return key
