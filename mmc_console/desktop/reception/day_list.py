"""The list of the day, saved where the person says: gathered on this PC, so that it works while the server is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.paper.day_list import DayList, day_list, write_pdf
from mmc_console.desktop.tickets.news import shown_as_of
from mmc_console.domain.centre import Words

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

SENTENCES: dict[str, Words] = {
    "title": {"ar": "قائمة اليوم", "en": "List of the day"},
    "staff-only": {
        "ar": "للموظفين فقط؛ تُتلف حين لا تعود مطلوبة",
        "en": "For staff only; to be destroyed when no longer needed",
    },
    "as-of": {"ar": "البيانات كما في {time}", "en": "Shown as of {time}"},
    "nobody": {"ar": "لا أدوار مفتوحة", "en": "No open tickets"},
    "waiting": {"ar": "ينتظر", "en": "waiting"},
    "called": {"ar": "نودي", "en": "called"},
    "in_service": {"ar": "في الغرفة", "en": "in room"},
    "held": {"ar": "معلّق", "en": "on hold"},
    "no_show": {"ar": "لم يحضر", "en": "no-show"},
}
"""Both languages stand on the paper at once, whichever the window speaks: these are no words of the window."""


class DayListing(QObject):
    """Asks where, gathers, writes, says so."""

    def __init__(self, gateway: Gateway, parent: QWidget, toast: Callable[[Toast], None]) -> None:
        super().__init__(parent)
        self._gateway, self._window, self._toast = gateway, parent, toast

    async def run(self) -> None:
        """Until it is saved, or the person turns away."""
        if not self._gateway.ready:
            return
        path = await self._choose()
        if path is None:
            return
        try:
            await asyncio.to_thread(write_pdf, self.gathered(), path)
        except OSError as fault:
            reason = str(fault)
            self._toast(Toast(lambda: fill(self.tr("The list was not saved: {what}"), what=reason), kind="error"))
        else:
            self._toast(Toast(lambda: fill(self.tr("The list of the day is saved: {path}"), path=str(path))))

    def gathered(self) -> DayList:
        """The day as this PC knows it now."""
        gateway, now = self._gateway, self._gateway.now()
        return day_list(gateway.state, now, gateway.card, SENTENCES, shown_as_of(gateway, now) or "")

    async def _choose(self) -> Path | None:
        """The system's own window, opened and awaited. The name proposed tells the moment and nobody."""
        dialog = QFileDialog(self._window, self.tr("List of the day"), "", self.tr("PDF file (*.pdf)"))
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._gateway.now():%Y-%m-%d-%H%M}.pdf")
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        dialog.finished.connect(lambda result: None if done.done() else done.set_result(result))
        dialog.open()
        try:
            chosen = dialog.selectedFiles() if await done else []
        finally:
            dialog.close()
            dialog.deleteLater()
        return Path(chosen[0]) if chosen else None
