"""What administrators read and set of the running centre, and how one person is made nameless."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from mmc_console.domain.actions import EraseReason
from mmc_console.domain.patients import Card
from mmc_console.wire.centre import Who

Kind = Literal["whole", "number", "switch", "text", "choice", "list"]


class Field(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One setting: what it may be, what it is without being set, and what it is."""

    name: str
    kind: Kind
    default: Any
    value: Any
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    longest: int | None = None


class AreaView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The settings that belong together. `changed`, `by`: the last change, if there was one."""

    area: str
    fields: tuple[Field, ...]
    changed: datetime | None = None
    by: Who = Who()


class SettingsAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/settings`."""

    areas: tuple[AreaView, ...]


class SettingsChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`PATCH /api/v1/admin/settings/{area}`. `defaults`: fields that go back to what they are without being set."""

    fields: dict[str, Any] = {}
    defaults: tuple[str, ...] = ()


class SettingsStep(Struct, frozen=True, kw_only=True):
    """One change: the fields it touched, with what they were and became."""

    at: datetime
    by: Who
    before: dict[str, Any]
    after: dict[str, Any]


class SettingsHistory(Struct, frozen=True):
    """`GET /api/v1/admin/settings/{area}/history`, newest first."""

    steps: tuple[SettingsStep, ...]


class FindPerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/patients/find`: in the body, since addresses are written into logs."""

    number: str


class FoundPerson(Struct, frozen=True, kw_only=True):
    """Who has the number, and what is known besides. `open`: they are in the house; erased later."""

    card: Card
    visits: int
    last: date | None
    open: bool


class ErasePerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/patients/erase`."""

    number: str
    reason: EraseReason


class Erased(Struct, frozen=True, kw_only=True):
    """Nobody has the number any more. `visits`: how many stay, nameless."""

    visits: int
