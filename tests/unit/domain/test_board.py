"""What a waiting room is told: labels and places, in the order of calling, and nothing about anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.domain import actions as a
from mmc_console.domain.board import LAST_CALLS, BoardView, LastCalls, board_view, clinics_of
from mmc_console.domain.ids import ClinicCode
from tests.simulation.rules.world import ENT, EYES, LAB, PEOPLE, RECEPTION, small_center
from tests.unit.domain.day import Day


def view(day: Day, *clinics: ClinicCode, last: LastCalls | None = None) -> BoardView:
    wanted = frozenset(clinics) or frozenset(c.code for c in day.state.center.clinics)
    return board_view(day.state, day.world.now, wanted, last or LastCalls())


def standing(found: BoardView) -> list[str]:
    return [c.label for c in found.calls if c.standing]


def test_a_call_stands_until_the_person_is_inside_and_stays_to_be_read() -> None:
    day, last = Day(), LastCalls()
    ticket = day.walk_in(0)
    assert view(day, last=last).calls == ()
    day.call()
    found = view(day, last=last).calls
    assert [(c.label, c.clinic, c.room, c.times, c.standing) for c in found] == [(ticket.label, LAB, "1", 1, True)]
    day.must(a.Recall, ticket=ticket.id)
    assert view(day, last=last).calls[0].times == 2
    assert view(day, last=last).calls[0].said_at > found[0].said_at
    day.must(a.Start, ticket=ticket.id)
    assert [c.standing for c in view(day, last=last).calls] == [False]
    day.must(a.Finish, ticket=ticket.id)
    assert [c.label for c in view(day, last=last).calls] == [ticket.label]


def test_whoever_was_registered_at_two_desks_is_called_by_both_numbers() -> None:
    day = Day()
    day.register(0)
    day.register(0, by=RECEPTION, number="A03", next=LAB)
    day.call()
    (found,) = view(day).calls
    assert (found.label, found.also, found.numbers) == ("L-001", ("L-A03",), ("001", "A03"))


def test_a_call_that_was_taken_back_or_postponed_is_not_shown() -> None:
    day, last = Day(), LastCalls()
    day.walk_in(0)
    deed = day.must(a.CallNext, clinic=LAB, room=1)
    assert len(view(day, last=last).calls) == 1
    day.undo(deed)
    assert view(day, last=last).calls == ()
    ticket = day.call()
    day.must(a.Requeue, ticket=ticket.id)
    assert view(day, last=last).calls == ()


def test_it_is_the_boards_own_clinics_and_the_day_of_now() -> None:
    day = Day()
    day.walk_in(0, LAB)
    day.walk_in(2, EYES)
    day.call(LAB)
    day.call(EYES)
    assert standing(view(day, EYES)) == [c for c in standing(view(day)) if c.startswith("E")]
    assert [c.code for c in view(day, EYES).clinics] == [EYES]
    day.turn()
    assert view(day).calls == ()


def test_a_closed_clinic_is_told_under_its_public_name() -> None:
    day = Day()
    day.must(a.PauseClinic, clinic=LAB, reason="break")
    found = {c.code: c for c in view(day).clinics}
    assert found[LAB].state == "paused"
    assert found[EYES].state == "open"


@given(st.lists(st.sampled_from(["call", "finish", "no_show", "walk_in", "recall"]), max_size=40), st.booleans())
def test_the_remembered_last_calls_are_those_of_the_whole_day(deeds: list[str], looks: bool) -> None:
    """However calls come and go, a board that looked all along shows what one sees that looks only at the end."""
    day, last = Day(), LastCalls()
    for n in range(6):
        day.walk_in(n)
    people = 6
    for deed in deeds:
        inside = next((t for t in day.state.tickets.values() if t.state == "called"), None)
        if deed == "walk_in" and people < len(PEOPLE):
            day.walk_in(people)
            people += 1
        elif deed == "call":
            day.do(a.CallNext, clinic=LAB, room=1)
        elif inside is not None:
            kind = {"finish": a.Finish, "no_show": a.NoShow, "recall": a.Recall}.get(deed)
            if kind is not None:
                day.do(kind, ticket=inside.id)
        if looks:
            view(day, last=last)
    found, fresh = view(day, last=last), view(day)
    assert found == fresh
    assert len([c for c in found.calls if not c.standing]) <= LAST_CALLS


def test_no_person_no_id_and_no_waiting_list_is_in_it() -> None:
    day = Day()
    tickets = [day.walk_in(n) for n in range(4)]
    day.call()
    told = msgspec.json.encode(view(day)).decode()
    for ticket, person in zip(tickets, PEOPLE, strict=False):
        assert ticket.id not in told
        assert ticket.visit not in told
        assert person.id not in told
    for waiting in tickets[1:]:
        assert waiting.label not in told


def test_a_pause_ends_at_an_hour_of_the_centre_whoever_has_said_it() -> None:
    """Boards show the digits that stand there: what a program said in UTC stood there three hours too early."""
    day = Day()
    day.must(a.PauseClinic, clinic=LAB, reason="prayer", until=datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    (clinic,) = view(day, LAB).clinics
    assert clinic.until is not None
    assert clinic.until.isoformat() == "2026-11-23T12:30:00+03:00"


def test_which_clinics_a_board_is_for() -> None:
    center = small_center()
    every = {c.code for c in center.clinics}
    assert clinics_of(center, (), ()) == every
    assert clinics_of(center, ("lab", "nowhere"), ()) == {LAB}
    floor = center.clinic(ENT)
    assert floor is not None
    assert clinics_of(center, ("lab",), (floor.floor,)) == {
        LAB,
        *(c.code for c in center.clinics if c.floor == floor.floor),
    }
