"""Incidents, and what happens while the server answers: another one is chosen, a colleague writes on the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from msgspec.structs import replace

from mmc_console.wire.alerts import Incident, IncidentsAnswer
from tests.unit.desktop.admin.test_alerts_presenter import INCIDENT, Stage, stage

OTHER = replace(INCIDENT, id=4, title="Network", follow_ups=())


def played(story: Callable[[Stage], Awaitable[None]]) -> None:
    """Play *story* at the tab, where the first of two incidents is open."""

    async def whole() -> None:
        async with stage("admin") as at:
            at.gateway.server.administration |= {
                ("GET", "/admin/incidents"): lambda _: IncidentsAnswer((INCIDENT, OTHER)),
                ("GET", "/admin/incidents/4"): lambda _: OTHER,
            }
            at.page.show_tab("incidents")
            await at.page.look()
            await story(at)

    asyncio.run(whole())


def test_the_incident_chosen_last_is_the_one_shown_whichever_answer_comes_first() -> None:
    async def story(at: Stage) -> None:
        page, read, gate = at.page, at.page._asking.incident, asyncio.Event()
        at.page.select_incident("4")
        await at.work()

        async def slowly(id: int) -> Incident:
            await gate.wait()
            return await read(id)

        page._asking.incident = slowly  # type: ignore[method-assign]  # as slow as the test says
        page.select_incident("3")
        going = asyncio.ensure_future(at.work())
        await asyncio.sleep(0)
        page.select_incident("4")  # back to what is still shown
        gate.set()
        await going
        assert page.state.incident == OTHER

    played(story)


def test_an_answer_about_the_incident_that_was_left_does_not_bring_it_back() -> None:
    async def story(at: Stage) -> None:
        def changed(_: Any) -> Incident:
            at.page._show(incident=OTHER)  # somebody has gone on to it
            return replace(INCIDENT, state="mitigated")

        at.gateway.server.administration["PATCH", "/admin/incidents/3"] = changed
        at.page.move_incident("mitigated")
        await at.work()
        assert at.page.state.incident == OTHER

    played(story)


def test_the_cause_is_written_on_as_it_stands_now() -> None:
    async def story(at: Stage) -> None:
        at.gateway.server.administration["GET", "/admin/incidents/3"] = lambda _: replace(
            INCIDENT, cause="A colleague's"
        )
        at.view.typed = [None]
        at.page.write_cause()
        await at.work()
        assert at.view.asked == [("cause", "A colleague's")]

    played(story)
