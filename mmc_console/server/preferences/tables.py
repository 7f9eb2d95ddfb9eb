"""The table of preferences: each change is a row more, so that what was set before can be read and set again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from mmc_console.server.store.metadata import metadata

preferences = Table(
    "preferences",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("area", String(32), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("by", String(36), nullable=False),
    Column("fields", Text, nullable=False),
    Index("preferences_by_area", "area", "n"),
)
"""`by`: the user's id, empty for the command line. `fields`: what differs from the defaults after this change, JSON."""
