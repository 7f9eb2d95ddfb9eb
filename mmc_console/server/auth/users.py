"""The rows of users: read, added, changed, and the counter that says so (whoever changes rights counts up).

Checks the shape of what is typed; whether the one who asks may do it is decided before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final
from uuid import uuid4

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, insert, select, update

from mmc_console.domain.folding import fold
from mmc_console.domain.ids import ClinicCode, UserId
from mmc_console.domain.patients import clean_name
from mmc_console.domain.permissions import Role
from mmc_console.server.auth.faults import BadEntry
from mmc_console.server.auth.tables import changes, users
from mmc_console.server.store.prepared import Prepared
from mmc_console.wire.admin import Person
from mmc_console.wire.answers import UserInfo

PERSONS: Final[tuple[Role, ...]] = ("reception", "clinician", "supervisor", "admin", "kiosk")
"""The roles of accounts: of people, and of a kiosk, which is nothing else; `board` belongs to paired devices."""
NAME_AT_MOST: Final = 120
_USERNAME: Final = re.compile(r"[\w.@-]{2,64}")
_BY_NAME: Final = Prepared(select(users).where(users.c.folded == bindparam("folded")))
_BY_ID: Final = Prepared(select(users).where(users.c.id == bindparam("id")))
_COUNTED: Final = Prepared(select(changes.c.count).where(changes.c.id == bindparam("id")))
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class UserExists(BadEntry):
    """The user name is taken, also in another spelling of the same letters."""

    code = "user-exists"

    def __init__(self) -> None:
        super().__init__("$.username", "this user exists")


class User(Struct, frozen=True, kw_only=True):
    """One person who may sign in. `password` is the hash."""

    id: UserId
    username: str
    folded: str
    name: str
    password: str
    roles: frozenset[Role]
    clinics: frozenset[ClinicCode]
    enabled: bool
    must_change: bool

    @property
    def info(self) -> UserInfo:
        """What a console is told of this person."""
        return UserInfo(
            id=self.id, username=self.username, name=self.name, roles=tuple(sorted(self.roles)),
            clinics=tuple(sorted(self.clinics)), must_change_password=self.must_change,
        )  # fmt: skip

    @property
    def person(self) -> Person:
        """What an administrator is told."""
        return Person(
            id=self.id, username=self.username, name=self.name, roles=tuple(sorted(self.roles)),
            clinics=tuple(sorted(self.clinics)), enabled=self.enabled, must_change_password=self.must_change,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"User({self.id})"


def folded_name(username: str) -> str:
    """What two spellings of the same user name have in common."""
    return fold(username)[:128]


def checked_username(text: str) -> str:
    """A user name of 2 to 64 letters, digits or . _ @ -; BadEntry otherwise."""
    name = clean_name(text)
    # folded: marks above letters are no letters
    if _CONTROL.search(text) or not _USERNAME.fullmatch(fold(name)) or len(name) > 64:
        raise BadEntry("$.username", "2 to 64 letters, digits or . _ @ -")
    return name


def checked_name(text: str) -> str:
    """The name others see; BadEntry when it is empty, too long or has control characters."""
    name = clean_name(text)
    if _CONTROL.search(text) or not 0 < len(name) <= NAME_AT_MOST:
        raise BadEntry("$.name", f"1 to {NAME_AT_MOST} characters")
    return name


def checked_roles(roles: Iterable[str]) -> frozenset[Role]:
    """At least one role of an account; BadEntry names what is wrong."""
    given = set(roles)
    unknown = sorted(given - set(PERSONS))
    if unknown or not given:
        raise BadEntry("$.roles", f"unknown role {unknown[0]}" if unknown else "at least one role")
    if "kiosk" in given and len(given) > 1:
        raise BadEntry("$.roles", "a kiosk is nothing else: give it an account of its own", reason="kiosk-alone")
    return frozenset(role for role in PERSONS if role in given)


def checked_clinics(
    clinics: Iterable[str], roles: frozenset[Role], known: Iterable[str] | None = None
) -> frozenset[ClinicCode]:
    """Clinics of the centre; a clinician needs one at least. BadEntry names one that is not among *known*."""
    given = set(clinics)
    unknown = sorted(given - set(given if known is None else known))
    if unknown:
        raise BadEntry("$.clinics", f"unknown clinic {unknown[0]}", reason="unknown-clinic")
    if "clinician" in roles and not given:
        raise BadEntry("$.clinics", "a clinician works in at least one clinic", reason="clinic-missing")
    return frozenset(ClinicCode(code) for code in given)


def by_name(conn: Connection, username: str) -> User | None:
    """The user of this name, in any spelling of its letters."""
    return _user(_BY_NAME.one(conn, folded=folded_name(username)))


def by_id(conn: Connection, id: str) -> User | None:
    """The user of this id."""
    return _user(_BY_ID.one(conn, id=id))


def anybody(conn: Connection) -> bool:
    """Whether there is any user at all."""
    return conn.execute(select(func.count()).select_from(users)).scalar_one() > 0


def everybody(conn: Connection) -> list[User]:
    """All users, by name."""
    return [user for row in conn.execute(select(users).order_by(users.c.folded)) if (user := _user(row)) is not None]


def any_admin(conn: Connection) -> bool:
    """Whether somebody administers this centre, and may sign in."""
    return any(user.enabled and "admin" in user.roles for user in everybody(conn))


def add(conn: Connection, user: User, millis: int) -> None:
    """Store a new user; UserExists."""
    if by_name(conn, user.username) is not None:
        raise UserExists
    conn.execute(insert(users).values(**new_row(user, millis)))


def new_row(user: User, millis: int) -> dict[str, Any]:
    """The row of somebody new."""
    return {**_row(user), "created_ms": millis, "updated_ms": millis, "rights_ms": 0, "password_ms": 0}


def new_user(
    username: str, name: str, password: str, roles: frozenset[Role], clinics: frozenset[ClinicCode], must_change: bool
) -> User:
    """A user not stored yet; *password* is the hash."""
    return User(
        id=UserId(str(uuid4())), username=username, folded=folded_name(username), name=name, password=password,
        roles=roles, clinics=clinics, enabled=True, must_change=must_change,
    )  # fmt: skip


def store(conn: Connection, user: User, millis: int, *, rights: bool = False, password: bool = False) -> None:
    """Store a known user's new values; *rights*, *password*: these are others from now on."""
    changed = ({"rights_ms": millis} if rights else {}) | ({"password_ms": millis} if password else {})
    conn.execute(update(users).where(users.c.id == user.id).values(**_row(user), updated_ms=millis, **changed))


def count_up(conn: Connection) -> None:
    """Say that rights have changed."""
    if not conn.execute(update(changes).where(changes.c.id == 1).values(count=changes.c.count + 1)).rowcount:
        conn.execute(insert(changes).values(id=1, count=1))


def counted(conn: Connection) -> int:
    """How often rights have changed."""
    row = _COUNTED.one(conn, id=1)
    return row.count if row is not None else 0


def _row(user: User) -> dict[str, Any]:
    return {
        "id": user.id, "username": user.username, "folded": user.folded, "name": user.name, "password": user.password,
        "roles": " ".join(sorted(user.roles)), "clinics": " ".join(sorted(user.clinics)),
        "enabled": user.enabled, "must_change": user.must_change,
    }  # fmt: skip


def _user(row: Any) -> User | None:
    if row is None:
        return None
    return User(
        id=UserId(row.id), username=row.username, folded=row.folded, name=row.name, password=row.password,
        roles=split_roles(row.roles), clinics=split_clinics(row.clinics),
        enabled=bool(row.enabled), must_change=bool(row.must_change),
    )  # fmt: skip


def split_roles(text: str) -> frozenset[Role]:
    """Roles as they are stored; one that this version does not know gives no rights."""
    stored = set(text.split())
    return frozenset(role for role in PERSONS if role in stored)


def split_clinics(text: str) -> frozenset[ClinicCode]:
    """Clinics as they are stored."""
    return frozenset(ClinicCode(code) for code in text.split())
