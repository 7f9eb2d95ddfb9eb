"""The console's ticket printer: opened with the first page, watched while the program runs, chosen in its dialog.

Joins the printers to the program: to what this PC remembers, and to the banner that says what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console import assets
from mmc_console.desktop.at_scanner import GAP
from mmc_console.desktop.kit.scans import GAP_MS, SLOWEST_MS
from mmc_console.desktop.shell.contract import Condition

if TYPE_CHECKING:
    from mmc_console.client.own_health import Found
    from mmc_console.desktop.app import App
    from mmc_console.desktop.paper.choice import PrinterChoice
    from mmc_console.desktop.paper.printer_words import PrinterWords
    from mmc_console.desktop.paper.tray import Tray
    from mmc_console.desktop.printing import Paper


class Printing:
    """One console's printer."""

    def __init__(self, console: App) -> None:
        self._console = console
        self._tray: Tray | None = None
        self._words: PrinterWords | None = None

    def open(self) -> Tray:
        """The printer this PC remembers; asked at once how it stands, and from time to time."""
        if self._tray is None:
            from mmc_console.desktop.paper.choice import PrinterChoice, kept
            from mmc_console.desktop.paper.printer_words import PrinterWords
            from mmc_console.desktop.paper.tray import Tray

            console = self._console
            self._words = PrinterWords()
            choice = PrinterChoice() if console.is_sample else kept(console.settings)  # a made-up day wastes no paper
            self._tray = Tray(choice, assets.path("translations"), self._languages, self._remember)
            self._tray.on_change(self.show_state)
            console.languages.on_change(self.show_state)
            console.keep_running({"printer": self._tray.watch})
            if console.gateway is not None:
                console.gateway.own.add("printer", self._found)
        return self._tray

    def show_state(self) -> None:
        """A banner as long as the printer is not able; a desk without one has said so with each ticket."""
        assert self._tray is not None
        assert self._words is not None
        state, shell = self._tray.state, self._console.shell.presenter
        if state.well or state.code == "none":
            shell.end_condition("printer")
        else:
            shell.show_condition(Condition("printer", value=self._words.banner(state.code)))

    def _found(self) -> Found:
        """The same for this console's health; a desk without a printer has none that could fail."""
        from mmc_console.client.own_health import Found

        assert self._tray is not None
        state = self._tray.state
        return Found("healthy") if state.well or state.code == "none" else Found("degraded", "printer-not-ready")

    async def ask(self) -> None:
        """How it stands now: somebody has just put paper in."""
        await self.open().ask()

    async def choose(self) -> None:
        """Show the dialog; supervisors and administrators may change the printer."""
        from mmc_console.desktop.devices.screen import DevicesScreen
        from mmc_console.desktop.paper.facts import sample_of

        console = self._console
        gateway = console.gateway
        if gateway is None or gateway.user is None or not gateway.ready:
            return

        def sample() -> Paper:
            return sample_of(gateway)

        await DevicesScreen(
            console.look, console.shell.window, self.open(), console.tasks.start, sample,
            lambda window, scanned: console.scanner.watch(window, scanned, lambda: SLOWEST_MS), self._learned_gap,
            may_change=not gateway.user.roles.isdisjoint({"supervisor", "admin"}),
        ).choose()  # fmt: skip

    async def close(self) -> None:
        """Let the last paper come out."""
        if self._tray is not None:
            await self._tray.close()
            self._tray = None

    def _remember(self, choice: PrinterChoice) -> None:
        from mmc_console.desktop.paper.choice import keep

        if not self._console.is_sample:
            keep(self._console.settings, choice)

    def _learned_gap(self, slowest_ms: int) -> None:
        """A slow scanner is given half as much again as its slowest key took."""
        gap = min(max(GAP_MS, slowest_ms * 3 // 2), SLOWEST_MS)
        self._console.settings.set(GAP, gap if gap > GAP_MS else None)

    def _languages(self) -> tuple[str, ...]:
        gateway = self._console.gateway
        return gateway.state.center.center.languages if gateway is not None and gateway.ready else ()
