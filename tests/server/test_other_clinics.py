"""C1, beyond roles: what somebody of one clinic is answered about another, and that nothing can name another centre."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mmc_console.server.http import guards
from tests.server.auth_app import Server, raw_call, server_in
from tests.server.auth_http import Caller
from tests.server.page_parts import act, action
from tests.unit.client.stage import played

SUPERVISORS_TOO = frozenset({
    ("GET", "/api/v1/admin/alerts"), ("POST", "/api/v1/admin/alerts/{id}/acknowledge"),
    ("POST", "/api/v1/admin/alerts/{id}/snooze"), ("GET", "/api/v1/admin/health"),
    ("GET", "/api/v1/admin/health/history"), ("GET", "/api/v1/admin/health/maintenance"),
    ("GET", "/api/v1/admin/stations"),
})  # fmt: skip
"""All of the administration that is not for administrators alone. Written down here a second time on purpose."""
NUMBER, NAME = "7654321", "مراجع الأشعة"


def test_the_administration_is_for_administrators_with_seven_exceptions() -> None:
    for route, allowed in guards.ROUTES.items():
        if "/admin/" in route[1] or route == ("GET", "/metrics"):
            expected = ["admin", "supervisor"] if route in SUPERVISORS_TOO else ["admin"]
            assert sorted(allowed) == expected, route
        elif allowed != guards.PUBLIC:
            assert sorted(allowed) != ["admin"], f"{route} is for administrators and is not called so"


@played
async def test_no_request_can_name_another_centre(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        _, _, document = await raw_call(server.app, "GET", "/api/v1/openapi.json")
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                names = {parameter["name"] for parameter in operation.get("parameters", ())}
                assert not names & {"center", "centre", "center_code", "tenant"}, (method, path)
        admin = await server.caller().sign_in()
        mine = (await admin.ask("GET", "/api/v1/snapshot")).json()["center"]["center"]["code"]
        for name in ("center", "centre"):
            more: dict[str, Any] = {"params": {name: "other"}, "headers": {f"X-{name}": "other"}}
            answer = await admin.ask("GET", "/api/v1/snapshot", **more)
            assert answer.json()["center"]["center"]["code"] == mine
            sent = action(server, "open_clinic", clinic="lab") | {name: "other"}
            answer = await admin.ask("POST", "/api/v1/actions", json={"actions": [sent], name: "other"})
            if answer.status_code == 200:
                assert (await admin.ask("GET", "/api/v1/snapshot")).json()["center"]["center"]["code"] == mine


async def furnished(server: Server) -> tuple[Caller, Caller, str]:
    """Somebody of the laboratory, somebody of the x-ray, and the visit of a person who only goes to the x-ray."""
    boss = await server.person("boss", "supervisor")
    here = await server.person("here", "clinician", clinics=("lab",))
    there = await server.person("there", "clinician", clinics=("xray",))
    person = {"number": NUMBER, "gender": "male", "name": NAME}
    (issued,) = await act(boss, action(server, "issue_ticket", clinic="xray", patient=person))
    return here, there, issued["visit"]


async def outcome(server: Server, caller: Caller, **fields: Any) -> str:
    answer = await caller.ask("POST", "/api/v1/actions", json={"actions": [action(server, **fields)]})
    result = answer.json()["results"][0]
    return str(result["problem"]["code"] if result.get("problem") else result["outcome"])


@played
async def test_work_in_another_clinic_is_refused(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        here, there, _ = await furnished(server)
        ticket = (await there.ask("GET", "/api/v1/queues/xray")).json()["waiting"][0]["id"]
        for fields in (
            {"type": "call_next", "clinic": "xray", "room": 1}, {"type": "recall", "ticket": ticket},
            {"type": "call_ticket", "ticket": ticket, "room": 1, "reason": "other", "note": "why not"},
            {"type": "hold", "ticket": ticket}, {"type": "finish", "ticket": ticket},
            {"type": "no_show", "ticket": ticket}, {"type": "take_room", "clinic": "xray", "room": 1},
            {"type": "transfer", "ticket": ticket, "clinic": "lab"}, {"type": "open_clinic", "clinic": "xray"},
            {"type": "pause_clinic", "clinic": "xray"}, {"type": "close_clinic", "clinic": "xray"},
        ):  # fmt: skip
            assert await outcome(server, here, **fields) in ("not-your-clinic", "not-allowed"), fields
        for what in ("enter", "call", "done"):
            body = {"clinic": "xray", "user": NUMBER}
            answer = await here.ask("POST", f"/api/v1/queue/{what}", json=body)
            assert answer.json()["code"] in ("not-your-clinic", "not-allowed"), what
        assert (await there.ask("GET", "/api/v1/queues/xray")).json()["waiting"][0]["id"] == ticket
        assert await outcome(server, there, type="call_next", clinic="xray", room=1) == "applied"


@played
async def test_nobody_learns_who_goes_to_another_clinic(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        here, there, visit = await furnished(server)
        asked = [
            ("GET", "/api/v1/snapshot", {}), ("GET", "/api/v1/events", {}), ("GET", "/api/v1/queues", {}),
            ("GET", "/api/v1/queues/xray", {}), ("GET", f"/api/v1/visits/{visit}", {}),
            ("GET", "/api/v1/patients", {"params": {"q": NUMBER}}),
            ("GET", "/api/v1/patients", {"params": {"q": "الأشعة"}}), ("GET", "/api/v1/pins", {}),
            ("GET", "/api/v1/queue/status", {"params": {"clinic": "xray"}}), ("GET", "/api/v1/pin/status", {}),
        ]  # fmt: skip
        for method, path, more in asked:
            answer = await here.ask(method, path, **more)
            assert NUMBER not in answer.text, path
            assert NAME not in answer.text, path
            assert answer.status_code in (200, 403, 404), path
        ids = [t["patient"] for t in (await there.ask("GET", "/api/v1/snapshot")).json()["visits"] if "patient" in t]
        cards = await here.ask("POST", "/api/v1/patients/cards", json={"ids": ids})
        assert (cards.status_code, cards.json()["cards"]) == (200, [])
        mine = await there.ask("POST", "/api/v1/patients/cards", json={"ids": ids})
        assert [card["number"] for card in mine.json()["cards"]] == [NUMBER]
