"""A day at the small centre in the words of the people who work there; every step is real and must succeed.

What is expected to be refused goes through `refused`, which answers with the code.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode, TicketId, VisitId
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Priority, Ticket, TicketState
from mmc_console.domain.visits import Visit
from tests.simulation.rules.world import EYES, LAB, PEOPLE, SUPERVISOR, Deed, World, small_center


class Day:
    """One world, and short words for what happens in it."""

    lived: ClassVar[list[Day]] = []
    """Of this test: when it is over, the log of each must make the very same state (`conftest.py`)."""

    def __init__(self, **rules: Any) -> None:
        self.lived.append(self)
        self.world = World(small_center(**rules))
        self.state = self.world.state

    def do(self, kind: Any, *, by: Actor = SUPERVISOR, sent: dict[str, Any] | None = None, **fields: Any) -> Deed:
        """Send one action, whatever becomes of it; a second passes."""
        self.world.now += timedelta(seconds=1)
        action = kind(**{"id": self.world.fresh_id(), "at": self.world.now, **fields})
        return self.world.send(action, by, **(sent or {}))

    def must(self, kind: Any, **fields: Any) -> Deed:
        """Send one action that is allowed."""
        deed = self.do(kind, **fields)
        assert deed.fault is None, (kind.__name__, deed.fault, deed.fault.params)
        return deed

    def refused(self, kind: Any, **fields: Any) -> str:
        """The code one action is refused or in conflict with."""
        deed = self.do(kind, **fields)
        assert deed.fault is not None, f"{kind.__name__} was applied"
        return deed.fault.code

    def register(
        self, who: int = 0, exam: str = "full", *, priority: Priority = "normal", **fields: Any
    ) -> Ticket:  # fmt: skip
        """Register the who-th person (even ones are men); the first ticket."""
        person = PEOPLE[who]
        deed = self.must(
            a.RegisterVisit, exam_type=ExamCode(exam), patient_id=person.id, priority=priority,
            sent={"patient": person}, **fields,
        )  # fmt: skip
        return self.ticket(deed)

    def walk_in(self, who: int, clinic: ClinicCode = LAB, **fields: Any) -> Ticket:
        """The who-th person walks in to one clinic."""
        person = PEOPLE[who]
        return self.ticket(
            self.must(a.IssueTicket, clinic=clinic, patient_id=person.id, sent={"patient": person}, **fields)
        )

    def call(self, clinic: ClinicCode = LAB, room: int = 1, **fields: Any) -> Ticket:
        """Call the next one."""
        return self.ticket(self.must(a.CallNext, clinic=clinic, room=room, **fields))

    def ticket(self, deed: Deed) -> Ticket:
        """The ticket that an action was about, as it is now."""
        assert deed.done is not None
        assert deed.done.ticket is not None
        return self.state.tickets[deed.done.ticket]

    def now(self, ticket: Ticket | TicketId) -> Ticket:
        """A ticket as it is now."""
        return self.state.tickets[ticket.id if isinstance(ticket, Ticket) else ticket]

    def visit(self, ticket: Ticket) -> Visit:
        """The visit of a ticket."""
        return self.state.visits[ticket.visit]

    def here(self, visit: VisitId) -> Ticket:
        """The visit's open ticket."""
        found = self.state.open_ticket(visit)
        assert found is not None
        return found

    def stops(self, visit: VisitId) -> dict[ClinicCode, str]:
        """How the visit's stops stand."""
        return {s.clinic: s.state for stage in self.state.visits[visit].stages for s in stage}

    def through(self, visit: VisitId) -> ClinicCode:
        """Whoever is next there goes in, is examined and leaves; where that was."""
        ticket = self.here(visit)
        self.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand")
        self.must(a.Finish, ticket=ticket.id)
        return ticket.clinic

    def undo(self, deed: Deed, **fields: Any) -> Deed:
        """Undo what *deed* did."""
        return self.must(a.Undo, action=deed.action.id, **fields)

    def override(self, deed: Deed, by: Actor | None = None) -> Deed:
        """Carry a conflict out after all."""
        assert isinstance(deed.fault, Conflict)
        original: Any = replace(deed.action, by=deed.context.actor.user)
        sent = {"original": original, "patient": deed.context.patient}
        return self.do(a.Override, by=by or deed.context.actor, conflict=deed.action.id, sent=sent)

    def ticket_in(self, state: TicketState) -> Ticket:
        """A ticket brought into *state* by real actions."""
        ticket = self.register()
        if state in ("called", "in_service", "no_show", "done"):
            self.call()
        by_state: dict[str, list[tuple[Any, dict[str, Any]]]] = {
            "in_service": [(a.Start, {})], "no_show": [(a.NoShow, {})], "done": [(a.Finish, {})],
            "held": [(a.Hold, {})], "transferred": [(a.Transfer, {"clinic": EYES})],
            "cancelled": [(a.Cancel, {"reason": "left"})],
        }  # fmt: skip
        for kind, fields in by_state.get(state, []):
            self.must(kind, ticket=ticket.id, **fields)
        if state == "unfinished":
            self.turn()
        return self.now(ticket)

    def turn(self, days: int = 1) -> None:
        """The day turns."""
        self.world.now = self.state.calendar.starts(self.world.today + timedelta(days=days))
