"""Joins the kiosk's view and presenter."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from mmc_console.desktop.kiosk.presenter import Presenter, Program
from mmc_console.desktop.kiosk.view import KioskView
from mmc_console.desktop.kiosk.words import KioskWords, Problem
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.printing import Printer


class KioskScreen:
    """The one window of a kiosk."""

    def __init__(
        self, look: Look, problem: Problem, language: Callable[[], str], other_language: Callable[[], str],
        printer: Printer, start: Callable[[str, Coroutine[Any, Any, None]], bool], program: Program, *,
        server: str, now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        words = KioskWords(problem)
        self.view = KioskView(look, words, language, other_language, now)
        words.setParent(self.view)
        self.presenter = Presenter(self.view, printer, start, program, now, server=server)
        self.view.bind(self.presenter)
        self.view.render(self.presenter.state)

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the kiosk is shown."""
        return {"kiosk.follow": self.presenter.follow, "kiosk.tick": self.presenter.tick}
