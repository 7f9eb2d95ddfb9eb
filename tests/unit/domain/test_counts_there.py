"""Sent elsewhere by the others, and called there since; the room they were sent from had examined them all the same."""

from __future__ import annotations

from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ticket_of
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYE_DOCTOR, EYES, LAB, LAB_DOCTOR, PEOPLE, RECEPTION, Deed
from tests.unit.domain.day import Day


def _called_on(day: Day) -> Ticket:
    """The ticket that the lab's PC, cut off, still shows in its room; reception has sent them to ENT, and it calls."""
    ticket = day.register(0)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
    day.call(ENT)
    return ticket


def _late(day: Day, kind: Any, ticket: Ticket, **fields: Any) -> Deed:
    """What the lab tells, knowing nothing of that."""
    deed = day.do(kind, ticket=ticket.id, rev=2, by=LAB_DOCTOR, **fields)
    assert isinstance(deed.fault, Conflict), deed.fault
    return deed


def _kinds(deed: Deed) -> list[str]:
    assert deed.done is not None, deed.fault
    return [event.type for event in deed.done.events]


def test_it_counts_and_leads_nobody_away() -> None:
    day = Day()
    ticket = _called_on(day)
    there = day.here(ticket.visit)
    assert _kinds(day.override(_late(day, a.Finish, ticket, next=EYES))) == ["overridden", "ticket_finished"]
    assert day.stops(ticket.visit)[LAB] == "done"
    assert (day.now(ticket).state, day.here(ticket.visit)) == ("done", there)
    day.must(a.Finish, ticket=there.id)
    assert day.here(ticket.visit).clinic == EYES, "and nobody sends them to the lab again"


@pytest.mark.parametrize("key", [a.Start, a.CallTicket, a.CallNext])
def test_what_was_done_before_it_changes_nothing(key: Any) -> None:
    """The finish that follows counts, without another question."""
    day = Day()
    ticket = _called_on(day)
    there = day.here(ticket.visit)
    fields: dict[Any, dict[str, Any]] = {
        a.Start: {}, a.CallTicket: {"room": 1, "reason": "by-hand"}, a.CallNext: {"room": 1, "clinic": LAB},
    }  # fmt: skip
    made = day.world.now
    assert set(_kinds(day.override(_late(day, key, ticket, **fields[key])))) == {"overridden", "number_alias"}
    assert (day.now(ticket).state, day.stops(ticket.visit)[LAB]) == ("transferred", "todo")
    assert day.here(ticket.visit) == there
    assert day.state.inside(day.world.today, LAB, 1) is None
    done = day.must(a.Finish, ticket=ticket.id, at=made, rev=2, by=LAB_DOCTOR)
    assert _kinds(done) == ["ticket_finished"]
    assert day.stops(ticket.visit)[LAB] == "done"


def test_one_key_still_finishes_whoever_was_inside_before_them() -> None:
    day = Day()
    first = day.register(2)
    day.must(a.CallTicket, ticket=first.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    second = day.register(0)
    day.must(a.Transfer, ticket=second.id, clinic=ENT, by=RECEPTION)
    day.call(ENT)
    late = _late(day, a.CallNext, second, clinic=LAB, room=1, finish_current=True, current=first.id)
    assert day.override(late).fault is None
    assert (day.now(first).state, day.stops(second.visit)[LAB]) == ("done", "todo")


def test_whoever_was_sent_back_here_goes_on() -> None:
    """They wait for what was done: that ticket is taken from them, and they are led on."""
    day = Day()
    ticket = _called_on(day)
    there = day.here(ticket.visit)
    day.must(a.Finish, ticket=there.id, next=LAB)
    back = day.here(ticket.visit)
    late = _late(day, a.Finish, ticket)
    assert day.override(late).fault is None
    assert (day.now(ticket).state, day.now(back).state) == ("done", "cancelled")
    assert day.here(ticket.visit).clinic == EYES


@pytest.mark.parametrize("examined", [False, True])
def test_it_counts_too_where_they_skipped_the_clinic(*, examined: bool) -> None:
    """And are called, or were examined, where they have led them since."""
    day = Day()
    ticket = day.register(0)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    day.must(a.SkipStop, visit=ticket.visit, clinic=LAB, reason="results-in-hand", by=RECEPTION)
    there = day.here(ticket.visit)
    day.call(there.clinic)
    if examined:
        day.must(a.Finish, ticket=there.id)
    stands = day.here(ticket.visit)
    assert _kinds(day.override(_late(day, a.Finish, ticket)))[:2] == ["overridden", "ticket_finished"]
    assert (day.now(ticket).state, day.stops(ticket.visit)[LAB]) == ("done", "done")
    assert day.here(ticket.visit) == stands


def test_two_who_call_the_same_person_to_one_room_are_not_told_that_it_is_busy() -> None:
    """A person decides, who knows whether they have come in."""
    day = Day()
    ticket = day.register(0)
    day.call()
    deed = _late(day, a.CallNext, ticket, clinic=LAB, room=1)
    assert deed.fault is not None
    assert deed.fault.code == "called-elsewhere"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (a.Start, "stands-elsewhere"), (a.Finish, "stands-elsewhere"), (a.Refer, "stands-elsewhere"),
        (a.NoShow, "already-here"), (a.Recall, "already-here"),
    ],
)  # fmt: skip
def test_an_exam_at_one_clinic_is_none_at_another_where_they_were_registered_too(kind: Any, code: str) -> None:
    """What the room shows is another name of a ticket elsewhere: only there it is called, and nobody there was seen."""
    day = Day()
    there = day.walk_in(0, LAB)
    shown = day.must(a.IssueTicket, clinic=EYES, patient_id=PEOPLE[0].id, sent={"patient": PEOPLE[0]}, by=RECEPTION)
    id = ticket_of(shown.action.id, EYES)
    assert day.state.ticket(id) == day.now(there)
    day.must(a.CallTicket, ticket=there.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    assert day.refused(kind, ticket=id) == code
    assert (day.now(there).state, day.stops(there.visit)[LAB]) == ("called", "here")
    day.must(a.Transfer, ticket=id, clinic=EYES, by=RECEPTION)


def test_a_stop_that_both_have_skipped_is_nothing_to_decide() -> None:
    day = Day()
    ticket = day.register(0)
    for refused in (False, True):
        deed = day.do(a.SkipStop, visit=ticket.visit, clinic=EYES, reason="results-in-hand", by=RECEPTION)
        assert (deed.fault is not None and deed.fault.code == "no-change") == refused


def test_the_last_exam_ends_the_visit() -> None:
    day = Day()
    ticket = day.register(0)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
    assert day.through(ticket.visit) == ENT
    here = day.here(ticket.visit)
    if here.clinic == LAB:  # sent back for what they had, to the eyes they go first
        day.must(a.Transfer, ticket=here.id, clinic=EYES, by=RECEPTION)
    assert day.through(ticket.visit) == EYES
    assert day.here(ticket.visit).clinic == LAB
    assert day.override(_late(day, a.Finish, ticket)).fault is None
    assert day.visit(ticket).state == "complete"


def test_an_exam_that_is_done_by_now_is_not_done_twice() -> None:
    day = Day()
    ticket = _called_on(day)
    day.must(a.Finish, ticket=day.here(ticket.visit).id, next=LAB)
    assert day.through(ticket.visit) == LAB
    deed = day.override(_late(day, a.Finish, ticket))
    assert deed.fault is not None
    assert deed.fault.code == "later-stop-called"


def test_a_referral_counts_too() -> None:
    day = Day()
    ticket = day.register(0)
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
    day.must(a.Start, ticket=ticket.id, by=LAB_DOCTOR)
    day.must(a.Transfer, ticket=ticket.id, clinic=EYES, by=RECEPTION)
    day.must(a.CallTicket, ticket=day.here(ticket.visit).id, room=1, reason="by-hand", by=EYE_DOCTOR)
    assert day.override(_late(day, a.Refer, ticket)).fault is None
    assert (day.visit(ticket).referred, day.stops(ticket.visit)[LAB]) == (True, "done")


@pytest.mark.parametrize(
    ("theirs", "fields", "end"),
    [
        (a.Hold, {}, "done"), (a.NoShow, {}, "done"), (a.Transfer, {"clinic": ENT}, "done"),
        (a.Cancel, {"reason": "left"}, "done"), (a.SkipStop, {"reason": "results-in-hand"}, "done"),
        (a.Cancel, {"reason": "left", "visit": True}, "cancelled"),
    ],
)  # fmt: skip
def test_one_key_finishes_whom_others_have_moved(theirs: Any, fields: dict[str, Any], end: str) -> None:
    """Put aside or sent on, they were in the room all the same, and stay where they are.

    So they were where their ticket alone was called off, or the stop was skipped; who was called off stays so.
    """
    day = Day()
    first, second = day.register(0), day.register(2)
    day.call()
    if theirs is a.SkipStop:
        day.must(theirs, visit=first.visit, clinic=LAB, by=RECEPTION, **fields)
    elif fields.get("visit"):
        day.must(theirs, by=RECEPTION, **{**fields, "visit": first.visit})
    else:
        day.must(theirs, ticket=first.id, by=RECEPTION, **fields)
    there = day.state.open_ticket(first.visit)
    deed = day.do(
        a.CallNext, by=LAB_DOCTOR, clinic=LAB, room=1, finish_current=True, current=first.id, ticket=second.id
    )  # fmt: skip
    assert isinstance(deed.fault, Conflict)
    assert deed.fault.code == "ticket-closed"
    assert day.override(deed).fault is None
    assert (day.now(first).state, day.now(second).state) == (end, "called")
    if theirs is a.Cancel and end == "done":
        assert day.here(first.visit).clinic == EYES, "led on: nobody else has done that"
    if theirs in (a.Transfer, a.SkipStop):
        assert (day.state.open_ticket(first.visit), day.stops(first.visit)[LAB]) == (there, "done")
