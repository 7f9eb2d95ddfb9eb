"""What comes back after a restore, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mmc_console.server.returning import FOR_ORDER, FOR_OTHERS, Returning, Was

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_what_follows_directly_is_taken_and_a_hole_is_waited_for() -> None:
    returning = Returning({"old": 10}, NOW)
    assert returning.must_wait(Was("old", 15), 2, NOW)
    assert not returning.must_wait(Was("old", 13), 3, NOW)
    returning.back(Was("old", 13), NOW)
    assert not returning.must_wait(Was("old", 15), 2, NOW)


def test_when_nothing_comes_any_more_the_earliest_goes_on() -> None:
    returning = Returning({"old": 10}, NOW)
    for was in (Was("old", 20), Was("old", 15)):
        assert returning.must_wait(was, 1, NOW)
    late = NOW + FOR_ORDER
    for at in (late - SECOND, late):
        returning.must_wait(Was("old", 15), 1, at)
    assert returning.must_wait(Was("old", 20), 1, late)
    assert not returning.must_wait(Was("old", 15), 1, late)
    returning.back(Was("old", 15), late)
    assert returning.must_wait(Was("old", 20), 1, late), "something came: its turn is not yet"


def test_of_a_history_nobody_knows_nothing_waits_for_its_turn() -> None:
    assert not Returning({"old": 10}, NOW).must_wait(Was("other", 90), 1, NOW)


def test_what_cannot_be_done_waits_for_others_in_the_first_minutes_only() -> None:
    returning = Returning({}, NOW)
    assert returning.may_wait(NOW + FOR_OTHERS - SECOND)
    assert not returning.may_wait(NOW + FOR_OTHERS)
    assert not Returning({}, None).may_wait(NOW)
