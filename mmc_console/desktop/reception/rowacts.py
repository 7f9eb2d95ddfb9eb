"""What the keys do to the selected row: gates from the one table, actions one function each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from mmc_console.client.errors import OffWhileOffline, StoreFault
from mmc_console.desktop.reception import visit_acts
from mmc_console.desktop.reception.issuing import Issuing
from mmc_console.desktop.reception.visit_acts import Clerk
from mmc_console.desktop.tickets import gates as g
from mmc_console.desktop.tickets.facts import Message, Option, Row
from mmc_console.desktop.tickets.options import CANCEL_REASONS, PRIORITY_REASONS, elsewhere
from mmc_console.desktop.tickets.presses import pressed
from mmc_console.desktop.tickets.taking_back import undo_of
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.numbers import PENDING
from mmc_console.domain.refusals import Unable
from mmc_console.domain.tickets import Priority, Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

VERBS: tuple[g.Verb, ...] = (
    "recall", "start", "no_show", "transfer", "hold", "resume", "requeue", "set_priority", *visit_acts.VERBS, "cancel",
    "reprint", "details",
)  # fmt: skip


def row_gates(gateway: Gateway, id: TicketId | None) -> dict[g.Verb, g.Gate]:
    """Each verb's gate for the selected ticket."""
    ticket = gateway.state.ticket(id) if id else None
    rules, now = gateway.state.center.rules, gateway.now()
    found: dict[g.Verb, g.Gate] = {
        "recall": _recall_gate(gateway, ticket, now),
        "start": g.start_gate(ticket),
        "no_show": g.no_show_gate(ticket, now, rules),
        "transfer": g.transfer_gate(ticket),
        "hold": g.hold_gate(ticket),
        "resume": g.resume_gate(ticket),
        "requeue": g.requeue_gate(ticket, rules),
        "set_priority": g.open_gate(ticket),
        "cancel": g.open_gate(ticket),
        **(dict.fromkeys(visit_acts.VERBS, g.HIDDEN) if ticket is None else visit_acts.visit_gates(gateway, ticket)),
        "reprint": g.HIDDEN if ticket is None else g.ON,
        "details": g.HIDDEN if ticket is None else g.ON,
    }
    if ticket is None:
        return found
    if ticket.day < gateway.today():
        earlier = g.off("earlier-day", ticket=ticket.label)
        return {verb: gate if verb == "details" else earlier for verb, gate in found.items()}
    visit = gateway.state.visits[ticket.visit]
    if visit.state == "cancelled":
        found["reprint"] = g.off("number-cancelled", ticket=ticket.label)
    elif visit.number == PENDING:
        found["reprint"] = g.off("no-number-yet")
    for verb in VERBS[:-2]:
        if found[verb].on and not gateway.may(verb, ticket.clinic):
            found[verb] = g.off("not-allowed")
    return found


def _recall_gate(gateway: Gateway, ticket: Ticket | None, now: datetime) -> g.Gate:
    """Announce again; of a late-comer: call now, back to the room that was theirs, for whoever may call there."""
    if ticket is None or ticket.state != "no_show" or ticket.room is None:
        return g.recall_gate(ticket, now, gateway.state.center.rules)
    if gateway.off_alone:
        return g.alone_gate(gateway.off_alone)
    if not gateway.may("call_ticket", ticket.clinic):
        return g.off("return-first", ticket=ticket.label)
    busy = gateway.state.inside(ticket.day, ticket.clinic, ticket.room)
    return g.off("late-room-busy", ticket=busy.label) if busy is not None else g.ON


class RowActs:
    """Does what a key says to one ticket, and says what came of it."""

    def __init__(self, gateway: Gateway, view: Clerk, issuing: Issuing) -> None:
        self._gateway = gateway
        self._view = view
        self._issuing = issuing
        self.last: TicketId | None = None
        """The ticket this page acted on last, until a list has been seen that still has it."""
        self._writing: set[tuple[g.Verb, TicketId]] = set()

    async def perform(self, verb: g.Verb, ticket: Ticket) -> None:
        """Carry *verb* out on *ticket*; asks first where something has to be chosen."""
        gate = row_gates(self._gateway, ticket.id)[verb]
        if not gate.on:
            self._view.say(Message(gate.code, gate.params), fault=True)
        elif verb == "reprint":
            self._issuing.print_again(ticket)
        else:
            action = await self._action(verb, ticket)
            if action is not None:
                await self.submit(action, verb, ticket)

    async def submit(self, action: a.AnyAction, verb: g.Verb, ticket: Ticket) -> None:
        """Record *action*; a toast says that it is done, or why not."""
        would = self._gateway.preview(action)
        if isinstance(would, Unable):
            self._view.say(Message(would.code, would.params), fault=True)
            return
        press = (verb, ticket.id)
        if press in self._writing:
            return  # the second press comes before anything of the first is to be seen
        self.last = ticket.id
        self._writing.add(press)
        try:
            await self._gateway.submit(action)
        except (StoreFault, OffWhileOffline) as fault:
            self._view.say(Message(fault.code), fault=True)
            return
        finally:
            self._writing.discard(press)
        undo = undo_of(self._gateway, action)
        later = verb == "correct_patient" and self._gateway.connection.kind == "offline"
        self._view.say(Message(f"{'will' if later else 'did'}-{verb}", {"ticket": ticket.label}), undo=undo)

    def saw(self, listed: Iterable[Row]) -> None:
        """The list as it is now: who is still in it after our action leaves it later because of somebody else."""
        if not self._writing and any(row.ticket == self.last for row in listed):
            self.last = None

    async def _action(self, verb: g.Verb, ticket: Ticket) -> a.AnyAction | None:
        new = self._gateway.new
        if verb == "transfer":
            clinic = await self._view.choose("transfer", elsewhere(self._gateway, ticket), ticket.label)
            return new(a.Transfer, ticket=ticket.id, clinic=ClinicCode(clinic)) if clinic else None
        if verb == "set_priority":
            return await self._priority(ticket)
        if verb == "cancel":
            reason = await self._view.choose("cancel", tuple(map(Option, CANCEL_REASONS)), ticket.label)
            return new(a.Cancel, visit=ticket.visit, reason=reason) if reason else None
        if verb == "recall" and ticket.state == "no_show":
            return new(a.CallTicket, ticket=ticket.id, room=ticket.room or 0, reason="late-comer")
        if verb in visit_acts.VERBS:
            return await visit_acts.action(self._gateway, self._view, verb, ticket)
        return pressed(self._gateway, verb, ticket)

    async def _priority(self, ticket: Ticket) -> a.AnyAction | None:
        kinds: tuple[Priority, ...] = ("normal", "priority", "urgent")
        others = tuple(Option(kind, on=kind != ticket.priority) for kind in kinds)
        kind = await self._view.choose("set_priority", others, ticket.label)
        if not kind:
            return None
        reason = await self._view.choose("priority_reason", tuple(map(Option, PRIORITY_REASONS)), ticket.label)
        return self._gateway.new(a.SetPriority, ticket=ticket.id, priority=kind, reason=reason) if reason else None
