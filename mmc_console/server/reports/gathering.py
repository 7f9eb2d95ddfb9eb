"""Reads a report's days one after the other: between two of them everybody else has their turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from mmc_console.server.figures.counting import Scope
from mmc_console.server.figures.lines import By, Lines
from mmc_console.server.figures.lines import Key as LineKey
from mmc_console.server.figures.tally import NAMES, STANDING, Key, Tally, days_of
from mmc_console.server.figures.tally import gather as gather_tickets
from mmc_console.wire.reports import ReportFigures, VisitFigures


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a report's lines are made: of each day's *by*, put together by *key*; *visit_key* (of the day and the exam)
    for those that count visits too."""

    by: By
    key: Callable[[date, LineKey], Key]
    visit_key: Callable[[date, str], Key] | None = None


def gather(conn: Connection, lines: Lines, scope: Scope, wanted: Wanted) -> tuple[Tally, dict[Key, Tally]]:
    """All tickets and visits of these days, and each line's."""
    whole, (tallies,) = gather_tickets(conn, lines, scope, wanted.by, wanted.key)
    for day in days_of(scope) if not scope.clinic else ():
        for line in lines.visits(conn, day):
            whole.add_visits(line)
            if wanted.visit_key is not None:
                tallies.setdefault(wanted.visit_key(day, line.exam), Tally()).add_visits(line)
    return whole, tallies


def figures(tally: Tally, *, with_visits: bool) -> ReportFigures:
    """As a report tells it."""
    seen = VisitFigures(registered=tally.registered, completed=tally.completed, whole=tally.whole)
    return ReportFigures(
        total=tally.total, open=sum(map(tally.now, STANDING)), unfinished=tally.left(), wait=tally.wait,
        service=tally.service, throughput=tally.throughput, visits=seen if with_visits else None,
        **{name: tally.of(state) for name, state in NAMES.items()},
    )  # fmt: skip
