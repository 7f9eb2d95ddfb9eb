"""Backups that are cut, changed, reordered, of another key, newer, too large or bombs: each refused by name (R7).

Before anything is touched: the folder it would go to stays empty, and the living database is the same byte by byte.
"""

from __future__ import annotations

import io
import secrets
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.server.backups.faults import ADVICE, BadBackup
from mmc_console.server.backups.proving import prove_file
from mmc_console.server.backups.unpack import unpack
from tests.server.backup_damage import WAYS, Whole, damaged
from tests.server.backup_parts import SmallCentre, nothing, small_centre


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCentre]:
    with small_centre(tmp_path_factory.mktemp("centre"), seq=300) as found:
        yield found


@pytest.fixture(scope="module")
def wholes(centre: SmallCentre) -> tuple[Whole, Whole]:
    """Two good backups of many chunks."""
    taken = []
    for _ in range(2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mmc_console.server.backups.taking.CHUNK", 6_000)
            taken.append(centre.take())
        centre.work(20)
    wholes = [Whole.of(centre.file_of(each.note.header).read_bytes(), centre.backup_keys.newest) for each in taken]
    assert all(len(whole.frames) > 20 for whole in wholes)
    return wholes[0], wholes[1]


def refuse(count: int, centre: SmallCentre, wholes: tuple[Whole, Whole], place: Path, begin: int = 0) -> Counter[str]:
    """Try so many damaged ones; how often each way was refused."""
    refused: Counter[str] = Counter()
    living = (centre.folder / "center.db").read_bytes()
    for number in range(begin, begin + count):
        bad = damaged(*wholes, number)
        tracemalloc.start()
        with pytest.raises(BadBackup) as refusal:
            prove_file(io.BytesIO(bad.content), centre.backup_keys, place, nothing)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert refusal.value.code in bad.refused_as, f"{number}: {bad.how} was refused as {refusal.value}"
        assert refusal.value.code in ADVICE
        assert most < 24 * 1024 * 1024, f"{number}: {bad.how} took {most} bytes to refuse"
        assert not list(place.rglob("*")), f"{number}: {bad.how} left something behind"
        refused[bad.how] += 1
    assert (centre.folder / "center.db").read_bytes() == living
    return refused


def test_fifty_damaged_backups_are_refused(centre: SmallCentre, wholes: tuple[Whole, Whole], tmp_path: Path) -> None:
    assert set(refuse(56, centre, wholes, tmp_path)) == set(WAYS)


@pytest.mark.faults
def test_five_hundred_damaged_backups_are_refused(
    centre: SmallCentre, wholes: tuple[Whole, Whole], tmp_path: Path
) -> None:
    assert refuse(504, centre, wholes, tmp_path, begin=1_000).total() == 504


@pytest.mark.soak
def test_five_thousand_damaged_backups_are_refused(
    centre: SmallCentre, wholes: tuple[Whole, Whole], tmp_path: Path
) -> None:
    assert refuse(5_012, centre, wholes, tmp_path, begin=10_000).total() == 5_012


def test_the_undamaged_ones_are_taken(centre: SmallCentre, wholes: tuple[Whole, Whole], tmp_path: Path) -> None:
    for whole in wholes:
        path, key = tmp_path / f"{whole.header.id}.db", secrets.token_bytes(32)
        found = unpack(path, key, centre.backup_keys, io.BytesIO(whole.content))
        assert found.header == whole.header
        assert prove_file(io.BytesIO(whole.content), centre.backup_keys, tmp_path / "scratch", nothing).size
