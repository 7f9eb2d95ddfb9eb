"""The sentences about a passphrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.tickets.facts import Message


class PassphraseWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, problems: Callable[[str, Mapping[str, str | int]], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems, self._counts = problems, Counts()

    def message(self, message: Message | None) -> str:
        """An error of a line, or of the whole attempt."""
        if message is None:
            return ""
        if message.code == "passphrase-wrong":
            wrong = self.tr("The passphrase is not correct. Check Caps Lock and the keyboard language.")
            return f"{wrong} {self._counts.attempts(int(message.params['n']))}"
        if message.code == "passphrase-pause":
            until = datetime.fromisoformat(str(message.params["until"])).astimezone()
            return fill(self.tr("Too many wrong passphrases. Try again after {time}."), time=clock_time(until))
        text = self._own().get(message.code, "")
        if not text:
            return self._problems(message.code, message.params)
        return fill(text, **{k: v for k, v in message.params.items() if "{" + k + "}" in text})

    def _own(self) -> dict[str, str]:
        return {
            "passphrase-missing": self.tr("Enter the passphrase."),
            "passphrase-short": self.tr("Use at least {n} characters. Several words are easy to remember."),
            "passphrase-easy": self.tr("Everybody would try this passphrase. Choose another one."),
            "passphrase-differs": self.tr("The two passphrases are not the same. Type the second one again."),
            "passphrase-same": self.tr("This is the old passphrase. Choose another one."),
        }
