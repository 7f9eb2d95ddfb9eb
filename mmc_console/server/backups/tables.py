"""What was done about backups, and the sealed secret of a store. Which backups there are, the stores know."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

runs = Table(
    "backup_runs",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("deed", String(8), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("backup", String(32), nullable=False),
    Column("began_ms", BigInteger, nullable=False),
    Column("took_ms", BigInteger, nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("detail", String(40), nullable=False),
    Column("place", String(10), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
)
"""Each backup, check, test and copy, also those that failed."""

secrets = Table(
    "backup_secrets",
    metadata,
    Column("name", String(10), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Sealed under the backup key, whose id stands in front."""
