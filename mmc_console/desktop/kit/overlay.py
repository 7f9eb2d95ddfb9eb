"""Things laid over a page inside the same window: the drawer at the reading end, and a sheet in the middle.

They are no dialogs: the page below goes on living, and Esc closes the top one.
"""

from __future__ import annotations

from itertools import count
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say

DRAWER_FULL_BELOW: Final = 1180


class Overlay(QFrame):
    """A titled box over *over* with a close button; keeps its place when *over* changes size."""

    closed = Signal()
    opened_as = 0
    """The how manieth opening of any layer this was: the latest lies on top."""
    _openings = count(1)

    def __init__(self, look: Look, over: QWidget, title: Text, close_text: Text, *, name: str) -> None:
        super().__init__(over)
        self._look, self._over = look, over
        self._words = title
        self._return_to: QWidget | None = None
        self._say_soon = False
        self.setObjectName(name)
        self.setProperty("part", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 16)
        outer.setSpacing(12)
        top = QHBoxLayout()
        self.title = Label(title, "title")
        top.addWidget(self.title)
        top.addStretch(1)
        self.close_button = Button(
            look, close_text, icon="x", key="Esc", kind="quiet", name=f"{name}_close", pressed=self.shut
        )
        top.addWidget(self.close_button)
        outer.addLayout(top)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        over.installEventFilter(self)
        self.hide()

    def open(self, focus: QWidget | None = None) -> None:
        """Show it, with the keyboard in *focus*."""
        if not self.isVisible():
            self._return_to = QApplication.focusWidget()
        self.setAccessibleName(bidi.strip(say(self._words)))
        self._place()
        self.opened_as = next(Overlay._openings)
        self.show()
        self.raise_()
        (focus or self.close_button).setFocus(Qt.FocusReason.PopupFocusReason)

    def shut(self) -> None:
        """Hide it and give the keyboard back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._return_to is not None and self._return_to.isVisible():
            self._return_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self._return_to = None
        self.closed.emit()

    def forget_return(self) -> None:
        """Do not give the keyboard back: the page it was in is gone."""
        self._return_to = None

    def say_again(self) -> None:
        """Open while the language changed: say what was made for this opening in the new one. Labels do it alone."""

    def _place(self) -> None:
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and self.isVisible() and not self._say_soon:
            self._say_soon = True  # Qt is walking through all widgets: none may be taken away before it has ended
            QApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: QEvent) -> None:
        """The change has reached every widget."""
        self._say_soon = False
        if self.isVisible():
            self.setAccessibleName(bidi.strip(say(self._words)))
            self.say_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps its place."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange) and self.isVisible():
            self._place()
        return False


def topmost(window: QWidget) -> Overlay | None:
    """What lies on top of everything in *window*, a panel of a page or within a drawer too; None where nothing does."""
    layers = (layer for layer in window.findChildren(Overlay) if layer.isVisible())
    return max(layers, key=lambda layer: layer.opened_as, default=None)


class Drawer(Overlay):
    """At the reading end, as high as the page; the whole width in small windows."""

    def _place(self) -> None:
        room = self._over.width()
        width = room if room < DRAWER_FULL_BELOW else min(room, self._look.size("drawer"))
        x = 0 if bidi.is_rtl(self) else room - width
        self.setGeometry(x, 0, width, self._over.height())


class Sheet(Overlay):
    """In the middle, as wide as asked and as high as its content."""

    wide: int = 640
    high: int = 0
    """0: as high as the content wants."""

    def _place(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()  # a box within the box tells what it wants by now only then
        width = min(self.wide, self._over.width() - 24)
        height = min(self.high or self.sizeHint().height(), self._over.height() - 24)
        top = max(12, min(60, (self._over.height() - height) // 2))
        self.setGeometry((self._over.width() - width) // 2, top, width, height)
