"""People from a file over HTTP: judged line by line, added together or not at all, told once, called off."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mmc_console.server.auth import importing, users
from mmc_console.server.auth.passwords import Hasher
from mmc_console.server.store.errors import StoreError
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.auth_parts import OTHER

USERS = "/api/v1/admin/users"
IMPORT = f"{USERS}/import"
HUDA = {"username": "huda", "name": "هدى حمد", "roles": ["clinician"], "clinics": ["lab"]}
SAAD = {"username": "saad", "name": "Saad Ali", "roles": ["reception", "supervisor"]}


def opened(place: Path, story: Callable[[Server, Caller], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(server, await server.caller().sign_in())

    asyncio.run(run())


async def imported(admin: Caller, *people: dict[str, Any], id: str = "import-01", **more: Any) -> Any:
    return await admin.ask("POST", IMPORT, json={"id": id, "people": people, "dry_run": False, **more})


async def usernames(admin: Caller) -> set[str]:
    return {each["username"] for each in (await admin.ask("GET", USERS)).json()["users"]}


def faults(answer: Any) -> list[tuple[int, str, str, str]]:
    return [(f["line"], f["field"], f["reason"], f["value"]) for f in answer.json()["faults"]]


def test_each_line_is_judged_as_one_person_would_be_and_nobody_is_added(tmp_path: Path) -> None:
    async def story(_: Server, admin: Caller) -> None:
        lines = [
            HUDA, {"username": "HUDA", "name": "x", "roles": ["reception"]}, {**SAAD, "username": "Admin"},
            {**SAAD, "username": "a b"}, {**SAAD, "username": ""}, {**SAAD, "name": " "},
            {**SAAD, "name": "a\u2028b"}, {**SAAD, "username": "u1", "roles": ["king", "admin"]},
            {**SAAD, "username": "u2", "roles": []}, {**SAAD, "username": "u3", "roles": ["kiosk", "admin"]},
            {**HUDA, "username": "u4", "clinics": ["nowhere"]}, {**HUDA, "username": "u5", "clinics": []},
        ]  # fmt: skip
        for dry_run in (True, False):
            answer = await imported(admin, *lines, dry_run=dry_run)
            assert answer.status_code == 200
            assert faults(answer) == [
                (1, "username", "user-twice", ""), (2, "username", "user-exists", ""),
                (3, "username", "username-shape", ""), (4, "username", "username-missing", ""),
                (5, "name", "name-missing", ""), (6, "username", "user-twice", ""), (6, "name", "name-shape", ""),
                (7, "roles", "role-unknown", "king"), (8, "roles", "role-missing", ""),
                (9, "roles", "kiosk-alone", ""), (10, "clinics", "clinic-unknown", "nowhere"),
                (11, "clinics", "clinic-missing", ""),
            ]  # fmt: skip
            assert answer.json()["added"] == []
        assert await usernames(admin) == {"admin"}

    opened(tmp_path, story)


def test_the_good_ones_come_in_with_passwords_told_once_and_to_be_changed(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        answer = await imported(admin, HUDA, {**SAAD, "roles": ["king"]}, SAAD, only_good=True)
        assert [f[:3] for f in faults(answer)] == [(1, "roles", "role-unknown"), (2, "username", "user-twice")]
        [made] = answer.json()["added"]
        assert (made["user"]["username"], made["user"]["must_change_password"]) == ("huda", True)
        huda = await server.caller().sign_in("huda", made["password"], device="console-of-huda")
        assert (await huda.ask("GET", "/api/v1/snapshot")).json()["code"] == "password-change-needed"
        changed = await huda.ask("POST", "/api/v1/auth/password", json={"current": made["password"], "new": OTHER})
        assert changed.status_code == 204
        assert (await huda.ask("POST", IMPORT, json={"id": "import-02", "people": [SAAD]})).status_code == 403

    opened(tmp_path, story)


def test_whoever_lost_the_answer_asks_for_it_again_and_nobody_comes_in_twice(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        first = await imported(admin, HUDA, SAAD)
        again = await imported(admin, HUDA, SAAD)
        assert again.json() == first.json()
        assert len(again.json()["added"]) == 2
        another = await server.person("boss", "admin")
        assert [f[2] for f in faults(await imported(another, HUDA, SAAD))] == ["user-exists", "user-exists"]
        server.clock.at += timedelta(minutes=11)
        admin = await server.caller().sign_in()
        late = await imported(admin, HUDA, SAAD)
        assert late.json()["added"] == [], "no password is remembered for longer"
        acts = (await admin.ask("GET", "/api/v1/admin/audit", params={"act": "user-added"})).json()["entries"]
        assert len(acts) == 2, "once each, with what they may do"
        assert {tuple(each["detail"]["roles"]) for each in acts} == {("clinician",), ("reception", "supervisor")}
        whole = (await admin.ask("GET", "/api/v1/admin/audit", params={"act": "users-imported"})).json()["entries"]
        assert {(each["detail"]["checked"], each["detail"].get("added")) for each in whole} == {(False, 2), (False, 0)}

    opened(tmp_path, story)


def test_first_passwords_are_forgotten_though_nobody_asks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "REMEMBERED_MS", 100)
    plain = importing.Imports.forget

    async def story(server: Server, admin: Caller) -> None:
        told = asyncio.Event()

        def forget(self: importing.Imports, answer: Any) -> None:
            plain(self, answer)
            told.set()

        monkeypatch.setattr(importing.Imports, "forget", forget)
        assert len((await imported(admin, HUDA)).json()["added"]) == 1
        await asyncio.wait_for(told.wait(), 20)
        assert server.auth.imports._last is None, "the hand-moved clock stands still: it is not that"

    opened(tmp_path, story)


def test_one_that_goes_on_is_watched_and_called_off_and_nobody_is_half_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(server: Server, admin: Caller) -> None:
        hashing, on = threading.Event(), threading.Event()
        plain = Hasher.hash

        def held(self: Hasher, password: str) -> str:
            hashing.set()
            assert on.wait(20)
            return plain(self, password)

        monkeypatch.setattr(Hasher, "hash", held)
        working = asyncio.create_task(imported(admin, HUDA, SAAD))
        assert await asyncio.to_thread(hashing.wait, 20)
        assert (await admin.ask("GET", IMPORT)).json() == {"running": True, "done": 0, "total": 2}
        busy = await imported(admin, SAAD, id="import-02")
        assert (busy.status_code, busy.json()["code"]) == (409, "import-running")
        assert (await admin.ask("DELETE", IMPORT)).status_code == 204
        on.set()
        ended = await working
        assert (ended.status_code, ended.json()["code"]) == (409, "import-cancelled")
        assert await usernames(admin) == {"admin"}
        assert (await admin.ask("GET", IMPORT)).json() == {"running": False, "done": 0, "total": 0}
        assert len((await imported(admin, HUDA, SAAD)).json()["added"]) == 2, "it can be begun again"

    opened(tmp_path, story)


def test_a_name_taken_while_passwords_are_made_is_told_and_the_others_wait_or_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(server: Server, admin: Caller) -> None:
        plain = Hasher.hash
        taken: list[str] = []

        def takes(self: Hasher, password: str) -> str:
            if taken:
                name = taken.pop()
                server.auth.add_user(name, OTHER, ["reception"])
            return plain(self, password)

        monkeypatch.setattr(Hasher, "hash", takes)
        taken.append("huda")
        answer = await imported(admin, HUDA, SAAD)
        assert (faults(answer), answer.json()["added"]) == ([(0, "username", "user-exists", "")], [])
        assert await usernames(admin) == {"admin", "huda"}
        taken.append("omar")
        answer = await imported(admin, SAAD, {**SAAD, "username": "omar"}, id="import-02", only_good=True)
        assert [f[2] for f in faults(answer)] == ["user-exists"]
        assert [each["user"]["username"] for each in answer.json()["added"]] == ["saad"]

    opened(tmp_path, story)


def test_what_the_disk_does_not_take_is_nobody_and_can_be_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(server: Server, admin: Caller) -> None:
        rows, plain = 0, users.new_row

        def full(user: users.User, millis: int) -> dict[str, Any]:
            nonlocal rows
            rows += 1
            if rows == 2:
                raise StoreError("disk-full")
            return plain(user, millis)

        monkeypatch.setattr(users, "new_row", full)
        refused = await imported(admin, HUDA, SAAD)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert await usernames(admin) == {"admin"}
        assert len((await imported(admin, HUDA, SAAD)).json()["added"]) == 2

    opened(tmp_path, story)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"people": []}, "$.people"), ({"people": [SAAD] * 1_001}, "$.people"), ({"people": [SAAD], "id": "x"}, "$.id"),
        ({"people": [{**SAAD, "password": OTHER}]}, "$.people[0]"),
    ],
)  # fmt: skip
def test_what_is_no_such_request_is_refused_whole(tmp_path: Path, body: dict[str, Any], field: str) -> None:
    async def story(_: Server, admin: Caller) -> None:
        answer = await admin.ask("POST", IMPORT, json={"id": "import-01", **body})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert answer.json()["errors"][0]["field"] == field

    opened(tmp_path, story)
