"""What is shipped after a backup: exact at every point, whatever crashed between, in every store there is."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mmc_console.server.backups.catalogue import in_store, joined, name_of
from mmc_console.server.backups.chains import Point, points_in, way_to
from mmc_console.server.backups.faults import BackupFailed, BadBackup
from mmc_console.server.backups.shipping import Shipping
from mmc_console.server.backups.stores import FolderStore
from mmc_console.server.backups.taking import take
from mmc_console.server.backups.testing import compared
from mmc_console.server.backups.unpack import unpack
from tests.server.backup_parts import SmallCentre, nothing, pages_of, small_centre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[SmallCentre]:
    with small_centre(tmp_path) as found:
        yield found


def shipping(centre: SmallCentre, *more: FolderStore) -> Shipping:
    return Shipping(centre.source, [centre.store, *more], centre.clock)


def unpacked(centre: SmallCentre, points: list[Point], store: FolderStore | None = None) -> bytes:
    """All pages of what the newest backup and these segments hold."""
    store = store or centre.store
    newest = joined([("folder", in_store(store, centre.backup_keys))])[0]
    path, key = centre.folder / f"{secrets.token_hex(4)}.db", secrets.token_bytes(32)
    with ExitStack() as stack:
        base = stack.enter_context(store.open(name_of(newest.note.header)))
        unpack(path, key, centre.backup_keys, base, [stack.enter_context(store.open(each.name)) for each in points])
    return pages_of(path, key)


def living(centre: SmallCentre) -> bytes:
    return pages_of(centre.source.database, centre.source.key)


def test_every_shipped_moment_is_exactly_the_database_of_that_moment(centre: SmallCentre) -> None:
    centre.take()
    ship, moments = shipping(centre), []
    for turn in range(12):
        centre.work(1 + turn * 9)
        if turn % 5 == 4:
            centre.database.reopen()  # the log begins anew: what changed is told by the marks alone
        centre.clock.pass_by(seconds=2)
        done = ship.turn()
        assert (done.number, done.seq) == (turn + 1, centre.seq)
        moments.append(living(centre))
    points = points_in(centre.store)
    assert [point.seq for point in points] == sorted(point.seq for point in points)
    for number, moment in enumerate(moments, 1):
        assert unpacked(centre, points[:number]) == moment


def test_nothing_is_shipped_while_nothing_happens_and_little_when_little_does(centre: SmallCentre) -> None:
    centre.work(2_000)
    centre.take()
    ship = shipping(centre)
    ship.turn()
    before = len(points_in(centre.store))
    for _ in range(3):
        centre.clock.pass_by(seconds=2)
        assert ship.turn().pages == 0
    assert len(points_in(centre.store)) == before
    centre.work(1)
    assert 0 < ship.turn().pages < 12


@pytest.mark.parametrize("kept", [True, False], ids=["stopped in order", "killed"])
def test_a_start_goes_on_where_the_chain_ended(centre: SmallCentre, kept: bool) -> None:
    centre.take()
    ship = shipping(centre)
    for _ in range(4):
        centre.work(20)
        ship.turn()
    if kept:
        ship.keep()
    centre.work(5)
    done = shipping(centre).turn()
    assert done.number == 5
    assert unpacked(centre, points_in(centre.store)) == living(centre)
    found = in_store(centre.store, centre.backup_keys)[0]
    proof = compared(centre.source, centre.store, found, centre.clock, nothing)
    assert (proof.segments, proof.seq) == (5, centre.seq)


def test_a_store_that_was_out_of_reach_gets_what_it_missed(centre: SmallCentre, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    second = FolderStore("second", stick)
    take(centre.source, [centre.store, second], "manual", centre.clock, nothing)
    ship = shipping(centre, second)
    centre.work()
    assert ship.turn().faults == {}
    stick.rename(tmp_path / "pulled")
    centre.work()
    assert ship.turn().faults == {"second": "backup-folder-gone"}
    centre.work()
    ship.turn()
    (tmp_path / "pulled").rename(stick)
    for _ in range(40):  # it is asked again once in a while
        ship.turn()
    assert ship.turn().faults == {}
    assert points_in(second) == points_in(centre.store)
    assert unpacked(centre, points_in(second), second) == living(centre)


def test_what_no_store_could_take_is_in_the_next_segment(tmp_path: Path) -> None:
    with small_centre(tmp_path) as centre:
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        centre.store = FolderStore("folder", folder)
        centre.take()
        ship = shipping(centre)
        centre.work(30)
        folder.rename(tmp_path / "away")
        for _ in range(3):
            with pytest.raises(BackupFailed, match="backup-folder-gone: folder"):
                ship.turn()
        (tmp_path / "away").rename(folder)
        centre.work(30)
        assert ship.turn().number == 1
        assert unpacked(centre, points_in(centre.store)) == living(centre)


def test_another_history_is_not_shipped_behind_this_one(centre: SmallCentre) -> None:
    centre.take()
    ship = shipping(centre)
    centre.work()
    ship.turn()
    centre.database.transact(lambda conn: conn.exec_driver_sql("UPDATE log_heads SET epoch = 'another'"))
    with pytest.raises(BackupFailed, match="shipping-other-database"):
        ship.turn()
    with pytest.raises(BackupFailed, match="shipping-no-base"):
        shipping(centre)


def test_an_older_copy_of_the_database_is_not_shipped_behind_the_newer(centre: SmallCentre) -> None:
    centre.take()
    ship = shipping(centre)
    centre.work(10)
    ship.turn()
    ship.keep()
    centre.database.transact(lambda conn: conn.exec_driver_sql("DELETE FROM events WHERE seq > 45"))
    centre.seq = 45
    centre.work(20)
    with pytest.raises(BackupFailed, match="shipping-other-database"):
        shipping(centre).turn()


def test_a_missing_exchanged_or_foreign_segment_is_refused(centre: SmallCentre) -> None:
    centre.take()
    ship = shipping(centre)
    for _ in range(4):
        centre.work(10)
        ship.turn()
    points = points_in(centre.store)
    for wrong in (points[1:], [points[0], points[2]], [points[1], points[0]], [points[0], points[0]]):
        with pytest.raises(BadBackup, match="backup-chain-broken"):
            unpacked(centre, wrong)
    content = bytearray((centre.folder / "backups" / points[2].name).read_bytes())
    content[-40] ^= 1
    newest = in_store(centre.store, centre.backup_keys)[0]
    files = [io.BytesIO((centre.folder / "backups" / each.name).read_bytes()) for each in points[:2]]
    with centre.store.open(name_of(newest.header)) as base, pytest.raises(BadBackup, match="backup-changed"):
        unpack(centre.folder / "x.db", bytes(32), centre.backup_keys, base, [*files, io.BytesIO(content)])
    assert not (centre.folder / "x.db").exists()


def test_the_way_to_a_moment_is_the_last_shipped_one_not_after_it(centre: SmallCentre) -> None:
    centre.take()
    ship = shipping(centre)
    times = []
    for _ in range(5):
        centre.work(10)
        centre.clock.pass_by(seconds=2)
        ship.turn()
        times.append(centre.clock.now())
    centre.clock.pass_by(hours=6)
    centre.take()
    backups = joined([("folder", in_store(centre.store, centre.backup_keys))])
    points = points_in(centre.store)
    epoch = backups[0].note.header.epoch

    def seq_of(**to: object) -> tuple[int, int] | None:
        way = way_to(backups, points, epoch, **to)  # type: ignore[arg-type]  # a seq or a time
        return None if way is None else (way.seq, len(way.segments))

    assert seq_of() == (90, 0)
    assert seq_of(seq=89) == (80, 4)
    assert seq_of(seq=60) == (60, 2)
    assert seq_of(seq=40) == (40, 0)
    assert seq_of(seq=39) is None
    assert seq_of(at=times[2]) == (70, 3)
    assert way_to(backups, points, "another") is None
    gap = [point for point in points if point.number != 3]
    way = way_to(backups, gap, epoch, seq=89)
    assert way is not None
    assert way.seq == 60


def test_a_store_without_the_backup_gets_no_chain_and_no_store_with_it_needs_a_new_one(
    centre: SmallCentre, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    second = FolderStore("second", stick)
    centre.take()
    ship = shipping(centre, second)
    centre.work()
    assert ship.turn().faults == {}
    assert second.items() == []
    ship.keep()
    with pytest.raises(BackupFailed, match="shipping-no-base"):
        Shipping(centre.source, [second], centre.clock)


def test_a_process_that_ends_after_the_next_backup_does_not_put_the_old_chain_back(centre: SmallCentre) -> None:
    first = centre.take()
    before = shipping(centre)
    centre.work()
    before.turn()
    second = centre.take()
    centre.work()
    before.turn()
    before.keep()
    shipped = shipping(centre).turn()
    assert (shipped.base, shipped.number) == (second.note.header.id, 1) != (first.note.header.id, 1)
