"""A moment of the database: whole while others write, without making anybody wait, page by page what is there."""

from __future__ import annotations

import io
import secrets
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.server.backups.catalogue import name_of
from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.pages import PAGE, PLAIN, PageCipher
from mmc_console.server.backups.proving import prove
from mmc_console.server.backups.snapshot import Marks, Position, Snapshot
from mmc_console.server.backups.taking import take
from mmc_console.server.backups.unpack import unpack
from tests.server.backup_parts import SmallCentre, nothing, pages_of, rows_of, small_centre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[SmallCentre]:
    with small_centre(tmp_path) as found:
        yield found


def test_an_unpacked_backup_is_the_database_page_by_page(centre: SmallCentre, tmp_path: Path) -> None:
    taken = centre.take()
    path, key = tmp_path / "again.db", secrets.token_bytes(32)
    unpack(path, key, centre.backup_keys, io.BytesIO(centre.file_of(taken.note.header).read_bytes()))
    assert pages_of(path, key) == pages_of(centre.source.database, centre.source.key)
    assert rows_of(path, key, "events") == rows_of(centre.source.database, centre.source.key, "events")


def test_whoever_writes_meanwhile_waits_for_nothing_and_is_not_in_it(centre: SmallCentre) -> None:
    """The copy stands still in its middle; commits and checkpoints go on, past the log's beginning anew."""
    before = rows_of(centre.source.database, centre.source.key, "ledger")
    seq = centre.seq

    def going(step: str, done: int, of: int) -> None:
        if step == "count":
            for _ in range(60):
                centre.work(30)
                centre.database.transact(lambda conn: conn.exec_driver_sql("UPDATE log_heads SET created_ms = 5"))

    taken = take(centre.source, [centre.store], "manual", centre.clock, going)
    assert taken.note.header.seq == seq
    assert centre.seq == seq + 1800
    path, key = centre.folder / "again.db", secrets.token_bytes(32)
    with centre.store.open(name_of(taken.note.header)) as file:
        unpack(path, key, centre.backup_keys, file)
    assert rows_of(path, key, "ledger") == before


def test_every_copy_taken_under_constant_writing_is_whole(centre: SmallCentre) -> None:
    stop, held = threading.Event(), []

    def work() -> None:
        while not stop.is_set():
            since = time.perf_counter()
            centre.work(5)
            held.append(time.perf_counter() - since)

    writing = threading.Thread(target=work, name="work")
    writing.start()
    try:
        seqs = [centre.take().note.header.seq for _ in range(12)]  # each proven: log, rows, structure
    finally:
        stop.set()
        writing.join()
    assert seqs == sorted(seqs)
    assert len(held) > 12


def test_the_marks_tell_exactly_what_changed_also_after_the_log_began_anew(centre: SmallCentre) -> None:
    database, key = centre.source.database, centre.source.key
    marks, position, before = Marks(), Position(b"", 0), b""
    generations = set()
    for turn in range(30):
        with Snapshot(database, key) as moment:
            changed = moment.changed(marks, position) if turn else list(range(1, moment.pages + 1))
            after = bytearray(before[: moment.pages * PLAIN].ljust(moment.pages * PLAIN, b"\0"))
            for number in changed:
                plain, mark = moment.page(number)
                after[(number - 1) * PLAIN : number * PLAIN] = plain
                marks.put(number, mark)
            marks.cut(moment.pages)
            position, before = moment.position, bytes(after)
            assert before == b"".join(moment.all_pages(Marks()))
        generations.add(position.salts)
        centre.work(40 + turn)
        if turn % 7 == 3:
            centre.database.reopen()
    assert len(generations) > 1


def test_a_page_that_rots_on_the_disk_is_found_when_it_is_copied(tmp_path: Path) -> None:
    with small_centre(tmp_path) as centre:
        source = centre.source
    content = bytearray(source.database.read_bytes())
    content[3 * PAGE + 100] ^= 1
    source.database.write_bytes(content)
    with pytest.raises(BackupFailed, match="backup-source-damaged"):
        take(source, [centre.store], "manual", centre.clock, nothing)
    assert centre.store.items() == []


def test_pages_sealed_here_are_opened_there(centre: SmallCentre) -> None:
    cipher = PageCipher(secrets.token_bytes(32), secrets.token_bytes(16))
    plain = secrets.token_bytes(PLAIN)
    first, other = cipher.seal(7, plain), cipher.seal(7, plain)
    assert first != other
    assert cipher.open(7, first) == plain
    with pytest.raises(BackupFailed):
        cipher.open(8, first)


def test_a_backup_that_was_changed_in_its_store_is_found_by_the_next_check(centre: SmallCentre) -> None:
    taken = centre.take()
    proof = prove(centre.store, name_of(taken.note.header), centre.backup_keys, centre.source.scratch, nothing)
    assert (proof.seq, proof.sha256) == (centre.seq, taken.note.sha256)
    assert proof.counts["events"] == centre.seq
    assert not list(centre.source.scratch.glob("unpacked-*"))
