"""Undo: all that one action did and nothing else, only by its author, in time, and while nobody acted since."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.tickets import Ticket, TicketState
from tests.simulation.rules.world import ADMIN, ENT, EYES, KIOSK, LAB, PEOPLE, picture, without
from tests.unit.domain.day import Day

STEPS: dict[str, tuple[TicketState, Any, dict[str, Any]]] = {
    "recall": ("called", a.Recall, {}),
    "start": ("called", a.Start, {}),
    "finish from the room": ("in_service", a.Finish, {}),
    "finish at the door": ("called", a.Finish, {}),
    "refer": ("in_service", a.Refer, {}),
    "no_show": ("called", a.NoShow, {}),
    "requeue": ("no_show", a.Requeue, {}),
    "hold": ("waiting", a.Hold, {}),
    "resume": ("held", a.Resume, {}),
    "transfer": ("in_service", a.Transfer, {"clinic": EYES}),
    "urgent": ("waiting", a.SetPriority, {"priority": "urgent", "reason": "emergency"}),
    "cancel": ("held", a.Cancel, {"reason": "left"}),
    "call by hand": ("held", a.CallTicket, {"room": 2, "reason": "late-comer"}),
}
CHANGING = {"rev", "marks", "changed_at", "changed_by", "seq"}


def _same(ticket: Ticket) -> dict[str, Any]:
    return {f: getattr(ticket, f) for f in ticket.__struct_fields__ if f not in CHANGING}


@pytest.mark.parametrize("name", STEPS)
def test_ticket_and_visit_are_as_before(name: str) -> None:
    state, kind, fields = STEPS[name]
    day = Day()
    ticket = day.ticket_in(state)
    stages, queues = day.visit(ticket).stages, picture(day.state)["queues"]
    deed = day.must(kind, ticket=ticket.id, **fields)
    day.undo(deed)
    assert _same(day.now(ticket)) == _same(ticket)
    visit = day.visit(ticket)
    assert (visit.stages, visit.state, visit.referred, visit.closed_at) == (stages, "open", False, None)
    assert picture(day.state)["queues"] == queues


def test_ticket_that_was_issued_is_cancelled() -> None:
    day = Day()
    ticket = day.ticket_in("called")
    deed = day.must(a.Finish, ticket=ticket.id)
    issued = day.here(ticket.visit)
    day.undo(deed)
    assert day.now(issued).state == "cancelled"
    assert day.here(ticket.visit).id == ticket.id


def test_undone_registration_spends_its_number() -> None:
    day = Day()
    day.register(0)
    day.undo(day.world.deeds[-1])
    assert day.visit(next(iter(day.state.tickets.values()))).state == "cancelled"
    assert day.register(0).label == "L-002"


def test_visit_that_completed_is_open_again() -> None:
    day = Day()
    ticket = day.walk_in(0)
    day.call()
    deed = day.must(a.Finish, ticket=ticket.id)
    assert day.visit(ticket).state == "complete"
    day.undo(deed)
    assert (day.visit(ticket).state, day.now(ticket).state) == ("open", "called")


def test_one_key_is_one_undo() -> None:
    day = Day()
    first, second = day.register(0), day.register(2)
    day.call()
    deed = day.must(a.CallNext, clinic=LAB, room=1, finish_current=True)
    day.undo(deed)
    assert (day.now(first).state, day.now(second).state) == ("called", "waiting")
    inside = day.state.inside(day.world.today, LAB, 1)
    assert inside is not None
    assert inside.id == first.id


def test_closing_with_the_move_of_all() -> None:
    day = Day()
    tickets = [day.register(n) for n in (0, 2, 4)]
    deed = day.must(a.CloseClinic, clinic=LAB, move_waiting_to=EYES)
    assert day.state.clinic(LAB, day.world.today).state == "closed"
    day.undo(deed)
    assert day.state.clinic(LAB, day.world.today).state == "open"
    assert [day.now(t).state for t in tickets] == ["waiting"] * 3
    assert len(day.state.tickets.queue(day.world.today, EYES)) == 0


def test_closing_while_somebody_had_nowhere_to_go() -> None:
    """Whoever was finished elsewhere meanwhile has no ticket; opening again would be refused as no change."""
    day = Day()
    ticket = day.register(0)
    day.must(a.PauseClinic, clinic=ENT, reason="break")
    closing = day.must(a.CloseClinic, clinic=EYES)
    also = day.must(a.CloseClinic, clinic=ENT)
    day.call()
    day.must(a.Finish, ticket=ticket.id)
    assert day.state.open_ticket(ticket.visit) is None
    day.undo(also)  # paused, as before: its queue waits for it to open
    assert day.state.open_ticket(ticket.visit) is None
    again = day.undo(closing)
    assert day.here(ticket.visit).clinic == EYES
    assert again.done is not None
    assert (again.done.visit, again.done.ticket) == (None, None), "it is about the clinic"


def test_rooms_and_whose_turn() -> None:
    day = Day()
    taken = day.must(a.TakeRoom, clinic=LAB, room=1)
    day.undo(taken)
    assert (LAB, 1) not in day.state.rooms
    day.register(0, priority="priority")
    day.register(2)
    called = day.must(a.CallNext, clinic=LAB, room=1)
    assert day.state.clinic(LAB, day.world.today).turns == (True,)
    day.undo(called)
    assert day.state.clinic(LAB, day.world.today).turns == ()


def test_measured_pace_forgets_what_was_undone() -> None:
    day = Day()
    ticket = day.ticket_in("called")
    deed = day.must(a.Finish, ticket=ticket.id)
    day.undo(deed)
    assert day.state.tickets.paces[day.world.today, LAB][0] == 0
    day.must(a.Finish, ticket=ticket.id)
    assert day.state.tickets.paces[day.world.today, LAB][0] == 1


class TestRefused:
    """Every reason not to undo."""

    def test_by_somebody_else(self) -> None:
        day = Day()
        day.register()
        assert day.refused(a.Undo, action=day.world.deeds[-1].action.id, by=ADMIN) == "undo-not-yours"

    def test_by_role_without_the_right(self) -> None:
        day = Day()
        sent = {"patient": PEOPLE[0]}
        deed = day.must(a.RegisterVisit, exam_type="full", patient_id=PEOPLE[0].id, by=KIOSK, sent=sent)
        assert day.refused(a.Undo, action=deed.action.id, by=KIOSK) == "not-allowed"

    @pytest.mark.parametrize(("minutes", "code"), [(14, None), (15, "undo-too-late")])
    def test_too_late(self, minutes: int, code: str | None) -> None:
        day = Day()
        day.register()
        deed = day.world.deeds[-1]
        day.world.now = deed.action.at.replace(minute=deed.action.at.minute + minutes)  # do() adds the second
        found = day.do(a.Undo, action=deed.action.id)
        assert (found.fault.code if found.fault else None) == code

    def test_after_somebody_acted_on_the_ticket(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        deed = day.world.deeds[-1]
        day.must(a.Start, ticket=ticket.id, by=ADMIN)
        assert day.refused(a.Undo, action=deed.action.id) == "undo-touched"

    def test_after_the_next_stop_was_called(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        deed = day.must(a.Finish, ticket=ticket.id)
        day.call(day.here(ticket.visit).clinic)
        assert day.refused(a.Undo, action=deed.action.id) == "undo-touched"

    def test_when_the_room_is_occupied_again(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        deed = day.must(a.Finish, ticket=ticket.id)
        day.register(2)
        day.call()
        assert day.refused(a.Undo, action=deed.action.id) == "room-busy"

    def test_when_the_person_has_a_second_visit_by_now(self) -> None:
        day = Day()
        ticket = day.register(0)
        deed = day.must(a.Cancel, visit=ticket.visit, reason="left")
        day.register(0)
        assert day.refused(a.Undo, action=deed.action.id) == "undo-touched"

    def test_an_undo(self) -> None:
        day = Day()
        day.register()
        undo = day.undo(day.world.deeds[-1])
        assert day.refused(a.Undo, action=undo.action.id) == "undo-of-undo"

    def test_twice(self) -> None:
        day = Day()
        day.register()
        deed = day.world.deeds[-1]
        day.undo(deed)
        assert day.refused(a.Undo, action=deed.action.id) == "nothing-to-undo"

    def test_what_never_took_effect(self) -> None:
        day = Day()
        assert day.refused(a.Undo, action=day.world.fresh_id()) == "nothing-to-undo"

    def test_what_would_lead_to_a_clinic_that_was_given_up_since(self) -> None:
        """Nobody would find the person there, or the visit would wait for a stop that there is not."""
        day = Day()
        ticket = day.walk_in(0, ENT)
        day.call(ENT)
        finish = day.must(a.Finish, ticket=ticket.id)
        other = day.register(2)
        skip = day.must(a.SkipStop, visit=other.visit, clinic=ENT, reason="mistake")
        day.must(a.PublishCenter, center=without(day.state.center, ENT), by=ADMIN)
        for deed in (finish, skip):
            assert day.refused(a.Undo, action=deed.action.id) == "undo-touched"

    def test_what_would_lead_back_into_a_room_that_was_given_up_since(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.call(room=2)
        finish = day.must(a.Finish, ticket=ticket.id)
        old = day.state.center
        clinics = tuple(replace(c, rooms=c.rooms[:1]) if c.code == LAB else c for c in old.clinics)
        day.must(a.PublishCenter, center=replace(old, clinics=clinics), by=ADMIN)
        assert day.refused(a.Undo, action=finish.action.id) == "undo-touched"

    def test_a_registration_that_another_desk_was_given_too(self) -> None:
        """The second desk's paper says this visit's number, and nothing else is left of what was done there."""
        day = Day()
        ticket = day.register(0)
        deed = day.world.deeds[-1]
        assert day.register(0, by=ADMIN).id == ticket.id
        assert day.refused(a.Undo, action=deed.action.id) == "undo-touched"
        assert day.visit(ticket).state == "open"

    def test_a_registration_that_another_desk_was_given_after_all(self) -> None:
        day = Day()
        sent = {"patient": PEOPLE[0]}
        fields: dict[str, Any] = {"exam_type": "full", "patient_id": PEOPLE[0].id}
        late = day.do(a.RegisterVisit, next=ENT, by=ADMIN, sent=sent, **fields)  # behind the lab: a conflict
        first = day.must(a.RegisterVisit, sent=sent, **fields)
        assert day.override(late).fault is None
        assert day.refused(a.Undo, action=first.action.id) == "undo-touched"
        assert day.visit(day.ticket(first)).state == "open"
