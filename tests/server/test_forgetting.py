"""People are known as long as the setting says; one person is made nameless; no figure changes by it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from mmc_console.domain.ids import mint_action_id
from mmc_console.domain.permissions import SYSTEM_ACTOR
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.figures.lines import Lines
from mmc_console.server.log.tables import events, tickets, visits
from mmc_console.server.people import forgetting
from mmc_console.server.people.forgetting import PatientSettings, before
from mmc_console.server.people.people import People
from mmc_console.server.people.tables import aliases, notes, patients
from mmc_console.server.restore import journal
from mmc_console.server.restore.work import Restore
from mmc_console.server.store.engine import Database
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.restore_parts import Copies

FIND, ERASE = "/api/v1/admin/patients/find", "/api/v1/admin/patients/erase"


class House:
    """A centre in which people come and go."""

    def __init__(self, server: Server, admin: Caller) -> None:
        self.server, self.admin, self.no = server, admin, 0

    async def act(self, **fields: Any) -> dict[str, Any]:
        self.no += 1
        now = self.server.clock.now()
        action = {"id": mint_action_id(now, self.no.to_bytes(10, "big")), "at": now.isoformat(), **fields}
        answer = await self.admin.ask("POST", "/api/v1/actions", json={"actions": [action]})
        result: dict[str, Any] = answer.json()["results"][0]
        assert result["outcome"] == "applied", result
        return result

    async def come(self, number: str, *, note: str = "") -> dict[str, Any]:
        """Somebody comes to the laboratory, is seen, and goes."""
        first = await self.act(
            type="issue_ticket", clinic="lab", patient={"number": number, "name": f"رقم {number}", "gender": "male"}
        )
        if note:
            await self.act(type="set_priority", ticket=first["ticket"], priority="urgent", reason="other", note=note)
        called = await self.act(type="call_next", clinic="lab", room=1)
        self.server.clock.pass_by(seconds=90)
        await self.act(type="finish", ticket=called["ticket"])
        return first

    async def until(self, **span: float) -> None:
        self.server.clock.pass_by(**span)
        await self.admin.sign_in()

    def figures(self) -> dict[str, Any]:
        """What reports are made of, by the queries they are made with and by counting everything there is."""
        with self.server.database.read() as conn:
            days = [date.fromisoformat(d) for d in conn.execute(select(visits.c.day).distinct()).scalars()]
            return {
                "days": {day: Lines(calendar_of(self.server.center.center)).tickets(conn, day, "room") for day in days},
                "visits": conn.execute(select(visits).order_by(visits.c.id)).all(),
                "people": conn.execute(select(func.count(visits.c.patient.distinct()))).scalar_one(),
                "tickets": conn.execute(select(tickets).order_by(tickets.c.id)).all(),
            }

    def count(self, table: Any) -> int:
        with self.server.database.read() as conn:
            return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def lived(place: Path, story: Callable[[House], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(House(server, await server.caller().sign_in()))

    asyncio.run(run())


def test_one_person_is_erased_and_no_figure_changes(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        await house.come("1001", note="رقم هاتف أخيه عنده")
        await house.come("1002", note="another")
        before_it, texts = house.figures(), house.count(notes)
        found = (await house.admin.ask("POST", FIND, json={"number": "١٠٠١"})).json()
        assert (found["card"]["name"], found["visits"], found["last"], found["open"]) == (
            "رقم 1001", 1, "2026-11-23", False,
        )  # fmt: skip
        erased = await house.admin.ask("POST", ERASE, json={"number": "1001", "reason": "asked"})
        assert (erased.status_code, erased.json()) == (200, {"visits": 1}), erased.text
        assert house.figures() == before_it
        assert (house.count(patients), house.count(notes)) == (1, texts - 1)
        gone = await house.admin.ask("POST", FIND, json={"number": "1001"})
        assert (gone.status_code, gone.json()["code"]) == (422, "unknown-patient")
        cards = await house.admin.ask("POST", "/api/v1/patients/cards", json={"ids": [found["card"]["id"]]})
        assert cards.json()["cards"] == []
        with house.server.database.read() as conn:
            last = conn.execute(select(events.c.body).order_by(events.c.seq.desc()).limit(1)).scalar_one()
        assert b'"fields":["erased"]' in last
        assert b"1001" not in last.replace(found["card"]["id"].encode(), b"")
        # who comes again is somebody new
        again = await house.come("1001")
        assert again["outcome"] == "applied"
        assert (await house.admin.ask("POST", FIND, json={"number": "1001"})).json()["visits"] == 1

    lived(tmp_path, story)


def test_whoever_is_here_is_not_erased(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        await house.act(type="issue_ticket", clinic="lab", patient={"number": "1001", "name": "A", "gender": "male"})
        assert (await house.admin.ask("POST", FIND, json={"number": "1001"})).json()["open"] is True
        refused = await house.admin.ask("POST", ERASE, json={"number": "1001", "reason": "asked"})
        assert (refused.status_code, refused.json()["code"], refused.json()["params"]) == (
            422, "visit-open", {"number": "001"},
        )  # fmt: skip
        assert house.count(patients) == 1
        await house.until(hours=24)  # the day turns, and the visit is over
        assert (await house.admin.ask("POST", ERASE, json={"number": "1001", "reason": "asked"})).status_code == 200

    lived(tmp_path, story)


@pytest.mark.parametrize("body", [{"number": "1001"}, {"number": "1001", "reason": "Saleh, 1001"}])
def test_a_reason_is_one_of_a_list(tmp_path: Path, body: dict[str, str]) -> None:
    async def story(house: House) -> None:
        await house.come("1001")
        refused = await house.admin.ask("POST", ERASE, json=body)
        assert (refused.status_code, refused.json()["code"], house.count(patients)) == (422, "invalid", 1)

    lived(tmp_path, story)


def test_people_are_forgotten_when_their_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)

    async def story(house: House) -> None:
        for number in ("1001", "1002", "1003", "1004", "1005"):
            await house.come(number, note="a word")
        await house.until(days=200)
        await house.come("1002")
        await house.server.office.rounds.once("patients")
        assert house.count(patients) == 5
        await house.until(days=180)
        await house.come("1002")
        before_it = house.figures()
        await house.server.office.rounds.once("patients")
        assert (house.count(patients), house.count(notes)) == (1, 0)
        assert house.count(aliases) == 1, "of the last time only: what could speak of the one before is too old"
        assert (await house.admin.ask("POST", FIND, json={"number": "1002"})).status_code == 200
        house.server.office.preferences.change(PatientSettings, {"keep_months": 1}, by="")
        await house.until(days=60)
        await house.server.office.rounds.once("patients")
        assert house.count(patients) == 0
        assert house.figures() == before_it

    lived(tmp_path, story)


def test_a_clock_that_was_set_years_ahead_has_nobody_forgotten(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        await house.come("1001")
        await house.until(days=3 * 365)
        await house.server.office.rounds.once("patients")
        assert house.count(patients) == 1
        await house.until(days=-3 * 365)
        assert (await house.admin.ask("POST", FIND, json={"number": "1001"})).status_code == 200

    lived(tmp_path, story)


def test_who_comes_back_while_it_runs_keeps_the_name_and_a_cut_round_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 1)

    async def story(house: House) -> None:
        for number in ("1001", "1002", "1003"):
            await house.come(number)
        await house.until(days=400)
        await house.come("1004")  # else the day would not be believed
        found_now = await house.admin.ask("POST", FIND, json={"number": "1004"})
        today = found_now.json()["card"]["id"]
        found = forgetting.Forgetting._forget
        steps = 0

        def cut(self: Any, conn: Any, some: Any, now: Any) -> None:
            nonlocal steps
            steps += 1
            if steps == 2:
                raise ConnectionError
            found(self, conn, some, now)

        with monkeypatch.context() as patched:
            patched.setattr(forgetting.Forgetting, "_forget", cut)
            with pytest.raises(ConnectionError):
                await house.server.office.rounds.once("patients")
        assert house.count(patients) == 3
        with house.server.database.read() as conn:
            left = conn.execute(select(patients.c.id).where(patients.c.id != today)).scalars().all()
        due = forgetting.Forgetting._due

        def late(self: Any, since: Any, moment: Any) -> Any:
            asked = due(self, since, moment)
            assert sorted(asked) == sorted(left)
            asyncio.run_coroutine_threadsafe(house.come(next(iter(house_numbers))), loop).result(20)
            return asked

        loop, house_numbers = asyncio.get_running_loop(), [await number_of(house, left[0])]
        with monkeypatch.context() as patched:
            patched.setattr(forgetting.Forgetting, "_due", late)
            await house.server.office.rounds.once("patients")
        with house.server.database.read() as conn:
            assert set(conn.execute(select(patients.c.id)).scalars()) == {left[0], today}

    lived(tmp_path, story)


async def number_of(house: House, patient: str) -> str:
    for number in ("1001", "1002", "1003"):
        answer = await house.admin.ask("POST", FIND, json={"number": number})
        if answer.status_code == 200 and answer.json()["card"]["id"] == patient:
            return number
    raise AssertionError(patient)


@pytest.mark.parametrize(
    ("today", "months", "found"),
    [
        ("2026-11-23", 12, "2025-11-23"), ("2026-03-31", 1, "2026-02-28"), ("2028-03-31", 1, "2028-02-29"),
        ("2026-01-15", 1, "2025-12-15"), ("2026-01-31", 120, "2016-01-31"),
    ],
)  # fmt: skip
def test_months_are_those_of_the_calendar(today: str, months: int, found: str) -> None:
    assert before(date.fromisoformat(today), months) == date.fromisoformat(found)
    assert date.fromisoformat(today) - date.fromisoformat(found) >= timedelta(days=28 * months)


def test_a_restore_does_not_bring_back_whoever_was_erased(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        server = house.server
        await house.come("100001", note="about the first")
        await house.come("100002")
        await house.until(hours=20)
        copies = Copies(tmp_path / "copies")
        copies.take(server.database)
        assert (await house.admin.ask("POST", ERASE, json={"number": "100001", "reason": "asked"})).status_code == 200
        folder = server.database.path.parent
        work = Restore(
            folder, server.keys.folder, copies, server.clock, lambda _: None, database_key=server.keys.database
        )  # fmt: skip
        try:
            work.open("1", None)
            work.make(server.database, work.changes(server.database), bring_back=True)
            new = Database(work.opened.place / journal.NAME, server.keys.database)
            new.open()
            with closing(new), new.read() as conn:
                people = People(server.keys, server.clock)
                assert people.by_number(conn, "100001") is None
                assert people.by_number(conn, "100002") is not None
                assert conn.execute(select(func.count()).select_from(notes)).scalar_one() == 0
        finally:
            work.give_up()

    lived(tmp_path / "centre", story)


def test_nor_does_the_restore_after_that_one(tmp_path: Path) -> None:
    """The log in which it was written that they were erased is the one that the first restore has replaced."""

    async def story(house: House) -> None:
        server = house.server
        await house.come("100001", note="about the first")
        await house.come("100002")
        await house.until(hours=20)
        copies, folder = Copies(tmp_path / "copies"), server.database.path.parent
        copies.take(server.database)
        assert (await house.admin.ask("POST", ERASE, json={"number": "100001", "reason": "asked"})).status_code == 200
        first, second = tmp_path / "first", tmp_path / "second"
        for place, present in ((first, server.database), (second, Database(first / "center.db", server.keys.database))):
            if present is not server.database:
                present.open()
            work = Restore(
                folder, server.keys.folder, copies, server.clock, lambda _: None, database_key=server.keys.database
            )  # fmt: skip
            try:
                work.open("1", None)
                work.make(present, work.changes(present), bring_back=True)
                place.mkdir()
                (work.opened.place / journal.NAME).rename(place / "center.db")
            finally:
                work.give_up()
                if present is not server.database:
                    present.close()
        new = Database(second / "center.db", server.keys.database)
        new.open()
        with closing(new), new.read() as conn:
            people = People(server.keys, server.clock)
            assert people.by_number(conn, "100001") is None
            assert people.by_number(conn, "100002") is not None
            assert conn.execute(select(func.count()).select_from(notes)).scalar_one() == 0

    lived(tmp_path / "centre", story)


def test_a_server_killed_while_it_erases_somebody_keeps_no_word_about_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody could find these any more: the number that led to them is gone."""

    async def story(house: House) -> None:
        await house.come("1001", note="رقم هاتف أخيه عنده")
        await house.come("1002", note="another")
        submit = house.server.writer.submit

        async def killed(*asked: Any) -> Any:
            await submit(*asked)
            raise asyncio.CancelledError

        server = house.server
        erasing = forgetting.Forgetting(
            server.database, server.writer._people, server.writer, server.office.preferences, server.clock
        )  # fmt: skip
        monkeypatch.setattr(server.writer, "submit", killed)
        with pytest.raises(asyncio.CancelledError):
            await erasing.erase("1001", "asked", SYSTEM_ACTOR)
        assert (house.count(patients), house.count(notes)) == (1, 1)

    lived(tmp_path, story)
