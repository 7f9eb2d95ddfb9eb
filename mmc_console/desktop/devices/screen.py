"""Opens the dialog, with the scanner listening in it; keeps what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.devices.contract import Desk, Read
from mmc_console.desktop.devices.presenter import Presenter
from mmc_console.desktop.devices.view import DevicesDialog
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.scans import Scan
from mmc_console.desktop.printing import Paper

Listen = Callable[[QWidget, Callable[[Scan], bool]], object]


class DevicesScreen:
    """One opening of the dialog."""

    def __init__(
        self, look: Look, parent: QWidget, desk: Desk, start: Callable[[str, Coroutine[Any, Any, None]], bool],
        sample: Callable[[], Paper], listen: Listen, learned_gap: Callable[[int], None], *, may_change: bool,
    ) -> None:  # fmt: skip
        """*listen* tells what is scanned in a window; *learned_gap* keeps how slow this desk's scanner is."""
        self.view = DevicesDialog(look, parent, self._check)
        self.presenter = Presenter(desk, self.view, start, sample, may_change=may_change)
        self._learned_gap, self._start = learned_gap, start
        self.view.bind(self.presenter)
        listen(self.view, self.scanned)

    def _check(self) -> bool:
        return self.presenter.check()

    def scanned(self, scan: Scan) -> bool:
        """Show what a scanner has typed here."""
        self._learned_gap(scan.slowest_ms)
        self.presenter.scanned(Read(scan.text, scan.mean_ms, scan.by_place, scan.ended_by, ticket=False))
        return True

    async def choose(self) -> None:
        """Until the person closes it."""
        self._start("system-printers", self.presenter.look())
        try:
            if await self.view.answer():
                self.presenter.keep()
        finally:
            self.presenter.close()
