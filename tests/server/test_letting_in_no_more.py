"""Who is let in no more is out: the next request is refused, streams are cut, a revoked console sends nothing.

All of it against a real server over HTTP, told by an administrator's console or from the server's own command line.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mmc_console.domain.ids import mint_action_id
from mmc_console.server.auth.rights import LOOK
from mmc_console.wire.answers import DeviceLogin
from mmc_console.wire.devices import encoded, proof
from tests.server.auth_http import Caller
from tests.server.auth_parts import GOOD
from tests.server.auth_program import PATIENCE, serving, users_add

SEEN_WITHIN = 2 * LOOK.total_seconds()
"""Until what another process has changed is seen here."""
CUT_WITHIN = 2.0
NOORA, DESK = "noora", "console-of-noora"


@dataclass
class Scene:
    """A running server, its administrator, and noora at her console with its key and its stream."""

    place: Path
    client: httpx.AsyncClient
    admin: Caller
    noora: Caller
    key: Ed25519PrivateKey

    async def end_by(self, way: str) -> None:
        """An administrator, or somebody at the server's own machine, takes noora's access away."""
        people = (await self.admin.ask("GET", "/api/v1/admin/users")).json()["users"]
        [id] = [person["id"] for person in people if person["username"] == NOORA]
        person, console = f"/api/v1/admin/users/{id}", f"/api/v1/admin/devices/{DESK}/revoke"
        ways: dict[str, Callable[[], Awaitable[Any]]] = {
            "sign-out": lambda: self.noora.ask("POST", "/api/v1/auth/logout"),
            "sign-out everywhere": lambda: self.admin.ask("POST", f"{person}/sign-out"),
            "new first password": lambda: self.admin.ask("POST", f"{person}/password"),
            "disable": lambda: self.admin.ask("PATCH", person, json={"enabled": False}),
            "other role": lambda: self.admin.ask("PATCH", person, json={"roles": ["clinician"], "clinics": ["lab"]}),
            "revoke": lambda: self.admin.ask("POST", console),
            "disable by command": lambda: self._command("users", "change", NOORA, "--disable"),
            "revoke by command": lambda: self._command("devices", "revoke", DESK),
        }
        done = await ways[way]()
        assert getattr(done, "status_code", 200) in (200, 204), done.text
        assert getattr(done, "returncode", 0) == 0, done.stderr

    async def _command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "mmc_console", *words, "--data", str(self.place)],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    async def prove(self) -> httpx.Response:
        """The console asks for its own credential."""
        start = (await self._proof("")).json()["params"]["start"]
        return await self._proof(start)

    async def _proof(self, start: str) -> httpx.Response:
        at = datetime.now(UTC)
        login = DeviceLogin(DESK, at, f"{start}.{mint_action_id(at, b'0123456789')}", "")
        body = {
            "device": DESK,
            "at": at.isoformat(),
            "nonce": login.nonce,
            "signature": encoded(self.key.sign(proof(login))),
        }
        return await self.client.post("/api/v1/auth/device", json=body)

    async def send(self, token: str) -> httpx.Response:
        """The console sends a registration of noora's."""
        at = datetime.now(UTC)
        action = {
            "id": mint_action_id(at, at.microsecond.to_bytes(10, "big")), "at": at.isoformat(),
            "type": "register_visit", "by": self.noora.answer["user"]["id"], "exam_type": "recruitment",
            "patient": {"number": f"27{at.microsecond:07}", "gender": "male"},
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {token}"}
        return await self.client.post("/api/v1/actions", json={"actions": [action]}, headers=headers)


@asynccontextmanager
async def scene(place: Path) -> AsyncIterator[Scene]:
    with serving(place) as url:
        assert users_add(place, NOORA, "--role", "reception").returncode == 0
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
            key = Ed25519PrivateKey.generate()
            noora = Caller(client)
            device = {"id": DESK, "name": "Reception 1", "key": encoded(key.public_key().public_bytes_raw())}
            body = {"username": NOORA, "password": GOOD, "device": device}
            answer = await client.post("/api/v1/auth/login", json=body)
            noora.answer = answer.json()
            noora.token = noora.answer["access_token"]
            yield Scene(place, client, await Caller(client).sign_in(), noora, key)


@pytest.mark.parametrize(
    "way",
    [
        "sign-out",
        "sign-out everywhere",
        "new first password",
        "disable",
        "other role",
        "revoke",
        "disable by command",
        "revoke by command",
    ],
)
def test_the_next_request_is_refused_and_the_stream_is_cut(tmp_path: Path, way: str) -> None:
    async def story() -> None:
        async with scene(tmp_path) as told:
            headers = {"Authorization": f"Bearer {told.noora.token}"}
            proved = await told.prove()
            assert proved.status_code == 200
            credential = proved.json()["access_token"]
            assert (await told.send(credential)).json()["results"][0]["outcome"] == "applied"
            async with told.client.stream("GET", "/api/v1/events/stream", headers=headers) as stream:
                assert stream.status_code == 200
                raw = stream.aiter_raw()
                await anext(raw)
                await told.end_by(way)
                began = time.monotonic()
                asked = await told.noora.ask("GET", "/api/v1/patients?q=27")
                while (
                    way.endswith("by command") and asked.status_code == 200 and time.monotonic() < began + SEEN_WITHIN
                ):
                    asked = await told.noora.ask("GET", "/api/v1/patients?q=27")
                async with asyncio.timeout(30):
                    async for _ in raw:
                        continue
                took = time.monotonic() - began
            assert took < CUT_WITHIN, f"cut after {took:.2f} s"
            if way == "other role":
                assert (await told.noora.ask("GET", "/api/v1/auth/me")).json()["roles"] == ["clinician"]
            else:
                assert asked.status_code == 401
                body = {"refresh_token": told.noora.answer["refresh_token"]}
                assert (await told.client.post("/api/v1/auth/refresh", json=body)).status_code == 401
            sent, again = await told.send(credential), await told.prove()
            if way.startswith("revoke"):
                assert (sent.status_code, again.status_code) == (401, 401), "a revoked console sends nothing"
                login = {"username": NOORA, "password": GOOD, "device": {"id": DESK, "name": "x"}}
                assert (await told.client.post("/api/v1/auth/login", json=login)).status_code == 401
            elif way.startswith("sign-out"):
                assert sent.json()["results"][0]["outcome"] == "applied", "work done here still leaves in her name"
            else:
                assert sent.json()["results"][0]["problem"]["code"] == "not-allowed"

    asyncio.run(story())


def test_what_an_administrator_may_not_do_is_said(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as told:
            people = (await told.admin.ask("GET", "/api/v1/admin/users")).json()["users"]
            ids = {person["username"]: person["id"] for person in people}
            admin, noora = (f"/api/v1/admin/users/{ids[name]}" for name in ("admin", NOORA))
            wrong: list[tuple[str, dict[str, Any], int]] = [
                (admin, {"enabled": False}, 422),  # nobody would be left
                (admin, {"roles": ["reception"]}, 422),
                (noora, {"roles": []}, 422),
                (noora, {"roles": ["boss"]}, 422),
                (noora, {"roles": ["clinician"]}, 422),
                (noora, {"clinics": ["moon"]}, 422),
                (noora, {"password": "x"}, 422),
                ("/api/v1/admin/users/nobody", {"enabled": False}, 404),
            ]
            for path, body, status in wrong:
                assert (await told.admin.ask("PATCH", path, json=body)).status_code == status, (path, body)
            assert (await told.admin.ask("POST", "/api/v1/admin/devices/none/revoke")).status_code == 404
            assert (await told.noora.ask("PATCH", noora, json={"roles": ["admin"]})).status_code == 403
            after = (await told.admin.ask("GET", "/api/v1/admin/users")).json()["users"]
            assert after == people
            consoles = (await told.admin.ask("GET", "/api/v1/admin/devices")).json()["devices"]
            assert [(c["id"], c["desk"], c["has_key"], c["revoked"]) for c in consoles] == [
                (DESK, "A", True, False), ("console-0001", "C", False, False),
            ]  # fmt: skip

    asyncio.run(story())


def test_the_command_line_lists_changes_and_names_what_is_wrong(tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "mmc_console", *words, "--data", str(tmp_path)],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    async def story() -> None:
        async with scene(tmp_path):
            assert run("users", "list")[1].splitlines() == ["admin\tadmin\tAdmin", "noora\treception\tnoora"]
            assert [line.split("\t")[:3] for line in run("devices", "list")[1].splitlines()] == [
                ["A", DESK, "Reception 1"], ["C", "console-0001", "console-0001"],
            ]  # fmt: skip
            changed = run("users", "change", NOORA, "--role", "clinician", "--clinic", "lab")
            assert changed == (0, "user noora changed: clinician, lab\n", "")
            assert run("users", "change", NOORA, "--disable")[:2] == (
                0, "user noora changed: let in no more clinician, lab\n",
            )  # fmt: skip
            assert "let in no more" in run("users", "list")[1]
            for words, told in (
                (("users", "change", "nobody"), "no such user"),
                (("users", "change", NOORA, "--clinic", "moon"), "unknown clinic moon (clinics: "),
                (("users", "change", "admin", "--disable"), "nobody else administers"),
                (("devices", "revoke", "Z"), "there is no console Z"),
            ):
                code, out, err = run(*words)
                assert (code, out) == (2, ""), words
                assert told in err

    asyncio.run(story())
