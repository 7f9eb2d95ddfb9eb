"""The settings page's presenter at a real server: what is typed, what is refused, what is set back, who is erased."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mmc_console.desktop.admin.settings.contract import State
from mmc_console.desktop.admin.settings.presenter import Presenter, parsed
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.ids import mint_action_id
from mmc_console.wire.office import Field, FoundPerson
from tests.server.admin_door import Gateway, Jobs
from tests.server.auth_app import Server, server_in
from tests.unit.desktop.desk_parts import Known


class View(Known):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.undo = False
        self.sure = True
        self.asked: list[FoundPerson] = []

    def render(self, state: State) -> None:
        self.state = state

    def say(self, message: Message, *, undo: bool = False, fault: bool = False) -> None:
        self.said.append(message.code)
        self.undo = undo

    async def confirm_erasing(self, person: FoundPerson) -> bool:
        self.asked.append(person)
        return self.sure


class Page:
    """An administrator at the page."""

    def __init__(self, server: Server, gateway: Gateway) -> None:
        self.server, self.gateway, self.view, self.jobs = server, gateway, View(), Jobs()
        made: Any = gateway
        self.presenter = Presenter(made, self.view, self.jobs.start)

    @property
    def state(self) -> State:
        return self.presenter.state

    @property
    def months(self) -> Any:
        area = next(area for area in self.state.areas if area.area == "patients")
        return area.fields[0].value


def opened(place: Path, story: Callable[[Page], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            page = Page(server, Gateway(server, await server.caller().sign_in()))
            page.presenter.come_in()
            await page.jobs.run(page.presenter)
            page.presenter.open("patients")
            await page.jobs.run(page.presenter)
            await story(page)

    asyncio.run(run())


def test_a_line_is_set_when_it_is_left_and_can_be_undone(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        page.presenter.type("keep_months", "24")
        assert page.months == 12
        page.presenter.enter("keep_months")
        await page.jobs.run(page.presenter)
        assert (page.months, page.view.said, page.view.undo) == (24, ["setting-set"], True)
        assert [(s.before, s.after) for s in page.state.history] == [({"keep_months": 12}, {"keep_months": 24})]
        page.presenter.take_back()
        await page.jobs.run(page.presenter)
        assert page.months == 12
        page.presenter.set_back(next(iter(page.state.steps)))  # the newest change was 24 to 12
        await page.jobs.run(page.presenter)
        assert page.months == 24
        page.presenter.to_default("keep_months")
        await page.jobs.run(page.presenter)
        assert (page.months, len(page.state.history)) == (12, 4)

    opened(tmp_path, story)


@pytest.mark.parametrize(("text", "fault"), [("", "not-a-number"), ("x", "not-a-number"), ("0", "out-of-limits")])
def test_what_cannot_be_is_said_at_its_field_and_not_sent(tmp_path: Path, text: str, fault: str) -> None:
    async def story(page: Page) -> None:
        page.presenter.type("keep_months", text)
        page.presenter.enter("keep_months")
        await page.jobs.run(page.presenter)
        assert page.state.faults == {("patients", "keep_months"): fault}
        assert (page.months, page.view.said) == (12, [])
        assert page.state.text(next(a for a in page.state.areas if a.area == "patients").fields[0]) == text
        page.presenter.type("keep_months", "6")
        assert page.state.faults == {}

    opened(tmp_path, story)


def test_what_is_typed_on_while_a_change_is_on_its_way_stands(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        page.gateway.admin.meanwhile["PATCH"] = lambda: page.presenter.type("keep_months", "24")
        page.presenter.type("keep_months", "2")
        page.presenter.enter("keep_months")
        await page.jobs.run(page.presenter)
        field = next(a for a in page.state.areas if a.area == "patients").fields[0]
        assert (page.months, page.state.text(field)) == (2, "24")
        page.presenter.enter("keep_months")
        await page.jobs.run(page.presenter)
        assert (page.months, page.state.typed) == (24, {})

    opened(tmp_path, story)


def test_without_the_server_nothing_is_changed_and_the_last_answer_stays(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        page.gateway.admin.offline = True
        page.presenter.type("keep_months", "24")
        page.presenter.enter("keep_months")
        await page.jobs.run(page.presenter)
        assert page.view.said == ["unreachable"]
        assert (page.state.offline is not None, page.months, page.state.usable) == (True, 12, False)
        page.gateway.admin.offline = False
        page.presenter.pass_second()
        await page.jobs.run(page.presenter)
        page.presenter.enter("keep_months")
        await page.jobs.run(page.presenter)
        assert page.months == 24

    opened(tmp_path, story)


async def come(server: Server) -> None:
    admin, now = await server.caller().sign_in(), server.clock.now()
    deeds: tuple[dict[str, Any], ...] = (
        {"type": "issue_ticket", "clinic": "lab", "patient": {"number": "1001", "name": "A", "gender": "male"}},
        {"type": "call_next", "clinic": "lab", "room": 1},
    )  # fmt: skip
    for n, fields in enumerate(deeds):
        action = {"id": mint_action_id(now, n.to_bytes(10, "big")), "at": now.isoformat(), **fields}
        found = (await admin.ask("POST", "/api/v1/actions", json={"actions": [action]})).json()["results"][0]
        assert found["outcome"] == "applied", found


def test_one_person_is_found_looked_at_and_erased_with_a_reason(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await come(page.server)
        presenter = page.presenter
        presenter.type_number("٩٩٩")
        presenter.find()
        await page.jobs.run(page.presenter)
        nobody = page.state.person
        assert nobody is None
        assert page.state.person_problem == Message("unknown-patient")
        presenter.type_number("١٠٠١")
        presenter.find()
        await page.jobs.run(page.presenter)
        assert page.state.person is not None
        assert (page.state.number, page.state.person.open) == ("1001", True)
        presenter.choose_reason("asked")
        presenter.erase()
        await page.jobs.run(page.presenter)
        assert page.state.person_problem is not None
        assert page.state.person_problem.code == "visit-open"
        page.server.clock.pass_by(hours=24)
        made: Any = page.gateway
        await made.admin._caller.sign_in()
        page.view.sure = False
        presenter.erase()
        await page.jobs.run(page.presenter)
        assert page.state.person is not None
        page.view.sure = True
        presenter.erase()
        await page.jobs.run(page.presenter)
        assert page.state == replace(page.state, person=None, number="", reason=None)
        assert page.view.said[-1] == "person-erased"

    opened(tmp_path, story)


def test_a_person_found_late_is_not_shown_beside_another_number(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await come(page.server)
        presenter = page.presenter
        presenter.type_number("1001")
        page.gateway.admin.meanwhile["POST"] = lambda: presenter.type_number("1002")
        presenter.find()
        await page.jobs.run(page.presenter)
        assert (page.state.number, page.state.person) == ("1002", None)
        presenter.type_number("1001")
        page.gateway.admin.meanwhile["POST"] = presenter.leave
        presenter.find()
        await page.jobs.run(page.presenter)
        assert page.state.person is None, "nor to the next person at this console"

    opened(tmp_path, story)


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        (Field(name="x", kind="whole", default=1, value=1, least=1, most=9), " 7 ", (7, None)),
        (Field(name="x", kind="whole", default=1, value=1), "7.5", (None, "not-a-number")),
        (Field(name="x", kind="number", default=1, value=1, most=2), "1.5", (1.5, None)),
        (Field(name="x", kind="number", default=1, value=1, most=2), "2.5", (None, "out-of-limits")),
        (Field(name="x", kind="text", default="", value="", longest=3), "abcd", (None, "too-long")),
        (Field(name="x", kind="list", default=(), value=()), "a  b", (["a", "b"], None)),
    ],
)
def test_what_is_typed_is_read_by_its_kind(field: Field, text: str, found: Any) -> None:
    assert parsed(field, text) == found
