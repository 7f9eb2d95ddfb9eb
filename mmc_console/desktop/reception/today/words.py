"""The sentences of today's page: its filters, and what it says when there is nothing to list."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.reception.today.contract import Filter, State


class TodayWords(QObject):
    """Facts in, sentences in the present language out."""

    def filter(self, name: Filter) -> str:
        """A filter of the list."""
        return {
            "all": self.tr("All"),
            "waiting": self.tr("Waiting"),
            "called": self.tr("Called"),
            "in_service": self.tr("In room"),
            "held": self.tr("On hold"),
            "no_show": self.tr("No-show"),
            "over": self.tr("Over"),
            "unfinished": self.tr("Unfinished visits"),
        }[name]

    def ticket(self, takes_up: bool) -> str:
        """What F2 does now."""
        return self.tr("Take the visit up") if takes_up else self.tr("New ticket")

    def empty(self, state: State) -> str:
        """Why the list is empty, and what to do."""
        if not state.ready:
            return self.tr("Loading today's tickets…")
        if state.query:
            text = self.tr("No result for “{q}”. Check the spelling, or issue a new ticket (F2).")
            return fill(text, q=state.query)
        if state.filter == "unfinished":
            return self.tr("Nobody has an unfinished visit of an earlier day. Whoever comes gets a new ticket (F2).")
        if state.clinic is not None and not state.counts.get(state.filter, 0):
            return self.tr("This clinic has no such ticket today. Choose all clinics to see the others.")
        if state.filter != "all" and state.counts.get("all", 0):
            return self.tr("No ticket is in this state now. Choose All to see the others.")
        return self.tr("No tickets yet today. Issue the first one (F2).")
