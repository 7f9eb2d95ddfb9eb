"""What every list of tickets shows alike: the badge of what is not sent, the mark of being late, a row's menu."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Badge, BadgeCell, Late, WaitCell
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.table import TicketTable
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


def pop_row_menu(table: TicketTable, look: Look, actions: ActionList, ids: Iterable[str], place: QPoint) -> None:
    """The selected row's actions of *ids* at *place*, as far as the page has them; off ones stay in place.

    It goes when another row is selected, or none any more: its actions would mean somebody else.
    """
    menu, key = QMenu(table), table.selected
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def look_again() -> None:
        if table.selected != key:
            menu.close()

    def picked(_: str) -> None:
        QTimer.singleShot(0, menu, look_again)  # the table is still in the midst of it

    table.picked.connect(picked)
    menu.aboutToHide.connect(lambda: table.picked.disconnect(picked))
    for id in ids:
        action = actions.find(id)
        if action is None:
            continue
        text = say(action.text) + (f"\t{action.key}" if action.key else "")
        item = menu.addAction(look.icon(action.icon), text) if action.icon else menu.addAction(text)
        item.setEnabled(action.enabled)
        item.triggered.connect(lambda _=False, shown=action: actions.press_shown(shown))
    menu.popup(bidi.begun_at(place, menu))
