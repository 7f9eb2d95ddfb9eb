"""What a screen showed the moment its person pressed the key."""

from __future__ import annotations

from dataclasses import dataclass, field

from mmc_console.client.shown import Receipt
from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from tests.simulation.desk import Desk

LEADS_ON = (a.Finish, a.Refer, a.CallNext, a.SkipStop, a.AddStop, a.ChangeExam)


@dataclass
class Promise:
    """It must be kept by what the log says of it. `epoch`, `seq`: the position it was pressed on."""

    desk: str
    letter: str
    action: a.Action
    epoch: str
    seq: int
    called: str | None = None
    called_to: tuple[str, int] | None = None
    next: str | None = None
    visit: str | None = None
    made: dict[tuple[str, str], str] = field(default_factory=dict)


def promised(desk: Desk, receipt: Receipt) -> Promise:
    """What this desk's person has seen."""
    action, replica = receipt.action, desk.replica
    epoch, _, at = (action.seen or f"{replica.epoch}:{replica.seq}").rpartition(":")  # the disk takes its time
    promise = Promise(desk.name, str(desk.gateway.desk if desk.gateway else ""), action, epoch, int(at))
    for event in receipt.performed.events if receipt.performed is not None else ():
        if isinstance(event, e.TicketCalled):
            promise.called, promise.called_to = event.ticket, (event.clinic, event.room)
        elif isinstance(event, e.VisitRegistered):
            promise.visit = event.visit
        elif isinstance(event, e.TicketIssued):
            promise.made[event.clinic, event.visit] = event.ticket
            if isinstance(action, LEADS_ON) or getattr(action, "number", None):
                promise.next = event.clinic
    return promise
