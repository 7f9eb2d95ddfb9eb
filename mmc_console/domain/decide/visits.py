"""Changing a visit while it goes on: stops, exam, person, cancelling."""

from __future__ import annotations

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.actions import CORRECTABLE, AddStop, Cancel, ChangeExam, CorrectPatient, ErasePatient, SkipStop
from mmc_console.domain.centre import Gender
from mmc_console.domain.decide.calling import need_note, need_other
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.decide.elsewhere import stands_elsewhere
from mmc_console.domain.decide.moving import move_on, need_admitted
from mmc_console.domain.decide.undoing import check_undoable, take_back
from mmc_console.domain.events import ERASED
from mmc_console.domain.ids import ExamCode, NoteId, VisitId, visit_of
from mmc_console.domain.refusals import Conflict, Refused
from mmc_console.domain.routing import lies_ahead
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import DONE, Stages, Visit, pathway, with_added, with_done, with_stop


def add_stop(draft: Draft, action: AddStop) -> None:
    """One clinic more, in the present stage; whoever was taken on from there goes back."""
    visit = _open_visit(draft, action)
    clinic = draft.clinic(action.clinic)
    need_admitted(clinic, visit.gender)
    if lies_ahead(draft.state, visit, clinic.code):
        raise Refused("no-change", label=visit.number)
    again = with_stop(visit.stages, clinic.code, "todo", among=frozenset({"left"}))
    if again == visit.stages:
        again = with_added(visit.stages, visit.present_stage, clinic.code)
    _change(draft, visit, again, "stop-added", action)
    move_on(draft, visit, None, action.next)


def skip_stop(draft: Draft, action: SkipStop) -> None:
    """One clinic less; whoever stands there moves on."""
    visit = _open_visit(draft, action)
    stop = visit.stop(action.clinic)
    if stop is None or stop.state == "done":
        raise Refused("stop-unknown" if stop is None else "stop-done", number=visit.number, clinic=action.clinic)
    if stop.state == "skipped":
        raise Refused("no-change", label=visit.number)
    ticket = draft.state.open_ticket(visit.id)
    if ticket is not None and ticket.clinic == action.clinic:
        draft.need_nobody_since(visit, ticket)
        _close(draft, ticket, action.reason, None)
        visit = draft.state.visits[visit.id]
    stages = _skipped(visit.stages, action.clinic)
    _change(draft, visit, stages, "stop-skipped", action)
    move_on(draft, visit, action.clinic, action.next)


def _skipped(stages: Stages, clinic: str) -> Stages:
    return tuple(
        tuple(replace(s, state="skipped") if s.clinic == clinic and s.state in ("todo", "left") else s for s in stage)
        for stage in stages
    )


def change_exam(draft: Draft, action: ChangeExam) -> None:
    """Another exam type; stops done stay done, and the place is kept where the new pathway has it."""
    visit = _open_visit(draft, action)
    exam = draft.state.center.exam(action.exam_type)
    if exam is None:
        raise Refused("unknown-exam", exam=action.exam_type)
    stages = pathway(exam.pathways.of(visit.gender))
    if not stages:
        raise Refused("exam-not-for-gender", exam=exam.code)
    if exam.code == visit.exam_type:
        raise Refused("no-change", label=visit.number)
    draft.need_newest("exam-changed", number=visit.number, exam=visit.exam_type or "")
    _lead_along(draft, visit, stages, action, exam.code)


def _lead_along(
    draft: Draft, visit: Visit, stages: Stages, action: ChangeExam | CorrectPatient, exam: ExamCode | None
) -> None:
    """Put *visit* on another pathway: stops done stay done, the open ticket stays where it can."""
    way = {s.clinic for stage in stages for s in stage}
    besides = tuple(s for stage in visit.stages for s in stage if s.state == "done" and s.clinic not in way)
    merged = (*((besides,) if besides else ()), *with_done(stages, visit.done))
    ticket = draft.state.open_ticket(visit.id)
    first = next((stage for stage in merged if any(s.state == "todo" for s in stage)), ())
    if ticket is not None and any(s.clinic == ticket.clinic and s.state == "todo" for s in first):
        merged = tuple(
            tuple(replace(s, state="here") if stage is first and s.clinic == ticket.clinic else s for s in stage)
            for stage in merged
        )
    elif ticket is not None:
        # no conflict of a correction: what was typed is kept nowhere to carry it out later
        draft.need_nobody_since(visit, ticket, fault=Conflict if isinstance(action, ChangeExam) else Refused)
        _close(draft, ticket, action.reason, None)
    visit = draft.state.visits[visit.id]
    if exam is not None:
        _change(draft, visit, merged, "exam-changed", action, exam_type=exam)
    else:
        _change(draft, visit, merged, "gender-corrected", action)
    chosen = action.next if isinstance(action, ChangeExam) else None
    move_on(draft, visit, ticket.clinic if ticket else None, chosen)


def cancel(draft: Draft, action: Cancel) -> None:
    """A ticket, or the whole visit. A walk-in's only ticket is its visit."""
    need_note(action.reason, action.note)
    note = draft.note(action.note)
    if action.ticket is not None:
        ticket = draft.ticket(action.ticket)
        draft.allow(ticket.clinic)
        if action.reason == "mistake" and stands_elsewhere(draft, action.ticket):
            raise Refused("no-change", label=ticket.label)  # the mistake was that desk's: they stand by another's word
        need_other(draft, ticket, "cancelled")
        draft.gate(ticket, "cancel")
        visit = draft.state.visits[ticket.visit]
        _close(draft, ticket, action.reason, note)
        if visit.exam_type is not None:
            return
    elif action.visit is not None:
        draft.allow()
        visit = draft.visit(action.visit)
        if _takes_an_exam_back(draft, action):
            return
        _need_meant(draft, action, visit)
        if visit.state == "cancelled" and not draft.forced:
            raise Refused("no-change", label=visit.number)
        draft.need_open_visit(visit)
        draft.need_nobody_since(visit)
        standing = draft.state.open_ticket(visit.id)
        asks = standing is not None and not draft.forced
        here = draft.said_since(visit.id, "number_alias", "visit_changed") if asks else None
        if standing is not None and here is not None:  # another desk has seen them after that
            why = draft.beaten("already-moved", standing)
            raise Conflict(why.code, **{**why.params, "by": here.user, "at": here.at.isoformat()})
        if standing is not None:
            draft.gate(standing, "cancel")
            _close(draft, standing, action.reason, note)
    else:
        raise Refused("unknown-ticket")
    draft.emit(e.VisitCancelled, visit=visit.id, reason=action.reason, note=note)


def _takes_an_exam_back(draft: Draft, action: Cancel) -> bool:
    """Whether a desk's own mistake has made an exam of another desk's walk-in: then that goes, and nothing else."""
    if action.reason != "mistake" or action.visit is None or action.visit in draft.state.visits:
        return False
    own = (t for t in draft.state.traces.values() if t.again and visit_of(t.action) == action.visit)
    made = next((t for t in own if not t.undone and any(before.exam_type is None for before in t.visits)), None)
    if made is None or draft.visit(action.visit).exam_type is None:
        return False
    try:
        check_undoable(draft, made)
        take_back(draft, made)
    except Refused:
        return False  # somebody goes along it by now
    return True


def _need_meant(draft: Draft, action: Cancel, visit: Visit) -> None:
    """A desk calls off what it has registered itself. What another desk registered as well stands as it is where that
    was after it, or the desk's own was a mistake."""
    if action.visit == visit.id:
        return
    if action.reason == "mistake" or draft.is_before(visit.registered_at):
        raise Refused("no-change", label=visit.number)


def correct_patient(draft: Draft, action: CorrectPatient) -> None:
    """Mend what was typed of a person; the log learns which fields, never their values."""
    draft.allow()
    need_note(action.reason, action.note)
    fields = tuple(n for n in CORRECTABLE if getattr(action, n) is not None)
    if not fields:
        raise Refused("no-change", label="")
    draft.need_newest("patient-corrected", Refused)  # no conflict: what was typed is kept nowhere to carry it out later
    visit = draft.state.visits.get(draft.state.open_visits.get((draft.day, action.patient_id), VisitId("")))
    stages = _other_pathway(draft, visit, action.gender) if visit is not None and action.gender else None
    _need_no_later_visit(draft, action)
    draft.emit(
        e.PatientCorrected, patient=action.patient_id, fields=fields, reason=action.reason,
        gender=action.gender, note=draft.note(action.note),
    )  # fmt: skip
    if visit is not None and stages is not None:
        _lead_along(draft, draft.state.visits[visit.id], stages, action, None)


def _need_no_later_visit(draft: Draft, action: CorrectPatient) -> None:
    """Yesterday's work touches no queue of today: whoever is on the way by now goes on along the pathway they began."""
    open_visits, now = draft.state.open_visits.items(), draft.context.now
    later = [draft.state.visits[id] for (day, who), id in open_visits if who == action.patient_id and day > draft.day]
    since = [visit for visit in later if now is None or visit.registered_at <= now]  # and by no clock that stood ahead
    if action.gender is not None and any(visit.gender != action.gender for visit in since):
        raise Refused("day-over", day=draft.day.isoformat())


def erase_patient(draft: Draft, action: ErasePatient) -> None:
    """Nobody is made nameless while they are called by name; the log keeps that, never who."""
    draft.allow()
    visit = draft.state.open_visits.get((draft.day, action.patient_id))
    if visit is not None:
        raise Refused("visit-open", number=draft.state.visits[visit].number)
    draft.emit(e.PatientCorrected, patient=action.patient_id, fields=(ERASED,), reason=action.reason)


def _other_pathway(draft: Draft, visit: Visit, gender: Gender) -> Stages | None:
    """The pathway of a visit whose person turns out to be of *gender*; None when it stays as it is."""
    if gender == visit.gender:
        return None
    center = draft.state.center
    exam = center.exam(visit.exam_type) if visit.exam_type is not None else None
    if exam is None:
        clinics = [center.clinic(s.clinic) for stage in visit.stages for s in stage if s.state not in DONE]
        for clinic in clinics:
            if clinic is not None:
                need_admitted(clinic, gender)
        return None
    stages = pathway(exam.pathways.of(gender))
    if not stages:
        raise Refused("exam-not-for-gender", exam=exam.code)
    return stages


def _open_visit(draft: Draft, action: AddStop | SkipStop | ChangeExam) -> Visit:
    draft.allow()
    visit = draft.visit(action.visit)
    draft.need_open_visit(visit)
    need_note(action.reason, action.note)
    return visit


def _change(
    draft: Draft, visit: Visit, stages: Stages, change: str,
    action: AddStop | SkipStop | ChangeExam | CorrectPatient, **more: str,
) -> None:  # fmt: skip
    draft.emit(
        e.VisitChanged, visit=visit.id, stages=stages, change=change, reason=action.reason,
        note=draft.note(action.note), **more,
    )  # fmt: skip


def _close(draft: Draft, ticket: Ticket, reason: str, note: NoteId | None) -> None:
    draft.emit(e.TicketCancelled, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, reason=reason, note=note)
