"""Joins a board's window, presenter and voice; what a station and a console need of it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from mmc_console.desktop.board.presenter import Presenter
from mmc_console.desktop.board.view import BoardWindow
from mmc_console.desktop.board.voice.clips import Clips
from mmc_console.desktop.board.voice.player import Player, SystemPlayer
from mmc_console.desktop.board.voice.speaker import Speaker
from mmc_console.desktop.kit.tokens import Tokens


class BoardScreen:
    """One board: its window, and its services."""

    def __init__(
        self, tokens: Tokens, *, rtl: bool, recordings: Path | None = None, player: Player | None = None,
        still: bool = False, closed: Callable[[], None] = lambda: None, monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """*still*: nothing flashes here."""
        self.window = BoardWindow(tokens, rtl=rtl, closed=closed)
        self.speaker = Speaker(Clips(recordings), player or SystemPlayer(), lambda: self.presenter.now)
        self.presenter = Presenter(self.window, self.speaker, monotonic, still=still)
        self.speaker.on_change(self.presenter.refresh)

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the board shows."""
        return {"board.tick": self.presenter.tick, "board.voice": self.speaker.run}

    def close(self) -> None:
        """Take the window away."""
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
