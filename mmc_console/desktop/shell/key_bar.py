"""The keys that work now, along the lower edge. What does not fit is left to the key sheet; nothing is clipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton, Button
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change

_GAP = 8


class KeyBar(QFrame):
    """One button per action of the page, in the page's order; Tab passes it by, for it has keys."""

    def __init__(self, look: Look, help: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._buttons: list[ActionButton] = []
        self._needed = 0
        self._shown: list[tuple[int, str]] = []
        self._laid: object = None
        self.setObjectName("key_bar")
        self.setProperty("part", "bar")
        self._note = Label("", "caption", "text2", name="data_age", parent=self)
        self._help = Button(
            look, lambda: self.tr("All keys"), key="F1", kind="quiet", shape="bar", name="help",
            pressed=help, parent=self,
        )  # fmt: skip
        self._help.setFocusPolicy(self.focusPolicy())
        row = QHBoxLayout(self)  # only gives the bar its margins; the buttons are placed by hand
        row.setContentsMargins(0, 0, 0, 0)

    def show_actions(self, lists: Sequence[ActionList]) -> None:
        """One button for each action that wants one; an earlier list's key shadows a later's."""
        wanted: list[tuple[ActionList, str]] = []
        keys: set[str] = set()
        for actions in lists:
            wanted += [(actions, a.id) for a in actions.all() if a.bar and not keys & set(a.keys)]
            keys |= {key for action in actions.all() for key in action.keys}
        self._needed = sum(1 for actions, name in wanted if actions is lists[0] or name == "undo")
        shown = [(id(actions), name) for actions, name in wanted]
        if shown != self._shown:
            self._shown = shown
            self._rebuild(wanted)
        self._lay()

    def show_note(self, text: str) -> None:
        """A short remark before the help: how old the data is."""
        self._note.say(text)
        self._lay()

    def _rebuild(self, wanted: list[tuple[ActionList, str]]) -> None:
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        for actions, name in wanted:
            button = ActionButton(self._look, actions, name, shape="bar", parent=self)
            button.setFocusPolicy(self.focusPolicy())
            self._buttons.append(button)

    @property
    def names(self) -> list[str]:
        """The actions whose buttons are on the screen."""
        return [button.objectName().removeprefix("action_") for button in self._buttons if not button.isHidden()]

    def refresh(self) -> None:
        """Heights and places of this moment."""
        self.setFixedHeight(self._look.size("keyBar"))
        self._lay()

    def _lay(self) -> None:
        """From the reading start, as many as fit before the help at the end. Nothing when nothing has changed."""
        laid = (
            self.width(), self.height(), bidi.is_rtl(self), self._look.compact, self._needed, tuple(self._shown),
            self._note.text(), self._help.text(), tuple(button.text() for button in self._buttons),
        )  # fmt: skip
        if laid == self._laid:
            return
        self._laid = laid
        x, end = 12, self._lay_at_the_end(12, self._help)
        # how old the data is stands in the banner and over the lists too: no key makes room for it
        noted = bool(self._note.text()) and self._fit(end + self._note.sizeHint().width() + _GAP)
        self._note.setVisible(noted)
        if noted:
            end = self._lay_at_the_end(end, self._note)
        else:
            self._fit(end)
        room = self.width() - end
        fits = True
        for button in self._buttons:
            size = button.sizeHint()
            fits = fits and x + size.width() <= room
            button.setVisible(fits)
            if fits:
                self._put(button, x, size)
                x += size.width() + _GAP

    def _fit(self, end: int) -> bool:
        """Make the buttons as slim as they have to be beside what takes *end*; whether those needed fit."""
        for slim in (False, True):
            for button in self._buttons:
                button.set_slim(slim)
            if 12 + sum(b.sizeHint().width() + _GAP for b in self._buttons[: self._needed]) <= self.width() - end:
                return True
        return False

    def _lay_at_the_end(self, end: int, widget: QWidget) -> int:
        """Put *widget* before what takes *end* already; what is taken then."""
        size = widget.sizeHint()
        self._put(widget, self.width() - end - size.width(), size)
        return end + size.width() + _GAP

    def _put(self, widget: QWidget, x: int, size: QSize) -> None:
        left = self.width() - x - size.width() if bidi.is_rtl(self) else x
        widget.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_help"):
            self._laid = None
            self.refresh()
