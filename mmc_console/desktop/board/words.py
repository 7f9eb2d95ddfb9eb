"""The words of the waiting room, in both languages at once: a board is read by everybody, whoever set it up.

They stand in `translations/board.json`, which the page for televisions reads as well. No Qt.
"""

from __future__ import annotations

import json

from mmc_console import assets

Pair = tuple[str, str]
"""The same in Arabic and in English."""


class BoardWords:
    """A text by its name."""

    def __init__(self) -> None:
        told = json.loads(assets.path("translations", "board.json").read_text(encoding="utf-8"))
        self._words: dict[str, Pair] = {name: (each["ar"], each["en"]) for name, each in told.items()}

    def __call__(self, name: str, **values: str) -> Pair:
        """The text *name*; values are kept left to right in both."""
        arabic, english = self._words[name]
        isolated = {key: f"\u2066{value}\u2069" for key, value in values.items()}
        return arabic.format(**isolated), english.format(**isolated)
