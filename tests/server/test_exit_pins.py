"""Leaving a clinic by its PIN of the day: for the patient's page and the older screens, and who may see the PINs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.server.exit_pins import WRONG
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.page_parts import Phone, act, action, register
from tests.unit.client.stage import played


async def with_pins(server: Server) -> None:
    """The centre uses exit PINs from now on."""
    await server.writer.publish(replace(server.center, rules=replace(server.center.rules, exit_pin=True)))


async def pins_of(caller: Caller) -> Any:
    answer = await caller.ask("GET", "/api/v1/pins")
    assert answer.status_code == 200, answer.text
    return answer.json()["pins"]


async def events_of(caller: Caller) -> list[Any]:
    found: list[Any] = (await caller.ask("GET", "/api/v1/events")).json()["events"]
    return found


@played
async def test_without_the_rule_there_are_none(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        assert await pins_of(huda) == {}
        token, _ = await register(server, huda)
        await act(huda, action(server, "call_next", clinic="lab", room=1))
        phone = Phone(server.client, token)
        assert (await phone.state())["exit_pin"] is False
        answer = await phone.post("/exit", pin="11")
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
        assert (await phone.state())["state"] == "called"


@played
async def test_pins_are_seen_by_the_clinics_own_staff_and_supervisors_only(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        await with_pins(server)
        huda = await server.person("huda", "supervisor")
        every = await pins_of(huda)
        assert sorted(every) == sorted(c.code for c in server.center.clinics if c.admits == "all")
        assert len(set(every.values())) == len(every)
        doctor = await server.person("ali", "clinician", clinics=("lab", "women_eyes"))
        assert await pins_of(doctor) == {"lab": every["lab"]}
        desk = await server.person("noora", "reception")
        assert (await desk.ask("GET", "/api/v1/pins")).status_code == 403
        assert (await server.client.get("/api/v1/pins")).status_code == 401
        for caller in (doctor, desk):
            for path in ("/api/v1/snapshot", "/api/v1/events", "/api/v1/queues"):
                answer = await caller.ask("GET", path)
                assert '"pin"' not in answer.text
                assert '"pins"' not in answer.text
        both = await server.person("sara", "reception", "clinician", clinics=("xray",))
        assert await pins_of(both) == {"xray": every["xray"]}


@played
async def test_pins_change_with_the_service_day(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        await with_pins(server)
        huda = await server.person("huda", "supervisor")
        days = []
        for _ in range(4):
            days.append(tuple((await pins_of(huda)).values()))
            server.clock.pass_by(days=1)
            await huda.sign_in("huda", device="console-of-huda")
        assert len(set(days)) == 4


@played
async def test_the_right_pin_lets_the_person_go(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        await with_pins(server)
        huda = await server.person("huda", "supervisor")
        pins = await pins_of(huda)
        token, result = await register(server, huda)
        phone = Phone(server.client, token)
        waiting = await phone.post("/exit", pin=pins["lab"])
        assert (waiting.status_code, waiting.json()["code"]) == (422, "wrong-state")
        await act(huda, action(server, "call_next", clinic="lab", room=1))
        assert (await phone.state())["exit_pin"] is True
        for wrong in (pins["xray"], "00", "", "abc", pins["lab"] + "0"):
            answer = await phone.post("/exit", pin=wrong)
            assert (answer.status_code, answer.json()["code"]) == (422, "pin-wrong"), wrong
            server.clock.pass_by(minutes=4)
        await huda.sign_in("huda", device="console-of-huda")
        arabic = pins["lab"].translate({48 + n: 0x660 + n for n in range(10)})
        left = await phone.post("/exit", pin=arabic)
        assert (left.status_code, left.json()["label"]) == (200, "X-001")
        again = await phone.post("/exit", pin=pins["lab"])
        assert (again.status_code, again.json()["code"]) == (422, "wrong-state"), "two taps let nobody go twice"
        finished = [e for e in await events_of(huda) if e["type"] == "ticket_finished"]
        assert [(e["ticket"], e["actor"]) for e in finished] == [(result["ticket"], "patient")]
        assert pins["lab"] not in {str(value) for e in finished for value in e.values()}


@played
async def test_guessing_a_pin_is_limited_a_visit_and_hurts_nobody_else(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        await with_pins(server)
        huda = await server.person("huda", "supervisor")
        pins = await pins_of(huda)
        first, _ = await register(server, huda, "1111111")
        second, _ = await register(server, huda, "2222222")
        for room in (1, 2):
            await act(huda, action(server, "call_next", clinic="lab", room=room))
        guesser, other = Phone(server.client, first), Phone(server.client, second)
        wrong = next(f"{n:02d}" for n in range(1, 100) if f"{n:02d}" != pins["lab"])
        for _ in range(WRONG[0]):
            assert (await guesser.post("/exit", pin=wrong)).status_code == 422
        stopped = await guesser.post("/exit", pin=pins["lab"])
        assert (stopped.status_code, stopped.headers["retry-after"]) == (429, "900")
        assert (await other.post("/exit", pin=pins["lab"])).status_code == 200
        assert (await guesser.state())["state"] == "called", "the page itself goes on"
        server.clock.pass_by(minutes=15)
        assert (await guesser.post("/exit", pin=pins["lab"])).status_code == 200


@played
async def test_womens_clinics_have_none(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        await with_pins(server)
        huda = await server.person("huda", "supervisor")
        person, token = {"number": "3333333", "gender": "female"}, "w" * 22
        await act(huda, action(server, "issue_ticket", clinic="women_eyes", patient=person, page_token=token))
        await act(huda, action(server, "call_next", clinic="women_eyes", room=1))
        phone = Phone(server.client, token)
        assert (await phone.state())["exit_pin"] is False
        assert (await phone.post("/exit", pin="11")).json()["code"] == "not-allowed"


@played
@pytest.mark.parametrize("body", [{}, {"pin": 11}, {"pin": "1" * 17}, {"pin": "11", "more": 1}])
async def test_what_is_no_pin_is_named(tmp_path: Path, body: dict[str, Any]) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        token, _ = await register(server, huda)
        answer = await Phone(server.client, token).post("/exit", **body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
