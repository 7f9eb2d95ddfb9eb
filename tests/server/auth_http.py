"""A program that speaks to a server over HTTP, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.server.auth_parts import GOOD


@dataclass
class Caller:
    """One console: signs in, then asks with its token."""

    client: httpx.AsyncClient
    token: str = ""
    answer: dict[str, Any] = field(default_factory=dict)

    async def sign_in(self, username: str = "admin", password: str = GOOD, device: str = "console-0001") -> Caller:
        asked = {"username": username, "password": password, "device": {"id": device, "name": device}}
        found = await self.client.post("/api/v1/auth/login", json=asked)
        assert found.status_code == 200, found.text
        self.answer = found.json()
        self.token = self.answer["access_token"]
        return self

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask with this console's token, where it has one."""
        headers = dict(more.pop("headers", {}))
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        return await self.client.request(method, path, headers=headers, **more)
