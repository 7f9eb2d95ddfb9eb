"""Finds an action by its words (Ctrl+K), and lists every key (F1). Both are made from the same lists as the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QScrollArea, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.field import LineEdit
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import Sheet
from mmc_console.desktop.kit.text import say
from mmc_console.domain.folding import fold


class Palette(Sheet):
    """Type, arrow, Enter."""

    def __init__(self, look: Look, over: QWidget, lists: Callable[[], Iterable[ActionList]]) -> None:
        super().__init__(look, over, lambda: self.tr("Commands"), lambda: self.tr("Close"), name="palette")
        self._lists = lists
        self._shown: list[tuple[ActionList, Action]] = []
        self.high = 440
        self.line = LineEdit(look, lambda: self.tr("Type what you want to do"))
        self.line.setObjectName("palette_line")
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName("palette_list")
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemActivated.connect(self._run)
        self.found.itemClicked.connect(self._run)
        self.nothing = Label(
            lambda: self.tr("No command has these words. Type others."), "body", "text2", name="palette_nothing"
        )
        self.body.addWidget(self.line)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.found, 1)

    def start(self) -> None:
        """Open with an empty line and every action."""
        self.line.setText("")
        self.found.setAccessibleName(self.tr("Commands"))
        self._fill()
        self.open(self.line)

    def _fill(self) -> None:
        wanted = fold(self.line.text())
        self._shown = [
            (actions, action)
            for actions in self._lists()
            for action in actions.all()
            if action.sheet and wanted in fold(say(action.text))
        ]
        self.nothing.setVisible(not self._shown)
        self.found.clear()
        for _, action in self._shown:
            item = QListWidgetItem(self._look.icon(action.icon or "chevron-right"), _line(action))
            if not action.enabled:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.found.addItem(item)
        self.found.setCurrentRow(0)

    def say_again(self) -> None:
        """The same command stays chosen."""
        row = self.found.currentRow()
        self.found.setAccessibleName(self.tr("Commands"))
        self._fill()
        self.found.setCurrentRow(min(row, self.found.count() - 1))

    def _run(self) -> None:
        row = self.found.currentRow()
        if 0 <= row < len(self._shown):
            actions, action = self._shown[row]
            self.shut()
            actions.press_shown(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the line belong to the list."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                row = self.found.currentRow() + steps[Qt.Key(event.key())]
                self.found.setCurrentRow(max(0, min(self.found.count() - 1, row)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)


def _line(action: Action) -> str:
    keys = "  ".join(bidi.ltr(key) for key in action.keys)
    why = say(action.reason) if not action.enabled else ""
    return "   ".join(part for part in (say(action.text), keys, why) if part)


class ShortcutSheet(Sheet):
    """Every key that works here, this page's first."""

    def __init__(self, look: Look, over: QWidget, lists: Callable[[], Iterable[ActionList]]) -> None:
        super().__init__(look, over, lambda: self.tr("Keys"), lambda: self.tr("Close"), name="shortcut_sheet")
        self._lists = lists
        self.wide, self.high = 860, 560
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area, 1)

    def start(self) -> None:
        """Open with the keys of this moment."""
        self.say_again()
        self.open()

    def say_again(self) -> None:
        """The keys of this moment, in the language of this moment."""
        page = QWidget()
        page.setProperty("part", "bar")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grid = QGridLayout(page)
        grid.setContentsMargins(4, 0, 4, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        lines = [(say(a.text), a.keys) for each in self._lists() for a in each.all() if a.sheet and a.keys]
        lines += self._standing()
        half = (len(lines) + 1) // 2
        for place, (text, keys) in enumerate(lines):
            row, column = place % half, 2 * (place // half)
            grid.addWidget(Label(text, wrap=True), row, column)
            cap = Label("   ".join(bidi.ltr(key) for key in keys), "captionStrong", "text2")
            grid.addWidget(cap, row, column + 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(half, 1)
        self._area.setWidget(page)
        self._area.setAccessibleName(self.tr("Keys"))

    def _standing(self) -> list[tuple[str, tuple[str, ...]]]:
        """Keys that belong to no action."""
        return [
            (self.tr("Next row, previous row"), ("Down", "Up")),
            (self.tr("Open the row"), ("Enter",)),
            (self.tr("Menu of the row"), ("Shift+F10",)),
            (self.tr("Close the top layer; clear the search"), ("Esc",)),
            (self.tr("Main button of a dialog"), ("Ctrl+Enter",)),
        ]
