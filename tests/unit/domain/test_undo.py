"""Undo: all that one action did and nothing else, only by its author, in time, and while nobody acted since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.refusals import Refused
from mmc_console.domain.tickets import Ticket, TicketState
from tests.simulation.rules.world import (
    ADMIN,
    ENT,
    EYES,
    KIOSK,
    LAB,
    LAB_DOCTOR,
    PEOPLE,
    RECEPTION,
    Deed,
    picture,
    without,
)
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


class TestOver:
    """What the laboratory did alone was over when it came, others had gone on; and that it took it back comes too."""

    def _late(self, day: Day, kind: Any, *, inside: bool = False, **fields: Any) -> tuple[Ticket, Deed]:
        ticket = day.register(0, "brief" if kind is a.Transfer else "full")
        if inside:
            day.call(by=LAB_DOCTOR)
        at = day.world.now
        day.world.now += timedelta(minutes=1)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        return ticket, day.must(kind, ticket=ticket.id, rev=ticket.rev, at=at, by=LAB_DOCTOR, **fields)

    def _nothing(self, day: Day, deed: Deed) -> None:
        refused = day.do(a.Undo, action=deed.action.id, by=deed.context.actor)
        assert isinstance(refused.fault, Refused)
        assert refused.fault.code == "no-change"

    @pytest.mark.parametrize("since", ["", "others went on"])
    def test_a_call_of_who_was_taken_on_needs_no_taking_back(self, since: str) -> None:
        day = Day()
        ticket, called = self._late(day, a.CallTicket, room=1, reason="by-hand")
        if since:
            day.must(a.Start, ticket=ticket.id, at=called.action.at, by=LAB_DOCTOR)
        self._nothing(day, called)
        day.must(a.CallTicket, ticket=day.register(2).id, room=1, reason="by-hand", by=LAB_DOCTOR)

    def test_whoever_was_in_the_room_after_all_is_waited_for(self) -> None:
        day = Day()
        ticket, missed = self._late(day, a.NoShow, inside=True)
        assert not day.now(ticket).left_inside
        day.undo(missed, by=LAB_DOCTOR)
        assert day.now(ticket).left_inside
        assert [day.through(ticket.visit) for _ in range(2)] == [EYES, ENT]
        assert day.state.open_ticket(ticket.visit) is None, "the finish may come"
        day.must(a.Finish, ticket=ticket.id, at=missed.action.at, by=LAB_DOCTOR)
        assert day.visit(ticket).state == "complete"

    def test_nor_are_they_sent_back_there(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.call(by=LAB_DOCTOR)
        at = day.world.now
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        assert [day.through(ticket.visit) for _ in range(2)] == [EYES, ENT]
        missed = day.must(a.NoShow, ticket=ticket.id, at=at, by=LAB_DOCTOR)
        assert day.here(ticket.visit).clinic == LAB
        day.undo(missed, by=LAB_DOCTOR)
        assert day.state.open_ticket(ticket.visit) is None
        assert day.now(ticket).left_inside

    def test_of_what_others_have_acted_on_since_only_the_names_are_nothing(self) -> None:
        day = Day()
        ticket, missed = self._late(day, a.NoShow, inside=True)
        day.must(a.Recall, ticket=ticket.id, at=missed.action.at, by=LAB_DOCTOR)
        self._nothing(day, missed)
        other = Day()
        ticket, sent = self._late(other, a.Transfer, clinic=ENT)
        other.must(a.Recall, ticket=ticket.id, at=sent.action.at, by=LAB_DOCTOR)
        assert other.refused(a.Undo, action=sent.action.id, by=LAB_DOCTOR) == "undo-touched", "a clinic is left of it"

    def test_one_clinic_more_is_taken_back(self) -> None:
        day = Day()
        ticket, sent = self._late(day, a.Transfer, clinic=ENT)
        assert day.stops(ticket.visit)[ENT] == "todo"
        day.undo(sent, by=LAB_DOCTOR)
        assert ENT not in day.stops(ticket.visit)

    @pytest.mark.parametrize("number", [None, "A03"])
    def test_a_second_registration_is_nothing_but_another_paper(self, number: str | None) -> None:
        day = Day()
        ticket = day.register(0)
        day.register(0, number=number, by=RECEPTION)
        second = day.world.deeds[-1]
        self._nothing(day, second)
        assert day.now(ticket).state == "waiting"

    def test_but_that_it_has_sent_to_the_front_is_taken_back(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.register(0, number="A03", priority="urgent", by=RECEPTION)
        second = day.world.deeds[-1]
        day.undo(second, by=RECEPTION)
        assert (day.now(ticket).priority, day.visit(ticket).priority) == ("normal", "normal")
        assert day.visit(ticket).aliases == ("A03",), "the paper is out"
