"""The same person registered at two desks: one visit, and every name and paper of it leads there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.events import TicketPrioritySet
from mmc_console.domain.ids import DeskLetter, ExamCode, ticket_of, visit_of
from mmc_console.domain.refusals import Refused
from mmc_console.domain.tickets import Priority, Ticket, TicketState
from tests.simulation.rules.world import ENT, EYES, LAB, PEOPLE, RECEPTION, Deed
from tests.unit.domain.day import Day


class TestAlias:
    """The second registration comes while the first one's visit is open."""

    def test_both_names_lead_to_the_standing_visit(self) -> None:
        day = Day()
        first = day.register(0)
        day.call()
        day.must(a.Finish, ticket=first.id)
        here = day.here(first.visit)
        second = day.register(0, by=RECEPTION, number="A03", next=LAB)
        deed = day.world.deeds[-1]
        assert deed.done is not None
        assert (second.id, deed.done.visit, deed.done.number) == (here.id, first.visit, "001")
        assert day.visit(first).aliases == ("A03",)
        shown_there = ticket_of(deed.action.id, LAB)  # the id of the stop that desk's screen has shown
        assert day.state.ticket(shown_there) == here
        assert day.state.visit(visit_of(deed.action.id)) == day.visit(first)
        day.must(a.Hold, ticket=shown_there, by=RECEPTION)
        assert day.now(here).state == "held"

    def test_visit_between_two_tickets_still_answers_with_one(self) -> None:
        day = Day()
        first = day.register(0)
        day.must(a.Cancel, ticket=first.id, reason="mistake")
        assert day.register(0).id == first.id

    @pytest.mark.parametrize(
        ("stands", "said", "after"),
        [
            ("normal", "urgent", "urgent"), ("normal", "priority", "priority"), ("priority", "urgent", "urgent"),
            ("urgent", "priority", "urgent"), ("priority", "normal", "priority"), ("urgent", "urgent", "urgent"),
        ],
    )  # fmt: skip
    def test_whoever_is_to_go_first_by_one_of_the_two_desks_does(
        self, stands: Priority, said: Priority, after: Priority
    ) -> None:
        day = Day()
        day.register(1)
        first = day.register(0, priority=stands)
        second = day.register(0, by=RECEPTION, number="A03", priority=said, priority_reason="elderly")
        deed = day.world.deeds[-1]
        assert deed.done is not None
        assert (second.id, deed.done.label, deed.done.number) == (first.id, "L-002", "002")
        assert (second.priority, day.visit(first).priority) == (after, after)
        raised = [event for event in deed.done.events if isinstance(event, TicketPrioritySet)]
        assert [event.reason for event in raised] == (["elderly"] if stands != after else [])
        called = day.call()
        assert called.id == first.id
        day.must(a.Finish, ticket=called.id)
        assert day.here(first.visit).priority == after, "and so on at the next clinic"

    @pytest.mark.parametrize("state", ["called", "in_service", "held", "no_show"])
    def test_wherever_they_stand_by_now(self, state: TicketState) -> None:
        day = Day()
        first = day.ticket_in(state)
        second = day.register(0, by=RECEPTION, priority="urgent")
        assert (second.id, second.state, second.priority) == (first.id, state, "urgent")

    @pytest.mark.parametrize(
        ("meanwhile", "after"),
        [("set", "normal"), ("set, and they went on", "normal"), ("set and undone", "urgent"), ("another", "urgent"),
         ("set before", "urgent"), ("set by a clock that stood ahead", "urgent")],
    )  # fmt: skip
    def test_not_where_somebody_has_said_otherwise_since(self, meanwhile: str, after: Priority) -> None:
        day = Day()
        at = day.world.now
        first, other = day.register(0, priority="priority"), day.register(2, priority="priority")
        named = other if meanwhile == "another" else first
        if meanwhile.endswith("ahead"):
            day.world.now += timedelta(hours=1)
        set_to = day.must(a.SetPriority, ticket=named.id, priority="normal", reason="mistake")
        if meanwhile == "set and undone":
            day.undo(set_to)
        elif meanwhile == "set, and they went on":
            day.must(a.CallTicket, ticket=first.id, room=1, reason="by-hand")
            day.must(a.Finish, ticket=first.id)
        elif meanwhile == "set before":
            at = day.world.now
        elif meanwhile.endswith("ahead"):
            day.world.now -= timedelta(minutes=50)
        sent = {"patient": PEOPLE[0], "now": day.world.now}
        day.must(
            a.RegisterVisit, exam_type=ExamCode("full"), patient_id=PEOPLE[0].id, by=RECEPTION, at=at, number="A03",
            priority="urgent", priority_reason="emergency", sent=sent,
        )  # fmt: skip
        assert (day.here(first.visit).priority, day.visit(first).priority) == (after, after)

    def test_of_who_has_no_ticket_nothing_is_raised(self) -> None:
        day = Day()
        first = day.register(0)
        day.must(a.Cancel, ticket=first.id, reason="mistake")
        assert day.register(0, by=RECEPTION, priority="urgent") == day.now(first)
        assert day.now(first).priority == "normal"

    def test_closed_visit_is_none(self) -> None:
        day = Day()
        first = day.register(0)
        day.must(a.Cancel, visit=first.visit, reason="left")
        assert day.register(0).label == "L-002"


class TestWhatAnotherPaperIsUsedFor:
    """Registered at a desk without the line, and at another with it; then the first desk's work comes."""

    def _late(self, day: Day, *, registered: int, back: int, exam: str = "full") -> tuple[Deed, Ticket]:
        """The late registration, of now, and the ticket of the other desk's, *registered* minutes after it.

        *back*: how many minutes later it is sent. The desk's own paper is for the laboratory.
        """
        at = day.world.now
        day.world.now += timedelta(minutes=registered)
        standing = day.register(0, exam)
        day.world.now += timedelta(minutes=back)
        day.register(0, exam, by=RECEPTION, number="A03", next=LAB, at=at)
        return day.world.deeds[-1], standing

    def _done_with(self, day: Day, late: Deed, kind: Any, minutes: int = 1, **fields: Any) -> Deed:
        """What that desk did some *minutes* after its registration, with the ticket it has shown."""
        named: dict[str, Any] = {"ticket": ticket_of(late.action.id, LAB)} if "visit" not in fields else {}
        at = late.action.at + timedelta(minutes=minutes)
        return day.do(kind, by=RECEPTION, rev=1, at=at, **named, **fields)

    @pytest.mark.parametrize("reason", ["mistake", "left"])
    @pytest.mark.parametrize("others", ["after", "before"])
    def test_a_desk_that_calls_off_its_own_mistake_calls_off_no_other_registration(
        self, reason: Any, others: str
    ) -> None:
        day = Day()
        late, standing = self._late(day, registered=5 if others == "after" else 0, back=10)
        deed = self._done_with(day, late, a.Cancel, minutes=2, reason=reason, visit=visit_of(late.action.id))
        if others == "before" and reason == "left":  # known here or not: that is said of the person
            assert deed.fault is None
            return
        assert deed.fault is not None
        assert (deed.fault.code, type(deed.fault)) == ("no-change", Refused)
        assert (day.now(standing).state, day.visit(standing).state) == ("waiting", "open")
        day.must(a.Cancel, ticket=standing.id, reason="mistake")

    @pytest.mark.parametrize("minutes", [1, 6])
    def test_put_aside_they_are_and_back_in_line(self, minutes: int) -> None:
        """Also before the other desk's ticket was issued: what follows at that desk builds on it."""
        day = Day()
        late, standing = self._late(day, registered=5, back=10)
        for kind, state in ((a.Hold, "held"), (a.Resume, "waiting")):
            assert self._done_with(day, late, kind, minutes).fault is None
            assert day.now(standing).state == state

    @pytest.mark.parametrize("minutes", [1, 6])
    def test_put_aside_in_one_clinic_they_are_in_line_in_the_next(self, minutes: int) -> None:
        day, at = Day(), Day().world.now
        day.world.now += timedelta(minutes=5)
        standing = day.register(0)
        day.world.now += timedelta(minutes=5)
        day.through(standing.visit)
        here = day.here(standing.visit)
        day.register(0, by=RECEPTION, number="A03", next=LAB, at=at)
        late = day.world.deeds[-1]
        assert day.state.ticket(ticket_of(late.action.id, LAB)) == day.now(standing), "the laboratory's own"
        assert late.done is not None
        assert late.done.ticket == here.id, "the answer tells where they stand"
        deed = self._done_with(day, late, a.Hold, minutes=minutes)
        assert deed.fault is not None
        assert deed.fault.code == "already-moved"
        assert day.now(here) == here
        assert self._done_with(day, late, a.SetPriority, minutes, priority="urgent", reason="emergency").fault is None
        assert day.now(here).priority == "urgent", "who goes first counts wherever they stand"

    def test_who_was_past_that_clinic_when_they_came_there_is_found_where_they_stand(self) -> None:
        day = Day()
        standing = day.register(0)
        day.through(standing.visit)
        at = day.world.now
        day.world.now += timedelta(minutes=10)
        assert day.through(standing.visit) == EYES
        here = day.here(standing.visit)
        day.register(0, by=RECEPTION, number="A03", next=LAB, at=at)
        late = day.world.deeds[-1]
        assert day.state.ticket(ticket_of(late.action.id, LAB)) == here
        assert self._done_with(day, late, a.Hold).fault is None
        assert day.now(here).state == "held"

    def test_what_was_done_with_them_counts_all_the_same(self) -> None:
        """Sent to the front, called and examined before the other desk registered them once more."""
        day = Day()
        late, standing = self._late(day, registered=5, back=10)
        assert self._done_with(day, late, a.SetPriority, priority="urgent", reason="emergency").fault is None
        for kind, more in ((a.CallTicket, {"room": 1, "reason": "by-hand", "clinic": LAB}), (a.Finish, {})):
            named: dict[str, Any] = {
                "ticket": ticket_of(late.action.id, LAB),
                "at": late.action.at + timedelta(minutes=2),
                **more,
            }
            day.must(kind, **named)
        assert (day.now(standing).state, day.here(standing.visit).priority) == ("done", "urgent")


class TestAPaperForAnotherClinic:
    """Whoever has an open visit walks in to a clinic that is none of its stops."""

    def test_they_get_there_too(self) -> None:
        day = Day()
        first = day.walk_in(0)
        second = day.walk_in(0, EYES, by=RECEPTION, number="A03")
        deed = day.world.deeds[-1]
        assert deed.done is not None
        assert (second.id, deed.done.number, day.visit(first).aliases) == (first.id, "001", ("A03",))
        assert day.stops(first.visit) == {LAB: "here", EYES: "todo"}
        assert [day.through(first.visit), day.through(first.visit)] == [LAB, EYES]
        assert day.visit(first).state == "complete"
        day.world.resend(deed)
        assert len(day.stops(first.visit)) == 2

    def test_at_once_where_they_stand_nowhere(self) -> None:
        day = Day()
        first = day.register(0, "brief")
        day.must(a.CloseClinic, clinic=EYES)
        assert day.through(first.visit) == LAB
        assert day.state.open_ticket(first.visit) is None
        second = day.walk_in(0, ENT, by=RECEPTION)
        deed = day.world.deeds[-1]
        assert (second.visit, second.clinic, second.state) == (first.visit, ENT, "waiting")
        assert second.id == ticket_of(deed.action.id, ENT), "under the id that desk has shown"
        assert day.state.ticket(second.id) == second

    @pytest.mark.parametrize("why", ["closed", "done", "ahead", "skipped"])
    def test_not_where_they_cannot_go_or_are_led_already(self, why: str) -> None:
        day = Day()
        first = day.register(0) if why != "closed" else day.walk_in(0)
        if why == "closed":
            day.must(a.CloseClinic, clinic=EYES)
        elif why == "done":
            day.must(a.Transfer, ticket=first.id, clinic=EYES)
            assert day.through(first.visit) == EYES
        elif why == "skipped":
            day.must(a.SkipStop, visit=first.visit, clinic=EYES, reason="results-in-hand")
        before = day.visit(first)
        assert day.walk_in(0, EYES, by=RECEPTION).visit == first.visit
        assert day.visit(first) == before

    def test_by_mistake_it_is_taken_back(self) -> None:
        day = Day()
        first = day.walk_in(0)
        day.walk_in(0, EYES, by=RECEPTION, number="A03")
        day.undo(day.world.deeds[-1], by=RECEPTION)
        assert day.stops(first.visit) == {LAB: "here"}
        assert day.visit(first).aliases == ("A03",)


class TestAliasOfWhatHasEnded:
    """Registered offline, and at another desk as well; all is done by the time the first desk is back."""

    @pytest.mark.parametrize("offline", ["before", "while"], ids=["before the other desk", "while they stood there"])
    def test_nobody_who_is_done_stands_in_line_again(self, offline: str) -> None:
        day, at = Day(), Day().world.now
        if offline == "while":
            at += timedelta(minutes=15)
        done = self._done(day)
        day.register(1)
        late = day.walk_in(0, by=RECEPTION, number="A03", at=at)
        deed = day.world.deeds[-1]
        assert deed.done is not None
        assert [event.type for event in deed.done.events] == ["number_alias"]
        assert (late.id, late.state, deed.done.visit, deed.done.number) == (done.id, "done", done.visit, "001")
        assert (day.visit(done).state, day.visit(done).aliases) == ("complete", ("A03",))
        assert day.state.visit(visit_of(deed.action.id)) == day.visit(done)
        assert day.call().label == "L-002"

    def test_whoever_comes_again_after_that_has_a_visit_of_their_own(self) -> None:
        day = Day()
        done = self._done(day)
        assert day.walk_in(0, by=RECEPTION, number="A03", at=self._closed(day, done)).label == "L-A03"

    def test_of_two_that_have_ended_it_is_the_one_they_stood_in(self) -> None:
        day = Day()
        one, two = self._done(day), self._done(day)
        between = self._closed(day, one) + timedelta(minutes=1)
        assert day.walk_in(0, by=RECEPTION, number="A03", at=between).id == two.id
        before = self._closed(day, one) - timedelta(minutes=1)
        assert day.walk_in(0, by=replace(RECEPTION, desk=DeskLetter("C")), number="C03", at=before).id == one.id

    def test_an_open_visit_goes_first(self) -> None:
        day, at = Day(), Day().world.now
        self._done(day)
        here = day.walk_in(0)
        assert day.walk_in(0, by=RECEPTION, number="A03", at=at).id == here.id

    def test_a_paper_for_another_clinic_is_a_visit_of_its_own(self) -> None:
        day, at = Day(), Day().world.now
        done = self._done(day)
        other = day.walk_in(0, EYES, by=RECEPTION, number="A03", at=at)
        assert (other.label, other.state) == ("E-A03", "waiting")
        assert (day.now(done).state, day.state.visit(other.visit)) == ("done", day.visit(other))
        again = day.walk_in(0, by=replace(RECEPTION, desk=DeskLetter("C")), number="C03", at=at)
        assert again.id == other.id, "with an open visit today they get that one"

    def test_skipped_there_they_are_not_done(self) -> None:
        day, at = Day(), Day().world.now
        ticket = day.walk_in(0)
        day.must(a.AddStop, visit=ticket.visit, clinic=EYES, reason="doctor-asked")
        day.must(a.SkipStop, visit=ticket.visit, clinic=LAB, reason="mistake")
        self._through(day, ticket)
        assert day.visit(ticket).state == "complete"
        assert day.walk_in(0, by=RECEPTION, number="A03", at=at).label == "L-A03"

    @pytest.mark.parametrize(
        ("stands", "said", "same"),
        [("full", "full", True), ("full", "brief", True), ("brief", "full", False), ("", "brief", False)],
    )
    def test_an_exam_is_done_with_the_same_one_or_with_all_its_clinics(
        self, stands: str, said: str, same: bool
    ) -> None:  # fmt: skip
        day, at = Day(), Day().world.now
        first = day.register(0, stands) if stands else day.walk_in(0, ENT)
        self._through(day, first)
        assert day.visit(first).state == "complete"
        late = day.register(0, said, by=RECEPTION, number="A03", at=at)
        assert (late.visit == first.visit) is same
        assert late.open is not same

    def test_the_same_exam_with_a_clinic_skipped_is_done(self) -> None:
        day, at = Day(), Day().world.now
        first = day.register(0)
        day.must(a.SkipStop, visit=first.visit, clinic=ENT, reason="results-in-hand")
        self._through(day, first)
        assert day.register(0, by=RECEPTION, number="A03", at=at).visit == first.visit

    def _through(self, day: Day, ticket: Ticket) -> None:
        day.world.now += timedelta(minutes=10)
        while (here := day.state.open_ticket(ticket.visit)) is not None:
            day.must(a.CallTicket, ticket=here.id, room=1, reason="by-hand")
            day.must(a.Finish, ticket=here.id)

    def test_not_of_what_was_called_off_nor_of_another_day(self) -> None:
        day, at = Day(), Day().world.now
        gone = day.walk_in(0)
        day.must(a.Cancel, visit=gone.visit, reason="mistake")
        assert day.walk_in(0, by=RECEPTION, number="A03", at=at).label == "L-A03"
        day.turn()
        self._done(day)
        assert day.walk_in(0, by=replace(RECEPTION, desk=DeskLetter("C")), number="C03", at=at).label == "L-A03"

    def test_what_a_clock_that_stood_ahead_has_told_keeps_nobody_out(self) -> None:
        day = Day()
        day.world.now += timedelta(hours=1)
        done = self._done(day)
        day.world.now -= timedelta(hours=2)
        sent = {"patient": PEOPLE[0], "now": day.world.now}
        again = day.must(a.IssueTicket, clinic=LAB, patient_id=PEOPLE[0].id, by=RECEPTION, number="A03", sent=sent)
        assert day.ticket(again).visit != done.visit

    def test_undone_it_was_still_there(self) -> None:
        """The finish is taken back: the same person stands there again, under both names."""
        day, at = Day(), Day().world.now
        done = self._done(day)
        finished = day.world.deeds[-1]
        late = replace(RECEPTION, desk=DeskLetter("C"))
        assert day.walk_in(0, by=late, at=at).id == done.id
        day.undo(finished)
        assert day.here(done.visit).id == done.id
        day.must(a.Hold, ticket=ticket_of(day.world.deeds[-2].action.id, LAB), by=late)
        assert day.now(done).state == "held"

    def _done(self, day: Day) -> Ticket:
        """The first person, ten minutes after now, and ten minutes later all done."""
        day.world.now += timedelta(minutes=10)
        ticket = day.walk_in(0)
        day.world.now += timedelta(minutes=10)
        day.call()
        day.must(a.Finish, ticket=ticket.id)
        return day.now(ticket)

    def _closed(self, day: Day, ticket: Ticket) -> datetime:
        closed = day.visit(ticket).closed_at
        assert closed is not None
        return closed
