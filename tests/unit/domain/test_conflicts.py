"""Two consoles at once: what is a conflict, what is none, and both choices of the person who was second."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.estimates import rooms_working
from mmc_console.domain.ids import note_of
from mmc_console.domain.permissions import Role
from mmc_console.domain.refusals import Conflict
from tests.simulation.rules.world import (
    ADMIN,
    BOTH,
    ENT,
    EYES,
    LAB,
    LAB_DOCTOR,
    RECEPTION,
    SUPERVISOR,
    Deed,
    without,
)
from tests.unit.domain.day import Day


def _conflict(day: Day, kind: Any, by: Any = LAB_DOCTOR, **fields: Any) -> Deed:
    deed = day.do(kind, by=by, **fields)
    assert isinstance(deed.fault, Conflict), deed.fault
    return deed


class TestRev:
    """`rev`: what a console knew of the ticket."""

    def test_later_step_of_another_console(self) -> None:
        day = Day()
        ticket = day.register()
        day.must(a.Hold, ticket=ticket.id, by=RECEPTION)
        deed = _conflict(day, a.Transfer, ticket=ticket.id, clinic=EYES, rev=ticket.rev)
        assert deed.fault is not None
        assert deed.fault.code == "already-moved"
        assert deed.fault.params["by"] == RECEPTION.user
        assert deed.fault.params["state"] == "held"

    def test_later_step_of_the_same_console(self) -> None:
        day = Day()
        ticket = day.register()
        day.must(a.Hold, ticket=ticket.id, by=RECEPTION)
        day.must(a.Resume, ticket=ticket.id, by=BOTH, rev=ticket.rev)  # another user at the same desk

    @pytest.mark.parametrize(
        ("kind", "fields"),
        [(a.Recall, {}), (a.SetPriority, {"priority": "urgent", "reason": "emergency"})],
    )
    def test_recalls_and_priority_are_none(self, kind: Any, fields: dict[str, Any]) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        day.must(kind, ticket=ticket.id, by=RECEPTION, **fields)
        day.must(a.Start, ticket=ticket.id, by=LAB_DOCTOR, rev=ticket.rev)

    def test_late_finish_after_admit_is_none(self) -> None:
        day = Day()
        ticket = day.ticket_in("in_service")
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        here = day.here(ticket.visit)
        late = day.must(a.Finish, ticket=ticket.id, by=LAB_DOCTOR, rev=ticket.rev)
        assert day.now(ticket).state == "done"
        assert late.done is not None
        assert [e.type for e in late.done.events] == ["ticket_finished"]
        assert day.here(ticket.visit).id == here.id
        assert day.state.tickets.paces.get((day.world.today, LAB), (0,))[0] == 0

    @pytest.mark.parametrize("gone_on", [False, True])
    def test_a_priority_leads_nobody_back(self, gone_on: bool) -> None:
        """Whoever was called meanwhile stays in the room; whoever went on has it where they wait now."""
        day = Day()
        ticket = day.ticket_in("in_service")
        if gone_on:
            day.must(a.Finish, ticket=ticket.id)
        here = day.here(ticket.visit)
        day.must(a.SetPriority, ticket=ticket.id, priority="urgent", reason="emergency", rev=1, by=BOTH)
        now = day.here(ticket.visit)
        assert (now.id, now.state, now.room, now.priority) == (here.id, here.state, here.room, "urgent")
        assert day.visit(ticket).priority == "urgent"


class TestLateFinish:
    """The person went on before the finish arrived."""

    def test_one_key_finishes_late_and_calls(self) -> None:
        day = Day()
        first, second = day.register(0), day.register(2)
        day.call()
        day.must(a.Admit, visit=first.visit, clinic=EYES, by=RECEPTION)
        day.must(
            a.CallNext, clinic=LAB, room=1, finish_current=True, current=first.id, ticket=second.id, next=EYES,
            by=LAB_DOCTOR,
        )  # fmt: skip
        assert (day.now(first).state, day.now(second).state) == ("done", "called")

    def test_complete_waits_for_it(self) -> None:
        day = Day()
        ticket = day.ticket_in("in_service")
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        for _ in range(2):
            here = day.here(ticket.visit)
            day.call(here.clinic)
            day.must(a.Finish, ticket=here.id)
        assert day.visit(ticket).state == "open"
        assert day.state.open_ticket(ticket.visit) is None
        day.must(a.Finish, ticket=ticket.id)
        assert day.visit(ticket).state == "complete"
        assert day.refused(a.Finish, ticket=ticket.id) == "wrong-state"

    def test_it_issues_nothing(self) -> None:
        day = Day()
        ticket = day.ticket_in("in_service")
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        day.must(a.Cancel, ticket=day.here(ticket.visit).id, reason="left")
        day.must(a.Finish, ticket=ticket.id)
        assert day.state.open_ticket(ticket.visit) is None


class TestRooms:
    """A room that another console took."""

    def test_every_former_holder_is_in_conflict(self) -> None:
        day = Day()
        day.register(0)
        for actor in (LAB_DOCTOR, SUPERVISOR, ADMIN):
            day.must(a.TakeRoom, clinic=LAB, room=1, by=actor)
        seen = {"seen": 2}
        deed = day.do(a.CallNext, clinic=LAB, room=1, by=LAB_DOCTOR, sent=seen)
        assert isinstance(deed.fault, Conflict)
        assert (deed.fault.code, deed.fault.params["desk"]) == ("room-taken", ADMIN.desk)

    @pytest.mark.parametrize("taken_again", [False, True])
    def test_a_former_holder_is_in_conflict_also_where_whoever_took_it_has_left(self, taken_again: bool) -> None:
        day = Day()
        day.register(0)
        for actor in (LAB_DOCTOR, SUPERVISOR):
            day.must(a.TakeRoom, clinic=LAB, room=1, by=actor)
        day.must(a.LeaveRoom, clinic=LAB, room=1, by=SUPERVISOR)
        assert rooms_working(day.state, LAB, day.world.today) == 2, "as many as there are: nobody holds one"
        assert day.refused(a.LeaveRoom, clinic=LAB, room=1, by=LAB_DOCTOR) == "no-change"
        if taken_again:
            day.must(a.TakeRoom, clinic=LAB, room=1, by=ADMIN)
        deed = day.do(a.CallNext, clinic=LAB, room=1, by=LAB_DOCTOR, sent={"seen": 4})
        assert isinstance(deed.fault, Conflict)
        assert deed.fault.code == "room-taken"
        day.must(a.CallNext, clinic=LAB, room=1, by=BOTH, sent={"seen": 4})

    def test_who_knows_of_it_may_call(self) -> None:
        day = Day()
        day.register(0)
        for actor in (LAB_DOCTOR, ADMIN):
            day.must(a.TakeRoom, clinic=LAB, room=1, by=actor)
        day.must(a.CallNext, clinic=LAB, room=1, by=LAB_DOCTOR, sent={"seen": day.state.seq})


class TestChoices:
    """The id or clinic a screen has shown."""

    def test_called_elsewhere(self) -> None:
        day = Day()
        ticket = day.register()
        day.call(room=2)
        deed = _conflict(day, a.CallNext, clinic=LAB, room=1, ticket=ticket.id)
        assert deed.fault is not None
        assert (deed.fault.code, deed.fault.params["room"]) == ("called-elsewhere", 2)
        done = day.override(deed)
        assert done.fault is None
        assert (day.now(ticket).state, day.now(ticket).room) == ("called", 1)

    def test_next_clinic_closed_meanwhile(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        day.must(a.CloseClinic, clinic=EYES)
        deed = _conflict(day, a.Finish, ticket=ticket.id, next=EYES)
        assert deed.fault is not None
        assert deed.fault.code == "next-not-possible"
        assert day.now(ticket).state == "called"
        done = day.override(deed)
        assert done.fault is None
        assert day.here(ticket.visit).clinic == ENT

    def test_current_of_yesterday_is_not_examined_today(self) -> None:
        day = Day()
        first = day.register(0)
        day.call()
        day.must(a.Hold, ticket=first.id, by=RECEPTION)
        deed = _conflict(day, a.CallNext, clinic=LAB, room=1, finish_current=True, current=first.id)
        day.world.now += timedelta(days=1)
        second = day.register(2)
        assert day.override(deed).fault is None
        assert (day.now(first).state, day.now(second).state) == ("held", "called")

    def test_cancel_of_what_was_finished(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        day.must(a.Finish, ticket=ticket.id)
        issued = day.here(ticket.visit)
        deed = _conflict(day, a.Cancel, ticket=ticket.id, reason="left", rev=ticket.rev, by=RECEPTION)
        assert day.override(deed).fault is None
        assert (day.now(ticket).state, day.now(issued).state) == ("cancelled", "cancelled")


class TestOverride:
    """Both versions stay in the log; who may; what stands in the way."""

    def _beaten(self, day: Day) -> Deed:
        ticket = day.ticket_in("in_service")
        day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
        return _conflict(day, a.Finish, ticket=ticket.id, next=EYES, rev=ticket.rev)

    def test_carried_out_after_all(self) -> None:
        day = Day()
        deed = self._beaten(day)
        assert isinstance(deed.action, a.Finish)
        ticket = day.now(deed.action.ticket)
        done = day.override(deed)
        assert done.done is not None
        kinds = [e.type for e in done.done.events]
        assert kinds == ["overridden", "ticket_finished", "ticket_issued"]
        assert day.now(ticket).state == "done"
        states = [day.state.tickets[t].state for t in day.state.visit_tickets[ticket.visit]]
        assert states == ["done", "cancelled", "waiting"]
        assert {e.type for e in day.world.events} >= {"ticket_transferred", "overridden"}

    def test_the_original_note_is_the_one_that_counts(self) -> None:
        """Its text was stored under the conflicting action; the event must lead there."""
        day = Day()
        ticket = day.ticket_in("in_service")
        day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
        deed = _conflict(day, a.Finish, ticket=ticket.id, next=EYES, rev=ticket.rev, note="seen twice")
        done = day.override(deed)
        assert done.done is not None
        finished = done.done.events[1]
        assert getattr(finished, "note", None) == note_of(deed.action.id)

    def test_later_stop_called(self) -> None:
        """Nobody is led back from there, but for an exam that took place (`test_counts_there.py`)."""
        day = Day()
        ticket = day.ticket_in("in_service")
        day.must(a.Transfer, ticket=ticket.id, clinic=ENT, by=RECEPTION)
        deed = _conflict(day, a.Hold, ticket=ticket.id, rev=ticket.rev)
        day.call(ENT)
        done = day.override(deed)
        assert done.fault is not None
        assert done.fault.code == "later-stop-called"

    def test_one_clinic_in_two_stages(self) -> None:
        """The ticket's own stop is meant, not the other one."""
        day = Day()
        ticket = day.register(0)
        day.must(a.Transfer, ticket=ticket.id, clinic=EYES)
        assert [day.through(ticket.visit) for _ in range(2)] == [EYES, LAB]
        day.must(a.AddStop, visit=ticket.visit, clinic=EYES, reason="doctor-asked")
        day.through(ticket.visit)
        here = day.here(ticket.visit)
        assert [[(s.clinic, s.state) for s in stage] for stage in day.visit(ticket).stages] == [
            [(LAB, "done"), (EYES, "done")], [(ENT, "done"), (EYES, "here")],
        ]  # fmt: skip
        day.must(a.CallTicket, ticket=here.id, room=2, reason="by-hand", by=ADMIN)
        deed = _conflict(day, a.CallNext, clinic=EYES, room=1, ticket=here.id, by=SUPERVISOR)
        assert day.override(deed).fault is None
        assert [s.state for stage in day.visit(ticket).stages for s in stage] == ["done", "done", "done", "here"]

    def test_only_its_author_or_a_supervisor(self) -> None:
        day = Day()
        deed = self._beaten(day)
        done = day.override(deed, by=BOTH)
        assert done.fault is not None
        assert done.fault.code == "override-not-yours"
        assert day.override(deed, by=SUPERVISOR).fault is None

    def test_whoever_may_not_do_it_any_more_carries_it_out_no_more_either(self) -> None:
        day = Day()
        deed = self._beaten(day)
        desk_only = replace(deed.context.actor, roles=frozenset[Role]({"reception"}))
        done = day.override(deed, by=desk_only)
        assert done.fault is not None
        assert (done.fault.code, done.fault.params) == ("not-allowed", {"action": "finish"})
        elsewhere = replace(desk_only, roles=frozenset[Role]({"reception", "clinician"}), clinics=frozenset({EYES}))
        done = day.override(deed, by=elsewhere)
        assert done.fault is not None
        assert done.fault.code == "not-your-clinic", "the desk's right to decide is none to finish"

    def test_what_would_lead_to_a_clinic_a_stop_or_a_room_that_was_given_up_since(self) -> None:
        """Nobody would find the person there, or the visit would wait for a stop that there is not."""
        for kind in ("clinic", "stop"):
            day = Day()
            ticket = day.walk_in(0, ENT) if kind == "clinic" else day.register(0)
            day.must(a.Cancel, visit=ticket.visit, reason="left", by=RECEPTION)
            late = _conflict(day, a.Hold, ticket=ticket.id, rev=ticket.rev)
            day.must(a.PublishCenter, center=without(day.state.center, ENT), by=ADMIN)
            done = day.override(late)
            assert done.fault is not None, kind
            assert (done.fault.code, day.visit(ticket).state) == ("unknown-clinic", "cancelled")
        day = Day()
        day.register()
        ticket = day.call(room=2)
        day.must(a.NoShow, ticket=ticket.id, by=RECEPTION)
        late = _conflict(day, a.Start, ticket=ticket.id, rev=ticket.rev)
        old = day.state.center
        clinics = tuple(replace(c, rooms=c.rooms[:1]) if c.code == LAB else c for c in old.clinics)
        day.must(a.PublishCenter, center=replace(old, clinics=clinics), by=ADMIN)
        done = day.override(late)
        assert done.fault is not None
        assert (done.fault.code, day.now(ticket).state) == ("unknown-room", "no_show")

    def test_without_the_conflict(self) -> None:
        day = Day()
        assert day.refused(a.Override, conflict=day.world.fresh_id()) == "nothing-to-override"


class TestTheSameWish:
    """Two desks, neither of which knew of the other, put somebody aside, or back: that is so already."""

    def test_aside(self) -> None:
        day = Day()
        ticket = day.register()
        day.must(a.Hold, ticket=ticket.id, by=RECEPTION)
        assert day.refused(a.Hold, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR) == "no-change"
        assert day.refused(a.Hold, ticket=ticket.id, by=RECEPTION) == "wrong-state", "who has seen it, has"

    def test_back_in_line(self) -> None:
        day = Day()
        ticket = day.ticket_in("held")
        day.must(a.Resume, ticket=ticket.id, by=RECEPTION)
        assert day.refused(a.Resume, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR) == "no-change"
        call = {"ticket": ticket.id, "room": 1, "reason": "by-hand", "rev": ticket.rev, "by": LAB_DOCTOR}
        day.must(a.CallTicket, **call)

    def test_done(self) -> None:
        day = Day()
        ticket = day.register()
        for kind, fields in ((a.CallTicket, {"room": 2, "reason": "by-hand"}), (a.Start, {}), (a.Finish, {})):
            day.must(kind, ticket=ticket.id, by=BOTH, **fields)
        seen = {"ticket": ticket.id, "rev": ticket.rev, "by": LAB_DOCTOR}
        assert day.refused(a.CallTicket, room=1, reason="by-hand", **seen) == "already-moved", "who was it, then?"
        assert [day.refused(kind, **seen) for kind in (a.Start, a.Finish)] == ["no-change", "no-change"]
        _conflict(day, a.Refer, ticket=ticket.id, rev=ticket.rev)

    def test_done_by_the_same_console_while_the_line_was_slow(self) -> None:
        day = Day()
        ticket = day.ticket_in("in_service")
        seen = {"ticket": ticket.id, "rev": ticket.rev, "by": BOTH}
        day.must(a.Finish, **seen)
        assert day.refused(a.Finish, **seen) == "no-change"
        assert day.refused(a.Finish, ticket=ticket.id, rev=day.now(ticket).rev, by=BOTH) == "wrong-state"

    def test_called_in_here_once_more_where_the_first_call_was_decided_about_in_between(self) -> None:
        day = Day()
        ticket = day.register()
        call = {"ticket": ticket.id, "reason": "by-hand", "by": LAB_DOCTOR}
        day.must(a.CallTicket, room=1, **call)
        assert day.refused(a.CallTicket, room=1, rev=ticket.rev, **call) == "no-change"
        assert day.refused(a.CallTicket, room=2, rev=ticket.rev, **call) == "wrong-state", "that is another room"
        day.must(a.Start, ticket=ticket.id, by=LAB_DOCTOR)
        assert day.refused(a.CallTicket, room=1, rev=ticket.rev, **call) == "no-change"
        assert day.refused(a.Start, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR) == "no-change"

    def test_nobody_came(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        day.must(a.NoShow, ticket=ticket.id, by=RECEPTION)
        assert day.refused(a.NoShow, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR) == "no-change"

    def test_called_off(self) -> None:
        day = Day()
        ticket = day.register()
        for wanted in ({"ticket": ticket.id, "rev": ticket.rev}, {"visit": ticket.visit}):
            day.do(a.Cancel, reason="left", by=RECEPTION, **wanted)
            assert day.refused(a.Cancel, reason="left", by=SUPERVISOR, **wanted) == "no-change"

    def test_not_where_they_were_called_meanwhile(self) -> None:
        day = Day()
        ticket = day.ticket_in("held")
        day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=BOTH)
        _conflict(day, a.Resume, ticket=ticket.id, rev=ticket.rev)
