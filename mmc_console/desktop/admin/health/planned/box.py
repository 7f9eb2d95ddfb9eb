"""Opens the box over a page, with its presenter, and closes it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.health.planned.presenter import Presenter, Start
from mmc_console.desktop.admin.health.planned.view import PlannedDialog
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.tickets.rule_words import RuleWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


async def open_box(look: Look, over: QWidget, rules: RuleWords, gateway: Gateway, start: Start) -> None:
    """Until it is closed."""
    dialog = PlannedDialog(look, over, rules)
    presenter = Presenter(gateway, dialog, start)
    dialog.bind(presenter)
    presenter.come_in()
    await dialog.answer()
