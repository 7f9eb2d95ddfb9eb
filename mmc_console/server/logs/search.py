"""Finds lines in the log, newest first, by reading it backwards in blocks: what is asked for is mostly near the end.

A block without the wanted words is passed over in one step of C. A search has a time limit and says how far it came;
the reader goes on from there, so that a gigabyte costs no request more than a fraction of a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec

from mmc_console.server.logs.file import files
from mmc_console.wire.logs import LEVELS, FoundLine, LogLine, read_line, safe

BLOCK: Final = 512 * 1024
SECONDS: Final = 0.25
_LEVEL_AT: Final = len('{"at":"2026-11-28T08:52:00.123456Z","level":"')
_AT: Final = slice(7, 34)


class Wanted(NamedTuple):
    """What to look for; empty is anything. *since*, *until*: as lines carry moments. `!` before *source*: not it."""

    level: str = "info"
    source: str = ""
    text: str = ""
    request: str = ""
    action: str = ""
    device: str = ""
    since: str = ""
    until: str = ""
    codes: frozenset[str] = frozenset()
    """Besides the level: a line with one of these is wanted whatever its level."""


class Page(NamedTuple):
    """What was found; `cursor`: where to go on, empty at the end."""

    lines: list[FoundLine]
    cursor: str
    searched_to: str


class _Block(NamedTuple):
    """Whole lines of one file from *start*."""

    path: Path
    start: int
    raw: bytes


class Filter:
    """A `Wanted`, made ready to look at bytes first and at a line's meaning only where that is worth it."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._levels = frozenset(level.encode() for level in LEVELS[LEVELS.index(wanted.level) :])
        source = "" if wanted.source.startswith("!") else wanted.source
        texts = (wanted.text, source, wanted.request, wanted.action, wanted.device)
        self._needles = [_encoded(text).lower() for text in texts if text]
        marks = [b'"level":"%s"' % level for level in self._levels]
        marks += [b'"code":%s' % msgspec.json.encode(code) for code in wanted.codes]
        self._marks = [] if len(self._levels) >= len(LEVELS) - 1 else marks

    def passes_over(self, block: bytes) -> bool:
        """Whether no line of *block* can be wanted."""
        if self._marks and not any(mark in block for mark in self._marks):
            return True
        if not self._needles:
            return False
        low = block.lower()
        return not all(needle in low for needle in self._needles)

    def line(self, raw: bytes) -> LogLine | None:
        """The line, if it is one and is wanted."""
        level = raw[_LEVEL_AT : raw.find(b'"', _LEVEL_AT)]
        if level not in self._levels and not self._wanted.codes:
            return None
        if self._needles:
            low = raw.lower()
            if not all(needle in low for needle in self._needles):
                return None
        try:
            found = read_line(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None  # cut off by a power cut
        return found if self._holds(found, level) else None

    def _holds(self, line: LogLine, level: bytes) -> bool:
        wanted = self._wanted
        if level not in self._levels and line.code not in wanted.codes:
            return False
        name = wanted.source.lower()
        if name and line.source.lower().startswith(name.removeprefix("!")) == name.startswith("!"):
            return False
        if wanted.request and line.request != wanted.request:
            return False
        if wanted.device and line.device != wanted.device:
            return False
        if wanted.action and wanted.action not in line.actions:
            return False
        if wanted.text and wanted.text.lower() not in _all_text(line):
            return False
        return (not wanted.since or line.at >= wanted.since) and (not wanted.until or line.at < wanted.until)


def search(folder: Path, wanted: Wanted, cursor: str = "", limit: int = 200, seconds: float = SECONDS) -> Page:
    """The newest wanted lines before *cursor*. Blocks for about *seconds* at the longest."""
    found: list[FoundLine] = []
    sieve, ends = Filter(wanted), time.monotonic() + seconds
    reached = ""
    for block in _blocks_back(folder, cursor, wanted):
        reached = _first_at(block.raw) or reached
        if not sieve.passes_over(block.raw):
            for place, raw in _back(block):
                line = sieve.line(raw)
                if line is not None:
                    found.append(_found(line, _cursor(block.path, place)))
                    if len(found) == limit:
                        return Page(found, found[-1].id, line.at)
        if wanted.since and reached and reached < wanted.since:
            return Page(found, "", reached)
        if time.monotonic() >= ends:
            return Page(found, _cursor(block.path, block.start), reached)
    return Page(found, "", reached)


def newer(folder: Path, wanted: Wanted, cursor: str, limit: int = 500) -> Page:
    """What has come since *cursor*, oldest first, a few blocks at most. Without a cursor: nothing, and the end."""
    there = files(folder)
    if not there:
        return Page([], "", "")
    name, offset = split(cursor)
    if not cursor:
        return Page([], _cursor(there[-1], _whole(there[-1])), "")
    sieve, found, reached = Filter(wanted), list[FoundLine](), cursor
    for path in there:
        if path.stem < name:
            continue
        start = offset if path.stem == name else 0
        with path.open("rb") as file:
            file.seek(start)
            raw = file.read(2 * BLOCK)
        whole = raw[: raw.rfind(b"\n") + 1]
        for line in whole.splitlines(keepends=True):
            start += len(line)
            kept = sieve.line(line[:-1])
            if kept is not None:
                found.append(_found(kept, _cursor(path, start - len(line))))
                if len(found) == limit:
                    return Page(found, _cursor(path, start), "")
        reached = _cursor(path, start)
        if len(raw) == 2 * BLOCK:
            break
    return Page(found, reached, "")


def end(folder: Path) -> str:
    """The cursor behind the last line."""
    there = files(folder)
    return _cursor(there[-1], _whole(there[-1])) if there else ""


def split(cursor: str) -> tuple[str, int]:
    """A cursor's file and place; ValueError."""
    if not cursor:
        return "", 0
    name, _, place = cursor.rpartition(":")
    if not name.startswith("server-") or not name.removeprefix("server-").replace("T", "").isalnum():
        raise ValueError("cursor")
    if not place.isascii() or not place.isdigit() or len(place) > 12:
        raise ValueError("cursor")
    return name, int(place)


def _blocks_back(folder: Path, cursor: str, wanted: Wanted) -> Iterator[_Block]:
    """Whole lines, block by block, from *cursor* or the end backwards."""
    name, offset = split(cursor)
    for path in reversed(files(folder)):
        if name and path.stem > name:
            continue
        try:
            with path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                end = min(offset, size) if path.stem == name else size
                if wanted.until and not (name and path.stem == name) and _at_start(file) >= wanted.until:
                    continue
                tail = b""
                while end > 0:
                    start = max(0, end - BLOCK)
                    file.seek(start)
                    raw = file.read(end - start) + tail
                    end = start
                    cut = raw.find(b"\n") + 1 if start else 0
                    if start and not cut:
                        tail = raw  # a line longer than a block
                        continue
                    tail = raw[:cut]
                    if raw[cut:]:
                        yield _Block(path, start + cut, raw[cut:])
        except FileNotFoundError:
            continue  # its time was over while we read


def _at_start(file: BinaryIO) -> str:
    file.seek(0)
    return file.read(40)[_AT].decode("ascii", "replace")


def _back(block: _Block) -> Iterator[tuple[int, bytes]]:
    """Its lines with their places, last first."""
    place = block.start + len(block.raw)
    for raw in reversed(block.raw.splitlines(keepends=True)):
        place -= len(raw)
        yield place, raw.rstrip(b"\n")


def _first_at(raw: bytes) -> str:
    at = raw[_AT].decode("ascii", "replace")
    return at if raw.startswith(b'{"at":"') else ""


def _found(line: LogLine, id: str) -> FoundLine:
    return FoundLine(id=id, **{name: getattr(line, name) for name in LogLine.__struct_fields__})


def _all_text(line: LogLine) -> str:
    return " ".join((line.text, line.code, line.source, line.request, line.device, *line.actions, *line.trace)).lower()


def _cursor(path: Path, place: int) -> str:
    return f"{path.stem}:{place}"


def _whole(path: Path) -> int:
    """Where the last whole line ends."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - BLOCK))
        raw = file.read(BLOCK)
    return size - (len(raw) - raw.rfind(b"\n") - 1)


def _encoded(text: str) -> bytes:
    """*text* as it stands in a line."""
    return msgspec.json.encode(safe(text))[1:-1]
