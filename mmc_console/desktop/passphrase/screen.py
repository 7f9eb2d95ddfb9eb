"""Joins the passphrase page's view and presenter."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.passphrase.presenter import Keys, Presenter
from mmc_console.desktop.passphrase.view import PassphraseView
from mmc_console.desktop.passphrase.words import PassphraseWords


class PassphraseScreen:
    """The cover that stands before the store is open."""

    name = "passphrase"

    def __init__(
        self, keys: Keys, look: Look, problems: Callable[[str, Mapping[str, str | int]], str],
        other_language: Callable[[], str], start: Callable[[str, Coroutine[Any, Any, None]], bool],
        switch_language: Callable[[], None], now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        words = PassphraseWords(problems)
        self.view = PassphraseView(look, words, other_language)
        words.setParent(self.view)
        self.presenter = Presenter(keys, self.view, start, switch_language, now)
        self.view.bind(self.presenter)
