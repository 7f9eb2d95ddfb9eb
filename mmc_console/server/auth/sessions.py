"""Sessions: one sign-in of one person on one console, kept alive by refresh tokens that change at each use.

A refresh token is worked out from the session and its serial number, so an answer lost on the way can be given again
word for word. The database holds hashes only.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import uuid4

from msgspec import Struct
from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from mmc_console.domain.ids import DeskLetter, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.tables import devices, sessions, users
from mmc_console.server.auth.users import split_clinics, split_roles
from mmc_console.server.store.prepared import Prepared

IDLE: Final = timedelta(days=14)
"""A session that was not refreshed for so long is over."""
AGAIN: Final = timedelta(minutes=10)
"""How long the previous refresh token is taken again while its successor was not used."""
KEPT: Final = timedelta(days=30)
_LONGEST: Final = 200


class Turned(Struct, frozen=True):
    """What became of a refresh token. `reused`: an old one came again, the whole session was ended."""

    outcome: Literal["fresh", "unknown", "reused"]
    session: str = ""
    token: str = ""


def open_session(conn: Connection, key: bytes, user: str, device: str, millis: int) -> tuple[str, str]:
    """A new session; its id and first refresh token. Forgets what ended long ago."""
    _FORGET.run(conn, before=millis - _millis(KEPT))
    id, token = begun(key)
    take_in(conn, id, token, user, device, millis)
    return id, token


def begun(key: bytes) -> tuple[str, str]:
    """A session no database knows yet: its id and first refresh token."""
    id = str(uuid4())
    return id, _token(key, id, 1)


def take_in(conn: Connection, id: str, token: str, user: str, device: str, millis: int) -> None:
    """Make a session that has `begun` a real one. The user and the console are known."""
    _OPEN.run(
        conn, id=id, user=user, device=device, serial=1, token_hash=_hash(token), previous_hash=None,
        rotated_ms=millis, created_ms=millis, expires_ms=millis + _millis(IDLE), revoked_ms=None,
    )  # fmt: skip


def turn(conn: Connection, keys: Sequence[bytes], token: str, millis: int) -> Turned:
    """Take a refresh token for its successor; see `Turned`. Whether the person may still go on is asked afterwards.

    *keys*: the newest first. The successor that is given again was made with the newest of its own time.
    """
    id, dot, _ = token.partition(".")
    if not dot or len(token) > _LONGEST or not token.isascii():
        return Turned("unknown")
    row = _ONE.one(conn, id=id)
    if row is None or row.revoked_ms is not None or row.expires_ms <= millis:
        return Turned("unknown")
    shown = _hash(token)
    if hmac.compare_digest(shown, row.token_hash):
        successor = _token(keys[0], id, row.serial + 1)
        _TURN.run(
            conn, session=id, serial=row.serial + 1, token_hash=_hash(successor), previous_hash=shown,
            rotated_ms=millis, expires_ms=millis + _millis(IDLE),
        )  # fmt: skip
        _SEEN.run(conn, console=row.device, seen_ms=millis)
        return Turned("fresh", id, successor)
    in_time = abs(millis - row.rotated_ms) <= _millis(AGAIN)
    if in_time and row.previous_hash is not None and hmac.compare_digest(shown, row.previous_hash):
        for given in (_token(key, id, row.serial) for key in keys):
            if hmac.compare_digest(_hash(given), row.token_hash):
                return Turned("fresh", id, given)
        return Turned("unknown")
    end(conn, millis, session=id)
    return Turned("reused", id)


def end(
    conn: Connection, millis: int, *, session: str | None = None, user: str | None = None, device: str | None = None,
    spare: str = "",
) -> None:  # fmt: skip
    """End a session, or all of a user or a console, but for *spare*."""
    wanted = update(sessions).where(sessions.c.revoked_ms.is_(None), sessions.c.id != spare)
    for column, value in ((sessions.c.id, session), (sessions.c.user, user), (sessions.c.device, device)):
        if value is not None:
            wanted = wanted.where(column == value)
    conn.execute(wanted.values(revoked_ms=millis))


def principal_of(conn: Connection, session: str, millis: int) -> Principal | None:
    """Whose session this is, with the rights of this moment; None when it is over."""
    row = _LIVING.one(conn, millis=millis, id=session)
    return None if row is None else _principal(row)


def principals(conn: Connection, millis: int) -> dict[str, Principal]:
    """Everybody with a session, by session."""
    return {row.session: _principal(row) for row in _ALL_LIVING.all(conn, millis=millis)}


def _alive() -> Select[Any]:
    return (
        select(
            sessions.c.id.label("session"), sessions.c.device, users.c.id.label("user"), users.c.username, users.c.name,
            users.c.roles, users.c.clinics, users.c.must_change, users.c.rights_ms, devices.c.desk,
        )
        .join(users, users.c.id == sessions.c.user)
        .join(devices, devices.c.id == sessions.c.device)
        .where(
            sessions.c.revoked_ms.is_(None), sessions.c.expires_ms > bindparam("millis"),
            users.c.enabled.is_(True), devices.c.revoked.is_(False),
        )
    )  # fmt: skip


_FORGET: Final = Prepared(delete(sessions).where(sessions.c.expires_ms < bindparam("before")))
_OPEN: Final = Prepared(insert(sessions))
_TURN: Final = Prepared(
    update(sessions)
    .where(sessions.c.id == bindparam("session"))
    .values({
        name: bindparam(name) for name in ("serial", "token_hash", "previous_hash", "rotated_ms", "expires_ms")
    })
)  # fmt: skip
_SEEN: Final = Prepared(
    update(devices).where(devices.c.id == bindparam("console")).values(seen_ms=bindparam("seen_ms"))
)
_ONE: Final = Prepared(select(sessions).where(sessions.c.id == bindparam("id")))
_LIVING: Final = Prepared(_alive().where(sessions.c.id == bindparam("id")))
_ALL_LIVING: Final = Prepared(_alive())


def _principal(row: Any) -> Principal:
    actor = Actor(UserId(row.user), split_roles(row.roles), split_clinics(row.clinics), DeskLetter(row.desk))
    return Principal(
        actor=actor, username=row.username, name=row.name, device=row.device, session=row.session,
        must_change=bool(row.must_change), rights_ms=row.rights_ms,
    )  # fmt: skip


def _token(key: bytes, session: str, serial: int) -> str:
    secret = hmac.digest(key, f"refresh\0{session}\0{serial}".encode(), "sha256")
    return f"{session}.{urlsafe_b64encode(secret).rstrip(b'=').decode()}"


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _millis(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
