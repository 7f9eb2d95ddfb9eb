"""The tables of people and of free texts. Personal fields are ciphertext (see `fields`); the log holds ids only."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

patients = Table(
    "patients",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("number_hash", LargeBinary(32), nullable=False, unique=True),
    Column("number", LargeBinary, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("phone", LargeBinary, nullable=False),
    Column("gender", String(6), nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

aliases = Table(
    "patient_aliases",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("patient", String(36), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The ids that desks made of whom the server knew by another: what they do offline speaks of these."""
