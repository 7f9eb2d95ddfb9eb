"""What is taken down of requests: by itself, for every route that has to be, with who and what; nothing of people."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mmc_console.domain.ids import mint_action_id
from mmc_console.server.audit.chain import Entry, read
from mmc_console.server.audit.rows import kept_head
from mmc_console.server.http import guards
from mmc_console.server.http.acts import GENERAL
from mmc_console.server.http.audited import act_of
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import DiskFull
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_parts import GOOD, OTHER


def entries(database: Database) -> list[Entry]:
    with database.read() as conn:
        return [read(row.body) for row in conn.exec_driver_sql("SELECT body FROM audit ORDER BY seq")]


async def told(server: Server, act: str) -> list[Entry]:
    await server.office.audit.kept()
    return [entry for entry in entries(server.database) if entry.act == act]


def test_every_administrative_route_is_recorded_and_every_one_that_changes_something_has_its_own_name() -> None:
    unnamed = sorted(
        f"{method} {path}"
        for method, path in guards.ROUTES
        if act_of((method, path)) in GENERAL.values() and method != "GET"
    )
    assert unnamed == [], "give these a name in `http/acts.py`, and its words in the catalogue"
    assert {route for route in guards.ROUTES if "/admin/" in route[1]} <= {r for r in guards.ROUTES if act_of(r)}


def test_an_administrative_act_is_on_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            huda = (await server.person("huda", "reception")).answer["user"]["id"]
            changed = await admin.ask("PATCH", f"/api/v1/admin/users/{huda}", json={"roles": ["supervisor"]})
            assert changed.status_code == 200
            entry = entries(server.database)[-1]  # nothing was waited for
            assert (entry.act, entry.about, entry.user) == ("user-changed", huda, admin.answer["user"]["id"])
            assert entry.detail == {"changed": {"roles": [["reception"], ["supervisor"]]}}
            assert entry.device == "console-0001"
            assert entry.request == changed.headers["x-request-id"]
            head = kept_head(tmp_path / "keys")
            assert head is not None
            assert head.seq == entry.seq

    asyncio.run(story())


def test_sign_ins_and_failures_are_recorded_by_user_and_never_by_what_was_typed(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            id = admin.answer["user"]["id"]
            hello = {"id": "console-9", "name": "x"}
            for username in ("admin", "a-password-typed-here"):
                asked = {"username": username, "password": OTHER, "device": hello}
                assert (await server.client.post("/api/v1/auth/login", json=asked)).status_code == 401
            wrong = {"current": OTHER, "new": "another-good-one-77"}
            assert (await admin.ask("POST", "/api/v1/auth/password", json=wrong)).status_code == 422
            right = {"current": GOOD, "new": OTHER}
            assert (await admin.ask("POST", "/api/v1/auth/password", json=right)).status_code == 204
            assert (await admin.ask("POST", "/api/v1/auth/logout")).status_code == 204
            first, *refused = await told(server, "sign-in")
            assert (first.user, first.device, first.detail) == (id, "console-0001", {"source": "192.0.2.1"})
            assert [(e.user, e.device, e.detail["refused"]) for e in refused] == [
                (id, "console-9", "not-authenticated"), ("", "console-9", "not-authenticated"),
            ]  # fmt: skip
            changes = await told(server, "password-changed")
            assert [e.detail for e in changes] == [{"refused": "invalid"}, {}]
            assert [e.user for e in await told(server, "sign-out")] == [id]
            text = " ".join(map(str, entries(server.database)))
            for secret in ("a-password-typed-here", OTHER, GOOD, "another-good-one-77"):
                assert secret not in text

    asyncio.run(story())


def test_reading_people_is_recorded_with_whom_and_what_one_console_reads_at_once_is_one_entry(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            noora = await server.person("noora", "reception")
            visit, patient = await register(server, noora, "1098765432", "نورة العتيبي")
            for _ in range(3):
                asked = await noora.ask("POST", "/api/v1/patients/cards", json={"ids": [patient]})
                assert asked.json()["cards"][0]["name"] == "نورة العتيبي"
            assert (await noora.ask("GET", "/api/v1/patients?q=1098765432")).json()["cards"]
            assert (await noora.ask("GET", f"/api/v1/visits/{visit}")).status_code == 200
            (cards,) = await told(server, "cards-read")
            assert cards.detail == {"people": 3, "ids": [patient], "times": 3}
            (searched,) = await told(server, "people-searched")
            assert searched.detail == {"people": 1, "ids": [patient]}
            (read_one,) = await told(server, "visit-read")
            assert (read_one.about, read_one.user) == (visit, noora.answer["user"]["id"])
            text = " ".join(map(str, entries(server.database)))
            for secret in ("1098765432", "نورة", "العتيبي"):
                assert secret not in text

    asyncio.run(story())


def test_who_may_not_is_recorded_too(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            noora = await server.person("noora", "reception")
            for _ in range(2):
                assert (await noora.ask("GET", "/api/v1/admin/users")).status_code == 403
            (entry,) = await told(server, "users-read")
            assert entry.detail == {"refused": "not-allowed", "times": 2}
            assert entry.user == noora.answer["user"]["id"]
            assert (await server.client.get("/api/v1/admin/users")).status_code == 401
            assert len(await told(server, "users-read")) == 1, "nobody at all: that is what the sign-in records"

    asyncio.run(story())


def test_a_page_that_is_kept_open_is_one_entry_in_ten_minutes_and_a_file_always_one(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            for _ in range(4):
                assert (await admin.ask("GET", "/api/v1/admin/users")).status_code == 200
                assert (await admin.ask("GET", "/api/v1/admin/audit/export")).status_code == 200
                await server.office.audit.kept()
                server.clock.pass_by(minutes=4)
            assert len(await told(server, "users-read")) == 2
            assert len(await told(server, "audit-exported")) == 4

    asyncio.run(story())


def test_what_cannot_be_recorded_is_not_answered_and_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            board = {"name": "hall", "speaks": False}
            real = server.office.audit._database.transact

            def full(work: Any) -> Any:
                raise DiskFull

            expected_logs.expect("the audit cannot be written: disk-full")
            monkeypatch.setattr(server.office.audit, "_database", type("Full", (), {"transact": staticmethod(full)}))
            answer = await admin.ask("POST", "/api/v1/admin/boards", json=board)
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert server.office.audit.fault == "disk-full"
            monkeypatch.undo()
            assert server.office.audit._database.transact == real
            (entry,) = await told(server, "board-changed")
            assert entry.about == "hall"
            assert server.office.audit.fault == ""

    asyncio.run(story())


async def register(server: Server, who: Any, number: str, name: str) -> tuple[str, str]:
    """A visit of somebody new; its id and the person's."""
    now = server.clock.now()
    action = {
        "id": mint_action_id(now, bytes(10)), "type": "register_visit", "at": now.isoformat(),
        "patient": {"number": number, "gender": "female", "name": name},
        "exam_type": server.center.exam_types[0].code,
    }  # fmt: skip
    answer = (await who.ask("POST", "/api/v1/actions", json={"actions": [action]})).json()
    visit = answer["results"][0]["visit"]
    snapshot = (await who.ask("GET", "/api/v1/snapshot")).json()
    return visit, next(v["patient"] for v in snapshot["visits"] if v["id"] == visit)
