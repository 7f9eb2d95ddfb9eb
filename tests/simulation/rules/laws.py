"""The ten rules of the domain, each said again naively: from the log and the tickets, never by the rules' own code.

A law takes the world after a step and fails with its own name. `order_of` is the queue's order written a second time.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from mmc_console.domain import events as e
from mmc_console.domain.actions import (
    Action,
    Admit,
    CallNext,
    CallTicket,
    Cancel,
    Finish,
    Refer,
    SetPriority,
)
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ClinicCode, VisitId
from mmc_console.domain.numbers import split
from mmc_console.domain.order import ahead, sequence
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Unable
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import Deed, World, picture

OPEN = {"waiting", "called", "in_service", "held", "no_show"}
INSIDE = {"called", "in_service"}


def numbers_are_unique(world: World) -> None:
    """Rule 1: one owner per number and day for ever; the server's count on without a gap; no silent change."""
    owner: dict[tuple[date, str], str] = {}
    given: dict[VisitId, str] = {}
    online: dict[date, list[int]] = {}
    opened_by: dict[str, set[str]] = {}
    for event in world.events:
        if isinstance(event, e.VisitRegistered):
            day, number = event.day, event.number
            opened_by[event.visit] = {event.action}
            parts = split(number)
            assert parts is not None, f"rule 1: {number} is no number"
            if not parts[0]:
                online.setdefault(day, []).append(parts[1])
        elif isinstance(event, e.VisitRenumbered | e.NumberAlias):
            if event.number is None:
                continue
            day, number = world.state.visits[event.visit].day, event.number
            if isinstance(event, e.VisitRenumbered):
                assert event.action in opened_by[event.visit], "rule 1: another action changed a number"
            elif given[event.visit] != number:
                assert owner.setdefault((day, number), event.visit) == event.visit, f"rule 1: {number} given twice"
                continue
        else:
            continue
        assert (day, number) not in owner, f"rule 1: {number} given twice on {day}"
        owner[day, number] = event.visit
        given[event.visit] = number
    for counts in online.values():
        assert counts == list(range(1, len(counts) + 1)), f"rule 1: a gap in {counts}"
    for id, number in given.items():
        assert world.state.visits[id].number == number, "rule 1: a number changed without the log"


def one_visit_one_ticket(world: World) -> None:
    """Rule 2: at most one open visit a person and day, and at most one open ticket a visit."""
    visits = Counter((v.patient, v.day) for v in world.state.visits.values() if v.state == "open")
    assert max(visits.values(), default=0) <= 1, "rule 2: two open visits"
    people = Counter(
        (world.state.visits[t.visit].patient, t.day) for t in world.state.tickets.values() if t.state in OPEN
    )
    assert max(people.values(), default=0) <= 1, "rule 2: two open tickets"
    for visit in world.state.visits.values():
        here = [s.clinic for stage in visit.stages for s in stage if s.state == "here"]
        mine = [t.clinic for t in world.state.tickets.values() if t.visit == visit.id and t.state in OPEN]
        assert here == mine, f"rule 2: stops {here}, tickets {mine}"
        assert not mine or visit.state == "open", "rule 2: an open ticket of a closed visit"


def nobody_done_comes_again(world: World, deed: Deed) -> None:
    """Rule 2: a registration that comes late opens nothing for somebody who was all done since it was made."""
    for event in deed.done.events if deed.done is not None else ():
        if isinstance(event, e.VisitRegistered):
            same = [v for v in world.state.visits.values() if (v.patient, v.day) == (event.patient, event.day)]
            since = [v for v in same if v.state == "complete" and v.closed_at and v.closed_at > event.at]
            asked = {s.clinic for stage in event.stages for s in stage if s.state == "todo"}
            for visit in since:
                done = {s.clinic for stage in visit.stages for s in stage if s.state == "done"}
                same_exam = event.exam_type is not None and visit.exam_type == event.exam_type
                again = same_exam or asked <= done
                assert not again, f"rule 2: {event.number} was done as {visit.number}, and stands there again"


def one_room_one_ticket(world: World) -> None:
    """Rules 3 and 4: a room has one ticket, and each ticket called has one room of its clinic."""
    inside = [t for t in world.state.tickets.values() if t.state in INSIDE]
    rooms = Counter((t.day, t.clinic, t.room) for t in inside)
    assert max(rooms.values(), default=0) <= 1, "rule 4: two tickets in one room"
    assert all(t.room is not None for t in inside), "rule 3: called to no room"


def calls_name_one_room(world: World, deed: Deed) -> None:
    """Rule 3: a ticket that is called stands in no other room of the state before."""
    for event in deed.done.events if deed.done else ():
        if isinstance(event, e.TicketCalled):
            ticket = world.state.tickets[event.ticket]
            assert (ticket.state, ticket.room) == ("called", event.room), "rule 3: the call is elsewhere"


def order_of(center: Center, waiting: list[Ticket], turns: tuple[bool, ...]) -> list[Ticket]:
    """The queue's order, written a second time: class by class, then by queue time and place."""
    lines = {
        kind: sorted((t for t in waiting if t.priority == kind), key=lambda t: (t.queued_at, t.place, t.id))
        for kind in ("urgent", "priority", "normal")
    }
    most, of = center.rules.priority_share
    order = list(lines["urgent"])
    before = list(turns)
    while lines["priority"] or lines["normal"]:
        contested = bool(lines["priority"] and lines["normal"])
        recent = before[-(of - 1) :] if of > 1 else []
        turn_of_normal = not lines["priority"] or (contested and recent.count(True) >= most)
        if contested or turn_of_normal:
            before.append(not turn_of_normal)
        order.append(lines["normal" if turn_of_normal else "priority"].pop(0))
    return order


def standing(state: State, clinic: ClinicCode, day: date) -> list[Ticket]:
    """Who waits there, asked of every ticket."""
    return [t for t in state.tickets.values() if t.clinic == clinic and t.day == day and t.state == "waiting"]


def expected_next(state: State, clinic: ClinicCode, day: date) -> Ticket | None:
    """Rule 5: who must be called next."""
    row = state.clinic(clinic, day)
    return next(iter(order_of(state.center, standing(state, clinic, day), row.turns)), None)


def is_beaten(state: State, ticket: Ticket, action: Action, rev: int, actor: Actor) -> bool:
    """Whether *action*, which knew of *ticket* up to *rev*, goes over a step of another desk and may not."""
    if isinstance(action, SetPriority) and state.open_ticket(ticket.visit) is not None:
        return False  # who goes first is said of the person, wherever they stand
    marks, mine = dict(ticket.marks), actor.desk or "-"
    known = max(rev, marks.get(mine, 0))
    if not any(at > known for desk, at in marks.items() if desk != mine):
        return False
    if isinstance(action, CallTicket | CallNext):  # nobody has seen them in line since: they came in when called
        aside = ticket.state in ("waiting", "held") and (ticket.changed_at or action.at) <= action.at
        if aside or ticket.state == "no_show":
            return False
    if isinstance(action, Finish | Refer) and ticket.left:
        return False
    over = ticket.left and ticket.state == "transferred" and (ticket.closed_at or action.at) >= action.at
    return not over or isinstance(action, Cancel | SetPriority)


def is_back(state: State, ticket: Ticket) -> bool:
    """Whether they were sent elsewhere and here once more: what names the old ticket may be about the one of now."""
    now = state.open_ticket(ticket.visit)
    return ticket.state == "transferred" and now is not None and now.clinic == ticket.clinic


def is_of_another(fault: Unable | None, action: Action) -> bool:
    """Whether *fault* is about the ticket that whoever *action* names has by now."""
    return fault is not None and fault.params.get("ticket") != getattr(action, "ticket", None)


def counted_from_tickets(world: World) -> None:
    """Rule 6: waiting, ahead, inside and the measured pace equal a recount of all tickets."""
    state = world.state
    named = {getattr(event, "ticket", None) for event in world.events[-8:]}
    touched = {row.day for id in named if id is not None and (row := state.ticket(id)) is not None}
    for day in {world.today, *touched}:
        for clinic in state.center.clinics:
            waiting = standing(state, clinic.code, day)
            order = order_of(state.center, waiting, state.clinic(clinic.code, day).turns)
            assert len(state.tickets.queue(day, clinic.code)) == len(waiting), "rule 6: waiting"
            assert list(sequence(state, clinic.code, day)) == order, "rule 5: the order"
            assert [ahead(state, t) for t in order] == list(range(len(order))), "rule 6: ahead"
            for room in clinic.rooms:
                found = [
                    t for t in state.tickets.values()
                    if (t.clinic, t.day, t.room) == (clinic.code, day, room.no) and t.state in INSIDE
                ]  # fmt: skip
                assert state.inside(day, clinic.code, room.no) == (found[0] if found else None), "rule 6: inside"


def whoever_is_admitted_stands_there(world: World, deed: Deed) -> None:
    """Nobody stays aside where somebody has just admitted them."""
    if isinstance(deed.action, Admit) and deed.done is not None and deed.done.ticket is not None:
        ticket = world.state.tickets[deed.done.ticket]
        assert ticket.state not in ("held", "no_show"), f"{ticket.label} was admitted, and is {ticket.state}"


def stages_in_order(world: World, deed: Deed) -> None:
    """Rule 8: no stage before the one before it is finished, except by `admit`; `admits` and gender hold."""
    for event in deed.done.events if deed.done else ():
        if isinstance(event, e.TicketTransferred) and event.left:
            world.admitted.add(world.state.tickets[event.ticket].visit)
        if not isinstance(event, e.TicketIssued):
            continue
        visit = world.state.visits[event.visit]
        if event.why == "admitted":
            world.admitted.add(visit.id)
        clinic = world.state.center.clinic(event.clinic)
        assert clinic is not None, "rule 8: a ticket for a clinic that is no more"
        assert clinic.admits == "all" or visit.gender == "female", "rule 8: not admitted"
        ticket = world.state.tickets[event.ticket]
        if ticket.state not in OPEN or visit.id in world.admitted:
            continue
        for stage in visit.stages:
            if any(s.state == "here" for s in stage):
                break
            assert all(s.state in ("done", "skipped") for s in stage), f"rule 8: a stage was jumped {visit.stages}"


def complete_means_done(world: World) -> None:
    """Rule 8: a complete visit has nothing left to do, and one with nothing left is not open."""
    for visit in world.state.visits.values():
        left = [s for stage in visit.stages for s in stage if s.state not in ("done", "skipped")]
        assert not (visit.state == "complete" and left), "rule 8: complete with stops to do"
        assert not (visit.state == "open" and not left), "rule 8: finished and never complete"


def nobody_is_forgotten(world: World) -> None:
    """Rule 8: while a clinic that may come next is open, whoever goes on has a ticket, unless it was cancelled."""
    state = world.state
    for visit in state.visits.of(world.today):
        if visit.state != "open" or state.open_ticket(visit.id) is not None:
            continue
        tickets = [state.tickets[id] for id in state.visit_tickets[visit.id]]
        last = tickets[-1]
        seen = {t.clinic for t in tickets if t.left and t.state == "transferred" and t.room is not None}
        behind = [s for stage in visit.stages for s in stage if s.state == "left" and s.clinic not in seen]
        ways = [[s for s in stage if s.state == "todo"] for stage in visit.stages]
        for stop in next(filter(None, ways), behind[:1]):
            clinic = state.center.clinic(stop.clinic)
            admitted = clinic is not None and (clinic.admits == "all" or visit.gender == "female")
            waits = admitted and state.clinic(stop.clinic, world.today).state == "open"
            assert not waits or last.state == "cancelled", (
                f"rule 8: {visit.number} stands nowhere, {stop.clinic} is open"
            )


ALWAYS = (
    numbers_are_unique, one_visit_one_ticket, one_room_one_ticket, counted_from_tickets, complete_means_done,
    nobody_is_forgotten,
)  # fmt: skip
AFTER = (calls_name_one_room, whoever_is_admitted_stands_there, stages_in_order, nobody_done_comes_again)


def log_makes_state(world: World) -> None:
    """Rule 9: the stored log, and a snapshot's rows, each make the very same state."""
    live = picture(world.state)
    for name, twin in world.past_twins():
        other = picture(twin)
        differing = [key for key in live if live[key] != other[key]]
        assert not differing, f"rebuilt from its {name}, the state differs in {differing}"
