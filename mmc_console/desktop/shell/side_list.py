"""The admin's list of pages: icon and word, icons alone in narrow windows. One- and two-page roles never see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from mmc_console.desktop.kit.buttons import Button, Kind
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import DRAWER_FULL_BELOW
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.shell.standing import KEYED_PAGES
from mmc_console.desktop.shell.words import PAGE_ICONS, ShellWords

WIDE, NARROW = 220, 56
ICONS_ONLY_BELOW = DRAWER_FULL_BELOW + WIDE
"""Words leave before a page has to put a part of itself into a drawer."""


class SideList(QFrame):
    """One button per page."""

    def __init__(self, look: Look, go_to: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._go_to = look, go_to
        self._words = ShellWords()
        self._names: tuple[str, ...] = ()
        self._page = ""
        self._group = QButtonGroup(self)
        self.setObjectName("side_list")
        self.setProperty("part", "bar")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 12)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._narrow = False
        self.hide()

    def show_pages(self, names: tuple[str, ...], page: str, window_width: int) -> None:
        """List *names* with *page* marked."""
        narrow = window_width < ICONS_ONLY_BELOW
        if (names, narrow) != (self._names, self._narrow):
            self._names, self._narrow = names, narrow
            self._rebuild()
        self._page = page
        self.setFixedWidth(NARROW if narrow else WIDE)
        for button in self._group.buttons():
            button.setChecked(button.objectName() == f"side_{page}")
        self.setVisible(bool(names))

    def _rebuild(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, name in enumerate(self._names):
            button = self._button(name, place + 1)
            self._group.addButton(button)
            self._column.insertWidget(place, button)

    def _button(self, name: str, number: int) -> Button:
        kind: Kind = "iconQuiet" if self._narrow else "nav"
        button = Button(
            self._look, lambda: self._words.page(name), icon=PAGE_ICONS[name], kind=kind,
            key=f"Ctrl+{number}" if number <= KEYED_PAGES else "", capped=False, name=f"side_{name}", shrinks=True,
            pressed=lambda: self._go_to(name),
        )  # fmt: skip
        button.setCheckable(True)
        return button

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_narrow"):
            for button in self._group.buttons():
                button.update()
