"""The audit as a file for others: CSV, sealed in its last line: a changed file is seen by whoever has the key."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from mmc_console.wire.audit import AuditRow
from mmc_console.wire.json import encode

COLUMNS: Final = ("seq", "at", "act", "user", "name", "device", "desk", "about", "detail", "request", "hash")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_SEAL: Final = "#seal"


def sheet(key: bytes, rows: Iterable[AuditRow]) -> Iterator[bytes]:
    """The file, part by part."""
    sealing = blake2b(key=key, person=b"mmc audit sheet")
    first = "﻿" + _line(COLUMNS)
    for part in _parts(first, rows):
        sealing.update(part)
        yield part
    yield _line((_SEAL, sealing.hexdigest())).encode()


def is_whole(key: bytes, content: bytes) -> bool:
    """Whether a file is as it was given out."""
    body, found, last = content.rpartition(f"{_SEAL},".encode())
    if not found:
        return False
    return blake2b(body, key=key, person=b"mmc audit sheet").hexdigest() == last.decode("ascii", "replace").strip()


def _parts(first: str, rows: Iterable[AuditRow]) -> Iterator[bytes]:
    lines, size = [first], 0
    for row in rows:
        lines.append(_line([_plain(row, name) for name in COLUMNS]))
        size += 1
        if size == 500:
            yield "".join(lines).encode()
            lines, size = [], 0
    yield "".join(lines).encode()


def _plain(row: AuditRow, name: str) -> str:
    value = getattr(row, name)
    if name == "at":
        return f"{value:%Y-%m-%d %H:%M:%S%z}"
    text = encode(value).decode() if name == "detail" else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text  # a spreadsheet would run it


def _line(values: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()
