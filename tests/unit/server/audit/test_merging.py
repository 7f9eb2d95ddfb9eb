"""Entries that are alike become one, and no other entry is touched by it, whenever they come."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mmc_console.server.audit import Audit
from mmc_console.server.audit.chain import Entry, read
from mmc_console.server.audit.rows import Head
from mmc_console.server.audit.tables import audit as rows
from mmc_console.server.clock import SystemClock
from mmc_console.server.store.errors import StoreError
from tests.guards import ExpectedLogs
from tests.unit.server.audit.conftest import Store


def test_what_comes_while_entries_are_written_is_added_to_none_but_its_like(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, keys = store
    audit = Audit(database, keys, SystemClock())
    write, keep = audit._write, audit._keep
    told: list[int] = []

    def writing(part: list[Entry]) -> Head:
        """Another thread reads people while the first entries are being written…"""
        if not told:
            told.append(1)
            audit.record("cards-read", by=None, detail={"count": 1}, merge=True)
            audit.record("user-changed", by=None, about="huda", detail={"count": 7})
        return write(part)

    def keeping(head: Head) -> None:
        """…and again before those after them are."""
        keep(head)
        if len(told) == 1:
            told.append(1)
            audit.record("cards-read", by=None, detail={"count": 1}, merge=True)

    monkeypatch.setattr(audit, "_write", writing)
    monkeypatch.setattr(audit, "_keep", keeping)
    audit.record("server-started", by=None)
    audit.flush()
    with database.read() as conn:
        found = [read(body) for body in conn.execute(select(rows.c.body).order_by(rows.c.seq)).scalars()]
    assert [entry.act for entry in found if entry.about] == ["user-changed"]
    assert [entry.detail for entry in found if entry.about] == [{"count": 7}], "another person's act is as it was"
    assert sum(entry.detail["count"] for entry in found if entry.act == "cards-read") == 2


def test_rows_that_were_tampered_with_are_a_fault_and_not_the_end(store: Store, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("the audit cannot be written: database-failed")
    database, keys = store
    audit = Audit(database, keys, SystemClock())
    audit.record("sign-in", by=None)
    audit.flush()
    with database.write() as conn:
        conn.exec_driver_sql("DELETE FROM audit_head")
    audit.record("user-changed", by=None)
    with pytest.raises(StoreError):
        audit.flush()
    assert audit.fault == "database-failed", "health tells; what waits is kept"
    assert len(audit._waiting) == 1
