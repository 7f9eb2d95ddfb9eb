"""What a person and a program read of a finished replay."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from mmc_console.replay.figures import Gap
from mmc_console.replay.report import clock, json_of, text_of
from tests.unit.replay.days import MESSY, made_up, replayed


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, "-"), (0, "00:00.0"), (61.25, "01:01.2"), (59.96, "01:00.0"), (3_725, "1:02:05.0")]
)
def test_seconds_are_shown_as_a_clock_shows_them(seconds: float | None, shown: str) -> None:
    assert clock(seconds) == shown


def test_the_report_accounts_for_every_line() -> None:
    day = made_up(MESSY)
    text = text_of(replayed(day))
    assert "AGREES: 0 figures apart; 0 actions refused" in text
    assert f"{len(day.lines)}  of which * have no exact counterpart" in text
    assert "closed late: finished already when the room called the next *" in text


def test_figures_stand_in_columns() -> None:
    text = text_of(replayed(made_up("07:20:00 1 issued\n07:30:00 1 called A\n07:31:00 1 done A")))
    (head,) = [line for line in text.splitlines() if "recorded" in line and "centre" in line and "apart" in line]
    (wait,) = [line for line in text.splitlines() if "wait p50" in line and not line.startswith("A")][-1:]
    assert wait.split()[-4:] == ["10:00.0", "10:00.0", "0.0", "s"]
    assert wait.index("10:00.0") + len("10:00.0") == head.index("recorded") + len("recorded")


def test_a_difference_is_named_and_decides() -> None:
    outcome = replace(replayed(made_up("07:20:00 1 called A")), gaps=[Gap("A", "served", 1, 2)])
    assert not outcome.passed
    assert "DIFFERS A, served: recorded 1, centre 2" in text_of(outcome)


def test_programs_get_the_same_figures() -> None:
    outcome = replayed(made_up("07:20:00 1 issued\n07:30:00 1 called A\n07:31:00 1 done A"))
    found = msgspec.json.decode(json_of(outcome))
    assert found["passed"] is True
    assert found["recorded"] == found["centre"]
    assert found["centre"]["stations"]["A"]["wait_mean"] == 600
    assert sum(row["lines"] for row in found["lines"]) == 3
