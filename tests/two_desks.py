"""Two consoles of one centre over one behaving server, and how their work comes to contradict."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.shown import PendingRow
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    CallNext,
    CallTicket,
    Finish,
    Hold,
    IssueTicket,
    Resume,
    SkipStop,
    TakeRoom,
    Transfer,
)
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.permissions import Role
from mmc_console.domain.tickets import Ticket

EYES, LAB, XRAY = ClinicCode("eyes"), ClinicCode("lab"), ClinicCode("xray")
Deeds = Callable[[LocalGateway], Awaitable[object]]


async def two_desks(
    folder: Path, keys: MemoryKeys | None = None, roles: tuple[Role, ...] = ("reception", "supervisor")
) -> tuple[LocalGateway, LocalGateway]:
    """Two consoles of one centre; the second one's user is called Saad."""
    one = await LocalGateway.with_center(
        profile=folder / "one", keys=keys or MemoryKeys(lasting=True), roles=roles
    )  # fmt: skip
    two = await LocalGateway.with_center(
        profile=folder / "two", keys=MemoryKeys(lasting=True), server=one.server, clock=one.clock, username="saad",
        roles=("reception", "supervisor"),
    )  # fmt: skip
    return one, two


async def at_eyes(desk: LocalGateway, number: str = "1001") -> TicketId:
    receipt = await desk.act(
        IssueTicket, patient=PatientEntry(number=number, name="سرّ مكتوم", gender="male"), clinic=EYES
    )
    await desk.settle()
    assert receipt.performed is not None
    assert receipt.performed.ticket is not None
    return receipt.performed.ticket


async def takes_eyes(desk: LocalGateway, *, calls: bool) -> TicketId:
    """A second person at the eyes, whose room *desk* takes, and *calls* the first one to; the second one's ticket."""
    second = await at_eyes(desk, "1002")
    await desk.act(TakeRoom, clinic=EYES, room=1)
    if calls:
        await desk.act(CallNext, clinic=EYES, room=1)
    await desk.settle()
    return second


def stands(desk: LocalGateway, visit: VisitId) -> Ticket:
    """Where *desk* shows that visit to be now."""
    ticket = desk.state.open_ticket(visit)
    assert ticket is not None
    return ticket


async def beaten(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> PendingRow:
    """*one* holds and resumes the ticket while offline, *two* calls it meanwhile: a conflict."""
    await two.settle()
    await one.go_offline()
    await one.act(Hold, ticket=ticket)
    await one.act(Resume, ticket=ticket)
    one.server.come_back()
    await two.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    await two.settle()
    await one.go_online()
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    return conflict


async def meanwhile(one: LocalGateway, two: LocalGateway, mine: Deeds, theirs: Deeds) -> None:
    """*mine* happens while *one* is offline, *theirs* at the other console before that is sent."""
    await two.settle()
    await one.go_offline()
    await mine(one)
    one.server.come_back()
    await theirs(two)
    await two.settle()
    await one.go_online()


async def done_elsewhere(desk: LocalGateway, ticket: TicketId, clinic: ClinicCode) -> None:
    """They are sent to *clinic* and examined there, and where they were sent from they need not go any more."""
    visit, here = desk.state.tickets[ticket].visit, desk.state.tickets[ticket].clinic
    await desk.act(Transfer, ticket=ticket, clinic=clinic)
    await desk.settle()
    there = stands(desk, visit)
    await desk.act(CallTicket, ticket=there.id, room=1, reason="by-hand")
    await desk.act(Finish, ticket=there.id)
    await desk.settle()
    await desk.act(SkipStop, visit=visit, clinic=here, reason="results-in-hand")
