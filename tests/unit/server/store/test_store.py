"""The database file: made, opened, refused by name, copied before it is changed."""

from __future__ import annotations

import importlib
import secrets
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from mmc_console.server import services  # noqa: F401 - every table there is
from mmc_console.server.log import events
from mmc_console.server.store import migrate as migration
from mmc_console.server.store.engine import BUSY_SECONDS, READERS, Database, check_engine
from mmc_console.server.store.errors import DiskFull, EngineTooOld, NewerDatabase, WrongKey
from mmc_console.server.store.metadata import metadata
from mmc_console.server.store.migrate import HEAD, migrate, version_of
from tests.guards import ExpectedLogs
from tests.server.auth_parts import START

KEY = secrets.token_bytes(32)


def made(path: Path, key: bytes = KEY) -> Database:
    """An open database with today's tables."""
    database = Database(path, key)
    database.open()
    migrate(database, START)
    return database


def test_the_steps_make_the_tables_the_code_uses(tmp_path: Path) -> None:
    database = Database(tmp_path / "center.db", KEY)
    database.open()
    with database.write() as conn:
        migration._upgrade(conn, HEAD)
    with database.read() as conn:
        assert version_of(conn) == HEAD
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        by_steps: dict[str, str] = dict(
            conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE name != 'alembic_version'").all()
        )
    database.close()
    at_once = made(tmp_path / "other.db")
    with at_once.read() as conn:
        assert version_of(conn) == HEAD
        found: dict[str, str] = dict(
            conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE name != 'alembic_version'").all()
        )
    at_once.close()
    assert by_steps.keys() == found.keys()
    for name, sql in found.items():
        assert sorted(_words(by_steps[name])) == sorted(_words(sql)), name


def _words(sql: str | None) -> list[str]:
    return (sql or "").replace("(", " ").replace(")", " ").replace(",", " ").replace('"', "").split()


def test_the_file_is_unreadable_without_its_key(tmp_path: Path) -> None:
    path = tmp_path / "center.db"
    database = made(path)
    database.transact(lambda conn: events.begin(conn, START))
    database.close()
    assert b"SQLite" not in path.read_bytes()
    assert b"log_heads" not in path.read_bytes()
    before = path.read_bytes()
    with pytest.raises(WrongKey) as told:
        Database(path, secrets.token_bytes(32)).open()
    assert told.value.code == "database-wrong-key"
    assert path.read_bytes() == before
    again = made(path)
    with again.read() as conn:
        assert events.head(conn) is not None
    again.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "center.db").write_bytes(b"not a database at all, but long enough to look like one" * 100)
    with pytest.raises(WrongKey):
        Database(tmp_path / "center.db", KEY).open()


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 40, 0), (3, 7, 0)])
def test_an_engine_that_can_lose_a_write_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(EngineTooOld, match=r"3\.51\.3 or newer"):
        check_engine(version)
    check_engine((3, 51, 3))


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    database = made(tmp_path / "center.db")
    database.transact(lambda conn: conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="newer version of the program"):
        migrate(database, START)
    assert [p.name for p in tmp_path.glob("*migration*")] == []
    database.close()


def test_the_file_is_copied_before_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    real = Path(importlib.import_module("mmc_console.server.store.migrations").__file__ or "").parent
    (steps / "versions").mkdir()
    (steps / "env.py").write_text((real / "env.py").read_text())
    for step in (real / "versions").glob("v*.py"):
        (steps / "versions" / step.name).write_text(step.read_text())
    (steps / "versions" / "later.py").write_text(
        f'from alembic import op\nimport sqlalchemy as sa\nrevision = "later"\ndown_revision = "{HEAD}"\n'
        'def upgrade():\n    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))\n'
    )
    path = tmp_path / "center.db"
    database = made(path)
    head = database.transact(lambda conn: events.begin(conn, START))
    monkeypatch.setattr(migration, "_FOLDER", steps)
    copy = migrate(database, START, to="later")
    assert copy == tmp_path / f"center-before-migration-{HEAD}-20261123T041500Z.db"
    with database.read() as conn:
        assert inspect(conn).has_table("later")
    database.close()
    assert copy is not None
    old = Database(copy, KEY)
    old.open()
    with old.read() as conn:
        assert version_of(conn) == HEAD
        assert not inspect(conn).has_table("later")
        assert events.head(conn) == head
    old.close()


def test_every_commit_is_flushed_and_readers_cannot_write(tmp_path: Path) -> None:
    database = made(tmp_path / "center.db")
    with database.write() as conn:
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        assert conn.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 5000
    with database.read() as conn, pytest.raises(Exception, match="readonly"):
        conn.exec_driver_sql("DELETE FROM events")
    database.close()


def test_what_raises_leaves_nothing_and_the_next_write_works(tmp_path: Path) -> None:
    database = made(tmp_path / "center.db")

    def fail(conn: Connection) -> None:
        events.begin(conn, START)
        raise KeyError("stop")

    with pytest.raises(KeyError):
        database.transact(fail)
    with database.read() as conn:
        assert events.head(conn) is None
    database.transact(lambda conn: events.begin(conn, START))
    with database.read() as conn:
        assert events.head(conn) is not None
    database.close()


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    database = made(tmp_path / "center.db")

    def fill(conn: Connection) -> None:
        run = conn.exec_driver_sql
        run(f"PRAGMA max_page_count = {run('PRAGMA page_count').scalar_one()}")
        run("CREATE TABLE filler (body BLOB)")
        run("INSERT INTO filler VALUES (zeroblob(100000))")

    with pytest.raises(DiskFull):
        database.transact(fill)
    database.close()


def test_writes_from_many_threads_come_one_after_the_other(tmp_path: Path) -> None:
    database = made(tmp_path / "center.db")
    database.transact(lambda conn: conn.exec_driver_sql("CREATE TABLE counter AS SELECT 0 AS n"))

    def count() -> None:
        for _ in range(20):
            database.transact(_one_more)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with database.read() as conn:
        assert conn.exec_driver_sql("SELECT n FROM counter").scalar_one() == 80
    database.close()


def _one_more(conn: Connection) -> None:
    run = conn.exec_driver_sql
    n = run("SELECT n FROM counter").scalar_one()
    run("UPDATE counter SET n = ?", (n + 1,))


def test_reopening_after_a_fault_keeps_what_was_committed(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    database = made(tmp_path / "center.db")
    head = database.transact(lambda conn: events.begin(conn, START))
    database.reopen()
    with database.read() as conn:
        assert events.head(conn) == head
        assert events.page(conn, 0, 10) == []
    database.close()


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(tmp_path: Path) -> None:
    database = made(tmp_path / "center.db")
    database.transact(lambda conn: events.begin(conn, START))
    with database.read() as conn:
        before = events.head(conn)
        database.transact(lambda writing: writing.exec_driver_sql("UPDATE log_heads SET epoch = 'another'"))
        assert events.head(conn) == before
    with database.read() as conn:
        assert events.head(conn) != before
    database.close()


def test_a_program_that_leaves_does_not_wait_for_those_who_read(tmp_path: Path) -> None:
    server, command = made(tmp_path / "center.db"), Database(tmp_path / "center.db", KEY)
    command.open()
    command.transact(lambda conn: events.begin(conn, START))
    with server.read() as conn:
        assert events.head(conn) is not None
        server.transact(lambda writing: writing.exec_driver_sql("UPDATE log_heads SET created_ms = 1"))
        leaving = threading.Thread(target=command.close)
        leaving.start()
        leaving.join(BUSY_SECONDS / 2)
        assert not leaving.is_alive(), "it would hold the write lock as long as it waits"
    server.close()


def test_no_reader_waits_for_those_that_take_long(tmp_path: Path) -> None:
    database, got = made(tmp_path / "center.db"), threading.Event()

    def look() -> None:
        with database.read() as conn:
            assert version_of(conn) == HEAD
            got.set()

    thread = threading.Thread(target=look)
    with ExitStack() as reports:
        for _ in range(READERS + 2):
            reports.enter_context(database.read())
        thread.start()
        soon = got.wait(10)
    thread.join()
    database.close()
    assert soon
