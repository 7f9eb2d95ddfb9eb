"""C1: every route answers each role as the one table says. The routes come from the OpenAPI file."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from litestar import get
from litestar.params import FromPath

from mmc_console.server.http import guards
from mmc_console.server.http.app import build_app
from mmc_console.server.limits import Limits
from tests.server.auth_app import Server, raw_call, server_in
from tests.server.auth_parts import GOOD, OTHER

ROOT = Path(__file__).resolve().parents[2]
ROLES = ("reception", "clinician", "supervisor", "admin", "kiosk")


async def routes_of(server: Server) -> dict[tuple[str, str], Any]:
    """What the OpenAPI file says there is."""
    _, _, document = await raw_call(server.app, "GET", "/api/v1/openapi.json")
    return {(m.upper(), path): op for path, ops in document["paths"].items() for m, op in ops.items()}


def filled(path: str) -> str:
    return (
        path.replace("{clinic}", "lab")
        .replace("{id}", "00000000-0000-0000-0000-000000000000")
        .replace("{name}", "nowhere")
    )


async def answered(server: Server, route: tuple[str, str], headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    status, found, content = await raw_call(server.app, route[0], filled(route[1]), headers=headers, body=b"{}")
    code = content.get("code", "") if isinstance(content, dict) else ""
    return status, code, found


def test_the_openapi_file_and_the_table_name_the_same_routes(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            described = await routes_of(server)
            assert described.keys() == guards.ROUTES.keys()
            guards.check_table(server.app)
            for route, operation in described.items():
                allowed = guards.ROUTES[route]
                assert ("security" in operation) == (allowed != guards.PUBLIC), route

    asyncio.run(story())


def test_a_route_that_is_not_in_the_table_is_named_and_answers_nobody(tmp_path: Path) -> None:
    @get("/api/v1/secret/{name:str}")
    async def secret(name: FromPath[str]) -> str:
        return name

    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            bare = build_app([secret], guards.guard(server.auth, server.boards, Limits(server.office.preferences)))
            with pytest.raises(ValueError, match=r"GET /api/v1/secret/\{name\} is not in the table"):
                guards.check_table(bare)
            for headers, refused in (({}, 401), ({"Authorization": f"Bearer {admin.token}"}, 403)):
                assert (await raw_call(bare, "GET", "/api/v1/secret/x", headers=headers))[0] == refused

    asyncio.run(story())


def test_every_route_answers_every_role_as_the_table_says(tmp_path: Path) -> None:
    async def story() -> int:
        checked = 0
        async with server_in(tmp_path) as server:
            described = await routes_of(server)
            people = {
                role: await server.person(f"one-{role}", role, clinics=("lab",) if role == "clinician" else ())
                for role in ROLES
            }
            for route in described:
                if route[1].endswith("/logout"):
                    continue  # ends the session the others ask with: below
                allowed = guards.ROUTES[route]
                status, code, found = await answered(server, route, {})
                if allowed == guards.PUBLIC:
                    assert (status, code) != (401, "not-authenticated") or route[1].endswith(("/login", "/pair")), route
                else:
                    assert (status, code) == (401, "not-authenticated"), route
                    assert found["www-authenticate"].startswith("Bearer"), route
                for role, person in people.items():
                    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
                    status, code, _ = await answered(server, route, headers)
                    if route in guards.BY_COOKIE:
                        assert (status, code) == (401, "not-authenticated"), "people have no board's cookie"
                    elif allowed == guards.PUBLIC or role in allowed:
                        assert status not in (401, 403), (route, role, status, code)
                    else:
                        assert (status, code) == (403, "not-allowed"), (route, role, status)
                    checked += 1
            for role, person in people.items():
                assert "/logout" in "".join(path for _, path in described)
                assert (await person.ask("POST", "/api/v1/auth/logout")).status_code == 204, role
                assert (await person.ask("GET", "/api/v1/auth/me")).status_code == 401, role
        return checked

    assert asyncio.run(story()) == (len(guards.ROUTES) - 1) * len(ROLES)


def test_until_a_generated_password_is_changed_nothing_else_is_answered(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            await asyncio.to_thread(server.auth.add_user, "fresh", GOOD, ["admin"], must_change=True)
            fresh = await server.caller().sign_in("fresh")
            assert fresh.answer["user"]["must_change_password"] is True
            headers = {"Authorization": f"Bearer {fresh.token}", "Content-Type": "application/json"}
            for route in await routes_of(server):
                allowed = guards.ROUTES[route]
                if allowed == guards.PUBLIC or "admin" not in allowed or route in guards.BEFORE_PASSWORD_CHANGE:
                    continue
                status, code, _ = await answered(server, route, headers)
                assert (status, code) == (403, "password-change-needed"), route
            assert (await fresh.ask("GET", "/api/v1/auth/me")).json()["must_change_password"] is True
            changed = await fresh.ask("POST", "/api/v1/auth/password", json={"current": GOOD, "new": OTHER})
            assert changed.status_code == 204
            assert (await fresh.ask("GET", "/api/v1/queues")).status_code == 200

    asyncio.run(story())


NO_TOKEN: list[list[tuple[str, str]]] = [
    [], [("Authorization", "")], [("Authorization", "Bearer")], [("Authorization", "Bearer ")],
    [("Authorization", "Basic {token}")], [("Authorization", "{token}")], [("X-Authorization", "Bearer {token}")],
    [("Cookie", "token={token}")], [("Authorization", "Bearer {token}"), ("Authorization", "Bearer {token}")],
    [("Authorization", "Bearer  {token}")], [("Authorization", "Bearer {token} x")],
    [("Authorization", "Bearer {token},{token}")],
]  # fmt: skip


def test_the_token_is_taken_from_one_bearer_header_only(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            path = f"/api/v1/auth/me?access_token={admin.token}"
            for headers in NO_TOKEN:
                given = [(name, value.replace("{token}", admin.token)) for name, value in headers]
                refused = await server.client.get(path, headers=given)
                assert (refused.status_code, refused.json()["code"]) == (401, "not-authenticated"), headers
            right = await server.client.get(path, headers=[("authorization", f"bearer {admin.token}")])
            assert right.status_code == 200

    asyncio.run(story())


def test_a_kiosk_with_a_first_password_changes_it_and_works(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            server.auth.add_user("door", GOOD, ["kiosk"], must_change=True)
            kiosk = await server.caller().sign_in("door", device="console-of-door")
            assert (await kiosk.ask("GET", "/api/v1/snapshot")).json()["code"] == "password-change-needed"
            body = {"current": GOOD, "new": OTHER}
            assert (await kiosk.ask("POST", "/api/v1/auth/password", json=body)).status_code == 204
            assert (await kiosk.ask("GET", "/api/v1/snapshot")).status_code == 200

    asyncio.run(story())


def test_the_page_of_the_routes_is_as_the_table_is() -> None:
    done = subprocess.run(
        [sys.executable, "packaging/routes_page.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
