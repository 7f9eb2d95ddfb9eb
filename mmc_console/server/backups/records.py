"""The rows about backups: how each deed went, and the secret of a store. Blocks, so call it from a thread."""

from __future__ import annotations

import secrets as chance
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, insert, select

from mmc_console.server.backups.keys import BackupKey, BackupKeys
from mmc_console.server.backups.tables import runs, secrets
from mmc_console.server.log.events import millis
from mmc_console.server.store.engine import Database
from mmc_console.wire.backups import Run, StoreSecret

KEPT: Final = 2_000
_STORE: Final = "s3"
_NONCE: Final = 12


def record(database: Database, run: Run) -> None:
    """Note how it went; what is very old is forgotten."""
    row = {
        "deed": run.deed, "kind": run.kind, "backup": run.backup, "began_ms": millis(run.began),
        "took_ms": round(run.seconds * 1000), "outcome": run.outcome, "detail": run.detail, "place": run.place,
        "size": run.size, "seq": run.seq,
    }  # fmt: skip

    def write(conn: Connection) -> None:
        done: Any = conn.execute(insert(runs).values(row))
        conn.execute(delete(runs).where(runs.c.n <= done.inserted_primary_key[0] - KEPT))

    database.transact(write)


def recorded(database: Database, limit: int = 50, deed: str | None = None) -> tuple[Run, ...]:
    """How it went, the newest first."""
    query = select(runs).order_by(runs.c.n.desc()).limit(limit)
    with database.read() as conn:
        rows = conn.execute(query if deed is None else query.where(runs.c.deed == deed)).all()
    return tuple(
        Run(
            row.deed, row.kind, row.backup, datetime.fromtimestamp(row.began_ms / 1000, UTC), row.took_ms / 1000,
            row.outcome, row.detail, row.place, row.size, row.seq,
        )
        for row in rows
    )  # fmt: skip


def keep_secret(database: Database, keys: BackupKeys, secret: StoreSecret) -> None:
    """Seal and keep how the store is entered; an empty one is forgotten."""
    sealed = _sealed(keys.newest, msgspec.json.encode(secret)) if secret.access or secret.secret else None

    def write(conn: Connection) -> None:
        conn.execute(delete(secrets).where(secrets.c.name == _STORE))
        if sealed is not None:
            conn.execute(insert(secrets).values(name=_STORE, sealed=sealed))

    database.transact(write)


def secret_of(database: Database, keys: BackupKeys) -> StoreSecret | None:
    """How the store is entered; None when nobody has said, or its key is not here."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    with database.read() as conn:
        row = conn.execute(select(secrets.c.sealed).where(secrets.c.name == _STORE)).scalar_one_or_none()
    if row is None:
        return None
    key = keys.find(row[:8].hex())
    if key is None:
        return None
    try:
        plain = AESGCM(_key(key)).decrypt(row[8 : 8 + _NONCE], row[8 + _NONCE :], _STORE.encode())
    except InvalidTag:
        return None
    return msgspec.json.decode(plain, type=StoreSecret)


def _sealed(key: BackupKey, plain: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = chance.token_bytes(_NONCE)
    return bytes.fromhex(key.id) + nonce + AESGCM(_key(key)).encrypt(nonce, plain, _STORE.encode())


def _key(key: BackupKey) -> bytes:
    import hmac

    return hmac.digest(key.secret, b"mmc-store-secret", "sha256")
