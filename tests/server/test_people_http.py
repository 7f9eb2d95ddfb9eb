"""Who sees whom: cards, search and visits over HTTP, for each role, with people of the own and of other clinics."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from mmc_console.domain.ids import mint_action_id
from mmc_console.server.http.views import gather_snapshot
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller


class Day:
    """A reception that registers walk-ins, and everybody's consoles."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.no = 0

    async def open(self) -> Day:
        self.reception = await self.server.person("noora", "reception")
        self.doctor = await self.server.person("doctor", "clinician", clinics=("lab",))
        self.other = await self.server.person("other", "clinician", clinics=("xray",))
        self.chief = await self.server.person("chief", "supervisor")
        return self

    async def register(self, number: str, name: str, clinic: str, **more: Any) -> dict[str, Any]:
        """A walk-in; its result."""
        self.no += 1
        now = self.server.clock.now()
        action = {
            "id": mint_action_id(now, self.no.to_bytes(10, "big")), "type": "issue_ticket", "at": now.isoformat(),
            "clinic": clinic, "patient": {"number": number, "name": name, "gender": "male", **more},
        }  # fmt: skip
        answer = await self.reception.ask("POST", "/api/v1/actions", json={"actions": [action]})
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()["results"][0]
        return result

    async def patient_of(self, visit: str) -> str:
        answer = await self.chief.ask("GET", f"/api/v1/visits/{visit}")
        found: str = answer.json()["visit"]["patient"]
        return found


async def names(who: Caller, text: str) -> list[str]:
    answer = await who.ask("GET", "/api/v1/patients", params={"q": text})
    assert answer.status_code == 200, answer.text
    return [card["name"] for card in answer.json()["cards"]]


async def cards(who: Caller, *ids: str) -> list[str]:
    answer = await who.ask("POST", "/api/v1/patients/cards", json={"ids": ids})
    assert answer.status_code == 200, answer.text
    return [card["name"] for card in answer.json()["cards"]]


def test_each_role_sees_the_people_it_works_with(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            day = await Day(server).open()
            at_lab = (await day.register("1111", "سالم الحربي", "lab"))["visit"]
            at_xray = (await day.register("2222", "سالم العنزي", "xray"))["visit"]
            one, two = await day.patient_of(at_lab), await day.patient_of(at_xray)
            both = ["سالم الحربي", "سالم العنزي"]
            for who, seen in (
                (day.reception, both), (day.chief, both), (day.doctor, both[:1]), (day.other, both[1:]),
            ):  # fmt: skip
                assert await names(who, "سالم") == seen
                assert await cards(who, one, two, "nobody", one) == seen
                for visit, name in ((at_lab, both[0]), (at_xray, both[1])):
                    answer = await who.ask("GET", f"/api/v1/visits/{visit}")
                    if name in seen:
                        assert (answer.status_code, answer.json()["card"]["name"]) == (200, name)
                        assert [t["clinic"] for t in answer.json()["tickets"]] == ["lab" if name == both[0] else "xray"]
                    else:
                        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
                        assert name not in answer.text
            assert await names(day.doctor, "2222") == []
            assert await names(day.other, "٢٢٢٢") == ["سالم العنزي"]

    asyncio.run(story())


def test_other_rights_change_what_is_seen_at_the_next_request(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            day = await Day(server).open()
            await day.register("1111", "سالم الحربي", "lab")
            assert await names(day.other, "سالم") == []
            await asyncio.to_thread(server.auth.change_user, "other", clinics=["xray", "lab"])
            assert await names(day.other, "سالم") == ["سالم الحربي"]
            await asyncio.to_thread(server.auth.change_user, "other", enabled=False)
            assert (await day.other.ask("GET", "/api/v1/patients?q=1")).status_code == 401

    asyncio.run(story())


def test_somebody_of_another_day_is_found_by_the_exact_number_only(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            day = await Day(server).open()
            visit = (await day.register("3333", "قديم العهد", "lab"))["visit"]
            patient = await day.patient_of(visit)
            server.clock.pass_by(days=3)
            for who in (day.reception, day.chief, day.doctor):
                who.token = (await who.client.post(
                    "/api/v1/auth/refresh", json={"refresh_token": who.answer["refresh_token"]}
                )).json()["access_token"]  # fmt: skip
            for who in (day.reception, day.chief):
                assert await names(who, "قديم") == []
                assert await names(who, "333") == []
                assert await names(who, " ٣٣-٣٣ ") == ["قديم العهد"]
                assert await cards(who, patient) == []
                assert (await who.ask("GET", f"/api/v1/visits/{visit}")).status_code == 404
            assert await names(day.doctor, "3333") == []

    asyncio.run(story())


def test_a_person_registered_twice_is_one_person(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            day = await Day(server).open()
            first = await day.register("4444", "", "lab")
            server.clock.pass_by(seconds=1)
            second = await day.register("٤٤٤٤", "سارة", "lab")
            assert second["visit"] == first["visit"]
            assert await names(day.reception, "4444") == ["سارة"]

    asyncio.run(story())


MALFORMED: list[tuple[str, str, Any, str]] = [
    ("POST", "/api/v1/patients/cards", {"ids": ["x"] * 1_001}, "$.ids"),
    ("POST", "/api/v1/patients/cards", {"ids": "x"}, "$.ids"),
    ("POST", "/api/v1/patients/cards", {"ids": [], "center": "other"}, "$"),
    ("GET", "/api/v1/patients?q=" + "x" * 121, None, "$.q"),
    ("POST", "/api/v1/auth/login", {"username": "a", "password": "b"}, "$"),
    ("POST", "/api/v1/auth/login", [], "$"),
    ("POST", "/api/v1/auth/refresh", {"refresh_token": 1}, "$.refresh_token"),
]


def test_malformed_requests_name_the_field(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            for method, path, body, field in MALFORMED:
                answer = await admin.ask(method, path, **({} if body is None else {"json": body}))
                assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), path
                assert answer.json()["errors"][0]["field"] == field, path

    asyncio.run(story())


def test_a_card_is_never_kept_by_what_stands_between(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            day = await Day(server).open()
            answer = await day.reception.ask("GET", "/api/v1/patients?q=1111")
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-request-id"]

    asyncio.run(story())


def test_yesterdays_open_visit_is_still_seen(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            day = await Day(server).open()
            visit = (await day.register("5555", "أمس", "lab"))["visit"]
            server.clock.pass_by(days=1, minutes=-5)
            renewed = await day.reception.client.post(
                "/api/v1/auth/refresh", json={"refresh_token": day.reception.answer["refresh_token"]}
            )
            day.reception.token = renewed.json()["access_token"]
            answer = await day.reception.ask("GET", f"/api/v1/visits/{visit}")
            assert answer.status_code == 200
            assert answer.json()["visit"]["state"] == "unfinished"
            assert [t["state"] for t in answer.json()["tickets"]] == ["unfinished"]
            gathered = await server.writer.ask(lambda state: gather_snapshot(state, server.clock.now()))
            assert [t.state for t in gathered.tickets] == ["waiting"], "a console gets the rows as the rules know them"

    asyncio.run(story())
