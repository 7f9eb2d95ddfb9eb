"""Registered for one clinic at one desk, and for a full exam at another: they go along that as well."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode, TicketId, ticket_of, visit_of
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYES, KIOSK, LAB, LAB_DOCTOR, LADIES, PEOPLE, RECEPTION, Deed
from tests.unit.domain.day import Day


def _then_for_an_exam(day: Day, at: datetime | None = None, **fields: Any) -> Deed:
    person = PEOPLE[0]  # a man: lab, then eyes and ENT
    if at is not None:
        fields["at"] = at
    return day.must(
        a.RegisterVisit, exam_type=ExamCode("full"), patient_id=person.id, by=RECEPTION, number="A03",
        sent={"patient": person}, **fields,
    )  # fmt: skip


def _way(day: Day, ticket: Ticket) -> list[list[tuple[ClinicCode, str]]]:
    return [[(s.clinic, s.state) for s in stage] for stage in day.visit(ticket).stages]


@pytest.mark.parametrize(
    ("clinic", "way"),
    [
        (LAB, [[(LAB, "here")], [(EYES, "todo"), (ENT, "todo")]]),
        (EYES, [[(EYES, "here"), (LAB, "todo")], [(ENT, "todo")]]),
    ],
)
def test_where_they_stand_comes_first_and_once(clinic: ClinicCode, way: Any) -> None:
    day = Day()
    standing = day.walk_in(0, clinic)
    deed = _then_for_an_exam(day, next=LAB)
    assert day.ticket(deed).id == standing.id, "one open ticket"
    assert (_way(day, standing), day.visit(standing).exam_type) == (way, "full")
    assert day.visit(standing).aliases == ("A03",)
    assert day.state.ticket(ticket_of(deed.action.id, LAB)) == standing
    seen = [day.through(standing.visit) for _ in range(3)]
    assert sorted(seen) == sorted([LAB, EYES, ENT])
    assert (seen[0], day.visit(standing).state) == (clinic, "complete")


def test_whoever_is_in_a_room_stays_there() -> None:
    day = Day()
    standing = day.walk_in(0, EYES)
    day.must(a.CallTicket, ticket=standing.id, room=1, reason="by-hand")
    inside = day.now(standing)
    _then_for_an_exam(day, next=LAB)
    assert day.now(standing) == inside
    day.must(a.Finish, ticket=standing.id)
    assert day.here(standing.visit).clinic == LAB


def test_whoever_stands_nowhere_goes_where_the_desk_has_shown() -> None:
    """Sent on to a clinic that has closed since: the exam leads them on, under the name that desk's screen has."""
    day = Day()
    standing = day.walk_in(0, EYES)
    day.must(a.AddStop, visit=standing.visit, clinic=ENT, reason="doctor-asked")
    day.must(a.CloseClinic, clinic=ENT, reason="emergency")
    day.through(standing.visit)
    assert day.state.open_ticket(standing.visit) is None
    deed = _then_for_an_exam(day, next=LAB)
    here = day.here(standing.visit)
    assert (here.id, here.clinic) == (ticket_of(deed.action.id, LAB), LAB)
    assert _way(day, standing)[0] == [(EYES, "done"), (ENT, "todo"), (LAB, "here")]


def test_it_can_be_taken_back() -> None:
    day = Day()
    standing = day.walk_in(0, EYES)
    before = day.visit(standing)
    day.undo(_then_for_an_exam(day, next=LAB), by=RECEPTION)
    after = day.visit(standing)
    assert (after.stages, after.exam_type, after.state) == (before.stages, None, "open")
    assert day.here(standing.visit) == standing


@pytest.mark.parametrize("begun", [False, True])
def test_a_desk_that_calls_its_own_mistake_off_takes_that_exam_back(begun: bool) -> None:
    day = Day()
    standing = day.walk_in(0, EYES)
    deed = _then_for_an_exam(day, next=LAB)
    if begun:
        day.through(standing.visit)
    late = day.do(a.Cancel, visit=visit_of(deed.action.id), reason="mistake", by=RECEPTION)
    if begun:
        assert late.fault is not None
        assert (late.fault.code, day.here(standing.visit).clinic) == ("no-change", LAB)
        return
    assert late.fault is None
    assert (_way(day, standing), day.visit(standing).exam_type) == ([[(EYES, "here")]], None)
    assert day.through(standing.visit) == EYES
    assert day.visit(standing).state == "complete"


@pytest.mark.parametrize("reason", ["mistake", "left"])
def test_a_ticket_given_by_mistake_is_none_of_where_they_stand(reason: str) -> None:
    day = Day()
    standing, shown = _twice(day)
    deed = day.do(a.Cancel, ticket=shown, reason=reason, by=RECEPTION)
    assert (deed.fault is not None, day.now(standing).open) == ((reason == "mistake"),) * 2


def test_a_kiosk_changes_nobody_s_exam() -> None:
    day = Day()
    standing, person = day.walk_in(0, EYES), PEOPLE[0]
    day.must(
        a.RegisterVisit, exam_type=ExamCode("full"), patient_id=person.id, by=KIOSK, number="G01", next=LAB,
        sent={"patient": person},
    )  # fmt: skip
    assert (_way(day, standing), day.visit(standing).exam_type) == ([[(EYES, "here")]], None)


@pytest.mark.parametrize("comes", [True, False])
def test_a_finish_that_comes_late_counts_where_the_way_leads_elsewhere_by_now(comes: bool) -> None:
    """Where none comes, they are through all the same."""
    day = Day()
    standing = day.register(0)
    day.must(a.CallTicket, ticket=standing.id, room=1, reason="by-hand")
    day.must(a.Admit, visit=standing.visit, clinic=EYES)
    day.must(a.Transfer, ticket=day.here(standing.visit).id, clinic=ENT)
    here = day.here(standing.visit)
    day.must(a.CallTicket, ticket=here.id, room=1, reason="by-hand")
    day.must(a.Admit, visit=standing.visit, clinic=EYES)
    day.must(a.CorrectPatient, patient_id=PEOPLE[0].id, gender="female", reason="mistake")
    assert ENT not in day.stops(standing.visit)
    if comes:
        day.must(a.Finish, ticket=here.id)
        assert day.stops(standing.visit)[ENT] == "done"
    day.must(a.Finish, ticket=standing.id)
    while day.state.open_ticket(standing.visit) is not None:
        day.through(standing.visit)
    assert day.visit(standing).state == "complete"


def test_of_whom_a_kiosk_knows_no_gender_nothing_is_made() -> None:
    day = Day()
    person = replace(PEOPLE[0], gender="unknown")
    standing = day.ticket(day.must(a.IssueTicket, clinic=EYES, patient_id=person.id, sent={"patient": person}))
    _then_for_an_exam(day, next=LAB)
    assert (_way(day, standing), day.visit(standing).exam_type) == ([[(EYES, "here")]], None)


def test_a_visit_that_has_an_exam_keeps_it() -> None:
    day = Day()
    standing = day.register(0, "brief")
    before = _way(day, standing)
    _then_for_an_exam(day)
    assert (_way(day, standing), day.visit(standing).exam_type) == (before, "brief")


def test_an_exam_that_is_no_stop_of_the_other_way_stays_done() -> None:
    day = Day()
    standing = day.register(0)
    day.through(standing.visit)
    if day.here(standing.visit).clinic != ENT:
        day.must(a.Transfer, ticket=day.here(standing.visit).id, clinic=ENT)
    day.through(standing.visit)
    day.must(a.CorrectPatient, patient_id=PEOPLE[0].id, gender="female", reason="mistake")
    assert _way(day, standing)[:2] == [[(ENT, "done")], [(LAB, "done")]]
    assert {s.clinic for s in day.visit(standing).stages[2]} == {EYES, LADIES}


class TestExaminedThereToo:
    """The desk that was cut off has led them to the laboratory, and they stand at the eyes."""

    @pytest.mark.parametrize("first", [a.CallTicket, a.CallNext, a.Start, a.Finish, a.Refer])
    def test_a_person_says_so_and_it_counts(self, first: Any) -> None:
        """Since they were there they have gone on to the eyes: there they stay."""
        day = Day()
        then = day.world.now
        day.world.now += timedelta(minutes=20)
        standing, shown = _twice(day, then)
        late = day.do(first, ticket=shown, rev=1, at=then, by=LAB_DOCTOR, **_how(first))
        assert isinstance(late.fault, Conflict)
        assert (late.fault.code, late.fault.params["label"], late.fault.params["clinic"]) == (
            "stands-elsewhere", standing.label, EYES,
        )  # fmt: skip
        assert day.override(late).fault is None
        assert day.state.inside(day.world.today, LAB, 1) is None
        _examined(day, shown, first, then)
        assert day.stops(standing.visit) == {EYES: "here", LAB: "done", ENT: "todo"}
        assert (day.now(shown).state, day.now(shown).label, day.now(shown).service) == ("done", "L-001", None)
        assert day.here(standing.visit).id == standing.id, "they stay where they are"
        assert [day.through(standing.visit) for _ in range(2)] == [EYES, ENT]
        assert day.visit(standing).state == "complete"

    @pytest.mark.parametrize("aside", [None, a.Hold])
    def test_they_keep_their_place_where_they_stand(self, aside: Any) -> None:
        """Also where they were called here after they had got that ticket; the room is as it was, too."""
        day = Day()
        standing, shown = _twice(day)
        if aside is not None:
            day.must(aside, ticket=standing.id)
        before = day.now(standing)
        late = day.do(a.CallTicket, ticket=shown, rev=1, by=LAB_DOCTOR, **_how(a.CallTicket))
        day.register(2)
        busy = day.call(LAB, 1)
        assert day.override(late).fault is None
        _examined(day, shown, a.CallTicket, late.action.at)
        assert day.now(standing) == before
        assert day.state.inside(day.world.today, LAB, 1) == busy
        assert day.stops(standing.visit) == {EYES: "here", LAB: "done", ENT: "todo"}

    @pytest.mark.parametrize("also_called", [False, True])
    def test_whoever_was_inside_of_one_key(self, also_called: bool) -> None:
        day = Day()
        standing, shown = _twice(day)
        following = day.register(2)
        key: dict[str, Any] = {
            "clinic": LAB,
            "room": 1,
            "finish_current": True,
            "current": shown,
            "ticket": following.id,
        }
        late = day.do(a.CallNext, rev=1, by=LAB_DOCTOR, **key)
        assert isinstance(late.fault, Conflict)
        assert (late.fault.code, late.fault.params["named"]) == ("stands-elsewhere", shown)
        if also_called:
            day.must(a.Transfer, ticket=following.id, clinic=ENT)
            day.must(a.CallTicket, ticket=day.here(following.visit).id, room=1, reason="by-hand")
        assert day.override(late).fault is None
        assert day.stops(standing.visit) == {EYES: "here", LAB: "done", ENT: "todo"}
        assert day.now(following).state == ("transferred" if also_called else "called")

    def test_not_where_they_are_in_another_room_by_now(self) -> None:
        day = Day()
        standing, shown = _twice(day)
        day.must(a.CallTicket, ticket=standing.id, room=1, reason="by-hand")
        late = day.do(a.CallTicket, ticket=shown, rev=1, by=LAB_DOCTOR, **_how(a.CallTicket))
        assert day.override(late).fault is None
        assert (day.now(shown).state, day.now(standing).state) == ("transferred", "called")
        day.must(a.Finish, ticket=standing.id)
        here = day.here(standing.visit)
        assert (here.clinic, here.id == shown) == (LAB, False), "until a finish comes it is to be done"

    @pytest.mark.parametrize("stands", ["waiting", "called", "in_service"])
    def test_led_there_before_somebody_has_decided(self, stands: str) -> None:
        """The eyes are done, and the exam of the other registration leads them to the laboratory, a second time."""
        day = Day()
        standing, shown = _twice(day)
        late = day.do(a.CallTicket, ticket=shown, rev=1, by=LAB_DOCTOR, **_how(a.CallTicket))
        then = late.action.at
        day.through(standing.visit)
        again = day.here(standing.visit)
        assert again.clinic == LAB
        if stands != "waiting":
            day.must(a.CallTicket, ticket=again.id, room=2, reason="by-hand")
        if stands == "in_service":
            day.must(a.Start, ticket=again.id)
        assert day.override(late).fault is None
        _examined(day, shown, a.CallTicket, then)
        assert day.now(shown).state == "done"
        if stands == "in_service":  # that one counts as well
            assert day.now(again).state == "in_service"
            day.must(a.Finish, ticket=again.id)
        assert day.now(again).state == ("done" if stands == "in_service" else "cancelled")
        assert (day.stops(standing.visit)[LAB], day.here(standing.visit).clinic) == ("done", ENT)

    def test_skipped_meanwhile_it_counts(self) -> None:
        day = Day()
        then = day.world.now
        day.world.now += timedelta(minutes=20)
        standing, shown = _twice(day, then)
        day.must(a.SkipStop, visit=standing.visit, clinic=LAB, reason="results-in-hand")
        late = day.do(a.Finish, ticket=shown, rev=1, at=then, by=LAB_DOCTOR)
        assert day.override(late).fault is None
        assert day.stops(standing.visit)[LAB] == "done"

    def test_where_the_same_is_done_already_it_is_refused(self) -> None:
        day = Day()
        standing, shown = _twice(day)
        late = day.do(a.Finish, ticket=shown, rev=1, by=LAB_DOCTOR)
        day.through(standing.visit)
        assert day.through(standing.visit) == LAB
        fault = day.override(late).fault
        assert fault is not None
        assert fault.code == "already-here"

    def test_the_next_one_at_that_desk_is_asked_about_too(self) -> None:
        """Examined at two clinics that were cut off: of the second one the server knows the name alone."""
        day = Day()
        then = day.world.now
        day.world.now += timedelta(minutes=20)
        standing, shown = _twice(day, then)
        late = day.do(a.Finish, ticket=shown, rev=1, at=then, next=ENT, by=LAB_DOCTOR)
        assert day.override(late).fault is None
        name = ticket_of(late.action.id, ENT)
        assert day.state.ticket(name) is None
        late = day.do(a.Finish, ticket=name, rev=1, at=then, by=LAB_DOCTOR)
        assert isinstance(late.fault, Conflict)
        assert day.override(late).fault is None
        assert day.stops(standing.visit) == {EYES: "here", LAB: "done", ENT: "done"}
        day.through(standing.visit)
        assert day.visit(standing).state == "complete"

    def test_that_registration_is_not_undone_then(self) -> None:
        day = Day()
        standing, shown = _twice(day)
        registered = day.world.deeds[-1]
        day.must(a.CallTicket, ticket=standing.id, room=1, reason="by-hand")
        late = day.do(a.CallTicket, ticket=shown, rev=1, by=LAB_DOCTOR, **_how(a.CallTicket))
        assert day.override(late).fault is None
        assert day.refused(a.Undo, action=registered.action.id, by=RECEPTION) == "undo-touched"

    @pytest.mark.parametrize("kind", [a.Recall, a.NoShow, a.Hold])
    def test_whoever_was_not_examined_there_stands_where_they_stand(self, kind: Any) -> None:
        day = Day()
        standing, shown = _twice(day)
        day.do(kind, ticket=shown, by=RECEPTION)
        assert day.state.ticket(shown) == day.now(standing)

    def test_not_where_the_other_clinic_is_none_of_their_way(self) -> None:
        day = Day()
        standing = day.register(1)  # a woman: never at ENT
        person = PEOPLE[1]
        day.must(a.CloseClinic, clinic=ENT, reason="emergency")
        walked = day.must(a.IssueTicket, clinic=ENT, patient_id=person.id, sent={"patient": person}, by=RECEPTION)
        assert ENT not in day.stops(standing.visit)
        assert day.refused(a.Finish, ticket=ticket_of(walked.action.id, ENT), by=LAB_DOCTOR) == "already-here"


def _twice(day: Day, at: datetime | None = None) -> tuple[Ticket, TicketId]:
    """The ticket where they stand, and the name that the desk which was cut off (*at* that time) has given another."""
    standing = day.walk_in(0, EYES)
    return standing, ticket_of(_then_for_an_exam(day, at, next=LAB).action.id, LAB)


def _examined(day: Day, shown: TicketId, after: Any, at: datetime) -> None:
    """What waited behind *after*."""
    for kind in (a.Start, a.Finish) if after not in (a.Finish, a.Refer) else ():
        day.must(kind, ticket=shown, rev=1, at=at, by=LAB_DOCTOR)


def _how(kind: Any) -> dict[str, Any]:
    at_the_door: dict[Any, dict[str, Any]] = {
        a.CallTicket: {"room": 1, "reason": "by-hand"}, a.CallNext: {"clinic": LAB, "room": 1},
    }  # fmt: skip
    return at_the_door.get(kind, {})
