"""Undo and override: the two ways to go against what stands, both on the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.actions import (
    Action,
    AnyAction,
    CallNext,
    CallTicket,
    Cancel,
    CloseClinic,
    Hold,
    IssueTicket,
    OpenClinic,
    Override,
    PauseClinic,
    RegisterVisit,
    Resume,
    SetPriority,
    TakeRoom,
    TicketAction,
    Transfer,
    Undo,
    leads,
)
from mmc_console.domain.cells import after
from mmc_console.domain.clinics import ClinicDay
from mmc_console.domain.decide.clinics import let_in
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.decide.moving import need_admitted
from mmc_console.domain.evolve_tickets import signed
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.refusals import Refused
from mmc_console.domain.state import State, Trace
from mmc_console.domain.tickets import INSIDE, Ticket, TicketState
from mmc_console.domain.visits import Stages, StopState, Visit, with_added, with_stop

_CLOSED: tuple[StopState, ...] = ("left", "todo", "done", "skipped")
NOT_UNDOABLE = frozenset({"undone", "overridden", "centre_published", "patient_corrected"})

_ALIKE = frozenset({"number_alias", "overridden"})
"""What a second registration of one person is: as it came, or carried out after all."""


def undo(draft: Draft, action: Undo) -> None:
    """Take back all that one action did, while nobody has acted on it since."""
    draft.allow()
    trace = draft.state.traces.get(action.action)
    check_undoable(draft, trace)
    assert trace is not None
    state = draft.state
    back = [_stepped(draft, state.tickets[t.id], before=t) for t in trace.tickets]
    made = [_stepped(draft, state.tickets[id], before=None) for id in trace.made]
    visits = [_as_before(v, state.visits[v.id]) for v in trace.visits]
    visits += [_withdrawn(draft, state.visits[id]) for id in trace.opened]
    _check_rooms_free(draft, back, {t.id for t in made})
    _check_one_visit(draft, visits)
    _check_still_there(draft, back, visits)
    clinics = _clinics_before(draft, trace)
    closed = [c.code for c in clinics if c.day == draft.day and state.clinic(c.code, c.day).state == "closed"]
    draft.emit(
        e.Undone, undoes=trace.action, tickets=(*back, *made), visits=tuple(visits),
        clinics=clinics, rooms=trace.rooms, freed=trace.freed,
    )  # fmt: skip
    for code in closed:
        if state.clinic(code, draft.day).state == "open":
            let_in(draft, code)


def _as_before(before: Visit, now: Visit) -> Visit:
    """The visit as it was, but its numbers stay spent."""
    return replace(before, rev=now.rev + 1, number=now.number, aliases=now.aliases)


def _clinics_before(draft: Draft, trace: Trace) -> tuple[ClinicDay, ...]:
    """Clinics as they were: open or not, and whose turn it was unless others have called since."""
    rows = []
    for before in {(c.day, c.code): c for c in reversed(trace.clinics)}.values():
        now = draft.state.clinics[before.day, before.code]
        if trace.kind.startswith("clinic_"):
            rows.append(replace(before, turns=now.turns))
        elif not _since(draft, trace, {(before.day, before.code)}, set()):
            rows.append(before)
    return tuple(rows)


def check_undoable(draft: Draft, trace: Trace | None) -> None:
    """Refuse, with the reason, what cannot be taken back any more."""
    c = draft.context
    if trace is None or trace.kind in NOT_UNDOABLE or trace.undone:
        raise Refused("undo-of-undo" if trace is not None and trace.kind == "undone" else "nothing-to-undo")
    if trace.user != c.actor.user:
        raise Refused("undo-not-yours")
    if _is_names_only(draft.state, trace):
        raise Refused("no-change", label=trace.label)
    if c.at - trace.at > timedelta(minutes=draft.state.center.rules.undo_minutes) or not (
        trace.revs or trace.clinics or trace.rooms or trace.freed
    ):
        raise Refused("undo-too-late", minutes=draft.state.center.rules.undo_minutes)
    for id, rev in trace.revs.items():
        row = draft.state.tickets.get(TicketId(id)) or draft.state.visits.get(VisitId(id))
        if row is not None and row.rev != rev:
            raise Refused("undo-touched", label=trace.label)
    alike = (t.visit for t in draft.state.traces.values() if trace.opened and t.kind in _ALIKE)
    if any(visit in trace.opened for visit in alike):  # another desk's paper leads to it, and to nothing else
        raise Refused("undo-touched", label=trace.label)
    codes = {(c.day, c.code) for c in trace.clinics} if trace.kind.startswith("clinic_") else set()
    rooms = {(h.clinic, h.no) for h in trace.rooms} | set(trace.freed)
    if _since(draft, trace, codes, rooms, "clinic_"):
        raise Refused("undo-touched", label=trace.label)


def _is_names_only(state: State, trace: Trace) -> bool:
    """Whether all of it had happened already or was over, or is by now: other names are left of it, and stay.

    That somebody was in no room counts as long as nobody has acted on that ticket since.
    """
    if trace.kind != "number_alias" or trace.made:
        return False
    visits = [(before, state.visits[before.id]) for before in trace.visits]
    if any((before.stages, before.priority) != (now.stages, now.priority) for before, now in visits):
        return False
    tickets = [(before, state.tickets[before.id]) for before in trace.tickets]
    touched = any(now.rev != trace.revs[now.id] for _, now in tickets)
    return touched or all(replace(before, rev=now.rev) == now for before, now in tickets)


def _since(
    draft: Draft,
    trace: Trace,
    clinics: set[tuple[date, ClinicCode]],
    rooms: set[tuple[ClinicCode, int]],
    kind: str = "",
) -> bool:
    """Whether a later action (of this *kind*) touched one of these clinics, or one of these rooms."""
    return any(
        other.first > trace.last
        and (
            (other.kind.startswith(kind) and any((c.day, c.code) in clinics for c in other.clinics))
            or any((h.clinic, h.no) in rooms for h in other.rooms)
            or not rooms.isdisjoint(other.freed)
        )
        for other in draft.state.traces.values()
    )


def _stepped(draft: Draft, now: Ticket, before: Ticket | None) -> Ticket:
    """The ticket as it was *before* (None: cancelled), one revision on and signed."""
    c = draft.context
    mark = e.Event(seq=0, at=c.at, actor=c.actor.user, action=draft.action.id, desk=c.actor.desk)
    row = before or replace(now, state="cancelled", closed_at=c.at)
    return replace(
        row, rev=now.rev + 1, marks=signed(now, mark), changed_by=c.actor.user, changed_at=c.at, label=now.label
    )


def _withdrawn(draft: Draft, visit: Visit) -> Visit:
    """A visit whose registration is undone; its number stays spent."""
    stages = tuple(tuple(replace(s, state="todo") if s.state == "here" else s for s in st) for st in visit.stages)
    return replace(visit, stages=stages, state="cancelled", closed_at=draft.context.at, rev=visit.rev + 1)


def _check_rooms_free(draft: Draft, back: list[Ticket], made: set[TicketId]) -> None:
    """Nobody else may have been called into a room that a ticket returns to."""
    going = {t.id for t in back if t.state not in INSIDE} | made
    for ticket in back:
        if ticket.state in INSIDE and ticket.room is not None:
            inside = draft.state.inside(ticket.day, ticket.clinic, ticket.room)
            if inside is not None and inside.id != ticket.id and inside.id not in going:
                raise Refused("room-busy", label=inside.label, room=ticket.room)


def _check_still_there(draft: Draft, back: list[Ticket], visits: list[Visit]) -> None:
    """A centre published since may have no such clinic or room any more: nobody would find who comes back to it."""
    center = draft.state.center
    for ticket in back:
        clinic = center.clinic(ticket.clinic)
        rooms = {room.no for room in clinic.rooms} if clinic is not None else set()
        if ticket.open and (clinic is None or (ticket.state in INSIDE and ticket.room not in rooms)):
            raise Refused("undo-touched", label=ticket.label)
    for visit in visits:
        now = draft.state.visits[visit.id].stages
        way = {s.clinic for stage in now for s in stage if s.state == "todo"}
        lost = {s.clinic for stage in visit.stages for s in stage if s.state == "todo"} - way
        if visit.state == "open" and any(not center.takes(code, visit.gender) for code in lost):
            raise Refused("undo-touched", label=visit.number)


def _check_one_visit(draft: Draft, visits: list[Visit]) -> None:
    for visit in visits:
        standing = draft.state.open_visits.get((visit.day, visit.patient))
        if visit.state == "open" and standing is not None and standing != visit.id:
            raise Refused("undo-touched", label=visit.number)


def override(draft: Draft, action: Override, perform: Callable[[Draft, Action], None]) -> None:
    """Carry the conflicting action out after all; *perform* is the table of actions."""
    draft.allow()
    original = draft.context.original
    if original is None or original.id != action.conflict:
        raise Refused("nothing-to-override")
    actor = draft.context.actor
    if original.by != actor.user and not actor.supervises:
        raise Refused("override-not-yours")
    draft.verb = original.type  # whoever may not do it any more carries it out no more either
    draft.allow()
    if isinstance(original, (OpenClinic, PauseClinic, CloseClinic, TakeRoom)):
        draft.need_open_day(draft.state.calendar.day(original.at))  # yesterday's word is none about today's clinic
    tickets, visits = _reopened(draft, original)
    tickets = (*tickets, *_inside_again(draft, original))
    draft.emit(e.Overridden, conflict=original.id, tickets=tickets, visits=visits)
    draft.forced, draft.root, draft.source = True, original.replaces or original.id, original.id
    perform(draft, _as_decided(original, action))
    _check_way(draft, tickets)


def _as_decided(original: AnyAction, action: Override) -> AnyAction:
    """*original* with what was decided when it was carried out in an earlier history."""
    told = {"ticket": action.ticket, "current": action.current, "next": action.next}
    if isinstance(original, CallNext):
        open_yet = {n: value for n, value in told.items() if getattr(original, n) is None}
        return replace(original, **open_yet)
    if isinstance(original, (RegisterVisit, IssueTicket)) and original.number is None and action.number is not None:
        original = replace(original, number=action.number)
    if action.next is not None and leads(original):
        return replace(original, next=action.next)
    return original


def _check_way(draft: Draft, tickets: tuple[Ticket, ...]) -> None:
    """As for an undo: nobody comes back to a clinic, a room or a stop that a centre published since has given up."""
    for ticket in (draft.state.tickets[t.id] for t in tickets):
        if ticket.open:
            clinic = draft.clinic(ticket.clinic)
            if ticket.state in INSIDE and ticket.room is not None:
                draft.room(clinic, ticket.room)
        visit = draft.state.visits[ticket.visit]
        for stop in (s for stage in visit.stages for s in stage) if visit.state == "open" else ():
            if stop.state == "todo":
                need_admitted(draft.clinic(stop.clinic), visit.gender)


def _reopened(draft: Draft, original: AnyAction) -> tuple[tuple[Ticket, ...], tuple[Visit, ...]]:
    """The ticket brought back to where *original* can act on it, and what came after it cancelled."""
    if isinstance(original, SetPriority):
        return (), ()  # no reason to lead anybody back: it is of wherever they stand by now
    named = original.ticket if isinstance(original, (TicketAction, CallNext, Cancel)) else None
    ticket = draft.state.ticket(named) if named is not None else None
    if ticket is None:
        return (), ()
    draft.need_open_day(ticket.day)
    rows = []
    visit = draft.state.visits[ticket.visit]
    stages = visit.stages
    for id in draft.state.visit_tickets[ticket.visit]:
        other = draft.state.tickets[id]
        if other.id == ticket.id or not (other.seq > ticket.seq or other.open):
            continue
        if other.first_called_at is not None or other.state in ("done", "no_show"):
            raise Refused("later-stop-called", label=other.label)
        if other.open:
            rows.append(_stepped(draft, other, before=None))
            stages = with_stop(stages, other.clinic, "todo", among=frozenset({"here"}))
    if not ticket.open:
        stages = _stop_again(stages, ticket, visit.present_stage)
    target = _needed(original)
    there = _called_there(draft, ticket, original.rev) if target in INSIDE else None
    room = there.room if there is not None else None
    if target in INSIDE:
        if there is None or room is None:
            raise Refused("wrong-state", label=ticket.label, state=ticket.state, action=original.type)
        inside = draft.state.inside(ticket.day, ticket.clinic, room)
        if inside is not None and inside.id != ticket.id:
            raise Refused("room-busy", label=inside.label, room=room)
    again = replace(ticket, state=target, closed_at=None, room=room, left=False)
    if there is None:
        again = replace(again, called_at=None, started_at=None)
    elif ticket.room is None:
        again = replace(again, called_at=there.called_at, caller=there.caller, announcements=there.announcements)
    rows.append(_stepped(draft, ticket, before=again))
    opened = replace(visit, stages=stages, state="open", closed_at=None, rev=visit.rev + 1)
    _check_one_visit(draft, [opened])
    return tuple(rows), (opened,)


def _inside_again(draft: Draft, original: AnyAction) -> tuple[Ticket, ...]:
    """Whoever the one key finishes, put back or aside since: they were in that room, and no other is there now."""
    named = original.current if isinstance(original, CallNext) and original.finish_current else None
    ticket = draft.state.ticket(named) if named is not None else None
    if not isinstance(original, CallNext) or ticket is None or ticket.clinic != original.clinic:
        return ()
    busy = draft.state.inside(ticket.day, ticket.clinic, original.room)
    if busy is not None or after("call_ticket", ticket.state) is None:
        return ()
    was = _called_there(draft, ticket, None) or ticket
    again = replace(
        ticket, state="called", room=original.room, called_at=was.called_at, caller=was.caller,
        announcements=was.announcements,
    )  # fmt: skip
    return (_stepped(draft, ticket, before=again),)


def _called_there(draft: Draft, ticket: Ticket, rev: int | None) -> Ticket | None:
    """*ticket* as it was when called to a room: now, or when it was at *rev*, before somebody put it back or aside."""
    if ticket.room is not None:
        return ticket
    before = (was for trace in reversed(draft.state.traces.values()) for was in trace.tickets if was.id == ticket.id)
    return next((was for was in before if was.state in INSIDE and (rev is None or was.rev <= rev)), None)


def _stop_again(stages: Stages, ticket: Ticket, present: int) -> Stages:
    """*stages* with the stop of a closed ticket `here` once more; added to stage *present* if it is no longer there."""
    likely: dict[TicketState, StopState] = {"done": "done", "cancelled": "todo"}
    first: StopState = "left" if ticket.left else likely.get(ticket.state, "todo")
    for state in (first, *(s for s in _CLOSED if s != first)):
        again = with_stop(stages, ticket.clinic, "here", among=frozenset({state}))
        if again != stages:
            return again
    added = with_added(stages, present, ticket.clinic)
    return with_stop(added, ticket.clinic, "here", among=frozenset({"todo"}))


def _needed(original: AnyAction) -> TicketState:
    """The state a ticket must be in for *original* to act on it."""
    if isinstance(original, (CallNext, CallTicket, Cancel, Hold, Transfer)):
        return "waiting"
    return "held" if isinstance(original, Resume) else "in_service" if original.type == "refer" else "called"
