"""Undo: all that one action did is taken back, on the record."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.actions import (
    Undo,
)
from mmc_console.domain.clinics import ClinicDay
from mmc_console.domain.decide.clinics import let_in
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.evolve_tickets import signed
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.refusals import Refused
from mmc_console.domain.state import State, Trace
from mmc_console.domain.tickets import INSIDE, Ticket
from mmc_console.domain.visits import Visit

NOT_UNDOABLE = frozenset({"undone", "overridden", "centre_published", "patient_corrected"})

_ALIKE = frozenset({"number_alias", "overridden"})
"""What a second registration of one person is: as it came, or carried out after all."""


def undo(draft: Draft, action: Undo) -> None:
    """Take back all that one action did, while nobody has acted on it since."""
    draft.allow()
    trace = draft.state.traces.get(action.action)
    check_undoable(draft, trace)
    assert trace is not None
    take_back(draft, trace)


def take_back(draft: Draft, trace: Trace) -> None:
    """All that *trace* tells of is as it was before; Refused where that is not possible."""
    state = draft.state
    back = [stepped(draft, state.tickets[t.id], before=t) for t in trace.tickets]
    made = [stepped(draft, state.tickets[id], before=None) for id in trace.made]
    visits = [_as_before(v, state.visits[v.id]) for v in trace.visits]
    visits += [_withdrawn(draft, state.visits[id]) for id in trace.opened]
    _check_rooms_free(draft, back, {t.id for t in made})
    check_one_visit(draft, visits)
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
    if trace.kind != "number_alias" or trace.made or any(before.id not in state.visits for before in trace.visits):
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


def stepped(draft: Draft, now: Ticket, before: Ticket | None) -> Ticket:
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


def check_one_visit(draft: Draft, visits: list[Visit]) -> None:
    """Refuse to open one of *visits* beside another one of that person's day."""
    for visit in visits:
        standing = draft.state.open_visits.get((visit.day, visit.patient))
        if visit.state == "open" and standing is not None and standing != visit.id:
            raise Refused("undo-touched", label=visit.number)
