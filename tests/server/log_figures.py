"""The figures of a day worked out a second time, from the raw log alone.

It shares no line with the program: it reads the bodies in the table of events as plain JSON, follows each ticket by
itself, and divides with fractions. Where it and the dashboard differ, one of them is wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from mmc_console.server.store.engine import Database

QATAR = ZoneInfo("Asia/Qatar")
STARTS = timedelta(hours=5)
OVER = {"done", "transferred", "cancelled"}


@dataclass(frozen=True)
class Stay:
    """One ticket, as its events tell it. Whole milliseconds."""

    clinic: str
    day: str
    issued: int
    state: str = "waiting"
    first_call: int | None = None
    call: int | None = None
    arrival: int | None = None
    end: int | None = None
    left: bool = False


def read_log(database: Database) -> list[dict[str, Any]]:
    """Every event there is, as JSON."""
    with database.read() as conn:
        return [json.loads(row[0]) for row in conn.execute(text("SELECT body FROM events ORDER BY seq"))]


def followed(log: list[dict[str, Any]]) -> dict[str, Stay]:
    """Every ticket at the end of the log."""
    stays: dict[str, Stay] = {}
    for event in log:
        kind, at = event["type"], ms(event["at"])
        if kind in ("undone", "overridden"):
            for whole in event.get("tickets", []):
                stays[whole["id"]] = as_it_was(whole)
        if "ticket" not in event or not kind.startswith("ticket_"):
            continue
        id = event["ticket"]
        if kind == "ticket_issued":
            stays[id] = Stay(event["clinic"], event["day"], at)
            continue
        stay = stays[id]
        if kind == "ticket_called":
            stay = replace(stay, state="called", call=at, arrival=None, first_call=stay.first_call or at)
        elif kind == "ticket_recalled":
            stay = replace(stay, call=at)
        elif kind == "ticket_started":
            stay = replace(stay, state="in_service", arrival=at)
        elif kind == "ticket_finished":
            stay = replace(stay, state="done", end=stay.end if stay.left else at)
        elif kind == "ticket_no_show":
            stay = replace(stay, state="no_show")
        elif kind == "ticket_requeued":
            stay = replace(stay, state="waiting", call=None, arrival=None)
        elif kind == "ticket_held":
            stay = replace(stay, state="held")
        elif kind == "ticket_resumed":
            stay = replace(stay, state="waiting", call=None)
        elif kind == "ticket_transferred":
            stay = replace(stay, state="transferred", end=at, left=event.get("left", False))
        elif kind == "ticket_cancelled":
            stay = replace(stay, state="cancelled", end=at)
        stays[id] = stay
    return stays


def as_it_was(whole: dict[str, Any]) -> Stay:
    """A ticket that an event carries whole."""

    def moment(name: str) -> int | None:
        return ms(whole[name]) if whole.get(name) else None

    issued = moment("issued_at")
    assert issued is not None
    return Stay(
        whole["clinic"], whole["day"], issued, whole["state"], moment("first_called_at"), moment("called_at"),
        moment("started_at"), moment("closed_at"), whole.get("left", False),
    )  # fmt: skip


def figures(stays: list[Stay], today: str) -> dict[str, Any]:
    """What the dashboard says of these tickets."""
    now = [stay for stay in stays if stay.day >= today]
    waits = [
        stay.first_call - stay.issued
        for stay in stays
        if stay.first_call is not None and stay.first_call >= stay.issued  # else nobody knows since when
    ]
    return {
        "total": len(stays),
        **{name: sum(s.state == name for s in now) for name in ("waiting", "called", "in_service", "held")},
        "served": sum(stay.state == "done" for stay in stays),
        "no_shows": sum(stay.state == "no_show" for stay in stays),
        "cancelled": sum(stay.state == "cancelled" for stay in stays),
        "transferred": sum(stay.state == "transferred" for stay in stays),
        "unfinished": sum(stay.day < today and stay.state not in OVER for stay in stays),
        "wait": spread(waits),
        "service": spread(services(stays)),
        "throughput": throughput(stays),
    }


def services(stays: list[Stay]) -> list[int]:
    """How long each finished ticket was inside, where that was measured."""
    found = []
    for stay in stays:
        began = stay.arrival if stay.arrival is not None else stay.call
        if stay.state == "done" and began is not None and stay.end is not None and stay.end > began:
            found.append(stay.end - began)
    return found


def throughput(stays: list[Stay]) -> float | None:
    """Finished in an hour, from each day's first call to its last end."""
    days: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.state == "done" and stay.first_call is not None:
            days[stay.day].append(stay)
    hours = sum(
        (
            Fraction(max(s.end or 0 for s in day) - min(s.first_call or 0 for s in day), 3_600_000)
            for day in days.values()
        ),
        Fraction(),
    )
    return round(float(sum(map(len, days.values())) / hours), 2) if hours else None


def hours(stays: list[Stay], until: int) -> dict[int, dict[str, Any]]:
    """By the hour of the centre's clocks; of one day, and until that moment."""
    found: dict[int, dict[str, Any]] = {}
    for hour in range(24):
        start = int((datetime.fromisoformat(stays[0].day).replace(tzinfo=QATAR)).timestamp() * 1000) if stays else 0
        end = min(start + (hour + (24 if hour < 5 else 0) + 1) * 3_600_000, until)
        found[hour] = {
            "issued": sum(hour_of(s.issued) == hour for s in stays),
            "served": sum(s.state == "done" and s.end is not None and hour_of(s.end) == hour for s in stays),
            "no_shows": sum(s.state == "no_show" and s.call is not None and hour_of(s.call) == hour for s in stays),
            "wait": spread([s.first_call - s.issued for s in stays if s.first_call and hour_of(s.first_call) == hour]),
            "service": spread(services([s for s in stays if s.end is not None and hour_of(s.end) == hour])),
            "line": sum(
                s.issued <= end and (s.first_call is None or s.first_call > end) and (s.end is None or s.end > end)
                for s in stays
            ),
        }
    return found


def spread(millis: list[int]) -> dict[str, Any]:
    """Nearest ranks, by the definition: the least value that so many do not exceed."""
    if not millis:
        return {"mean": 0.0, "p50": 0.0, "p90": 0.0, "n": 0}
    return {
        "mean": round(float(Fraction(sum(millis), len(millis)) / 1000), 1),
        "p50": nearest(millis, Fraction(1, 2)),
        "p90": nearest(millis, Fraction(9, 10)),
        "n": len(millis),
    }


def nearest(millis: list[int], share: Fraction) -> float:
    """The least of them that at least this share does not exceed."""
    return min(v for v in millis if Fraction(sum(other <= v for other in millis), len(millis)) >= share) / 1000


def ms(moment: str) -> int:
    """A moment of the log in whole milliseconds."""
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


def hour_of(millis: int) -> int:
    """What the centre's clocks said."""
    return datetime.fromtimestamp(millis / 1000, QATAR).hour
