"""The table of boards. A board is no console: it gets no desk letter, and nobody signs in at it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

boards = Table(
    "boards",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("hall", String(80), nullable=False),
    Column("clinics", String(2000), nullable=False),
    Column("floors", String(400), nullable=False),
    Column("speaks", Boolean, nullable=False),
    Column("volume", Integer, nullable=False),
    Column("quiet", String(200), nullable=False),
    Column("theme", String(8), nullable=False),
    Column("code_hash", LargeBinary(32), unique=True),
    Column("code_until_ms", BigInteger),
    Column("secret_hash", LargeBinary(32), unique=True),
    Column("sound", String(12), nullable=False),
    Column("seen_ms", BigInteger),
)
"""`code_hash`: of the one-time code not used yet. `secret_hash`: of the credential it was paired with."""
