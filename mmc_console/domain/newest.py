"""Clinics, rooms and persons have no revision: what another desk said of them later, unseen by whoever acts.

Nor has a visit: what is done with all of it names no ticket, and may go over what others did with its tickets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.ids import DeskLetter, TicketId, VisitId
from mmc_console.domain.state import State
from mmc_console.domain.tickets import desk_mark

_CLINIC = (e.ClinicOpened, e.ClinicPaused, e.ClinicClosed)
_SAYS: dict[type[a.Action], tuple[tuple[type[e.Event], ...], str]] = {
    a.OpenClinic: (_CLINIC, '"type":"clinic_'), a.PauseClinic: (_CLINIC, '"type":"clinic_'),
    a.CloseClinic: (_CLINIC, '"type":"clinic_'), a.TakeRoom: ((e.RoomTaken,), '"type":"room_taken"'),
    a.CorrectPatient: ((e.PatientCorrected,), '"type":"patient_corrected"'),
    a.ChangeExam: ((e.VisitChanged,), '"type":"visit_changed"'),
}  # fmt: skip
"""What these actions say of a clinic, a room or a person, and what its JSON has in it."""

STEPS = (
    e.TicketCalled, e.TicketStarted, e.TicketFinished, e.TicketNoShow, e.TicketRequeued, e.TicketHeld, e.TicketResumed,
    e.TicketTransferred, e.TicketCancelled,
)  # fmt: skip
"""What somebody does with a person who stands somewhere; not what follows from it, as the ticket of the next clinic."""


def searched(action: a.Action) -> str:
    """By what in their JSON the events that say the same kind of thing are found; empty where there are none."""
    return _SAYS[type(action)][1] if type(action) in _SAYS else ""


def may_be_newer(state: State, action: a.Action, desk: DeskLetter | None, at: datetime) -> bool:
    """Whether such a word, later than *at*, can go against *action*, by how its clinic or room stands now.

    Asked first: what was said unseen has to be looked for in all of the log since. Of persons the state knows nothing.
    """
    if isinstance(action, a.TakeRoom):
        hold = state.rooms.get((action.clinic, action.room))
        return hold is not None and hold.desk != desk
    if isinstance(action, (a.OpenClinic, a.PauseClinic, a.CloseClinic)):
        days = (day for day in state.clinics.values() if day.code == action.clinic)
        return any(day.since is not None and day.since > at for day in days)
    return True


def newest(
    state: State, action: a.Action, at: datetime, desk: DeskLetter | None, unseen: Iterable[e.Event]
) -> e.Event | None:
    """The last of the *unseen* that says anew what *action* says, at a later time, if it is another desk's.

    *at*: when *action* is taken to have been done. A clinic is opened or closed for a day: what a clock that stood
    wrong has told of another is no word here.
    """
    kinds, _ = _SAYS.get(type(action), ((), ""))
    said = [x for x in unseen if isinstance(x, kinds) and x.at > action.at and _same(state, action, x)]
    said = [x for x in said if not isinstance(x, _CLINIC) or x.day == state.calendar.day(at)]
    return said[-1] if said and desk_mark(said[-1].desk) != desk_mark(desk) else None


def _same(state: State, action: a.Action, event: e.Event) -> bool:
    if isinstance(action, a.ChangeExam) and isinstance(event, e.VisitChanged):
        visit = state.visit(action.visit)
        return visit is not None and event.visit == visit.id and bool(event.exam_type)
    if isinstance(action, a.CorrectPatient) and isinstance(event, e.PatientCorrected):
        return event.patient == action.patient_id and any(getattr(action, n, None) is not None for n in event.fields)
    if isinstance(action, a.TakeRoom) and isinstance(event, e.RoomTaken):
        return (event.clinic, event.room) == (action.clinic, action.room)
    return getattr(event, "clinic", None) == getattr(action, "clinic", None)


def moved(
    state: State, action: a.Action, desk: DeskLetter | None, unseen: Callable[[TicketId], Iterable[e.Event]]
) -> dict[TicketId, e.Event]:
    """The last step of another desk with each ticket of the visit that *action* is about as a whole.

    *unseen*: what happened to a ticket after the position that whoever acts had seen.
    """
    visit, mine = _whole(state, action), desk_mark(desk)
    found: dict[TicketId, e.Event] = {}
    for id in state.visit_tickets.get(visit, ()) if visit is not None else ():
        if any(mark != mine for mark, _ in state.tickets[id].marks):
            steps = [x for x in unseen(id) if isinstance(x, STEPS) and x.ticket == id and desk_mark(x.desk) != mine]
            if steps:
                found[id] = max(steps, key=lambda step: (step.at, step.seq))  # news come late: not in their order
    return found


def _whole(state: State, action: a.Action) -> VisitId | None:
    """The visit that *action* changes without naming the ticket it may close."""
    named: str | None = None
    if isinstance(action, (a.Admit, a.SkipStop, a.ChangeExam)) or (isinstance(action, a.Cancel) and not action.ticket):
        named = action.visit
    elif isinstance(action, a.CorrectPatient) and action.gender is not None and state.settings:
        named = state.open_visits.get((state.calendar.day(action.at), action.patient_id))
    visit = state.visit(named) if named is not None else None
    return visit.id if visit is not None else None
