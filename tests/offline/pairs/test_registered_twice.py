"""One person registered at two desks for different things, each of them works on, and all is led by the drawer.

Nobody in either line knows of the other paper until the line is back. Whatever was examined counts; one visit is left.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import AddStop, Admit, Cancel, CloseClinic, Hold, IssueTicket, NoShow, Requeue, SkipStop
from mmc_console.domain.ids import ClinicCode, VisitId, visit_of
from mmc_console.domain.patients import PatientEntry
from tests.offline.pairs.world import EYES, HALF_A_MINUTE, INTERNAL, SURGERY, Desk, Happened, Led, Order, decide, stands
from tests.two_desks import LAB, two_desks
from tests.unit.client.stage import played

Work = Callable[[Desk], Awaitable[None]]
PERSON = "1009"


async def for_an_exam(desk: LocalGateway) -> VisitId:
    """The lab first, then three others in any order."""
    return visit_of((await desk.submit(desk.registration(PERSON, exam="cooks"))).id)


async def for_the_eyes(desk: LocalGateway) -> VisitId:
    """One clinic, which is none of that exam."""
    return visit_of((await desk.act(IssueTicket, patient=PatientEntry(number=PERSON, gender="male"), clinic=EYES)).id)


async def nothing(desk: Desk) -> None:
    """They wait."""


async def calls(desk: Desk) -> None:
    """They are called, and do not come."""
    await desk.call(desk.first)


async def calls_and_puts_back(desk: Desk) -> None:
    """They are called in vain, and put back in line."""
    await desk.call(desk.first)
    await desk.act(Requeue, ticket=desk.ticket(desk.first).id)


async def calls_and_misses(desk: Desk) -> None:
    """They are called in vain, and that is said."""
    await desk.call(desk.first)
    await desk.act(NoShow, ticket=desk.ticket(desk.first).id)


async def calls_and_holds(desk: Desk) -> None:
    """They are called, and asked to wait."""
    await desk.call(desk.first)
    await holds(desk)


async def begins(desk: Desk) -> None:
    """They have come in, and are still there when the line is back; whose room shows them by then is examined there."""
    await desk.begin(desk.first)


async def examines(desk: Desk) -> None:
    """They are examined, and go on."""
    await desk.examine(desk.first)


async def examines_twice(desk: Desk) -> None:
    """And are examined there as well, if there is another clinic."""
    await examines(desk)
    if desk.gateway.state.open_ticket(desk.first) is not None:
        await examines(desk)


async def holds(desk: Desk) -> None:
    """They are asked to wait."""
    await desk.act(Hold, ticket=desk.ticket(desk.first).id)


async def sends_to_surgery(desk: Desk) -> None:
    """They are sent to a clinic of the exam."""
    await desk.send(desk.first, SURGERY)


async def calls_its_mistake_off(desk: Desk) -> None:
    """It was somebody else."""
    desk.happened.struck.add(desk.first)
    await desk.act(Cancel, visit=desk.first, reason="mistake")


async def skips_it(desk: Desk) -> None:
    """They have the results of that clinic, and another one is added."""
    here = desk.ticket(desk.first).clinic
    await desk.act(AddStop, visit=desk.first, clinic=INTERNAL, reason="doctor-asked")
    await desk.act(SkipStop, visit=desk.first, clinic=here, reason="results-in-hand")


async def admits_at_the_lab(desk: Desk) -> None:
    """They stand there."""
    await desk.act(Admit, visit=desk.first, clinic=LAB)


async def closes_the_lab(desk: Desk) -> None:
    """Nobody new is sent there."""
    await desk.act(CloseClinic, clinic=LAB, reason="emergency")


MINE: tuple[Work, ...] = (
    nothing, calls, calls_and_puts_back, calls_and_misses, calls_and_holds, begins, examines, examines_twice, holds,
    calls_its_mistake_off,
)  # fmt: skip
THEIRS: tuple[Work, ...] = (
    nothing, calls, begins, examines, examines_twice, holds, sends_to_surgery, calls_its_mistake_off, skips_it,
    admits_at_the_lab, closes_the_lab,
)  # fmt: skip
Story = tuple[Order, bool, Work, Work]


SAMPLE: tuple[Story, ...] = (
    *(("theirs_first", True, examines_twice, work) for work in (nothing, holds, sends_to_surgery, closes_the_lab)),
    *(("mine_first", True, examines_twice, work) for work in (examines, examines_twice, skips_it)),
    ("theirs_first", False, examines, closes_the_lab), ("mine_first", False, examines, examines),
    ("mine_first", True, calls_its_mistake_off, nothing), ("mine_first", True, begins, begins),
)  # fmt: skip
"""In which defects have been found, and such as are close to them."""


def every() -> Iterator[Story]:
    """Who was first, whether this desk registers for the exam, and what each of them does then."""
    yield from product(("mine_first", "theirs_first"), (True, False), MINE, THEIRS)


def name(story: Story) -> str:
    """As pytest names it."""
    order, exam, mine, theirs = story
    return f"{'exam' if exam else 'eyes'}-{mine.__name__}-{theirs.__name__}-{order}"


async def told(folder: Path, order: Order, exam: bool, mine: Work, theirs: Work) -> list[str]:
    """What is wrong when both have worked, the line is back and everybody has decided."""
    one, two = await two_desks(folder)
    await one.settle()
    await two.settle()
    happened = Happened()
    registers = (for_an_exam, for_the_eyes) if exam else (for_the_eyes, for_an_exam)

    async def works(gateway: LocalGateway, register: Callable[[LocalGateway], Awaitable[VisitId]], work: Work) -> None:
        desk = Desk(gateway, await register(gateway), VisitId(""), happened)
        await gateway.clock.turn(HALF_A_MINUTE)
        await work(desk)

    await one.go_offline()
    if order == "mine_first":
        await works(one, registers[0], mine)
        one.server.come_back()
        await works(two, registers[1], theirs)
        await two.settle()
    else:
        one.server.come_back()
        await works(two, registers[1], theirs)
        await two.settle()
        await one.go_offline()
        await works(one, registers[0], mine)
    await one.go_online()
    await two.settle()
    await one.settle()
    drawers = [Led(one), Led(two)]
    await decide(drawers)
    for gateway in (one, two):
        for ticket in [t for t in gateway.state.tickets.values() if t.state == "in_service"]:
            await Desk(gateway, ticket.visit, VisitId(""), happened).end(ticket.visit)
            await gateway.settle()
            await one.settle()
            await two.settle()
            break
    await decide(drawers)
    found = [line for drawer in drawers for line in drawer.left()] + wrong((one, two), happened)
    await one.close()
    await two.close()
    return found


def wrong(desks: tuple[LocalGateway, LocalGateway], happened: Happened) -> list[str]:
    """What the consoles and the server say of this person that is not so."""
    found, state = [], desks[0].server.state
    visits = [visit for visit in state.visits.values() if visit.state != "cancelled"]
    done = {clinic for visit in visits for clinic in visit.done}
    examined: set[ClinicCode] = {clinic for _, clinic in happened.examined}
    found += [f"the exam at {clinic} does not count" for clinic in sorted(examined - done)]
    found += [f"there was no exam at {clinic}" for clinic in sorted(done - examined)]
    if not happened.struck and len([v for v in visits if v.state == "open"]) > 1:
        found.append("two visits are open")
    for visit in visits:
        standing = [t for t in state.tickets.values() if t.visit == visit.id and t.open]
        if len(standing) > 1:
            found.append("they stand in two lines")
        to_do = [s.clinic for stage in visit.stages for s in stage if s.state not in ("done", "skipped")]
        by_stage = ([s.clinic for s in stage if s.state not in ("done", "skipped")] for stage in visit.stages)
        next_ones = next((clinics for clinics in by_stage if clinics), [])
        closed = [clinic for clinic in next_ones if state.clinic(clinic, desks[0].today()).state == "closed"]
        if visit.state == "open" and not standing and (not closed or closed != next_ones):  # else till it opens
            found.append("they stand in no line")
        if visit.state == "complete" and to_do:
            found.append("they go home too early")
        for gateway in desks:
            if (shown := stands(gateway.state, visit.id)) != stands(state, visit.id):
                found.append(f"desk {gateway.desk} shows {shown}, it is {stands(state, visit.id)}")
    return found


@pytest.mark.parametrize("story", SAMPLE, ids=name)
@played
async def test_what_was_examined_counts(tmp_path: Path, story: Story) -> None:
    found = await told(tmp_path, *story)
    assert not found, "; ".join(found)


@pytest.mark.faults
@pytest.mark.parametrize("story", tuple(every()), ids=name)
@played
async def test_whatever_was_examined_counts_in_any_story(tmp_path: Path, story: Story) -> None:
    found = await told(tmp_path, *story)
    assert not found, "; ".join(found)
