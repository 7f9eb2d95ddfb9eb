"""Which recorded actions touch the same ticket, visit or room, and so must keep their order.

Pure functions, so that they can be proven: a refused or conflicting action holds back only later ones that
share a subject with it, directly or through others held back; everything else goes on.

A room is that of one service day: what was done there yesterday is for a person to decide, and no queue of today waits.
Somebody called in vain was not in it: where that call has failed, only their own ticket waits for a decision, and not
whoever was called in after they had been sent away again.

What is said of a clinic or a person builds on nothing that was said before, so a refusal holds nothing back there. But
a newer word must not go before an older one that only waits: the older would be the last word when it goes. The first
word about a person is the registration that makes them known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from mmc_console.domain.actions import (
    CORRECTABLE,
    Admit,
    AnyAction,
    CallNext,
    CallTicket,
    Cancel,
    CloseClinic,
    CorrectPatient,
    Finish,
    Hold,
    IssueTicket,
    LeaveRoom,
    NoShow,
    OpenClinic,
    Override,
    PauseClinic,
    Refer,
    RegisterVisit,
    Requeue,
    TakeRoom,
    TicketAction,
    Transfer,
    Undo,
)
from mmc_console.domain.decide import Performed
from mmc_console.domain.events import TicketCalled, VisitRegistered
from mmc_console.domain.ids import ActionId, ClinicCode, PatientId, TicketId, VisitId, patient_of, visit_of
from mmc_console.domain.state import State
from mmc_console.domain.tickets import INSIDE

Subjects = frozenset[str]
Stops = Literal["", "failed", "waits"]
"""What an action holds others back by: nothing, a person has to decide about it, or it may not go yet."""
_IN_VAIN: Final = (NoShow, Requeue, Hold, Transfer)
"""By which somebody leaves a room without having been examined: whoever comes next builds on nothing of that."""


def subjects(
    action: AnyAction, state: State, performed: Performed | None, earlier: Callable[[ActionId], Subjects | None]
) -> Subjects:
    """The visits, tickets and rooms *action* is about, and of what it is a word.

    *state* is the projection without it, *performed* what it does there, *earlier* the subjects of an action
    still in the outbox.
    """
    found: set[str] = set()
    day = state.calendar.day(action.at) if state.settings else action.at.date()
    events = performed.events if performed is not None else ()
    found |= {_visit(visit) for event in events if (visit := getattr(event, "visit", None)) is not None}
    if performed is not None and performed.visit is not None:
        found.add(_visit(performed.visit))
    found |= {room for event in events for room in _room_of(state, getattr(event, "ticket", None))}
    if isinstance(action, RegisterVisit) and action.continues is not None:
        found.add(_visit(VisitId(state.alias.get(action.continues, action.continues))))
    if isinstance(action, (RegisterVisit, IssueTicket)):
        root = action.replaces or action.id
        found.add(_visit(visit_of(root)))
        found |= {_word(patient_of(root), name) for name in CORRECTABLE}
        opened = (event.patient for event in events if isinstance(event, VisitRegistered))
        before = (visit for patient in opened for visit in state.visits.of_person(day, patient))
        # perhaps it stands yet, and this leads there: that is decided first
        found |= {_visit(visit.id) for visit in before if visit.state == "cancelled"}
    if isinstance(action, (OpenClinic, PauseClinic, CloseClinic)):
        found.add(_word(action.clinic, day))
    if isinstance(action, CorrectPatient):
        told = [name for name in CORRECTABLE if getattr(action, name) is not None]
        found |= {_word(each, name) for each in _names(action.patient_id, day, state) for name in told}
    if isinstance(action, (CallNext, TakeRoom, LeaveRoom)):
        found.add(_room(action.clinic, action.room, day))
    if isinstance(action, CallNext):
        found |= _ticket(state, action.ticket) | _ticket(state, action.current)
        inside = state.inside(day, action.clinic, action.room)
        if inside is not None and action.finish_current:
            found |= _ticket(state, inside.id)
        called = (event.ticket for event in events if isinstance(event, TicketCalled))
        found |= {subject for ticket in called for subject in _ticket(state, ticket)}
    if isinstance(action, TicketAction):
        found |= _ticket(state, action.ticket)
    if isinstance(action, CallTicket):
        ticket = state.ticket(action.ticket)
        if ticket is not None:
            found.add(_room(ticket.clinic, action.room, day))
    if isinstance(action, Cancel):
        found |= _ticket(state, action.ticket)
    named = action.visit if isinstance(action, (Admit, Cancel)) else getattr(action, "visit", None)
    if named is not None:
        found.add(_visit(VisitId(state.alias.get(named, named))))
    if isinstance(action, (Undo, Override)):
        found |= _of_other(action.action if isinstance(action, Undo) else action.conflict, state, earlier)
    # what was recorded before two registrations turned out to be of one visit calls it by its other name
    found |= {_visit(VisitId(name)) for name, meant in state.alias.items() if _visit(VisitId(meant)) in found}
    return frozenset(found)


def _of_other(id: ActionId, state: State, earlier: Callable[[ActionId], Subjects | None]) -> set[str]:
    found = set(earlier(id) or ())
    trace = state.traces.get(id)  # whom it has called, where that was only foreseen when it was recorded
    if trace is None:
        return found
    found |= {_visit(trace.visit)} if trace.visit else set()
    for ticket in (*(t.id for t in trace.tickets), *trace.made, *((trace.ticket,) if trace.ticket else ())):
        found |= _ticket(state, ticket)
    if trace.kind.startswith("clinic_"):
        found |= {_word(clinic.code, clinic.day) for clinic in trace.clinics}
    rooms = {*((hold.clinic, hold.no) for hold in trace.rooms), *trace.freed}
    return found | {_room(*key, state.calendar.day(trace.at)) for key in rooms}


def _ticket(state: State, id: TicketId | None) -> set[str]:
    """A ticket stands for its visit; inside a room, for that room too."""
    if id is None:
        return set()
    ticket = state.ticket(id)
    if ticket is None:
        return {f"ticket:{id}"}
    return {f"ticket:{ticket.id}", _visit(ticket.visit), *_room_of(state, id)}


def _room_of(state: State, id: TicketId | None) -> set[str]:
    """The room this ticket is in: what is done with a whole visit takes them out of it too."""
    ticket = state.ticket(id) if id is not None else None
    if ticket is None or ticket.state not in INSIDE or ticket.room is None:
        return set()
    return {_room(ticket.clinic, ticket.room, ticket.day)}


def _names(person: PatientId, day: date, state: State) -> set[str]:
    """What somebody is known by here, who may have come by two registrations: by each of their visits of the *day*."""
    visits = {visit.id for visit in state.visits.of_person(day, person)}
    return {person, *visits, *(name for name, meant in state.alias.items() if meant in visits)}


def _visit(id: VisitId) -> str:
    return f"visit:{id}"


def _room(clinic: ClinicCode, no: int, day: date) -> str:
    """Of a service day: whoever works there today builds on nothing of yesterday."""
    return f"room:{clinic}:{no}:{day}"


def dated(about: Iterable[str], at: datetime, state: State) -> tuple[str, ...]:
    """What something done *at* is about, with the day of each room: rows were once written that do not name it."""
    day = state.calendar.day(at) if state.settings else at.date()
    return tuple(
        f"{subject}:{day}" if subject.startswith("room:") and "-" not in subject.rpartition(":")[2] else subject
        for subject in about
    )


def _word(of: str, what: object) -> str:
    """Of a clinic's day, or of what of a person: nothing else is said anew by it."""
    return f"word:{of}:{what}"


def words(about: Subjects) -> Subjects:
    """Those of what something is about that it only says anew."""
    return frozenset(subject for subject in about if subject.startswith("word:"))


class Standing(NamedTuple):
    """How one action stands among the others of its console."""

    key: int
    about: Subjects
    stops: Stops = ""
    into: Subjects = frozenset()
    """The room somebody would be in by it, had it not failed; whoever was inside before is not finished by it."""
    out_of: Subjects = frozenset()
    """The room that somebody leaves by it: that builds on what was done with them, and on nothing else of the room."""
    frees: bool = False
    """Whether nobody is there who was to leave: the room is as it was before them, and others may come in."""
    comes: bool = False
    """Whether somebody may still come in by it."""


def standing(key: int, action: AnyAction, about: Subjects, stops: Stops, told: Mapping[str, str | int]) -> Standing:
    """That of *action*. *told*: what its problem says of how the ticket stands."""
    rooms = frozenset(subject for subject in about if subject.startswith("room:"))
    calls = isinstance(action, CallTicket) or (isinstance(action, CallNext) and action.current is None)
    into = rooms if calls and stops == "failed" else frozenset[str]()  # one that only waits may still come in
    if not isinstance(action, (*_IN_VAIN, Finish, Refer)):
        return Standing(key, about, stops, into, comes=calls and stops != "failed")
    outside = stops != "failed" or ("state" in told and told["state"] not in INSIDE)
    return Standing(key, about, stops, into, rooms, outside and isinstance(action, _IN_VAIN))


def held_back(rows: Iterable[Standing]) -> dict[int, int]:
    """Of these in their order: the keys that must wait, each with the one it waits for."""
    stopped: dict[str, int] = {}
    held: dict[int, int] = {}
    stay: dict[str, list[Standing]] = {}
    """What has stopped each room, the first one first."""
    vain: dict[str, Subjects] = {}
    """Whom somebody has sent away who never came into it: they may be sent away once more."""
    for row in rows:
        key, about = row.key, row.about
        needs = about - row.out_of
        if row.stops:
            first, about = key, about if row.stops == "waits" else about - words(about)
            if row.stops == "failed" and row.frees:
                about -= row.out_of
        elif not stopped.keys().isdisjoint(needs):
            first = held[key] = min(stopped[subject] for subject in needs if subject in stopped)
            for room in row.out_of if row.frees else ():
                if _is_own(stay.get(room, ()), room, row.about):
                    vain[room] = stay[room][0].about
                    del stopped[room], stay[room]
                elif room in stopped or room not in vain or not vain[room] <= row.about:
                    continue
                about -= {room}
        else:
            continue
        for subject in about:  # what follows one that waits must not overtake it either
            stopped.setdefault(subject, first)
        for room in (subject for subject in about if subject.startswith("room:")):
            stay.setdefault(room, []).append(row)
            vain.pop(room, None)
    return held


def _is_own(stay: Sequence[Standing], room: str, about: Subjects) -> bool:
    """Whether all that has stopped *room* is the failed call of whoever *about* is, and what was done with them."""
    came = bool(stay) and room in stay[0].into
    return came and all(each.about <= about and each.about > {room} and not each.comes for each in stay)


def after(rows: Sequence[Subjects], waits: Collection[int] = ()) -> tuple[tuple[int, ...], ...]:
    """For each of *rows* the places of the last ones before it on each of its subjects; nothing when none depends.

    Of its words only where the one before may have to wait: if that is refused, the next request has it no more.
    *waits*: those that may for another console's work, whatever they are about.
    """
    last: dict[str, int] = {}
    found: list[tuple[int, ...]] = []
    for place, about in enumerate(rows):
        before = {last[subject] for subject in about - words(about) if subject in last}
        said = {last[subject] for subject in words(about) if subject in last}
        found.append(tuple(sorted(before | {k for k in said if found[k] or k in waits or rows[k] > words(rows[k])})))
        last |= dict.fromkeys(about, place)
    return tuple(found) if any(found) else ()


class Done(NamedTuple):
    """Where something was taken before a restore."""

    history: str
    seq: int
    late: bool = False
    """Whether it was decided since of something older, before which it has its place here."""


def after_as_done(rows: Sequence[Subjects], done: Sequence[Done]) -> tuple[tuple[int, ...], ...]:
    """The same of what comes back, each of which may have to wait for what another console brings back.

    What was decided late is where its history has taken it, and not where it has its place. If that need not wait for
    something that fails, whatever else was done after both still must.
    """
    of: dict[str, list[int]] = {}
    for place, about in enumerate(rows):
        for subject in about:
            of.setdefault(subject, []).append(place)
    found: list[set[int]] = [set() for _ in rows]
    for places in of.values():
        in_place = [k for k in places if not done[k].late]
        for order in (places,) if len(in_place) == len(places) else (_as_taken(places, done), in_place):
            for earlier, later in pairwise(order):
                found[later].add(earlier)
    _untie(found)
    return tuple(tuple(sorted(each)) for each in found) if any(found) else ()


def _untie(found: Sequence[set[int]]) -> None:
    """Where two orders contradict, each would wait for the other for good: the first in place waits no more."""
    taken, left = set[int](), list(range(len(found)))
    while left:
        first = next((k for k in left if found[k] <= taken), left[0])
        found[first] &= taken
        taken.add(first)
        left.remove(first)


def _as_taken(places: Sequence[int], done: Sequence[Done]) -> list[int]:
    """*places*, those of one history in its order. A number that came later has moved nothing else but that."""
    reached: dict[str, int] = {}
    keys: dict[int, int] = {}
    for place in places:
        history, seq, late = done[place]
        keys[place] = seq if late else max(seq, reached.get(history, 0))
        if not late:
            reached[history] = keys[place]
    taken: dict[str, list[int]] = {}
    for place in sorted(places, key=lambda place: keys[place]):
        taken.setdefault(done[place].history, []).append(place)
    turns = {history: iter(some) for history, some in taken.items()}
    return [next(turns[done[place].history]) for place in places]
