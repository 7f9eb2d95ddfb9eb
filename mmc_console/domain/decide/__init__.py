"""What is allowed. The only place that says so.

`perform` decides an action and applies what it decided; `decide` is the same
without the applying. Both leave the state untouched when they refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.decide import calling, clinics, moving, overriding, registration, undoing, visits
from mmc_console.domain.decide.draft import Context, Draft
from mmc_console.domain.evolve import settle
from mmc_console.domain.ids import TicketId, VisitId
from mmc_console.domain.refusals import Unable
from mmc_console.domain.state import Inverse, State, Trace, take_back

__all__ = ["Context", "Performed", "decide", "perform"]


@dataclass(frozen=True, slots=True)
class Performed:
    """What an action did: its events (already applied), how to take them back, and its names."""

    events: tuple[e.Event, ...]
    inverse: Inverse
    visit: VisitId | None = None
    ticket: TicketId | None = None
    number: str | None = None
    label: str | None = None
    repeated: bool = False


def perform(state: State, action: a.Action, context: Context) -> Performed:
    """Decide *action* and apply it; Refused or Conflict leaves the state as it was.

    An id that took effect before does nothing again (`repeated`), except that a
    registration may bring its desk number later.
    """
    draft = Draft(state, action, context)
    trace = state.traces.get(action.id)
    try:
        if trace is None:
            _dispatch(draft, action)
        elif isinstance(action, (a.RegisterVisit, a.IssueTicket)):
            registration.renumber(draft, action, trace)
    except Unable:
        take_back(state, draft.inverse)
        raise
    if draft.events:
        settle(state, draft.events, draft.inverse, 0)
    return _performed(draft, trace)


def decide(state: State, action: a.Action, context: Context) -> tuple[e.Event, ...]:
    """The events *action* would produce; the state is left as it was."""
    done = perform(state, action, context)
    take_back(state, done.inverse)
    return done.events


def _performed(draft: Draft, trace: Trace | None) -> Performed:
    state = draft.state
    known = state.traces.get(draft.action.id)
    visit = ticket = None
    if known is not None:
        ticket = state.ticket(known.ticket) if known.ticket else None
        # one key finishes one person's ticket and calls another's: the answer is about the one called
        visit = state.visits[ticket.visit] if ticket else state.visit(known.visit) if known.visit else None
        if visit is not None and isinstance(draft.action, (a.RegisterVisit, a.IssueTicket)) and ticket is None:
            ticket = state.open_ticket(visit.id)
    return Performed(
        events=tuple(draft.events),
        inverse=draft.inverse,
        visit=visit.id if visit else None,
        ticket=ticket.id if ticket else None,
        number=visit.number if visit else None,
        label=ticket.label if ticket else None,
        repeated=trace is not None,
    )


def _dispatch(draft: Draft, action: a.Action) -> None:
    action = calling.meant(draft, action)
    if isinstance(action, a.Override):
        overriding.override(draft, action, _dispatch)
    elif not (isinstance(action, calling.AtDoor) and calling.is_over(draft, action)):
        _TABLE[type(action)](draft, action)


_TABLE: dict[type[a.Action], Callable[[Draft, Any], None]] = {
    a.RegisterVisit: registration.register_visit,
    a.IssueTicket: registration.issue_ticket,
    a.CallNext: calling.call_next,
    a.CallTicket: calling.call_ticket,
    a.Recall: calling.recall,
    a.Start: calling.start,
    a.Finish: calling.finish,
    a.Refer: calling.finish,
    a.NoShow: calling.no_show,
    a.Requeue: calling.requeue,
    a.Hold: calling.hold,
    a.Resume: calling.resume,
    a.Transfer: moving.transfer,
    a.Admit: moving.admit,
    a.SetPriority: calling.set_priority,
    a.AddStop: visits.add_stop,
    a.SkipStop: visits.skip_stop,
    a.ChangeExam: visits.change_exam,
    a.CorrectPatient: visits.correct_patient,
    a.ErasePatient: visits.erase_patient,
    a.Cancel: visits.cancel,
    a.Undo: undoing.undo,
    a.OpenClinic: clinics.open_clinic,
    a.PauseClinic: clinics.pause_clinic,
    a.CloseClinic: clinics.close_clinic,
    a.TakeRoom: clinics.take_room,
    a.LeaveRoom: clinics.leave_room,
    a.PublishCenter: clinics.publish_center,
}
