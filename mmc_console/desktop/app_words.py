"""The few sentences that belong to no page: closing, locking, the server of this PC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill, ltr

if TYPE_CHECKING:
    from mmc_console.client.errors import SignInFailed


class AppWords(QObject):
    """Each sentence in the language of the moment it is asked for."""

    def connection_back(self, now: Literal["nothing", "sending", "sent"]) -> str:
        """After an outage: with *nothing* to send, with work on its way, and once that is *sent*."""
        return {
            "nothing": self.tr("The connection is back."),
            "sending": self.tr("The connection is back. Sending the pending actions…"),
            "sent": self.tr("All actions are sent."),
        }[now]

    def server_did_not_start(self) -> str:
        """The embedded server."""
        return self.tr("The server of this PC did not start.")

    def server_needs_sending(self) -> str:
        """What waits for one server must never go to another."""
        return self.tr(
            "Some actions are not sent to this server yet. Sign in and let them be sent, then choose another server."
        )

    def same_centre_question(self) -> str:
        """Another address was named."""
        return self.tr("Is this the same centre at another address?")

    def same_centre_means(self, address: str) -> str:
        """Which one, and what follows from the answer."""
        means = self.tr(
            "If it is, this PC stays the desk it is, and what is not sent yet goes there. "
            "Another centre begins empty here; what is kept for this one stays."
        )
        return f"{ltr(address)}\n\n{means}"

    def same_centre(self) -> str:
        """The server has moved."""
        return self.tr("The same centre")

    def another_centre(self) -> str:
        """A server of other people."""
        return self.tr("Another centre")

    def neither(self) -> str:
        """Turning away from that question."""
        return self.tr("Back")

    def not_known_at(self, address: str) -> str:
        """It says that it is not the one."""
        return fill(self.tr("The server at {address} does not know this PC. Nothing was changed."), address=address)

    def no_answer_at(self, address: str) -> str:
        """It was there a moment ago."""
        text = self.tr("The server at {address} does not answer now. Nothing was changed. Try again.")
        return fill(text, address=address)

    def lock_opens_for_nobody(self) -> str:
        """Nobody here has a password that would open this PC again."""
        return self.tr("Nobody could unlock this PC again, so it stays open. Sign out instead.")

    def pin_set(self) -> str:
        """A new PIN is kept."""
        return self.tr("Your PIN opens this PC from now on, for 12 hours after each full sign-in.")

    def pin_refused(self, failure: SignInFailed) -> str:
        """The password beside a new PIN was not taken."""
        if failure.code == "account-locked":
            return self.tr("Too many wrong passwords came. Try again in a quarter of an hour.")
        if failure.code == "bad-credentials":
            return self.tr("This is not your password.")
        return self.tr("This PC cannot check your password now. Lock it, unlock it with your password, then try again.")

    def passphrase_changed(self) -> str:
        """From the next start on."""
        return self.tr("The new passphrase opens this PC from its next start on.")

    def sign_out_question(self, *, durable: bool) -> str:
        """Unsent work is safe; or it lives as long as the program, and this PC cannot speak for whoever is gone."""
        if durable:
            return self.tr("Sign out with unsent actions? They stay on this PC and are sent in your name.")
        return self.tr(
            "Sign out with unsent actions? This PC cannot keep them: they are sent when you sign in here again, "
            "and lost when the program is closed."
        )

    def close_question(self) -> str:
        """Unsent work that only lives as long as the program."""
        return self.tr("Close with unsent actions? This PC cannot keep them: they would be lost.")

    def close_anyway(self) -> str:
        """The dangerous answer."""
        return self.tr("Close and lose them")

    def sign_out(self) -> str:
        """The verb."""
        return self.tr("Sign out")

    def cancel(self) -> str:
        """The safe answer."""
        return self.tr("Cancel")

    def collect_paper(self) -> str:
        """After the undo of a registration whose number is written somewhere."""
        return self.tr(". Collect the paper.", "behind a sentence")

    def call_was_heard(self) -> str:
        """After the undo of a call."""
        return self.tr(". What was spoken cannot be taken back.", "behind a sentence")
