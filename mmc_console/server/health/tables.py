"""The tables of health: what has changed, when the server was there, what stood still on purpose, who was heard.

No name of a person and nothing of any patient is in them; `about` names stations, plugins, rounds.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

health_changes = Table(
    "health_changes",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("check", String(40), nullable=False),
    Column("status", String(10), nullable=False),
    Column("detail", String(40), nullable=False),
    Column("about", String(400), nullable=False),
    Index("health_changes_by_check", "check", "n"),
)

health_spans = Table(
    "health_spans",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("from_ms", BigInteger, nullable=False),
    Column("to_ms", BigInteger, nullable=False, index=True),
    Column("status", String(10), nullable=False),
)
"""One row while the overall status stays the same within one run of the server; `to_ms`: its last look. What lies
between the rows, the server was not there."""

maintenance = Table(
    "maintenance",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("from_ms", BigInteger, nullable=False),
    Column("to_ms", BigInteger, nullable=False, index=True),
    Column("reason", String(200), nullable=False),
    Column("by", String(36), nullable=False),
    Column("named_ms", BigInteger, nullable=False),
)

health_probe = Table(
    "health_probe",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
)
"""One row (id 1), written to find out whether anything can be."""

stations = Table(
    "stations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("user", String(36), nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("app", String(40), nullable=False),
    Column("pending", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("oldest_ms", BigInteger),
    Column("clock", Float),
    Column("health", LargeBinary, nullable=False),
    Column("sound", String(12), nullable=False),
    Column("closing", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""What each console and board last said of itself."""
