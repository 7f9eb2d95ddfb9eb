"""What later work stands on is not deleted in the drawer: the last is, then the one before."""

from __future__ import annotations

from pathlib import Path

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.pending.contract import Deed
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import CallTicket, Hold, Resume, Start
from mmc_console.domain.ids import TicketId
from tests.unit.desktop.desk_parts import there
from tests.unit.desktop.pending.drawer import Drawer, told


def test_delete_is_off_with_its_reason_while_later_work_builds_on_it(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await one.go_offline()
        await one.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
        await one.act(Start, ticket=ticket)
        drawer = Drawer(one)
        call, start = drawer.state.items
        drawer.presenter.select(call.id)
        assert [(o.choice, o.off) for o in drawer.state.offers] == [("delete", Message("built-on"))]
        await drawer.do(drawer.presenter.take, "delete")
        assert (drawer.said, drawer.asked, len(drawer.states)) == (["built-on"], [], 2)
        for item in (start, call):
            drawer.presenter.select(item.id)
            await drawer.do(drawer.presenter.take, "delete")
        assert (drawer.said[1:], drawer.states) == (["deleted", "deleted"], [])
        assert one.state.tickets[ticket].state == "waiting"

    told(tmp_path, scene)


def test_what_is_done_on_it_while_it_is_asked_about_keeps_it(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await one.go_offline()
        await one.act(Hold, ticket=ticket)
        drawer = Drawer(one)
        asks = drawer.confirm_delete

        async def meanwhile(deed: Deed) -> bool:
            await one.act(Resume, ticket=ticket)
            return await asks(deed)

        drawer.confirm_delete = meanwhile  # type: ignore[method-assign]  # somebody works on behind the question
        assert there(drawer.state.item).deed.kind == "hold"
        await drawer.do(drawer.presenter.take, "delete")
        assert (drawer.said, len(drawer.states)) == (["built-on"], 2)

    told(tmp_path, scene)
