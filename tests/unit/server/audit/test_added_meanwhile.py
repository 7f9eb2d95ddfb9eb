"""Entries alike are joined while they wait; who is written just then is not mixed up with who came after."""

from __future__ import annotations

import pytest

from mmc_console.server.audit import Audit
from mmc_console.server.audit.chain import Entry, read
from mmc_console.server.audit.rows import Head, driver_of
from tests.server.auth_parts import HandClock
from tests.unit.server.audit.conftest import Store


def test_what_comes_while_entries_are_written_is_added_to_its_own_alike(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, keys = store
    audit = Audit(database, keys, HandClock())

    def tell(*people: str) -> None:
        for person in people:
            audit.record("cards-read", by=None, user=person, detail={"count": 1}, merge=True)

    write, meanwhile = audit._write, [("third", "fourth", "third")]

    def slow(part: list[Entry]) -> Head:
        head = write(part)
        if meanwhile:
            tell(*meanwhile.pop())
        return head

    tell("first", "second")
    monkeypatch.setattr(audit, "_write", slow)
    flush = audit.flush
    written_between = iter([lambda: tell("third", "fourth")])
    keep = audit._keep

    def kept(head: Head) -> None:
        keep(head)
        next(written_between, lambda: None)()  # the first two are gone from what waits; the others' places moved up

    monkeypatch.setattr(audit, "_keep", kept)
    flush()
    with database.read() as conn:
        found = [read(body) for (body,) in driver_of(conn).execute("SELECT body FROM audit ORDER BY seq")]
    told = {entry.user: entry.detail for entry in found}
    assert len(found) == 4
    assert told["first"] == told["second"] == {"count": 1}
    assert told["third"] == {"count": 3, "times": 3}
    assert told["fourth"] == {"count": 2, "times": 2}
