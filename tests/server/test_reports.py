"""Reports over real HTTP: equal to the raw log's, as files, and with every wrong question named."""

from __future__ import annotations

import asyncio
import csv
import io
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from tests.server import log_figures
from tests.server.auth_app import Server, server_in
from tests.server.log_figures import Stay
from tests.server.test_figures_from_log import _do, keep, steps

STATES = ("total", "served", "no_shows", "cancelled", "transferred", "wait", "service", "throughput")
STANDING = ("waiting", "called", "in_service", "held")
COUNTS = ("served", "no_shows", "cancelled", "transferred", "open", "unfinished")
DAY = [("register", 1, 0), ("register", 2, 60_000), ("call_next", 0, 60_000), ("finish", 0, 240_000), ("issue", 1, 0)]


async def ask(server: Server, path: str, query: dict[str, str], status: int = 200) -> Any:
    admin = await server.caller().sign_in()
    answer = await admin.ask("GET", f"/api/v1/reports/{path}", params=query)
    assert answer.status_code == status, answer.text
    return answer


async def report(server: Server, first: date, last: date, **query: str) -> dict[str, Any]:
    days = {"from": first.isoformat(), "to": last.isoformat()}
    found: dict[str, Any] = (await ask(server, "range", days | query)).json()
    return found


def same(told: dict[str, Any], stays: list[Stay], today: str) -> None:
    """This line against the log's tickets."""
    expected = log_figures.figures(stays, today)
    left = sum(stay.state in STANDING and stay.day < today for stay in stays)
    standing = sum(expected[name] for name in STANDING)
    assert {name: told[name] for name in STATES} == {name: expected[name] for name in STATES}
    assert (told["open"], told["unfinished"]) == (standing, left)
    assert told["total"] == sum(told[name] for name in COUNTS)


def visits_of(log: list[dict[str, Any]], first: str, last: str) -> dict[str, tuple[str, int, int | None]]:
    """Every visit of these days as the log tells it: exam, registered, completed."""
    found: dict[str, tuple[str, int, int | None]] = {}
    for event in log:
        kind = event["type"]
        if kind == "visit_registered" and first <= event["day"] <= last:
            found[event["visit"]] = event.get("exam_type") or "", log_figures.ms(event["at"]), None
        elif kind == "visit_completed" and event["visit"] in found:
            exam, at, _ = found[event["visit"]]
            found[event["visit"]] = exam, at, log_figures.ms(event["at"])
        elif kind in ("undone", "overridden"):
            for whole in event.get("visits", []):
                if whole["id"] in found:
                    exam, at, _ = found[whole["id"]]
                    closed = whole.get("closed_at") if whole["state"] == "complete" else None
                    found[whole["id"]] = exam, at, log_figures.ms(closed) if closed else None
    return found


async def compare(server: Server, first: date, last: date) -> int:
    """Every grouping against the raw log; how many tickets."""
    log = log_figures.read_log(server.database)
    rooms, exam_of_visit, visit_of = last_rooms(log), {}, {}
    for event in log:
        if event["type"] == "visit_registered":
            exam_of_visit[event["visit"]] = event.get("exam_type") or ""
        if event["type"] == "ticket_issued":
            visit_of[event["ticket"]] = event["visit"]
    stays = {
        id: stay for id, stay in log_figures.followed(log).items() if first.isoformat() <= stay.day <= last.isoformat()
    }  # fmt: skip
    keys: dict[str, Callable[[str, Stay], Any]] = {
        "clinic": lambda id, stay: stay.clinic,
        "exam": lambda id, stay: exam_of_visit[visit_of[id]],
        "hour": lambda id, stay: log_figures.hour_of(stay.issued),
        "room": lambda id, stay: (stay.clinic, rooms.get(id) or 0),
    }
    for group, key in keys.items():
        found = await report(server, first, last, group=group)
        lines = defaultdict(list)
        for id, stay in stays.items():
            lines[key(id, stay)].append(stay)
        same(found["total"], list(stays.values()), found["day"])
        told = {(r["clinic"], r["room"]) if group == "room" else r[group]: r for r in found["rows"] if r["total"]}
        assert told.keys() == lines.keys(), group
        for each, row in told.items():
            same(row, lines[each], found["day"])
    found = await report(server, first, last, by="day")
    by_day = defaultdict(list)
    for stay in stays.values():
        by_day[stay.day].append(stay)
    for row in found["rows"]:
        same(row, by_day.pop(row["first"], []), found["day"])
    assert not by_day
    visits = visits_of(log, first.isoformat(), last.isoformat()).values()
    completed = [end - at for _, at, end in visits if end is not None]
    assert found["total"]["visits"] == {
        "registered": len(visits), "completed": len(completed), "whole": log_figures.spread(completed),
    }  # fmt: skip
    for clinic in sorted({stay.clinic for stay in stays.values()})[:1]:
        for group in ("exam", "hour", "room"):
            found = await report(server, first, last, group=group, clinic=clinic)
            same(found["total"], [stay for stay in stays.values() if stay.clinic == clinic], found["day"])
    return len(stays)


def last_rooms(log: list[dict[str, Any]]) -> dict[str, int | None]:
    """The room of each ticket, as the log leaves it."""
    rooms: dict[str, int | None] = {}
    for event in log:
        for whole in event.get("tickets", []) if event["type"] in ("undone", "overridden") else ():
            rooms[whole["id"]] = whole.get("room")
        if event["type"] == "ticket_called":
            rooms[event["ticket"]] = event["room"]
        elif event["type"] in ("ticket_requeued", "ticket_resumed"):
            rooms[event["ticket"]] = None
    return rooms


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_days_equal_the_raw_log(deeds: list[tuple[str, int, int]]) -> None:
    async def story(place: Path) -> None:
        async with server_in(place) as server:
            begin = server.clock.now().date()
            await _do(server, await server.caller().sign_in(), deeds)
            number = await compare(server, begin - timedelta(days=1), server.clock.now().date())
            await keep(server)
            assert await compare(server, begin - timedelta(days=1), server.clock.now().date()) == number

    with TemporaryDirectory() as place:
        asyncio.run(story(Path(place)))


def test_periods_and_the_days_before(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            for _ in range(3):
                await _do(server, admin, [("issue", 0, 0), ("next_day", 0, 0)])
            today = server.clock.now().date()
            first = today - timedelta(days=40)
            months = await report(server, first, today, by="month")
            assert sum(row["total"] for row in months["rows"]) == months["total"]["total"] > 0
            assert all(row["first"] >= first.isoformat() for row in months["rows"])
            alone = await report(server, today - timedelta(days=1), today - timedelta(days=1), compare="1")
            before = (today - timedelta(days=2)).isoformat()
            assert (alone["before_first"], alone["before_last"]) == (before, before)
            assert alone["before"]["total"] == 1
            assert months["before"] is None

    asyncio.run(story())


def test_as_files_in_both_languages(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            await _do(server, await server.caller().sign_in(), DAY)
            text = (await ask(server, "daily", {"format": "csv", "language": "ar"})).content
            assert text.startswith(b"\xef\xbb\xbf")
            rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
            assert (rows[0][0], rows[-1][0]) == ("العيادة", "المجموع")
            plain = await ask(server, "daily", {"format": "csv", "language": "en", "bom": "0"})
            assert plain.content.startswith(b"Clinic,Tickets,Done")
            assert "report-" in plain.headers["content-disposition"]
            for group in ("", "clinic", "exam", "room", "hour"):
                chosen = {"group": group} if group else {}
                today = server.clock.now().date().isoformat()
                days = {"from": today, "to": today} | chosen
                answer = await ask(server, "range", days | {"format": "xlsx", "language": "ar"})
                sheet = load_workbook(io.BytesIO(answer.content)).active
                assert sheet is not None
                assert sheet.sheet_view.rightToLeft
                values = [[cell.value for cell in row] for row in sheet.iter_rows()]
                found = (await ask(server, "range", days)).json()
                assert values[0].index("التذاكر") in (1, 2)
                assert values[-1][values[0].index("التذاكر")] == found["total"]["total"]
                assert len(values) == len(found["rows"]) + 2

    asyncio.run(story())


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("daily", {"date": "2026-13-01"}, "$.date"),
        ("daily", {"date": "20260101"}, "$.date"),
        ("daily", {"date": "2999-01-01"}, "$.date"),
        ("daily", {"format": "pdf"}, "$.format"),
        ("daily", {"language": "fr"}, "$.language"),
        ("daily", {"group": "doctor"}, "$.group"),
        ("daily", {"clinic": "nowhere"}, "$.clinic"),
        ("range", {"to": "2026-01-01"}, "$.from"),
        ("range", {"from": "2026-01-02", "to": "2026-01-01"}, "$.from"),
        ("range", {"from": "2001-01-01", "to": "2026-01-01"}, "$.from"),
        ("range", {"from": "0001-01-01", "to": "2026-01-01"}, "$.from"),
        ("range", {"from": "2026-01-01", "to": "2026-01-01", "by": "year"}, "$.by"),
    ],
)
def test_a_wrong_question_is_named(tmp_path: Path, path: str, query: dict[str, str], field: str) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            found = (await ask(server, path, query, 422)).json()
            assert found["code"] == "invalid"
            assert found["errors"][0]["field"] == field

    asyncio.run(story())
