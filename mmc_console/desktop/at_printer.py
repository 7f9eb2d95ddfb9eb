"""The console's ticket printer: opened with the first page, watched while the program runs, chosen in the settings.

Joins the printers to the program: to what this PC remembers, to the banner that says what is wrong, to the dialog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console import assets

if TYPE_CHECKING:
    from mmc_console.desktop.app import App
    from mmc_console.desktop.paper.tray import Tray


class Printing:
    """One console's printer."""

    def __init__(self, console: App) -> None:
        self._console = console
        self._tray: Tray | None = None

    def open(self) -> Tray:
        """The printer this PC remembers; asked at once how it stands, and from time to time."""
        if self._tray is None:
            from mmc_console.desktop.paper.choice import keep, kept
            from mmc_console.desktop.paper.tray import Tray

            console = self._console
            self._tray = Tray(
                kept(console.settings), assets.path("translations"), self._languages,
                lambda choice: keep(console.settings, choice),
            )  # fmt: skip
            console.keep_running({"printer": self._tray.watch})
        return self._tray

    async def close(self) -> None:
        """Let the last paper come out."""
        if self._tray is not None:
            await self._tray.close()
            self._tray = None

    def _languages(self) -> tuple[str, ...]:
        gateway = self._console.gateway
        return gateway.state.center.center.languages if gateway is not None and gateway.ready else ()
