"""The tables of users, devices and sessions, and the row that tells other processes that rights have changed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

users = Table(
    "users",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(64), nullable=False),
    Column("folded", String(128), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("password", String(200), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("clinics", String(2000), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("rights_ms", BigInteger, nullable=False),
    Column("password_ms", BigInteger, nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("no", Integer, nullable=False, unique=True),
    Column("desk", String(4), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("label", String(80)),
    Column("key", LargeBinary(32)),
    Column("generation", Integer),
    Column("created_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("revoked", Boolean, nullable=False),
)

"""`name` is what it calls itself at each sign-in; `label`, where there is one, what people here call it."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user", String(36), ForeignKey("users.id"), nullable=False, index=True),
    Column("device", String(64), ForeignKey("devices.id"), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("previous_hash", LargeBinary(32)),
    Column("rotated_ms", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
    Column("revoked_ms", BigInteger),
)

changes = Table(
    "auth_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
)
"""One row (id 1); every change of rights counts up, whichever process makes it."""
