"""Turns an answer into plots: hours of one day, or days of several. Decides nothing but words and order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.figures.words import FigureWords, day_label
from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.charts import Plot, Series
from mmc_console.desktop.kit.charts.plot import plain
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.wire.figures import ClinicFigures, DayFigures, Delays, HourFigures, MetricsAnswer, Spread, TrafficPoint

MINUTE = 60.0
MILLISECOND = 0.001


class FigurePlots(QObject):
    """Every chart of the page, in the present language. *name_of*: a clinic's name."""

    def __init__(self, words: FigureWords, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self._words, self._name_of = words, name_of

    # ------------------------------------------------------------------ people
    def line(self, found: MetricsAnswer) -> Plot:
        """Who stood in line at the end of each hour; of several days, when tickets were issued."""
        values = [hour.line if found.first == found.last else hour.issued for hour in found.hours]
        name = self.tr("In line at its end") if found.first == found.last else self.tr("Issued")
        return self._counted(found, (Series(name, _floats(values)),))

    def served(self, found: MetricsAnswer) -> Plot:
        """Done against no-show."""
        rows: Iterable[HourFigures | DayFigures] = found.hours if found.first == found.last else found.days
        served, absent = [each.served for each in rows], [each.no_shows for each in rows]
        series = (Series(self.tr("Done"), _floats(served)), Series(self.tr("No-show"), _floats(absent)))
        return self._counted(found, series, by_day=found.first < found.last)

    def waits(self, found: MetricsAnswer) -> Plot:
        """From the issue to the first call."""
        return self._spread(found, lambda each: each.wait)

    def services(self, found: MetricsAnswer) -> Plot:
        """From the arrival to the end."""
        return self._spread(found, lambda each: each.service)

    def clinics(self, found: MetricsAnswer) -> Plot:
        """The middle wait of each clinic that had any."""
        rows = [each for each in found.clinics if each.wait.n]
        return Plot(
            tuple(self._name_of(each.clinic) for each in rows),
            (Series(self.tr("Median wait"), tuple(each.wait.p50 for each in rows)),),
            say=self._words.minutes, tick=_minutes, over=self.tr("Clinic"), unit=MINUTE,
            summary=self._highest([
                (self._name_of(each.clinic), self._words.minutes(each.wait.p50), each.wait.p50) for each in rows
            ]),
        )  # fmt: skip

    def throughput(self, found: MetricsAnswer) -> Plot:
        """Done an hour, by clinic."""
        rows = [(self._name_of(each.clinic), each.throughput) for each in found.clinics if each.throughput is not None]
        return Plot(
            tuple(name for name, _ in rows), (Series(self.tr("Done an hour"), tuple(value for _, value in rows)),),
            say=self._words.number, over=self.tr("Clinic"),
            summary=self._highest([(name, self._words.per_hour(value), value) for name, value in rows]),
        )  # fmt: skip

    def table(self, rows: Iterable[ClinicFigures]) -> Plot:
        """The clinics' table as numbers, for a file: times in seconds, so that a spreadsheet can count with them."""
        clinics = list(rows)
        columns: list[tuple[str, list[float | None]]] = [
            (self.tr("Tickets"), [each.total for each in clinics]),
            (self.tr("Waiting"), [each.waiting for each in clinics]),
            (self.tr("In room"), [each.called + each.in_service for each in clinics]),
            (self.tr("Done"), [each.served for each in clinics]),
            (self.tr("No-show"), [each.no_shows for each in clinics]),
            (self.tr("Median wait (s)"), [each.wait.p50 if each.wait.n else None for each in clinics]),
            (self.tr("9 in 10 wait at most (s)"), [each.wait.p90 if each.wait.n else None for each in clinics]),
            (self.tr("Median time in the room (s)"), [e.service.p50 if e.service.n else None for e in clinics]),
            (self.tr("Done an hour"), [each.throughput for each in clinics]),
        ]
        series = tuple(Series(name, tuple(values)) for name, values in columns)
        return Plot(tuple(self._name_of(each.clinic) for each in clinics), series, over=self.tr("Clinic"))

    # ------------------------------------------------------------------ the server
    def latency(self, found: MetricsAnswer) -> Plot:
        """How long requests took."""
        return self._delays(found, lambda point: point.delay)

    def stream(self, found: MetricsAnswer) -> Plot:
        """How late the news reached the network."""
        return self._delays(found, lambda point: point.stream)

    def requests(self, found: MetricsAnswer) -> Plot:
        """How many requests in a minute."""
        values = tuple(60 * p.requests / p.seconds if p.seconds else None for p in found.traffic.points)
        return self._server(found, (Series(self.tr("Requests a minute"), values),), self._words.number)

    def errors(self, found: MetricsAnswer) -> Plot:
        """Requests the server failed to answer."""
        values = _floats([point.errors for point in found.traffic.points])
        return self._server(found, (Series(self.tr("Failed requests"), values),), self._words.number, whole=True)

    def cache(self, found: MetricsAnswer) -> Plot:
        """Answers from memory."""
        values = tuple(100 * p.hits / p.asked if p.asked else None for p in found.traffic.points)
        return self._server(found, (Series(self.tr("From memory"), values),), self._words.percent)

    # ------------------------------------------------------------------ inside
    def _counted(self, found: MetricsAnswer, series: tuple[Series, ...], *, by_day: bool = False) -> Plot:
        labels = _days(found) if by_day else _hours(found)
        values = zip(labels, series[0].values, strict=True)
        said = [(label, self._words.number(value), value) for label, value in values if value is not None]
        return Plot(
            labels, series, say=self._words.number, over=self.tr("Day") if by_day else self.tr("Hour"), whole=True,
            summary=self._highest(said),
        )  # fmt: skip

    def _spread(self, found: MetricsAnswer, of: Callable[[HourFigures | DayFigures], Spread]) -> Plot:
        single = found.first == found.last
        rows: list[HourFigures | DayFigures] = [*found.hours] if single else [*found.days]
        spreads = [of(each) for each in rows]
        middle = tuple(each.p50 if each.n else None for each in spreads)
        upper = tuple(each.p90 if each.n else None for each in spreads)
        labels = _hours(found) if single else _days(found)
        said = [(label, self._words.minutes(v), v) for label, v in zip(labels, middle, strict=True) if v is not None]
        return Plot(
            labels, (Series(self.tr("Median"), middle, upper, self.tr("9 in 10 within")),), say=self._words.minutes,
            tick=_minutes, over=self.tr("Hour") if single else self.tr("Day"), unit=MINUTE,
            summary=self._highest(said),
        )  # fmt: skip

    def _delays(self, found: MetricsAnswer, of: Callable[[TrafficPoint], Delays]) -> Plot:
        delays = [of(point) for point in found.traffic.points]
        names = (self.tr("Half within"), self.tr("95 in 100 within"), self.tr("99 in 100 within"))
        ranks = ([each.p50 for each in delays], [each.p95 for each in delays], [each.p99 for each in delays])
        series = tuple(
            Series(name, tuple(value if each.n else None for value, each in zip(values, delays, strict=True)))
            for name, values in zip(names, ranks, strict=True)
        )
        return self._server(found, series, self._words.duration, unit=MILLISECOND)

    def _server(
        self, found: MetricsAnswer, series: tuple[Series, ...], say: Callable[[float], str], *, unit: float = 1,
        whole: bool = False,
    ) -> Plot:  # fmt: skip
        labels = _moments(found)
        last = series[-1]
        said = [(label, say(v), v) for label, v in zip(labels, last.values, strict=True) if v is not None]
        return Plot(
            labels, series, say=say, tick=_milliseconds if unit == MILLISECOND else plain,
            over=self.tr("Day") if found.traffic.step >= 86_400 else self.tr("Time"), unit=unit, whole=whole,
            summary=self._highest(said),
        )  # fmt: skip

    def _highest(self, said: list[tuple[str, str, float]]) -> str:
        """One sentence for whoever does not see the chart."""
        if not said:
            return ""
        label, value, _ = max(said, key=lambda each: each[2])
        return fill(self.tr("The highest is {part} at {where}."), part=value, where=label)


def _hours(found: MetricsAnswer) -> tuple[str, ...]:
    return tuple(f"{hour.hour:02d}" for hour in found.hours)


def _days(found: MetricsAnswer) -> tuple[str, ...]:
    return tuple(day_label(day.day) for day in found.days)


def _moments(found: MetricsAnswer) -> tuple[str, ...]:
    """Times of one day; with several days, the day before the time."""
    if found.traffic.step >= 86_400:
        return tuple(day_label(point.at.date()) for point in found.traffic.points)
    if found.first == found.last:
        return tuple(ltr(clock_time(point.at)) for point in found.traffic.points)
    return tuple(ltr(point.at.strftime("%m-%d %H:%M")) for point in found.traffic.points)


def _floats(values: Iterable[int | None]) -> tuple[float | None, ...]:
    return tuple(None if value is None else float(value) for value in values)


def _minutes(seconds: float) -> str:
    return plain(seconds / MINUTE)


def _milliseconds(seconds: float) -> str:
    return plain(round(seconds / MILLISECOND, 2))
