"""Searching the log: the same lines a plain look at all of them finds, page by page, and what comes meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from mmc_console.server.logs import search as reading
from mmc_console.server.logs.file import name_at
from mmc_console.server.logs.search import Wanted, newer, search
from mmc_console.wire.logs import FoundLine, LogLine, encode_line, stamp

START = datetime(2026, 11, 28, 6, tzinfo=UTC)
WORDS = ("Transfer", "recall", "عيادة", 'quote"d')
LEVELS = ("info", "info", "info", "warning", "error")


def fill(folder: Path, count: int, per_file: int, seed: int = 1) -> list[LogLine]:
    """Lines a second apart, in files of so many."""
    chance, made = Random(seed), list[LogLine]()
    for i in range(count):
        made.append(
            LogLine(
                at=stamp(START + timedelta(seconds=i)),
                level=chance.choice(LEVELS),
                source=chance.choice(("mmc_console.server.writer", "mmc_console.server.health", "console.sync")),
                text=f"line {i} {chance.choice(WORDS)}",
                code=chance.choice(("", "signed-in")),
                request=f"r-{i // 3}",
                actions=(f"act-{i}",),
                device=chance.choice(("", "console-1", "console-2")),
            )
        )
    for start in range(0, count, per_file):
        part = made[start : start + per_file]
        path = folder / name_at(START + timedelta(seconds=start))
        path.write_bytes(b"".join(encode_line(line) + b"\n" for line in part))
    return made


def every(folder: Path, wanted: Wanted, limit: int) -> list[FoundLine]:
    """Page after page."""
    found, cursor = list[FoundLine](), ""
    for _ in range(1_000):
        page = search(folder, wanted, cursor, limit, seconds=5)
        assert len(page.lines) <= limit
        found += page.lines
        cursor = page.cursor
        if not cursor:
            return found
    raise AssertionError("it never ended")


@pytest.mark.parametrize("block", [300, 4_096])
@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Wanted(), lambda line: True),
        (Wanted("warning"), lambda line: line.level != "info"),
        (Wanted("error", source="mmc_console.server"), lambda line: line.level == "error" and "server" in line.source),
        (Wanted(text="tRaNsFeR"), lambda line: "Transfer" in line.text),
        (Wanted(text="عيادة"), lambda line: "عيادة" in line.text),
        (Wanted(text='quote"d'), lambda line: 'quote"d' in line.text),
        (Wanted(request="r-7"), lambda line: line.request == "r-7"),
        (Wanted(action="act-40"), lambda line: "act-40" in line.actions),
        (Wanted(device="console-2"), lambda line: line.device == "console-2"),
        (Wanted("error", codes=frozenset({"signed-in"})), lambda line: line.level == "error" or line.code),
        (
            Wanted(since=stamp(START + timedelta(seconds=30)), until=stamp(START + timedelta(seconds=90))),
            lambda line: stamp(START + timedelta(seconds=30)) <= line.at < stamp(START + timedelta(seconds=90)),
        ),
        (Wanted(text="nowhere"), lambda line: False),
    ],
)  # fmt: skip
def test_a_search_finds_what_a_look_at_every_line_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, wanted: Wanted, holds: object
) -> None:
    monkeypatch.setattr(reading, "BLOCK", block)
    made = fill(tmp_path, 150, 40)
    assert callable(holds)
    right = [line.text for line in reversed(made) if holds(line)]
    for limit in (7, 1_000):
        found = every(tmp_path, wanted, limit)
        assert [line.text for line in found] == right
        assert len({line.id for line in found}) == len(found)


def test_a_search_that_takes_too_long_says_how_far_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 1_000)
    fill(tmp_path, 200, 50)
    page = search(tmp_path, Wanted(text="line 3 "), seconds=0)
    assert not page.lines
    assert page.cursor
    assert page.searched_to > stamp(START + timedelta(seconds=150))
    looks = 0
    while page.cursor and not page.lines:
        page, looks = search(tmp_path, Wanted(text="line 3 "), page.cursor, seconds=0), looks + 1
    assert [line.text.split()[1] for line in page.lines] == ["3"]
    assert looks > 10


def test_what_comes_is_followed_over_the_turn_of_a_file_and_half_a_line_waits(tmp_path: Path) -> None:
    made = fill(tmp_path, 20, 10)
    cursor = newer(tmp_path, Wanted(), "").cursor
    assert newer(tmp_path, Wanted(), cursor).lines == []
    last = max(tmp_path.iterdir())
    raw = encode_line(made[0]) + b"\n"
    with last.open("ab") as file:
        file.write(raw[:30])
    page = newer(tmp_path, Wanted(), cursor)
    assert page.lines == []
    with last.open("ab") as file:
        file.write(raw[30:])
    (tmp_path / name_at(START + timedelta(hours=1))).write_bytes(encode_line(made[1]) + b"\n")
    page = newer(tmp_path, Wanted(), page.cursor)
    assert [line.text for line in page.lines] == [made[0].text, made[1].text]
    assert newer(tmp_path, Wanted(), page.cursor).lines == []


def test_a_cursor_that_was_never_given_is_refused() -> None:
    for wrong in ("x", "server-1", "server-../../etc/passwd:3", "server-20261128T060000000000:-1", "a:1"):
        with pytest.raises(ValueError, match="cursor"):
            reading.split(wrong)
