"""Who is let in after a restore, and as whom: consoles and boards that were let in no more, letters, keys of tokens."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update

from mmc_console.server import restoring
from mmc_console.server.auth import Auth
from mmc_console.server.auth.devices import desks_given
from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.auth.tables import devices
from mmc_console.server.boards.registry import Registry
from mmc_console.server.keys import open_keys
from mmc_console.server.log.ledger import MARGIN
from mmc_console.server.restore import journal
from mmc_console.server.restore.source import Laid, Target
from mmc_console.server.restore.work import let_go
from mmc_console.server.store.engine import Database
from mmc_console.wire.answers import LoginRequest
from mmc_console.wire.boards import BoardRequest
from tests.server.auth_parts import GOOD, console, site
from tests.server.restore_made_parts import restore_of, with_a_backup
from tests.server.restore_parts import Copies
from tests.server.writer_parts import Place, center


def test_a_console_that_got_another_letter_since_and_was_revoked_stays_out(tmp_path: Path) -> None:
    """A restore elsewhere knew nothing of it and it enrolled anew; then a backup of before that one is put back."""

    def then(place: Place, auth: Auth, copies: Copies) -> None:
        with place.database.write() as conn:
            conn.execute(update(devices).where(devices.c.id == "console-0002").values(no=25, desk="AG"))
        auth.revoke_device("console-0002")
        work = restore_of(place, copies)
        try:
            work.open("1", None)
            work.make(place.database, work.changes(place.database), bring_back=True)
            new = Database(work.opened.place / journal.NAME, place.keys.database)
            new.open()
            try:
                with pytest.raises(NotAuthenticated):
                    Auth(new, place.keys, place.clock, site=site).login(
                        LoginRequest("admin", GOOD, console("console-0002")), "192.0.2.1"
                    )
            finally:
                new.close()
        finally:
            work.give_up()

    asyncio.run(with_a_backup(tmp_path, then))


def test_boards_go_on_and_one_that_was_removed_since_is_let_in_no_more(tmp_path: Path) -> None:
    def paired(registry: Registry, name: str) -> str:
        made = registry.make(BoardRequest(name=name, hall="hall", speaks=True), center())
        return registry.pair(made.code, "192.0.2.1")[0]

    def then(place: Place, auth: Auth, copies: Copies) -> None:
        registry = Registry(place.database, place.clock)
        lost, moved, stays = paired(registry, "lost"), paired(registry, "moved"), paired(registry, "stays")
        copies.take(place.database)
        registry.remove("lost")
        anew, late = paired(registry, "moved"), paired(registry, "late")
        work = restore_of(place, copies)
        try:
            work.open("2", None)
            work.make(place.database, work.changes(place.database), bring_back=True)
            new = Database(work.opened.place / journal.NAME, place.keys.database)
            new.open()
            with closing(new):
                boards = Registry(new, place.clock)
                assert [boards.authenticate(each).name for each in (anew, stays, late)] == ["moved", "stays", "late"]
                for gone in (lost, moved):
                    with pytest.raises(NotAuthenticated):
                        boards.authenticate(gone)
                assert [row.settings.name for row in boards.all() if row.settings.speaks] == ["stays"], "as it was then"
        finally:
            work.give_up()

    asyncio.run(with_a_backup(tmp_path, then))


class Sealed(Copies):
    """Backups of before the token key was exchanged."""

    def lay(self, backup: str, to: Target, into: Path, database_key: bytes) -> Laid:
        found = super().lay(backup, to, into, database_key)
        return Laid(found.file, {"token.key": "ab" * 32, "field-9.key": "cd" * 32})


@pytest.mark.parametrize("source", [Copies, Sealed])
def test_a_token_key_that_was_exchanged_does_not_come_back(tmp_path: Path, source: type[Copies]) -> None:
    def then(place: Place, auth: Auth, copies: Copies) -> None:
        place.keys.add("token", 2)
        place.keys.drop("token", 1)
        work = restore_of(place, source(copies.folder))
        try:
            work.open("1", None)
            work.make(place.database, work.changes(place.database), bring_back=True)
            let_go(place.database)
            work.switch()
        finally:
            work.give_up()
        keys = open_keys(place.keys.folder, database_exists=True)
        assert set(keys.ring("token")) == {2}
        assert (9 in keys.fields) == (source is Sealed), "what the data needs comes"

    asyncio.run(with_a_backup(tmp_path, then))


class Shipped(Copies):
    """A backup, and beyond it what was shipped until the copy "2"."""

    end = 0

    def lay(self, backup: str, to: Target, into: Path, database_key: bytes) -> Laid:
        found = super().lay(backup if to is None else "2", to, into, database_key)
        return Laid(found.file, reached=self.end)


def test_blind_to_a_moment_before_the_last_shipped_one_letters_are_not_those_of_the_time_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distances = iter((33, 77))
    monkeypatch.setattr(restoring, "distance", lambda: next(distances))

    def then(place: Place, auth: Auth, copies: Copies) -> None:
        auth.login(LoginRequest("admin", GOOD, console("console-0003")), "192.0.2.1")
        copies.take(place.database)
        source = Shipped(copies.folder)
        source.end = place.writer.health.seq + 1
        given = []
        for _ in range(2):
            work = restore_of(place, source)
            try:
                work.open("1", None)
                work.make(None, work.changes(None), bring_back=True)
                new = Database(work.opened.place / journal.NAME, place.keys.database)
                new.open()
                with closing(new), new.read() as conn:
                    given.append(desks_given(conn))
            finally:
                work.give_up()
        assert given == [3 + 33 + MARGIN, 3 + 77 + MARGIN]

    asyncio.run(with_a_backup(tmp_path, then))
