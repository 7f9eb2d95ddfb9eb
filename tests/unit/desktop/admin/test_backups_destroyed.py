"""The backups page on the morning the database is destroyed."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from mmc_console.client.errors import ProblemAnswer, ServerBusy
from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.page_presenter import SLOW
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.problems import problem
from tests.unit.desktop.admin.test_backups import Desk
from tests.unit.desktop.desk_parts import play


def test_a_page_that_was_green_says_at_its_top_that_the_database_is_destroyed() -> None:
    async def whole() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        desk = Desk(gateway)
        assert (await desk.look()).level == "safe"
        listing = gateway.server.administration["GET", "/admin/backups"]

        def stranded(question: Question) -> bytes:
            raise ServerBusy(2, stranded=True)

        gateway.server.administration["GET", "/admin/backups"] = stranded
        state = await desk.look()
        assert (state.level, state.destroyed) == ("unsafe", True)
        gateway.server.administration["GET", "/admin/backups"] = listing
        desk.office.shipping = replace(desk.office.shipping, state="waiting", detail="database-gone")
        state = await desk.look()
        assert (state.level, state.fault) == ("unsafe", None), "and also where it lists what the stores hold"
        desk.jobs.close()
        await gateway.close()

    play(whole)


def test_a_server_that_does_not_answer_is_said_and_the_first_answer_can_be_asked_again() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        desk = Desk(gateway)
        answer = gateway.server.administration["GET", "/admin/backups"]
        gateway.server.administration["GET", "/admin/backups"] = lambda question: ServerBusy(1)
        door, held = gateway.server.ask, asyncio.Event()

        async def hold(bearer: str, question: Question) -> bytes:
            await held.wait()
            return await door(bearer, question)

        gateway.server.ask = hold  # type: ignore[method-assign]  # a server that takes its time
        desk.page.come_in()
        asking = asyncio.ensure_future(desk.page.catch_up())
        for _ in range(SLOW + 1):
            await gateway.clock.turn(1)
            desk.page.pass_second()
        held.set()
        await asking
        phases = [state.phase for state in desk.view.shown]
        assert (phases[0], phases[-2:]) == ("loading", ["slow", "failed"])
        assert (desk.state.fault, desk.state.level) == (Message("busy"), "unknown")
        desk.page.refresh()
        assert desk.state.phase == "loading"
        gateway.server.administration["GET", "/admin/backups"] = answer
        assert (await desk.look()).phase == "ready"
        gateway.server.administration["GET", "/admin/backups"] = lambda question: ProblemAnswer(problem("not-allowed"))
        state = await desk.look()
        assert (state.phase, state.fault, len(state.kept)) == ("ready", Message("not-allowed"), 3)
        await gateway.close()

    play(scene)
