"""The tables of the log. `events` is the truth; everything else here follows from it or answers a repeated action.

No table here may hold a person's name, number, phone or free text.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, text

from mmc_console.server.store.metadata import metadata

heads = Table(
    "log_heads",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("epoch", String(36), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)
"""One row (id 1): which history this is."""

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("type", String(32), nullable=False),
    Column("action", String(36), nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""`body` is the event as it travels, JSON; only what is asked for by a question stands beside it."""

results = Table(
    "results",
    metadata,
    Column("action", String(36), primary_key=True),
    Column("content", LargeBinary(16), nullable=False),
    Column("number", String(12)),
    Column("author", String(36), nullable=False),
    Column("device", String(64), nullable=False),
    Column("n", BigInteger),
    Column("root", String(36)),
    Column("outcome", String(10), nullable=False),
    Column("first", Integer),
    Column("last", Integer),
    Column("more", Integer),
    Column("at_ms", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("original", LargeBinary),
    Index("results_by_n", "device", "n", sqlite_where=text("n IS NOT NULL")),
    Index("results_by_root", "root", sqlite_where=text("root IS NOT NULL")),
    sqlite_with_rowid=False,
)
"""What became of each action. `content`: hash of what must be the same when the id comes again; `number`: the number it
brought; `first`, `last`, `more`: its events; `root`: the first action of the chain it replaces; `body`: the result
without its events; `original`: a refused or conflicting action, without personal data."""

visits = Table(
    "visits",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("registered_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), primary_key=True),
    Column("number", String(12), nullable=False),
    Column("patient", String(36), nullable=False),
    Column("gender", String(6), nullable=False),
    Column("exam_type", String(40)),
    Column("state", String(12), nullable=False),
    Column("referred", Boolean, nullable=False),
    Column("closed_ms", BigInteger),
    sqlite_with_rowid=False,
)

tickets = Table(
    "tickets",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("issued_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), primary_key=True),
    Column("visit", String(36), nullable=False),
    Column("clinic", String(40), nullable=False),
    Column("room", Integer),
    Column("label", String(16), nullable=False),
    Column("state", String(12), nullable=False),
    Column("priority", String(8), nullable=False),
    Column("queued_ms", BigInteger, nullable=False),
    Column("first_called_ms", BigInteger),
    Column("called_ms", BigInteger),
    Column("started_ms", BigInteger),
    Column("closed_ms", BigInteger),
    Column("caller", String(36)),
    Column("announcements", Integer, nullable=False),
    Column("postponed", Integer, nullable=False),
    Column("by_hand", String(16), nullable=False),
    Column("confirmed", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Ordered by day, so that a report of a day or month reads neighbouring pages, and within it by time: those that stand
in the queues together are changed together, and every page that is changed is encrypted anew with the commit. Ids come
in no order at all."""

day_lines = Table(
    "day_lines",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("what", String(8), primary_key=True),
    Column("made", String(120), nullable=False),
    Column("body", LargeBinary),
    sqlite_with_rowid=False,
)
"""What reports have counted of days that are over (`figures.kept`); gone with the first ticket or visit of the day that
is written after. May be deleted at any time. `made`: by which way of counting; `body`: lines as MessagePack."""

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("epoch", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The state at `seq`, so that a start does not read the whole log. May be deleted at any time."""

ledger = Table(
    "ledger",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Written by a restore. `number` by day and `desk`: the highest count that may be out there already, plus a margin;
`cut` by epoch: the last position of a replaced history that this one shares; `since` by epoch: when it began; `left` by
epoch: it began by a roll back on purpose, and nothing that was before comes back; `shared`: `cut`s with that."""

returned = Table(
    "returned",
    metadata,
    Column("action", String(36), primary_key=True),
    Column("epoch", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""What came back after a restore, and where it stood: whoever has seen that history so far has seen it."""
