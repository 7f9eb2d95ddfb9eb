"""The tables of alerts: how each stands, what was sent out about it, and to which plugin."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

alerts = Table(
    "alerts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("began_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
    Column("body", LargeBinary, nullable=False),
    Index("alerts_by_end", "ended_ms"),
)
"""`body`: the alert as JSON, with its history."""

messages = Table(
    "alert_messages",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

told = Table(
    "alert_told",
    metadata,
    Column("plugin", String(40), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("outcome", String(10), nullable=False),
)
"""What became of a message: `sent`, `skipped`, `refused`, `failed`, `expired`, or `before`: the plugin was off then."""
