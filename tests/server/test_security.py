"""C3 over HTTP, and C7: hostile strings in every field are kept as they are or refused, and forge no log line."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from mmc_console.domain.ids import mint_action_id
from mmc_console.domain.patients import NAME_AT_MOST, clean_name
from mmc_console.server.limits import LimitSettings
from mmc_console.server.logs import start_logs, stop_logs
from mmc_console.server.logs.file import files
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.auth_parts import GOOD
from tests.server.security_strings import HOSTILE
from tests.unit.server.auth.test_tokens import BAD


@contextmanager
def log_in(folder: Path) -> Iterator[Path]:
    """The server's real log file."""
    root, client = logging.getLogger(), logging.getLogger("httpx")
    levels = root.level, client.level
    handler = start_logs(folder)
    client.setLevel(logging.WARNING)  # the test's own program, not the server
    try:
        yield folder
    finally:
        stop_logs(handler)
        root.setLevel(levels[0])
        client.setLevel(levels[1])


def written(folder: Path) -> str:
    """Everything in the log."""
    return "".join(file.read_text(encoding="utf-8") for file in files(folder))


class Asking:
    """Sends one hostile request after the other and counts the lines each leaves in the log."""

    def __init__(self, server: Server, log: Path) -> None:
        self.server, self.log, self.no = server, log, 0
        self.lines = self._lines()

    def _lines(self) -> int:
        return written(self.log).count("\n")

    async def ask(self, who: Caller, method: str, path: str, **more: Any) -> httpx.Response:
        answer = await who.ask(method, path, **more)
        where = f"{method} {path} {more}"[:300]
        assert answer.status_code < 500, where
        media = answer.headers["content-type"] if answer.status_code >= 400 else ""
        friendly = media == "text/html; charset=utf-8" and "data-unknown" in answer.text  # what a patient is told
        older = "/queue/" in path and media == "application/json"
        assert media in ("", "application/problem+json") or friendly or older, where
        assert "Traceback" not in answer.text
        assert "sqlite" not in answer.text.lower()
        assert "set-cookie" not in answer.headers
        lines = self._lines()
        assert lines - self.lines <= 1, where
        self.lines = lines
        return answer

    async def act(self, who: Caller, **fields: Any) -> dict[str, Any] | None:
        """One action; its result, or None when the whole request was refused."""
        self.no += 1
        now = self.server.clock.now()
        action = {"id": mint_action_id(now, self.no.to_bytes(10, "big")), "at": now.isoformat(), **fields}
        answer = await self.ask(who, "POST", "/api/v1/actions", json={"actions": [action]})
        if answer.status_code != 200:
            assert answer.status_code == 422
            return None
        result: dict[str, Any] = answer.json()["results"][0]
        return result


def person(number: int, **fields: Any) -> dict[str, Any]:
    return {"number": f"10{number:06}", "gender": "male", **fields}


async def strike_patients(asking: Asking, who: Caller) -> tuple[int, int]:
    """Every hostile string as name, number, phone and language; how many names were kept and refused."""
    kept = refused = 0
    for no, text in enumerate(HOSTILE.values()):
        result = await asking.act(who, type="issue_ticket", clinic="lab", patient=person(no, name=text))
        if result is not None and result["outcome"] == "applied":
            kept += 1
            found = await asking.ask(who, "GET", "/api/v1/patients", params={"q": f"10{no:06}"})
            assert found.json()["cards"][0].get("name", "") == clean_name(text)
            assert len(clean_name(text)) <= NAME_AT_MOST
        else:
            refused += 1
            assert result is None or result["problem"]["code"] == "bad-name"
        for field in ("number", "phone", "language"):
            given = person(1_000 + no) | {field: text}
            result = await asking.act(who, type="issue_ticket", clinic="lab", patient=given)
            if result is not None and result["outcome"] == "refused":
                assert result["problem"]["code"] in {"bad-number", "bad-phone"}
        await asking.act(who, type="issue_ticket", clinic="lab", patient=person(no) | {"gender": text})
    return kept, refused


async def strike_actions(asking: Asking, who: Caller) -> None:
    """Every hostile string in every other field of an action."""
    issued = await asking.act(who, type="issue_ticket", clinic="lab", patient=person(9_999))
    assert issued is not None
    for text in HOSTILE.values():
        for fields in (
            {"type": text},
            {"id": text, "type": "recall", "ticket": issued["ticket"]},
            {"at": text, "type": "recall", "ticket": issued["ticket"]},
            {"type": "recall", "ticket": text},
            {"type": "call_next", "clinic": text, "room": 1},
            {"type": "register_visit", "exam_type": text, "patient": person(1)},
            {"type": "issue_ticket", "clinic": text, "patient": person(1)},
            {"type": "issue_ticket", "clinic": "lab", "patient_id": text},
            {"type": "admit", "visit": text, "clinic": "lab"},
            {"type": "set_priority", "ticket": issued["ticket"], "priority": text, "reason": "other"},
            {"type": "set_priority", "ticket": issued["ticket"], "priority": "urgent", "reason": text},
            {"type": "set_priority", "ticket": issued["ticket"], "priority": "urgent", "reason": "other", "note": text},
            {"type": "recall", "ticket": issued["ticket"], "by": text},
            {"type": "recall", "ticket": issued["ticket"], "seen": text},
            {"type": "recall", "ticket": issued["ticket"], "replaces": text},
            {"type": "recall", "ticket": issued["ticket"], "was": text},
            {"type": "issue_ticket", "clinic": "lab", "patient": person(2), "page_token": text},
            {"type": "issue_ticket", "clinic": "lab", "patient": person(3), "number": text},
            {"type": "undo", "action": text},
            {"type": "recall", "ticket": issued["ticket"], text: text},
        ):
            await asking.act(who, **fields)


PAGE = "p" * 22


async def strike_the_rest(asking: Asking, who: Caller) -> None:
    """Every hostile string in signing in, searching, paths and headers."""
    nobody = asking.server.caller()
    await asking.act(who, type="issue_ticket", clinic="lab", patient=person(9_998), page_token=PAGE)
    device = {"id": "console-0009", "name": "x"}
    for text in HOSTILE.values():
        for body in (
            {"username": text, "password": GOOD, "device": device},
            {"username": "admin", "password": text, "device": device | {"id": "console-0001"}},
            {"username": "nobody", "password": GOOD, "device": device | {"id": text}},
            {"username": "nobody", "password": GOOD, "device": device | {"name": text}},
            {"username": "nobody", "password": GOOD, "device": device | {"key": text}},
            {"username": "nobody", "password": GOOD, "device": device, text: text},
        ):
            answer = await asking.ask(nobody, "POST", "/api/v1/auth/login", json=body)
            assert answer.status_code in (401, 422, 429)
        answer = await asking.ask(nobody, "POST", "/api/v1/auth/refresh", json={"refresh_token": text})
        assert answer.status_code == 401
        answer = await asking.ask(who, "POST", "/api/v1/auth/password", json={"current": text, "new": text})
        assert answer.status_code in (422, 429)
        await asking.ask(who, "GET", "/api/v1/patients", params={"q": text})
        await asking.ask(who, "POST", "/api/v1/patients/cards", json={"ids": [text]})
        for path in ("/api/v1/visits/", "/api/v1/queues/", "/api/v1/"):
            answer = await asking.ask(who, "GET", path + quote(text, safe=""))
            assert answer.status_code in (200, 404, 405)
        for path in ("/t/{}", "/t/{}/state", "/t/{}/stream", "/t/{}/manifest.webmanifest", "/t/files/{}"):
            answer = await asking.ask(nobody, "GET", path.format(quote(text, safe="")))
            assert answer.status_code in (404, 405, 429)
        for asked in ({"clinic": text, "user": "77"}, {"clinic": "lab", "user": text}):
            for what in ("enter", "done"):
                answer = await asking.ask(who, "POST", f"/api/v1/queue/{what}", json=asked | {"pin": text})
                assert (answer.status_code, answer.json()["success"]) == (422, False)
        answer = await asking.ask(who, "GET", "/api/v1/queue/status", params={"clinic": text})
        assert answer.status_code == 422
        answer = await asking.ask(nobody, "POST", f"/t/{PAGE}/exit", json={"pin": text})
        assert answer.status_code in (403, 422)
        for query in ({"after": text}, {"limit": text}):
            answer = await asking.ask(who, "GET", "/api/v1/events", params=query)
            assert answer.status_code in (200, 409, 422)
        if text.isascii() and text.isprintable():
            for name in ("X-Request-Id", "Last-Event-Id", "Authorization", "X-Forwarded-For", "User-Agent"):
                await asking.ask(nobody, "GET", "/api/v1/health", headers={name: text})


def test_hostile_strings_are_kept_or_refused_and_forge_nothing(tmp_path: Path) -> None:
    async def story(log: Path) -> tuple[int, int]:
        async with server_in(tmp_path) as server:
            wide = {
                "device_per_second": 10_000,
                "device_burst": 100_000,
            }  # more is asked than one console may on a quick PC
            await asyncio.to_thread(server.office.preferences.change, LimitSettings, wide, "")
            admin = await server.caller().sign_in()
            asking = Asking(server, log)
            counted = await strike_patients(asking, admin)
            await strike_actions(asking, admin)
            await strike_the_rest(asking, admin)
            assert (await server.client.get("/api/v1/health")).json()["status"] == "healthy"
            assert (await admin.ask("GET", "/api/v1/auth/me")).json()["username"] == "admin"
        return counted

    with log_in(tmp_path / "logs") as log:
        kept, refused = asyncio.run(story(log))
        text = written(log)
    assert (kept, refused) == (24, 9)
    assert text.count("\n") > 100  # refusals leave their line
    for line in text.splitlines():
        assert json.loads(line)["text"], line
    assert "forged" not in text
    for hostile in HOSTILE.values():
        words = hostile.strip()
        assert len(words) < 4 or words not in text
        assert len(words) < 4 or json.dumps(words)[1:-1] not in text


@pytest.mark.parametrize("route", ["/api/v1/auth/me", "/api/v1/queues"])
def test_every_bad_token_gets_the_same_answer(tmp_path: Path, route: str) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            bodies = set()
            for make in BAD.values():
                token = make().encode("utf-8", "surrogatepass").decode("latin-1")
                answer = await server.client.get(
                    route, headers=[(b"authorization", b"Bearer " + token.encode("latin-1"))]
                )
                assert answer.status_code == 401
                assert answer.headers["www-authenticate"] == 'Bearer realm="mmc"'
                bodies.add(answer.text)
            bodies.add((await server.client.get(route)).text)
            assert len(bodies) == 1

    asyncio.run(story())
