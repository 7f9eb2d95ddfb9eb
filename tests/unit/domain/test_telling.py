"""What people are told: estimates, notices and the exit PIN of the day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.estimates import expected_end, expected_wait, pace, rooms_working
from mmc_console.domain.evolve import evolve
from mmc_console.domain.exit_pin import pins
from mmc_console.domain.notices import Notice, Notices
from mmc_console.domain.state import State
from tests.simulation.rules.world import EYES, LAB, LADIES, small_center
from tests.unit.domain.day import Day


class TestEstimates:
    """Longer with more people ahead, shorter with more rooms, measured as the day goes."""

    def test_more_ahead_is_never_shorter(self) -> None:
        day = Day()
        day.register(0)
        day.call()
        waits = [expected_wait(day.state, LAB, day.world.today, n) for n in range(60)]
        assert [w.p50 for w in waits] == sorted(w.p50 for w in waits)
        assert [w.p90 for w in waits] == sorted(w.p90 for w in waits)
        assert all(w.p50 <= w.p90 for w in waits)
        assert waits[0].p50 == 0  # the other room is free

    def test_fewer_rooms_take_longer(self) -> None:
        day = Day()
        day.must(a.TakeRoom, clinic=LAB, room=1)
        day.must(a.TakeRoom, clinic=LAB, room=2)
        both = expected_wait(day.state, LAB, day.world.today, 6)
        day.must(a.LeaveRoom, clinic=LAB, room=2)
        assert rooms_working(day.state, LAB, day.world.today) == 1
        assert expected_wait(day.state, LAB, day.world.today, 6).p50 == 2 * both.p50
        day.turn()
        assert rooms_working(day.state, LAB, day.world.today) == 2

    def test_pace_is_measured(self) -> None:
        day = Day()
        assert pace(day.state, LAB, day.world.today) == 300
        ticket = day.ticket_in("called")
        day.world.now += timedelta(seconds=899)
        day.must(a.Finish, ticket=ticket.id)
        assert pace(day.state, LAB, day.world.today) == (3 * 300 + 900) / 4

    def test_end_of_the_visit_comes_nearer(self) -> None:
        day = Day()
        ticket = day.ticket_in("called")
        before = expected_end(day.state, day.visit(ticket), day.world.today)
        day.must(a.Finish, ticket=ticket.id)
        assert expected_end(day.state, day.visit(ticket), day.world.today).p50 < before.p50


class TestNotices:
    """Each once per ticket and kind, from the log alone."""

    def _told(self, day: Day) -> list[Notice]:
        state, notices = State(), Notices()
        told: list[Notice] = []
        for event in day.world.events:
            evolve(state, event)
            told += notices.after(state, event)
        return told

    def test_once_each(self) -> None:
        day = Day(near_turn_ahead=3)
        tickets = [day.walk_in(n) for n in range(6)]
        for _ in range(3):
            day.must(a.PauseClinic, clinic=LAB, reason="break")
            day.must(a.OpenClinic, clinic=LAB)
        first = day.call()
        day.must(a.Recall, ticket=first.id)
        day.must(a.Recall, ticket=first.id)
        told = self._told(day)
        assert len({(n.ticket, n.kind) for n in told}) == len(told)
        kinds = {kind: [n.label for n in told if n.kind == kind] for kind in {n.kind for n in told}}
        assert kinds["your_turn"] == kinds["called_again"] == ["L-001"]
        assert kinds["next_in_line"] == ["L-001", "L-002", "L-003"]
        assert kinds["near_turn"] == [t.label for t in tickets[:5]]
        assert kinds["clinic_paused"] == [t.label for t in tickets]

    def test_moving_on_and_the_end(self) -> None:
        day = Day()
        ticket = day.register(0)
        for _ in range(3):
            here = day.here(ticket.visit)
            day.call(here.clinic)
            day.must(a.Finish, ticket=here.id)
        told = self._told(day)
        assert [n.label for n in told if n.kind == "moved_on"] == ["E-001", "T-001"]
        assert [n for n in told if n.kind == "visit_complete"] == [Notice("visit_complete", ticket.visit, None, "001")]

    def test_undo_brings_others_nearer(self) -> None:
        day = Day(near_turn_ahead=1)
        deeds = []
        for n in range(4):
            day.walk_in(n)
            deeds.append(day.world.deeds[-1])
        day.undo(deeds[0])
        assert [n.label for n in self._told(day) if n.kind == "near_turn"] == ["L-001", "L-002", "L-003"]


class TestExitPin:
    """Two digits a clinic and day, no two alike."""

    @given(st.binary(min_size=32, max_size=32), st.dates(date(2026, 1, 1), date(2040, 1, 1)))
    def test_distinct_and_stable(self, key: bytes, day: date) -> None:
        center = small_center()
        center = replace(center, clinics=tuple(replace(c, exit_pin=True) for c in center.clinics))
        found = pins(key, day, center)
        assert len(set(found.values())) == len(found)
        assert all(len(p) == 2 and 1 <= int(p) <= 99 for p in found.values())
        assert pins(key, day, center) == found
        assert pins(key, day, replace(center, clinics=(*center.clinics, center.clinics[0]))).keys() == found.keys()
        assert LADIES not in found

    def test_other_days_differ(self) -> None:
        center = small_center()
        center = replace(center, clinics=tuple(replace(c, exit_pin=True) for c in center.clinics))
        days = [tuple(pins(b"k" * 32, date(2026, 11, n), center).values()) for n in range(1, 31)]
        assert len(set(days)) > 25

    def test_a_clinic_without_one_keeps_its_place(self) -> None:
        center = small_center()
        every = replace(center, clinics=tuple(replace(c, exit_pin=True) for c in center.clinics))
        some = replace(center, clinics=tuple(replace(c, exit_pin=c.code == EYES) for c in center.clinics))
        day = date(2026, 11, 23)
        assert pins(b"k" * 32, day, some) == {EYES: pins(b"k" * 32, day, every)[EYES]}
