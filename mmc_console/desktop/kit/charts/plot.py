"""What a chart shows, as values, and the plain arithmetic of it: scales, thinning, the numbers as text. No Qt.

Words come translated; a plot is made anew when the language changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10

Value = float | None
"""None: nothing was measured there. It is a gap, never a zero."""


def plain(value: float) -> str:
    """A number as it is, without an end of zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, one for each label. With `upper`, a band lies between the two; it has a name of its own."""

    name: str
    values: tuple[Value, ...]
    upper: tuple[Value, ...] = ()
    upper_name: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything a chart needs. At most four series: a fifth becomes a second chart."""

    labels: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    say: Callable[[float], str] = plain
    """A value with its unit, in words."""
    tick: Callable[[float], str] = plain
    """A value on the axis, short."""
    over: str = ""
    """What the labels are: the heading of their column."""
    summary: str = ""
    """One sentence that says what the chart shows, for whoever does not see it."""
    stacked: bool = False
    unit: float = 1
    """Ticks are round in this unit: 60 for seconds that are told as minutes."""
    whole: bool = False
    """Of things that are counted: no tick between two whole units."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not any(value is not None for each in self.series for value in each.values)

    @property
    def highest(self) -> float:
        """The highest point, or pile."""
        if self.stacked:
            piles = zip(*(each.values for each in self.series), strict=True)
            return max((sum(value or 0 for value in pile) for pile in piles), default=0)
        every = (value for each in self.series for value in (*each.values, *each.upper))
        return max((value for value in every if value is not None), default=0)

    def columns(self) -> list[tuple[str, tuple[Value, ...]]]:
        """The numbers behind the chart: each column with its heading."""
        found: list[tuple[str, tuple[Value, ...]]] = []
        for each in self.series:
            found.append((each.name, each.values))
            if each.upper:
                found.append((each.upper_name, each.upper))
        return found

    def told(self, place: int) -> str:
        """One label with all its values, as it is read out."""
        parts = [
            f"{name}: {self.say(value)}" for name, values in self.columns() if (value := values[place]) is not None
        ]
        return f"{self.labels[place]}. " + ". ".join(parts) if parts else self.labels[place]


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to `top` in steps that people count in."""

    top: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Every tick, 0 and the top included."""
        return [i * self.step for i in range(round(self.top / self.step) + 1)]


def scale_of(highest: float, *, unit: float = 1, whole: bool = False, ticks: int = 4) -> Scale:
    """A scale that holds *highest* with about so many steps of 1, 2, 2.5 or 5 times a power of ten units."""
    wanted = highest / unit if isfinite(highest) and highest > 0 else 1.0
    rough = wanted / ticks
    power = 10.0 ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, ceil(step))
    return Scale(ceil(wanted / step - 1e-9) * step * unit, step * unit)


def thinned(values: Sequence[Value], most: int) -> list[tuple[int, float]]:
    """The points that are drawn: all, or of each stretch its lowest and its highest, so that no peak is lost."""
    count = len(values)
    if count <= most:
        return [(i, value) for i, value in enumerate(values) if value is not None]
    found: list[tuple[int, float]] = []
    for first, end in cuts(count, max(1, most // 2)):
        part = [value for value in values[first:end] if value is not None]
        if part:
            low, high = min(part), max(part)
            one, other = values.index(low, first, end), values.index(high, first, end)
            if one == other:
                found.append((one, low))
            else:
                found += ((one, low), (other, high)) if one < other else ((other, high), (one, low))
    return found


def cuts(count: int, parts: int) -> Iterator[tuple[int, int]]:
    """*count* things in so many stretches of about equal length: where each begins and ends."""
    return pairwise(part * count // parts for part in range(parts + 1))


def stretches(points: Sequence[tuple[int, float]], step: int = 1) -> list[list[tuple[int, float]]]:
    """The points cut where something is missing between two of them."""
    found: list[list[tuple[int, float]]] = []
    for point in points:
        if found and point[0] - found[-1][-1][0] <= step:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def as_text(plot: Plot, separator: str) -> str:
    """The numbers behind the chart, a line a label; numbers as they are, so that a spreadsheet can count with them."""
    columns = plot.columns()
    lines = [[plot.over, *(name for name, _ in columns)]]
    for i, label in enumerate(plot.labels):
        values = (values[i] for _, values in columns)
        lines.append([label, *("" if value is None else plain(round(value, 3)) for value in values)])
    return "".join(separator.join(_cell(text, separator) for text in line) + "\r\n" for line in lines)


def _cell(text: str, separator: str) -> str:
    """Quoted where it must be, and never taken for a formula."""
    if text[:1] in ("=", "+", "-", "@", "\t"):
        text = "'" + text
    if any(each in text for each in (separator, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text
