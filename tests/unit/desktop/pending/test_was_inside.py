"""The drawer where somebody was in the room when the line was cut, and reception, in vain, has put them aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, CallTicket, Finish, Hold, NoShow, Requeue, Start, Transfer
from mmc_console.domain.ids import TicketId
from tests.two_desks import EYES, LAB, Deeds, meanwhile, takes_eyes
from tests.unit.desktop.pending.drawer import Drawer, told


def _aside(ticket: TicketId, theirs: str) -> Deeds:
    async def deeds(desk: LocalGateway) -> None:
        await desk.clock.turn(300)
        await desk.act(Hold if theirs == "held" else NoShow, ticket=ticket)
        if theirs == "waiting":
            await desk.act(Requeue, ticket=ticket)

    return deeds


async def _insists(desk: LocalGateway) -> None:
    """As is recommended, with one press for all of it."""
    drawer = Drawer(desk)
    assert drawer.offered == ["mine!", "keep"]
    await drawer.do(drawer.presenter.take_recommended)
    assert desk.pending.count == 0


@pytest.mark.parametrize("key", ["finish", "call_next", "simple"])
@pytest.mark.parametrize("theirs", ["no_show", "held", "waiting"])
def test_their_exam_counts_by_the_recommended_choice(tmp_path: Path, theirs: str, key: str) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=True)

        async def mine(desk: LocalGateway) -> None:
            if key != "simple":
                await desk.act(Start, ticket=ticket)
            if key == "finish":
                await desk.act(Finish, ticket=ticket)
            else:
                await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)

        await meanwhile(one, two, mine, _aside(ticket, theirs))
        await _insists(one)
        state = one.server.state
        assert [state.tickets[ticket].state, state.tickets[second].state] == [
            "done", "waiting" if key == "finish" else "called",
        ]  # fmt: skip

    told(tmp_path, scene)


def test_it_counts_too_where_the_next_shift_decides(tmp_path: Path) -> None:
    """What was taken in at a sign-in does not tell the room they were called to so long ago: the server knows."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await takes_eyes(one, calls=True)
        await meanwhile(one, two, lambda desk: desk.act(Finish, ticket=ticket), _aside(ticket, "held"))
        await one.clock.turn(3600)
        await one.sign_out()
        await one.sign_in("noora", PASSWORD)
        await one.settle()
        await _insists(one)
        assert one.server.state.tickets[ticket].state == "done"

    told(tmp_path, scene)


def test_insisting_is_possible_although_whoever_came_in_later_is_inside(tmp_path: Path) -> None:
    """They wait behind that decision themselves."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=False)

        async def mine(desk: LocalGateway) -> None:
            await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
            await desk.act(Finish, ticket=ticket)
            await desk.act(CallTicket, ticket=second, room=1, reason="by-hand")
            await desk.act(Start, ticket=second)

        await meanwhile(one, two, mine, _aside(ticket, "held"))
        await _insists(one)
        assert [one.server.state.tickets[each].state for each in (ticket, second)] == ["done", "in_service"]

    told(tmp_path, scene)


def test_what_is_decided_while_the_line_is_down_again_goes_before_whoever_came_in_later(tmp_path: Path) -> None:
    """The room was free again by then, so these wait for nobody; what is done with the first one does."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=False)

        async def mine(desk: LocalGateway) -> None:
            await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
            await desk.act(Start, ticket=ticket)
            await desk.act(Transfer, ticket=ticket, clinic=LAB)

        await meanwhile(one, two, mine, _aside(ticket, "held"))
        await one.go_offline()
        await one.act(CallTicket, ticket=second, room=1, reason="by-hand")
        await one.act(Finish, ticket=second)
        drawer = Drawer(one)
        await drawer.do(drawer.presenter.take, "mine")
        await one.go_online()
        await one.settle()
        assert one.pending.count == 0
        assert [one.server.state.tickets[each].state for each in (ticket, second)] == ["transferred", "done"]

    told(tmp_path, scene)
