"""What every list of tickets shows alike: the badge of what is not sent, the mark of being late, a row's menu."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Badge, BadgeCell, Late, WaitCell
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.tickets import facts

_LATE: Final[dict[facts.Late, Late]] = {0: "", 1: "late", 2: "very-late"}
_BADGES: Final[dict[facts.Badge, Badge]] = {
    "": "", "waiting": "pending", "sending": "sending", "refused": "failed", "conflict": "conflict",
}  # fmt: skip


def badge_cell(badge: facts.Badge, words: StateWords) -> BadgeCell:
    """How far the row's newest action is on its way; its text is what a screen reader says of it."""
    shown = _BADGES[badge]
    return BadgeCell(shown, words.sending(shown) if shown else "")


def wait_cell(text: str, late: facts.Late) -> WaitCell:
    """A waiting time with its mark."""
    return WaitCell(text, _LATE[late])


def pop_row_menu(parent: QWidget, look: Look, actions: ActionList, ids: Iterable[str], place: QPoint) -> None:
    """The row's actions of *ids* at *place*, as far as the page has them; off ones stay in place."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for id in ids:
        action = actions.find(id)
        if action is None:
            continue
        text = say(action.text) + (f"\t{action.key}" if action.key else "")
        item = menu.addAction(look.icon(action.icon), text) if action.icon else menu.addAction(text)
        item.setEnabled(action.enabled)
        item.triggered.connect(lambda _=False, verb=id: actions.press(verb))
    menu.popup(place)
