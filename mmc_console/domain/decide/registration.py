"""Registering: a visit through a pathway, or a walk-in to one clinic."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from mmc_console.domain import events as e
from mmc_console.domain.actions import IssueTicket, RegisterVisit
from mmc_console.domain.centre import ExamType
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.decide.moving import issue, lead_to, move_on, need_admitted, need_not_closed, send_there_too
from mmc_console.domain.ids import ClinicCode, VisitId, visit_of
from mmc_console.domain.numbers import PENDING, next_number, split
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.refusals import Refused
from mmc_console.domain.routing import can_go, may_go, remaining
from mmc_console.domain.state import Trace
from mmc_console.domain.tickets import PRIORITIES, Ticket
from mmc_console.domain.visits import DONE, Stages, Stop, Visit, pathway, taken_up, with_done, with_pathway

Registration = RegisterVisit | IssueTicket
MINUTE = timedelta(minutes=1)


def register_visit(draft: Draft, action: RegisterVisit) -> None:
    """Open a visit by exam type and issue its first ticket."""
    person = _person(draft, action)
    exam = draft.state.center.exam(action.exam_type)
    if exam is None:
        raise Refused("unknown-exam", exam=action.exam_type)
    stages = pathway(exam.pathways.of(person.gender))
    if not stages:
        raise Refused("exam-not-for-gender", exam=exam.code)
    if action.continues is not None:
        stages = _taken_up(draft, action.continues, person, exam)
    if _stands_already(draft, action, person, stages):
        return
    if action.continues is not None and all(s.state in DONE for stage in stages for s in stage):
        raise Refused("nothing-left", number=draft.visit(action.continues).number, exam=exam.code)
    visit = _open(draft, action, person, stages, continues=action.continues)
    if move_on(draft, visit, None, action.next) is None and draft.state.visits[visit.id].state == "open":
        raise Refused("clinic-closed", clinic=remaining(visit)[0])


def issue_ticket(draft: Draft, action: IssueTicket) -> None:
    """A visit of one clinic without a pathway."""
    person = _person(draft, action)
    clinic = draft.clinic(action.clinic)
    need_admitted(clinic, person.gender)
    stages = ((Stop(clinic.code),),)
    if _stands_already(draft, action, person, stages):
        return
    need_not_closed(draft, clinic.code)
    visit = _open(draft, action, person, stages)
    issue(draft, visit, clinic.code, "walk-in")


def renumber(draft: Draft, action: Registration, trace: Trace) -> bool:
    """The same id again, now with the desk's own number: the visit takes that one."""
    visit = draft.state.visits.get(trace.visit) if trace.visit else None
    if visit is None or action.number is None or action.number in (visit.number, *visit.aliases):
        return False
    _check_number(draft, action, visit.day)
    if trace.kind == "number_alias":  # the standing visit's own paper is out already: one more name for it
        draft.emit(e.NumberAlias, visit=visit.id, alias=visit.id, number=action.number)
    else:
        draft.emit(e.VisitRenumbered, visit=visit.id, number=action.number, was=visit.number)
    return True


def _person(draft: Draft, action: Registration) -> PatientRef:
    draft.allow()
    if action.priority != "normal" and not draft.context.actor.may("set_priority"):
        raise Refused("not-allowed", action="set_priority")
    if draft.context.patient is None:
        raise Refused("unknown-patient")
    if draft.context.twice:
        draft.need_day_in_memory()
    return draft.context.patient


def _stands_already(draft: Draft, action: Registration, person: PatientRef, stages: Stages) -> bool:
    """Whoever has an open visit today gets that one back; this action's names lead to it."""
    standing = draft.state.open_visits.get((draft.day, person.id)) or _ended_since(draft, action, person, stages)
    if standing is None:
        return False
    number = action.number
    if number is not None and draft.state.numbers.get((draft.day, number)) == standing:
        number = None  # brought back with the standing visit's own: the paper is right already
    elif number is not None:
        _check_number(draft, action, draft.day)
    tickets = draft.state.visit_tickets.get(standing, ())
    ticket = draft.state.open_ticket(standing) or (draft.state.tickets[tickets[-1]] if tickets else None)
    # the id this desk's own screen has shown
    shown = action.clinic if isinstance(action, IssueTicket) else action.next or (ticket.clinic if ticket else None)
    visit = draft.state.visits[standing]
    before = _done_before(draft, action, visit, ticket, stages)
    goes_on = ticket is not None and bool(before) and (ticket.clinic in before or not ticket.open)
    more = action.clinic if isinstance(action, IssueTicket) and _leads_on(draft, visit, action.clinic) else None
    exam = action.exam_type if isinstance(action, RegisterVisit) and _is_walk_in(draft, visit, person) else None
    goes_on = goes_on or ((more is not None or exam is not None) and (ticket is None or not ticket.open))
    _lead_to(draft, standing, number, ticket, shown if not goes_on else None)
    if ticket is not None and before:
        ticket = _led_on(draft, ticket, before, shown)
    if more is not None:
        ticket = send_there_too(draft, draft.state.visits[standing], more) or ticket
    if exam is not None:
        along = with_pathway(visit.stages, stages)
        draft.emit(e.VisitChanged, visit=standing, stages=along, change="exam-changed", exam_type=exam)
        ticket = _gone_on(draft, ticket, shown) if ticket is not None else None
    if ticket is not None and ticket.open and _is_raised(draft, action, ticket):
        draft.emit(
            e.TicketPrioritySet, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, priority=action.priority,
            reason=action.priority_reason or "",
        )  # fmt: skip
    return True


def _lead_to(
    draft: Draft, standing: VisitId, number: str | None, ticket: Ticket | None, shown: ClinicCode | None
) -> None:  # fmt: skip
    """This registration's names are *standing*'s and *ticket*'s, or that of their ticket at *shown* where there is one.

    The answer tells where they stand, whatever the ticket is that its desk has shown.
    """
    there = _stood_there(draft, standing, shown) or ticket
    names = {"visit": standing, "alias": visit_of(draft.root)}
    name = {"ticket_alias": draft.new_ticket_id(shown)} if shown is not None else {}
    draft.emit(
        e.NumberAlias, **names, number=number, ticket=ticket.id if ticket else None,
        **(name if there == ticket else {}),
    )  # fmt: skip
    if there is not None and there != ticket:
        draft.emit(e.NumberAlias, **names, ticket=there.id, **name)


def _leads_on(draft: Draft, standing: Visit, clinic: ClinicCode) -> bool:
    """Whether a walk-in's *clinic* is one more of the visit they have: it is no stop of it yet, and takes them."""
    none = standing.state == "open" and standing.stop(clinic) is None
    return none and may_go(draft.state, standing, clinic, standing.day)


def _is_walk_in(draft: Draft, standing: Visit, person: PatientRef) -> bool:
    """Whether it has no pathway yet: registered for an exam as well, they go along that one too.

    Not by a kiosk, which changes nobody's exam.
    """
    may = draft.context.actor.may("change_exam") and standing.gender == person.gender
    return may and standing.state == "open" and standing.exam_type is None


def _stood_there(draft: Draft, standing: VisitId, shown: ClinicCode | None) -> Ticket | None:
    """Their ticket at *shown*, unless they were through with it when they stood at that desk."""
    tickets = (draft.state.tickets[id] for id in reversed(draft.state.visit_tickets.get(standing, ())))
    return next(
        (t for t in tickets if t.clinic == shown and (t.closed_at is None or draft.is_before(t.closed_at))), None
    )


def _done_before(
    draft: Draft, action: Registration, standing: Visit, ticket: Ticket | None, stages: Stages
) -> frozenset[ClinicCode]:
    """Where they need not go again: the other desk did not take up what they had done on the day before.

    Not so where they have been called today, or have been today already and were sent once more.
    """
    if not isinstance(action, RegisterVisit) or action.exam_type != standing.exam_type or standing.state != "open":
        return frozenset()
    done = {stop.clinic for stage in stages for stop in stage if stop.state == "done"} - standing.done
    if ticket is not None and ticket.open and ticket.first_called_at is not None:
        done.discard(ticket.clinic)
    to_do = {stop.clinic for stage in standing.stages for stop in stage if stop.state in ("todo", "here")}
    return frozenset(done & to_do)


def _led_on(draft: Draft, ticket: Ticket, done: Collection[ClinicCode], shown: ClinicCode | None) -> Ticket:
    """*done* is done in the visit of *ticket*; whoever waits there goes on to where that desk's screen has *shown*."""
    visit = draft.state.visits[ticket.visit]
    if ticket.open and ticket.clinic in done:
        draft.emit(
            e.TicketCancelled, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, reason="results-in-hand"
        )  # fmt: skip
    stages = with_done(visit.stages, done)
    draft.emit(e.VisitChanged, visit=visit.id, stages=stages, change="taken-up", reason="results-in-hand")
    return _gone_on(draft, ticket, shown)


def _gone_on(draft: Draft, ticket: Ticket, shown: ClinicCode | None) -> Ticket:
    """Whoever stands nowhere goes on, to where that desk's screen has *shown* if they can; their ticket of now."""
    visit = draft.state.visits[ticket.visit]
    if draft.state.open_ticket(visit.id) is not None:
        return ticket
    possible = shown is not None and can_go(draft.state, visit, shown, visit.day)
    here = move_on(draft, visit, ticket.clinic, shown if possible else None) or draft.state.tickets[ticket.id]
    if shown is not None and here.clinic != shown:
        lead_to(draft, here, shown)
    return here


def _is_raised(draft: Draft, action: Registration, ticket: Ticket) -> bool:
    """Whether they go before others by this: whoever sees that somebody is to go first says so at one desk only.

    Unless somebody has said of them since how they go.
    """
    raised = PRIORITIES.index(action.priority) > PRIORITIES.index(ticket.priority)
    return raised and draft.said_since(ticket.visit, "ticket_priority_set") is None


def _ended_since(draft: Draft, action: Registration, person: PatientRef, stages: Stages) -> VisitId | None:
    """The visit that was all done between this registration and its arrival: nobody stands in line for it again.

    One that was called off was not, one that had ended before is another one, and so is one that did something else:
    not the same exam, nor all that *stages* have still to do.
    """
    exam = action.exam_type if isinstance(action, RegisterVisit) else None
    to_do = {stop.clinic for stage in stages for stop in stage if stop.state not in DONE}
    ended = [
        (visit.closed_at, visit.id) for visit in draft.state.visits.of_person(draft.day, person.id)
        if visit.state == "complete" and visit.closed_at is not None and draft.is_before(visit.closed_at)
        and ((exam is not None and visit.exam_type == exam) or to_do <= visit.done)
    ]  # fmt: skip
    return min(ended)[1] if ended else None


def _open(
    draft: Draft, action: Registration, person: PatientRef, stages: Stages, continues: VisitId | None = None
) -> Visit:
    if action.number is not None:
        _check_number(draft, action, draft.day)
        number = action.number
    else:
        draft.need_day_in_memory()  # else the series would begin again
        _need_patience(draft)
        number = next_number(draft.state, draft.day, None) if draft.context.numbers else PENDING
    id = visit_of(draft.root)
    draft.emit(
        e.VisitRegistered, visit=id, number=number, patient=person.id, gender=person.gender, day=draft.day,
        stages=stages, exam_type=action.exam_type if isinstance(action, RegisterVisit) else None,
        priority=action.priority, priority_reason=action.priority_reason, continues=continues,
    )  # fmt: skip
    return draft.state.visits[id]


def _need_patience(draft: Draft) -> None:
    """One kiosk cannot fill the queues in a minute. What is on paper already (its own number) stands."""
    actor, most = draft.context.actor, draft.state.center.rules.kiosk_per_minute
    if actor.is_kiosk:
        at = draft.context.at  # what a clock that stood ahead has told is of no minute yet
        lately = sum(
            t.user == actor.user and t.kind == "visit_registered" and at - MINUTE < t.at <= at
            for t in draft.state.traces.values()
        )
        if lately >= most:
            raise Refused("kiosk-busy", n=most)


def _check_number(draft: Draft, action: Registration, day: date) -> None:
    """A desk gives numbers of its own series only, each once a day; any, when it is brought back."""
    number = action.number or ""
    parts = split(number)
    free = (day, number) not in draft.state.numbers
    actor = draft.context.actor
    own = parts is not None and parts[0] != "" and parts[0] in {actor.desk, *actor.former}
    if parts is None or not free or not (own or draft.action.was is not None):
        raise Refused("number-not-yours", number=number)


def _taken_up(draft: Draft, id: VisitId, person: PatientRef, exam: ExamType) -> Stages:
    """The stages to go on with, if this person may take that visit up."""
    old = draft.visit(id)
    if old.patient != person.id or old.day >= draft.day or old.state != "open":
        raise Refused("visit-closed", number=old.number, state=old.state)
    return taken_up(old, exam, person.gender, draft.state.center)
