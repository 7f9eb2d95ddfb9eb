"""The ring around whatever has the keyboard: 2 px dark outside a 2 px light gap, on any ground.

One see-through widget above the window's content follows the focus; it never takes a click.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from mmc_console.desktop.kit.look import Look

_REACH = 4
_MOVES = frozenset({
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.EnabledChange,
})  # fmt: skip


class FocusRing(QWidget):
    """Give it the window, or the dialog, whose focus it shows."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._followed: list[QWidget] = []
        self._above: list[QWidget] = []
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        look.app.focusChanged.connect(self._moved)

    def stay_under(self, widget: QWidget) -> None:
        """*widget* lies over the window for a while and is read there: no ring goes through it."""
        self._above.append(widget)
        widget.installEventFilter(self)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._followed:
            if isValid(widget):  # a dialog that closes takes them along before the keyboard has moved on
                widget.removeEventFilter(self)
        self._followed = []
        if new is not None and new.window() is self.window() and new is not self.window():
            step: QWidget | None = new
            while step is not None and step is not self.window():
                self._followed.append(step)
                step = step.parentWidget()
            for widget in self._followed:
                widget.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the widget and everything around it."""
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        target = self._followed[0] if self._followed else None
        if target is None or not target.isVisible() or target.property("ring") is False:
            self.hide()
            return
        rect = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        rect = rect.adjusted(-_REACH, -_REACH, _REACH, _REACH) & self.window().rect()
        for around in self._followed[1:]:  # what is scrolled out of sight has no ring over what lies beside it
            area = around.parentWidget()
            if isinstance(area, QAbstractScrollArea) and area.viewport() is around:
                seen = QRect(around.mapTo(self.window(), QPoint(0, 0)), around.size())
                rect &= seen.adjusted(-_REACH, -_REACH, _REACH, _REACH)
        if rect.isEmpty():
            self.hide()
            return
        self.setGeometry(rect)
        inside = self.rect().adjusted(_REACH, _REACH, -_REACH, -_REACH)
        mask = QRegion(self.rect()) - QRegion(inside)
        for above in self._above:
            if above.isVisible():
                mask -= QRegion(
                    QRect(self.mapFrom(self.window(), above.mapTo(self.window(), QPoint(0, 0))), above.size())
                )
        self.setMask(mask)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, name in ((3, "focusInner"), (1, "focusOuter")):
            painter.setPen(QPen(self._look.color(name), 2))
            painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 8, 8)
