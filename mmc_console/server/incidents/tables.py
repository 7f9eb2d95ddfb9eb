"""The tables of incidents."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from mmc_console.server.store.metadata import metadata

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("state", String(10), nullable=False),
    Column("began_ms", BigInteger, nullable=False),
    Column("mitigated_ms", BigInteger),
    Column("closed_ms", BigInteger),
    Column("alert", String(40), nullable=False),
    Column("owner", String(120), nullable=False),
    Column("cause", Text, nullable=False),
    Column("read_to", String(32), nullable=False),
    Column("more", Boolean, nullable=False),
    Index("incidents_by_begin", "began_ms"),
    sqlite_autoincrement=True,
)
"""`read_to`: the moment up to which the log was read into the time line."""

entries = Table(
    "incident_entries",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("incident", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("sort", String(4), nullable=False),
    Column("place", String(80), nullable=False),
    Column("level", String(8), nullable=False),
    Column("code", String(64), nullable=False),
    Column("by", String(120), nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("incident", "place", name="incident_entries_once"),
)
"""`place`: where the line stands in the log, so that it is taken once; of a note, one of its own."""

follow_ups = Table(
    "incident_follow_ups",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("incident", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String(120), nullable=False),
    Column("done_ms", BigInteger),
    Index("incident_follow_ups_of", "incident"),
)
