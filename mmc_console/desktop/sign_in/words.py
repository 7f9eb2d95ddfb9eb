"""The sentences of signing in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.tickets.facts import Message


class SignInWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, problems: Callable[[str, Mapping[str, str | int]], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems = problems
        self._counts = Counts()

    def message(self, message: Message | None, language: str = "") -> str:
        """An error of a line, or of the whole attempt; *language* is what the keyboard writes now."""
        if message is None:
            return ""
        if message.code == "bad-credentials" and language:
            text = self.tr(
                "The user name or password is not correct. Check Caps Lock and the keyboard language (now: {lang})."
            )
            return fill(text, lang=language)
        if message.code == "pin-wrong":
            wrong = self.tr("The PIN is not correct.")
            return f"{wrong} {self._counts.attempts(int(message.params['n']))}"
        text = self._own().get(message.code, "")
        if not text:
            return self._problems(message.code, message.params)
        found = fill(text, **{k: v for k, v in message.params.items() if "{" + k + "}" in text})
        return f"{found}\n{ltr(str(detail))}" if (detail := message.params.get("what")) else found

    def _own(self) -> dict[str, str]:
        return {
            "username-missing": self.tr("Enter your user name."),
            "password-missing": self.tr("Enter the password."),
            "pin-missing": self.tr("Enter your PIN or password."),
            "pin-over": self.tr("The PIN is no longer enough here. Enter your whole password."),
            "pin-form": self.tr("A PIN has six digits."),
            "pin-easy": self.tr("Everybody would try this PIN. Choose another one."),
            "pin-differs": self.tr("The two PINs are not the same. Type the second one again."),
            "offline-user": self.tr(
                "This user cannot sign in offline on this PC. Choose a listed user, or wait for the connection."
            ),
            "offline-over": self.tr(
                "The server last confirmed this user here more than 7 days ago. "
                "Nothing opens this PC for this user until the server is back."
            ),
            "offline-nothing": self.tr("Nothing opens this PC for this user until the server is back."),
            "password-differs": self.tr("The two passwords are not the same. Type the second one again."),
            "password-same": self.tr("This is the old password. Choose another one."),
            "first-password-left": self.tr(
                "No password was chosen for a while, so nobody is signed in here. "
                "Sign in again with the first password."
            ),
            "store-damaged": self.tr(
                "The data of this PC is damaged and cannot be opened any more. Ask an administrator, then begin anew: "
                "what was not sent yet stays on this PC, in the files set aside."
            ),
            "session-ended": self.tr("Your session has ended. Sign in again; your work is kept."),
            "unlock-to-close": self.tr(
                "Unlock before closing: some actions are not sent yet, and this PC cannot keep them. "
                "They would be lost."
            ),
            "clock-wrong": self.tr("The clock of this PC is wrong. Set the time, then sign in again."),
            "server-failed": self.tr("The server of this PC did not start. It is tried again by itself."),
            "server-slow": self.tr(
                "The server of this PC did not start: it said nothing in time. It is tried again by itself."
            ),
            "server-ended": self.tr("The server of this PC ended by itself. It is being started again."),
        }
