"""No number from outside is larger than what keeps it: the types say so, and what no type reads is bounded by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mmc_console.domain.whole import MOST
from tests.server.auth_app import raw_call, server_in
from tests.server.auth_parts import GOOD

FAR = (2**63, 2**64, -(2**64), 2**200)


def unbounded(document: dict[str, Any], schema: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The places of whole numbers without an end in *schema* and what it names."""
    if isinstance(schema, list):
        for each in schema:
            yield from unbounded(document, each, seen)
    if not isinstance(schema, dict):
        return
    if (name := schema.get("$ref", "").rpartition("/")[2]) and name not in seen:
        named = document["components"]["schemas"][name]
        yield from (f"{name}{place}" for place in unbounded(document, named, seen | {name}))
    if schema.get("type") == "integer" and not (
        -MOST <= schema.get("minimum", -MOST - 1) <= schema.get("maximum", MOST + 1) <= MOST
    ):
        yield ""
    for name, part in schema.get("properties", {}).items():
        yield from (f".{name}{place}" for place in unbounded(document, part, seen))
    for way in ("anyOf", "oneOf", "allOf", "prefixItems", "items", "additionalProperties"):
        yield from (f"[]{place}" for place in unbounded(document, schema.get(way), seen))


def test_every_whole_number_of_every_body_has_an_end_that_a_database_can_hold(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            _, _, document = await raw_call(server.app, "GET", "/api/v1/openapi.json")
        bodies = [
            op["requestBody"]["content"]
            for ops in document["paths"].values()
            for op in ops.values()
            if "requestBody" in op
        ]
        assert len(bodies) > 40, "the bodies are looked at"
        assert {
            place for body in bodies for kind in body.values() for place in unbounded(document, kind["schema"])
        } == set()

    asyncio.run(story())


def test_a_start_number_beyond_every_column_is_refused_and_spends_no_refresh_token(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            client = server.client
            hello = {"id": "console-far-1", "name": "Far", "generation": 7}
            first = await client.post(
                "/api/v1/auth/login", json={"username": "admin", "password": GOOD, "device": hello}
            )
            token = first.json()["refresh_token"]
            for far in FAR:
                refused = await client.post("/api/v1/auth/refresh", json={"refresh_token": token, "generation": far})
                assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
                assert refused.json()["errors"][0]["field"] == "$.generation"
            again = await client.post("/api/v1/auth/refresh", json={"refresh_token": token, "generation": 8})
            assert again.status_code == 200, again.text
            assert again.json()["refresh_token"] != token

    asyncio.run(story())


def test_positions_and_places_in_queries_and_headers_end_too(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            for far in FAR:
                for place in (
                    f"events?after={server.writer.epoch}:{far}",
                    f"admin/audit?before={far}",
                    f"admin/centre/file?seq={far}",
                    f"admin/logs?cursor=server-20261128:{far}",
                    f"admin/incidents/{far}",
                ):
                    answer = await admin.ask("GET", f"/api/v1/{place}")
                    assert answer.status_code in (404, 422), (place, answer.text)
                    assert answer.json()["code"] in ("invalid", "not-found")

    asyncio.run(story())
