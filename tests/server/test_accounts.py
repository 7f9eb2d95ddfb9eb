"""An administrator makes accounts, gives first passwords, renames people and consoles; every fault names its field."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.server.auth_app import server_in
from tests.server.auth_parts import GOOD, OTHER

USERS, DEVICES = "/api/v1/admin/users", "/api/v1/admin/devices"


def person(**fields: Any) -> dict[str, Any]:
    return {"username": "huda", "name": "Huda Hamad", "roles": ["clinician"], "clinics": ["lab"]} | fields


def test_somebody_new_signs_in_with_the_password_that_is_told_once_and_has_to_change_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            made = await admin.ask("POST", USERS, json=person())
            assert made.status_code == 201
            password = made.json()["password"]
            assert made.json()["user"]["must_change_password"]
            huda = await server.caller().sign_in("huda", password, device="console-of-huda")
            refused = await huda.ask("GET", "/api/v1/snapshot")
            assert refused.json()["code"] == "password-change-needed"
            changed = await huda.ask("POST", "/api/v1/auth/password", json={"current": password, "new": OTHER})
            assert changed.status_code == 204
            listed = {each["username"]: each for each in (await admin.ask("GET", USERS)).json()["users"]}
            assert (listed["huda"]["sessions"], listed["huda"]["last_device"]) == (1, "console-of-huda")
            assert listed["huda"]["last_sign_in"].startswith("20")
            assert password not in (await admin.ask("GET", USERS)).text, "told once"

    asyncio.run(story())


def test_a_password_that_is_given_need_not_be_changed_and_is_not_told(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            made = await admin.ask("POST", USERS, json=person(password=GOOD))
            assert (made.json()["password"], made.json()["user"]["must_change_password"]) == ("", False)
            await server.caller().sign_in("huda", GOOD)

    asyncio.run(story())


def test_what_is_wrong_is_named_and_nobody_is_added(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            for fields, field, code in (
                ({"username": "x"}, "$.username", "invalid"), ({"username": "admin"}, "$.username", "user-exists"),
                ({"username": "ADMIN"}, "$.username", "user-exists"), ({"name": "a\u202eb\n"}, "$.name", "invalid"),
                ({"roles": []}, "$.roles", "invalid"), ({"roles": ["king"]}, "$.roles", "invalid"),
                ({"clinics": []}, "$.clinics", "invalid"), ({"clinics": ["nowhere"]}, "$.clinics", "invalid"),
                ({"password": "short"}, "$.password", "password-too-weak"),
            ):  # fmt: skip
                answer = await admin.ask("POST", USERS, json=person(**fields))
                assert answer.status_code == 422, fields
                assert (answer.json()["code"], answer.json()["errors"][0]["field"]) == (code, field)
            assert [each["username"] for each in (await admin.ask("GET", USERS)).json()["users"]] == ["admin"]

    asyncio.run(story())


def test_a_new_name_comes_with_other_rights_or_not_at_all(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            id = (await admin.ask("POST", USERS, json=person())).json()["user"]["id"]
            answer = await admin.ask("PATCH", f"{USERS}/{id}", json={"name": "Huda Ali", "clinics": ["nowhere"]})
            assert answer.status_code == 422
            listed = (await admin.ask("GET", USERS)).json()["users"]
            assert "Huda Ali" not in {each["name"] for each in listed}
            answer = await admin.ask("PATCH", f"{USERS}/{id}", json={"name": "Huda Ali"})
            assert (answer.json()["name"], answer.json()["roles"]) == ("Huda Ali", ["clinician"])

    asyncio.run(story())


def test_a_console_is_called_as_people_call_it_also_after_it_has_come_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            assert (await admin.ask("PATCH", f"{DEVICES}/console-0001", json={"name": "Front desk"})).status_code == 204
            await server.caller().sign_in()
            [console] = (await admin.ask("GET", DEVICES)).json()["devices"]
            assert console["name"] == "Front desk"
            assert (await admin.ask("PATCH", f"{DEVICES}/console-0001", json={"name": ""})).status_code == 204
            [console] = (await admin.ask("GET", DEVICES)).json()["devices"]
            assert console["name"] == "console-0001"
            assert (await admin.ask("PATCH", f"{DEVICES}/console-9999", json={"name": "x"})).status_code == 404
            assert (await admin.ask("PATCH", f"{DEVICES}/console-0001", json={"name": "x" * 81})).status_code == 422

    asyncio.run(story())
