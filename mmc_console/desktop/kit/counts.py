"""Every counted phrase, whole: Arabic has six forms, English two and its own words for none.

Sentences are never put together from two counted parts.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

TWO_HOURS = 120
"""In minutes."""


class Counts(QObject):
    """Counted phrases in the present language; *n* is never negative."""

    def waiting(self, n: int) -> str:
        """People in a queue."""
        return self.tr("No one waiting") if n == 0 else self.tr("%n person(s) waiting", "", n)

    def ahead(self, n: int) -> str:
        """People before this one, said to staff."""
        return self.tr("Next in line") if n == 0 else self.tr("%n person(s) ahead", "", n)

    def ahead_public(self, n: int) -> str:
        """People before you, on the ticket."""
        return self.tr("You are next") if n == 0 else self.tr("%n person(s) before you", "", n)

    def pending(self, n: int) -> str:
        """Actions not yet at the server."""
        return self.tr("0 pending") if n == 0 else self.tr("%n pending action(s)", "", n)

    def failed(self, n: int) -> str:
        """Actions the server did not take."""
        return self.tr("All sent") if n == 0 else self.tr("%n action(s) not sent", "", n)

    def conflicts(self, n: int) -> str:
        """Actions a person must decide about."""
        return self.tr("No conflicts") if n == 0 else self.tr("%n conflict(s)", "", n)

    def alerts(self, n: int) -> str:
        """Open alerts."""
        return self.tr("No alerts") if n == 0 else self.tr("%n alert(s)", "", n)

    def minutes(self, n: int) -> str:
        """A length of time."""
        return self.tr("Less than a minute") if n == 0 else self.tr("%n minute(s)", "", n)

    def minutes_short(self, n: int) -> str:
        """A length of time in a narrow column."""
        return self.tr("%n min", "minutes in a narrow column", n)

    def minutes_ago(self, n: int) -> str:
        """How long ago."""
        return self.tr("Just now") if n == 0 else self.tr("%n minute(s) ago", "", n)

    def about_minutes(self, n: int) -> str:
        """An estimated wait; from two hours on nobody counts in minutes."""
        if n >= TWO_HOURS:
            return self.tr("about %n hour(s)", "", round(n / 60))
        return self.tr("Almost no wait") if n == 0 else self.tr("about %n minute(s)", "", n)

    def tickets_today(self, n: int) -> str:
        """Tickets issued since the day began."""
        return self.tr("No tickets today") if n == 0 else self.tr("%n ticket(s) today", "", n)

    def clinics(self, n: int) -> str:
        """Clinics of a pathway."""
        return self.tr("No clinics") if n == 0 else self.tr("%n clinic(s)", "", n)

    def clinics_left(self, n: int) -> str:
        """Stops a visit still has."""
        return self.tr("All clinics are done") if n == 0 else self.tr("%n clinic(s) left", "", n)

    def results(self, n: int) -> str:
        """What a search found."""
        return self.tr("No results") if n == 0 else self.tr("%n result(s)", "", n)

    def records_removed(self, n: int) -> str:
        """What a restore or a deletion takes away."""
        return self.tr("Nothing is removed") if n == 0 else self.tr("%n record(s) are removed", "", n)

    def attempts(self, n: int) -> str:
        """Tries left before an account is locked."""
        return self.tr("No attempts left") if n == 0 else self.tr("%n attempt(s) left", "", n)

    def days(self, n: int) -> str:
        """A length in days."""
        return self.tr("Today") if n == 0 else self.tr("%n day(s)", "", n)
