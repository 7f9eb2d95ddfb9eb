"""ESC/POS: what a receipt printer is told, and what it answers. Bytes only; nothing here opens or draws anything.

The picture goes as raster (`GS v 0`), which every such printer knows; their own letters are never used. How it
stands is asked in real time (`DLE EOT`), which is answered even while the paper is out; many cheap ones never answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mmc_console.desktop.printing import PrinterCode

ASK = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
"""Printer, cause of being off line, error, paper: four bytes in this order."""
ANSWERS = 4
BEGIN = b"\x1b@"
END = b"\x1bd\x04\x1dVB\x00"
"""Four lines of paper, so that the last ones pass the knife; cut, where there is one."""
DONE = b"\x1dr\x01"
"""Answered in its turn, when all before it is on paper."""
_BAND = 192
"""Rows sent together: small printers hold no more."""


def job(rows: list[bytes]) -> Iterator[bytes]:
    """*rows* of dots, each eight to a byte, a set bit black, as what is sent one after the other."""
    yield BEGIN
    for start in range(0, len(rows), _BAND):
        band = rows[start : start + _BAND]
        wide, high = len(band[0]), len(band)
        yield b"\x1dv0\x00" + bytes((wide & 255, wide >> 8, high & 255, high >> 8)) + b"".join(band)
    yield END


def is_done(raw: bytes) -> bool:
    """Whether *raw* answers `DONE`. A picture may by chance hold a real-time question, which is answered in between."""
    return any(b & 0x90 == 0 for b in raw)


def statuses(raw: bytes) -> bytes:
    """The real-time answers in *raw*, without anything else a line may carry, such as XON and XOFF."""
    return bytes(b for b in raw if b & 0x93 == 0x12)


def standing(answers: Iterable[int]) -> PrinterCode:
    """How the printer stands, by its four answers; what it did not answer counts as well."""
    printer, cause, error, paper = (*answers, 0x12, 0x12, 0x12, 0x12)[:ANSWERS]
    if cause & 0x04:
        return "cover-open"
    if cause & 0x20 or paper & 0x60:
        return "no-paper"
    if cause & 0x40 or error & 0x68:
        return "printer-error"
    if printer & 0x08:
        return "paused"
    return "paper-low" if paper & 0x0C else "ready"
