"""Prints a finished replay: the centre's figures beside the recording's, what became of every line, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from mmc_console.replay.figures import COUNTS, SECONDS, StationFigures, difference, mean, percentile
from mmc_console.replay.recording import EVENTS
from mmc_console.replay.run import Outcome
from mmc_console.replay.script import How

_WORDS = {
    "tickets": "tickets", "called": "called", "recalled": "re-called", "served": "served",
    "left_open": "left open", "cancelled": "cancelled", "wait_mean": "wait mean", "wait_p50": "wait p50",
    "wait_p90": "wait p90", "service_mean": "service mean",
}  # fmt: skip
_SHOWN_AT_MOST = 20


def text_of(outcome: Outcome) -> str:
    """The whole report."""
    return "\n".join((*_head(outcome), "", *_figures(outcome), "", *_lines(outcome), "", *_verdict(outcome))) + "\n"


def _head(outcome: Outcome) -> Iterator[str]:
    exact = outcome.tolerance == 0
    how = "under a passed-in clock: to the second" if exact else (
        f"at speed {outcome.speed:g}: within {outcome.speed:g} x 50 ms = {clock(outcome.tolerance)}"
    )  # fmt: skip
    yield f"Recorded day {outcome.day.day}, {len(outcome.day.lines)} events, {outcome.recorded.people} tickets; {how}"
    for station, place in outcome.places.items():
        if station:
            yield f"  {station} = {place.clinic}, room {place.room}"


def _figures(outcome: Outcome) -> Iterator[str]:
    rows: list[list[str]] = [["", "", "recorded", "centre", "apart"]]
    for name in ("people", "voided", "released", "never_called"):
        a, b = getattr(outcome.recorded, name), getattr(outcome.observed, name)
        rows.append(["the day" if name == "people" else "", name.replace("_", " "), *_cells(a, b, seconds=False)])
    waits = list(outcome.recorded.first_waits.values()), list(outcome.observed.first_waits.values())
    rows.append(["", "wait mean", *_cells(mean(waits[0]), mean(waits[1]), seconds=True)])
    for percent in (50, 90):
        pair = percentile(waits[0], percent), percentile(waits[1], percent)
        rows.append(["", f"wait p{percent}", *_cells(*pair, seconds=True)])
    for station, recorded in outcome.recorded.stations.items():
        rows += _station(station, recorded, outcome.observed.stations[station])
    yield from table(rows)


def _station(station: str, recorded: StationFigures, observed: StationFigures) -> Iterator[list[str]]:
    for name in (*COUNTS, *SECONDS):
        a, b = getattr(recorded, name), getattr(observed, name)
        if a == b == 0 and name in ("left_open", "cancelled"):
            continue
        yield [station if name == "tickets" else "", _WORDS[name], *_cells(a, b, seconds=name in SECONDS)]


def _cells(recorded: float | None, observed: float | None, *, seconds: bool) -> tuple[str, str, str]:
    apart = difference(recorded, observed)
    if seconds:
        shown = "?" if math.isinf(apart) else f"{apart:.1f} s"
        return clock(recorded), clock(observed), shown
    return f"{recorded:g}", f"{observed:g}", f"{apart:g}"  # counts are always known


def clock(seconds: float | None) -> str:
    """Seconds as 1:02:03.4, or 02:03.4; a dash for nothing."""
    if seconds is None:
        return "-"
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    return (f"{hours}:" if hours else "") + f"{minutes:02d}:{rest / 10:04.1f}"


def _lines(outcome: Outcome) -> Iterator[str]:
    rows: list[list[str]] = [["recorded", "lines", "became"]]
    counts = outcome.books.lines
    for event in EVENTS:
        hows = [(how, n) for (e, how), n in counts.items() if e == event]
        for index, (how, n) in enumerate(sorted(hows, key=lambda pair: -pair[1])):
            rows.append([event if index == 0 else "", str(n), how.words + ("" if how.exact else " *")])
    rows.append(["", str(sum(counts.values())), "of which * have no exact counterpart: " + str(_inexact(counts))])
    yield from table(rows)
    for line, how in outcome.books.inexact[:_SHOWN_AT_MOST]:
        yield f"  * {line}: {how.words}"
    if len(outcome.books.inexact) > _SHOWN_AT_MOST:
        yield f"  * and {len(outcome.books.inexact) - _SHOWN_AT_MOST} more"
    sent = ", ".join(f"{n} {kind}" for kind, n in sorted(outcome.books.actions.items()))
    yield f"Sent {outcome.books.actions.total()} actions: {sent}"


def _inexact(counts: dict[tuple[Any, How], int]) -> int:
    return sum(n for (_, how), n in counts.items() if not how.exact)


def _verdict(outcome: Outcome) -> Iterator[str]:
    behind = outcome.books.behind
    if outcome.tolerance and behind:
        half, most, worst = percentile(behind, 50), percentile(behind, 95), max(behind)
        yield f"Answered after their time: half within {_ms(half)}, 95 % within {_ms(most)}, at the latest {_ms(worst)}"
    for refusal in outcome.books.refusals[:_SHOWN_AT_MOST]:
        yield f"REFUSED {refusal}"
    for gap in outcome.gaps[:_SHOWN_AT_MOST]:
        yield f"DIFFERS {gap.place}, {gap.figure}: recorded {gap.recorded}, centre {gap.observed}"
    yield (
        f"{'AGREES' if outcome.passed else 'DIFFERS'}: {len(outcome.gaps)} figures apart; "
        f"{len(outcome.books.refusals)} actions refused"
    )


def _ms(seconds: float | None) -> str:
    return f"{(seconds or 0) * 1000:.0f} ms"


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns aligned: words to the left, numbers to the right; a line under the head."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    last = len(widths) - 1
    for n, row in enumerate(rows):
        words = {0, 1} if last == 4 else {0, last}
        cells = (cell.ljust if i in words else cell.rjust for i, cell in enumerate(row))
        yield "  ".join(put(width) for put, width in zip(cells, widths, strict=True)).rstrip()
        if n == 0:
            yield "  ".join("-" * width for width in widths)


def json_of(outcome: Outcome) -> bytes:
    """The same for machines; times in seconds of the recorded day."""
    books = outcome.books
    return msgspec.json.format(
        msgspec.json.encode({
            "day": outcome.day.day,
            "passed": outcome.passed,
            "speed": outcome.speed,
            "tolerance": outcome.tolerance,
            "behind_ms": {
                "p50": round((percentile(books.behind, 50) or 0) * 1000, 1),
                "p95": round((percentile(books.behind, 95) or 0) * 1000, 1),
                "max": round(max(books.behind, default=0) * 1000, 1),
            },
            "stations": {s: p.clinic for s, p in outcome.places.items() if s},
            "recorded": outcome.recorded,
            "centre": outcome.observed,
            "apart": [
                {"place": g.place, "figure": g.figure, "recorded": g.recorded, "centre": g.observed}
                for g in outcome.gaps
            ],
            "lines": [
                {"event": event, "became": how.name.lower(), "words": how.words, "exact": how.exact, "lines": n}
                for (event, how), n in books.lines.items()
            ],
            "actions": dict(books.actions),
            "refusals": [
                {"line": r.line.no if r.line else None, "action": r.action, "outcome": r.outcome, "code": r.code}
                for r in books.refusals
            ],
        })
    )  # fmt: skip
