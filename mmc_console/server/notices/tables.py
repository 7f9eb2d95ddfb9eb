"""The notices. A row says whom to tell what, by ids and labels; never a name, number of a person or phone."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table, UniqueConstraint

from mmc_console.server.store.metadata import metadata

notices = Table(
    "notices",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("about", String(36), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("visit", String(36), nullable=False),
    Column("ticket", String(36)),
    Column("patient", String(36), nullable=False),
    Column("number", String(12), nullable=False),
    Column("label", String(16), nullable=False),
    Column("clinic", String(40)),
    Column("room", Integer),
    Column("stage", String(400), nullable=False),
    UniqueConstraint("about", "kind", name="notices_once"),
    sqlite_autoincrement=True,
)
"""`n` counts in the order of the log and is never given again. `about`: the ticket, or the visit that is complete; with
`kind` it stands here once. `stage`: the clinics of the stage whose first ticket this is."""
