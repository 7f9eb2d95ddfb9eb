"""What is shipped after a backup begins anew where that backup, or the history it belongs to, is no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.server.backups.stores import FolderStore
from mmc_console.server.backups.taking import take
from mmc_console.server.restore.stored import Stored
from tests.server.auth_app import Server
from tests.server.auth_http import Caller
from tests.server.backup_parts import nothing, small_centre
from tests.server.test_backups_http import PATH, is_shipping, later, run, state


@pytest.mark.parametrize("others", [False, True])
def test_the_chain_begins_anew_when_its_backup_is_deleted(tmp_path: Path, others: bool) -> None:
    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        await admin.ask("POST", PATH)
        await later(server, admin, hours=1)
        second = (await admin.ask("POST", PATH)).json()
        assert is_shipping(server)
        if others:  # another centre keeps its backups in the same place, and has taken one since
            with small_centre(tmp_path / "other") as other:
                other.clock.pass_by(days=1)
                take(other.source, [FolderStore("folder", tmp_path / "backups")], "auto", other.clock, nothing)
        assert (await admin.ask("DELETE", f"{PATH}/{second['id']}")).status_code == 204
        await backups.look_after_shipping()
        assert not is_shipping(server)
        assert list((tmp_path / "backups" / second["id"]).glob("*")) == []
        await backups.round()
        assert is_shipping(server)
        assert len((await state(admin))["backups"]) == 2 + others

    run(story, tmp_path)


def test_the_chain_begins_anew_when_history_does(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        await admin.ask("POST", PATH)
        await later(server, admin, minutes=1)
        await backups.begin_anew()
        await backups.look_after_shipping()
        assert not is_shipping(server)
        await backups.round()
        assert is_shipping(server)
        assert [each["kind"] for each in (await state(admin))["backups"]] == ["auto", "manual"]

    run(story, tmp_path)


def test_the_last_moment_is_of_the_last_history_though_a_clock_once_stood_years_ahead(tmp_path: Path) -> None:
    """Without a database it is what is restored where nobody chooses: all that came since the restore would be gone."""
    with small_centre(tmp_path) as centre:
        centre.take()
        centre.clock.pass_by(days=9 * 365)
        centre.work()
        centre.take()
        centre.clock.pass_by(days=1 - 9 * 365)
        centre.database.transact(lambda conn: conn.exec_driver_sql("UPDATE log_heads SET epoch = 'after a restore'"))
        centre.take()
        centre.work()
        centre.clock.pass_by(hours=6)
        last = centre.take()
        source = Stored(lambda: [centre.store], lambda: centre.backup_keys, centre.keys.folder)
        assert source.newest().base.id == last.note.header.id
