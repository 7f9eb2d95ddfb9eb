"""What an administrator does to accounts besides their rights: a new first password, signing out, a console's name.

A password made here is told once, to whoever asked for it, and lets its person do nothing but choose another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from mmc_console.server.auth import devices, sessions, users
from mmc_console.server.auth.faults import BadEntry
from mmc_console.server.auth.passwords import Hasher, generate_password
from mmc_console.server.auth.tables import devices as device_rows
from mmc_console.server.auth.tables import sessions as session_rows
from mmc_console.wire.admin import Person

log = logging.getLogger(__name__)
T = TypeVar("T")


class Change(Protocol):
    """Runs work in a transaction, and lets everybody know that rights may have changed."""

    def __call__(self, work: Callable[[Connection], T]) -> T: ...


class Accounts:
    """One centre's."""

    def __init__(self, hasher: Hasher, change: Change, millis: Callable[[], int]) -> None:
        self._hasher, self._change, self._millis = hasher, change, millis

    def reset_password(self, id: str) -> str:
        """A new first password; every session of the person ends. BadEntry: there is nobody of that id."""
        made = generate_password()
        hashed = self._hasher.hash(made)

        def work(conn: Connection) -> None:
            user = replace(_user(conn, id), password=hashed, must_change=True)
            users.store(conn, user, self._millis(), password=True)
            sessions.end(conn, self._millis(), user=id)

        self._change(work)
        log.info("user %s was given a new first password", id)
        return made

    def sign_out(self, id: str) -> None:
        """End every session of this person, wherever it is. BadEntry: there is nobody of that id."""

        def work(conn: Connection) -> None:
            _user(conn, id)
            sessions.end(conn, self._millis(), user=id)

        self._change(work)
        log.info("user %s signed out everywhere", id)

    def rename_console(self, id: str, label: str) -> None:
        """What people call a console. BadEntry: too long a name, or no such console."""

        def work(conn: Connection) -> None:
            if not devices.rename(conn, id, label):
                raise BadEntry("$.device", "no such console")

        self._change(work)
        log.info("console %s renamed", id)


def seen(conn: Connection, people: list[Person], millis: int, stamp: Callable[[datetime], datetime]) -> list[Person]:
    """*people* with when and where each signed in last, and how many of their sessions go on."""
    newest = select(session_rows.c.user, func.max(session_rows.c.created_ms).label("at")).group_by(session_rows.c.user)
    last = newest.subquery()
    where = (
        select(session_rows.c.user, session_rows.c.created_ms, device_rows.c.name, device_rows.c.label)
        .join(last, (last.c.user == session_rows.c.user) & (last.c.at == session_rows.c.created_ms))
        .join(device_rows, device_rows.c.id == session_rows.c.device)
    )
    signed_in = {row.user: row for row in conn.execute(where)}
    going_on: dict[str, int] = {}
    for principal in sessions.principals(conn, millis).values():
        going_on[principal.actor.user] = going_on.get(principal.actor.user, 0) + 1
    found = []
    for person in people:
        row = signed_in.get(person.id)
        if row is not None:
            at = stamp(datetime.fromtimestamp(row.created_ms / 1000, UTC))
            person = replace(person, last_sign_in=at, last_device=row.label or row.name)
        found.append(replace(person, sessions=going_on.get(person.id, 0)))
    return found


def _user(conn: Connection, id: str) -> users.User:
    user = users.by_id(conn, id)
    if user is None:
        raise BadEntry("$.id", "no such user")
    return user
