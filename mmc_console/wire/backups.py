"""Backups as they are told and asked for: what there is, how safe the data is, what is being done now."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class BackupInfo(Struct, frozen=True, kw_only=True):
    """One backup. `verified_at`: when it was last read back whole; None: it was not, and `problem` may say why."""

    id: str
    at: datetime
    seq: int
    size: int
    sha256: str
    kind: str
    verified_at: datetime | None = None
    places: tuple[str, ...] = ()
    problem: str = ""


class BackupWork(Struct, frozen=True, kw_only=True):
    """What is being done now; `doing` is empty while nothing is."""

    doing: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    may_cancel: bool = False


class BackupStanding(Struct, frozen=True, kw_only=True):
    """How safe the data is."""

    next_at: datetime | None = None
    tested_at: datetime | None = None
    test_passed: bool = False
    behind: float | None = None
    shipped_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""
    key_id: str = ""
    key_printed: bool = False


class BackupsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/backups`: newest first."""

    backups: tuple[BackupInfo, ...]
    standing: BackupStanding
    work: BackupWork = BackupWork()


class CopyRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST …/backups/{id}/copy`."""

    folder: str


class RecoveryAnswer(Struct, frozen=True, kw_only=True):
    """`POST …/backups/recovery-key`: answered once for each key."""

    key_id: str
    text: str
