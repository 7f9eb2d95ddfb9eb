"""Registered for one clinic at one desk, and for a full exam at another: they go along that as well."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode, ticket_of
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYES, LAB, LADIES, PEOPLE, RECEPTION, Deed
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
