"""What another version of the program wrote of a plugin keeps no centre closed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from mmc_console.server.plugins.rows import UNREADABLE
from tests.server.plugin_parts import NOTE, plugged
from tests.unit.server.plugins.test_lane import register


@pytest.mark.parametrize("written", [b'{"version": "9", "summary": {}, "permissions": ["teleport"]}', b"\xff", b"{}"])
def test_it_is_off_says_why_and_works_once_switched_on_again(tmp_path: Path, written: bytes) -> None:
    def rewrite(conn: Connection) -> None:
        conn.execute(text("UPDATE plugins SET about = :about"), {"about": written})

    async def before() -> None:
        async with plugged(tmp_path) as at:
            at.write("sms", NOTE + "@hook\ndef any_notice(notice):\n    note(notice.label)\n")
            await at.change("sms", on=True)
            await asyncio.to_thread(at.place.database.transact, rewrite)

    async def after() -> None:
        async with plugged(tmp_path) as at:
            view = await at.one("sms")
            assert (view.on, view.state, view.last_error) == (False, "off", UNREADABLE)
            await register(at, "1001")
            again = await at.change("sms", on=True)
            assert (again.on, again.last_error) == (True, "")
            await register(at, "1002")
            await at.counted("sms", sent=4)
            assert set(at.told("sms")) == {"L-001", "L-002"}

    asyncio.run(before())
    asyncio.run(after())
