"""Short answers to one's own actions, at the bottom where reading ends. Each names what was done, with Undo.

Not where reading starts: there stand Done, Transfer and Issue, and a hand on the mouse would wait ten seconds for them.
For the same reason long words take a second line, and beside an open drawer they stand over the page, not its buttons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import Drawer
from mmc_console.desktop.kit.text import Text, say

AT_MOST: Final = 2
STAYING_AT_MOST: Final = 4
"""Of those that wait for a press: what passes by makes room for them, not they for it."""
WIDEST: Final = 400
"""As wide as the last column of a page; longer words take more lines."""
UNDO_KEY: Final = "Ctrl+Z"
_HIGH, _EDGE = 48, 12
_ICONS: Final = {"ok": ("circle-check", "ok"), "info": ("info-circle", "info"), "error": ("alert-octagon", "danger")}


@dataclass(frozen=True, slots=True)
class Toast:
    """One line; with *undo* it stays longer and has the button."""

    text: Text
    undo: Callable[[], None] | None = None
    kind: Literal["ok", "info", "error"] = "ok"
    stays: bool = False
    """Until somebody presses it or Esc: what it says has to be done."""
    undoes: str = ""
    """The id of what *undo* takes back. While it is what Ctrl+Z would take back, the button shows that key."""
    undone: str = ""
    """The id of what was taken back: no toast offers that any more."""


class ToastBox(QFrame):
    """One toast on the screen; its time stands still while pointed at or focused."""

    def __init__(
        self, look: Look, toast: Toast, undo_text: Text, lasts_ms: int, gone: Callable[[ToastBox], None], key: str
    ) -> None:  # fmt: skip
        super().__init__()
        self.toast, self.times = toast, 1
        self._gone = gone
        self._button: Button | None = None
        self.setObjectName("toast")
        self.setProperty("part", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        icon, ink = _ICONS[toast.kind]
        row.addWidget(IconLabel(look, icon, ink, 20))
        self._label = Label(self._words, name="toast_text")
        row.addWidget(self._label, 1)
        if toast.undo is not None:
            self._button = Button(look, undo_text, icon="arrow-back-up", key=key, kind="link", name="toast_undo",
                                  pressed=self._undo)  # fmt: skip
            row.addWidget(self._button)
        self.setMinimumHeight(_HIGH)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(lasts_ms)
        self.timer.timeout.connect(self._time_up)
        self._begin()

    def _begin(self) -> None:
        if not self.toast.stays:
            self.timer.start()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._label.text()

    def again(self) -> None:
        """The same thing happened once more: count it and start its time anew."""
        self.times += 1
        self._label.refresh()
        self._begin()

    def show_key(self, key: str) -> None:
        """What does the same as the button; empty while the key would take back something else."""
        if self._button is not None:
            self._button.show_key(key)

    def fit(self) -> QSize:
        """Its size: one line where the words are short, more lines where they are long."""
        self._label.setWordWrap(False)
        size = self.sizeHint()
        if size.width() > WIDEST:
            self._label.setWordWrap(True)
            size = QSize(WIDEST, self.heightForWidth(WIDEST))
        return size.expandedTo(QSize(0, _HIGH))

    def close_now(self) -> None:
        """Leave the screen."""
        self.timer.stop()
        self._gone(self)

    def _words(self) -> str:
        return say(self.toast.text) + (f" (×{self.times})" if self.times > 1 else "")

    def _undo(self) -> None:
        self.close_now()
        if self.toast.undo is not None:
            self.toast.undo()

    def _time_up(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self.timer.start()
        else:
            self._gone(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._begin()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.toast.stays:
            self.close_now()
        super().mouseReleaseEvent(event)


class Toasts(QWidget):
    """At most two toasts above the lower edge of *over*, newest on top."""

    def __init__(
        self, look: Look, over: QWidget, undo_text: Text, said: Callable[[Toast], None] = lambda toast: None
    ) -> None:  # fmt: skip
        """*said* hears of each toast, for screen readers."""
        super().__init__(over)
        self._look, self._over, self._undo_text, self._said = look, over, undo_text, said
        self.setObjectName("toasts")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._boxes: list[ToastBox] = []
        self._next = ""
        over.installEventFilter(self)
        self.hide()

    def show_toast(self, toast: Toast) -> None:
        """Show *toast*; the same words again only count up."""
        self._said(toast)
        if self._boxes and toast.undo is None and say(self._boxes[0].toast.text) == say(toast.text):
            self._boxes[0].again()
            self._place()
            return
        motion = self._look.tokens.motion
        lasts = motion["toastInfo"] if toast.undo is None else motion["toastUndo"]
        box = ToastBox(self._look, toast, self._undo_text, lasts, self._drop, self._key(toast))
        self._boxes.insert(0, box)
        self._column.insertWidget(0, box)
        over = [each for each in self._boxes if toast.undone and each.toast.undoes == toast.undone]
        staying = [each for each in self._boxes if each.toast.stays]
        passing = [each for each in self._boxes if not each.toast.stays]
        room = max(AT_MOST - len(staying), int(not toast.stays))
        for old in (*over, *staying[STAYING_AT_MOST:], *passing[room:]):
            old.close_now()
        self._place()

    def follow_undo(self, next: str) -> None:
        """*next*: the id of what Ctrl+Z takes back from now on; empty for nothing. Only its toast shows the key."""
        if next != self._next:
            self._next = next
            for box in self._boxes:
                box.show_key(self._key(box.toast))
            self._place()

    def _key(self, toast: Toast) -> str:
        return UNDO_KEY if toast.undoes and toast.undoes == self._next else ""

    @property
    def texts(self) -> list[str]:
        """What is on the screen, newest first."""
        return [box.text for box in self._boxes]

    @property
    def boxes(self) -> tuple[ToastBox, ...]:
        """The toasts on the screen, newest first."""
        return tuple(self._boxes)

    def close_top(self) -> bool:
        """Close the newest; False when there is none."""
        if not self._boxes:
            return False
        self._boxes[0].close_now()
        return True

    def _drop(self, box: ToastBox) -> None:
        if box in self._boxes:
            self._boxes.remove(box)
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._place()

    def _place(self) -> None:
        if not self._boxes:
            self.hide()
            return
        self.show()  # polished first: sizes before the style sheet would be too small
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
            widget.updateGeometry()
        sizes = [box.fit() for box in self._boxes]
        width = min(max(280, *(size.width() for size in sizes)), self._over.width() - 2 * _EDGE)
        height = sum(size.height() for size in sizes) + (len(sizes) - 1) * self._column.spacing()
        start, end = self._free()
        x = start + _EDGE if bidi.is_rtl(self) else end - width - _EDGE
        if end - start < width + 2 * _EDGE:  # no room beside the drawer
            x = _EDGE if bidi.is_rtl(self) else self._over.width() - width - _EDGE
        self.setGeometry(x, self._over.height() - height - _EDGE, width, height)
        self.raise_()

    def _free(self) -> tuple[int, int]:
        """From where to where, left to right, no drawer is open."""
        left, right = 0, self._over.width()
        for drawer in self._over.findChildren(Drawer):
            if drawer.isVisible():
                x = drawer.mapTo(self._over, QPoint(0, 0)).x()
                left, right = (max(left, x + drawer.width()), right) if bidi.is_rtl(self) else (left, min(right, x))
        return left, right

    def changeEvent(self, event: QEvent) -> None:
        """Other words are wider or narrower; they are said anew after this."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, self._place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps its corner when the window changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange):
            self._place()
        return False
