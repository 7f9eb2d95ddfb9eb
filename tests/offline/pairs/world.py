"""Two desks, two people in the line of the internal clinic, what really happens to them, and what is asked at the end.

One desk is the doctor's, whose line fails; the other one goes on. Afterwards each person follows the drawer's
recommended choices and nothing else: whoever presses Ctrl+Enter all morning must lose nobody and no exam.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from mmc_console.client.shown import PendingRow, Receipt
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.tickets.facts import Option
from mmc_console.domain.actions import CallNext, CallTicket, Finish, Start, TakeRoom, Transfer
from mmc_console.domain.ids import ClinicCode, VisitId
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from tests.two_desks import two_desks
from tests.unit.desktop.pending.drawer import Drawer

INTERNAL, SURGERY, EARS = ClinicCode("internal"), ClinicCode("surgery"), ClinicCode("ent")
EYES = ClinicCode("eyes")
"""Not on the way of the exam these people came for, which is the lab, then the three above in any order."""

Standing = Literal["waiting", "called", "in_service"]
"""How the first person stands at the internal clinic when the line fails."""
STANDINGS: tuple[Standing, ...] = ("waiting", "called", "in_service")
Order = Literal["mine_first", "theirs_first"]

ACCEPTED = {
    ("skip_stop", "stop-unknown"): "the clinic is not on their way any more: there is nothing left to skip",
    ("admit", "clinic-closed"): "the clinic where they were let in is closed: somebody there says where they go",
    ("close_clinic", "clinic-closed"): "those who wait cannot be sent where it is closed: the doctor says where to",
}
"""What may be left without a recommended choice: the action, why it was refused, and why nothing is recommended."""

HALF_A_MINUTE = 30.0
ROUNDS = 12
"""More decisions than any of these stories asks for."""


@dataclass
class Happened:
    """What people have done, whatever the consoles make of it."""

    examined: set[tuple[VisitId, ClinicCode]] = field(default_factory=set)
    inside: set[VisitId] = field(default_factory=set)
    """They are in an exam at the other desk when the line is back; it ends after that."""
    called_off: set[VisitId] = field(default_factory=set)
    spared: set[VisitId] = field(default_factory=set)
    """Everything that was left for them was skipped."""
    struck: set[VisitId] = field(default_factory=set)
    """Their own ticket alone was cancelled: where they go is for whoever cancelled it to say."""


class Desk:
    """One console, the two people all this is about, and what really happens there."""

    def __init__(self, gateway: LocalGateway, first: VisitId, second: VisitId, happened: Happened) -> None:
        self.gateway, self.first, self.second, self.happened = gateway, first, second, happened

    async def act(self, kind: Any, **fields: Any) -> Receipt:
        """Somebody presses a key, and half a minute goes by."""
        receipt = await self.gateway.act(kind, **fields)
        await self.gateway.clock.turn(HALF_A_MINUTE)
        return receipt

    async def undo(self) -> None:
        """The last deed is taken back."""
        await self.gateway.undo()
        await self.gateway.clock.turn(HALF_A_MINUTE)

    def ticket(self, visit: VisitId) -> Ticket:
        """Where this console shows them to be now."""
        ticket = self.gateway.state.open_ticket(visit)
        assert ticket is not None
        return ticket

    async def call(self, visit: VisitId) -> None:
        """They are called by hand to the first room, unless they have been called."""
        if self.ticket(visit).state == "waiting":
            await self.act(CallTicket, ticket=self.ticket(visit).id, room=1, reason="by-hand")

    async def begin(self, visit: VisitId) -> None:
        """They are called, and come in."""
        await self.call(visit)
        if self.ticket(visit).state == "called":
            await self.act(Start, ticket=self.ticket(visit).id)

    async def examine(self, visit: VisitId) -> None:
        """They are called, come in and are examined."""
        await self.begin(visit)
        await self.end(visit)

    async def end(self, visit: VisitId) -> None:
        """The exam they are called to has taken place."""
        ticket = self.ticket(visit)
        self.happened.examined.add((visit, ticket.clinic))
        await self.act(Finish, ticket=ticket.id)

    async def send(self, visit: VisitId, clinic: ClinicCode) -> None:
        """They are sent elsewhere."""
        await self.act(Transfer, ticket=self.ticket(visit).id, clinic=clinic)


class Led(Drawer):
    """Whoever does what is recommended, and takes the first clinic that is offered."""

    async def choose_clinic(self, options: tuple[Option, ...], label: str) -> str | None:
        self.options = options
        return next((option.key for option in options if option.on), None)

    def select(self, row: PendingRow) -> None:
        """Look at one of them."""
        self.presenter.refresh()
        self.presenter.select(row.id)
        self.presenter.refresh()

    async def decide_one(self) -> bool:
        """Follow the first recommended choice there is; whether there was any."""
        for row in undecided(self.gateway):
            self.select(row)
            if row.state in ("conflict", "refused") and self.state.recommended is not None:
                await self.do(self.presenter.take_recommended)
                return True
        return False

    def left(self) -> list[str]:
        """What is left that nobody has accepted."""
        found = []
        for row in undecided(self.gateway):
            self.select(row)
            code = row.problem.code if row.problem is not None else ""
            if self.state.recommended is not None or (row.action.type, code) not in ACCEPTED:
                found.append(
                    f"desk {self.gateway.desk} is left with {row.action.type} of {row.label}: {code or row.state}"
                )
        return found


def undecided(desk: LocalGateway) -> list[PendingRow]:
    """What has not been sent, nor has anybody answered for it."""
    return [row for row in desk.pending.rows if row.state != "sent" and not row.decided]


async def hall(folder: Path, standing: Standing) -> tuple[Desk, Desk]:
    """Two people have been to the lab and are at the internal clinic, whose room the first desk holds."""
    one, two = await two_desks(folder)
    first, second = [(await one.register(number, exam="cooks")).id for number in ("1001", "1002")]
    doctor, reception = (Desk(gateway, first, second, Happened()) for gateway in (one, two))
    reception.happened = doctor.happened
    for visit in (first, second):
        await doctor.examine(visit)
        if doctor.ticket(visit).clinic != INTERNAL:
            await doctor.send(visit, INTERNAL)
    await doctor.act(TakeRoom, clinic=INTERNAL, room=1)
    await one.settle()
    if standing != "waiting":
        await doctor.act(CallNext, clinic=INTERNAL, room=1)
    if standing == "in_service":
        await doctor.act(Start, ticket=doctor.ticket(first).id)
    await one.settle()
    await two.settle()
    assert (doctor.ticket(first).clinic, doctor.ticket(first).state) == (INTERNAL, standing)
    return doctor, reception


async def decide(desks: Iterable[Led]) -> None:
    """Each follows what the drawer recommends until nothing is recommended any more."""
    for _ in range(ROUNDS):
        decided = False
        for desk in desks:
            await desk.gateway.settle()
            decided |= await desk.decide_one()
        for desk in desks:
            await desk.gateway.settle()
        if not decided:
            return


def stands(state: State, visit: VisitId) -> tuple[object, ...]:
    """How one person stands, as both consoles have to show it."""
    tickets = [state.tickets[ticket] for ticket in state.visit_tickets.get(visit, ())]
    shown = [(ticket.label, ticket.state, ticket.left) for ticket in tickets]
    stages = [[(stop.clinic, stop.state) for stop in stage] for stage in state.visits[visit].stages]
    return state.visits[visit].state, stages, shown


def forgotten(desk: Desk, visit: VisitId) -> bool:
    """Whether they stand in no line, and nobody has meant that."""
    state, gateway = desk.gateway.server.state, desk.gateway
    if state.visits[visit].state != "open" or state.open_ticket(visit) is not None:
        return False
    examined = (visit, INTERNAL) in desk.happened.examined
    if visit in desk.happened.struck and not examined:
        return False
    open_stops = [s.clinic for stage in state.visits[visit].stages for s in stage if s.state not in ("done", "skipped")]
    return any(state.clinic(clinic, gateway.today()).state != "closed" for clinic in open_stops)


def wrong(doctor: Desk, reception: Desk) -> list[str]:
    """What the consoles and the server say of these two that is not so."""
    found, happened, state = [], doctor.happened, doctor.gateway.server.state
    for visit, clinic in sorted(happened.examined):
        ended = visit in happened.called_off and state.visits[visit].state == "cancelled"
        ended |= visit in happened.spared and state.visits[visit].state == "complete"
        if clinic not in state.visits[visit].done and not ended:
            found.append(f"the exam at {clinic} does not count")
    for name, visit in (("the first", doctor.first), ("the second", doctor.second)):
        kept = state.visits[visit]
        if forgotten(doctor, visit):
            found.append(f"{name} stands in no line")
        if kept.state == "cancelled" and visit not in happened.called_off:
            found.append(f"{name} is called off, and nobody has called them off")
        if kept.state == "complete" and any(s.state not in ("done", "skipped") for stage in kept.stages for s in stage):
            found.append(f"{name} goes home too early")
        for desk in (doctor, reception):
            shown = stands(desk.gateway.state, visit)
            if shown != stands(state, visit):
                found.append(f"desk {desk.gateway.desk} shows of {name} {shown}, it is {stands(state, visit)}")
    return found
