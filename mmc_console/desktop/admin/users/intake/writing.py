"""Files of people as a spreadsheet opens them: the template, and first passwords for whoever hands them out. Blocks."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from mmc_console.desktop.admin.users.intake.reading import BYTES_AT_MOST
from mmc_console.wire.admin import PasswordMade

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARK: Final = "\ufeff"
"""By it a spreadsheet knows that the file is UTF-8."""


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """*rows* for a spreadsheet; no text of them is ever taken for a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[_cell(text) for text in row] for row in rows])
    return (_MARK + out.getvalue()).encode()


def _cell(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text


def password_rows(headings: Sequence[str], made: Sequence[PasswordMade]) -> list[list[str]]:
    """A line for each person."""
    return [list(headings), *([each.user.username, each.user.name, each.password] for each in made)]


def bytes_of(path: Path) -> bytes:
    """What stands in *path*, and one byte more than may: too much is then told as such. OSError."""
    with path.open("rb") as file:
        return file.read(BYTES_AT_MOST + 1)


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, and for its owner's eyes only. OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
