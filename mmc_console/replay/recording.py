"""Reads a recorded day. Says what stands in the file, never what it means for a queue."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal, get_args

EventName = Literal["issued", "void", "transferred_to", "called", "done", "released_without_counter"]
EVENTS: Final[tuple[EventName, ...]] = get_args(EventName)
NEEDS_STATION: Final = frozenset({"transferred_to", "called", "done"})
LATE_CLOSE: Final = "late_close"
COLUMNS: Final = ("at", "day", "ticket", "event", "station", "flag")


class BadRecording(Exception):
    """The file is no recorded day; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it was recorded. `at` is the clock on the wall there, to the second, without an offset."""

    no: int
    at: datetime
    ticket: str
    event: EventName
    station: str = ""
    flag: str = ""

    def __str__(self) -> str:
        place = f" {self.station}" if self.station else ""
        return f"line {self.no}: {self.at:%H:%M:%S} ticket {self.ticket} {self.event}{place}"


@dataclass(frozen=True, slots=True)
class Day:
    """A recorded day, its lines by time; lines of the same second in the file's order."""

    day: date
    lines: tuple[Line, ...]

    @property
    def stations(self) -> tuple[str, ...]:
        """Every station, in order of first appearance."""
        return tuple(dict.fromkeys(line.station for line in self.lines if line.station))

    @property
    def tickets(self) -> dict[str, tuple[Line, ...]]:
        """The lines of each ticket."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.ticket, []).append(line)
        return {ticket: tuple(lines) for ticket, lines in found.items()}


def read_day(path: Path) -> Day:
    """The day in the CSV file *path*; BadRecording names what is wrong, OSError when it cannot be read."""
    return _one(read_days(path))


def read_days(path: Path) -> tuple[Day, ...]:
    """The days in the CSV file *path*, in order; BadRecording names what is wrong, OSError when it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return parse_days(file.read())
    except UnicodeDecodeError as fault:
        raise BadRecording(f"{path} is not text in UTF-8") from fault


def parse_day(text: str) -> Day:
    """The day in the CSV *text*; BadRecording names what is wrong."""
    return _one(parse_days(text))


def _one(days: tuple[Day, ...]) -> Day:
    if len(days) != 1:
        raise BadRecording(f"{len(days)} days in one file")
    return days[0]


def parse_days(text: str) -> tuple[Day, ...]:
    """The days in the CSV *text*, in order; BadRecording names what is wrong."""
    rows = csv.reader(text.splitlines())
    head = tuple(next(rows, ()))
    if head != COLUMNS:
        raise BadRecording(f"line 1: the columns are {','.join(head) or 'missing'}, not {','.join(COLUMNS)}")
    found: dict[str, list[Line]] = {}
    for no, row in enumerate(rows, 2):
        if row:
            found.setdefault(row[1].strip() if len(row) == len(COLUMNS) else "", []).append(_line(no, row))
    if not found:
        raise BadRecording("no events")
    days = [
        Day(_date(day, lines[0].no), tuple(sorted(lines, key=lambda line: line.at))) for day, lines in found.items()
    ]
    return tuple(sorted(days, key=lambda day: day.day))


def _date(text: str, no: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadRecording(f"line {no}: the day is no date") from fault


def _line(no: int, row: list[str]) -> Line:
    if len(row) != len(COLUMNS):
        raise BadRecording(f"line {no}: {len(row)} columns, not {len(COLUMNS)}")
    at, _, ticket, event, station, flag = (cell.strip() for cell in row)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as fault:
        raise BadRecording(f"line {no}: {at!r} is no time") from fault
    if moment.tzinfo is not None:
        raise BadRecording(f"line {no}: the time has an offset; times are the clock on the wall")
    if event not in EVENTS:
        raise BadRecording(f"line {no}: unknown event {event!r}")
    if not ticket:
        raise BadRecording(f"line {no}: no ticket")
    if event in NEEDS_STATION and not station:
        raise BadRecording(f"line {no}: {event} without a station")
    return Line(no, moment, ticket, event, station, flag)
