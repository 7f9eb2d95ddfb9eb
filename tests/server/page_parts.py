"""What tests of the patients' pages are made of: a visit with its token, and a phone that asks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from mmc_console.domain.ids import mint_action_id
from tests.server.auth_app import Server
from tests.server.auth_http import Caller


def fresh_token() -> str:
    """As a desk makes one: 128 random bits, base64url."""
    return secrets.token_urlsafe(16)


def action(server: Server, type: str, **fields: Any) -> dict[str, Any]:
    """An action made at the server's hand-moved time."""
    now = server.clock.now()
    return {"id": mint_action_id(now, secrets.token_bytes(10)), "type": type, "at": now.isoformat(), **fields}


async def act(caller: Caller, *actions: dict[str, Any]) -> list[dict[str, Any]]:
    """Send them; each was applied."""
    answer = await caller.ask("POST", "/api/v1/actions", json={"actions": list(actions)})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    assert [r["outcome"] for r in results] == ["applied"] * len(results), results
    return results


async def register(server: Server, caller: Caller, number: str = "1234567", **more: Any) -> tuple[str, dict[str, Any]]:
    """A man on the recruitment pathway; his page's token and the result."""
    token = more.pop("page_token", None) or fresh_token()
    person = {"number": number, "gender": "male", "name": "سالم عبدالله"}
    more = {"exam_type": "recruitment", **more}
    (result,) = await act(caller, action(server, "register_visit", patient=person, page_token=token, **more))
    return token, result


@dataclass
class Phone:
    """A phone with a page's address."""

    client: httpx.AsyncClient
    token: str

    async def get(self, what: str = "/state", **more: Any) -> httpx.Response:
        return await self.client.get(f"/t/{self.token}{what}", **more)

    async def state(self) -> Any:
        answer = await self.get()
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content)

    async def post(self, what: str, **body: Any) -> httpx.Response:
        return await self.client.post(f"/t/{self.token}{what}", json=body)
