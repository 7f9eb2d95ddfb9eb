"""The log file: one line a record whatever is in it, kept by rule, and a full disk takes nothing down."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.logs.context import About, about
from mmc_console.server.logs.file import LogFile, files, forget
from mmc_console.wire.logs import line_of, read_line, safe
from tests.server.security_strings import HOSTILE

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@contextmanager
def logging_to(folder: Path, file_bytes: int = 100_000) -> Iterator[tuple[logging.Logger, LogFile]]:
    """A logger of its own whose lines go there."""
    handler = LogFile(folder, file_bytes=file_bytes)
    logger = logging.getLogger("clinic.test")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield logger, handler
    finally:
        logger.removeHandler(handler)
        handler.close()


def lines(folder: Path) -> list[str]:
    return "".join(file.read_text(encoding="utf-8") for file in files(folder)).splitlines()


def test_whatever_is_logged_is_one_line_and_turns_no_reader_around(tmp_path: Path) -> None:
    with logging_to(tmp_path) as (logger, _):
        for text in HOSTILE.values():
            logger.info("typed: %s", text)
    found = lines(tmp_path)
    assert len(found) == len(HOSTILE)
    for line, text in zip(found, HOSTILE.values(), strict=True):
        said = json.loads(line)["text"]
        assert said == safe(f"typed: {text}")
        assert all(ch.isprintable() or ch in "\u3000\u00a0" or ord(ch) > 0xFFF for ch in said), said
        assert not set("\u202e\u2066\u2028\u200f\x00\x1b\n\r") & set(said)


@given(st.text())
def test_no_text_makes_a_second_line_or_hides(text: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "f", 1, "%s", (text,), None)
    line = line_of(record)
    raw = json.dumps(line.text)
    assert len(raw.splitlines()) == 1
    assert safe(line.text) == line.text, "what was made safe stays as it is"


def test_a_line_says_whose_request_it_is_and_which_actions(tmp_path: Path) -> None:
    with logging_to(tmp_path) as (logger, _):
        about.set(About("r-1", "console-7", "s-9"))
        logger.info("taken", extra={"actions": ["a1", "a2"], "code": "taken"})
        about.set(About())
        logger.warning("alone")
    first, second = (read_line(line) for line in lines(tmp_path))
    assert (first.request, first.device, first.session) == ("r-1", "console-7", "s-9")
    assert (first.actions, first.code, first.source) == (("a1", "a2"), "taken", "clinic.test")
    assert (second.request, second.actions, second.level) == ("", (), "warning")


def test_of_an_exception_kinds_and_places_are_told_and_never_its_text(tmp_path: Path) -> None:
    def inner() -> None:
        raise ValueError("the number 28412345678 of محمد is wrong")

    with logging_to(tmp_path) as (logger, _):
        try:
            try:
                inner()
            except ValueError as fault:
                raise KeyError("+97455512345") from fault
        except KeyError:
            logger.exception("it failed")
    (line,) = (read_line(each) for each in lines(tmp_path))
    assert line.text == "it failed"
    assert line.trace[0] == "KeyError"
    assert "ValueError" in line.trace
    assert any(place.startswith("test_log_file.py:") and place.endswith(" inner") for place in line.trace)
    raw = "".join(lines(tmp_path))
    assert not any(planted in raw for planted in ("28412345678", "محمد", "55512345"))


def test_a_record_that_cannot_be_told_is_told_as_that(tmp_path: Path) -> None:
    with logging_to(tmp_path) as (_, handler):
        handler.handle(logging.LogRecord("a", logging.INFO, "f", 1, "%d people", ("many",), None))
    (line,) = (read_line(each) for each in lines(tmp_path))
    assert (line.level, line.code) == ("error", "log-line-fault")


def test_a_full_disk_takes_nothing_down_and_is_told_when_there_is_room(tmp_path: Path) -> None:
    full = tmp_path / "server-20261128T080000000000.log"
    full.symlink_to("/dev/full")  # a real device without room
    with logging_to(tmp_path) as (logger, handler):
        for i in range(1_100):
            logger.info("line %d", i)
        assert handler.stuck
        full.unlink()
        waits(handler)
        logger.info("after")
    said = [read_line(line) for line in lines(tmp_path)]
    assert [line.text for line in said[:2]] == ["line 100", "line 101"], "the oldest are given up, a thousand are kept"
    assert said[-2].code == "log-written-again"
    assert "100 lines were lost" in said[-2].text
    assert said[-1].text == "after"


def waits(handler: LogFile) -> None:
    """The second after which it tries again has passed."""
    handler._retry_at = 0.0


def test_a_line_cut_off_by_a_power_cut_spoils_no_other(tmp_path: Path) -> None:
    with logging_to(tmp_path) as (logger, _):
        logger.info("whole")
    (file,) = files(tmp_path)
    with file.open("ab") as torn:
        torn.write(b'{"at":"2026-')
    with logging_to(tmp_path) as (logger, _):
        logger.info("next")
    found = lines(tmp_path)
    assert [read_line(line).text for line in (found[0], found[2])] == ["whole", "next"]


def test_files_are_turned_over_and_go_by_bytes_and_days(tmp_path: Path) -> None:
    with logging_to(tmp_path, file_bytes=2_000) as (logger, _):
        for i in range(100):
            logger.info("line %d", i)
    there = files(tmp_path)
    assert len(there) >= 5
    assert [read_line(line).text for line in lines(tmp_path)] == [f"line {i}" for i in range(100)]
    assert forget(tmp_path, 30, 5_000, datetime.now(UTC)) == len(there) - 3  # two full ones and the newest
    old = files(tmp_path)[0]
    os.utime(old, (0, 0))
    assert forget(tmp_path, 30, 1_000_000, datetime.now(UTC)) == 1
    assert forget(tmp_path, 1, 1_000_000, datetime.now(UTC) + timedelta(days=2)) == 1
    assert len(files(tmp_path)) == 1, "the newest always stays"
