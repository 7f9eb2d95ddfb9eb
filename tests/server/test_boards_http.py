"""Boards over HTTP: paired once by a code, read their board and nothing else, cut within two seconds when removed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from mmc_console.domain.ids import mint_action_id
from mmc_console.server.boards.registry import CODE_LIVES
from mmc_console.server.http import guards
from mmc_console.wire.boards import CREDENTIAL
from tests.server.auth_app import Server, raw_call, server_in
from tests.server.auth_http import Caller
from tests.server.security_strings import HOSTILE

HELLO = {"id": "board-0001", "name": "television"}


@asynccontextmanager
async def centre(place: Path) -> AsyncIterator[tuple[Server, Caller]]:
    async with server_in(place) as server:
        yield server, await server.caller().sign_in()


async def code(admin: Caller, name: str = "hall", **more: Any) -> str:
    answer = await admin.ask("POST", "/api/v1/admin/boards", json={"name": name, **more})
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["code"]
    return found


async def pair(server: Server, given: str) -> httpx.Response:
    return await server.client.post("/api/v1/auth/pair", json={"code": given, "device": HELLO})


async def paired(server: Server, admin: Caller, name: str = "hall", **more: Any) -> Caller:
    answer = await pair(server, await code(admin, name, **more))
    assert answer.status_code == 200, answer.text
    return Caller(server.client, answer.json()["credential"])


class Acts:
    """An administrator who registers and calls."""

    def __init__(self, server: Server, admin: Caller) -> None:
        self._server, self._admin, self._no = server, admin, 0

    async def __call__(self, **fields: Any) -> dict[str, Any]:
        self._no += 1
        now = self._server.clock.now()
        action = {"id": mint_action_id(now, self._no.to_bytes(10, "big")), "at": now.isoformat(), **fields}
        answer = await self._admin.ask("POST", "/api/v1/actions", json={"actions": [action]})
        found: dict[str, Any] = answer.json()["results"][0]
        assert found["outcome"] == "applied", found
        return found

    async def called(self, clinic: str, number: str) -> str:
        await self(type="issue_ticket", clinic=clinic, patient={"number": number, "gender": "male", "name": "سالم"})
        label: str = (await self(type="call_next", clinic=clinic, room=1))["label"]
        return label


def test_a_code_is_good_once_for_ten_minutes_and_may_be_typed_with_a_dash(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            first = await code(admin)
            assert re.fullmatch(r"\d{8}", first)
            good = await pair(server, f"{first[:4]}-{first[4:]}")
            assert good.status_code == 200
            assert good.json()["credential"].startswith(CREDENTIAL)
            assert good.json()["board"]["name"] == "hall"
            assert (await pair(server, first)).json()["code"] == "not-authenticated", "used"
            arabic = (await code(admin)).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
            assert (await pair(server, arabic)).status_code == 200, "the same digits"
            late = await code(admin)
            server.clock.pass_by(seconds=CODE_LIVES.total_seconds())
            assert (await pair(server, late)).status_code == 401, "too old"
            earlier = await code(admin)
            await code(admin)
            assert (await pair(server, earlier)).status_code == 401, "replaced by a newer one"

    asyncio.run(story())


def test_guessing_codes_ends_after_ten_tries_and_disturbs_nobody_else(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            found = [(await pair(server, f"{n:08}")).status_code for n in range(12)]
            assert found == [401] * 10 + [429] * 2
            assert (await server.caller().sign_in(device="console-0002")).token
            good = await code(admin)
            secret, _ = await asyncio.to_thread(server.boards.pair, good, "192.0.2.77")
            assert secret, "from another address"

    asyncio.run(story())


def test_it_reads_its_board_and_nothing_else(tmp_path: Path) -> None:
    async def story() -> int:
        refused = 0
        async with centre(tmp_path) as (server, admin):
            board = await paired(server, admin)
            headers = {"Authorization": f"Bearer {board.token}", "Content-Type": "application/json"}
            for (method, path), allowed in guards.ROUTES.items():
                if allowed == guards.PUBLIC or (method, path) in guards.BY_COOKIE:
                    continue
                place = path.replace("{clinic}", "lab").replace("{id}", "0").replace("{name}", "hall")
                status, _, content = await raw_call(server.app, method, place, headers=headers, body=b"{}")
                if "board" in allowed:
                    assert status in (200, 204, 422), path  # 422: let in, and the empty body is looked at
                else:
                    assert (status, content["code"]) == (403, "not-allowed"), path
                    refused += 1
        return refused

    assert asyncio.run(story()) >= 15


def test_it_shows_its_own_clinics_and_no_person(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            acts = Acts(server, admin)
            lab, xray = await acts.called("lab", "12345678"), await acts.called("xray", "87654321")
            board = await paired(server, admin, clinics=["lab"])
            answer = await board.ask("GET", "/api/v1/board")
            assert [c["label"] for c in answer.json()["view"]["calls"]] == [lab]
            whole = await paired(server, admin, "whole")
            text = (await whole.ask("GET", "/api/v1/board")).text
            assert lab in text
            assert xray in text
            for secret in ("سالم", "12345678", "patient", "visit"):
                assert secret not in text
            floor = await paired(server, admin, "floor", floors=["M"])
            codes = [c["code"] for c in (await floor.ask("GET", "/api/v1/board")).json()["view"]["clinics"]]
            assert codes == ["lab", "xray"]

    asyncio.run(story())


async def frames(server: Server, headers: dict[str, str], path: str = "/api/v1/board/stream") -> AsyncIterator[Any]:
    """What a stream says, one event after the other; the application's own answer, without a socket."""
    got: asyncio.Queue[bytes | None] = asyncio.Queue()
    gone = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await got.put(message["body"] if message["more_body"] else None)

    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "client": ("192.0.2.1", 40_000), "server": ("centre.test", 80), "state": {},
    }  # fmt: skip
    serving = asyncio.ensure_future(server.app(scope, receive, send))  # type: ignore[arg-type]  # plain functions
    try:
        while (raw := await asyncio.wait_for(got.get(), 10)) is not None:
            event, _, data = raw.decode().partition("\ndata: ")
            yield event.removeprefix("event: "), msgspec.json.decode(data)
    finally:
        gone.set()
        await asyncio.wait_for(serving, 10)


def test_its_stream_begins_with_everything_and_follows_calls_changes_and_removal(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            acts = Acts(server, admin)
            first = await acts.called("lab", "11111111")
            board = await paired(server, admin, clinics=["lab", "xray"])
            stream = frames(server, {"Authorization": f"Bearer {board.token}"})
            kind, picture = await anext(stream)
            assert kind == "board"
            assert [c["label"] for c in picture["view"]["calls"]] == [first]
            await acts(type="issue_ticket", clinic="eyes", patient={"number": "222222", "gender": "male"})
            second = await acts.called("xray", "33333333")
            _, picture = await anext(stream)
            assert picture["view"]["calls"][0]["label"] == second, "what concerns it not is not sent"
            await code(admin, clinics=["lab"], theme="light", speaks=True)
            _, picture = await anext(stream)
            assert picture["board"]["theme"] == "light"
            assert [c["label"] for c in picture["view"]["calls"]] == [first]
            assert (await admin.ask("DELETE", "/api/v1/admin/boards/hall")).status_code == 204
            with pytest.raises(StopAsyncIteration):
                await asyncio.wait_for(anext(stream), 2)
            assert (await board.ask("GET", "/api/v1/board")).status_code == 401
            assert (await admin.ask("DELETE", "/api/v1/admin/boards/hall")).status_code == 404

    asyncio.run(story())


def test_pairing_anew_ends_what_the_old_credential_reads(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            old = await paired(server, admin)
            stream = frames(server, {"Authorization": f"Bearer {old.token}"})
            await anext(stream)
            await paired(server, admin)
            with pytest.raises(StopAsyncIteration):
                await asyncio.wait_for(anext(stream), 2)
            assert (await old.ask("GET", "/api/v1/board")).status_code == 401

    asyncio.run(story())


def test_a_hall_has_one_voice(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (_, admin):
            await code(admin, "one", hall="north", speaks=True)
            await code(admin, "other", hall="south", speaks=True)
            await code(admin, "two", hall="north", speaks=True)
            answer = await admin.ask("GET", "/api/v1/admin/boards")
            said = {b["settings"]["name"]: b["settings"].get("speaks", False) for b in answer.json()["boards"]}
            assert said == {"one": False, "other": True, "two": True}

    asyncio.run(story())


def test_an_administrator_sees_whether_it_is_heard(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (_, admin):
            board = await paired(_, admin, speaks=True)
            told = await board.ask("POST", "/api/v1/devices/me/status", json={"app": "1", "sound": "no-device"})
            assert told.status_code == 204
            answer = await admin.ask("GET", "/api/v1/admin/boards")
            assert answer.json()["boards"][0]["sound"] == "no-device"
            assert answer.json()["boards"][0]["paired"] is True
            bad = await board.ask("POST", "/api/v1/devices/me/status", json={"sound": "loud"})
            assert bad.status_code == 422

    asyncio.run(story())


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": ""}, "$.name"), ({"name": "x" * 81}, "$.name"), ({"name": "a\nb"}, "$.name"),
    ({"name": "x", "hall": "\x00"}, "$.hall"), ({"name": "x", "clinics": ["nowhere"]}, "$.clinics"),
    ({"name": "x", "floors": ["9"]}, "$.floors"), ({"name": "x", "volume": 101}, "$.volume"),
    ({"name": "x", "quiet": "noon"}, "$.quiet"), ({"name": "x", "quiet": "12:00-12:30 " * 20}, "$.quiet"),
    ({"name": "x", "theme": "pink"}, "$.theme"), ({"name": "x", "more": 1}, "$"), ({}, "$"),
)  # fmt: skip


def test_what_cannot_be_a_board_is_refused_with_the_field(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (_, admin):
            for body, field in WRONG:
                answer = await admin.ask("POST", "/api/v1/admin/boards", json=body)
                assert answer.status_code == 422, body
                assert answer.json()["errors"][0]["field"] == field, body
            assert (await admin.ask("GET", "/api/v1/admin/boards")).json()["boards"] == []

    asyncio.run(story())


def test_hostile_strings_are_refused_everywhere(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            for text in HOSTILE.values():
                for answer in (
                    await admin.ask("POST", "/api/v1/admin/boards", json={"name": text, "hall": text}),
                    await admin.ask("POST", "/api/v1/admin/boards", json={"name": "x", "quiet": text}),
                    await server.client.post("/board/pair", json={"code": text}),
                    await pair(server, text),
                ):
                    assert answer.status_code in (200, 401, 422, 429), text

    asyncio.run(story())


def test_a_credential_that_is_none_answers_nobody(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            board = await paired(server, admin)
            for bad in (CREDENTIAL, board.token[:-1], board.token + "A", board.token.upper(), CREDENTIAL + "A" * 500):
                answer = await Caller(server.client, bad).ask("GET", "/api/v1/board")
                assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")

    asyncio.run(story())


def test_the_credential_is_stored_as_a_hash_only(tmp_path: Path) -> None:
    async def story() -> str:
        async with centre(tmp_path) as (server, admin):
            board = await paired(server, admin)
            rows = server.boards.standing()
            assert board.token not in repr(rows)
            return board.token

    token = asyncio.run(story())
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert token.encode() not in file.read_bytes()


# the page for televisions ---------------------------------------------------------------------------


def test_the_page_loads_only_its_own_files(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, _):
            page = await server.client.get("/board")
            assert page.status_code == 200
            policy = page.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert page.headers.get_list("content-security-policy") == [policy]
            named = set(re.findall(r'(?:src|href)="([^"]+)"', page.text))
            assert named == {"/board/board.css", "/board/board.js"}
            assert "{words}" not in page.text
            assert "الآن" in page.text
            css = (await server.client.get("/board/board.css")).text
            for path in named | set(re.findall(r"url\(([^)]+)\)", css)):
                found = await server.client.get(path)
                assert found.status_code == 200, path
                assert found.headers["x-content-type-options"] == "nosniff"
            assert (await server.client.get("/board/../secret")).status_code in (401, 404)
            for name in ("innerHTML", "eval(", "document.write", "http://", "https://"):
                assert name not in (await server.client.get("/board/board.js")).text

    asyncio.run(story())


def test_a_browser_is_paired_by_a_cookie_no_script_can_read_and_only_its_stream_takes_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (server, admin):
            answer = await server.client.post("/board/pair", json={"code": await code(admin)})
            assert answer.status_code == 204
            cookie = answer.headers["set-cookie"]
            for part in ("HttpOnly", "SameSite=Strict", "Path=/board;"):
                assert part in cookie
            pair_, _, _ = cookie.partition(";")
            secret = pair_.partition("=")[2]
            stream = frames(server, {"Cookie": f"other=1; {pair_}"}, "/board/stream")
            assert (await anext(stream))[0] == "board"
            await stream.aclose()  # type: ignore[attr-defined]  # an async generator
            status, _, _ = await raw_call(server.app, "GET", "/board/stream")
            assert status == 401
            for path in ("/api/v1/board", "/api/v1/snapshot"):
                status, _, _ = await raw_call(server.app, "GET", path, headers={"Cookie": pair_})
                assert status == 401, path
            again = await server.client.get("/board", headers={"Cookie": pair_})
            assert secret in again.headers["set-cookie"], "kept alive by each visit"
            wrong = await server.client.post("/board/pair", json={"code": "00000000"})
            assert wrong.status_code == 401
            assert "set-cookie" not in wrong.headers

    asyncio.run(story())


def test_too_many_boards_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with centre(tmp_path) as (_, admin):
            monkeypatch.setattr("mmc_console.server.boards.registry.AT_MOST", 2)
            await code(admin, "a")
            await code(admin, "b")
            assert (await admin.ask("POST", "/api/v1/admin/boards", json={"name": "c"})).status_code == 422
            await code(admin, "a")

    asyncio.run(story())
