"""Which rows of the outbox are not needed any more: nothing of them could have to be told again after a restore. And
whose names still are: of those who come today, and of whom what stands in the outbox is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from mmc_console.domain.actions import CorrectPatient, IssueTicket, Override, RegisterVisit
from mmc_console.domain.ids import ActionId, Epoch, PatientId
from mmc_console.domain.state import State

if TYPE_CHECKING:
    from mmc_console.client.row import Row

KEEP_SENT: Final = timedelta(days=7)


def needless(rows: Iterable[Row], now: datetime, day_before: datetime, safe_seq: int, epoch: Epoch | None) -> list[int]:
    """The `n` of what is sent (or decided) and may go.

    Kept: this and the last service day (from *day_before* on), and all a verified backup does not hold yet, but nothing
    longer than seven days; and a conflict as long as its override, which may have to come back with it.
    """
    gone, named = list[int](), set[ActionId]()
    for row in sorted(rows, key=lambda row: -row.n):  # an override comes after what it names
        safe = row.decided or row.action.at < now - KEEP_SENT or (row.epoch == epoch and row.seq <= safe_seq)
        if (row.state == "sent" or row.decided) and row.action.at < day_before and safe and row.id not in named:
            gone.append(row.n)
        elif isinstance(row.action, Override):
            named.add(row.action.conflict)
    return gone


def needed(rows: Iterable[Row], state: State, since: date) -> set[PatientId]:
    """Whose names are needed: who has a visit of the service day *since* or later, and whom one of *rows* is about.

    *rows*: all that stand in the outbox, also what is sent: until a backup holds it, it may have to be told again.
    """
    found = {visit.patient for visit in state.visits.values() if visit.day >= since}
    for row in rows:
        if row.patient is not None:
            found.add(row.patient.id)
        if isinstance(row.action, (RegisterVisit, IssueTicket, CorrectPatient)) and row.action.patient_id is not None:
            found.add(row.action.patient_id)
        for kind, _, id in (about.partition(":") for about in row.about):
            ticket = state.ticket(id) if kind == "ticket" else None
            visit = state.visit(ticket.visit if ticket is not None else id)
            if visit is not None:
                found.add(visit.patient)
    return found
