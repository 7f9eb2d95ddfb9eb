"""The drawer where a call was not taken, and what waits behind it says that the person was examined here."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    AddStop,
    CallNext,
    CallTicket,
    Cancel,
    Finish,
    NoShow,
    Requeue,
    SkipStop,
    Start,
    Transfer,
)
from mmc_console.domain.ids import TicketId
from tests.two_desks import EYES, LAB, Deeds, meanwhile, stands, takes_eyes
from tests.unit.desktop.pending.drawer import Drawer, told


async def _calls(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")


def _comes_in(ticket: TicketId) -> Deeds:
    """Called here and in the room; nobody else knows of it."""

    async def deeds(desk: LocalGateway) -> None:
        await _calls(desk, ticket)
        await desk.act(Start, ticket=ticket)

    return deeds


def _sent_on(ticket: TicketId, *, called: bool) -> Deeds:
    """The others send them to the lab, and perhaps call them there."""

    async def deeds(desk: LocalGateway) -> None:
        await desk.clock.turn(60)
        await desk.act(Transfer, ticket=ticket, clinic=LAB)
        if called:
            await _calls(desk, stands(desk, desk.state.tickets[ticket].visit).id)

    return deeds


async def _in_vain(desk: LocalGateway, ticket: TicketId) -> None:
    """Somebody else calls them too, later, and puts them to the end."""
    await desk.clock.turn(60)
    await _calls(desk, ticket)
    await desk.act(Requeue, ticket=ticket)


@pytest.mark.parametrize("after", ["finish", "start", "one key", "nothing", "no-show"])
def test_whoever_was_examined_here_is_recommended_to_have_been(tmp_path: Path, after: str) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=False)

        async def mine(desk: LocalGateway) -> None:
            if after == "one key":
                await desk.act(CallNext, clinic=EYES, room=1)
                await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)
                return
            await _calls(desk, ticket)
            if after != "nothing":
                kind = Finish if after == "finish" else Start if after == "start" else NoShow
                await desk.act(kind, ticket=ticket)

        await meanwhile(one, two, mine, lambda desk: _in_vain(desk, ticket))
        drawer = Drawer(one)
        if after == "no-show":
            assert (drawer.offered, one.server.state.tickets[ticket].state) == ([], "waiting"), "in vain at both desks"
            return
        if after == "nothing":
            assert drawer.offered == ["keep!", "mine"]
            return
        assert drawer.offered == ["mine!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        assert one.pending.count == 0
        assert one.server.state.tickets[ticket].state == ("in_service" if after == "start" else "done")
        assert one.server.state.tickets[second].state == ("called" if after == "one key" else "waiting")

    told(tmp_path, scene)


@pytest.mark.parametrize("called", [False, True])
def test_whom_the_others_have_sent_elsewhere_since_counts_too(tmp_path: Path, *, called: bool) -> None:
    """And where they were called there, nobody is led back."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        async def mine(desk: LocalGateway) -> None:
            await _comes_in(ticket)(desk)
            await desk.act(Finish, ticket=ticket)

        await meanwhile(one, two, mine, _sent_on(ticket, called=called))
        drawer = Drawer(one)
        assert drawer.offered == ["mine!", "keep"]
        there = stands(two, one.state.tickets[ticket].visit) if called else None
        await drawer.do(drawer.presenter.take_recommended)
        assert (one.server.state.tickets[ticket].state, one.pending.count) == ("done", 0)
        assert there is None or one.server.state.tickets[there.id] == there

    told(tmp_path, scene)


@pytest.mark.parametrize("home", [False, True])
def test_whom_others_have_led_elsewhere_by_skipping_this_clinic_was_here(tmp_path: Path, *, home: bool) -> None:
    """Not who was called off altogether: they are in no line any more."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit

        async def mine(desk: LocalGateway) -> None:
            await _comes_in(ticket)(desk)
            await desk.act(Finish, ticket=ticket)

        async def theirs(desk: LocalGateway) -> None:
            await desk.clock.turn(60)
            if home:
                await desk.act(Cancel, visit=visit, reason="mistake")
                return
            await desk.act(AddStop, visit=visit, clinic=LAB, reason="doctor-asked")
            await desk.act(SkipStop, visit=visit, clinic=EYES, reason="results-in-hand")

        await meanwhile(one, two, mine, theirs)
        assert two.state.tickets[ticket].state == "cancelled"
        drawer = Drawer(one)
        if home:
            assert drawer.offered[0] == "keep!"
            return
        assert drawer.offered == ["mine!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        assert (one.server.state.tickets[ticket].state, one.pending.count) == ("done", 0)

    told(tmp_path, scene)


def test_who_came_in_where_another_one_is_by_now_counts_when_the_room_is_free(tmp_path: Path) -> None:
    """The other console has called somebody else there: that is no reason to give up an exam that took place."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=False)

        async def mine(desk: LocalGateway) -> None:
            await _comes_in(ticket)(desk)
            await desk.act(Finish, ticket=ticket)

        await meanwhile(one, two, mine, lambda desk: _calls(desk, second))
        drawer = Drawer(one)
        again = drawer.state.offers[0]
        assert (again.choice, again.recommended, drawer.offered) == ("again", True, ["delete"])
        assert again.off is not None
        assert (again.off.code, again.off.params["label"]) == ("room-busy", one.state.tickets[second].label)
        await two.act(Finish, ticket=second)
        await two.settle()
        await one.settle()
        drawer = Drawer(one)
        assert drawer.offered == ["again!", "delete"]
        await drawer.do(drawer.presenter.take_recommended)
        assert (one.server.state.tickets[ticket].state, one.pending.count) == ("done", 0)

    told(tmp_path, scene)


def test_what_was_to_change_and_is_over_by_now_is_recommended_to_go(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit

        async def theirs(desk: LocalGateway) -> None:
            await _calls(desk, ticket)
            await desk.act(Finish, ticket=ticket)

        await meanwhile(
            one, two, lambda desk: desk.act(SkipStop, visit=visit, clinic=EYES, reason="results-in-hand"), theirs
        )
        drawer = Drawer(one)
        assert drawer.offered == ["delete!"], "tried again, it would be refused again"
        await drawer.do(drawer.presenter.take_recommended)
        assert (one.server.state.visits[visit].state, one.pending.count) == ("complete", 0)

    told(tmp_path, scene)


def test_nothing_counts_that_is_not_over(tmp_path: Path) -> None:
    """Who is said to have come in, and is called elsewhere since, is not led back, and nothing was done here yet."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await meanwhile(one, two, _comes_in(ticket), _sent_on(ticket, called=True))
        drawer = Drawer(one)
        assert drawer.offered == ["keep!"]
        await drawer.do(drawer.presenter.take, "mine")
        assert drawer.said == ["later-stop-called"]

    told(tmp_path, scene)


def test_nobody_is_left_in_no_line_who_is_called_elsewhere_in_that_moment(tmp_path: Path) -> None:
    """Insisted on their coming in, before this console has heard of the call: what is to do here stays to be done."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await _calls(one, ticket)
        await one.settle()
        await meanwhile(one, two, lambda desk: desk.act(Start, ticket=ticket), _sent_on(ticket, called=False))
        drawer = Drawer(one)
        assert drawer.offered == ["mine!", "keep"]
        there = stands(two, visit).id
        await _calls(two, there)
        await two.settle()
        await drawer.do(drawer.presenter.take_recommended)
        await two.act(Finish, ticket=there)
        await two.settle()
        back = one.server.state.open_ticket(visit)
        assert back is not None
        assert (back.clinic, back.state) == (EYES, "waiting")

    told(tmp_path, scene)


def test_nor_where_they_have_come_in_elsewhere_since_it_was_asked(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        async def theirs(desk: LocalGateway) -> None:
            await desk.clock.turn(60)
            await _calls(desk, ticket)

        await meanwhile(one, two, _comes_in(ticket), theirs)
        assert Drawer(one).offered == ["mine!", "keep"]
        await two.act(Start, ticket=ticket)
        await two.settle()
        await one.settle()
        assert Drawer(one).offered == ["keep!", "mine"]

    told(tmp_path, scene)


def test_not_where_they_are_being_examined_elsewhere(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        async def mine(desk: LocalGateway) -> None:
            await _calls(desk, ticket)
            await desk.act(Finish, ticket=ticket)

        async def theirs(desk: LocalGateway) -> None:
            await _calls(desk, ticket)
            await desk.act(Start, ticket=ticket)

        await meanwhile(one, two, mine, theirs)
        assert Drawer(one).offered == ["keep!", "mine"]

    told(tmp_path, scene)
