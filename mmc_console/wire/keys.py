"""The server's keys over the wire: which there are and how their exchange goes. A key itself only as recovery copy."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class KeyRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The newest key of one kind. `done` of `total` rows are under it while `state` is `asked` or `running`."""

    kind: str
    id: int
    since: datetime
    turns: bool = False
    """Whether it can be exchanged while people work."""
    state: str = "done"
    done: int = 0
    total: int = 0
    printed: bool = False
    """Whether its recovery copy was handed out."""
    older: int = 0
    """How many older ones are kept for what was made with them."""


class KeysAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/keys`."""

    keys: tuple[KeyRow, ...]


class PasswordAgain(Struct, frozen=True, forbid_unknown_fields=True):
    """The administrator's password, typed again."""

    password: str


class KeyCopy(Struct, frozen=True):
    """The recovery copy of one key: to be printed and locked away."""

    kind: str
    id: int
    text: str


class KeyCopies(Struct, frozen=True):
    """`POST /api/v1/admin/keys/recovery`: the copies that were never handed out, once."""

    copies: tuple[KeyCopy, ...]
