"""What comes in between while a restore is begun: a full disk, a database that is lost, a fault in giving it up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mmc_console.server.restore import journal
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.from_backups import take_safety
from mmc_console.server.restore.service import Restoring
from mmc_console.wire.restore import RestoreRequest
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.restore_parts import Copies


def run(place: Path, story: Callable[[Server], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with server_in(place) as server:
            await story(server)

    asyncio.run(whole())


async def restoring_in(server: Server, folder: Path) -> Restoring:
    """A restore that may be asked for, with one backup."""
    copies = Copies(folder)
    await asyncio.to_thread(copies.take, server.database)
    place = server.database.path.parent
    found = Restoring(place, server.keys.folder, server.keys.database, server.clock)
    found.offer(copies, None)
    return found


def test_where_nothing_can_be_written_aside_it_is_said_by_name(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("a restore cannot write: Not a directory")

    async def story(server: Server) -> None:
        restoring = await restoring_in(server, tmp_path / "copies")
        in_the_way = server.database.path.parent / journal.SCRATCH
        in_the_way.write_bytes(b"")
        with pytest.raises(RestoreFault, match="restore-failed"):
            await restoring.dry_run(RestoreRequest(backup_id="1", dry_run=True), server.database)
        in_the_way.unlink()
        found = await restoring.dry_run(RestoreRequest(backup_id="1", dry_run=True), server.database)
        assert found.changes.readable

    run(tmp_path / "centre", story)


def test_a_look_that_cannot_be_tidied_up_after_keeps_no_other_restore_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("what a restore has laid aside stays for the next start: Too many open files")

    def stuck(*_: object) -> None:
        raise OSError(24, "Too many open files")

    async def story(server: Server) -> None:
        restoring = await restoring_in(server, tmp_path / "copies")
        asked = RestoreRequest(backup_id="1", dry_run=True)
        with monkeypatch.context() as failing:
            failing.setattr(journal, "take_back", stuck)
            assert (await restoring.dry_run(asked, server.database)).changes.readable
        assert (await restoring.dry_run(asked, server.database)).changes.readable

    run(tmp_path / "centre", story)


def test_the_safety_backup_of_a_database_that_is_lost_meanwhile_holds_up_no_restore(tmp_path: Path) -> None:
    """Its service is ended with all others; who has asked for the restore is not cut off with it."""

    async def story(server: Server) -> None:
        backups = server.office.backups
        taking = asyncio.create_task(take_safety(backups))
        await asyncio.sleep(0)
        assert backups.working is not None
        await backups.stop()
        assert await taking == ""

    run(tmp_path / "centre", story)
