"""The sentences of My day: its filters and captions, and what it says when there is nothing to list."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.clinic.my_day.contract import Filter, State, Whose
from mmc_console.desktop.kit.bidi import fill


class MyDayWords(QObject):
    """Facts in, sentences in the present language out."""

    def whose(self, whose: Whose) -> str:
        """Whose day is listed."""
        return self.tr("My own") if whose == "mine" else self.tr("The whole clinic")

    def filter(self, name: Filter) -> str:
        """A filter of the list."""
        return {
            "all": self.tr("All"),
            "done": self.tr("Done"),
            "no_show": self.tr("No-show"),
            "transferred": self.tr("Transferred"),
        }[name]

    def empty(self, state: State) -> str:
        """Why the list is empty, and what to do."""
        if not state.ready:
            return self.tr("Loading the day…")
        if state.query:
            text = self.tr("No one of this list matches “{q}”. Check the spelling, or press Esc for the whole list.")
            return fill(text, q=state.query)
        if state.filter != "all" and state.counts.get("all", 0):
            return self.tr("Nothing of this kind today. Choose All to see the others.")
        if state.clinic is None:
            return self.tr("You may not call in any clinic. Ask an administrator for access.")
        if state.whose == "mine":
            return self.tr("You have called nobody yet today. Call the first on the clinic page (F8).")
        return self.tr("Nobody has been called in this clinic yet today. Call the first on the clinic page (F8).")
