"""The first MMC-MMS service's paths: its screens' own morning, and what they may not do either."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.page_parts import act, action, register
from tests.unit.client.stage import played


async def post(caller: Caller, what: str, **body: Any) -> tuple[int, Any]:
    answer = await caller.ask("POST", f"/api/v1/queue/{what}", json=body)
    return answer.status_code, answer.json()


async def get(caller: Caller, path: str) -> tuple[int, Any]:
    answer = await caller.ask("GET", f"/api/v1/{path}")
    return answer.status_code, answer.json()


async def with_pins(server: Server) -> None:
    await server.writer.publish(replace(server.center, rules=replace(server.center.rules, exit_pin=True)))


@played
async def test_a_morning_of_the_older_screens(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        await with_pins(server)
        huda = await server.person("huda", "supervisor")
        status, first = await post(huda, "enter", clinic="lab", user="1234567", isAutoEntry=False)
        assert status == 200
        assert first == {
            "success": True, "clinic": "lab", "user": "1234567", "number": "001", "display_number": "L-001",
            "status": "waiting", "ahead": 0,
        }  # fmt: skip
        _, second = await post(huda, "enter", clinic="LAB", user=7654321)
        assert (second["number"], second["ahead"]) == ("002", 1)
        _, again = await post(huda, "enter", clinic="lab", user="١٢٣٤٥٦٧")
        assert (again["number"], again["display_number"]) == ("001", "L-001"), "never a second number"
        _, listed = await get(huda, "queue/status?clinic=lab")
        assert [(row["user"], row["number"], row["ahead"]) for row in listed["list"]] == [
            ("1234567", "001", 0), ("7654321", "002", 1),
        ]  # fmt: skip
        assert (listed["total_waiting"], listed.get("current_serving")) == (2, None)
        status, called = await post(huda, "call", clinic="lab")
        assert (status, called["success"], called["total_waiting"]) == (200, True, 1)
        assert called["next_patient"] == {
            "user": "1234567", "number": "001", "display_number": "L-001", "room": 1,
        }  # fmt: skip
        _, pins = await get(huda, "pin/status")
        assert pins["pins"]["lab"]["active"] is True
        right = pins["pins"]["lab"]["pin"]
        status, wrong = await post(huda, "done", clinic="lab", user="1234567", pin=pins["pins"]["xray"]["pin"])
        assert (status, wrong["success"], wrong["code"]) == (422, False, "pin-wrong")
        assert wrong["error"] == "Pin wrong"
        status, done = await post(huda, "done", clinic="lab", user="1234567", pin=int(right))
        assert (status, done["success"], done["number"]) == (200, True, "001")
        _, listed = await get(huda, "queue/status?clinic=lab")
        assert [row["number"] for row in listed["list"]] == ["002"]


@played
async def test_they_are_the_same_actions_on_the_same_log(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        await post(huda, "enter", clinic="dental", user="1234567")
        await post(huda, "call", clinic="dental")
        await post(huda, "done", clinic="dental", user="1234567")
        log = (await huda.ask("GET", "/api/v1/events")).json()["events"]
        assert [e["type"] for e in log[1:]] == [
            "visit_registered", "ticket_issued", "ticket_called", "ticket_finished", "visit_completed",
        ]  # fmt: skip
        assert {e["actor"] for e in log[1:]} == {huda.answer["user"]["id"]}
        assert "1234567" not in str(log)


@played
async def test_somebody_on_a_pathway_moves_on_by_these_paths_too(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        await register(server, huda, "1234567")
        await post(huda, "call", clinic="lab")
        _, done = await post(huda, "done", clinic="lab", user="1234567", pin="12")
        assert (done["success"], done["display_number"]) == (True, "X-001"), "without the rule no PIN is asked for"
        _, entered = await post(huda, "enter", clinic="dental", user="1234567")
        assert (entered["clinic"], entered["number"]) == ("xray", "001"), "one visit, and where it stands"


@played
async def test_a_person_not_known_yet_is_of_unknown_gender_until_reception_says(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        status, refused = await post(huda, "enter", clinic="women_eyes", user="1234567")
        assert (status, refused["success"], refused["code"]) == (422, False, "not-admitted")
        _, entered = await post(huda, "enter", clinic="dental", user="1234567")
        assert entered["success"] is True
        (card,) = (await huda.ask("GET", "/api/v1/patients?q=1234567")).json()["cards"]
        assert card["gender"] == "unknown"
        await post(huda, "call", clinic="dental")
        await post(huda, "done", clinic="dental", user="1234567")
        person = {"number": "1234567", "gender": "female", "name": "نورة"}
        await act(huda, action(server, "issue_ticket", clinic="women_eyes", patient=person))
        (card,) = (await huda.ask("GET", "/api/v1/patients?q=1234567")).json()["cards"]
        assert (card["gender"], card["name"]) == ("female", "نورة"), "reception has completed the person"
        asked = action(server, "issue_ticket", clinic="lab", patient={"number": "55", "gender": "unknown"})
        answer = await huda.ask("POST", "/api/v1/actions", json={"actions": [asked]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "$.actions[0].patient.gender")


@played
async def test_a_visit_of_unknown_gender_is_completed_by_a_correction(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        await post(huda, "enter", clinic="dental", user="1234567")
        (card,) = (await huda.ask("GET", "/api/v1/patients?q=1234567")).json()["cards"]
        await act(huda, action(server, "correct_patient", patient_id=card["id"], gender="male", reason="mistake"))
        (card,) = (await huda.ask("GET", "/api/v1/patients?q=1234567")).json()["cards"]
        assert card["gender"] == "male"


@played
async def test_rights_hold_here_as_everywhere(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        await with_pins(server)
        huda = await server.person("huda", "supervisor")
        desk = await server.person("noora", "reception")
        doctor = await server.person("ali", "clinician", clinics=("lab",))
        _, entered = await post(desk, "enter", clinic="lab", user="1234567")
        assert entered["success"] is True
        await post(huda, "enter", clinic="dental", user="7654321")
        for caller, what, body in (
            (desk, "call", {"clinic": "lab"}),
            (desk, "done", {"clinic": "lab", "user": "1234567", "pin": "11"}),
            (doctor, "enter", {"clinic": "lab", "user": "99"}),
            (doctor, "call", {"clinic": "dental"}),
            (doctor, "done", {"clinic": "dental", "user": "7654321", "pin": "11"}),
        ):
            status, answer = await post(caller, what, **body)
            assert (status, answer["success"]) in ((403, False), (422, False)), (what, answer)
            assert answer["code"] in ("not-allowed", "not-your-clinic"), (what, answer)
        _, pins = await get(doctor, "pin/status")
        assert list(pins["pins"]) == ["lab"], "never those of other clinics"
        assert (await get(desk, "pin/status"))[1]["pins"] == {}
        _, listed = await get(doctor, "queue/status?clinic=dental")
        assert [row.get("user") for row in listed["list"]] == [None], "labels of others' patients, no numbers"
        for path in ("queue/enter", "queue/call", "queue/done"):
            assert (await server.client.post(f"/api/v1/{path}", json={})).status_code == 401
        for path in ("queue/status?clinic=lab", "pin/status"):
            assert (await server.client.get(f"/api/v1/{path}")).status_code == 401


@played
@pytest.mark.parametrize(
    ("what", "body", "status", "code"),
    [
        ("enter", {"clinic": "nowhere", "user": "11"}, 422, "unknown-clinic"),
        ("enter", {"clinic": "", "user": "11"}, 422, "unknown-clinic"),
        ("enter", {"clinic": "lab", "user": "abc"}, 422, "bad-number"),
        ("call", {"clinic": "lab"}, 422, "queue-empty"),
        ("done", {"clinic": "lab", "user": "11", "pin": "11"}, 422, "unknown-ticket"),
        ("enter", {"clinic": "lab"}, 422, "invalid"),
        ("call", {"clinic": ["lab"]}, 422, "invalid"),
    ],
)
async def test_what_goes_wrong_has_success_false_an_error_and_a_code(
    tmp_path: Path, what: str, body: dict[str, Any], status: int, code: str
) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        found, answer = await post(huda, what, **body)
        assert (found, answer["success"], answer["code"]) == (status, False, code)
        assert answer["error"]


@played
async def test_two_screens_that_call_at_once_call_to_two_rooms(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        for user in ("11", "22", "33"):
            await post(huda, "enter", clinic="lab", user=user)
        rooms = [room.no for clinic in server.center.clinics if clinic.code == "lab" for room in clinic.rooms]
        answers = await asyncio.gather(*(post(huda, "call", clinic="lab") for _ in rooms))
        assert [status for status, _ in answers] == [200] * len(rooms), answers
        assert sorted(found["next_patient"]["room"] for _, found in answers) == rooms


@played
async def test_a_server_that_is_being_mended_says_so_in_their_words_too(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        await server.writer.stop()
        found, answer = await post(huda, "call", clinic="lab")
        assert (found, answer.get("success"), answer["code"]) == (503, False, "unavailable")


@played
async def test_a_busy_clinic_says_so(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        for user in ("11", "22"):
            await post(huda, "enter", clinic="dental", user=user)
        assert (await post(huda, "call", clinic="dental"))[0] == 200
        status, busy = await post(huda, "call", clinic="dental")
        assert (status, busy["code"]) == (422, "room-busy")
