"""A small centre with a backup, and a restore of it that is made without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert

from mmc_console.server import services  # noqa: F401 - every table there is
from mmc_console.server.auth import Auth
from mmc_console.server.plugins.tables import waiting
from mmc_console.server.restore.stored import Stored
from mmc_console.server.restore.work import Restore
from mmc_console.wire.answers import LoginRequest
from tests.server.auth_parts import GOOD, console, site
from tests.server.restore_parts import Copies
from tests.server.writer_parts import Place, writing

WAITS = {"plugin": "sms", "n": 1, "tries": 1, "next_ms": 0}


async def with_a_backup(folder: Path, then: Callable[[Place, Auth, Copies], None]) -> None:
    """A centre with two consoles and a backup; *then* is what happens since."""
    async with writing(folder / "data") as place:
        auth = Auth(place.database, place.keys, place.clock, site=site)
        auth.ensure_first_admin(GOOD)
        for name in ("console-0001", "console-0002"):
            auth.login(LoginRequest("admin", GOOD, console(name)), "192.0.2.1")
        place.database.transact(lambda conn: conn.execute(insert(waiting).values(WAITS)))
        await place.desk().act(place.desk().registration("100001"))
        copies = Copies(folder / "copies")
        copies.take(place.database)
        await asyncio.to_thread(then, place, auth, copies)


def restore_of(place: Place, source: Copies | Stored) -> Restore:
    """A restore of this place."""
    folder = place.database.path.parent
    return Restore(
        folder, place.keys.folder, source, place.clock, lambda _: None, database_key=place.keys.database
    )  # fmt: skip
