"""The sentences of the first run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from mmc_console.desktop.first_run.contract import Progress, State, Step
from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.tickets.facts import Message


class FirstRunWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, problems: Callable[[str, Mapping[str, str | int]], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems = problems

    def step(self, step: Step) -> str:
        """A step's short name at the top."""
        return {
            "language": self.tr("Language"), "how": self.tr("This PC"), "server": self.tr("Server"),
            "centre": self.tr("The centre"), "progress": self.tr("Starting"), "users": self.tr("First users"),
            "done": self.tr("Ready"),
        }[step]  # fmt: skip

    def title(self, state: State) -> str:
        """What this step asks."""
        if state.step == "centre" and state.holds_centre:
            return self.tr("The centre in this folder")
        return {
            "language": self.tr("Which language?"),
            "how": self.tr("How will this PC work?"),
            "server": self.tr("Which server?"),
            "centre": self.tr("A new centre on this PC"),
            "progress": self.tr("One moment…"),
            "users": self.tr("Who works here?"),
            "done": self.tr("Everything is ready"),
        }[state.step]

    def unsent(self, n: int) -> str:
        """Why only one way is open."""
        return self.tr(
            "%n action(s) wait for the server this PC worked with. They can follow it to another address; for "
            "everything else, sign in first and let them be sent.", "", n,
        ) if n else ""  # fmt: skip

    def progress(self, what: Progress) -> str:
        """What is going on."""
        return {
            "folder": self.tr("The folder is made"),
            "opening": self.tr("The server starts"),
            "starting": self.tr("The server starts and makes its encrypted database"),
            "users": self.tr("The first administrator is added"),
            "sample": self.tr("A sample centre starts and fills with a day of the present hour"),
        }[what]

    def done(self, state: State) -> str:
        """What is so from now on."""
        if state.way == "new" and state.holds_centre:
            return self.tr(
                "The server runs on this PC as long as the console is open. Sign in with the user name and password "
                "you have there."
            )
        if state.way == "new":
            return self.tr(
                "The server runs on this PC as long as the console is open. Sign in as “admin” with the password you "
                "have just chosen, or as one of the users you have added."
            )
        if state.way == "sample":
            return self.tr("Everything you do here is thrown away when you close the program.")
        return self.tr("From now on this PC works with that server. Ask its administrator for a user name.")

    def message(self, message: Message | None) -> str:
        """A fault beside its field, or of the whole step."""
        if message is None:
            return ""
        text = self._own().get(message.code, "")
        if not text:
            return self._problems(message.code, message.params)
        found = fill(text, **{k: v for k, v in message.params.items() if "{" + k + "}" in text})
        what = str(message.params.get("what", ""))
        return f"{found}\n{ltr(what)}" if what and "{what}" not in text else found

    def _own(self) -> dict[str, str]:
        return {
            "reached": self.tr("Reached: {address}. This is an MMC Console server."),
            "address-missing": self.tr("Enter the server's address, for example https://clinic-srv.local:8765"),
            "address-wrong": self.tr("This is no address. It looks like https://clinic-srv.local:8765"),
            "http-not-here": self.tr("Over the network only https:// is safe. Ask for the server's https address."),
            "certificate-unknown": self.tr(
                "The server's certificate is not known to this PC. Do not continue until an administrator confirms it."
            ),
            "wrong-server": self.tr("What answered is not an MMC Console server. Check the address and the port."),
            "no-answer": self.tr(
                "Nobody answers there. Check the address, the cable or Wi-Fi, and that the server runs."
            ),
            "folder-not-absolute": self.tr("Choose a folder of this PC with its whole path."),
            "folder-not-usable": self.tr("This folder cannot be made or written. Choose another one."),
            "folder-full": self.tr("There is not enough room: {n} GB are needed. Choose another folder."),
            "password-differs": self.tr("The two passwords are not the same. Type the second one again."),
            "username-missing": self.tr("Enter a user name."),
            "username-letters": self.tr(
                "Use Latin letters, digits, dot, dash and underscore, so that every keyboard can type it."
            ),
            "username-taken": self.tr("This user name is taken. Choose another one."),
            "clinic-missing": self.tr("Choose the clinic."),
            "user-not-added": self.tr("This user was not added."),
            "server-slow": self.tr(
                "The server did not answer in time. Try again; if it happens again, choose another folder."
            ),
            "server-failed": self.tr("The server could not start."),
            "server-ended": self.tr("The server ended by itself."),
        }
