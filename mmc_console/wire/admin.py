"""What administrators read and ask of who may come in: people and consoles."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode, DeskLetter, UserId
from mmc_console.domain.permissions import Role


class Person(Struct, frozen=True, kw_only=True):
    """One person who may sign in, or (`enabled` false) no longer may."""

    id: UserId
    username: str
    name: str
    roles: tuple[Role, ...]
    clinics: tuple[ClinicCode, ...]
    enabled: bool
    must_change_password: bool
    last_sign_in: datetime | None = None
    last_device: str = ""
    """The console of it, as people call it."""
    sessions: int = 0
    """How many go on now."""


class NewPerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/users`: a first password is made where none is given, and has to be changed."""

    username: str
    name: str
    roles: tuple[str, ...]
    clinics: tuple[str, ...] = ()
    password: str | None = None


class PasswordMade(Struct, frozen=True, kw_only=True):
    """A person, and the password made for them: told this once, to be changed at the first sign-in; empty if given."""

    user: Person
    password: str = ""


class PeopleAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/users`."""

    users: tuple[Person, ...]


class RightsRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`PATCH /api/v1/admin/users/{id}`: what is not named stays as it is."""

    name: str | None = None
    roles: tuple[str, ...] | None = None
    clinics: tuple[str, ...] | None = None
    enabled: bool | None = None


class RenameRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`PATCH /api/v1/admin/devices/{id}`: what people call this console; empty: as it calls itself."""

    name: str


class Console(Struct, frozen=True, kw_only=True):
    """One console. `has_key`: it sends by itself what anybody did there. `seen`: its last sign-in or renewal."""

    id: str
    desk: DeskLetter
    name: str
    has_key: bool
    revoked: bool
    enrolled: datetime
    seen: datetime


class ConsolesAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/devices`."""

    devices: tuple[Console, ...]
