"""What every page of the administration says alike: of the line, of how old its answer is, of files."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.days import DaysFault
from mmc_console.desktop.admin.page_presenter import Asked
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.moments import day_and_time
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords


class AdminWords(QObject):
    """Codes in, sentences of the present language out."""

    def __init__(self, rules: RuleWords) -> None:
        super().__init__()
        self._rules = rules

    def message(self, message: Message) -> str:
        """A sentence for a toast, or for what is wrong with a page."""
        own = {
            "offline-page": self.tr("No connection to the server: nothing can be asked or changed here now."),
            "maintenance-page": self.tr("The server is in maintenance: nothing can be asked or changed here now."),
            "file-saved": self.tr("Saved as {file}"),
            "file-not-written": self.tr("The file could not be written. Choose another folder."),
        }.get(message.code)
        return fill(own, **message.params) if own is not None else self._rules.problem(message.code, message.params)

    def age(self, state: Asked) -> str:
        """As of when the numbers are; with the day, for a page may stand there all night without the server."""
        return fill(self.tr("Shown as of {time}"), time=day_and_time(state.as_of)) if state.as_of is not None else ""

    def trouble(self, state: Asked, said: str) -> str:
        """Why what is shown is not of now, and how old it is."""
        age = self.age(state)
        return f"{age}. {said}" if age else said

    def days_fault(self, fault: DaysFault) -> str:
        """What is wrong with typed days."""
        return {
            "": "",
            "form": self.tr("Type both days like 2026-11-23."),
            "order": self.tr("The first day comes after the last. Change one of them."),
            "future": self.tr("The last day has not come yet. Choose an earlier one."),
            "early": self.tr("There are no days before the year 2000. Choose a later one."),
            "long": self.tr("These are too many days at once. Choose fewer."),
        }[fault]
