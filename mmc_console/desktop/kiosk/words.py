"""What the kiosk says to people who have never seen it: short, and always what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.tickets.facts import Message

Problem = Callable[[str, Mapping[str, str | int]], str]


class KioskWords(QObject):
    """Sentences in the present language. *problem* has those the staff reads."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._problem = problem
        self.counts = Counts()

    def mend(self, message: Message | None) -> str:
        """What is wrong with what was typed."""
        if message is None:
            return ""
        texts = {
            "id-missing": self.tr("Enter your ID number first."),
            "id-length": self.tr("The number must have 2 to 12 digits. Check the number."),
            "scan": self.tr("This card could not be read. Clear, then scan your ID card or enter the number."),
            "scan-again": self.tr("Clear first, then scan your ID card or enter the number."),
        }
        return texts.get(message.code, "")

    def note(self, message: Message | None) -> str:
        """Unusual, never forbidden."""
        if message is None:
            return ""
        if message.code == "no-working-day":
            return self.tr("Today is no working day. You can register all the same.")
        hours = {name: str(value) for name, value in message.params.items()}
        text = self.tr("Registration is from {from} to {until}. You can register all the same.")
        return fill(text, **hours)

    def sorry(self, message: Message | None) -> str:
        """Why somebody cannot be registered here, and what to do."""
        if message is None:
            return ""
        texts = {
            "kiosk-busy": self.tr("Many people have just registered here. Wait a minute, then try again."),
            "exam-not-for-gender": self.tr("This exam is not for you. Please go to reception."),
            "clinic-closed": self.tr("The first clinic of this exam is closed now. Please go to reception."),
            "no-number": self.tr("You are registered, but your number has not come yet. Please go to reception."),
        }
        return texts.get(message.code, self.tr("You cannot be registered here now. Please go to reception."))

    def code(self, message: Message | None) -> str:
        """The code, small, for whoever helps at reception."""
        return message.code if message is not None and message.code != "kiosk-busy" else ""

    def staff(self, message: Message | None) -> str:
        """What is wrong with what staff typed."""
        if message is None:
            return ""
        texts = {
            "username-missing": self.tr("Enter the user name."),
            "password-missing": self.tr("Enter the password."),
            "no-kiosk": self.tr(
                "This account is not a kiosk's. Add one with the role kiosk, and sign in here with its password."
            ),
            "kiosk-ended": self.tr("The kiosk's account has ended. Sign in again with a kiosk's account."),
            "not-staff": self.tr("Only an administrator, a supervisor or the kiosk's own password opens this."),
        }
        return texts.get(message.code) or self._problem(message.code, message.params)

    def waits(self, minutes: tuple[int, int]) -> str:
        """The expected wait as a range."""
        least, most = minutes
        if most <= 1:
            return self.counts.about_minutes(0)
        return fill(self.tr("Usually {least} to {most} min"), least=least, most=most)

    def seconds(self, n: int) -> str:
        """The countdown to the start page."""
        return self.tr("Back to the start in %n second(s)", "", n)

    def printing(self, printing: str, *, standing: bool) -> str:
        """What to do about the paper."""
        if printing == "printed":
            return self.tr("Take your ticket.")
        if printing == "printing":
            return self.tr("Your ticket is being printed…")
        return self.tr("There is no paper. Write the number down, or photograph this screen.")

    def spoken(self, label: str) -> str:
        """The number for a screen reader."""
        return fill(self.tr("Your number is {ticket}"), ticket=label)
