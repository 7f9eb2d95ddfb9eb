"""Every cell of state × action, tried for real: the table is the truth, and the documentation is printed from it."""

from __future__ import annotations

from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.cells import STATES, TABLE, after, refusal
from mmc_console.domain.day_view import shown_state
from mmc_console.domain.tickets import Ticket, TicketState
from tests.simulation.rules.world import ENT, LAB
from tests.unit.domain.day import Day

TRIES: dict[str, Any] = {
    "call_next": lambda t: (a.CallNext, {"clinic": t.clinic, "room": 2, "ticket": t.id}),
    "call_ticket": lambda t: (a.CallTicket, {"ticket": t.id, "room": 2, "reason": "by-hand"}),
    "recall": lambda t: (a.Recall, {"ticket": t.id}),
    "start": lambda t: (a.Start, {"ticket": t.id}),
    "finish": lambda t: (a.Finish, {"ticket": t.id}),
    "refer": lambda t: (a.Refer, {"ticket": t.id}),
    "no_show": lambda t: (a.NoShow, {"ticket": t.id}),
    "requeue": lambda t: (a.Requeue, {"ticket": t.id}),
    "hold": lambda t: (a.Hold, {"ticket": t.id}),
    "resume": lambda t: (a.Resume, {"ticket": t.id}),
    "transfer": lambda t: (a.Transfer, {"ticket": t.id, "clinic": ENT}),
    "admit": lambda t: (a.Admit, {"visit": t.visit, "clinic": ENT}),
    "set_priority": lambda t: (a.SetPriority, {"ticket": t.id, "priority": "urgent", "reason": "emergency"}),
    "cancel": lambda t: (a.Cancel, {"ticket": t.id, "reason": "left"}),
}


def test_every_action_of_the_table_is_tried() -> None:
    assert TRIES.keys() == TABLE.keys()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", TABLE)
def test_cell(action: str, state: TicketState) -> None:
    day = Day()
    ticket = day.ticket_in(state)
    assert shown_state(ticket, day.world.today) == state
    kind, fields = TRIES[action](ticket)
    expected = after(action, state)
    deed = day.do(kind, **fields)
    now = day.now(ticket)
    if expected is not None:
        assert deed.fault is None
        assert now.state == expected
        assert now.rev > ticket.rev
        return
    assert now == ticket
    if action == "admit" and state != "unfinished":
        _admit_acts_on_the_visit(day, ticket, deed.fault is None)
        return
    assert deed.fault is not None
    # call_next names a ticket that a screen showed as waiting: somebody was first
    beaten = {"called-elsewhere", "already-moved"} if action == "call_next" else set()
    assert deed.fault.code in {refusal(state)} | beaten


def _admit_acts_on_the_visit(day: Day, ticket: Ticket, applied: bool) -> None:
    """`admit` names a visit, so a closed ticket is no obstacle: the visit's open one, if any, moves."""
    assert applied
    here = day.here(ticket.visit)
    assert (here.clinic, here.state) == (ENT, "waiting")
    assert ticket.clinic == LAB
