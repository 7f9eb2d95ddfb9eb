"""The report as plots: over time as lines, over clinics, exams, rooms and hours as bars."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.reports.contract import BY_TIME
from mmc_console.desktop.admin.reports.words import ReportWords, lines_of
from mmc_console.desktop.kit.bidi import ltr
from mmc_console.desktop.kit.charts import Plot, Series
from mmc_console.desktop.kit.charts.plot import plain
from mmc_console.wire.reports import ReportAnswer, ReportRow

MINUTE = 60.0
BARS_AT_MOST = 16
"""More would be too thin to read; the table has all of them."""


class ReportPlots(QObject):
    """In the present language."""

    def __init__(self, words: ReportWords) -> None:
        super().__init__()
        self._words = words

    def over_time(self, found: ReportAnswer) -> bool:
        """Whether the lines follow each other in time."""
        return lines_of(found) in BY_TIME

    def tickets(self, found: ReportAnswer) -> Plot:
        """Done and no-show over time; tickets, where they are compared with each other."""
        rows = self._rows(found)
        if self.over_time(found):
            series: tuple[Series, ...] = (
                Series(self.tr("Done"), tuple(float(each.served) for each in rows)),
                Series(self.tr("No-show"), tuple(float(each.no_shows) for each in rows)),
            )
        else:
            series = (Series(self.tr("Tickets"), tuple(float(each.total) for each in rows)),)
        return Plot(
            self._labels(found, rows), series, say=self._words.numbers.number,
            over=self._words.heading(lines_of(found)), whole=True,
        )  # fmt: skip

    def waits(self, found: ReportAnswer) -> Plot:
        """The middle wait, and over time what nine in ten do not exceed."""
        rows = self._rows(found)
        middle = tuple(each.wait.p50 if each.wait.n else None for each in rows)
        series = (Series(self.tr("Median wait"), middle),)
        if self.over_time(found):
            upper = tuple(each.wait.p90 if each.wait.n else None for each in rows)
            series = (Series(self.tr("Median wait"), middle, upper, self.tr("9 in 10 wait at most")),)
        return Plot(
            self._labels(found, rows), series, say=self._words.numbers.minutes, tick=_minutes,
            over=self._words.heading(lines_of(found)), unit=MINUTE,
        )  # fmt: skip

    def _rows(self, found: ReportAnswer) -> list[ReportRow]:
        rows = list(found.rows)
        if self.over_time(found) or len(rows) <= BARS_AT_MOST:
            return rows
        kept = {id(each) for each in sorted(rows, key=lambda each: -each.total)[:BARS_AT_MOST]}
        return [each for each in rows if id(each) in kept]

    def _labels(self, found: ReportAnswer, rows: list[ReportRow]) -> tuple[str, ...]:
        lines = lines_of(found)
        if lines in ("day", "week"):
            return tuple(ltr(each.first.strftime("%m-%d")) if each.first else "" for each in rows)
        return tuple(self._words.name(each, lines) for each in rows)


def _minutes(seconds: float) -> str:
    return plain(seconds / MINUTE)
