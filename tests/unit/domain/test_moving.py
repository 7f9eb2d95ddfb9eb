"""Where a visit goes: routing and its ties, closed clinics, transfer, admit, exam and gender changed, other days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.centre import Gender
from mmc_console.domain.events import TicketIssued
from mmc_console.domain.ids import ClinicCode, TicketId, ticket_of
from mmc_console.domain.routing import choose_next
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Stop, pathway
from tests.simulation.rules.world import ADMIN, ENT, EYES, LAB, LADIES, PEOPLE, SUPERVISOR, Deed, small_center, without
from tests.unit.domain.day import Day


def _through_lab(day: Day, who: int = 0) -> Ticket:
    """The who-th person has been to the lab; the ticket there."""
    ticket = day.register(who)
    day.call()
    day.must(a.Finish, ticket=ticket.id)
    return day.now(ticket)


def _why(day: Day) -> str:
    return [e.why for e in day.world.events if isinstance(e, TicketIssued)][-1]


def test_equal_waits_and_floors_follow_the_order() -> None:
    day = Day()
    assert day.here(_through_lab(day).visit).clinic == EYES
    assert _why(day) == "order"


def test_shortest_wait() -> None:
    day = Day()
    for n in (1, 3, 5):
        day.walk_in(n, EYES)
    assert day.here(_through_lab(day).visit).clinic == ENT
    assert _why(day) == "shortest"


def test_fewer_floors_to_walk() -> None:
    day = Day()
    ticket = day.register(0, "brief")
    day.must(a.Hold, ticket=ticket.id)  # nobody waits anywhere
    visit = replace(day.visit(ticket), stages=pathway(((LAB, EYES),)))
    for leaving, nearest in ((ENT, EYES), (LAB, LAB)):
        choice = choose_next(day.state, visit, day.world.today, leaving)
        assert choice is not None
        assert (choice.clinic, choice.why.code) == (nearest, "nearest")


def test_paused_is_passed_over_while_another_is_open() -> None:
    day = Day()
    day.must(a.PauseClinic, clinic=EYES, reason="prayer")
    assert day.here(_through_lab(day).visit).clinic == ENT
    assert _why(day) == "only-open"
    day.must(a.CloseClinic, clinic=ENT)
    assert day.here(_through_lab(day, 2).visit).clinic == EYES


def test_opening_gives_tickets_to_those_who_had_nowhere_to_go() -> None:
    day = Day()
    for clinic in (EYES, ENT):
        day.must(a.CloseClinic, clinic=clinic)
    ticket = _through_lab(day)
    assert day.state.open_ticket(ticket.visit) is None
    opened = day.must(a.OpenClinic, clinic=ENT)
    here = day.here(ticket.visit)
    assert here.clinic == ENT
    assert here.id == ticket_of(opened.action.id, ENT, ticket.visit), "whatever ticket their last is elsewhere"


def test_closed_clinic_gets_no_new_tickets() -> None:
    day = Day()
    ticket = day.register(0)
    day.must(a.CloseClinic, clinic=EYES)
    assert day.refused(a.Transfer, ticket=ticket.id, clinic=EYES) == "clinic-closed"
    assert day.refused(a.Admit, visit=ticket.visit, clinic=EYES) == "clinic-closed"
    sent = {"patient": PEOPLE[2]}
    assert day.refused(a.IssueTicket, clinic=EYES, patient_id=PEOPLE[2].id, sent=sent) == "clinic-closed"


def test_closing_moves_those_who_may_go_there() -> None:
    day = Day()
    man, woman, held = day.walk_in(0), day.walk_in(1), day.walk_in(3)
    day.must(a.Hold, ticket=held.id)
    day.must(a.CloseClinic, clinic=LAB, move_waiting_to=LADIES)
    assert day.here(man.visit).clinic == LAB
    assert [day.here(t.visit).clinic for t in (woman, held)] == [LADIES, LADIES]
    assert day.here(woman.visit).queued_at == woman.queued_at


class TestTransfer:
    """To another clinic; the stop left stays to be done."""

    def test_stop_is_added_and_the_other_remains(self) -> None:
        day = Day()
        ticket = day.register(0, priority="priority")
        day.must(a.Transfer, ticket=ticket.id, clinic=ENT)
        here = day.here(ticket.visit)
        assert (here.clinic, here.priority) == (ENT, "priority")
        assert here.queued_at > ticket.queued_at
        day.call(ENT)
        day.must(a.Finish, ticket=here.id)
        assert day.here(ticket.visit).clinic == LAB

    def test_time_kept_when_asked(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.must(a.Transfer, ticket=ticket.id, clinic=ENT, keep_time=True)
        assert day.here(ticket.visit).queued_at == ticket.queued_at

    def test_man_to_a_womens_clinic(self) -> None:
        day = Day()
        ticket = day.register(0)
        assert day.refused(a.Transfer, ticket=ticket.id, clinic=LADIES) == "not-admitted"

    def test_after_admit_it_stays_in_the_stage_the_person_is_in(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        day.must(a.Transfer, ticket=day.here(ticket.visit).id, clinic=ENT)
        stages = [[(s.clinic, s.state) for s in stage] for stage in day.visit(ticket).stages]
        assert stages == [[(LAB, "left")], [(EYES, "todo"), (ENT, "here")]]

    def test_back_to_the_stage_that_admit_has_left_the_stop_is_there_once(self) -> None:
        """Else whoever is finished there is sent to the same clinic once more."""
        day = Day()
        ticket = day.register(0)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        day.must(a.Transfer, ticket=day.here(ticket.visit).id, clinic=LAB)
        stages = [[(s.clinic, s.state) for s in stage] for stage in day.visit(ticket).stages]
        assert stages == [[(LAB, "here")], [(EYES, "todo"), (ENT, "todo")]]

    def test_to_a_clinic_of_a_later_stage_they_go_once(self) -> None:
        """Sent there now, they need not go there again when its turn would have come."""
        day = Day()
        ticket = day.register(0)
        sent = day.must(a.Transfer, ticket=ticket.id, clinic=EYES)
        assert day.visit(ticket).stages == ((Stop(LAB), Stop(EYES, "here")), (Stop(ENT),))
        day.undo(sent)
        assert day.visit(ticket).stages == ((Stop(LAB, "here"),), (Stop(EYES), Stop(ENT)))
        for clinic in (EYES, ENT):  # of the later stage nothing is left
            day.must(a.Transfer, ticket=day.here(ticket.visit).id, clinic=clinic)
        assert day.visit(ticket).stages == ((Stop(LAB), Stop(EYES), Stop(ENT, "here")),)
        assert sorted(day.through(ticket.visit) for _ in range(3)) == sorted([ENT, LAB, EYES])
        assert day.visit(ticket).state == "complete"


class TestAdmit:
    """The person stands here before the news does."""

    def test_ticket_elsewhere_is_transferred(self) -> None:
        day = Day()
        ticket = day.ticket_in("in_service")
        day.must(a.Admit, visit=ticket.visit, clinic=ENT)
        assert (day.now(ticket).state, day.here(ticket.visit).clinic) == ("transferred", ENT)

    def test_refusals(self) -> None:
        day = Day()
        ticket = _through_lab(day)
        assert day.refused(a.Admit, visit=ticket.visit, clinic=LAB) == "stop-done"
        assert day.refused(a.Admit, visit=ticket.visit, clinic=LADIES) == "not-admitted"


class TestExamAndGender:
    """Another pathway while under way."""

    def test_place_is_kept_where_the_new_pathway_has_it(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.must(a.ChangeExam, visit=ticket.visit, exam_type="brief", reason="mistake")
        assert day.here(ticket.visit) == day.now(ticket)
        assert (day.now(ticket).queued_at, day.visit(ticket).exam_type) == (ticket.queued_at, "brief")

    def test_done_stays_done(self) -> None:
        day = Day()
        ticket = _through_lab(day)
        day.must(a.ChangeExam, visit=ticket.visit, exam_type="brief", reason="mistake")
        assert [s.state for s in day.visit(ticket).stages[0]] == ["here", "done"]

    def test_gender_corrected_leads_along_the_other_pathway(self) -> None:
        day = Day()
        ticket = _through_lab(day, 1)
        woman = PEOPLE[1].id
        assert LADIES in {s.clinic for stage in day.visit(ticket).stages for s in stage}
        day.must(a.CorrectPatient, patient_id=woman, gender="male", reason="mistake")
        assert [[s.clinic for s in stage] for stage in day.visit(ticket).stages] == [[LAB], [EYES, ENT]]
        assert day.visit(ticket).stages[0][0].state == "done"

    def test_person_standing_where_they_are_not_admitted_moves_on(self) -> None:
        day = Day()
        for n in (3, 5, 7):
            day.walk_in(n, EYES)
        ticket = _through_lab(day, 1)
        assert day.here(ticket.visit).clinic == LADIES
        day.must(a.CorrectPatient, patient_id=PEOPLE[1].id, gender="male", reason="mistake")
        assert day.here(ticket.visit).clinic == ENT

    def test_walk_in_at_a_womens_clinic(self) -> None:
        day = Day()
        day.walk_in(1, LADIES)
        fields = {"patient_id": PEOPLE[1].id, "gender": "male", "reason": "mistake"}
        assert day.refused(a.CorrectPatient, **fields) == "not-admitted"

    def test_exam_not_for_this_gender(self) -> None:
        day = Day()
        sent = {"patient": PEOPLE[1]}
        fields = {"exam_type": "brief", "patient_id": PEOPLE[1].id}
        assert day.refused(a.RegisterVisit, sent=sent, **fields) == "exam-not-for-gender"


class TestPublishing:
    """A new version of the centre while visits are under way."""

    def test_a_clinic_that_somebody_still_has_to_see_is_not_taken_away(self) -> None:
        day = Day()
        ticket = day.register(0)
        stops = [[stop.clinic for stop in stage] for stage in day.visit(ticket).stages]
        refused = day.do(a.PublishCenter, center=without(small_center(), EYES), by=ADMIN)
        assert refused.fault is not None
        assert (refused.fault.code, refused.fault.params["clinic"]) == ("clinic-still-needed", EYES)
        day.must(a.Cancel, visit=ticket.visit, reason="left")
        day.must(a.PublishCenter, center=without(small_center(), EYES), by=ADMIN)
        kept = [[stop.clinic for stop in stage] for stage in day.visit(ticket).stages]
        assert kept == stops, "a visit keeps the pathway it began with"

    def test_faulty_centre_is_refused_with_every_fault(self) -> None:
        day = Day()
        center = small_center(priority_share=(3, 2), undo_minutes=-1)
        deed = day.do(a.PublishCenter, center=center, by=ADMIN)
        assert deed.fault is not None
        assert (deed.fault.code, deed.fault.params["count"]) == ("bad-center", 2)
        assert "undo_minutes" in str(deed.fault.params["faults"])


class TestYesterday:
    """Work that arrives after the day turned belongs to its own day and touches nothing of today."""

    def _late(self, day: Day, kind: Any, **fields: Any) -> Deed:
        at = day.state.calendar.starts(day.world.today) - timedelta(minutes=5)
        return day.do(kind, by=ADMIN, at=at, **fields)

    def test_finish_is_applied_there(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        day.turn()
        deed = self._late(day, a.Finish, ticket=ticket.id)
        assert deed.fault is None
        assert day.here(ticket.visit).day < day.world.today
        assert all(len(q) == 0 for (when, _), q in day.state.tickets.queues.items() if when == day.world.today)

    @pytest.mark.parametrize("kind", [a.CloseClinic, a.PauseClinic])
    def test_clinics_of_today_stay_as_they_are(self, kind: type[a.Action]) -> None:
        day = Day()
        day.turn()
        day.must(a.PauseClinic, clinic=LAB, reason="prayer")
        today = day.state.clinic(LAB, day.world.today)
        assert self._late(day, kind, clinic=LAB, reason="break").fault is None
        assert day.state.clinic(LAB, day.world.today) == today

    def test_rooms_of_today_stay_as_they_are(self) -> None:
        day = Day()
        day.turn()
        day.must(a.TakeRoom, clinic=LAB, room=1, by=SUPERVISOR)
        held = dict(day.state.rooms)
        deed = self._late(day, a.TakeRoom, clinic=LAB, room=1)
        assert deed.fault is not None
        assert deed.fault.code == "day-over"
        assert day.state.rooms == held

    def test_todays_action_on_yesterdays_ticket(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.turn()
        assert day.refused(a.Hold, ticket=ticket.id) == "day-over"

    def test_todays_key_on_whom_yesterday_admitted_elsewhere(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.call()
        day.must(a.Admit, visit=ticket.visit, clinic=EYES)
        day.turn()
        day.register(2)
        code = day.refused(a.CallNext, clinic=LAB, room=1, finish_current=True, current=ticket.id)
        assert code == "day-over"
        assert day.now(ticket).state == "transferred"

    def test_continuing_keeps_what_was_done(self) -> None:
        day = Day()
        ticket = _through_lab(day)
        day.turn()
        again = day.register(0, continues=ticket.visit)
        assert (again.label, again.clinic) == ("E-001", EYES)
        assert day.visit(again).stages[0][0].state == "done"

    def test_continuing_with_another_exam(self) -> None:
        day = Day()
        ticket = _through_lab(day)
        day.turn()
        again = day.register(0, "brief", continues=ticket.visit)
        assert [(s.clinic, s.state) for s in day.visit(again).stages[0]] == [(EYES, "here"), (LAB, "done")]

    def test_continuing_with_an_exam_of_which_nothing_is_left(self) -> None:
        """Else a visit would begin and end with one key, and nobody would get a ticket."""
        day = Day()
        ticket = _through_lab(day)
        while day.here(ticket.visit).clinic != EYES:
            day.call(day.here(ticket.visit).clinic)
            day.must(a.Finish, ticket=day.here(ticket.visit).id)
        day.call(EYES)
        day.must(a.Finish, ticket=day.here(ticket.visit).id)
        day.turn()
        fields = {"exam_type": "brief", "patient_id": PEOPLE[0].id, "continues": ticket.visit}
        sent = {"patient": PEOPLE[0]}
        assert day.refused(a.RegisterVisit, sent=sent, **fields) == "nothing-left"

    def test_continuing_after_a_clinic_was_given_up_overnight(self) -> None:
        """The person would come to a stop that there is not, and stand nowhere for good."""
        day = Day()
        ticket = _through_lab(day)
        day.turn()
        day.must(a.PublishCenter, center=without(day.state.center, ENT), by=ADMIN)
        again = day.register(0, continues=ticket.visit)
        assert [[(s.clinic, s.state) for s in stage] for stage in day.visit(again).stages] == [
            [(LAB, "done")], [(EYES, "here")],
        ]  # fmt: skip

    def test_what_a_doctor_has_added_stays_added(self) -> None:
        day = Day()
        ticket = _through_lab(day, 1)
        day.must(a.AddStop, visit=ticket.visit, clinic=ENT, reason="doctor-asked")
        day.turn()
        day.must(a.PublishCenter, center=without(day.state.center, LADIES), by=ADMIN)
        again = day.register(1, continues=ticket.visit)
        assert {s.clinic for stage in day.visit(again).stages for s in stage} == {LAB, EYES, ENT}

    @pytest.mark.parametrize(("who", "gender", "clinics"), [(0, "female", (EYES, LADIES)), (1, "male", (EYES, ENT))])
    def test_continuing_after_the_gender_was_corrected(
        self, who: int, gender: Gender, clinics: tuple[ClinicCode, ...]
    ) -> None:
        """A woman would go along the men's pathway, and a man to a clinic that does not let him in."""
        day = Day()
        ticket = _through_lab(day, who)
        day.turn()
        day.must(a.CorrectPatient, patient_id=PEOPLE[who].id, gender=gender, reason="mistake")
        person = replace(PEOPLE[who], gender=gender)
        deed = day.must(
            a.RegisterVisit, exam_type="full", patient_id=person.id, continues=ticket.visit, sent={"patient": person}
        )
        stages = day.visit(day.ticket(deed)).stages
        assert [s.state for s in stages[0]] == ["done"]
        assert tuple(s.clinic for s in stages[1]) == clinics

    def test_a_gender_corrected_yesterday_and_heard_of_today_changes_no_visit_of_today(self) -> None:
        """Its way was the other gender's, with a last stop that did not let them in: nobody led them anywhere."""
        day = Day()
        late = day.world.now
        day.register(1)
        day.turn()
        ticket = day.register(1)
        fields: dict[str, Any] = {"patient_id": PEOPLE[1].id, "gender": "male", "reason": "mistake"}
        assert day.refused(a.CorrectPatient, at=late, by=ADMIN, **fields) == "day-over"
        assert day.visit(ticket).gender == "female"
        day.must(a.CorrectPatient, **fields)
        assert {s.clinic for stage in day.visit(ticket).stages for s in stage} == {LAB, EYES, ENT}
        day.must(a.CorrectPatient, at=late, by=ADMIN, **fields)  # once more is no harm

    def test_somebody_elses_visit(self) -> None:
        day = Day()
        ticket = day.register(0)
        day.turn()
        sent = {"patient": PEOPLE[2]}
        fields = {"exam_type": "full", "patient_id": PEOPLE[2].id, "continues": ticket.visit}
        assert day.refused(a.RegisterVisit, sent=sent, **fields) == "visit-closed"


def test_whoever_closes_a_closed_clinic_and_sends_its_people_on_sends_them_on() -> None:
    """Both close it for the same reason, and one has left them in its line: the other's word was taken as done."""
    day = Day()
    ticket = day.register()
    day.must(a.CloseClinic, clinic=LAB, reason="emergency")
    day.must(a.CloseClinic, clinic=LAB, reason="emergency", move_waiting_to=EYES, by=ADMIN)
    assert day.here(ticket.visit).clinic == EYES
    assert day.refused(a.CloseClinic, clinic=LAB, reason="emergency", move_waiting_to=EYES) == "no-change"


def test_unknown_names() -> None:
    day = Day()
    assert day.refused(a.CallNext, clinic=ClinicCode("moon"), room=1) == "unknown-clinic"
    assert day.refused(a.CallNext, clinic=LAB, room=9) == "unknown-room"
    assert day.refused(a.Start, ticket=TicketId("nobody")) == "unknown-ticket"
