"""The drawer where two desks have registered one person for two clinics, and one of them has examined them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallTicket, Finish, IssueTicket
from mmc_console.domain.ids import ClinicCode, TicketId, ticket_of
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import EYES, LAB, Deeds, meanwhile
from tests.unit.desktop.pending.drawer import Drawer, Scene, told

PERSON = "1009"


async def for_an_exam(desk: LocalGateway) -> TicketId:
    return ticket_of((await desk.submit(desk.registration(PERSON, exam="cooks"))).id, LAB)


async def for_the_eyes(desk: LocalGateway) -> TicketId:
    receipt = await desk.act(IssueTicket, patient=PatientEntry(number=PERSON, gender="male"), clinic=EYES)
    return ticket_of(receipt.id, EYES)


def _registered_twice(mine: Deeds, theirs: Deeds, check: Scene, *, ends: bool = True) -> Scene:
    """Cut off, this desk has registered them, called them and, if it *ends*, examined them; the other one too has."""

    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        async def there(desk: LocalGateway) -> None:
            ticket = await mine(desk)
            await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
            if ends:
                await desk.act(Finish, ticket=ticket)

        await meanwhile(one, two, there, theirs)
        await check(one, two, _)

    return scene


def _stops(one: LocalGateway) -> dict[ClinicCode, str]:
    [visit] = [v for v in one.server.state.visits.values() if v.number == "002"]
    return {stop.clinic: stop.state for stage in visit.stages for stop in stage}


@pytest.mark.parametrize(
    ("mine", "theirs", "examined", "stands"),
    [(for_an_exam, for_the_eyes, LAB, "E-002"), (for_the_eyes, for_an_exam, EYES, "L-002")],
    ids=["here for an exam", "here for one clinic"],
)  # fmt: skip
def test_the_exam_counts_by_the_choice_that_is_recommended(
    tmp_path: Path, mine: Deeds, theirs: Deeds, examined: ClinicCode, stands: str
) -> None:
    async def check(one: LocalGateway, _: LocalGateway, __: TicketId) -> None:
        drawer = Drawer(one)
        [asked] = [item for item in drawer.state.items if item.state == "conflict"]
        drawer.presenter.select(asked.id)
        assert drawer.offered == ["mine!", "keep"]
        assert asked.problem is not None
        assert (asked.problem.code, asked.problem.params["label"]) == ("stands-elsewhere", stands)
        await drawer.do(drawer.presenter.take_recommended)
        await one.settle()
        assert (one.pending.count, _stops(one)[examined]) == (0, "done")
        [here] = [t for t in one.server.state.tickets.values() if t.open and t.label.endswith("002")]
        assert (here.label, here.state) == (stands, "waiting")

    told(tmp_path, _registered_twice(mine, theirs, check))


def test_whoever_did_not_come_is_kept_where_they_stand(tmp_path: Path) -> None:
    async def check(one: LocalGateway, _: LocalGateway, __: TicketId) -> None:
        drawer = Drawer(one)
        [asked] = [item for item in drawer.state.items if item.state == "conflict"]
        drawer.presenter.select(asked.id)
        assert drawer.offered[0] == "keep!"
        await drawer.do(drawer.presenter.take_recommended)
        await one.settle()
        assert (one.pending.count, _stops(one)[LAB]) == (0, "todo")

    told(tmp_path, _registered_twice(for_an_exam, for_the_eyes, check, ends=False))
