"""What is not published yet. What is stands in the log, as events of the type `centre_published`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from mmc_console.server.log.tables import events
from mmc_console.server.store.metadata import metadata

drafts = Table(
    "centre_drafts",
    metadata,
    Column("revision", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("by", String(36), nullable=False),
    Column("base", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Each time somebody saves is a row, so that nothing anybody wrote is lost. `base`: the position of the version it was
begun from. `kind`: `draft`, `kept` (never the present one), or `gone`: there is no draft from here on."""

publications = Table(
    "centre_publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("due_ms", BigInteger, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("by", String(36), nullable=False),
    Column("base", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("ended_ms", BigInteger),
    Column("ended_by", String(36)),
    Column("problem", Text),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What is published at its moment. `state`: `waiting`, `published`, `cancelled` or `refused` (`problem` says why)."""

versions = Index("events_centre", events.c.seq, sqlite_where=text("type = 'centre_published'"))
"""The few publications among millions of events. Other events cost it nothing."""
