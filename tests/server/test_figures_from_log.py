"""The dashboard's figures equal those worked out from the raw log by a second way that shares nothing with it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmc_console.domain.ids import mint_action_id
from mmc_console.replay.recording import read_day
from tests.server import log_figures
from tests.server.auth_app import Server, server_in
from tests.server.replay_parts import replayed_on_a_server
from tests.unit.replay.days import MESSY, made_up, with_real_days

COUNTED = (
    "total", "waiting", "called", "in_service", "held", "served", "no_shows", "cancelled", "transferred", "unfinished",
    "wait", "service", "throughput",
)  # fmt: skip


def told(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in COUNTED}


async def answers_of(server: Server, **days: str) -> dict[str, Any]:
    admin = await server.caller().sign_in()
    answer = await admin.ask("GET", "/api/v1/metrics", params=days)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def compare(server: Server, found: dict[str, Any]) -> int:
    """All figures of the answer against the log's; how many tickets there were."""
    today = found["day"]
    first, last = found["first"], found["last"]
    every = log_figures.followed(log_figures.read_log(server.database)).values()
    stays = [stay for stay in every if first <= stay.day <= last and found["clinic"] in ("", stay.clinic)]
    assert told(found["total"]) == log_figures.figures(stays, today)
    by_clinic, by_day = defaultdict(list), defaultdict(list)
    for stay in stays:
        by_clinic[stay.clinic].append(stay)
        by_day[stay.day].append(stay)
    assert by_clinic.keys() <= {each["clinic"] for each in found["clinics"]}
    for each in found["clinics"]:
        assert told(each) == log_figures.figures(by_clinic[each["clinic"]], today), each["clinic"]
    if first < last:
        assert [each["day"] for each in found["days"]] == sorted(by_day)
        for each in found["days"]:
            assert told(each) == log_figures.figures(by_day[each["day"]], today), each["day"]
    else:
        until = log_figures.ms(found["now"])
        expected = log_figures.hours(stays, until)
        seen = {each["hour"] for each in found["hours"]}
        for each in found["hours"]:
            assert {name: value for name, value in each.items() if name != "hour"} == expected[each["hour"]], each
        for hour, figures in expected.items():
            if figures["issued"] or figures["served"] or figures["no_shows"] or figures["wait"]["n"]:
                assert hour in seen
    return len(stays)


def replayed(recording: Any, place: Path) -> int:
    asyncio.run(replayed_on_a_server(recording, place))

    async def story() -> int:
        async with server_in(place) as server:  # the same centre again, hours after the day
            day = recording.lines[0].at.date()
            server.clock.at = server.clock.at.replace(year=day.year, month=day.month, day=day.day, hour=18)
            found = await answers_of(server)
            assert found["day"] == day.isoformat()
            number = compare(server, found)
            server.clock.pass_by(days=3)
            before = await answers_of(server, **{"from": day.isoformat(), "to": day.isoformat()})
            assert compare(server, before) == number
            spread = await answers_of(server, **{"from": (day - timedelta(days=2)).isoformat(), "to": found["day"]})
            assert compare(server, spread) == number
            return number

    return asyncio.run(story())


def test_a_messy_day_that_was_replayed(tmp_path: Path) -> None:
    assert replayed(made_up(MESSY), tmp_path) > 10


@with_real_days
def test_a_real_day_that_was_replayed(real_day: Path, tmp_path: Path) -> None:
    assert replayed(read_day(real_day), tmp_path) > 30


Step = tuple[str, int, int]
DEEDS = (
    "register", "issue", "call_next", "call_next", "start", "finish", "finish", "no_show", "requeue", "hold", "resume",
    "transfer", "cancel", "undo", "recall", "next_day",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 11), st.integers(0, 5_400_000)), max_size=60)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_day(deeds: list[Step]) -> None:
    async def story(place: Path) -> None:
        async with server_in(place) as server:
            first = server.clock.now()
            admin = await server.caller().sign_in()
            await _do(server, admin, deeds)
            found = await answers_of(server)
            compare(server, found)
            compare(server, await answers_of(server, clinic="lab"))
            today = date.fromisoformat(found["day"])
            begin = first.date().isoformat()
            every = {"from": begin, "to": today.isoformat()}
            number = compare(server, await answers_of(server, **every))
            await keep(server)
            assert compare(server, await answers_of(server, **every)) == number
            compare(server, await answers_of(server, clinic="xray", **every))

    with TemporaryDirectory() as place:
        asyncio.run(story(Path(place)))


async def keep(server: Server) -> None:
    """What the server does by itself every few minutes."""
    server.figures.keeping.pause = 0
    await server.office.rounds.once("days")


async def _do(server: Server, admin: Any, deeds: list[Step]) -> None:
    """Whatever of these the rules allow; what they refuse leaves no trace, which is right too."""
    clinics = ("lab", "xray", "eyes")
    tickets: list[str] = []
    acted: list[str] = []
    for n, (deed, which, wait) in enumerate(deeds):
        server.clock.pass_by(milliseconds=wait)
        if deed == "next_day":
            server.clock.pass_by(days=1)
            if which % 3:  # what comes after this changes days of which the lines are kept already
                await keep(server)
            continue
        now = server.clock.now()
        action: dict[str, Any] = {
            "id": mint_action_id(now, n.to_bytes(10, "big")), "at": now.isoformat(), "type": deed,
        }  # fmt: skip
        clinic = clinics[which % 3]
        if deed == "register":
            person = {"number": f"7{which:03d}", "gender": "male"}
            action |= {"type": "register_visit", "patient": person, "exam_type": "recruitment"}
        elif deed == "issue":
            action |= {"type": "issue_ticket", "patient": {"number": f"8{n:03d}", "gender": "male"}, "clinic": clinic}
        elif deed == "call_next":
            action |= {"clinic": clinic, "room": 1}
        elif deed == "undo":
            if not acted:
                continue
            action |= {"action": acted[-1 - which % min(3, len(acted))]}
        else:
            if not tickets:
                continue
            action |= {"ticket": tickets[-1 - which % min(6, len(tickets))]}
            if deed == "transfer":
                action |= {"clinic": clinic}
            if deed == "cancel":
                action |= {"reason": "mistake"}
        answer = await admin.ask("POST", "/api/v1/actions", json={"actions": [action]})
        if answer.status_code == 401:
            await admin.sign_in()
            answer = await admin.ask("POST", "/api/v1/actions", json={"actions": [action]})
        result = answer.json()["results"][0]
        if result["outcome"] == "applied":
            acted.append(action["id"])
            for event in result["events"]:
                if "ticket" in event and event["ticket"] not in tickets:
                    tickets.append(event["ticket"])


def test_the_second_way_sees_what_the_first_would_hide(tmp_path: Path) -> None:
    """A comparison that cannot fail proves nothing: one row changed behind the log's back is found."""

    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await _do(server, admin, [("issue", 0, 0), ("call_next", 0, 60_000), ("finish", 0, 90_000)])
            found = await answers_of(server)
            assert compare(server, found) == 1
            with server.database.write() as conn:
                conn.exec_driver_sql("UPDATE tickets SET first_called_ms = first_called_ms + 1")
            changed = await answers_of(server)
            assert told(changed["total"]) != told(found["total"])
            try:
                compare(server, changed)
            except AssertionError:
                return
            raise AssertionError("the changed row was not seen")

    asyncio.run(story())


def test_an_end_at_the_very_moment_of_the_call_measures_no_service(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await _do(server, admin, [("issue", 0, 0), ("call_next", 0, 60_000), ("finish", 0, 0)])
            found = await answers_of(server)
            assert (found["total"]["served"], found["total"]["service"]["n"]) == (1, 0)
            assert compare(server, found) == 1

    asyncio.run(story())
