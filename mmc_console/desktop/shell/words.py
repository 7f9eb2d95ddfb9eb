"""The shell's own words: page names, banner sentences, the actions that work on every page."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.banner import BannerKind, BannerText
from mmc_console.desktop.kit.moments import as_of
from mmc_console.desktop.shell.contract import Condition, State

_KINDS: dict[str, BannerKind] = {
    "storage": "danger",
    "refused": "danger",
    "alone": "danger",
    "keyring": "warn",
    "memory": "info",
    "lock-soon": "warn",
    "stranded": "danger",
    "maintenance": "warn",
    "maintenance-soon": "info",
    "offline": "offline",
    "not-taking": "warn",
    "clock": "warn",
    "stale": "warn",
    "printer": "warn",
    "own-password": "info",
    "view-only": "info",
    "sample": "info",
    "as-supervisor": "info",
}
PAGE_ICONS = {
    "reception": "ticket",
    "today": "history",
    "clinic": "stethoscope",
    "my_day": "clock",
    "health": "activity",
    "metrics": "chart-bar",
    "reports": "file-text",
    "users": "users",
    "clinics": "route",
    "backups": "database-export",
    "alerts": "bell",
    "audit": "shield-check",
    "settings": "settings",
}


class ShellWords(QObject):
    """Texts of the window around the pages, in the present language."""

    def page(self, name: str) -> str:
        """A page's name in tabs, side list and palette."""
        return {
            "reception": self.tr("Reception"),
            "today": self.tr("Today"),
            "clinic": self.tr("Clinic"),
            "my_day": self.tr("My day"),
            "health": self.tr("System health"),
            "metrics": self.tr("Metrics"),
            "reports": self.tr("Reports"),
            "users": self.tr("Users and roles"),
            "clinics": self.tr("Clinics and pathways"),
            "backups": self.tr("Backups"),
            "alerts": self.tr("Alerts and logs"),
            "audit": self.tr("Audit"),
            "settings": self.tr("Settings"),
        }[name]

    def title(self, place: str) -> str:
        """The window's title: the place first, so that the task bar tells the PCs apart."""
        product = self.tr("MMC Console")
        return f"{bidi.strip(place)} – {product}" if place else product

    def connection(self, state: State, form: str) -> list[str]:
        """What the connection pill tells: *form* is its own word, with since when."""
        lines = [form]
        if state.server:
            lines.append(bidi.fill(self.tr("Server: {address}"), address=state.server))
        if state.connection == "slow":
            lines.append(self.tr("Its answers take longer than two seconds."))
        if state.data_from is not None:
            lines.append(bidi.fill(self.tr("Shown as of {time}"), time=as_of(state.data_from, state.now)))
        return lines

    def banner(self, state: State) -> BannerText | None:
        """The line under the top bar, or nothing."""
        worst = state.banner
        if worst is None:
            return None
        action = self.tr("Restore…") if state.leads_to_backups else self._condition_action(worst)
        return BannerText(_KINDS[worst.code], self.condition(worst, state.now), action, state.more)

    def condition(self, condition: Condition, now: datetime | None) -> str:
        """What a lasting condition means for the work, as it is told *now*."""
        if condition.code in ("refused", "printer"):
            return condition.value
        since = as_of(condition.since, now) if condition.since else "…"
        sentence = {
            "offline": self.tr(
                "No connection to the server since {time}. Keep working; actions are sent when the connection returns."
            ),
            "maintenance": self.tr(
                "Maintenance since {time}: the server is being restored. Keep working; actions wait here and are sent "
                "afterwards."
            ),
            "stranded": self.tr(
                "The centre's data on the server cannot be read since {time}. Keep working; actions wait here. An "
                "administrator has to restore it."
            ),
            "not-taking": self.tr(
                "The server cannot take actions now. Keep working; they wait here and are sent again by themselves."
            ),
            "maintenance-soon": self.tr(
                "Maintenance is planned from {time} to {until}: the server may not answer then. Keep working; actions "
                "wait here meanwhile."
            ),
            "storage": self.tr(
                "This PC cannot store actions safely now. Do not go on working here; tell an administrator."
            ),
            "alone": self.tr("No connection to the server since {time}: nobody is registered or called here. {reason}"),
            "keyring": self.tr("The keyring of this PC is locked or does not answer. Work goes on; unlock it soon."),
            "memory": self.tr(
                "Nothing is stored on this PC: without the connection nobody is registered or called here, and closing "
                "the program loses what was not sent."
            ),
            "lock-soon": self.tr("This PC locks in 30 seconds. Press any key to stay."),
            "clock": self.tr("The clock of this PC is wrong by {diff}. Set the time; work goes on."),
            "stale": self.tr("No news from the server since {time}. What you see may be old."),
            "own-password": self.tr("You sign in with a password that others know. Choose your own."),
            "view-only": self.tr("You only look on here. Actions are made by the people on duty."),
            "as-supervisor": self.tr("You work here as a supervisor. Everything is recorded in your name."),
            "sample": self.tr("This is a sample day. Nothing here is real, and nothing is kept."),
        }[condition.code]
        return bidi.fill(sentence, time=since, diff=condition.value, reason=condition.value, until=condition.value)

    def _condition_action(self, condition: Condition) -> str:
        return {
            "stranded": self.tr("Show pending"),
            "maintenance": self.tr("Show pending"),
            "offline": self.tr("Show pending"),
            "alone": self.tr("Show pending"),
            "not-taking": self.tr("Show pending"),
            "lock-soon": self.tr("Stay"),
            "own-password": self.tr("Choose a password"),
            "stale": self.tr("Refresh"),
            "printer": self.tr("Ask again"),
            "sample": self.tr("Leave the sample day"),
        }.get(condition.code, "")
