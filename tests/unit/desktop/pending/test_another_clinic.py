"""The drawer where the clinic that somebody was sent to cannot take them any more: where else they may be sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import AddStop, CallTicket, CloseClinic, Finish
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId, visit_of
from tests.two_desks import EYES, Deeds, meanwhile, stands
from tests.unit.desktop.pending.drawer import Drawer, Scene, told

INTERNAL, ENT, SURGERY = ClinicCode("internal"), ClinicCode("ent"), ClinicCode("surgery")


async def _examined(desk: LocalGateway, visit: VisitId) -> None:
    ticket = stands(desk, visit).id
    await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    await desk.act(Finish, ticket=ticket)
    await desk.settle()


def _sent_to_ent(then: Deeds, check: Scene) -> Scene:
    """Through at the lab, they are finished at the next clinic offline and sent to ENT, and *then*; it was closed."""

    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        receipt = await one.submit(one.registration("1009", "x", exam="cooks", gender="male"))
        await one.settle()
        visit = visit_of(receipt.id)
        await _examined(one, visit)
        ticket = stands(one, visit)
        assert ticket.clinic == INTERNAL
        await one.act(CallTicket, ticket=ticket.id, room=1, reason="by-hand")
        await one.settle()

        async def mine(desk: LocalGateway) -> None:
            await desk.act(Finish, ticket=ticket.id, next=ENT)
            await then(desk)

        await meanwhile(one, two, mine, lambda desk: desk.act(CloseClinic, clinic=ENT, reason="emergency"))
        [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
        assert conflict.problem is not None
        assert conflict.problem.code == "next-not-possible"
        await check(one, two, ticket.id)

    return scene


async def _adds_eyes(desk: LocalGateway) -> None:
    [visit] = [v.id for v in desk.state.visits.values() if v.number.endswith("2")]
    await desk.act(AddStop, visit=visit, clinic=EYES, reason="doctor-asked")


@pytest.mark.parametrize("choice", ["clinic", "again"])
def test_nobody_is_sent_where_only_what_waits_behind_that_would_lead_them(tmp_path: Path, choice: str) -> None:
    """The stop that was added after the finish is added after it too: there it was refused again and again."""

    async def check(one: LocalGateway, _: LocalGateway, ticket: TicketId) -> None:
        drawer = Drawer(one)
        drawer.clinic = SURGERY
        await drawer.do(drawer.presenter.take, choice)
        if choice == "clinic":
            assert EYES not in [option.key for option in drawer.options]
        assert one.pending.count == 0
        [visit] = [v for v in one.server.state.visits.values() if v.number.endswith("2")]
        assert one.server.state.tickets[ticket].state == "done"
        assert stands(one, visit.id).clinic == SURGERY
        assert EYES in [stop.clinic for stage in visit.stages for stop in stage]

    told(tmp_path, _sent_to_ent(_adds_eyes, check))


def test_nobody_is_sent_where_they_have_been(tmp_path: Path) -> None:
    """The rules would choose another clinic, and the drawer would not say so."""

    async def check(one: LocalGateway, _: LocalGateway, ticket: TicketId) -> None:
        drawer = Drawer(one)
        drawer.clinic = SURGERY
        await drawer.do(drawer.presenter.take_recommended)
        assert [(option.key, option.on) for option in drawer.options] == [(SURGERY, True), (ENT, False)]
        assert one.pending.count == 0
        assert stands(one, one.server.state.tickets[ticket].visit).clinic == SURGERY

    told(tmp_path, _sent_to_ent(_nothing, check))


def test_it_is_tried_again_where_the_only_clinic_left_is_closed(tmp_path: Path) -> None:
    """Where they have been is none to send them to."""

    async def check(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await two.act(CloseClinic, clinic=SURGERY, reason="emergency")
        await two.settle()
        await one.settle()
        drawer = Drawer(one)
        assert drawer.offered == ["again!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        assert (one.pending.count, one.server.state.tickets[ticket].state) == (0, "done")

    told(tmp_path, _sent_to_ent(_nothing, check))


async def _nothing(desk: LocalGateway) -> None:
    """No more than that."""
