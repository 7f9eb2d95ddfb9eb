"""The new database as it is made: what goes on in it from the replaced one, what does not, and what is refused."""

from __future__ import annotations

import asyncio
import random
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, insert, inspect, select, text

from mmc_console.server import services  # noqa: F401 - every table there is
from mmc_console.server.audit import Audit
from mmc_console.server.audit.chain import read
from mmc_console.server.audit.rows import kept_head
from mmc_console.server.audit.tables import audit as rows
from mmc_console.server.audit.verify import Walk
from mmc_console.server.auth import Auth
from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.auth.tables import devices, sessions, users
from mmc_console.server.backups.keys import BackupKey, BackupKeys, backup_keys
from mmc_console.server.backups.stores import FolderStore
from mmc_console.server.backups.taking import Source, take
from mmc_console.server.centre.tables import drafts, publications
from mmc_console.server.clock import SystemClock
from mmc_console.server.log import events
from mmc_console.server.plugins.tables import waiting
from mmc_console.server.restore import carrying, journal
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.stored import Stored
from mmc_console.server.store.engine import Database
from mmc_console.server.store.metadata import metadata
from mmc_console.server.store.migrate import HEAD, migrate
from mmc_console.wire.answers import LoginRequest
from mmc_console.wire.json import encode
from mmc_console.wire.restore import UserChange
from tests.guards import ExpectedLogs
from tests.server.auth_parts import GOOD, console, site
from tests.server.restore_made_parts import WAITS, restore_of, with_a_backup
from tests.server.restore_parts import Copies
from tests.server.writer_parts import Place


def test_consoles_and_sign_ins_go_on_and_people_are_the_restored_ones(tmp_path: Path) -> None:
    def then(place: Place, auth: Auth, copies: Copies) -> None:
        auth.revoke_device("console-0002")
        auth.add_user("noora", GOOD, ["reception"])
        signed = auth.login(LoginRequest("admin", GOOD, console("console-0003")), "192.0.2.1")
        gone = auth.login(LoginRequest("noora", GOOD, console("console-0001")), "192.0.2.1")
        place.database.transact(lambda conn: conn.execute(text("DELETE FROM plugin_waiting")))
        work = restore_of(place, copies)
        try:
            work.open("1", None)
            changes = work.changes(place.database)
            assert changes.changed_users == (UserChange("noora", "gone"),)
            work.make(place.database, changes, bring_back=True)
            assert all(check.ok for check in work.checks)
            new = Database(work.opened.place / journal.NAME, place.keys.database)
            new.open()
            try:
                with new.read() as conn:
                    consoles = {row.id: (row.desk, row.revoked) for row in conn.execute(select(devices))}
                    assert {id: revoked for id, (_, revoked) in consoles.items()} == {
                        "console-0001": False, "console-0002": True, "console-0003": False,
                    }  # fmt: skip
                    assert len({desk for desk, _ in consoles.values()}) == 3
                    assert [row.username for row in conn.execute(select(users))] == ["admin"]
                    theirs = [row.device for row in conn.execute(select(sessions)) if row.revoked_ms is None]
                    assert sorted(theirs) == ["console-0001", "console-0003"]
                    assert conn.execute(select(waiting)).all() == []
                again = Auth(new, place.keys, place.clock, site=site)
                assert again.authenticate(signed.access_token).username == "admin"
                with pytest.raises(NotAuthenticated):
                    again.authenticate(gone.access_token)
            finally:
                new.close()
        finally:
            work.give_up()
        assert not (place.database.path.parent / "restore").exists()

    asyncio.run(with_a_backup(tmp_path, then))


def test_what_waited_to_be_published_is_a_draft_again(tmp_path: Path) -> None:
    """Since the backup it may have been called off, or published and changed: it must not be published by itself."""

    def then(place: Place, auth: Auth, copies: Copies) -> None:
        body = encode(place.writer.center).decode()
        row = {"due_ms": 1, "made_ms": 1, "by": "x", "base": 1, "state": "waiting", "body": body}
        place.database.transact(lambda conn: conn.execute(insert(publications).values(row)))
        copies.take(place.database)
        ended = publications.update().values(state="cancelled")
        place.database.transact(lambda conn: conn.execute(ended))
        work = restore_of(place, copies)
        try:
            work.open("2", None)
            work.make(place.database, work.changes(place.database), bring_back=True)
            assert work.taken_back == 1
            new = Database(work.opened.place / journal.NAME, place.keys.database)
            new.open()
            try:
                with new.read() as conn:
                    assert [each.state for each in conn.execute(select(publications))] == ["cancelled"]
                    kept = [(each.kind, each.body) for each in conn.execute(select(drafts))]
                    assert kept == [("draft", body)]
            finally:
                new.close()
        finally:
            work.give_up()

    asyncio.run(with_a_backup(tmp_path, then))


def test_every_table_is_rolled_back_or_goes_on() -> None:
    kinds = [carrying.ROLLED_BACK, frozenset(carrying.CARRIED), carrying.OWN_RULES]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds)), "no table is in two of the lists"
    assert frozenset().union(*kinds) == frozenset(metadata.tables)


def a_row(table: Table, n: int) -> dict[str, object]:
    """A row that stands for nothing, in any table."""
    plain: dict[type, object] = {int: n, float: 0.5, bool: True, bytes: str(n).encode(), str: str(n)}
    return {column.name: plain[column.type.python_type] for column in table.columns}


def test_what_happened_to_the_machine_is_not_undone(tmp_path: Path) -> None:
    """A row that was in the backup is as it is now, one that came since is there, one that went is gone."""

    def then(place: Place, auth: Auth, copies: Copies) -> None:
        carried = [metadata.tables[name] for name in carrying.CARRIED]

        def since(conn: Connection) -> None:
            for table in carried:
                conn.execute(insert(table).values(a_row(table, 8)))
            conn.execute(insert(metadata.tables["ratings"]).values(day="2026-11-28", stars=5, count=1))

        place.database.transact(since)
        copies.take(place.database)  # "2" has them all

        def later(conn: Connection) -> None:
            for table in carried:
                conn.execute(table.delete())
                conn.execute(insert(table).values(a_row(table, 9)))
            conn.execute(metadata.tables["ratings"].delete())

        place.database.transact(later)
        work = restore_of(place, copies)
        try:
            work.open("2", None)
            work.make(place.database, work.changes(place.database), bring_back=True)
            assert all(check.ok for check in work.checks)
            new = Database(work.opened.place / journal.NAME, place.keys.database)
            new.open()
            try:
                with place.database.read() as old, new.read() as conn:
                    for table in carried:
                        assert conn.execute(select(table)).all() == old.execute(select(table)).all() != [], table.name
                    assert len(conn.execute(select(metadata.tables["ratings"])).all()) == 1, "this was the centre's"
            finally:
                new.close()
        finally:
            work.give_up()

    asyncio.run(with_a_backup(tmp_path, then))


def test_what_a_plugin_was_to_try_again_is_tried_again(tmp_path: Path) -> None:
    """It was first tried after the backup: the plugin has come past it, and nobody else would tell it."""

    def then(place: Place, auth: Auth, copies: Copies) -> None:
        plugins, notices = metadata.tables["plugins"], metadata.tables["notices"]
        sms = {**a_row(plugins, 0), "name": "sms"}

        def told(conn: Connection) -> None:
            conn.execute(text("DELETE FROM plugin_waiting"))
            conn.execute(insert(plugins).values(sms))
            conn.execute(insert(notices), [a_row(notices, 1), a_row(notices, 2)])

        def since(conn: Connection) -> None:
            conn.execute(insert(notices).values(a_row(notices, 3)))
            conn.execute(plugins.update().values(n=3))
            conn.execute(insert(waiting), [{**WAITS, "n": n} for n in (2, 3)])

        place.database.transact(told)
        copies.take(place.database)
        place.database.transact(since)
        work = restore_of(place, copies)
        try:
            work.open("2", None)
            work.make(place.database, work.changes(place.database), bring_back=True)
            new = Database(work.opened.place / journal.NAME, place.keys.database)
            new.open()
            with closing(new), new.read() as conn:
                assert conn.execute(select(plugins.c.n)).scalars().all() == [2]
                assert conn.execute(select(waiting.c.n)).scalars().all() == [2], "the third comes back with its action"
        finally:
            work.give_up()

    asyncio.run(with_a_backup(tmp_path, then))


def test_what_is_lost_of_the_audit_is_said_in_the_database_itself(tmp_path: Path) -> None:
    def then(place: Place, auth: Auth, copies: Copies) -> None:
        audit = Audit(place.database, place.keys, place.clock)
        for _ in range(7):
            audit.record("cards-read", by=None)
        audit.flush()
        work = restore_of(place, copies)
        try:
            work.open("1", None)
            work.make(None, work.changes(None), bring_back=True)
            new = Database(work.opened.place / journal.NAME, place.keys.database)
            new.open()
            with closing(new), new.read() as conn:
                told = [read(body) for body in conn.execute(select(rows.c.body).order_by(rows.c.seq)).scalars()]
                assert [(entry.act, entry.about) for entry in told] == [
                    ("audit-continued", work.id), ("restore", work.id),
                ]  # fmt: skip
                assert told[0].detail == {"last": 0, "lost": 7}
                assert Walk(place.keys.audit, None).run(conn) is None
        finally:
            work.give_up()
        kept = kept_head(place.keys.folder)
        assert kept is not None
        assert kept.seq == 7, "given up: the head is that of the database that stands"

    asyncio.run(with_a_backup(tmp_path, then))


def test_a_backup_of_an_older_version_is_brought_to_this_one(tmp_path: Path) -> None:
    def then(place: Place, auth: Auth, copies: Copies) -> None:
        old = Database(copies.folder / "old.db", place.keys.database)
        old.open()
        migrate(old, place.clock.now(), to="0005")
        with old.beside(place.database, "full"), old.write() as conn:
            for name in sorted(inspect(conn).get_table_names(), key=lambda each: each == "sessions"):
                if name != "alembic_version":
                    columns = ", ".join(f'"{column["name"]}"' for column in inspect(conn).get_columns(name))
                    rows = f'INSERT INTO main."{name}" ({columns}) SELECT {columns} FROM full."{name}"'  # noqa: S608 - the schema's own names
                    conn.execute(text(rows))
        old.close()
        work = restore_of(place, copies)
        try:
            work.open("old", None)
            changes = work.changes(place.database)
            assert (changes.migrated_from, changes.readable) == ("0005", True)
            assert changes.tickets.now == changes.tickets.then == 1
            work.make(place.database, changes, bring_back=True)
            assert all(check.ok for check in work.checks)
        finally:
            work.give_up()

    assert HEAD > "0005"
    asyncio.run(with_a_backup(tmp_path, then))


def cut(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw))]


def flipped(raw: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ 1 << dice.randrange(8)]) + raw[place + 1 :]


def doubled(raw: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw))
    return raw[:place] + raw[max(0, place - dice.randrange(1, 400)) :]


def test_a_damaged_backup_is_refused_by_name_before_anything_is_touched(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("mmc_console.server.backups.catalogue: a file among the backups is none")
    dice = random.Random(20261128)

    def then(place: Place, auth: Auth, copies: Copies) -> None:
        folder, keys = place.database.path.parent, place.keys.folder
        store = FolderStore("folder", folder / "backups", made=True)
        source = Source(place.database.path, place.keys.database, keys, folder / "scratch")
        made = take(source, [store], "manual", SystemClock(), lambda *_: None)
        file = next((folder / "backups").glob("*.backup"))
        whole = file.read_bytes()
        with place.database.read() as conn:
            before = events.head(conn)

        def refused(with_keys: BackupKeys) -> str:
            work = restore_of(place, Stored(lambda: [store], lambda: with_keys, keys))
            with pytest.raises(RestoreFault) as fault:
                work.open(made.note.header.id, None)
            work.give_up()
            assert not (folder / "restore").exists()
            assert journal.under_way(folder) is None
            return fault.value.code

        ours = backup_keys(keys)
        found = set()
        for change in (cut, flipped, doubled):
            for _ in range(12):
                file.write_bytes(change(whole, dice))
                found.add(refused(ours))
        file.write_bytes(whole)
        assert refused(BackupKeys((BackupKey(bytes(32)),))) == "backup-other-key"
        assert {"backup-cut", "backup-changed"} <= found
        assert all(code.startswith("backup-") for code in found), found
        with place.database.read() as conn:
            assert events.head(conn) == before

    asyncio.run(with_a_backup(tmp_path, then))
