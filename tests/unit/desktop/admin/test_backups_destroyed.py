"""The backups page on the morning the database is destroyed."""

from __future__ import annotations

from msgspec.structs import replace

from mmc_console.client.errors import ServerBusy
from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
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
        assert (state.level, state.problem) == ("unsafe", None), "and also where it lists what the stores hold"
        desk.jobs.close()
        await gateway.close()

    play(whole)
