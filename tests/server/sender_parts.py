"""An enrolled console with a key of its own, which sends what people did there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mmc_console.domain.ids import mint_action_id
from mmc_console.wire.answers import DeviceLogin
from mmc_console.wire.devices import encoded, proof
from tests.server.auth_app import Server, server_in
from tests.server.auth_parts import GOOD

DEVICE = "console-0007"


class Desk:
    """An enrolled console and what it sends by itself."""

    def __init__(self, server: Server) -> None:
        self.server, self.key, self.no = server, Ed25519PrivateKey.generate(), 0
        self.token, self.device = "", DEVICE
        self.own = ""
        """The token of whoever signed in last."""

    @property
    def public(self) -> str:
        return encoded(self.key.public_key().public_bytes_raw())

    async def enrol(self, username: str) -> str:
        """Somebody signs in here; their id."""
        device = {"id": DEVICE, "name": "Reception 1", "key": self.public}
        body = {"username": username, "password": GOOD, "device": device}
        answer = await self.server.client.post("/api/v1/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        self.own = answer.json()["access_token"]
        return str(answer.json()["user"]["id"])

    async def prove(self, *, nonce: str = "", late: float = 0.0, key: Ed25519PrivateKey | None = None) -> int:
        """Ask for the credential; the status."""
        self.no += 1
        at = self.server.clock.now() - timedelta(seconds=late)
        login = DeviceLogin(self.device, at, nonce or f"{await self.start()}.{self.no:032}", "")
        signature = encoded((key or self.key).sign(proof(login)))
        body = {"device": self.device, "at": at.isoformat(), "nonce": login.nonce, "signature": signature}
        answer = await self.server.client.post("/api/v1/auth/device", json=body)
        if answer.status_code == 200:
            self.token = answer.json()["access_token"]
        return answer.status_code

    async def start(self) -> str:
        """What the server wants a proof to begin with; it says so to anybody."""
        body = {"device": "nobody", "at": self.server.clock.now().isoformat(), "nonce": "n", "signature": "s"}
        answer = await self.server.client.post("/api/v1/auth/device", json=body)
        assert answer.status_code == 401
        return str(answer.json()["params"]["start"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def actions(self, *actions: dict[str, Any]) -> list[dict[str, Any]]:
        """Send these; what became of each."""
        answer = await self.server.client.post("/api/v1/actions", json={"actions": actions}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results

    async def send(self, by: str | None, *, ago: float = 0.0, number: str = "", paper: str = "") -> dict[str, Any]:
        """A registration that *by* did here some seconds ago, with the visit number on its *paper*; its result."""
        self.no += 1
        at = self.server.clock.now() - timedelta(seconds=ago)
        action: dict[str, Any] = {
            "id": mint_action_id(at, self.no.to_bytes(10, "big")), "at": at.isoformat(), "type": "register_visit",
            "exam_type": "recruitment", "patient": {"number": number or f"2712{self.no:05}", "gender": "male"},
        } | ({"by": by} if by is not None else {}) | ({"number": paper} if paper else {})  # fmt: skip
        return (await self.actions(action))[0]


def story(tmp_path: Path, tell: Callable[[Desk], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(tmp_path) as server:
            for name, role in (("noora", "reception"), ("saad", "reception")):
                server.auth.add_user(name, GOOD, [role])
            await tell(Desk(server))

    asyncio.run(run())


def code(result: dict[str, Any]) -> str:
    return str(result["problem"]["code"])
