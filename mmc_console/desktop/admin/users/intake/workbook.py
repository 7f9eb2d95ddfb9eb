"""The first sheet of an xlsx file as rows of texts. Runs no formula, and unpacks no more than it must."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from mmc_console.desktop.admin.users.intake.reading import Unreadable
from mmc_console.wire.imports import LINES_AT_MOST

UNPACKED_AT_MOST: Final = 30_000_000
COLUMNS_AT_MOST: Final = 50


def rows_of(data: bytes) -> list[tuple[int, list[str]]]:
    """Every row with its number; Unreadable."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_AT_MOST:
                raise Unreadable("too-large", n=UNPACKED_AT_MOST // 1_000_000)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            found = [
                (number, [_text(value) for value in row])
                for number, row in enumerate(
                    sheet.iter_rows(max_row=2 * LINES_AT_MOST + 2, max_col=COLUMNS_AT_MOST, values_only=True), start=1
                )
            ]
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - the library answers a damaged file with whatever broke in it first
        raise Unreadable("workbook-broken") from None
    if len(found) > 2 * LINES_AT_MOST + 1:
        raise Unreadable("too-many", n=LINES_AT_MOST)
    return found


def _text(value: object) -> str:
    """What a person sees in the cell; a user name of digits is stored as a number there."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
