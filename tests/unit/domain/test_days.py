"""Service days: the turn, clocks that change, far years, and how an open ticket of another day shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.domain.day_view import shown_state, shown_visit_state
from mmc_console.domain.service_day import Calendar
from mmc_console.domain.tickets import TicketState
from tests.simulation.rules.world import picture
from tests.unit.domain.day import Day

ZONES = ("Asia/Qatar", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Asia/Qatar", "2026-11-24T04:59:59.999999+03:00", "2026-11-23"),
        ("Asia/Qatar", "2026-11-24T05:00:00+03:00", "2026-11-24"),
        ("Asia/Qatar", "2026-11-24T01:59:00+00:00", "2026-11-23"),  # past UTC midnight, the 23rd still
        ("Asia/Qatar", "2026-12-01T04:59:00+03:00", "2026-11-30"),
        ("Asia/Qatar", "2027-01-01T04:59:00+03:00", "2026-12-31"),
        ("Asia/Qatar", "2028-02-29T05:00:00+03:00", "2028-02-29"),
        ("Asia/Qatar", "2038-01-19T06:14:07+03:00", "2038-01-19"),  # the last second of 32 bits, and the next
        ("Asia/Qatar", "2038-01-19T06:14:08+03:00", "2038-01-19"),
        ("Europe/Berlin", "2026-03-29T02:59:00+00:00", "2026-03-28"),  # 04:59 summer time, one hour was skipped
        ("Europe/Berlin", "2026-03-29T03:00:00+00:00", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25T03:59:00+00:00", "2026-10-24"),  # 04:59 winter time, one hour came twice
        ("Europe/Berlin", "2026-10-25T04:00:00+00:00", "2026-10-25"),
    ],
)
def test_turn_of_the_day(zone: str, moment: str, day: str) -> None:
    assert Calendar(zone, "05:00").day(datetime.fromisoformat(moment)) == date.fromisoformat(day)


@given(
    st.sampled_from(ZONES), st.sampled_from(("00:00", "05:00", "06:30")),
    st.integers(0, 2_208_988_800),  # to 2040
)  # fmt: skip
def test_days_follow_each_other(zone: str, starts: str, second: int) -> None:
    calendar = Calendar(zone, starts)
    at = datetime.fromtimestamp(second, UTC)
    day = calendar.day(at)
    assert calendar.starts(day) <= at < calendar.starts(day + timedelta(days=1))
    assert calendar.day(calendar.starts(day)) == day
    assert calendar.stamp(at) == at


@pytest.mark.parametrize("starts", ["01:30", "02:30"])
@pytest.mark.parametrize("zone", ["Europe/Lisbon", "Europe/Berlin", "America/New_York"])
def test_a_day_that_starts_where_the_clock_is_changed_starts_once(zone: str, starts: str) -> None:
    """It ended again half an hour later, and its first numbers with it, or was there before its first moment."""
    calendar = Calendar(zone, starts)
    for month, day in ((3, 8), (3, 29), (10, 25), (11, 1)):
        at = datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=6)
        days = []
        for _ in range(24 * 4):
            at += timedelta(minutes=15)
            days.append(calendar.day(at))
            assert calendar.starts(days[-1]) <= at < calendar.ends(days[-1])
        assert days == sorted(days)


def test_order_holds_in_the_hour_that_comes_twice() -> None:
    calendar = Calendar("Europe/Berlin", "05:00")
    first = calendar.stamp(datetime(2026, 10, 25, 0, 45, tzinfo=UTC))  # 02:45 summer time
    second = calendar.stamp(datetime(2026, 10, 25, 1, 15, tzinfo=UTC))  # 02:15 winter time
    assert first < second
    assert first.isoformat() == "2026-10-25T02:45:00+02:00"
    assert second.isoformat() == "2026-10-25T02:15:00+01:00"


def test_nothing_happens_by_time_alone() -> None:
    """Rule 7: hours later the state is the same; only what is shown of a day that is over differs."""
    day = Day()
    tickets = [day.register(0), day.register(2)]
    day.call()
    before = picture(day.state)
    day.world.now += timedelta(hours=9)
    assert picture(day.state) == before
    assert [shown_state(day.now(t), day.world.today) for t in tickets] == ["called", "waiting"]
    day.turn()
    assert picture(day.state) == before
    assert [shown_state(day.now(t), day.world.today) for t in tickets] == ["unfinished", "unfinished"]
    assert shown_visit_state(day.visit(tickets[0]), day.world.today) == "unfinished"


@pytest.mark.parametrize("state", ["done", "transferred", "cancelled"])
def test_closed_tickets_stay_what_they_are(state: TicketState) -> None:
    day = Day()
    ticket = day.ticket_in(state)
    day.turn(30)
    assert shown_state(ticket, day.world.today) == state
