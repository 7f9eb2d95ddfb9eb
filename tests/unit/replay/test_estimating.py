"""`make estimates`: the errors of a recorded log, days split in time, and the promise S11 on logs there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench.clinic_month import month
from mmc_console.replay.estimating import Told, closed_days, compared, main
from mmc_console.replay.figures import mean
from mmc_console.replay.recording import read_day, read_days
from tests.unit.replay.days import HEAD, MESSY, REAL_DAYS, reference, written


def _errors(found: list[Told]) -> tuple[float, float, float]:
    """Mean error of this program and of the mean wait, and how often the range was right."""
    ours = mean(abs(x.ours - x.truth) for x in found) or 0.0
    mean_wait = mean(abs(x.mean_wait - x.truth) for x in found) or 0.0
    return ours, mean_wait, sum(x.held for x in found) / len(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_made_up_month_keeps_the_promise(tmp_path: Path, seed: int) -> None:
    log = tmp_path / "month.csv"
    log.write_text("\n".join(month(25, seed)), encoding="utf-8")
    ours, mean_wait, held = _errors(compared(reference(), closed_days(reference(), read_days(log))))
    assert ours < mean_wait * 2 / 3
    assert 0.8 <= held <= 0.92


@pytest.mark.skipif(len(REAL_DAYS) < 2, reason="no two recorded days")
def test_real_days_keep_the_promise() -> None:
    days = sorted((read_day(path) for path in REAL_DAYS), key=lambda day: day.day)
    ours, mean_wait, held = _errors(compared(reference(), closed_days(reference(), days)))
    assert ours < mean_wait * 2 / 3
    assert held >= 0.8


def test_it_prints_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "month.csv"
    log.write_text("\n".join(month(4, 7)), encoding="utf-8")
    assert main([str(log)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("4 days, 2026-02-01 to 2026-02-04; tested ")
    for line in ("the mean wait of the days before", "people ahead × pace per room", "this program", "range held"):
        assert line in shown


def test_a_messy_day_can_be_used_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text(written(MESSY), encoding="utf-8")
    second.write_text(written(MESSY).replace("2026-03-03", "2026-03-04"), encoding="utf-8")
    assert main([str(first), str(second)]) == 0
    assert "1 later days" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (written(MESSY), "one day: the days before teach the days after, so it takes two"),
        (HEAD + "\n", "no events"),
        ("a,b\n", "line 1: the columns are a,b"),
        (written("07:00:00 1 issued").replace("2026-03-03", "2026-99-03"), "is no time"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str) -> None:
    log = tmp_path / "log.csv"
    log.write_text(text, encoding="utf-8")
    assert main([str(log)]) == 2
    assert why in capsys.readouterr().err


def test_the_same_day_twice_is_no_two_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.csv"
    log.write_text(written(MESSY), encoding="utf-8")
    assert main([str(log), str(log)]) == 2
    assert "2026-03-03 was in another file already" in capsys.readouterr().err


def test_days_nobody_was_called_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text(written("07:00:00 1 issued"), encoding="utf-8")
    second.write_text(written("07:00:00 1 issued").replace("2026-03-03", "2026-03-04"), encoding="utf-8")
    assert main([str(first), str(second)]) == 2
    assert "nobody was called" in capsys.readouterr().err


def test_days_are_read_in_order(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = ["2026-03-04T07:00:00,2026-03-04,1,issued,,", "2026-03-03T07:00:00,2026-03-03,1,issued,,"]
    log.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    assert [day.day for day in read_days(log)] == [date(2026, 3, 3), date(2026, 3, 4)]
