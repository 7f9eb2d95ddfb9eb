"""The words of the page of reports, and how its lines are called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.figures.words import FigureWords
from mmc_console.desktop.admin.reports.contract import Lines, Period, State
from mmc_console.desktop.kit.bidi import fill, iso, ltr
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.wire.figures import Spread
from mmc_console.wire.reports import ReportAnswer, ReportFigures, ReportRow


class ReportWords(QObject):
    """Values in, words of the present language out."""

    def __init__(self, language: Callable[[], str], state: Callable[[], State]) -> None:
        super().__init__()
        self.numbers = FigureWords()
        self._language, self._state = language, state

    # ------------------------------------------------------------------ what is chosen
    def period(self, period: Period) -> str:
        """Which days."""
        return {
            "today": self.tr("Today"), "yesterday": self.tr("Yesterday"), "week": self.tr("This week"),
            "last-week": self.tr("Last week"), "month": self.tr("This month"), "last-month": self.tr("Last month"),
            "year": self.tr("This year"), "custom": self.tr("Other days"),
        }[period]  # fmt: skip

    def lines(self, lines: Lines) -> str:
        """One line for each of what."""
        return {
            "day": self.tr("By day"), "week": self.tr("By week"), "month": self.tr("By month"),
            "clinic": self.tr("By clinic"), "exam": self.tr("By exam type"), "room": self.tr("By room"),
            "hour": self.tr("By hour"),
        }[lines]  # fmt: skip

    def heading(self, lines: Lines) -> str:
        """The heading of the first column."""
        return {
            "day": self.tr("Day"), "week": self.tr("Week"), "month": self.tr("Month"), "clinic": self.tr("Clinic"),
            "exam": self.tr("Exam type"), "room": self.tr("Room"), "hour": self.tr("Hour of issue"),
        }[lines]  # fmt: skip

    def under_title(self, state: State) -> str:
        """What the page is doing, or which days are shown and against which."""
        if state.asking and (state.slow or state.found is None):
            if state.slow:
                return self.tr("Counting… A year of a large centre takes some seconds.")
            return self.tr("Counting…")
        found = state.found
        if found is None:
            return ""
        text = fill(self.tr("{part}, as of {time}"), part=span(found.first, found.last), time=clock_time(found.now))
        if found.before_first is not None and found.before_last is not None:
            before = span(found.before_first, found.before_last)
            text += " · " + fill(self.tr("before: {part}"), part=before)
        return text

    # ------------------------------------------------------------------ lines
    def name(self, row: ReportRow, lines: Lines) -> str:
        """What a line is of."""
        state, language = self._state(), self._language()
        match lines:
            case "day" | "week" | "month":
                if row.first is None or row.last is None:
                    return ""
                if lines == "month":
                    return ltr(f"{row.first:%Y-%m}")
                return span(row.first, row.last) if lines == "day" else ltr(f"{row.first} – {row.last:%m-%d}")
            case "clinic":
                return self._clinic(row.clinic)
            case "exam":
                if not row.exam:
                    return self.tr("Without an exam type")
                names = next((each.name for each in state.exams if each.key == row.exam), None)
                return iso(word_in(names, language)) if names else ltr(row.exam)
            case "room":
                clinic = self._clinic(row.clinic)
                if not row.room:
                    never = self.tr("never called")
                    return f"{clinic} · {never}"
                door = next((door for c, no, door in state.rooms if (c, no) == (row.clinic, row.room)), str(row.room))
                return f"{clinic} · {iso(door)}"
            case _:
                return ltr(f"{row.hour or 0:02d}:00")

    def _clinic(self, code: str) -> str:
        names = next((option.name for option in self._state().clinics if option.key == code), None)
        return iso(word_in(names, self._language())) if names else ltr(code)

    def columns(self, *, with_visits: bool) -> list[tuple[str, Callable[[ReportFigures], str]]]:
        """The columns after the first: heading and what stands below it."""
        numbers = self.numbers

        def middle(spread: Spread) -> str:
            return numbers.minutes(spread.p50) if spread.n else ""

        def most(spread: Spread) -> str:
            return numbers.minutes(spread.p90) if spread.n else ""

        def speed(each: ReportFigures) -> str:
            return "" if each.throughput is None else numbers.number(each.throughput)

        found: list[tuple[str, Callable[[ReportFigures], str]]] = [
            (self.tr("Tickets"), lambda each: str(each.total)),
            (self.tr("Done"), lambda each: str(each.served)),
            (self.tr("No-show"), lambda each: str(each.no_shows)),
            (self.tr("Cancelled"), lambda each: str(each.cancelled)),
            (self.tr("Transferred"), lambda each: str(each.transferred)),
            (self.tr("Not finished"), lambda each: str(each.open + each.unfinished)),
            (self.tr("Median wait"), lambda each: middle(each.wait)),
            (self.tr("Wait, 9 in 10"), lambda each: most(each.wait)),
            (self.tr("In the room"), lambda each: middle(each.service)),
            (self.tr("Per hour"), speed),
        ]
        if with_visits:
            found += [
                (self.tr("Visits"), lambda each: str(each.visits.registered) if each.visits else ""),
                (self.tr("Completed"), lambda each: str(each.visits.completed) if each.visits else ""),
                (self.tr("Whole visit"), lambda each: middle(each.visits.whole) if each.visits else ""),
            ]
        return found

    def total(self) -> str:
        """The name of the last line."""
        return self.tr("Total")

    def table(self) -> str:
        """The name of the table."""
        return self.tr("The report as a table")

    def nothing(self) -> str:
        """A report of days on which nothing was."""
        return self.tr("No tickets in these days.")

    def before(self, text: str) -> str:
        """The same of the days before."""
        return fill(self.tr("before: {part}"), part=text)

    # ------------------------------------------------------------------ paper
    def title(self, found: ReportAnswer) -> str:
        """What stands at the top of the paper."""
        report, lines = self.tr("Report"), self.lines(lines_of(found))
        text = f"{report} · {lines}"
        return f"{text} · {self._clinic(found.clinic)}" if found.clinic else text

    def made(self, found: ReportAnswer) -> str:
        """When it was made."""
        return fill(self.tr("Made on {date} at {time}"), date=str(found.now.date()), time=clock_time(found.now))

    def note(self) -> str:
        """How its times are meant."""
        return self.tr(
            "Waits are from the ticket's issue to the first call; half of the people waited at most the median. "
            "Time in the room is the median from the arrival to the end."
        )

    def page(self) -> str:
        """The page's number; its places are filled while it is drawn."""
        return self.tr("Page {n} of {total}")


def lines_of(found: ReportAnswer) -> Lines:
    """What its lines are of."""
    return found.group or found.by or "day"


def has_visits(found: ReportAnswer) -> bool:
    """Whether its lines tell visits."""
    return found.group in (None, "exam") and not found.clinic


def span(first: date, last: date) -> str:
    """One day, or the first and the last, in order in both languages."""
    return ltr(str(first)) if first == last else ltr(f"{first} – {last}")
