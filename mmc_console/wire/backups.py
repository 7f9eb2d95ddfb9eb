"""Backups as they travel: what there is, what is being done, how it went, and what an administrator may ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Outcome = Literal["done", "failed", "cancelled"]
Deed = Literal["take", "verify", "test", "copy"]
ShippingState = Literal["on", "waiting", "failed", "off"]


class BackupRow(Struct, frozen=True, kw_only=True):
    """One backup. `places`: the stores it is in; `verified_at`: when it was last found whole; `tested_at`: last
    restored into a scratch place and compared; `refused`: why it is none; `present`: of the present history."""

    id: str
    at: datetime
    seq: int
    size: int
    sha256: str
    verified_at: datetime | None
    kind: str
    epoch: str
    schema: str
    product: str
    key: str
    tested_at: datetime | None = None
    refused: str = ""
    places: tuple[str, ...] = ()
    present: bool = True


class Working(Struct, frozen=True):
    """What is being done: about which backup, which step of it, and how far (`done` of `of`)."""

    deed: Deed
    backup: str
    began: datetime
    step: str = ""
    done: int = 0
    of: int = 0


class Run(Struct, frozen=True):
    """Something that was done, and how it went. `detail`: the code of what went wrong, `place`: in which store."""

    deed: Deed
    kind: str
    backup: str
    began: datetime
    seconds: float
    outcome: Outcome
    detail: str = ""
    place: str = ""
    size: int = 0
    seq: int = 0


class PlaceRow(Struct, frozen=True):
    """One store (`folder`, `second`, `s3`) and how it stands: `ok` or a code, since when; bytes free where known;
    `near`: on the disk of the database, lost together with it."""

    name: str
    detail: str
    since: datetime
    free: int | None = None
    near: bool = False


class ShippingRow(Struct, frozen=True):
    """How far the log is shipped: `lag` seconds ago everything was in a store. `segments` after backup `base`."""

    state: ShippingState
    detail: str = ""
    lag: float | None = None
    at: datetime | None = None
    seq: int = 0
    base: str = ""
    segments: int = 0


class KeyRow(Struct, frozen=True):
    """The backup key that new backups are made with, and whether its recovery copy was handed out."""

    id: str
    printed: bool


class BackupsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/backups`, the newest first. `next_at`: when the next one is due; `secret`: the S3-compatible
    store has its secret; `safe_seq`: up to here a verified backup holds the log."""

    backups: tuple[BackupRow, ...]
    working: Working | None
    runs: tuple[Run, ...]
    places: tuple[PlaceRow, ...]
    shipping: ShippingRow
    next_at: datetime
    last_test: Run | None
    key: KeyRow
    secret: bool
    safe_seq: int


class PointRow(Struct, frozen=True):
    """One moment that was shipped: after backup `base`, with the log up to `seq`."""

    base: str
    at: datetime
    seq: int


class PointsAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/backups/points`, the newest first."""

    points: tuple[PointRow, ...]


class CopyRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST …/{id}/copy`: put it into this folder of the server as well."""

    folder: Annotated[str, Meta(min_length=1, max_length=1000)]


class RecoveryCopy(Struct, frozen=True):
    """`POST …/key`: the recovery key, handed out once."""

    key: str
    text: str


class StoreSecret(Struct, frozen=True, forbid_unknown_fields=True):
    """`PUT …/store-secret`: how the S3-compatible store is entered; never given back. Both empty: forgotten."""

    access: Annotated[str, Meta(max_length=200)]
    secret: Annotated[str, Meta(max_length=500)]

    def __repr__(self) -> str:
        return "StoreSecret()"
