"""How far each exchange of a key has come in this database, and which recovery copies were handed out. No key here."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table

from mmc_console.server.store.metadata import metadata

rotations = Table(
    "key_rotations",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("by", String(36), nullable=False),
    Column("asked_ms", BigInteger, nullable=False),
    Column("done_ms", BigInteger),
    Column("place", String(12), nullable=False),
    Column("cursor", String(36), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
)
"""`state`: `asked` (the key may not be there yet), `running`, `done`. `place` and `cursor`: the table, and the row in
it, up to which values are under the new key."""

copies = Table(
    "key_copies",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("by", String(36), nullable=False),
)
