"""An administrator who came by PIN, on the morning the database is destroyed: each page leads to the password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import ServerBusy
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.permissions import Role
from tests.unit.client.stranded import Stranded
from tests.unit.desktop.admin import test_backups as backups
from tests.unit.desktop.admin import wizard
from tests.unit.desktop.admin.test_figures import Page as Figures
from tests.unit.desktop.desk_parts import play
from tests.unit.desktop.test_health_page import Page as Health

PIN = "482917"
WRONG = "wrong-word-here-1"


def by_pin(scene: Callable[[LocalGateway], Awaitable[None]], role: Role = "admin") -> None:
    """Play *scene* as an administrator whose session was over before the PIN opened this PC."""

    async def whole() -> None:
        gateway = await LocalGateway.with_center(roles=(role,))
        await gateway.set_pin(PIN, PASSWORD)
        Stranded(gateway, admin=role == "admin")
        await gateway.clock.turn(900)
        await gateway.lock()
        await gateway.unlock(gateway.people[0].id, PIN)
        try:
            await scene(gateway)
        finally:
            await gateway.close()

    play(whole)


def test_the_backups_lead_to_the_password_and_are_listed_then() -> None:
    async def scene(gateway: LocalGateway) -> None:
        desk = backups.Desk(gateway)
        state = await desk.look()
        assert (state.refused, state.level, state.phase, state.unlisted) == (True, "unsafe", "failed", True)
        assert state.offline is None, "the line is not what is wrong"
        desk.view.passwords = [WRONG]
        await desk.do(desk.page.sign_in_again)
        assert desk.view.refusals == [None, Message("stranded")], "asked again with what was wrong, then turned away"
        assert desk.state.refused
        desk.view.passwords = [WRONG, PASSWORD]
        await desk.do(desk.page.sign_in_again)
        assert (desk.state.refused, desk.state.phase, len(desk.state.kept)) == (False, "ready", 3)
        assert PASSWORD not in repr(desk.state)
        desk.jobs.close()

    by_pin(scene)


def test_the_wizard_leads_to_the_password_and_lists_what_it_may_restore() -> None:
    async def scene(gateway: LocalGateway) -> None:
        desk = wizard.Desk(gateway)
        desk.wizard.begin("")
        await desk.jobs.run()
        assert (desk.state.problem, desk.state.kept) == (Message("database-destroyed"), ())
        desk.view.passwords = [PASSWORD]
        desk.wizard.sign_in_again()
        await desk.jobs.run()
        assert (desk.state.problem, len(desk.state.kept), desk.state.can_go_on) == (None, 3, True)
        desk.jobs.close()

    by_pin(scene)


def test_system_health_leads_to_the_password_until_it_is_let_in() -> None:
    async def scene(gateway: LocalGateway) -> None:
        page = Health(gateway)
        await page.come_in()
        assert (page.state.fault, page.work, page.state.refused) == (Message("database-destroyed"), "no", True)
        assert page.state.offline is None, "the line is not what is wrong"
        page.view.passwords = [PASSWORD]
        # let in, it is told what is wrong, and no more: nothing else can be told without a database
        for path in ("/admin/stations", "/admin/health/history"):
            gateway.server.administration["GET", path] = lambda question: ServerBusy(2, stranded=True)
        page.checks = (replace(page.checks[0], status="unhealthy", detail="database-gone"),)
        page.presenter.sign_in_again()
        await page.jobs.run()
        await page.presenter.catch_up()
        assert (page.state.fault, page.work, page.state.refused) == (Message("no-database"), "no", False)
        assert [tile.detail for tile in page.state.tiles if tile.name == "database"] == ["database-gone"]
        page.jobs.close()

    by_pin(scene)


def test_who_would_not_be_let_in_is_not_asked_for_the_password() -> None:
    async def scene(gateway: LocalGateway) -> None:
        page = Figures(gateway)
        await page.presenter.look()
        assert (page.state.fault, page.state.refused) == (Message("no-database"), False)
        page.jobs.close()

    by_pin(scene, "supervisor")
