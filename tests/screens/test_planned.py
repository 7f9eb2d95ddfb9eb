"""The box of planned maintenance in the real window: planned by keyboard, faults at their fields, in both languages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mmc_console.client.server_port import Question
from mmc_console.desktop.admin.health.planned.view import PlannedDialog
from mmc_console.desktop.kit.bidi import strip
from mmc_console.domain.ids import UserId
from mmc_console.wire.admin import PeopleAnswer, Person
from mmc_console.wire.health import Maintenance, MaintenanceAnswer, MaintenanceRequest
from mmc_console.wire.json import decode
from tests.desktop_parts import nameless, squeezed
from tests.screens.admin_page import playing
from tests.screens.health_page import HealthDesk

PATH = "/admin/health/maintenance"


class Planned(HealthDesk):
    """An administrator's console with a server that keeps what is planned."""

    def ready(self) -> None:
        now = self.now()
        self.named = [
            Maintenance(id=1, begins=now - timedelta(minutes=5), ends=now + timedelta(hours=1), reason="A new disk",
                        by="u1"),
        ]  # fmt: skip
        people = (
            Person(id=UserId("u1"), username="huda", name="هدى حمد", roles=("admin",), clinics=(), enabled=True,
                   must_change_password=False),
        )  # fmt: skip
        self.gateway.server.administration |= {
            ("GET", PATH): lambda _: MaintenanceAnswer(tuple(self.named)), ("POST", PATH): self._name,
            ("DELETE", f"{PATH}/1"): self._end, ("GET", "/admin/users"): lambda _: PeopleAnswer(people),
        }  # fmt: skip

    def _name(self, question: Question) -> MaintenanceAnswer:
        asked = decode(question.body or b"", MaintenanceRequest)
        begins, ends = (moment.astimezone(self.now().tzinfo) for moment in (asked.begins, asked.ends))
        self.named.append(Maintenance(id=2, begins=begins, ends=ends, reason=asked.reason, by="u1"))
        return MaintenanceAnswer(tuple(self.named))

    def _end(self, _: Question) -> None:
        self.named = self.named[1:]

    async def opened(self) -> PlannedDialog:
        """The page's box."""
        self.ready()
        self.screen.actions.press("planned")
        self.asking = asyncio.ensure_future(self.jobs.run())
        while not (found := self.screen.view.findChildren(PlannedDialog)):  # noqa: ASYNC110 - Qt tells nobody of it
            await asyncio.sleep(0)
        await self.done()
        return found[0]

    async def done(self) -> None:
        """What was begun is done and painted."""
        await self.jobs.run()
        self.settle()


play = playing(Planned)
Play = Callable[[Callable[[Planned], Awaitable[None]]], None]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_planned_and_the_one_that_goes_on_is_ended(play: Play, language: str) -> None:
    async def scene(desk: Planned) -> None:
        desk.languages.switch(language)
        await desk.show()
        box = await desk.opened()
        assert box.table.cells()[0][2:4] == ["A new disk", "هدى حمد"]
        assert nameless(box) == squeezed(box) == []
        reason: Any = box.fields["reason"]
        box.plan.click()
        await desk.done()
        assert reason.error, "why is asked for"
        assert squeezed(box) == []
        QTest.keyClicks(reason.edit, "Update")
        QTest.keyClick(reason.edit, Qt.Key.Key_Return)
        await desk.done()
        assert [row[2] for row in box.table.cells()] == ["A new disk", "Update"]
        assert reason.text == ""
        assert reason.error == ""
        assert box.table.cells()[1][0].endswith(f"{desk.now() + timedelta(hours=1):%H:%M}")
        box.table.select("1")
        box.call_off.click()
        asked = asyncio.ensure_future(desk.jobs.run())
        while not (question := QApplication.activeModalWidget()) or question is box:  # noqa: ASYNC110 - Qt tells nobody of it
            await asyncio.sleep(0)
        assert "A new disk" in strip(" ".join(label.text() for label in question.findChildren(type(box.title))))
        question.accept()  # type: ignore[attr-defined]  # it is a box
        await asked
        await desk.done()
        assert [row[2] for row in box.table.cells()] == ["Update"]
        box.accept()
        await desk.asking

    play(scene)
