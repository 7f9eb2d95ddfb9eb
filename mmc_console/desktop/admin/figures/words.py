"""The words and numbers of the page of figures."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.figures.contract import Column, Range, State
from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.moments import clock_time, day_and_time
from mmc_console.wire.figures import Figures, Kpi, KpiName, Live, Spread


class FigureWords(QObject):
    """Values in, words of the present language out. Nothing that was not measured has a number here."""

    def __init__(self) -> None:
        super().__init__()
        self._counts = Counts()

    # ------------------------------------------------------------------ values
    def nothing(self) -> str:
        """Where nothing was measured."""
        return self.tr("no data")

    def duration(self, seconds: float) -> str:
        """A length of time: milliseconds, seconds or minutes, whichever a person would say."""
        if seconds < 1:
            return fill(self.tr("{n} ms"), n=_number(seconds * 1000, 1 if seconds < 0.01 else 0))
        if seconds < 60:
            return fill(self.tr("{n} s"), n=_number(seconds, 1))
        return self._counts.minutes_short(round(seconds / 60))

    def minutes(self, seconds: float) -> str:
        """A wait: always in minutes, so that waits can be compared at a glance."""
        if 0 < seconds < 60:
            return fill(self.tr("{n} min"), n=_number(seconds / 60, 1))
        return self._counts.minutes_short(round(seconds / 60))

    def wait(self, spread: Spread) -> str:
        """The middle wait."""
        return self.minutes(spread.p50) if spread.n else self.nothing()

    def percent(self, value: float) -> str:
        """A share of a hundred; in Arabic the sign stands before it."""
        text = self.tr("{n}%").replace("{n}", _number(value, 1 if value >= 1 else 2))
        return ltr(text)  # isolated: after an Arabic letter the sign would change sides

    def per_hour(self, value: float) -> str:
        """How many in an hour."""
        return fill(self.tr("{n} an hour"), n=_number(value, 1))

    def number(self, value: float) -> str:
        """A count."""
        return _number(value, 1)

    # ------------------------------------------------------------------ the page
    def range(self, range: Range) -> str:
        """Which days."""
        return {
            "today": self.tr("Today"), "week": self.tr("Last 7 days"), "month": self.tr("Last 30 days"),
            "custom": self.tr("Other days"),
        }[range]  # fmt: skip

    def age(self, state: State) -> str:
        """As of when the numbers are."""
        if state.found is None:
            return self.tr("Loading the figures…") if state.asking else ""
        time = clock_time(state.found.now)
        if state.paused:
            return fill(self.tr("Paused at {time} while a row is selected"), time=time)
        if state.old:  # with the day, for a page may stand there all night without the server
            return fill(self.tr("Shown as of {time}"), time=day_and_time(state.found.now))
        return fill(self.tr("Updated {time}"), time=time)

    def column(self, column: Column) -> str:
        """The headings of the clinics' table."""
        return {
            "clinic": self.tr("Clinic"), "waiting": self.tr("Waiting"), "in_room": self.tr("In room"),
            "wait": self.tr("Median wait"), "longest": self.tr("Longest wait"), "served": self.tr("Done"),
            "no_shows": self.tr("No-show"), "throughput": self.tr("Done an hour"),
        }[column]  # fmt: skip

    def no_show_share(self, total: Figures) -> str:
        """Of those who were called to the end, who did not come."""
        called = total.served + total.no_shows
        return self.percent(100 * total.no_shows / called) if called else self.nothing()

    def change(self, now: int, before: int, hour: datetime) -> str:
        """Against the last full hour, in words: no sign that could be read as a minus."""
        time = clock_time(hour)
        if now == before:
            return fill(self.tr("as many as at {time}"), time=time)
        if now > before:
            return fill(self.tr("{n} more than at {time}"), n=now - before, time=time)
        return fill(self.tr("{n} fewer than at {time}"), n=before - now, time=time)

    # ------------------------------------------------------------------ targets
    def kpi(self, name: KpiName) -> str:
        """What is measured."""
        return {
            "uptime": self.tr("Uptime"), "error-rate": self.tr("Failed requests"),
            "time-to-repair": self.tr("Time to repair"), "response-p95": self.tr("Response time, 95 in 100"),
            "throughput": self.tr("Throughput"), "cache-hits": self.tr("Cache hits"),
            "start-time": self.tr("Start of the server"), "satisfaction": self.tr("Examinees' satisfaction"),
            "wait-median": self.tr("Median wait"),
        }[name]  # fmt: skip

    def how(self, name: KpiName) -> str:
        """How it is worked out."""
        return {
            "uptime": self.tr("Time people could work, of all that was watched and not named as maintenance"),
            "error-rate": self.tr("Requests the server failed to answer, of all requests"),
            "time-to-repair": self.tr("From the beginning of an incident to its end, the mean of all that have ended"),
            "response-p95": self.tr("95 in 100 requests took no longer"),
            "throughput": self.tr("Tickets done in an hour, from each day's first call to its last end"),
            "cache-hits": self.tr("Answers the server had in memory, of all it looked for there"),
            "start-time": self.tr("From the start of the process to its first answer, the last time"),
            "satisfaction": self.tr("The mean of 1 to 5 stars, answered on the phone page"),
            "wait-median": self.tr("Half of the people were called within this, from their ticket's issue"),
        }[name]

    def kpi_value(self, kpi: Kpi, value: float | None) -> str:
        """A value or target of this figure."""
        if value is None:
            return self.nothing()
        match kpi.unit:
            case "percent":
                return self.percent(value)
            case "seconds":
                return self.duration(value)
            case "per-hour":
                return self.per_hour(value)
            case _:
                return fill(self.tr("{n} of 5"), n=_number(value, 1))

    def target(self, kpi: Kpi) -> str:
        """The target, and which side of it is good."""
        value = self.kpi_value(kpi, kpi.target)
        text = self.tr("at least {part}") if kpi.more_is_better else self.tr("at most {part}")
        return fill(text, part=value)

    def met(self, kpi: Kpi) -> str:
        """Whether it is reached, in a word."""
        if kpi.met is None:
            return self.tr("No data")
        return self.tr("Met") if kpi.met else self.tr("Not met")

    def measured(self, n: int) -> str:
        """Of how many."""
        return self.tr("%n measurement(s)", "", n)

    def clinics_table(self) -> str:
        """The name of the clinics' table."""
        return self.tr("Figures by clinic")

    # ------------------------------------------------------------------ the server
    def streams(self, live: Live) -> str:
        """Who is connected, and what waits at the stations."""
        text = fill(
            self.tr("Live connections: consoles {n}, boards {part}, phones {later}."),
            n=live.consoles, part=live.boards, later=live.pages,
        )  # fmt: skip
        if live.stations is not None:
            waiting = sum(each.pending for each in live.stations)
            oldest = self.duration(max((each.oldest for each in live.stations), default=0))
            more = self.tr("Waiting to be sent at the stations: {n}, the oldest for {part}.")
            text += (
                " " + fill(more, n=waiting, part=oldest) if waiting else " " + self.tr("Nothing waits at a station.")
            )
        return text

    def groups_table(self) -> str:
        """The name of the requests' table."""
        return self.tr("Requests by kind")

    def groups_heading(self) -> str:
        """What was asked."""
        return self.tr("Kind")

    def requests_heading(self) -> str:
        """How often."""
        return self.tr("Requests")

    def refused_heading(self) -> str:
        """Answered 4xx."""
        return self.tr("Refused")

    def failed_heading(self) -> str:
        """Answered 5xx."""
        return self.tr("Failed")

    def half_heading(self) -> str:
        """The middle."""
        return self.tr("Half within")

    def most_heading(self) -> str:
        """The 95th of a hundred."""
        return self.tr("95 in 100 within")

    def nearly_heading(self) -> str:
        """The 99th of a hundred."""
        return self.tr("99 in 100 within")

    def group(self, group: str) -> str:
        """A group of routes."""
        return {
            "actions": self.tr("Actions"), "reading": self.tr("Reading"), "people": self.tr("Examinees"),
            "sign-in": self.tr("Sign-in"), "figures": self.tr("Metrics"), "reports": self.tr("Reports"),
            "administration": self.tr("Administration"), "health": self.tr("Health"),
            "stations": self.tr("Stations"), "boards": self.tr("Boards"), "older": self.tr("Older programs"),
            "phones": self.tr("Phones"), "other": self.tr("Other"),
        }.get(group, group)  # fmt: skip


def day_label(day: date) -> str:
    """A day on an axis."""
    return ltr(day.strftime("%m-%d"))


def _number(value: float, digits: int) -> str:
    """Without an end of zeros; digits 0-9."""
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
