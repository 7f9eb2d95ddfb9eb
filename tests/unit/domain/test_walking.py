"""People walk from clinic to clinic quicker than the news of them: what comes late still counts, and nobody is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import DeskLetter, ticket_of
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYE_DOCTOR, EYES, LAB, LAB_DOCTOR, RECEPTION, Deed
from tests.unit.domain.day import Day


def _at_the_end(day: Day, ticket: Ticket) -> Ticket:
    """Admitted at the eyes from where they only waited, and through all the rest; the ticket they have then."""
    day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
    assert [day.through(ticket.visit), day.through(ticket.visit)] == [EYES, ENT]
    return day.here(ticket.visit)


class TestWhoStandsThereAlready:
    """The lab's finish has issued the ticket at the eyes; there they had admitted the person themselves."""

    def _admitted(self, day: Day) -> tuple[Ticket, Deed, Any]:
        ticket = day.register(0)
        day.call()
        finished = day.must(a.Finish, ticket=ticket.id, next=EYES, by=LAB_DOCTOR)
        admitted = day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=EYE_DOCTOR)
        return day.here(ticket.visit), finished, admitted

    def test_the_id_that_its_desk_has_shown_leads_there(self) -> None:
        day = Day()
        here, _, admitted = self._admitted(day)
        assert admitted.done.ticket == here.id
        shown = ticket_of(admitted.action.id, EYES)
        call = day.must(
            a.CallTicket, ticket=shown, room=1, reason="by-hand", clinic=EYES, rev=0, by=EYE_DOCTOR
        )  # fmt: skip
        assert call.done is not None
        day.must(a.Finish, ticket=shown, rev=0, by=EYE_DOCTOR)
        assert day.now(here).state == "done"
        assert len(day.state.visit_tickets[here.visit]) == 3, "lab, eyes, and the one they are sent to now"

    def test_somebody_called_there_meanwhile_is_called_by_nobody_else(self) -> None:
        day = Day()
        here, _, admitted = self._admitted(day)
        other = replace(EYE_DOCTOR, desk=DeskLetter("K"))
        day.must(a.CallTicket, ticket=here.id, room=2, reason="by-hand", by=other)
        shown = ticket_of(admitted.action.id, EYES)
        fields = {"ticket": shown, "room": 1, "reason": "by-hand", "clinic": EYES, "rev": 0, "by": EYE_DOCTOR}
        assert day.refused(a.CallTicket, **fields) == "already-moved"

    def test_what_led_there_is_not_undone_under_them(self) -> None:
        day = Day()
        _, finished, _ = self._admitted(day)
        assert day.refused(a.Undo, action=finished.action.id, by=LAB_DOCTOR) == "undo-touched"

    def test_a_clinic_closed_meanwhile_is_no_reason(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.call()
        day.must(a.Finish, ticket=ticket.id, next=EYES)
        day.must(a.CloseClinic, clinic=EYES)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        assert day.here(ticket.visit).clinic == EYES

    def test_who_was_taken_on_from_there_since_was_there(self) -> None:
        """The eyes admitted first, then ear, nose and throat, whose PC was sent first."""
        day = Day()
        ticket = day.register(0)
        day.call()
        day.must(a.Finish, ticket=ticket.id, next=EYES)
        waited = day.here(ticket.visit)
        at = day.world.now
        day.must(a.Admit, visit=ticket.visit, clinic=ENT, by=RECEPTION)
        elsewhere = day.here(ticket.visit)
        admitted = day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=EYE_DOCTOR, at=at)
        shown = ticket_of(admitted.action.id, EYES)
        day.must(a.CallTicket, ticket=shown, room=1, reason="by-hand", clinic=EYES, by=EYE_DOCTOR, at=at)
        day.must(a.Finish, ticket=shown, by=EYE_DOCTOR, at=at)
        assert (day.now(waited).state, day.here(ticket.visit)) == ("done", elsewhere)
        assert day.stops(ticket.visit) == {LAB: "done", EYES: "done", ENT: "here"}


class TestNextIsDoneAlready:
    """A desk that has not heard of it sends the person where they come from."""

    def test_they_go_on_from_there(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.call()
        day.must(a.Finish, ticket=ticket.id, next=EYES)
        assert day.through(ticket.visit) == EYES
        here = day.here(ticket.visit)
        day.call(ENT)
        day.must(a.AddStop, visit=ticket.visit, clinic=LAB, reason="doctor-asked")
        day.must(a.Finish, ticket=here.id, next=EYES)
        assert day.here(ticket.visit).clinic == LAB

    def test_what_was_skipped_is_another_matter(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.call()
        day.must(a.SkipStop, visit=ticket.visit, clinic=EYES, reason="mistake")
        assert day.refused(a.Finish, ticket=ticket.id, next=EYES) == "next-not-possible"


class TestNextWasLeftMeanwhile:
    """Every PC is alone: they were admitted from the lab's queue, and from the eyes, and are sent back to the eyes."""

    def _sent_back(self, day: Day, *, inside: bool) -> dict[str, Any]:
        ticket = day.register(0)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        if inside:
            day.call(EYES)
        day.must(a.Admit, visit=ticket.visit, clinic=ENT, by=RECEPTION)
        day.call(ENT)
        return {"kind": a.Finish, "ticket": day.here(ticket.visit).id, "next": EYES, "by": LAB_DOCTOR}

    def test_where_they_only_waited_they_go(self) -> None:
        day = Day()
        ticket = day.ticket(day.must(**self._sent_back(day, inside=False)))
        assert (day.through(ticket.visit), day.through(ticket.visit)) == (EYES, LAB)
        assert day.visit(ticket).state == "complete"

    def test_where_they_were_inside_they_need_not(self) -> None:
        day = Day()
        ticket = day.ticket(day.must(**self._sent_back(day, inside=True)))
        assert day.here(ticket.visit).clinic == LAB
        assert day.stops(ticket.visit)[EYES] == "left", "its finish comes"

    def test_where_nobody_new_is_sent_a_person_decides(self) -> None:
        day = Day()
        finish = self._sent_back(day, inside=False)
        day.must(a.CloseClinic, clinic=EYES)
        assert day.refused(**finish) == "next-not-possible"


class TestDoneBeforeTheyWereAdmitted:
    """The lab worked alone; the eyes admitted its people later, and were sent first."""

    def _left(self, day: Day, who: int = 0) -> tuple[Ticket, datetime]:
        ticket, before = day.register(who), day.world.now
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        return ticket, before

    @pytest.mark.parametrize("key", [a.CallTicket, a.CallNext])
    def test_the_call_and_the_finish_count(self, key: Any) -> None:
        day = Day()
        ticket, before = self._left(day)
        here = day.here(ticket.visit)
        fields: dict[str, Any] = {"reason": "by-hand"} if key is a.CallTicket else {"clinic": LAB}
        late = {"by": LAB_DOCTOR, "at": before}
        call = day.must(key, ticket=ticket.id, room=1, **fields, **late)
        assert call.done is not None
        assert call.done.ticket == ticket.id
        day.must(a.Start, ticket=ticket.id, rev=ticket.rev, **late)
        assert day.state.inside(day.world.today, LAB, 1) is None
        day.must(a.Finish, ticket=ticket.id, rev=ticket.rev, **late)
        assert (day.now(ticket).state, day.here(ticket.visit)) == ("done", here)

    def test_one_key_all_morning(self) -> None:
        day = Day()
        (first, _), (second, before) = self._left(day, 0), self._left(day, 2)
        third, late = day.register(4), {"by": LAB_DOCTOR, "at": before}
        key = {"clinic": LAB, "room": 1, "finish_current": True}
        late["at"] = min(before, day.now(first).closed_at or before)
        day.must(a.CallNext, **key, ticket=first.id, **late)
        day.must(a.CallNext, **key, current=first.id, ticket=second.id, next=EYES, **late)
        day.must(a.CallNext, **key, current=second.id, ticket=third.id, next=EYES, by=LAB_DOCTOR)
        assert [day.now(t).state for t in (first, second, third)] == ["done", "done", "called"]

    def test_one_key_that_names_nobody_inside_finishes_nobody_who_came_since(self) -> None:
        day = Day()
        ticket, before = self._left(day)
        other = day.register(2)
        day.must(a.CallTicket, ticket=other.id, room=1, reason="by-hand")
        key = {"clinic": LAB, "room": 1, "finish_current": True, "by": LAB_DOCTOR, "at": before}
        day.must(a.CallNext, **key, ticket=ticket.id)
        assert (day.now(ticket).state, day.now(other).state) == ("transferred", "called")

    def test_nor_where_whoever_it_calls_has_waited_there_all_the_time(self) -> None:
        day = Day()
        known = day.register()
        other = day.register(2)
        day.must(a.CallTicket, ticket=other.id, room=1, reason="by-hand")
        key = {"clinic": LAB, "room": 1, "finish_current": True, "by": LAB_DOCTOR}
        assert day.refused(a.CallNext, **key, ticket=known.id) == "room-busy"
        assert (day.now(known).state, day.now(other).state) == ("waiting", "called")

    @pytest.mark.parametrize(("kind", "fields"), [(a.Recall, {}), (a.NoShow, {}), (a.Hold, {}), (a.Requeue, {})])
    def test_nothing_else_done_at_that_door_matters_any_more(self, kind: Any, fields: dict[str, Any]) -> None:
        day = Day()
        ticket, before = self._left(day)
        day.must(kind, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR, at=before, **fields)
        assert day.now(ticket).state == "transferred"

    @pytest.mark.parametrize("to", [EYES, ENT])
    def test_sent_elsewhere_before_it_the_lab_is_still_to_be_done(self, to: Any) -> None:
        day = Day()
        ticket = day.register(0)
        called = day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
        assert called.done is not None
        before = day.world.now
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        late = {"rev": day.now(ticket).rev, "by": LAB_DOCTOR, "at": before}
        day.must(a.Transfer, ticket=ticket.id, clinic=to, **late)
        assert day.here(ticket.visit).clinic == EYES
        been = {day.through(ticket.visit), day.through(ticket.visit), day.through(ticket.visit)}
        assert {ENT, LAB} <= been

    def test_sent_to_one_clinic_more_before_it_they_go_there_at_the_end(self) -> None:
        day = Day()
        ticket = day.register(0, exam="brief")
        day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
        before, known = day.world.now, day.now(ticket).rev
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        assert (ticket.clinic, day.through(ticket.visit)) == (LAB, EYES)
        assert day.state.open_ticket(ticket.visit) is None, "the finish of the lab may come"
        day.must(a.Transfer, ticket=ticket.id, clinic=ENT, rev=known, by=LAB_DOCTOR, at=before)
        assert {day.through(ticket.visit), day.through(ticket.visit)} == {LAB, ENT}
        assert day.state.visits[ticket.visit].state == "complete"

    @pytest.mark.parametrize("ended", ["complete", "cancelled"])
    def test_sent_to_one_clinic_more_before_all_was_over_a_person_decides(self, ended: str) -> None:
        """The stop that waited was skipped, or they have left: nothing is left to do of a visit that is over."""
        day = Day()
        ticket = day.walk_in(0)
        day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR)
        before, known = day.world.now, day.now(ticket).rev
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        if ended == "complete":
            day.through(ticket.visit)
            day.must(a.SkipStop, visit=ticket.visit, clinic=LAB, reason="results-in-hand", by=RECEPTION)
        else:
            day.must(a.Cancel, visit=ticket.visit, reason="left", by=RECEPTION)
        over = day.visit(ticket)
        assert over.state == ended
        late: dict[str, Any] = {"ticket": ticket.id, "rev": known, "at": before, "by": LAB_DOCTOR}
        deed = day.do(a.Transfer, clinic=ENT, **late)
        assert isinstance(deed.fault, Conflict)
        assert deed.fault.code == "visit-over"
        assert {"by", "at", "label", "state"} <= deed.fault.params.keys(), "it says who, when and what"
        assert day.visit(ticket) == over
        day.must(a.Transfer, clinic=EYES, **late)
        assert day.visit(ticket) == over, "and where they have been nobody has to be sent"

    def test_admitting_is_not_undone_under_it(self) -> None:
        day = Day()
        ticket, before = day.register(0), day.world.now
        admitted = day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=LAB_DOCTOR, at=before)
        assert day.refused(a.Undo, action=admitted.action.id, by=RECEPTION) == "undo-touched"

    @pytest.mark.parametrize("key", [a.CallTicket, a.CallNext])
    def test_what_its_desk_has_done_since_makes_it_no_later(self, key: Any) -> None:
        day = Day()
        ticket, before = self._left(day)
        other = day.register(2)
        day.must(a.Hold, ticket=other.id, by=LAB_DOCTOR)
        fields: dict[str, Any] = {"reason": "by-hand"} if key is a.CallTicket else {"clinic": LAB}
        late = {"rev": ticket.rev, "by": LAB_DOCTOR, "at": before}
        day.must(key, ticket=ticket.id, room=1, **fields, **late)
        day.must(a.NoShow, ticket=ticket.id, **late)
        assert day.state.tickets[ticket.id].awaits_finish

    def test_called_after_it_two_people_contradict(self) -> None:
        day = Day()
        ticket, _ = self._left(day)
        fields = {"ticket": ticket.id, "room": 1, "reason": "by-hand", "rev": ticket.rev, "by": LAB_DOCTOR}
        assert day.refused(a.CallTicket, **fields) == "already-moved"

    def test_nor_without_the_right_to_it(self) -> None:
        day = Day()
        ticket, before = self._left(day)
        fields = {"ticket": ticket.id, "room": 1, "reason": "by-hand", "by": EYE_DOCTOR, "at": before}
        assert day.refused(a.CallTicket, **fields) == "not-your-clinic"


class TestWaitedThereOnly:
    """They were admitted elsewhere from a queue: perhaps nobody has examined them there at all."""

    @pytest.mark.parametrize("aside", [(), (a.Hold,), (a.NoShow,)])
    def test_at_the_end_they_come_back(self, aside: tuple[Any, ...]) -> None:
        day = Day()
        ticket = day.register(0)
        if a.NoShow in aside:
            day.call()
        for kind in aside:
            day.must(kind, ticket=ticket.id)
        again = _at_the_end(day, ticket)
        assert (again.clinic, again.id != ticket.id) == (LAB, True)
        assert day.through(ticket.visit) == LAB
        assert day.visit(ticket).state == "complete"

    def test_where_the_lab_is_closed_they_are_let_in_when_it_opens(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        day.must(a.CloseClinic, clinic=LAB)
        assert [day.through(ticket.visit), day.through(ticket.visit)] == [EYES, ENT]
        assert day.state.open_ticket(ticket.visit) is None
        day.must(a.OpenClinic, clinic=LAB)
        assert day.here(ticket.visit).clinic == LAB

    def test_a_desk_that_sends_them_back_there_is_followed(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        day.call(EYES)
        day.must(a.Finish, ticket=day.here(ticket.visit).id, next=LAB)
        assert day.here(ticket.visit).clinic == LAB

    def test_the_lab_had_done_them_after_all(self) -> None:
        day = Day()
        ticket, before = day.register(0), day.world.now
        again = _at_the_end(day, ticket)
        late = {"by": LAB_DOCTOR, "at": before}
        day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", **late)
        finish = day.must(a.Finish, ticket=ticket.id, next=EYES, **late)
        assert (day.now(ticket).state, day.now(again).state) == ("done", "cancelled")
        assert day.visit(ticket).state == "complete"
        assert finish.done is not None
        day.undo(finish, by=LAB_DOCTOR, at=before)
        assert day.here(ticket.visit).id == again.id

    def test_sent_back_before_the_end_they_go_on(self) -> None:
        day = Day()
        ticket, before = day.register(0), day.world.now
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        day.must(a.Admit, visit=ticket.visit, clinic=LAB, by=RECEPTION)
        day.must(a.Finish, ticket=ticket.id, next=ENT, by=LAB_DOCTOR, at=before)
        assert day.here(ticket.visit).clinic == ENT

    def _back(self, day: Day) -> tuple[Ticket, Ticket]:
        """The eyes have sent them back to the lab, whose PC does not know: the ticket it shows, and the new one."""
        ticket = day.register(0)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        day.call(EYES)
        day.must(a.Finish, ticket=day.here(ticket.visit).id, next=LAB, by=EYE_DOCTOR)
        return ticket, day.here(ticket.visit)

    @pytest.mark.parametrize("key", [a.CallTicket, a.CallNext])
    @pytest.mark.parametrize("then", [a.Finish, a.NoShow])
    def test_called_there_again_under_the_ticket_they_had(self, key: Any, then: Any) -> None:
        day = Day()
        ticket, again = self._back(day)
        fields: dict[str, Any] = {"reason": "by-hand"} if key is a.CallTicket else {"clinic": LAB}
        known = {"rev": ticket.rev, "by": LAB_DOCTOR}
        day.must(key, ticket=ticket.id, room=1, **fields, **known)
        day.must(a.Recall, ticket=ticket.id, **known)
        assert day.now(again).state == "waiting"
        day.must(then, ticket=ticket.id, **known, **({"next": ENT} if then is a.Finish else {}))
        if then is a.Finish:
            assert (day.now(ticket).state, day.now(again).state) == ("done", "cancelled")
            assert day.here(ticket.visit).clinic == ENT
        else:
            assert day.here(ticket.visit) == again
            assert (day.through(ticket.visit), day.here(ticket.visit).clinic) == (LAB, ENT)

    def test_whom_somebody_has_called_there_again_is_called_by_nobody_else(self) -> None:
        day = Day()
        ticket, _ = self._back(day)
        day.call(LAB, 2)
        fields = {"ticket": ticket.id, "room": 1, "reason": "by-hand", "rev": ticket.rev, "by": LAB_DOCTOR}
        assert day.refused(a.CallTicket, **fields) == "already-moved"

    def test_whoever_is_in_the_room_again_stays_there(self) -> None:
        day = Day()
        ticket, before = day.register(0), day.world.now
        again = _at_the_end(day, ticket)
        day.call(LAB)
        day.must(a.Start, ticket=again.id)
        day.must(a.Finish, ticket=ticket.id, by=LAB_DOCTOR, at=before)
        assert (day.now(ticket).state, day.here(ticket.visit).id) == ("done", again.id)
        day.must(a.Finish, ticket=again.id)
        assert day.visit(ticket).state == "complete"

    def test_what_a_doctor_wants_a_second_time_is_not_done_by_it(self) -> None:
        day = Day()
        ticket, before = day.register(0), day.world.now
        again = _at_the_end(day, ticket)
        day.call(LAB)
        day.must(a.AddStop, visit=ticket.visit, clinic=EYES, reason="doctor-asked")
        day.must(a.Finish, ticket=again.id)
        day.must(a.AddStop, visit=ticket.visit, clinic=LAB, reason="doctor-asked")
        day.through(ticket.visit)
        assert (second := day.here(ticket.visit)).clinic == LAB
        day.must(a.Finish, ticket=ticket.id, by=LAB_DOCTOR, at=before)
        assert day.here(ticket.visit).id == second.id
