"""The one drawing of a ticket, in printer dots: 576 wide for 80 mm rolls, 384 for 58 mm ones, 203 to the inch.

Screen picture, raster, PDF and the system's printer all show exactly this. Qt shapes the Arabic, so that no printer's
own letters matter. It only draws what `Sheet` says; it may run in a thread of its own.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QTransform

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.typography import FAMILIES
from mmc_console.desktop.paper import code128
from mmc_console.desktop.paper.sheet import Sheet, Stop, Two

DPI: Final = 203
DOTS: Final = {80: 576, 58: 384}
"""Dots a printer of this roll's width can print, by millimetres of paper."""
NUMBER_HIGH: Final = 176
"""22 mm, for eyes that see little; a number too long for the roll is as high as its width allows."""
_MODULE: Final = 2
"""Dots of the narrowest bar: 0.25 mm, which every scanner reads."""
_SIDE, _GAP = 8, 10
_INK: Final = QColor("black")
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute


def size_of(sheet: Sheet, width: int) -> QSizeF:
    """How much paper *sheet* takes, *width* dots wide."""
    nowhere = QImage(1, 1, QImage.Format.Format_Grayscale8)
    painter = QPainter(nowhere)
    high = draw(painter, sheet, width)
    painter.end()
    return QSizeF(width, high)


def image_of(sheet: Sheet, width: int) -> QImage:
    """*sheet* in black and white, one pixel a dot."""
    size = size_of(sheet, width).toSize()
    gray = QImage(size, QImage.Format.Format_Grayscale8)
    gray.fill(Qt.GlobalColor.white)
    painter = QPainter(gray)
    draw(painter, sheet, width)
    painter.end()
    return gray.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)


def draw(painter: QPainter, sheet: Sheet, width: int) -> int:
    """Draw *sheet* from the painter's origin downwards; the height it took."""
    painter.setRenderHints(QPainter.RenderHint.TextAntialiasing | QPainter.RenderHint.Antialiasing)
    painter.setPen(_INK)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if sheet.rtl else Qt.LayoutDirection.LeftToRight)
    tape = _Tape(painter, width, rtl=sheet.rtl)
    if sheet.copy is not None:
        tape.band(sheet.copy)
    tape.stack(sheet.centre, 32, 24, bold=True)
    tape.rule()
    tape.pair(sheet.title, 28, 24)
    tape.number(sheet.number)
    tape.line(bidi.ltr(sheet.label), 44, bold=True)
    tape.stack(sheet.clinic, 44, 32, bold=True)
    tape.pair(sheet.place, 28, 24)
    tape.pair(sheet.wait, 26, 22)
    if sheet.name:
        tape.line(bidi.iso(sheet.name), 28)
    if sheet.notice is not None:
        tape.boxed(sheet.notice, 26, 22)
    if len(sheet.stops) > 1:
        tape.rule()
        tape.pair(sheet.stops_title, 26, 22, bold=True)
        for before, stop in zip((None, *sheet.stops), sheet.stops, strict=False):
            tape.stop(stop, elsewhere=before is None or before.place != stop.place)
    tape.rule()
    tape.codes(sheet)
    tape.stack(sheet.keep, 22, 20)
    return tape.y + _SIDE


class _Tape:
    """The paper so far: what comes next is drawn below it."""

    def __init__(self, painter: QPainter, width: int, *, rtl: bool) -> None:
        self._painter, self._width, self._rtl = painter, width, rtl
        self._scale = 1.0 if width >= DOTS[80] else 0.85
        self.y = _SIDE

    # ------------------------------------------------------------------ text
    def line(self, text: str, size: int, *, bold: bool = False) -> None:
        """One text in the middle, on as many lines as it needs."""
        self.y += self._write(text, self._font(size, bold), _SIDE, self._room, _CENTRE)

    def stack(self, two: Two, first: int, second: int, *, bold: bool = False) -> None:
        """The leading language, and below it the other one."""
        self.line(bidi.iso(two.first), first, bold=bold)
        self.line(bidi.iso(two.second), second)
        self.y += 2

    def pair(self, two: Two, first: int, second: int, *, bold: bool = False) -> None:
        """Both languages on one line, each from its own side; below each other where they do not fit."""
        if not two.first and not two.second:
            return
        one, other = self._font(first, bold), self._font(second, bold)
        need = self._long(two.first, one) + self._long(two.second, other) + 24
        if need > self._room:
            self.stack(two, first, second, bold=bold)
            return
        self.y += self._both(two, one, other, _SIDE, self._room)

    def number(self, text: str) -> None:
        """The number, as large as this paper allows."""
        font = self._font(250, bold=True, scaled=False)
        metrics = QFontMetricsF(font)
        box = metrics.tightBoundingRect(text)
        factor = min(NUMBER_HIGH / box.height(), self._room / box.width())
        font.setPixelSize(int(font.pixelSize() * factor))
        box = QFontMetricsF(font).tightBoundingRect(text)
        self.y += _GAP
        self._painter.setFont(font)
        x = (self._width - box.width()) / 2 - box.left()
        self._painter.drawText(QRectF(x, self.y - box.top(), 1, 1).topLeft(), text)
        self.y += int(box.height()) + _GAP

    def band(self, two: Two) -> None:
        """White on black across the paper."""
        font = self._font(30, bold=True)
        text = f"{bidi.iso(two.first)}  ·  {bidi.iso(two.second)}"
        high = int(QFontMetricsF(font).height()) + 4
        self._painter.fillRect(QRect(0, self.y, self._width, high), _INK)
        self._painter.setPen(QColor("white"))
        self._write(text, font, _SIDE, self._room, _CENTRE, self.y + 2)
        self._painter.setPen(_INK)
        self.y += high + _GAP

    def boxed(self, two: Two, first: int, second: int) -> None:
        """Something to be read first, in a frame."""
        self.y += _GAP
        top, self.y = self.y, self.y + 6
        for text, size, rtl in ((two.first, first, self._rtl), (two.second, second, not self._rtl)):
            side = _RIGHT if rtl else _LEFT
            self.y += self._write(bidi.iso(text), self._font(size), _SIDE + 12, self._room - 24, side)
        self.y += 6
        self._painter.setPen(QPen(_INK, 3))
        self._painter.drawRect(QRectF(_SIDE + 1.5, top, self._room - 3, self.y - top))
        self._painter.setPen(_INK)
        self.y += _GAP

    def stop(self, stop: Stop, *, elsewhere: bool) -> None:
        """A box to tick and the clinic; before it where that is, if it is not where the one before was."""
        if elsewhere and stop.place.first:
            self.pair(stop.place, 20, 18)
        side, here = 24, stop.state == "here"
        room = self._room - side - 14
        left = _SIDE if self._rtl else _SIDE + side + 14
        one, other = self._font(26, here), self._font(20, here)
        top = self.y
        if self._long(stop.name.first, one) + self._long(stop.name.second, other) + 16 <= room:
            self.y += self._both(stop.name, one, other, left, room)
        else:
            for text, font in zip(stop.name, (one, other), strict=True):
                self.y += self._write(bidi.iso(text), font, left, room, _RIGHT if self._rtl else _LEFT)
        x = self._width - _SIDE - side if self._rtl else _SIDE
        self._box(QRectF(x, top + (QFontMetricsF(one).height() - side) / 2, side, side), stop.state)

    # ------------------------------------------------------------------ what is no text
    def rule(self) -> None:
        """A line across the paper."""
        self.y += 6
        self._painter.fillRect(QRect(_SIDE, self.y, self._room, 2), _INK)
        self.y += 2 + 6

    def codes(self, sheet: Sheet) -> None:
        """The square for phones, the bars for scanners, and beside them when it was printed.

        On a narrow roll the bars stand upright, at the side where reading ends.
        """
        if sheet.code and (code128.length(sheet.code) + 2 * code128.QUIET) * _MODULE > self._width:
            self._upright(sheet)
            return
        half = self._room // 2
        square, words = (_SIDE, _SIDE + half) if self._rtl else (_SIDE + half, _SIDE)
        if sheet.address:
            top = self.y
            bottom = top + self._square(sheet.address, square, half)
            high = self._texts(sheet, words, half, dry=True)
            self.y = top + max(0, (bottom - top - high) // 2)
            self._texts(sheet, words, half)
            self.y = max(self.y, bottom)
        else:
            self.pair(sheet.when, 24, 22)
        if sheet.code:
            self.y += _GAP
            shift = (self._width - code128.length(sheet.code) * _MODULE) / 2
            self._painter.translate(shift, self.y)
            self._bars(sheet.code, 80)
            self._painter.translate(-shift, -self.y)
            self.y += 82
            self.line(bidi.ltr(sheet.code), 24)

    def _upright(self, sheet: Sheet) -> None:
        top, high, room = self.y + _GAP, 80, self._room - 80 - 36 - code128.QUIET * _MODULE
        x = _SIDE + 36 if self._rtl else self._width - _SIDE - high
        long = code128.length(sheet.code) * _MODULE
        before = self._painter.transform()
        self._painter.setTransform(QTransform().translate(x + high, top).rotate(90), combine=True)
        self._bars(sheet.code, high)
        self._painter.setFont(self._font(24))
        self._painter.drawText(QRectF(0, high, long, 34), Qt.AlignmentFlag.AlignCenter, bidi.ltr(sheet.code))
        self._painter.setTransform(before)
        left = self._width - _SIDE - room if self._rtl else _SIDE
        if sheet.address:
            self.y += self._square(sheet.address, left, room)
        self._texts(sheet, left, room)
        self.y = max(self.y, top + long) + _GAP

    def _texts(self, sheet: Sheet, left: int, room: int, *, dry: bool = False) -> int:
        """What the square is for, and when this was printed; with *dry* only how high that would be."""
        phone = zip(sheet.phone or (), (24, 20), strict=False) if sheet.address else ()
        top = self.y
        for text, size in (*phone, ("", 12), (sheet.when.first, 22), (sheet.when.second, 20)):
            self.y += self._write(bidi.iso(text), self._font(size), left, room, _CENTRE, hidden=dry) if text else size
        high = self.y - top
        if dry:
            self.y = top
        return high

    def _square(self, address: str, left: int, room: int) -> int:
        """The height it took, quiet zone and all."""
        import segno  # a tenth of a second, which only the printers' thread has to spare

        matrix = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
        count = len(matrix)
        dot = max(2, min(8, room // (count + 8), 300 // count))
        x, y = left + (room - count * dot) // 2, self.y + 4 * dot
        for row, cells in enumerate(matrix):
            for column, dark in enumerate(cells):
                if dark:
                    self._painter.fillRect(QRect(x + column * dot, y + row * dot, dot, dot), _INK)
        return (count + 6) * dot

    def _bars(self, code: str, high: int) -> None:
        for place, wide in code128.bars(code):
            self._painter.fillRect(QRect(place * _MODULE, 0, wide * _MODULE, high), _INK)

    def _box(self, box: QRectF, state: str) -> None:
        self._painter.setPen(QPen(_INK, 2.5))
        self._painter.drawRect(box)
        if state == "done":
            ink = QPen(_INK, 4)
            self._painter.setPen(ink)
            x, y, side = box.x(), box.y(), box.width()
            self._painter.drawLine(*map(round, (x + 5, y + side * 0.55, x + side * 0.42, y + side - 6)))
            self._painter.drawLine(*map(round, (x + side * 0.42, y + side - 6, x + side - 4, y + 5)))
        elif state == "here":
            self._painter.fillRect(box.adjusted(6, 6, -6, -6), _INK)
        self._painter.setPen(_INK)

    # ------------------------------------------------------------------ measures
    @property
    def _room(self) -> int:
        return self._width - 2 * _SIDE

    def _font(self, size: int, bold: bool = False, *, scaled: bool = True) -> QFont:
        font = QFont(list(FAMILIES))
        font.setPixelSize(round(size * self._scale) if scaled else size)
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font

    def _long(self, text: str, font: QFont) -> float:
        return QFontMetricsF(font).horizontalAdvance(text)

    def _both(self, two: Two, one: QFont, other: QFont, left: float, room: float) -> int:
        """Each from its own side, on one base line."""
        high, low = QFontMetricsF(one), QFontMetricsF(other)
        sides = (_RIGHT, _LEFT) if self._rtl else (_LEFT, _RIGHT)
        self._write(bidi.iso(two.first), one, left, room, sides[0])
        self._write(bidi.iso(two.second), other, left, room, sides[1], self.y + high.ascent() - low.ascent())
        return int(max(high.height(), low.height()))

    def _write(
        self, text: str, font: QFont, left: float, room: float, side: Qt.AlignmentFlag, top: float | None = None,
        *, hidden: bool = False,
    ) -> int:  # fmt: skip
        """*text* within *room*, broken between words; the height it took."""
        self._painter.setFont(font)
        box = QRectF(left, self.y if top is None else top, room, 10_000)
        flags = int(side | _WRAP)
        if not hidden:
            self._painter.drawText(box, flags, text)
        return int(self._painter.boundingRect(box, flags, text).height())
