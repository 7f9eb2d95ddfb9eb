"""What happens to backups while something else does: another administrator, the clock, a disk that takes nothing."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path

import pytest

from mmc_console.server.backups import records
from mmc_console.server.backups.records import recorded
from mmc_console.server.backups.shelf import Contents
from mmc_console.server.backups.stores import store_at
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.stored import Stored
from mmc_console.server.store.errors import DiskFull
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server
from tests.server.auth_http import Caller
from tests.server.test_backups_http import PATH, later, run, state


def test_two_who_delete_the_last_two_backups_at_once_leave_one(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        ids = []
        for _ in range(2):
            ids.append((await admin.ask("POST", PATH)).json()["id"])
            await later(server, admin, hours=1)
        answers = await asyncio.gather(*(admin.ask("DELETE", f"{PATH}/{id}") for id in ids))
        assert sorted(answer.status_code for answer in answers) == [204, 409]
        assert len((await state(admin))["backups"]) == 1

    run(story, tmp_path)


def test_what_is_begun_by_hand_while_a_round_looks_is_the_only_one(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        rounding = asyncio.create_task(backups.round())
        await asyncio.sleep(0)  # the round has begun, and looks into the stores
        taken = await backups.begin("take", "manual")
        await rounding
        assert taken.outcome == "done"
        assert [(each.deed, each.kind) for each in recorded(server.database)] == [("take", "manual")]

    run(story, tmp_path)


def test_a_backup_that_cannot_be_noted_down_is_one_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """Else the next round would take another, and the one after that: until the disk of the backups is full as well."""
    expected_logs.expect("backup: how it went could not be noted down: disk-full")

    def full(*_: object) -> None:
        raise DiskFull

    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        await backups.begin_anew()
        monkeypatch.setattr(records, "record", full)
        taken = await admin.ask("POST", PATH)
        assert taken.status_code == 201, taken.text
        assert backups.next_at() > server.clock.now()

    run(story, tmp_path)


def test_a_place_or_a_backup_that_is_gone_meanwhile_holds_up_nothing(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """What a thread ends with without having found it never comes back to who waits for it."""
    expected_logs.expect("backup: verify failed: backup-gone")

    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        taken = (await admin.ask("POST", PATH)).json()
        kept = await backups.find(taken["id"])
        assert kept is not None
        begun = backups.begin("verify", "manual", kept)
        backups.contents = Contents([], [])  # another has deleted it
        async with asyncio.timeout(20):
            assert ((await begun).outcome, backups.working) == ("failed", None)
        places = [[store_at(place) for place in backups.places()], []]
        named = Stored(lambda: places.pop(0) if places[1:] else [], backups.keys, server.keys.folder)
        with pytest.raises(RestoreFault, match="backup-gone"):
            await asyncio.to_thread(lambda: named.lay(taken["id"], None, tmp_path, server.keys.database))

    run(story, tmp_path / "centre")


def test_a_recovery_copy_that_a_full_disk_keeps_from_being_noted_down_is_handed_out_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def story(server: Server, admin: Caller) -> None:
        await state(admin)  # the first key is made
        with monkeypatch.context() as filled_up:
            filled_up.setattr(Path, "touch", full)
            refused = await admin.ask("POST", f"{PATH}/key")
        assert (refused.status_code, refused.json()["params"]["reason"]) == (503, "disk-full")
        assert (await admin.ask("POST", f"{PATH}/key")).status_code == 200

    run(story, tmp_path)
