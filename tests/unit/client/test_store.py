"""The console's file: encrypted, named errors, whole transactions, a shape that only goes forward."""

from __future__ import annotations

import asyncio
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from mmc_console.client.errors import EngineTooOld, Newer, StoreFault, StoreFull, StoreLost, WrongKey
from mmc_console.client.keys import fresh_key
from mmc_console.client.store import Store, engine, schema, tables
from mmc_console.client.store.engine import Connection
from tests.unit.client.stage import played

PLANTED = "فهد الدوسري 2712".encode()


@played
async def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    key = fresh_key()
    store = await Store.open(tmp_path / "a.db", key)
    await store.run(lambda c: tables.write_fact(c, "x", b"1"))
    await store.close()
    store = await Store.open(tmp_path / "a.db", key)
    assert await store.run(lambda c: tables.read_fact(c, "x")) == b"1"
    await store.close()


@played
async def test_what_was_asked_before_closing_is_done_before_it(tmp_path: Path) -> None:
    key, held = fresh_key(), threading.Event()
    store = await Store.open(tmp_path / "a.db", key)
    store.start(lambda c: held.wait(10))
    written = store.start(lambda c: tables.write_fact(c, "x", b"1"))
    closing = asyncio.ensure_future(store.close())
    await asyncio.sleep(0)
    assert not store.is_open
    held.set()
    await closing
    await written
    store = await Store.open(tmp_path / "a.db", key)
    assert await store.run(lambda c: tables.read_fact(c, "x")) == b"1"
    await store.close()


@played
async def test_nothing_readable_is_on_the_disk(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a.db", fresh_key())
    for n in range(50):
        await store.run(partial(tables.write_fact, name=f"card {n}", body=PLANTED))
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    await store.close()
    assert found
    assert all(PLANTED not in raw and b"SQLite format" not in raw and b"CREATE" not in raw for raw in found.values())
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("a.db")} == {0}


@played
async def test_another_key_opens_nothing(tmp_path: Path) -> None:
    await (await Store.open(tmp_path / "a.db", fresh_key())).close()
    with pytest.raises(WrongKey):
        await Store.open(tmp_path / "a.db", fresh_key())


@played
async def test_a_file_that_is_no_database_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"something else" * 500)
    with pytest.raises(WrongKey):
        await Store.open(tmp_path / "a.db", fresh_key())
    assert (tmp_path / "a.db").read_bytes() == b"something else" * 500


@played
async def test_a_folder_that_is_not_there_is_a_lost_store_and_no_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(StoreLost) as lost:
        await Store.open(tmp_path / "nowhere" / "a.db", fresh_key())
    assert lost.value.code == "store-lost", "it may come back"


@played
async def test_a_damaged_page_is_said_to_be_so(tmp_path: Path) -> None:
    path, key = tmp_path / "a.db", fresh_key()
    store = await Store.open(path, key)
    await store.run(lambda c: tables.write_fact(c, "large", b"x" * 100_000))
    await store.close()
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(raw)
    store = await Store.open(path, key)
    with pytest.raises(StoreLost) as lost:
        await store.run(lambda c: tables.read_fact(c, "large"))
    assert lost.value.code == "store-damaged", "no later try reads it"
    await store.close()
    path.write_bytes(raw[:12_288])
    with pytest.raises(StoreLost) as lost:
        await Store.open(path, key)
    assert lost.value.code == "store-damaged", "cut short"


@played
async def test_a_file_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    key = fresh_key()
    store = await Store.open(tmp_path / "a.db", key)
    await store.run(lambda c: c.execute(f"PRAGMA user_version = {len(schema.STEPS) + 1}"))
    await store.close()
    with pytest.raises(Newer):
        await Store.open(tmp_path / "a.db", key)


def test_an_engine_that_can_lose_writes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(EngineTooOld):
        engine.connect(None, None)


@played
async def test_every_commit_is_flushed(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a.db", fresh_key())
    names = ("journal_mode", "synchronous", "temp_store")
    asked = await store.run(lambda c: {name: c.execute(f"PRAGMA {name}").fetchone()[0] for name in names})
    await store.close()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "temp_store": 2}


@played
async def test_a_full_disk_is_named_nothing_is_half_written_and_it_recovers(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a.db", fresh_key())

    def limit(connection: Connection, spare: int) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + spare}")

    await store.run(lambda c: limit(c, 3))

    def fill(connection: Connection) -> None:
        tables.write_fact(connection, "small", b"1")
        tables.write_fact(connection, "large", b"x" * 100_000)

    with pytest.raises(StoreFull):
        await store.run(fill)
    assert await store.run(lambda c: tables.read_fact(c, "small")) is None
    await store.run(lambda c: limit(c, 1000))
    await store.run(fill)
    assert await store.run(lambda c: tables.read_fact(c, "small")) == b"1"
    await store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process's files")
@pytest.mark.parametrize("size", [20_000, 33_000, 37_000])
def test_a_disk_without_room_for_the_first_tables_is_named(tmp_path: Path, size: int) -> None:
    import resource

    connection = engine.connect(tmp_path / "a.db", fresh_key())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        with pytest.raises(StoreFault), engine.named():
            schema.migrate(connection)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with engine.named():
        schema.migrate(connection)  # and it recovers
    connection.close()


@played
async def test_a_mistake_of_the_program_is_not_called_the_disks(tmp_path: Path) -> None:
    store = await Store.open(None, None)
    with pytest.raises(sqlcipher.OperationalError, match="no such table"):
        await store.run(lambda c: c.execute("SELECT * FROM absent"))
    await store.run(lambda c: tables.write_fact(c, "x", b"1"))
    await store.close()


@played
async def test_in_memory_nothing_lasts_and_it_says_so(tmp_path: Path) -> None:
    store = await Store.open(None, None)
    assert not store.durable
    await store.run(lambda c: tables.write_fact(c, "x", b"1"))
    await store.close()
    with pytest.raises(RuntimeError, match="shutdown"):
        await store.run(lambda c: tables.read_fact(c, "x"))
    assert list(tmp_path.iterdir()) == []


@played
async def test_work_is_done_in_order_on_one_named_thread(tmp_path: Path) -> None:
    store = await Store.open(None, None)
    done: list[int] = []
    names: set[str] = set()

    def work(n: int, _: Connection) -> None:
        done.append(n)
        names.add(threading.current_thread().name)

    await asyncio.gather(*(store.start(partial(work, n)) for n in range(50)))
    await store.close()
    assert done == list(range(50))
    assert names == {"store_0"}


@played
async def test_events_after_a_gap_or_of_another_history_are_not_read() -> None:
    store = await Store.open(None, None)
    await store.run(lambda c: tables.write_snapshot(c, "e", 10, b"s"))
    await store.run(lambda c: tables.write_events(c, "e", [(11, b"11"), (12, b"12"), (14, b"14")]))
    await store.run(lambda c: tables.write_events(c, "other", [(13, b"wrong")]))
    assert await store.run(lambda c: tables.read_events(c, 10)) == [b"11", b"12"]
    await store.run(lambda c: tables.write_snapshot(c, "e", 11, b"s"))
    assert await store.run(lambda c: tables.read_events(c, 11)) == [b"12"]
    await store.run(lambda c: tables.write_snapshot(c, "f", 11, b"s"))
    assert await store.run(lambda c: tables.read_events(c, 11)) == []
    await store.close()


def test_every_fault_has_its_own_code() -> None:
    kinds = StoreFault.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds) == 8
    below = StoreLost.__subclasses__()
    assert {kind.code for kind in below} == {"keyring-locked", "store-damaged"}
