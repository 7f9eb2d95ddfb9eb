"""The tables of figures: what the server measured minute by minute, and who may scrape it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

samples = Table(
    "figure_samples",
    metadata,
    Column("span", String(6), primary_key=True),
    Column("at_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""`span`: `minute`, kept for two days, or `hour`, kept for 400. `at_ms`: its end, of an hour its beginning. `body`: a
`Sample` as JSON. A time in which the server did not run has no row."""

scrapers = Table(
    "figure_scrapers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("made_ms", BigInteger, nullable=False),
)
"""One row at most (id 1): the token a monitoring program reads `/metrics` with, as its hash."""
