"""The entries, each one canonical body and its place in the chain, and the sealed head.

What entries are searched by is worked out from the body by the database itself: a copy in columns of its own could be
changed without breaking the chain.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Computed, Index, Integer, LargeBinary, String, Table, Text

from mmc_console.server.store.metadata import metadata

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("hash", LargeBinary(16), nullable=False),
    Column("at_ms", BigInteger, Computed("json_extract(body, '$[1]')", persisted=False)),
    Column("act", String(40), Computed("json_extract(body, '$[2]')", persisted=False)),
    Column("user", String(36), Computed("json_extract(body, '$[3]')", persisted=False)),
    Column("device", String(64), Computed("json_extract(body, '$[4]')", persisted=False)),
    Column("about", String(80), Computed("json_extract(body, '$[5]')", persisted=False)),
)
for _name in ("at_ms", "act", "user", "device", "about"):
    Index(f"audit_by_{_name}", audit.c[_name])

head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary(16), nullable=False),
    Column("seal", LargeBinary(16), nullable=False),
)
"""One row (id 1): the newest entry, under a seal only the audit key makes."""
