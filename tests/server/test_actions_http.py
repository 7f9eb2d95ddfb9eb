"""Acting and reading over HTTP, in process: what is answered, and what malformed requests are told."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from mmc_console.domain.events import AnyEvent
from mmc_console.domain.ids import mint_action_id
from mmc_console.server import restoring
from mmc_console.server.http import reading
from mmc_console.server.http.views import gather_queues
from mmc_console.wire.answers import BUILT_ON_AT_MOST, ActionsAnswer, Snapshot
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, raw_call, server_in
from tests.server.auth_http import Caller

Story = Callable[[Server, Caller], Coroutine[Any, Any, None]]


def told(place: Path, story: Story) -> None:
    """Run *story* with a supervisor signed in."""

    async def run() -> None:
        async with server_in(place) as server:
            await story(server, await server.person("huda", "supervisor"))

    asyncio.run(run())


def now_action(server: Server, type: str, **fields: Any) -> dict[str, Any]:
    """An action made at the server's hand-moved time."""
    now = server.clock.now()
    return {"id": mint_action_id(now, secrets.token_bytes(10)), "type": type, "at": now.isoformat(), **fields}


def registered(server: Server, number: str = "1234567") -> dict[str, Any]:
    person = {"number": number, "gender": "male", "name": "سالم"}
    return now_action(server, "register_visit", patient=person, exam_type="recruitment")


async def send(caller: Caller, *actions: dict[str, Any], **more: Any) -> Any:
    return await caller.ask("POST", "/api/v1/actions", json={"actions": list(actions), **more})


def test_an_answer_has_everything_a_console_needs(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        answer = await send(huda, registered(server))
        assert answer.status_code == 200
        body = msgspec.json.decode(answer.content, type=ActionsAnswer)
        result = body.results[0]
        assert (result.outcome, result.number, result.label, body.seq) == ("applied", "001", "L-001", 3)
        found = [msgspec.json.decode(raw, type=AnyEvent) for raw in result.events]
        assert [e.seq for e in found] == [2, 3]
        assert {e.desk for e in found} == {huda.answer["device"]["desk"]}
        assert {e.actor for e in found} == {huda.answer["user"]["id"]}
        assert body.now.isoformat() == "2026-11-23T07:15:00+03:00"

    told(tmp_path, story)


def test_after_an_answer_every_reader_sees_it(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        for k in range(3):
            await send(huda, registered(server, f"123456{k}"))
        await send(huda, now_action(server, "call_next", clinic="lab", room=1))
        snapshot = await huda.ask("GET", "/api/v1/snapshot")
        whole = msgspec.json.decode(snapshot.content, type=Snapshot)
        assert (whole.seq, whole.day.isoformat(), len(whole.cards)) == (8, "2026-11-23", 3)
        assert {c.name for c in whole.cards} == {"سالم"}
        raw = {t["label"]: t for t in snapshot.json()["tickets"]}
        assert [raw[f"L-00{n}"].get("ahead", 0) for n in (2, 3)] == [0, 1]
        assert raw["L-001"]["state"] == "called"
        lab = (await huda.ask("GET", "/api/v1/queues/lab")).json()
        assert [t["label"] for t in lab["waiting"]] == ["L-002", "L-003"]
        assert lab["counts"] == {"waiting": 2, "called": 1, "in_service": 0, "held": 0, "no_show": 0, "done": 0}
        assert lab["rooms"][0]["ticket"]["label"] == "L-001"
        assert lab["waiting"][0]["why_next"]["code"] == "first"
        assert lab["waiting"][1]["expected_wait"]["p50"] > 0
        everything = (await huda.ask("GET", "/api/v1/queues")).json()["queues"]
        assert [q for q in everything if q["clinic"] == "lab"] == [lab]
        assert (await huda.ask("GET", "/api/v1/queues/nowhere")).json()["code"] == "not-found"

    told(tmp_path, story)


def test_the_log_is_read_in_pages_from_a_place(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        for k in range(4):
            await send(huda, registered(server, f"123456{k}"))
        epoch = server.writer.epoch
        found: list[int] = []
        while True:
            page = await huda.ask("GET", "/api/v1/events", params={"after": f"{epoch}:{len(found)}", "limit": "4"})
            seqs = [e["seq"] for e in page.json()["events"]]
            if not seqs:
                break
            assert len(seqs) <= 4
            found += seqs
        assert found == list(range(1, 10))
        other = await huda.ask("GET", "/api/v1/events", params={"after": "other:1"})
        assert (other.status_code, other.json()["code"]) == (409, "epoch-changed")
        for bad in ({"after": "x"}, {"limit": "0"}, {"limit": "501"}, {"limit": "x"}):
            answer = await huda.ask("GET", "/api/v1/events", params=bad)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), bad

    told(tmp_path, story)


def test_another_epoch_is_told_and_nothing_done(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        answer = await send(huda, registered(server), epoch="another")
        assert (answer.status_code, answer.json()["code"]) == (409, "epoch-changed")
        assert server.writer.health.seq == 1

    told(tmp_path, story)


def test_what_an_action_builds_on_is_named_by_its_place_or_its_id(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        first = registered(server)
        assert (await send(huda, first)).status_code == 200
        seq = server.writer.health.seq
        for bad in ([[], [1]], [[], [-1]], [[], ["x"]], [[], [None]], [[], [], [0]], [[0]]):
            answer = await send(huda, registered(server, "1234568"), registered(server, "1234569"), after=bad)
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["field"].startswith("$.after")
        many = [0] * (BUILT_ON_AT_MOST + 1)
        answer = await send(huda, registered(server, "1234568"), registered(server, "1234569"), after=[[], many])
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "$.after")
        assert server.writer.health.seq == seq
        unknown, other = now_action(server, "recall")["id"], registered(server, "1234568")
        answer = await send(huda, other, registered(server, "1234569"), after=[[first["id"]], [0, unknown]])
        body = msgspec.json.decode(answer.content, type=ActionsAnswer)
        assert [result.outcome for result in body.results] == ["applied", "wait"]

    told(tmp_path, story)


def test_queues_are_made_once_for_all_who_ask_and_never_from_before_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [0]

    def counted(*asked: Any) -> Any:
        made[0] += 1
        return gather_queues(*asked)

    monkeypatch.setattr(reading, "gather_queues", counted)

    async def story(server: Server, huda: Caller) -> None:
        async def waiting() -> int:
            return sum(len(q["waiting"]) for q in (await huda.ask("GET", "/api/v1/queues")).json()["queues"])

        for n in range(1, 6):
            assert (await send(huda, registered(server, f"123456{n}"))).status_code == 200
            assert [await waiting() for _ in range(4)] == [n] * 4
            assert made[0] == n
        server.clock.pass_by(seconds=1)  # what people are told to expect depends on the time as well
        assert (await waiting(), made[0]) == (5, 6)
        server.clock.pass_by(days=1)
        await huda.sign_in("huda", device="console-of-huda")
        assert await waiting() == 0, "another day, without any event"

    told(tmp_path, story)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"id": "not-a-uuid"}, "$.actions[0].id"),
    ({"id": "0A3BAAAA-0000-7000-8000-000000000001"}, "$.actions[0].id"),
    ({"id": "0a3baaaa000070008000000000000001"}, "$.actions[0].id"),
    ({"id": "0a3baaaa-0000-4000-8000-000000000001"}, "$.actions[0].id"),
    ({"at": "2026-11-23T07:15:00"}, "$.actions[0].at"),
    ({"at": "yesterday"}, "$.actions[0].at"),
    ({"n": -1}, "$.actions[0].n"),
    ({"n": 2**60}, "$.actions[0].n"),
    ({"rev": 2**64}, "$.actions[0].rev"),
    ({"room": -(2**64)}, "$.actions[0].room"),
    ({"replaces": "x"}, "$.actions[0].replaces"),
    ({"room": "one"}, "$.actions[0].room"),
    ({"surprise": 1}, "$.actions[0]"),
    ({"type": "publish_center"}, "$.actions[0].type"),
    ({"clinic": None}, "$.actions[0].clinic"),
]


@pytest.mark.parametrize(("change", "field"), BAD)
def test_what_is_malformed_is_named_and_nothing_recorded(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    async def story(server: Server, huda: Caller) -> None:
        good = now_action(server, "call_next", clinic="lab", room=1)
        answer = await send(huda, good | change, registered(server))
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert (body["code"], body["errors"][0]["field"]) == ("invalid", field)
        assert server.writer.health.seq == 1

    told(tmp_path, story)


@pytest.mark.parametrize(("change", "field"), [({"id": "x"}, "$.conflicts[0].id"), ({"by": ""}, "$.conflicts[0].by")])
def test_what_is_told_of_a_conflict_is_as_well_formed_as_an_action(
    tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    async def story(server: Server, huda: Caller) -> None:
        conflict = now_action(server, "call_next", clinic="lab", room=1)
        override = now_action(server, "override", conflict=conflict["id"])
        assert (await send(huda, override, conflicts=[conflict])).status_code == 200
        answer = await send(huda, override, conflicts=[conflict | change])
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field
        assert server.writer.health.seq == 1, "and where nothing was restored it changes nothing"

    told(tmp_path, story)


def test_bodies_that_are_no_json_too_many_or_too_large(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        async def post(content: bytes, **headers: str) -> tuple[int, str]:
            answer = await huda.ask(
                "POST", "/api/v1/actions", content=content, headers={"Content-Type": "application/json", **headers}
            )
            return answer.status_code, answer.json()["code"]

        assert await post(b"{") == (422, "invalid")
        assert await post(b"\xff\xfe") == (422, "invalid")
        assert await post(b'{"actions": [], "more": 1}') == (422, "invalid")
        assert await post(b"[]") == (422, "invalid")
        assert await post(b" " * 1_000_001) == (413, "too-large")
        many = [now_action(server, "call_next", clinic="lab", room=1) for _ in range(501)]
        assert await post(msgspec.json.encode({"actions": many})) == (422, "invalid")
        headers = {"Content-Type": "text/plain"}
        plain = await huda.ask("POST", "/api/v1/actions", content=b"{}", headers=headers)
        assert (plain.status_code, plain.json()["code"]) == (415, "unsupported-media")

    told(tmp_path, story)


def test_every_response_has_an_id_and_safe_headers(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        seen = set()
        for method, path in (
            ("GET", "/api/v1/queues"), ("GET", "/nowhere"), ("DELETE", "/api/v1/queues"), ("GET", "/api/v1/health"),
        ):  # fmt: skip
            answer = await huda.ask(method, path)
            seen.add(answer.headers["x-request-id"])
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store"
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert len(seen) == 4
        assert (await huda.ask("DELETE", "/api/v1/queues")).json()["code"] == "method-not-allowed"

    told(tmp_path, story)


def test_the_interface_describes_itself_without_outside_resources(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        found = (await huda.ask("GET", "/api/v1/openapi.json")).json()
        assert found["openapi"] == "3.1.0"
        post = found["paths"]["/api/v1/actions"]["post"]
        assert post["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/ActionsRequest")
        assert post["security"] == [{"bearer": []}]
        names = set(found["components"]["schemas"])
        assert {"ActionsRequest", "ActionsAnswer", "Snapshot", "Problem", "CallNext", "QueueView"} <= names
        assert found["components"]["schemas"]["CallNext"]["additionalProperties"] is False
        page = (await huda.ask("GET", "/api/v1/docs")).text
        assert "/api/v1/events/stream" in page
        assert "http://" not in page.replace("http://json-schema.org", "")
        assert "<script" not in page

    told(tmp_path, story)


def test_a_stream_begins_and_names_wrong_places(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        headers = {"Authorization": f"Bearer {huda.token}"}
        status, found, body = await raw_call(server.app, "GET", "/api/v1/events/stream", headers=headers)
        assert (status, found["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert body.startswith(b'event: heartbeat\ndata: {"now":"2026-11-23T07:15:00+03:00"}\n')
        status, _, body = await raw_call(
            server.app, "GET", "/api/v1/events/stream", headers=headers | {"Last-Event-ID": "nonsense"}
        )
        assert (status, body.startswith(b"event: reset\n")) == (200, True)
        status, _, body = await raw_call(server.app, "GET", "/api/v1/events/stream?after=nonsense", headers=headers)
        assert (status, body["code"]) == (422, "invalid")

    told(tmp_path, story)


def test_a_full_disk_is_told_while_reading_goes_on(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("the log cannot be written: disk-full")
    expected_logs.expect("the log can be written again")

    async def story(server: Server, huda: Caller) -> None:
        def limit(conn: Connection, spare: int) -> None:
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
            conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + spare}")

        await send(huda, registered(server))
        server.database.transact(lambda conn: limit(conn, 1))
        batch = [registered(server, f"20000{k:02d}") for k in range(60)]
        answer = await send(huda, *batch)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert (answer.json()["code"], answer.json()["params"]) == ("unavailable", {"reason": "disk-full"})
        assert len((await huda.ask("GET", "/api/v1/snapshot")).json()["visits"]) == 1
        server.database.transact(lambda conn: limit(conn, 100_000))
        again = await send(huda, *batch)
        assert {r["outcome"] for r in again.json()["results"]} == {"applied"}

    told(tmp_path, story)


def test_a_conflict_tells_who_was_first_by_name_and_can_be_carried_out_after_all(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        answer = await send(huda, registered(server))
        ticket = msgspec.json.decode(answer.content, type=ActionsAnswer).results[0].ticket
        await send(huda, now_action(server, "call_ticket", ticket=ticket, room=1, reason="by-hand"))
        noora = await server.person("noora", "reception")
        hold = now_action(server, "hold", ticket=ticket, rev=1)
        [result] = msgspec.json.decode((await send(noora, hold)).content, type=ActionsAnswer).results
        assert result.outcome == "conflict"
        assert result.problem is not None
        params = result.problem.params
        assert (params["by"], params["state"]) == (huda.answer["user"]["id"], "called")
        assert params["by_name"] == huda.answer["user"]["name"]
        again = msgspec.json.decode((await send(noora, hold)).content, type=ActionsAnswer).results
        assert again == (result,), "told the same when it is asked again"
        after_all = await send(noora, now_action(server, "override", conflict=hold["id"]))
        [done] = msgspec.json.decode(after_all.content, type=ActionsAnswer).results
        assert done.outcome == "applied"
        twice = await send(huda, now_action(server, "override", conflict=hold["id"]))
        [refused] = msgspec.json.decode(twice.content, type=ActionsAnswer).results
        assert refused.problem is not None
        assert refused.problem.code == "nothing-to-override", "only one of them decides"

    told(tmp_path, story)


def test_an_override_that_waited_for_its_turn_after_a_restore_is_in_the_audit_once(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        answer = await send(huda, registered(server))
        [first] = msgspec.json.decode(answer.content, type=ActionsAnswer).results
        await send(huda, now_action(server, "call_ticket", ticket=first.ticket, room=1, reason="by-hand"))
        noora = await server.person("noora", "supervisor")
        hold = now_action(server, "hold", ticket=first.ticket, rev=1)
        await send(noora, hold)
        before, head = server.writer.epoch, server.writer.health.seq
        await server.writer.stop()
        server.database.transact(lambda conn: restoring.begin_again(conn, server.clock.now()))
        server.writer.load()
        server.writer.start()
        count = len(first.events)
        override = now_action(server, "override", conflict=hold["id"], was=f"{before}:{head + count + 1}")
        filler = registered(server, "1234568") | {"was": f"{before}:{head + count}"}
        outcomes = []
        for caller, action in ((noora, override), (huda, filler), (noora, override), (noora, override)):
            [result] = msgspec.json.decode((await send(caller, action)).content, type=ActionsAnswer).results
            outcomes.append(result.outcome)
        assert outcomes == ["wait", "applied", "repeated", "repeated"]
        admin = await server.caller().sign_in()
        [entry] = (await admin.ask("GET", "/api/v1/admin/audit", params={"act": "override"})).json()["entries"]
        assert (entry["about"], entry["detail"]) == (hold["id"], {"action": override["id"]})
        assert entry["user"] == noora.answer["user"]["id"]
        assert entry["device"] == "console-of-noora"

    told(tmp_path, story)
