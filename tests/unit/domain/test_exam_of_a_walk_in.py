"""Registered for one clinic at one desk, and for a full exam at another: they go along that as well."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode, ticket_of
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYES, LAB, LAB_DOCTOR, LADIES, PEOPLE, RECEPTION, Deed
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
        day = Day()
        standing = day.walk_in(0, EYES)
        shown = ticket_of(_then_for_an_exam(day, next=LAB).action.id, LAB)
        late = day.do(first, ticket=shown, rev=1, by=LAB_DOCTOR, **_how(first))
        assert isinstance(late.fault, Conflict)
        assert (late.fault.code, late.fault.params["label"], late.fault.params["clinic"]) == (
            "stands-elsewhere", standing.label, EYES,
        )  # fmt: skip
        assert day.override(late).fault is None
        for kind in (a.Start, a.Finish) if first not in (a.Finish, a.Refer) else ():
            day.must(kind, ticket=shown, rev=1, at=late.action.at, by=LAB_DOCTOR)
        assert day.stops(standing.visit) == {EYES: "here", LAB: "done", ENT: "todo"}
        assert (day.now(shown).state, day.now(shown).label, day.now(shown).service) == ("done", "L-001", None)
        assert day.here(standing.visit).id == standing.id, "they stay where they are"
        assert [day.through(standing.visit) for _ in range(2)] == [EYES, ENT]
        assert day.visit(standing).state == "complete"

    def test_until_then_it_is_to_be_done(self) -> None:
        day = Day()
        standing = day.walk_in(0, EYES)
        shown = ticket_of(_then_for_an_exam(day, next=LAB).action.id, LAB)
        late = day.do(a.CallTicket, ticket=shown, rev=1, by=LAB_DOCTOR, **_how(a.CallTicket))
        assert day.override(late).fault is None
        assert (day.now(shown).state, day.stops(standing.visit)[LAB]) == ("transferred", "todo")
        assert day.state.inside(day.world.today, LAB, 1) is None
        day.through(standing.visit)
        here = day.here(standing.visit)
        assert (here.clinic, here.id == shown) == (LAB, False)

    @pytest.mark.parametrize("kind", [a.Recall, a.NoShow, a.Hold])
    def test_whoever_was_not_examined_there_stands_where_they_stand(self, kind: Any) -> None:
        day = Day()
        standing = day.walk_in(0, EYES)
        shown = ticket_of(_then_for_an_exam(day, next=LAB).action.id, LAB)
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


def _how(kind: Any) -> dict[str, Any]:
    at_the_door: dict[Any, dict[str, Any]] = {
        a.CallTicket: {"room": 1, "reason": "by-hand"}, a.CallNext: {"clinic": LAB, "room": 1},
    }  # fmt: skip
    return at_the_door.get(kind, {})
