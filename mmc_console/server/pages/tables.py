"""The tables of the patients' pages: tokens as keyed hashes, ratings without anybody's name."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from mmc_console.server.store.metadata import metadata

page_tokens = Table(
    "page_tokens",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("visit", String(36), nullable=False),
    Column("day", String(10), nullable=False),
    Index("page_tokens_by_day", "day"),
    sqlite_with_rowid=False,
)
"""`visit`: the one its registration opens, or would have: a conflict carried out later finds its paper again."""

page_rated = Table(
    "page_rated",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("day", String(10), nullable=False),
    sqlite_with_rowid=False,
)
"""Visits that have been rated, as keyed hashes, until their day is over. Says nothing about how."""

ratings = Table(
    "ratings",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("stars", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How often each answer was given on a day: counts alone, so that no answer leads back to anybody."""
