"""The audit's tables in memory, without encryption: for many short histories. The real ones are tested besides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2


@contextmanager
def in_memory(name: str = "one") -> Iterator[Connection]:
    """A connection to empty tables; another *name*, another database. Made once: hypothesis asks hundreds of times."""
    engine = _engine(name)
    with engine.connect() as conn:
        driver = conn.connection.driver_connection
        assert driver is not None
        driver.execute("DELETE FROM audit")
        driver.execute("DELETE FROM audit_head")
        yield conn


@cache
def _engine(name: str) -> Engine:
    connection = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("CREATE TABLE audit (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL)")
    connection.execute(
        "CREATE TABLE audit_head (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB, seal BLOB NOT NULL)"
    )
    return create_engine("sqlite://", module=dbapi2, poolclass=StaticPool, creator=lambda: connection)
