"""What restores have replaced is kept for a week, the newest for a month, and nothing else is touched."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mmc_console.server.restore import leftover
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import HandClock, opened

NOW = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)


def replaced(place: Path, days: float, tag: str = "abcdef") -> Path:
    """As a restore leaves it."""
    found = place / "replaced" / f"{NOW - timedelta(days=days):%Y%m%dT%H%M%SZ}-{tag}"
    (found / "keys").mkdir(parents=True)
    (found / "center.db").write_bytes(b"old")
    return found


def test_a_week_and_the_newest_for_a_month_are_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    old, young, newest = replaced(tmp_path, 8), replaced(tmp_path, 6.9), replaced(tmp_path, 1)
    foreign = tmp_path / "replaced" / "mine"
    foreign.mkdir()
    with caplog.at_level("INFO"):
        assert leftover.tidy(tmp_path, NOW) == [old.name]
    assert f"what restore {old.name} has replaced is removed after 7 days" in caplog.text
    assert (young.is_dir(), newest.is_dir(), foreign.is_dir(), old.exists()) == (True, True, True, False)
    assert leftover.tidy(tmp_path, NOW + timedelta(days=28)) == [young.name]
    assert newest.is_dir()
    assert leftover.tidy(tmp_path, NOW + timedelta(days=30)) == [newest.name], (
        "nobody who was erased lies there for good"
    )
    assert foreign.is_dir()


def test_the_copy_of_before_an_update_goes_after_a_month(tmp_path: Path) -> None:
    with opened(tmp_path, tables=False) as (database, _):
        migrate(database, NOW, to="0014")
        copy = migrate(database, NOW)
    assert copy is not None
    assert leftover.tidy(tmp_path, NOW + timedelta(days=29)) == []
    assert leftover.tidy(tmp_path, NOW + timedelta(days=31)) == [copy.name], "nobody who was erased lies there for good"
    assert (copy.exists(), database.path.exists()) == (False, True)


def test_a_clock_that_is_set_right_a_while_after_the_start_has_removed_nothing(tmp_path: Path) -> None:
    clock, young, newest = HandClock(), replaced(tmp_path, 3), replaced(tmp_path, 1)
    keeping = leftover.Leftover(tmp_path, clock)

    async def looks(count: int) -> None:
        for _ in range(count):
            await keeping.round()
            clock.pass_by(hours=1)

    clock.pass_by(days=9 * 365)
    asyncio.run(looks(2))
    clock.pass_by(days=-9 * 365)
    asyncio.run(looks(1))
    assert (young.is_dir(), newest.is_dir()) == (True, True)
    clock.pass_by(days=20)
    asyncio.run(looks(3))
    assert (young.is_dir(), newest.is_dir()) == (False, True)


def test_where_nothing_was_ever_replaced_nothing_is_done(tmp_path: Path) -> None:
    assert leftover.tidy(tmp_path, NOW) == []


def test_what_cannot_be_removed_is_said_and_the_others_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: object
) -> None:
    first, second, _ = replaced(tmp_path, 20), replaced(tmp_path, 10), replaced(tmp_path, 0)
    expected_logs.expect(f"what restore {first.name} has replaced could not be removed")  # type: ignore[attr-defined]  # of the guards
    whole = shutil.rmtree

    def stuck(path: Path) -> None:
        if path == first:
            raise PermissionError(13, "Permission denied")
        whole(path)

    monkeypatch.setattr(shutil, "rmtree", stuck)
    assert leftover.tidy(tmp_path, NOW) == [second.name]
    assert first.is_dir()
