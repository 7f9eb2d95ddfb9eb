"""What a restore changes clinic by clinic: two bars each, now over then, growing from the reading start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say

_ROW: Final = 30
_NAME: Final = 150
_COUNTS: Final = 96


@dataclass(frozen=True, slots=True)
class Bar:
    """One clinic: its name, and its tickets now and then."""

    name: str
    now: int | None
    then: int


class ClinicBars(QWidget):
    """Paints them; the numbers stand beside each pair, and the whole is said to screen readers."""

    def __init__(self, look: Look, label: Text) -> None:
        super().__init__()
        self._look, self._label = look, label
        self._bars: tuple[Bar, ...] = ()
        self.setObjectName("restore_bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Paint *bars*."""
        self._bars = tuple(bars)
        self.setFixedHeight(max(_ROW, _ROW * len(self._bars)))
        self.setAccessibleName(bidi.strip(say(self._label)))
        self.setAccessibleDescription(bidi.strip("; ".join(f"{b.name}: {_counts(b)}" for b in self._bars)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = bidi.is_rtl(self)
        most = max((max(b.now or 0, b.then) for b in self._bars), default=0) or 1
        room = self.width() - _NAME - _COUNTS - 16
        painter.setFont(self._look.font("body"))
        for place, bar in enumerate(self._bars):
            top = place * _ROW
            self._text(painter, bidi.iso(bar.name), QRect(0, top, _NAME, _ROW), rtl=rtl)
            start = _NAME + 8
            for count, color, y in ((bar.now, "borderStrong", top + 5), (bar.then, "primary", top + 16)):
                if count:
                    length = max(3, round(room * count / most))
                    painter.fillRect(self._mirrored(QRect(start, y, length, 9), rtl=rtl), self._look.color(color))
            place_of = QRect(self.width() - _COUNTS, top, _COUNTS, _ROW)
            self._text(painter, bidi.ltr(_counts(bar)), place_of, rtl=rtl)

    def _text(self, painter: QPainter, text: str, room: QRect, *, rtl: bool) -> None:
        painter.setPen(self._look.color("text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(self._mirrored(room, rtl=rtl), bidi.start_alignment(rtl), shown)

    def _mirrored(self, room: QRect, *, rtl: bool) -> QRect:
        return QRect(self.width() - room.right() - 1, room.y(), room.width(), room.height()) if rtl else room

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event):
            self.update()


def _counts(bar: Bar) -> str:
    return f"{'–' if bar.now is None else bar.now} → {bar.then}"
