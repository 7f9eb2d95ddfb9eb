"""Where a visit goes next: among the stage's remaining open clinics, the shortest expected wait.

Ties by fewer floors to walk, then by the pathway's order. The choice is fixed
by the ticket it issues; nothing here remembers anything.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from mmc_console.domain.centre import Gender
from mmc_console.domain.estimates import pace, rooms_working
from mmc_console.domain.ids import ClinicCode, ExamCode, PatientId, VisitId
from mmc_console.domain.order import Why
from mmc_console.domain.state import State
from mmc_console.domain.visits import Visit, pathway


class Choice(Struct, frozen=True):
    """The next clinic and why it is this one."""

    clinic: ClinicCode
    why: Why


def remaining(visit: Visit) -> tuple[ClinicCode, ...]:
    """The clinics that may come next: the first stage with something to do, in its order.

    A stop that the person left before its finish arrived is passed over; see `left_behind`.
    """
    for stage in visit.stages:
        todo = tuple([s.clinic for s in stage if s.state == "todo"])
        if todo:
            return todo
        for stop in stage:
            if stop.state == "here":
                return ()
    return ()


def left_behind(state: State, visit: Visit) -> list[tuple[ClinicCode, ...]]:
    """By stage the clinics where the person only waited until `admit` took them on.

    Perhaps no finish of theirs will ever come.
    """
    rows = [state.tickets[id] for id in state.visit_tickets.get(visit.id, ())]
    inside = {ticket.clinic for ticket in rows if ticket.left_inside}
    stages = [
        tuple([s.clinic for s in stage if s.state == "left" and s.clinic not in inside]) for stage in visit.stages
    ]
    return [stage for stage in stages if stage]


def was_there(state: State, visit: Visit, clinic: ClinicCode) -> bool:
    """Whether they have been to *clinic*, where they were to go: done, or its finish is still to come."""
    stop = visit.stop(clinic)
    if stop is None or stop.state != "left":
        return stop is not None and stop.state == "done"
    return all(clinic not in stage for stage in left_behind(state, visit))


def lies_ahead(state: State, visit: Visit, clinic: ClinicCode) -> bool:
    """Whether they get to *clinic* anyhow.

    Whoever stands nowhere and was taken on from there waits for a finish that perhaps never comes.
    """
    stop = visit.stop(clinic)
    if stop is None or stop.state == "left":
        return stop is not None and state.open_ticket(visit.id) is not None
    return stop.state in ("todo", "here")


def choose_next(state: State, visit: Visit, day: date, leaving: ClinicCode | None = None) -> Choice | None:
    """The next clinic; None when nothing remains or every remaining clinic is closed."""
    todo = remaining(visit) or next(iter(left_behind(state, visit)), ())
    possible = [c for c in todo if may_go(state, visit, c, day)]
    usable = [c for c in possible if state.clinic(c, day).state == "open"] or possible
    if not usable:
        return None
    if len(usable) == 1:
        return Choice(usable[0], Why("only" if len(todo) == 1 else "only-open"))
    center = state.center
    floor = center.floor_of(leaving) if leaving else 0

    def wait(code: ClinicCode) -> float:
        return len(state.tickets.queue(day, code)) / rooms_working(state, code, day) * pace(state, code, day)

    ranked = sorted((wait(c), abs(center.floor_of(c) - floor), i, c) for i, c in enumerate(usable))
    best, second = ranked[0], ranked[1]
    code = "shortest" if best[0] < second[0] else "nearest" if best[1] < second[1] else "order"
    return Choice(best[3], Why(code, {"minutes": round(best[0] / 60)}))


def first_clinic(state: State, exam: ExamCode, gender: Gender, day: date) -> ClinicCode | None:
    """Where somebody who registers now for *exam* would go first; None where no clinic takes them."""
    found = state.center.exam(exam)
    stages = found.pathways.of(gender) if found is not None else ()
    nobody = Visit(
        id=VisitId(""), number="", patient=PatientId(""), gender=gender, day=day, stages=pathway(stages),
        registered_at=state.calendar.starts(day),
    )  # fmt: skip
    choice = choose_next(state, nobody, day)
    return choice.clinic if choice is not None else None


def can_go(state: State, visit: Visit, clinic: ClinicCode, day: date) -> bool:
    """Whether *clinic* may be the next: to do now, not closed, still of the centre, and open to this person.

    Where `admit` has let them in before they go back to in any order.
    """
    to_do = clinic in remaining(visit) or any(clinic in stage for stage in left_behind(state, visit))
    return to_do and may_go(state, visit, clinic, day)


def may_go(state: State, visit: Visit, clinic: ClinicCode, day: date) -> bool:
    """Whether *clinic* takes them at all: not closed, still of the centre, and open to this person."""
    return state.center.takes(clinic, visit.gender) and state.clinic(clinic, day).state != "closed"
