"""The log over HTTP: searched, followed until the session ends, handed in by consoles; and nobody's name is in it."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import msgspec

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import mint_action_id
from mmc_console.server.http.log_stream import FOLLOWERS_AT_MOST
from mmc_console.server.http.logs import LINES_BURST
from mmc_console.wire.logs import LINES_AT_MOST, stamp
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, raw_call, server_in
from tests.server.auth_http import Caller
from tests.server.auth_parts import GOOD
from tests.server.test_security import log_in, written

LOGS = "/api/v1/admin/logs"
HANDED = "/api/v1/devices/me/logs"
log = logging.getLogger("mmc_console.server.writer")


async def found(who: Caller, **query: Any) -> dict[str, Any]:
    answer = await who.ask("GET", LOGS, params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def action(server: Server, no: int, **fields: Any) -> dict[str, Any]:
    now = server.clock.now()
    return {"id": mint_action_id(now, no.to_bytes(10, "big")), "at": now.isoformat(), **fields}


def test_an_action_is_found_by_its_id_and_by_the_request_s(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            one = action(server, 1, type="issue_ticket", clinic="lab", patient={"number": "1234567", "gender": "male"})
            two = action(server, 2, type="recall", ticket="00000000-0000-0000-0000-000000000000")
            sent = await admin.ask(
                "POST", "/api/v1/actions", json={"actions": [one, two]}, headers={"X-Request-Id": "desk-77"}
            )
            assert sent.headers["x-request-id"] == "desk-77"
            lines = (await found(admin, action=one["id"]))["lines"]
            assert [(line["text"], line["request"], line["device"]) for line in lines] == [
                ("actions taken", "desk-77", "console-0001")
            ]
            lines = (await found(admin, request="desk-77"))["lines"]
            assert {action for line in lines for action in line["actions"]} == {one["id"], two["id"]}
            assert all(line["session"] for line in lines)
            forged = await admin.ask("GET", "/api/v1/queues", headers={"X-Request-Id": "a b(c)"})
            assert forged.headers["x-request-id"] != "a b(c)"

    with log_in(tmp_path / "logs"):
        asyncio.run(story())


def test_pages_go_back_filters_hold_and_what_cannot_be_asked_is_named(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("mmc_console.server.writer: late")

    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            for i in range(30):
                log.info("line %d", i)
            log.warning("late")
            first = await found(admin, source="server.writer", limit=20)
            rest = await found(admin, source="server.writer", limit=20, cursor=first["older"])
            assert [line["text"] for line in first["lines"]][:2] == ["late", "line 29"]
            assert [line["text"] for line in (first["lines"] + rest["lines"])][-1] == "line 0"
            assert rest["older"] == ""
            assert [line["text"] for line in (await found(admin, level="warning"))["lines"]] == ["late"]
            now = stamp(datetime.now(UTC))
            assert (await found(admin, since=now))["lines"] == []
            assert len((await found(admin, until=now, text="LINE"))["lines"]) == 30
            export = await admin.ask("GET", f"{LOGS}/export", params={"text": "line 1"})
            assert [json.loads(line)["text"] for line in export.text.splitlines()][:2] == ["line 1", "line 10"]
            for wrong, field in (
                ({"level": "loud"}, "level"), ({"cursor": "../x:1"}, "cursor"), ({"since": "yesterday"}, "since"),
                ({"until": "2026-11-28T06:00:00"}, "until"), ({"text": "x" * 201}, "text"), ({"limit": "0"}, "limit"),
            ):  # fmt: skip
                refused = await admin.ask("GET", LOGS, params=wrong)
                assert refused.status_code == 422
                assert refused.json()["errors"][0]["field"] == f"$.{field}"

    with log_in(tmp_path / "logs"):
        asyncio.run(story())


class Stream:
    """A follower of the log in this process, heard message by message."""

    def __init__(self, server: Server, token: str, query: str) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.begun, self.gone, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._app: Any = server.app
        self.scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": f"{LOGS}/stream", "raw_path": f"{LOGS}/stream".encode(), "query_string": query.encode(),
            "root_path": "", "headers": [(b"authorization", f"Bearer {token}".encode())],
            "client": ("192.0.2.1", 1), "server": ("centre.test", 80), "state": {},
        }  # fmt: skip

    async def run(self) -> None:
        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if not asked:
                asked = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self.gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            body = message.get("body", b"")
            self.begun.set()
            if b"data: " in body:
                await self.messages.put(msgspec.json.decode(body.partition(b"data: ")[2]))

        await self._app(self.scope, receive, send)
        self.ended.set()


def test_the_log_is_followed_until_the_session_ends(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            cursor = (await found(admin))["newer"]
            other = await server.person("other", "admin")
            streams = [Stream(server, who.token, f"after={cursor}&text=news") for who in (admin, other)]
            async with asyncio.TaskGroup() as group, asyncio.timeout(20):
                for stream in streams:
                    group.create_task(stream.run())
                    await stream.begun.wait()
                log.info("old hat")
                log.info("news %d", 1)
                for stream in streams:
                    heard = await stream.messages.get()
                    assert [line["text"] for line in heard["lines"]] == ["news 1"]
                    assert heard["newer"] != cursor
                await asyncio.to_thread(server.auth.change_user, "other", enabled=False)
                await streams[1].ended.wait()
                log.info("news %d", 2)
                assert (await streams[0].messages.get())["lines"][0]["text"] == "news 2"
                server.office.let_go()
                await streams[0].ended.wait()

    with log_in(tmp_path / "logs"):
        asyncio.run(story())


def test_too_many_followers_are_sent_away(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            streams = [Stream(server, admin.token, "") for _ in range(FOLLOWERS_AT_MOST)]
            async with asyncio.TaskGroup() as group, asyncio.timeout(20):
                for stream in streams:
                    group.create_task(stream.run())
                    await stream.begun.wait()
                headers = {"Authorization": f"Bearer {admin.token}"}
                status, more, body = await raw_call(server.app, "GET", f"{LOGS}/stream", headers=headers)
                assert (status, body["code"], more["retry-after"]) == (503, "unavailable", "10")
                for stream in streams:
                    stream.gone.set()

    with log_in(tmp_path / "logs"):
        asyncio.run(story())


def test_a_console_hands_in_what_went_wrong_and_forges_nothing(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("console: ")

    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin, desk = await server.caller().sign_in(), await server.person("desk", "reception")
            line = {
                "at": "2026-11-28T06:00:00.000000Z", "level": "error", "source": "mmc_console.client.sync",
                "text": 'refused\r\n{"level":"info"}\u202e', "request": "desk-1", "actions": ["a-1", "no id"],
                "code": "not a word",
            }  # fmt: skip
            told = await desk.ask("POST", HANDED, json={"lines": [line], "lost": 3})
            assert told.status_code == 204
            (lost, kept) = (await found(admin, source="console"))["lines"]
            assert (kept["source"], kept["device"], kept["request"]) == (
                "console.client.sync",
                "console-of-desk",
                "desk-1",
            )
            assert kept["text"] == 'refused\\u000d\\u000a{"level":"info"}\\u202e'
            assert (kept["actions"], kept.get("code", ""), kept["said_at"]) == (["a-1"], "", line["at"])
            assert kept["at"] > "2026", "the server's own time"
            assert lost["text"].startswith("3 lines")
            for wrong in (
                {"lines": [line | {"text": "x" * 2_001}]}, {"lines": [line] * (LINES_AT_MOST + 1)},
                {"lines": [line | {"level": "loud"}]}, {"lines": [line], "lost": -1},
            ):  # fmt: skip
                assert (await desk.ask("POST", HANDED, json=wrong)).status_code == 422

    with log_in(tmp_path / "logs"):
        asyncio.run(story())


def test_a_console_that_does_not_stop_fills_no_log(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("console: ")

    async def story() -> None:
        async with server_in(tmp_path) as server:
            desk, other = await server.person("desk", "reception"), await server.person("other", "reception")
            line = {"at": "2026-11-23T05:00:00.000000Z", "level": "warning", "source": "x", "text": "again"}
            full = {"lines": [line] * LINES_AT_MOST}
            parts = LINES_BURST // LINES_AT_MOST
            assert [(await desk.ask("POST", HANDED, json=full)).status_code for _ in range(parts)] == [204] * parts
            refused = await desk.ask("POST", HANDED, json=full)
            assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
            assert int(refused.headers["retry-after"]) == refused.json()["params"]["seconds"] <= LINES_AT_MOST
            assert refused.json()["params"]["seconds"] > LINES_AT_MOST // 2
            assert len((await found(await server.caller().sign_in(), source="console", limit="500"))["lines"]) == 500
            assert (await other.ask("POST", HANDED, json=full)).status_code == 204, "each console has its own"
            few = await desk.ask("POST", HANDED, json={"lines": [line] * 9})
            assert int(few.headers["retry-after"]) <= 9, "less has to wait less"

    with log_in(tmp_path / "logs"):
        asyncio.run(story())


# -- nobody's name ---------------------------------------------------------------------------------------

NAME, LATIN, NUMBER, PHONE, FREE = (
    "فاطمة الزهراء",
    "Fatima Alzahra",
    "28463517902",
    "+97455918273",
    "lump on the left knee",
)
ALL = (NAME, LATIN, NUMBER, PHONE, PHONE[1:], PHONE[4:], FREE)


def planted(kind: str, ids: dict[str, str]) -> dict[str, Any]:
    """An action of this kind with everything of a person that fits into it."""
    person = {"number": NUMBER, "gender": "female", "name": NAME, "phone": PHONE, "language": "ar"}
    fields = {
        "patient": person, "patient_id": ids["patient"], "exam_type": "recruitment", "clinic": "lab", "room": 1,
        "ticket": ids["ticket"], "visit": ids["visit"], "reason": "other", "note": f"{FREE} {LATIN}",
        "priority": "urgent", "priority_reason": FREE, "name": LATIN, "phone": PHONE, "number": NUMBER,
        "action": ids["action"], "conflict": ids["action"], "pin": NUMBER[:4], "after": 2, "page_token": "t" * 22,
    }  # fmt: skip
    known = next(each for each in get_args(AnyAction) if each.__struct_config__.tag == kind)
    wanted = {name for name in known.__struct_fields__ if name in fields}
    if "patient" in wanted:
        wanted.discard("patient_id")
        wanted.discard("number")
    return {"type": kind} | {name: fields[name] for name in wanted}


def test_nobody_s_name_number_or_phone_is_in_the_log_whatever_is_done(tmp_path: Path) -> None:
    async def story() -> int:
        taken = 0
        async with server_in(tmp_path) as server:
            admin = await server.person("boss", "supervisor", "admin")
            ids = dict.fromkeys(("patient", "ticket", "visit", "action"), "00000000-0000-0000-0000-000000000000")
            kinds = [str(each.__struct_config__.tag) for each in get_args(AnyAction)]
            for no, kind in enumerate(("register_visit", *kinds, *reversed(kinds))):
                sent = action(server, no, **planted(kind, ids))
                answer = await admin.ask("POST", "/api/v1/actions", json={"actions": [sent]})
                if answer.status_code == 200:
                    result = answer.json()["results"][0]
                    taken += result["outcome"] == "applied"
                    if kind == "register_visit" and result["outcome"] == "applied":
                        card = (await admin.ask("GET", "/api/v1/patients", params={"q": NUMBER})).json()["cards"][0]
                        ids |= {"visit": result["visit"], "ticket": result["ticket"], "patient": card["id"]}
                        ids["action"] = sent["id"]
            for method, path, more in (
                ("GET", "/api/v1/patients", {"params": {"q": NAME}}), ("GET", f"/api/v1/visits/{NUMBER}", {}),
                ("GET", f"/api/v1/{NAME}", {}), ("POST", "/api/v1/actions", {"json": {"actions": [{"type": NAME}]}}),
                ("POST", "/api/v1/queue/enter", {"json": {"clinic": "lab", "user": NUMBER}}),
                ("POST", "/api/v1/auth/login", {"json": {
                    "username": NAME, "password": GOOD, "device": {"id": "console-0003", "name": LATIN},
                }}),
                ("GET", "/api/v1/admin/logs", {"params": {"text": LATIN}}),
                ("POST", "/api/v1/admin/incidents", {"json": {"title": FREE}}),
            ):  # fmt: skip
                await admin.ask(method, path, **more)
        return taken

    with log_in(tmp_path / "logs") as folder:
        taken = asyncio.run(story())
        text = written(folder)
    assert taken >= 8, "a good part of it really happened"
    assert text.count("\n") > 40
    files = [path for path in (tmp_path / "logs").rglob("*") if path.is_file()]
    for path in files:
        raw = path.read_bytes()
        for secret in ALL:
            for form in (secret.encode(), json.dumps(secret)[1:-1].encode(), secret.encode("utf-16-le")):
                assert form not in raw, (secret, path.name)
            assert secret not in path.name
