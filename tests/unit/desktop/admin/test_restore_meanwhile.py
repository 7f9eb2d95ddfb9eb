"""The restore wizard, and what happens while it waits: a second press, another choice, another administrator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from mmc_console.client.behaving import PASSWORD as PASSWORD_HERE
from mmc_console.client.server_port import Question
from mmc_console.desktop.admin.restore import presenter
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.permissions import Role
from mmc_console.wire.restore import RestoreRequest
from tests.unit.client.test_meanwhile import until
from tests.unit.desktop.admin.office import PASSWORD
from tests.unit.desktop.admin.test_told_once import some_time
from tests.unit.desktop.admin.wizard import Desk, at_the_wizard
from tests.unit.desktop.desk_parts import there


def before_the_next(desk: Desk, method: str, happens: Callable[[], object]) -> None:
    """Let *happens* come between the wizard's next question by this method and its answer."""
    put = desk.gateway.server.administration
    told = put[method, "/admin/restore"]

    def late(question: Question) -> object:
        put[method, "/admin/restore"] = told
        try:
            return told(question)
        finally:
            happens()

    put[method, "/admin/restore"] = late


def test_a_second_press_restores_nothing_twice() -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        desk.wizard.go_on(PASSWORD)
        desk.wizard.go_on(PASSWORD)
        desk.wizard.back()
        desk.wizard.leave()
        await desk.jobs.run()
        assert [asked.dry_run for asked in desk.asked] == [True, False]
        assert (desk.state.step, desk.left) == ("verify", 0)

    at_the_wizard(scene)


def test_what_was_counted_for_a_choice_that_was_left_is_not_told_of_the_next() -> None:
    async def scene(desk: Desk) -> None:
        def chooses_anew() -> None:
            desk.wizard.leave()
            desk.wizard.begin("b1")

        before_the_next(desk, "POST", chooses_anew)
        await desk.on()
        assert (desk.state.step, desk.state.selected, desk.state.changes) == ("choose", "b1", None)
        before_the_next(desk, "POST", chooses_anew)
        desk.office.refused = "backup-cut"
        await desk.on()
        assert (desk.state.step, desk.state.problem) == ("choose", None)

    at_the_wizard(scene)


def test_a_second_count_is_not_overtaken_by_the_first() -> None:
    async def scene(desk: Desk) -> None:
        first = desk.wizard._rehearse()

        def chooses_anew() -> None:
            desk.wizard.leave()
            desk.wizard.begin("b1")
            desk.wizard._show(step="check", busy=True)  # as the second count has begun

        before_the_next(desk, "POST", chooses_anew)
        await first
        assert (desk.state.busy, desk.state.changes) == (True, None)

    at_the_wizard(scene)


def test_what_another_administrator_has_restored_meanwhile_is_not_undone_unseen() -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        desk.office._restored(RestoreRequest(backup_id="b1"))
        state = await desk.on(PASSWORD)
        assert [asked.dry_run for asked in desk.asked] == [True]
        assert (state.step, state.running, state.problem) == ("choose", False, Message("restored-meanwhile"))
        assert (state.changes, state.has_password, state.reason) == (None, False, "the disk broke")
        await desk.to_confirm()
        assert (await desk.on(PASSWORD)).step == "verify", "who has counted anew may"

    at_the_wizard(scene)


def test_while_somebody_else_works_here_the_server_is_not_asked_in_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "POLL", 0)

    async def scene(desk: Desk) -> None:
        gateway, asked = desk.gateway, list[str]()
        noora = there(gateway.user)
        desk.office.stage = "carrying"
        told = gateway.server.administration["GET", "/admin/restore"]

        def state(question: Question) -> object:
            asked.append(there(gateway.user).username)
            return told(question)

        gateway.server.administration["GET", "/admin/restore"] = state
        desk.wizard._show(step="restore", running=True)
        going = asyncio.ensure_future(desk.wizard._watch(""))
        await until(lambda: asked)
        gateway.server.add_user("huda", ("reception",), ())
        await gateway.lock()
        await gateway.sign_in("huda", PASSWORD_HERE)
        await some_time()
        assert set(asked) == {"noora"}
        desk.office.stage = ""
        desk.office._restored(RestoreRequest(backup_id="b1"))
        await gateway.lock()
        await gateway.unlock(noora.id, PASSWORD_HERE)
        await until(going.done)
        assert desk.state.step == "verify"

    at_the_wizard(scene)


@pytest.mark.parametrize(("roles", "back"), [(("reception",), True), (("admin",), False)])
def test_its_end_is_told_to_whoever_began_it_once_they_are_back_or_to_another_administrator(
    monkeypatch: pytest.MonkeyPatch, roles: tuple[Role, ...], back: bool
) -> None:
    """Also where somebody else was here already when the answer broke."""
    monkeypatch.setattr(presenter, "POLL", 0)

    async def scene(desk: Desk) -> None:
        gateway = desk.gateway
        noora = there(gateway.user)
        desk.wizard._began = noora.id
        desk.office._restored(RestoreRequest(backup_id="b1"))
        gateway.server.add_user("huda", roles, ())
        await gateway.lock()
        await gateway.sign_in("huda", PASSWORD_HERE)
        desk.wizard._show(step="restore", running=True)
        going = asyncio.ensure_future(desk.wizard._watch(""))
        await some_time()
        assert going.done() is not back
        if back:
            await gateway.lock()
            await gateway.unlock(noora.id, PASSWORD_HERE)
            await until(going.done)
        assert desk.state.step == "verify"

    at_the_wizard(scene)
