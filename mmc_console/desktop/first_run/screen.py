"""Joins the first run's view and presenter."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from mmc_console.desktop.first_run.contract import Program, Setup
from mmc_console.desktop.first_run.presenter import Presenter
from mmc_console.desktop.first_run.view import FirstRunView
from mmc_console.desktop.first_run.words import FirstRunWords
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look


class FirstRunScreen:
    """The cover of a PC that knows no server yet."""

    def __init__(
        self, setup: Setup, look: Look, languages: Languages, problems: Callable[[str, Mapping[str, str | int]], str],
        start: Callable[[str, Coroutine[Any, Any, None]], bool], program: Program, *, folder: Path, may_leave: bool,
    ) -> None:  # fmt: skip
        words = FirstRunWords(problems)
        self.view = FirstRunView(look, words, lambda: languages.available, lambda: languages.current.code)
        words.setParent(self.view)
        self.presenter = Presenter(setup, self.view, start, program, folder=folder, may_leave=may_leave)
        self.view.bind(self.presenter)
        self.view.render(self.presenter.state)
