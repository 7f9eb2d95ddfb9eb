"""The last 24 hours as a painted strip: how the server was, from the reading start to the end.

Height and pattern tell the state as the colour does. The numbers behind it are a table beside it, and are said to
screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.wire.health import Stretch, Stretched

BAND: Final = 28
_WORDS: Final = 20
_SHARE: Final[dict[Stretched, float]] = {
    "healthy": 0.4, "degraded": 0.65, "unhealthy": 1.0, "down": 1.0, "planned": 0.4, "unknown": 0.15,
}  # fmt: skip
_INKS: Final[dict[Stretched, str]] = {
    "healthy": "ok", "degraded": "warn", "unhealthy": "danger", "down": "danger", "planned": "info", "unknown": "text3",
}  # fmt: skip
_PATTERNS: Final[dict[Stretched, Qt.BrushStyle]] = {
    "down": Qt.BrushStyle.DiagCrossPattern, "planned": Qt.BrushStyle.BDiagPattern,
}  # fmt: skip


class Strip(QWidget):
    """States over time."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look = look
        self._pieces: tuple[Stretch, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(BAND + _WORDS)

    def show_pieces(self, pieces: Sequence[Stretch], spoken: str) -> None:
        """Paint *pieces*, which follow each other; *spoken* says the same."""
        self.setAccessibleName(bidi.strip(spoken))
        self.setToolTip(bidi.strip(spoken))
        if tuple(pieces) != self._pieces:
            self._pieces = tuple(pieces)
            self.update()

    def places(self) -> list[tuple[Stretch, QRectF]]:
        """Each piece and where it is painted; one that is shorter than a pixel keeps a pixel."""
        if not self._pieces:
            return []
        first, last = self._pieces[0].begins, self._pieces[-1].ends
        whole = max((last - first).total_seconds(), 1.0)
        found = []
        for piece in self._pieces:
            start = self._at(piece.begins, first, whole)
            width = max(1.0, self._at(piece.ends, first, whole) - start)
            x = self.width() - start - width if bidi.is_rtl(self) else start
            high = BAND * _SHARE[piece.status]
            found.append((piece, QRectF(x, BAND - high, width, high)))
        return found

    def _at(self, moment: datetime, first: datetime, whole: float) -> float:
        return (moment - first).total_seconds() / whole * self.width()

    def sizeHint(self) -> QSize:
        return QSize(240, BAND + _WORDS)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for piece, place in self.places():
            color = self._look.color(_INKS[piece.status])
            if piece.status in _PATTERNS:
                painter.fillRect(place, self._look.color("surface2"))
                painter.fillRect(place, QBrush(color, _PATTERNS[piece.status]))
                painter.setPen(color)
                painter.drawRect(place.adjusted(0, 0, -1, -1))
            else:
                painter.fillRect(place, color)
        painter.fillRect(QRectF(0, BAND, self.width(), 1), self._look.color("borderStrong"))
        if not self._pieces:
            return
        painter.setFont(self._look.font("caption"))
        painter.setPen(self._look.color("text2"))
        room = QRectF(0, BAND + 1, self.width(), _WORDS - 1)
        ends = (bidi.ltr(f"{self._pieces[0].begins:%m-%d %H:%M}"), bidi.ltr(clock_time(self._pieces[-1].ends)))
        left, right = reversed(ends) if bidi.is_rtl(self) else ends
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, left)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, right)
