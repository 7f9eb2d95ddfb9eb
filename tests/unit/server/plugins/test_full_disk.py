"""A disk that takes nothing after a plugin did its work: what it did is noted later, and never done once more."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import DiskFull
from tests.guards import ExpectedLogs
from tests.server.plugin_parts import NOTE, in_time, plugged
from tests.unit.server.plugins.test_lane import register


@pytest.mark.parametrize("outcome", ["None", "later"])
def test_a_notice_that_was_handed_over_is_not_handed_over_again_while_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs, outcome: str
) -> None:
    expected_logs.expect("plugin sms: the database is out of reach: disk-full")
    body = (
        NOTE
        + "@hook\ndef any_notice(notice):\n    note(notice.id)\n"
        + ("    raise Later('busy', 3600)\n" if outcome == "later" else "")
    )
    full, refused = threading.Event(), threading.Semaphore(0)
    transact = Database.transact

    def until_full(self: Database, work: Any) -> Any:
        if full.is_set() and threading.current_thread().name.startswith("plugin-"):
            refused.release()
            raise DiskFull
        return transact(self, work)

    monkeypatch.setattr(Database, "transact", until_full)

    async def story() -> tuple[list[str], list[Any]]:
        async with plugged(tmp_path) as at:
            at.write("sms", body)
            await at.change("sms", on=True)
            await in_time(lambda: at.plugins.one("sms").state == "working")
            full.set()
            await register(at, "1001")
            for _ in range(3):
                assert await asyncio.to_thread(refused.acquire, timeout=40)
            meanwhile = at.told("sms")
            full.clear()
            view = await at.counted("sms", **({"retried": 2} if outcome == "later" else {"sent": 2}))
            assert len(meanwhile) == 1, "the person was told the same more than once"
            return at.told("sms"), [view.counts["sent"], view.counts["retried"], view.counts["waiting"]]

    told, counts = asyncio.run(story())
    assert len(told) == len(set(told)) == 2
    assert counts == ([0, 2, 2] if outcome == "later" else [2, 0, 0])
