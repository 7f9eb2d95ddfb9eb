"""Opens the box over a page, with its presenter, and closes it again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.figures.scraper.presenter import Presenter
from mmc_console.desktop.admin.figures.scraper.view import ScraperDialog
from mmc_console.desktop.admin.parts import AdminParts


async def open_box(parts: AdminParts, over: QWidget) -> None:
    """Until it is closed."""
    dialog = ScraperDialog(parts.look, over, parts.words)
    presenter = Presenter(parts.gateway, dialog, parts.start)
    dialog.bind(presenter)
    presenter.come_in()
    try:
        await dialog.answer()
    finally:
        presenter.close()
