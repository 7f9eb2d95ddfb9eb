"""How long it takes: the queue played forward, what closed days teach, and a range that tells the truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.estimates import (
    CYCLE_AT_MOST,
    PAUSE,
    Wait,
    cycle,
    expected_wait,
    middles,
    rooms_working,
    told,
    waits,
)
from mmc_console.domain.experience import FACTORS, Experience, Speed
from mmc_console.domain.ids import TicketId, VisitId
from mmc_console.domain.learning import Arrival, Closed, learn, live
from mmc_console.domain.order import ahead, ahead_of_newcomer, sequence
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.tickets import Priority, Ticket
from tests.simulation.rules.world import ADMIN, EYES, LAB, MORNING, small_center
from tests.unit.domain.day import Day

CENTER = small_center()
TODAY = date(2026, 11, 23)
PRIORITIES: tuple[Priority, ...] = ("normal", "priority", "urgent")


class TestTheOrder:
    """Who comes now stands where they will really stand."""

    @given(st.lists(st.sampled_from(PRIORITIES), max_size=11), st.integers(0, 6), st.sampled_from(PRIORITIES))
    def test_a_newcomer_stands_where_the_rules_put_them(
        self, waiting: list[Priority], calls: int, kind: Priority
    ) -> None:
        day = Day()
        for who, priority in enumerate(waiting):
            day.walk_in(who, priority=priority)
        for _ in range(min(calls, len(waiting))):
            day.must(a.Finish, ticket=day.call().id)
        told = ahead_of_newcomer(day.state, LAB, day.world.today, kind)
        assert told == ahead(day.state, day.walk_in(len(waiting), priority=kind))


class TestTheRooms:
    """When each room takes its next one."""

    def test_who_is_inside_is_waited_for(self) -> None:
        day = Day()
        day.must(a.TakeRoom, clinic=EYES, room=1)
        for who in range(3):
            day.walk_in(who, EYES)
        day.call(EYES)
        now = day.world.now
        at_once, later = (next(middles(day.state, EYES, day.world.today, now + timedelta(seconds=s))) for s in (0, 200))
        assert at_once == pytest.approx(300, abs=2)
        assert later == pytest.approx(100, abs=2)
        overdue = next(middles(day.state, EYES, day.world.today, now + timedelta(hours=1)))
        assert overdue == pytest.approx(75, abs=1)

    def test_a_pause_is_waited_for(self) -> None:
        day = Day()
        day.must(a.TakeRoom, clinic=LAB, room=1)
        until = day.world.now + timedelta(minutes=40)
        day.must(a.PauseClinic, clinic=LAB, reason="prayer", until=until)
        assert next(middles(day.state, LAB, day.world.today, day.world.now)) == pytest.approx(2_400, abs=3)
        day.must(a.OpenClinic, clinic=LAB)
        assert next(middles(day.state, LAB, day.world.today, day.world.now)) == 0
        day.must(a.PauseClinic, clinic=LAB, reason="break")
        open_end = next(middles(day.state, LAB, day.world.today, day.world.now))
        assert open_end == pytest.approx(PAUSE.total_seconds(), abs=3)

    def test_a_room_the_centre_has_given_up_takes_nobody_in(self) -> None:
        """Its console still holds it: everybody was told half the wait, and sent there for it."""
        day = Day()
        for room in (1, 2):
            day.must(a.TakeRoom, clinic=LAB, room=room)
        old = day.state.center
        clinics = tuple(replace(c, rooms=c.rooms[:1]) if c.code == LAB else c for c in old.clinics)
        day.must(a.PublishCenter, center=replace(old, clinics=clinics), by=ADMIN)
        one = cycle(day.state, LAB, day.world.today)
        now = list(islice(middles(day.state, LAB, day.world.today, day.world.now), 3))
        assert now == pytest.approx([0, one, 2 * one])
        assert rooms_working(day.state, LAB, day.world.today) == 1

    def test_before_the_doors_open_everybody_waits_for_that(self) -> None:
        day = Day()
        early = MORNING - timedelta(minutes=30)
        assert next(middles(day.state, LAB, day.world.today, early)) == 1_800
        day.state.past = Experience(TODAY, {LAB: Speed(opens=2 * 3_600 + 2_400)})
        assert next(middles(day.state, LAB, day.world.today, early)) == 1_800 + 2_400
        day.must(a.TakeRoom, clinic=LAB, room=1)
        assert next(middles(day.state, LAB, day.world.today, MORNING + timedelta(hours=1))) == 0

    def test_a_clinic_that_has_not_begun_is_not_promised_at_once(self) -> None:
        day = Day()
        told = [next(middles(day.state, LAB, TODAY, MORNING + timedelta(minutes=m))) for m in (0, 10, 40)]
        assert told == sorted(told)
        assert told[0] == 300

    def test_today_is_learnt_from_call_to_call(self) -> None:
        day = Day()
        for who in range(12):
            day.walk_in(who)
        day.call()
        for _ in range(10):
            day.world.now += timedelta(seconds=599)
            day.must(a.CallNext, clinic=LAB, room=1, finish_current=True)
        # 3 of the file's 300 s against ten of 600 s
        assert cycle(day.state, LAB, day.world.today) == pytest.approx((3 * 300 + 10 * 600) / 13)

    def test_an_empty_room_is_no_slow_one(self) -> None:
        day = Day()
        day.walk_in(0)
        first = day.call()
        day.must(a.Finish, ticket=first.id)
        day.world.now += timedelta(hours=1)
        day.walk_in(1)
        day.call()
        assert cycle(day.state, LAB, day.world.today) == 300

    def test_a_long_gap_counts_as_a_break(self) -> None:
        day = Day()
        for who in range(2):
            day.walk_in(who)
        day.call()
        day.world.now += timedelta(hours=3)
        day.must(a.CallNext, clinic=LAB, room=1, finish_current=True)
        assert cycle(day.state, LAB, day.world.today) == (3 * 300 + CYCLE_AT_MOST) / 4

    def test_an_undone_call_is_forgotten(self) -> None:
        day = Day()
        for who in range(3):
            day.walk_in(who)
        queue = day.state.tickets.queue(day.world.today, LAB)
        day.call()
        kept = list(queue.calls)
        day.must(a.CallNext, clinic=LAB, room=2)
        day.undo(day.world.deeds[-1])
        assert queue.calls == kept


class TestTheRange:
    """p10 to p90, in whole minutes outward."""

    @given(st.integers(0, 40), st.tuples(st.floats(0.1, 1), st.floats(0.8, 1.2), st.floats(1, 4)))
    def test_it_is_one(self, place: int, factors: tuple[float, float, float]) -> None:
        day = Day()
        low, mid, high = sorted(factors)
        day.state.past = Experience(TODAY, {LAB: Speed(cycle=240, cycles=20, factors=(low, mid, high))})
        wait = expected_wait(day.state, LAB, TODAY, place, MORNING)
        assert 0 <= wait.p10 <= wait.p50 <= wait.p90
        least, most = wait.minutes
        assert least * 60 <= wait.p10
        assert wait.p90 <= most * 60

    def test_the_same_as_one_by_one(self) -> None:
        day = Day()
        for who in range(9):
            day.walk_in(who, priority=PRIORITIES[who % 3])
        told = list(zip(sequence(day.state, LAB, TODAY), waits(day.state, LAB, TODAY, MORNING), strict=False))
        assert [w for _, w in told] == [expected_wait(day.state, LAB, TODAY, n, MORNING) for n in range(9)]

    def test_minutes(self) -> None:
        assert Wait(p50=600, p90=1_201, p10=119).minutes == (1, 21)


def _rows(day: date, *, cycle: float, opens: float, many: int = 40, chance: Random | None = None) -> Iterator[Ticket]:
    """A laboratory with one room: somebody every two minutes from 07:00, one taken every *cycle* seconds."""
    start = calendar_of(CENTER.center).moment(day, "07:00")
    free = start + timedelta(seconds=opens)
    for n in range(many):
        came = start + timedelta(seconds=120 * n)
        called = max(free, came)
        lasts = cycle * (chance.lognormvariate(0, 0.5) if chance else 1.0)
        free = called + timedelta(seconds=lasts)
        yield Ticket(
            id=TicketId(f"{day}-{n}"), visit=VisitId(f"v{day}-{n}"), clinic=LAB, label=f"L-{n:03}", state="done",
            priority="normal", day=day, rev=3, issued_at=came, queued_at=came, place=float(n), seq=n, room=1,
            first_called_at=called, called_at=called, closed_at=free,
        )  # fmt: skip


def _days(many: int) -> list[date]:
    return [TODAY - timedelta(days=n) for n in range(many, 0, -1)]


class TestLearning:
    """What closed days teach."""

    def test_a_clinic_s_speed_and_hours(self) -> None:
        known = learn(CENTER, TODAY, [Closed(d, list(_rows(d, cycle=200, opens=1_800))) for d in _days(4)]).of(LAB)
        assert known.cycle == pytest.approx(200, abs=1)
        assert known.opens == 2 * 3_600 + 1_800
        assert known.rooms == 1
        assert known.pressure == pytest.approx(1, abs=0.05)

    def test_a_place_nothing_is_known_of_is_like_the_others(self) -> None:
        known = learn(CENTER, TODAY, [Closed(d, list(_rows(d, cycle=200, opens=0))) for d in _days(2)])
        assert known.of(EYES) == known.everywhere
        assert known.everywhere.cycle == pytest.approx(200, abs=1)

    def test_nothing_recorded_teaches_nothing(self) -> None:
        assert learn(CENTER, TODAY, []) == Experience(TODAY)
        assert learn(CENTER, TODAY, [Closed(TODAY, ())]).of(LAB) == Speed()

    def test_who_is_taken_first_is_pressure(self) -> None:
        rows = list(_rows(TODAY, cycle=300, opens=0))
        # every second person stands aside for the one after them
        swapped = []
        for first, second in zip(rows[::2], rows[1::2], strict=True):
            if second.queued_at < (first.first_called_at or second.queued_at):
                swapped += [replace(first, first_called_at=second.first_called_at, called_at=second.called_at,
                                    closed_at=second.closed_at),
                            replace(second, first_called_at=first.first_called_at, called_at=first.called_at,
                                    closed_at=first.closed_at)]  # fmt: skip
            else:
                swapped += [first, second]
        arrivals = live(CENTER, Closed(TODAY, swapped), Experience())
        late = [x for x in arrivals if x.called > x.ahead]
        assert late
        assert all(x.called == x.ahead + 1 for x in late)

    def test_somebody_gone_at_once_is_nobody_ahead(self) -> None:
        rows = list(_rows(TODAY, cycle=300, opens=0, many=6))
        start = rows[1].queued_at - timedelta(seconds=30)
        gone = replace(rows[1], id=TicketId("gone"), state="cancelled", room=None, first_called_at=None,
                       called_at=None, queued_at=start, closed_at=start, place=0.5)  # fmt: skip
        with_it = live(CENTER, Closed(TODAY, [*rows, gone]), Experience())
        assert [x.ahead for x in with_it] == [x.ahead for x in live(CENTER, Closed(TODAY, rows), Experience())]

    def test_days_that_were_guessed_well_make_a_narrow_range(self) -> None:
        def width(chance: Random | None) -> float:
            closed = [Closed(d, list(_rows(d, cycle=200, opens=1_800, chance=chance))) for d in _days(8)]
            low, _, high = learn(CENTER, TODAY, closed).of(LAB).factors
            return high / low

        assert width(None) < width(Random(3)) < FACTORS[2] / FACTORS[0]

    def test_a_day_is_not_judged_by_itself(self) -> None:
        slow, quick = (Closed(d, list(_rows(d, cycle=c, opens=0))) for d, c in zip(_days(2), (400, 130), strict=True))
        known = learn(CENTER, TODAY, [slow, quick]).of(LAB)
        assert known.factors[0] < 1 < known.factors[2]
        told = [x for x in live(CENTER, slow, learn(CENTER, slow.day, [quick])) if x.middle > 300]
        assert all(x.truth > x.middle for x in told)

    @pytest.mark.parametrize("seed", range(12))
    def test_the_range_holds_the_truth(self, seed: int) -> None:
        chance = Random(seed)
        closed = [Closed(d, list(_rows(d, cycle=200, opens=1_200, many=60, chance=chance))) for d in _days(12)]
        known = learn(CENTER, TODAY, closed[:8])
        held = [_held(known, x) for one in closed[8:] for x in live(CENTER, one, known)]
        assert sum(held) / len(held) > 0.6  # of four days that share their luck: far off would be a mistake

    def test_ids_do_not_matter(self) -> None:
        numbers = count()
        rows = [replace(t, id=TicketId(f"{next(numbers)}")) for t in _rows(TODAY, cycle=300, opens=0)]
        assert learn(CENTER, TODAY, [Closed(TODAY, rows)]) == learn(
            CENTER, TODAY, [Closed(TODAY, list(_rows(TODAY, cycle=300, opens=0)))]
        )


def _held(known: Experience, arrival: Arrival) -> bool:
    least, most = told(arrival.middle, known.of(arrival.clinic).factors).minutes
    return least * 60 <= arrival.truth <= most * 60


def test_the_places_lived_again_are_those_the_rules_gave() -> None:
    """`learning` lives a day from its rows; the rules themselves said the same when it was lived the first time."""
    day = Day()
    places: list[int] = []

    def comes(who: int) -> None:
        places.append(ahead(day.state, day.walk_in(who)))

    for who in range(5):
        comes(who)
    for _ in range(2):
        day.world.now += timedelta(seconds=200)
        day.must(a.CallNext, clinic=LAB, room=1, finish_current=True)
    for who in range(5, 9):
        comes(who)
    while next(islice(sequence(day.state, LAB, day.world.today), 1), None) is not None:
        day.world.now += timedelta(seconds=200)
        day.must(a.CallNext, clinic=LAB, room=1, finish_current=True)
    rows = list(day.state.day_tickets(day.world.today))
    assert [x.ahead for x in live(day.state.center, Closed(day.world.today, rows), Experience())] == places
