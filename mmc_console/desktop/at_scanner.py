"""The console's scanner: what it reads goes to the page in front, whatever has the focus there.

Under a cover only the codes of tickets are kept from the fields below; nothing is done with them, and whatever else was
typed so fast, such as a password from a keeper of passwords, is typed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication, QWidget

from mmc_console.desktop.kit.scans import GAP_MS, SLOWEST_MS, Scan, ScanReader
from mmc_console.domain.patients import clean_number, is_number

if TYPE_CHECKING:
    from mmc_console.desktop.app import App

GAP: Final = "scanner_gap"
TWICE: Final = 2.0
"""Seconds in which the same code again is the same press of the scanner's trigger."""


class Scanner:
    """One console's scanner."""

    def __init__(self, console: App, app: QApplication, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a monotonic clock in seconds."""
        self._console, self._app, self._now = console, app, now
        self._last, self._at = "", 0.0
        self._reader = self.watch(console.shell.window, self.scanned, self.gap_ms)

    def watch(self, window: QWidget, scanned: Callable[[Scan], bool], gap_ms: Callable[[], int]) -> ScanReader:
        """Read scans in *window*."""
        reader = ScanReader(window, scanned, gap_ms, self._now)
        self._app.focusChanged.connect(reader.follow)
        return reader

    def gap_ms(self) -> int:
        """The longest gap between two keys of this desk's scanner."""
        return min(max(self._console.settings.get(GAP, GAP_MS), GAP_MS), SLOWEST_MS)

    def scanned(self, scan: Scan) -> bool:
        """Take *scan* to the page in front; False when it is none, and must be typed."""
        from mmc_console.domain.paper_code import read_code  # brings the rules along, which the first paint needs not

        console = self._console
        state = console.shell.presenter.state
        is_ticket = read_code(scan.text.upper()) is not None
        if state.cover:
            return is_ticket
        again = scan.text == self._last and self._now() - self._at < TWICE
        self._last, self._at = scan.text, self._now()
        if not again:
            self._hand_on(scan.text, state.page)
        return True

    def _hand_on(self, text: str, page: str) -> None:
        console, card = self._console, is_number(clean_number(text))
        pages = console.pages
        if pages is None:
            return
        console.shell.window.top_bar.clear_search()
        if card and page == "today":
            console.shell.presenter.go_to(page := "reception")
        elif page == "my_day":
            console.shell.presenter.go_to(page := "clinic")
        found = {"reception": pages.reception, "today": pages.today, "clinic": pages.clinic}.get(page)
        if found is not None:
            found.scanned(text)
