"""What all charts share: a point that mouse and arrow keys walk to, its callout, and what a screen reader is told.

A chart knows no data source and keeps nothing but its plot. What follows from the plot and the size is worked out once
and kept until one of them changes, so that a repaint costs little however many points there are.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.announcer import Announcer
from mmc_console.desktop.kit.charts import ink
from mmc_console.desktop.kit.charts.plot import Plot, Scale, scale_of
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say

NONE: Final = -1
_PAD: Final = 8


class Chart(QWidget):
    """One chart. `picked` tells the place of the label that is walked to, -1 for none."""

    picked = Signal(int)

    def __init__(
        self, look: Look, title: Text, *, name: str = "", now: Callable[[], float] = monotonic,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._look, self._title = look, title
        self._plot = Plot()
        self._empty: Text = ""
        self._place = NONE
        self._scale = Scale(1, 1)
        self._laid: object = None
        self._picture: QPixmap | None = None
        self._announcer = Announcer(self, now)
        if name:
            self.setObjectName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 96)
        self._describe()

    # ------------------------------------------------------------------ show
    def show_plot(self, plot: Plot, empty: Text = "") -> None:
        """Show *plot*; where it holds nothing, say *empty*. The point that is walked to stays."""
        if plot == self._plot and empty == self._empty:
            return
        self._plot, self._empty = plot, empty
        self._scale = scale_of(plot.highest, unit=plot.unit, whole=plot.whole)
        if self._place >= len(plot.labels) or plot.empty:
            self._place = NONE
        self._again()

    @property
    def plot(self) -> Plot:
        """What is shown."""
        return self._plot

    @property
    def place(self) -> int:
        """The label that is walked to, or -1."""
        return self._place

    @property
    def spoken(self) -> str:
        """What was read out last."""
        return self._announcer.last

    def walk_to(self, place: int) -> None:
        """Mark this label's values, show and say them; -1: none."""
        place = place if 0 <= place < len(self._plot.labels) and not self._plot.empty else NONE
        if place != self._place:
            self._place = place
            self._describe()
            self.update()
            self.picked.emit(place)

    # ------------------------------------------------------------------ for each kind of chart
    def lay(self) -> None:
        """Work out what follows from plot and size."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Paint axes and data."""
        raise NotImplementedError

    def points(self, place: int) -> list[tuple[int, QPointF]]:
        """Where the values of one label are painted: by series."""
        raise NotImplementedError

    def nearest(self, at: QPointF) -> int:
        """The label under the mouse, or -1."""
        raise NotImplementedError

    def forward(self) -> tuple[Qt.Key, Qt.Key]:
        """The keys to the next label and back."""
        if bidi.is_rtl(self):
            return Qt.Key.Key_Left, Qt.Key.Key_Right
        return Qt.Key.Key_Right, Qt.Key.Key_Left

    # ------------------------------------------------------------------ paint
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._plot.empty:
            painter.setFont(self._look.font("body"))
            painter.setPen(self._look.color("text2"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(_PAD, 0, -_PAD, 0), flags, say(self._empty))
            return
        self._lay_once()
        painter.drawPixmap(0, 0, self._painted(painter.device().devicePixelRatioF()))
        if self._place != NONE:
            self._cursor(painter)
            self._callout(painter)

    def _lay_once(self) -> None:
        key = (self.size(), bidi.is_rtl(self), self._look.theme, self._look.font("caption").pixelSize())
        if self._laid != key:
            self._laid, self._picture = key, None
            self.lay()

    def _painted(self, ratio: float) -> QPixmap:
        """Axes and data as a picture: walking from point to point paints no more than the callout."""
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            painter.setLayoutDirection(self.layoutDirection())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter)
            painter.end()
        return self._picture

    def _cursor(self, painter: QPainter) -> None:
        """Where the point is that is walked to."""

    def _callout(self, painter: QPainter) -> None:
        """A small box beside the point: the label, and each value with its series' marker."""
        points = self.points(self._place)
        columns = self._plot.columns()
        lines = [
            (name, self._plot.say(value)) for name, values in columns if (value := values[self._place]) is not None
        ]
        font = self._look.font("caption")
        metrics = QFontMetricsF(font)
        rows = [self._plot.labels[self._place], *(f"{name}: {value}" for name, value in lines)]
        wide = max(metrics.horizontalAdvance(row) for row in rows) + 2 * _PAD + 2
        high = len(rows) * metrics.height() + 2 * _PAD - 4
        anchor = points[0][1] if points else QPointF(self.width() / 2, self.height() / 2)
        x = anchor.x() + 10 if anchor.x() + 10 + wide <= self.width() else anchor.x() - 10 - wide
        y = min(max(anchor.y() - high - 6, 0.0), max(0.0, self.height() - high))
        box = QRectF(max(0.0, min(x, self.width() - wide)), y, wide, high)
        for series, point in points:
            ink.mark(painter, self._look, series, point, ink.MARK + 2)
        painter.setPen(QPen(self._look.color("borderStrong"), 1))
        painter.setBrush(self._look.color("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        side = bidi.start_alignment(bidi.is_rtl(self))
        for i, row in enumerate(rows):
            painter.setFont(self._look.font("captionStrong" if i == 0 else "caption"))
            painter.setPen(self._look.color("text"))
            room = QRectF(box.x() + _PAD, box.y() + _PAD - 2 + i * metrics.height(), wide - 2 * _PAD, metrics.height())
            painter.drawText(room, side, row)

    # ------------------------------------------------------------------ walk
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ahead, back = self.forward()
        last = len(self._plot.labels) - 1
        steps = {
            ahead: min(self._place + 1, last),
            back: self._place - 1 if self._place > 0 else (last if self._place == NONE else 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageDown: min(self._place + 10, last),
            Qt.Key.Key_PageUp: max(self._place - 10, 0),
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._place != NONE:
            self.walk_to(NONE)
        elif key in steps and not self._plot.empty and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.walk_to(steps[key])
            self._announcer.assertive(self._plot.told(self._place))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._plot.empty:
            self._lay_once()
            self.walk_to(self.nearest(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.walk_to(NONE)

    # ------------------------------------------------------------------ look
    def sizeHint(self) -> QSize:
        return QSize(360, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._laid = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_announcer"):
            self._again()

    def _again(self) -> None:
        self._laid = None
        self._describe()
        self.update()

    def _describe(self) -> None:
        """The name is the title; the description one sentence, then the point that is walked to."""
        self.setAccessibleName(bidi.strip(say(self._title)))
        said = say(self._empty) if self._plot.empty else self._plot.summary
        if self._place != NONE:
            said = f"{said} {self._plot.told(self._place)}"
        self.setAccessibleDescription(bidi.strip(said))
