"""The words of the page that depend on what is shown. What an alert says stands in `wire.alert_words`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from PySide6.QtCore import QObject

from mmc_console.client.health_words import HealthWords, health_words
from mmc_console.desktop.admin.alerts.contract import Filter, Least, Origin, Question, Span, State, Tab
from mmc_console.desktop.kit.bidi import fill, iso, ltr
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.alerts import Alert, AlertState, Entry, IncidentState, Severity, Step

DAY = timedelta(days=1)


class AlertWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = Counts()

    def tab(self, tab: Tab) -> str:
        """A part of the page."""
        return {"alerts": self.tr("Alerts"), "incidents": self.tr("Incidents"), "logs": self.tr("Logs")}[tab]

    def severity(self, severity: Severity) -> str:
        """How bad."""
        return {
            "info": self.tr("Note"), "warning": self.tr("Warning"), "severe": self.tr("Severe"),
        }[severity]  # fmt: skip

    def state(self, state: AlertState) -> str:
        """How an alert stands."""
        return {
            "open": self.tr("open"), "seen": self.tr("taken"), "snoozed": self.tr("put off"), "closed": self.tr("over"),
        }[state]  # fmt: skip

    def incident_state(self, state: IncidentState) -> str:
        """How an incident stands."""
        return {
            "open": self.tr("open"), "mitigated": self.tr("mitigated"), "closed": self.tr("closed"),
        }[state]  # fmt: skip

    def since(self, alert: Alert, now: datetime) -> str:
        """When it began, and how long it goes on or went on."""
        begin = moment(alert.began, now)
        if alert.ended is not None:
            return f"{begin} – {ltr(clock_time(alert.ended, now.tzinfo))}"
        return f"{begin} ({self.lasting(now - alert.began)})"

    def lasting(self, span: timedelta) -> str:
        """A span in hours and minutes."""
        minutes = max(0, int(span.total_seconds() // 60))
        if minutes < 60:
            return self.counts.minutes_short(minutes)
        hours, rest = divmod(minutes, 60)
        return fill(self.tr("{n} h {minutes} min"), n=hours, minutes=rest)

    def detail(self, code: str, language: str) -> str:
        """What a check has found, in words where they are known; else its code, last."""
        known = _of_health(language).details.get(code)
        return known.says if known is not None else fill(self.tr("Code: {code}"), code=code)

    def step(self, step: Step) -> str:
        """One thing that happened to an alert."""
        if step.what == "snoozed":
            minutes = int(step.text) if step.text.isdigit() else 0
            said = fill(
                self.tr("put off by {user}: {what}"), user=step.by, what=self.lasting(timedelta(minutes=minutes))
            )
            return said if minutes else fill(self.tr("speaks again, by {user}"), user=step.by)
        if step.what == "acknowledged":
            taken = fill(self.tr("taken by {user}"), user=step.by)
            return f"{taken}: {iso(step.text)}" if step.text else taken
        return {
            "raised": self.tr("raised"), "again": self.tr("came again"), "worse": self.tr("got worse"),
            "better": self.tr("got better"), "resolved": self.tr("over by itself"),
        }[step.what]  # fmt: skip

    def entry(self, entry: Entry) -> str:
        """One line of a time line; what stood in the log stays as it stood there."""
        if entry.sort == "note" and entry.code:
            text = {
                "opened": self.tr("Incident opened"), "open": self.tr("Opened again"),
                "mitigated": self.tr("Mitigated: work is possible again"), "closed": self.tr("Closed"),
            }.get(entry.code, entry.code)  # fmt: skip
        else:
            text = iso(entry.text) if entry.sort == "note" else ltr(entry.text)
        return f"{text} ({iso(entry.by)})" if entry.by else text

    def least(self, least: Least) -> str:
        """From which level on."""
        return {
            "info": self.tr("Everything"), "warning": self.tr("Warnings and errors"), "error": self.tr("Errors only"),
        }[least]  # fmt: skip

    def span(self, span: Span) -> str:
        """How far back."""
        return {
            "hour": self.tr("Last hour"), "day": self.tr("Last 24 hours"), "week": self.tr("Last 7 days"),
            "all": self.tr("All there is"),
        }[span]  # fmt: skip

    def origin(self, origin: Origin) -> str:
        """Who wrote it."""
        return {
            "all": self.tr("Server and consoles"), "server": self.tr("Server only"),
            "console": self.tr("Consoles only"),
        }[origin]  # fmt: skip

    def level(self, level: str) -> str:
        """A line's level, as it is written in the log."""
        return ltr({"warning": "WARN"}.get(level, level.upper()))

    def question(self, question: Question) -> str:
        """What is to be typed."""
        return {
            "acknowledge": self.tr("Take this alert: what are you doing about it?"),
            "incident": self.tr("What is the incident called?"),
            "note": self.tr("Note for the time line"),
            "cause": self.tr("Root cause: why could it happen?"),
            "follow-up": self.tr("What is to be done so that it does not happen again?"),
        }[question]

    def answer(self, question: Question) -> str:
        """The button that takes it."""
        return {
            "acknowledge": self.tr("Take it"), "incident": self.tr("Open incident"), "note": self.tr("Add note"),
            "cause": self.tr("Save"), "follow-up": self.tr("Add follow-up"),
        }[question]  # fmt: skip

    def searched(self, state: State) -> str:
        """How far the list reaches, or what it does now."""
        logs = state.logs
        if logs.searching:
            return self.tr("Searching…")
        if logs.held:
            return self.new_lines(logs.held)
        if logs.older and logs.searched_to is not None and state.now is not None:
            return fill(self.tr("Searched back to {time}"), time=moment(logs.searched_to, state.now, plain=True))
        return ""

    def new_lines(self, n: int) -> str:
        """Lines that came while the list stands still."""
        return self.tr("%n new line(s)", "", n)

    def no_lines(self, filter: Filter) -> str:
        """Nothing was found."""
        if filter.text:
            return fill(self.tr("No line with “{q}”. Try fewer letters, or a longer time."), q=filter.text)
        return self.tr("No line of this kind in this time. Choose a longer time or all levels.")

    def message(self, message: Message) -> str:
        """What was done; empty for a problem, which other words say."""
        return {
            "acknowledged": self.tr("The alert is yours now; others see that."),
            "snoozed": self.tr("The alert is put off."),
            "speaks": self.tr("The alert speaks again."),
            "copied": self.tr("The line is in the clipboard."),
        }.get(message.code, "")


@cache
def _of_health(language: str) -> HealthWords:
    return health_words(language)


def moment(at: datetime, now: datetime, *, plain: bool = False) -> str:
    """A clock time, with the day in front unless it is today's; *now* carries the centre's zone."""
    here = at.astimezone(now.tzinfo)
    text = clock_time(here) if here.date() == now.date() else f"{here:%m-%d %H:%M}"
    return text if plain else ltr(text)
