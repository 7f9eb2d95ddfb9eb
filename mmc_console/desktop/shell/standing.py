"""The actions that work on every page. A page's own action with the same key comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.actions import Action
from mmc_console.desktop.shell.contract import Intents, State
from mmc_console.desktop.shell.words import PAGE_ICONS, ShellWords

KEYED_PAGES = 8


class Layers(Protocol):
    """What the window itself does for a key."""

    def find_here(self) -> None: ...
    def next_pane(self, step: int) -> None: ...
    def open_palette(self) -> None: ...
    def open_shortcuts(self) -> None: ...
    def close_layer(self) -> None: ...


Run = Callable[[], None]


class Standing(QObject):
    """Makes them, with their words."""

    def __init__(self, window: Layers, intents: Intents) -> None:
        super().__init__()
        self._window, self._intents = window, intents
        self._pages = ShellWords()

    def text(self, id: str) -> str:
        """The action's name."""
        return {
            "undo": self.tr("Undo"),
            "find": self.tr("Find"),
            "refresh": self.tr("Refresh"),
            "pending": self.tr("Pending"),
            "lock": self.tr("Lock"),
            "alerts": self.tr("Alerts"),
            "palette": self.tr("Commands"),
            "shortcuts": self.tr("All keys"),
            "language": self.tr("Arabic / English"),
            "switch_user": self.tr("Switch user"),
            "sign_out": self.tr("Sign out"),
            "next_pane": self.tr("Next pane"),
            "previous_pane": self.tr("Previous pane"),
            "close_layer": self.tr("Close the top layer; clear the search"),
        }[id]

    def actions(self, state: State) -> tuple[Action, ...]:
        """All of them: first in the order of the key bar, then those that only have keys."""
        window, intents = self._window, self._intents
        return (
            self._undo(state),
            self._one("find", "search", window.find_here, "F3", "Ctrl+F", bar=True),
            self._one("refresh", "refresh", intents.refresh, "F5", "Ctrl+R", bar=True),
            self._one("pending", "cloud-up", intents.open_pending, "Ctrl+F9", bar=True),
            self._one("lock", "lock", intents.lock, "Ctrl+F12", "Ctrl+L", bar=True),
            self._one("alerts", "bell", intents.open_alerts, "Ctrl+F8"),
            self._one("palette", "keyboard", window.open_palette, "Ctrl+K", "Shift+F1"),
            self._one("shortcuts", "keyboard", window.open_shortcuts, "F1"),
            self._one("language", "language", intents.switch_language, "Ctrl+F11"),
            self._one("switch_user", "users", intents.switch_user, "Ctrl+Shift+F12"),
            self._one("sign_out", "logout", intents.sign_out),
            self._one("next_pane", "chevron-right", lambda: window.next_pane(1), "F6"),
            self._one("previous_pane", "chevron-left", lambda: window.next_pane(-1), "Shift+F6"),
            self._one("close_layer", "x", window.close_layer, "Esc", sheet=False),
            *self._page_keys(state.pages),
        )

    def _one(
        self, id: str, icon: str, run: Run, key: str = "", twin: str = "", *, bar: bool = False, sheet: bool = True
    ) -> Action:  # fmt: skip
        return Action(id, lambda: self.text(id), run, icon=icon, key=key, twin=twin, bar=bar, sheet=sheet)

    def _undo(self, state: State) -> Action:
        return Action(
            "undo", state.undo or (lambda: self.text("undo")), self._intents.undo, icon="arrow-back-up",
            key="Ctrl+Z", twin="Alt+Backspace", enabled=bool(state.undo),
            reason=lambda: self.tr("There is nothing to undo."),
        )  # fmt: skip

    def _page_keys(self, names: tuple[str, ...]) -> list[Action]:
        if len(names) < 2:
            return []
        return [self._page_key(name, number) for number, name in enumerate(names[:KEYED_PAGES], 1)]

    def _page_key(self, name: str, number: int) -> Action:
        return Action(
            f"page_{name}", lambda: self._pages.page(name), lambda: self._intents.go_to(name),
            icon=PAGE_ICONS[name], key=f"Ctrl+{number}", bar=False,
        )  # fmt: skip
