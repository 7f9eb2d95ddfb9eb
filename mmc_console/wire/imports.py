"""Many people at once: what is asked of a file's lines, and what is wrong with each."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from mmc_console.wire.admin import PasswordMade

LINES_AT_MOST: Final = 1_000
"""So many in one request: some 30 seconds of hashing."""


class ImportLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody new, as a line says it; nothing of it is checked yet. Nobody brings a password along."""

    username: str
    name: str
    roles: tuple[str, ...] = ()
    clinics: tuple[str, ...] = ()


class ImportRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/users/import`.

    `dry_run`: only looked at, nobody is added. `only_good`: those with a fault are left out; otherwise one fault and
    nobody is added. `id`: chosen by the console; asked again with it after a broken line, the answer is the same.
    """

    id: Annotated[str, Meta(min_length=8, max_length=64)]
    people: Annotated[tuple[ImportLine, ...], Meta(min_length=1, max_length=LINES_AT_MOST)]
    dry_run: bool = True
    only_good: bool = False


class LineFault(Struct, frozen=True, kw_only=True):
    """One thing wrong with one line. `line` counts the request's from 0; `value`: the word nobody knows."""

    line: int
    field: str
    reason: str
    value: str = ""


class ImportAnswer(Struct, frozen=True, kw_only=True):
    """What is wrong, and who was added with which first password: told this once."""

    faults: tuple[LineFault, ...]
    added: tuple[PasswordMade, ...] = ()


class ImportProgress(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/users/import`: how far the one that goes on is."""

    running: bool = False
    done: int = 0
    total: int = 0
