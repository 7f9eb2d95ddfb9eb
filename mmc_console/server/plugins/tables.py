"""The tables of plugins: what is switched on with what it may, how far each was told, and what is to be tried again.

Settings may hold passwords of outside services; they are as safe as the keys of this encrypted file.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

plugins = Table(
    "plugins",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("source", String(10), nullable=False),
    Column("on", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("about", LargeBinary, nullable=False),
    Column("granted", String(80), nullable=False),
    Column("settings", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("expired", Integer, nullable=False),
    Column("retried", Integer, nullable=False),
    Column("error", String(140), nullable=False),
    Column("error_ms", BigInteger),
    Column("sent_ms", BigInteger),
)
"""`version` rises with each change an administrator makes. `seq` and `n`: every event and notice up to there was handed
over, given up, or waits in `plugin_waiting`; they move in the transaction that counts the outcome."""

waiting = Table(
    "plugin_waiting",
    metadata,
    Column("plugin", String(40), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("tries", Integer, nullable=False),
    Column("next_ms", BigInteger, nullable=False),
)
"""Notices that did not get through yet."""
