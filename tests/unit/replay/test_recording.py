"""What a recorded day may look like, and what is said of a file that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.replay.recording import BadRecording, parse_day, read_day
from tests.unit.replay.days import HEAD, made_up, written

GOOD = "2026-03-03T07:20:00,2026-03-03,1,issued,,"


def test_lines_come_by_time_and_keep_the_files_order_within_a_second() -> None:
    day = made_up("07:30:00 2 issued\n07:20:00 1 issued\n07:30:00 2 called Room_A\n07:30:00 1 called Room_B")
    assert [(line.no, line.ticket, line.event) for line in day.lines] == [
        (3, "1", "issued"), (2, "2", "issued"), (4, "2", "called"), (5, "1", "called"),
    ]  # fmt: skip
    assert day.stations == ("Room A", "Room B")
    assert [line.event for line in day.tickets["2"]] == ["issued", "called"]


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text(written("07:20:00 1 issued"), encoding="utf-8-sig")
    assert len(read_day(tmp_path / "day.csv").lines) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the columns are missing"),
        ("a,b\n", "the columns are a,b"),
        (f"{HEAD}\n", "no events"),
        (f"{HEAD}\n{GOOD}\n2026-03-04T07:20:00,2026-03-04,2,issued,,\n", "2 days"),
        (f"{HEAD}\n2026-03-03T07:20:00,today,1,issued,,\n", "the day is no date"),
        (f"{HEAD}\n{GOOD},\n", "line 2: 7 columns"),
        (f"{HEAD}\nnoon,2026-03-03,1,issued,,\n", "line 2: 'noon' is no time"),
        (f"{HEAD}\n2026-03-03T07:20:00+03:00,2026-03-03,1,issued,,\n", "has an offset"),
        (f"{HEAD}\n{GOOD}\n2026-03-03T07:20:00,2026-03-03,1,sung,,\n", "line 3: unknown event 'sung'"),
        (f"{HEAD}\n2026-03-03T07:20:00,2026-03-03,,issued,,\n", "no ticket"),
        (f"{HEAD}\n2026-03-03T07:20:00,2026-03-03,1,called,,\n", "called without a station"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadRecording, match=said):
        parse_day(text)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_bytes(b"\xff\xfe\x00day")
    with pytest.raises(BadRecording, match="UTF-8"):
        read_day(tmp_path / "day.csv")
