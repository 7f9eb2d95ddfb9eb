"""The audit over the wire: entries, how the chain was found, and what is asked of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

ENTRIES_AT_MOST = 200
COUNTED_AT_MOST = 10_000


class AuditRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry. `name` and `desk`: of the user and the console, as they are called now; empty where there is none."""

    seq: int
    at: datetime
    act: str
    user: str = ""
    name: str = ""
    device: str = ""
    desk: str = ""
    about: str = ""
    about_name: str = ""
    """Where it is about a user: what they are called now."""
    detail: dict[str, Any] = {}
    request: str = ""
    hash: str = ""


class AuditPage(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/audit`: newest first. `next`: `before` of the next page; `count` stops at 10,000."""

    entries: tuple[AuditRow, ...]
    next: int | None = None
    count: int = 0
    acts: tuple[str, ...] = ()
    """Every act there may be, to choose from."""


class AuditFault(Struct, frozen=True):
    """Where the chain does not hold; kinds as in `server/audit/verify.py`."""

    kind: str
    seq: int
    last: int = 0


class AuditCheck(Struct, frozen=True, kw_only=True):
    """`GET` and `POST /api/v1/admin/audit/verify`: the check under way, else the last one. Without `at`: none yet."""

    running: bool = False
    done: int = 0
    total: int = 0
    at: datetime | None = None
    fault: AuditFault | None = None
