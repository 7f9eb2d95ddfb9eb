"""What comes back after a restore, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import thread_time

from mmc_console.domain.actions import LeaveRoom
from mmc_console.domain.ids import ActionId, ClinicCode, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.server.returning import (
    FOR_ADMISSIONS,
    FOR_NEXT,
    FOR_ORDER,
    FOR_OTHERS,
    LINKS_AT_MOST,
    Held,
    Returning,
    Was,
)

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ID = ActionId("0193")
LAB = ClinicCode("lab")
OLD = Was("old", 12)
SUPERVISOR = Actor(UserId("u"), frozenset({"supervisor"}), frozenset(), None)


def test_what_follows_directly_is_taken_and_a_hole_is_waited_for() -> None:
    returning = Returning({"old": 10}, NOW)
    assert returning.must_wait(Was("old", 15), 2, NOW)
    assert not returning.must_wait(Was("old", 13), 3, NOW)
    returning.back(Was("old", 13), ID, NOW)
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
    returning.back(Was("old", 15), ID, late)
    assert returning.must_wait(Was("old", 20), 1, late), "something came: its turn is not yet"


def test_after_a_first_hole_the_next_are_passed_over_sooner() -> None:
    returning = Returning({"old": 10, "older": 10}, NOW)
    for was in (Was("old", 15), Was("older", 15)):
        assert returning.must_wait(was, 1, NOW)
    late = NOW + FOR_ORDER
    assert not returning.must_wait(Was("old", 15), 1, late)
    returning.back(Was("old", 15), ID, late)
    assert returning.must_wait(Was("old", 20), 1, late + FOR_NEXT - SECOND)
    assert not returning.must_wait(Was("old", 20), 1, late + FOR_NEXT)
    assert returning.must_wait(Was("older", 15), 1, late + FOR_NEXT), "of another history nothing was passed over yet"


def passed_over(returning: Returning, seqs: range, at: datetime) -> datetime:
    """Each of *seqs* stands behind a hole, and goes on as soon as it may; when the last one did."""
    for seq in seqs:
        begun = at
        while returning.must_wait(Was("old", seq), 1, at):
            at += SECOND / 50
            assert at - begun <= FOR_ORDER + SECOND
        returning.back(Was("old", seq), ActionId(f"a{seq}"), at)
    return at


def test_a_console_that_is_not_there_keeps_the_others_waiting_for_seconds_however_much_it_has() -> None:
    returning = Returning({"old": 10}, NOW)
    assert passed_over(returning, range(20, 420, 4), NOW) - NOW < FOR_ORDER + 2 * FOR_NEXT


def test_when_something_comes_whose_turn_was_passed_over_its_console_is_waited_for_again() -> None:
    returning = Returning({"old": 10}, NOW)
    late = passed_over(returning, range(20, 60, 4), NOW)
    returning.back(Was("old", 22), ID, late, fresh=False)
    assert not returning.must_wait(Was("old", 60), 1, late + SECOND), "it was known: nothing new is there"
    returning.back(Was("old", 60), ActionId("a60"), late)
    returning.back(Was("old", 23), ID, late)
    assert returning.must_wait(Was("old", 64), 1, late + FOR_ORDER - SECOND)
    assert not returning.must_wait(Was("old", 64), 1, late + FOR_ORDER)


def test_who_says_again_and_again_what_is_known_keeps_nobody_waiting() -> None:
    returning = Returning({"old": 10}, NOW)
    assert returning.must_wait(Was("old", 20), 1, NOW)
    late = NOW
    while late - NOW <= FOR_ORDER:
        returning.back(Was("old", 9), ID, late, fresh=False)
        late += SECOND
    assert not returning.must_wait(Was("old", 20), 1, late)


def test_a_whole_day_that_waits_behind_a_hole_costs_each_request_next_to_nothing() -> None:
    returning = Returning({"old": 10}, NOW)
    seqs = range(20, 40_020, 4)
    assert all(returning.must_wait(Was("old", seq), 1, NOW) for seq in seqs)
    late = NOW + FOR_ORDER - SECOND
    assert all(returning.must_wait(Was("old", seq), 1, late) for seq in seqs)
    late += SECOND
    began = thread_time()
    assert all(returning.must_wait(Was("old", seq), 1, late) for seq in seqs[-500:])
    assert thread_time() - began < 0.1, "everybody else waits for the disk meanwhile"
    assert not returning.must_wait(Was("old", seqs[0]), 1, late)


def test_who_asks_no_more_is_not_waited_for() -> None:
    returning = Returning({"old": 10}, NOW)
    for seq in (30, 20, 25):
        assert returning.must_wait(Was("old", seq), 1, NOW)
    late = NOW + FOR_ORDER
    assert returning.must_wait(Was("old", 30), 1, late - SECOND)
    assert not returning.must_wait(Was("old", 30), 1, late), "the two before it have not been asked for since"
    assert not returning.must_wait(Was("old", 20), 1, late)


def test_what_waits_is_held_in_its_old_order_until_it_is_back() -> None:
    returning = Returning({"old": 10}, NOW)
    at = [(Was("old", seq), LeaveRoom(id=ActionId(f"a{seq}"), at=NOW, clinic=LAB, room=1)) for seq in (30, 12, 20)]
    for was, action in at:
        returning.hold(Held(was, SUPERVISOR, "desk", action))
    returning.hold(Held(Was("old", 20), SUPERVISOR, "desk", at[2][1]))  # asked again
    assert [held.was.seq for held in returning.first(9)] == [12, 20, 30]
    assert [held.was.seq for held in returning.first(2)] == [12, 20]
    returning.back(Was("old", 20), ActionId("a20"), NOW)
    assert [held.was.seq for held in returning.first(9)] == [12, 30]
    returning.drop(ActionId("a20"))
    returning.let_go({"another"})
    assert len(returning.first(9)) == 2
    returning.let_go({"desk"})
    assert returning.first(9) == []


def test_of_what_builds_on_very_much_no_more_is_held_than_there_is_room_for() -> None:
    returning = Returning({"old": 10}, NOW)
    much = (ID,) * (LINKS_AT_MOST // 2)
    acts = [LeaveRoom(id=ActionId(f"a{n}"), at=NOW, clinic=LAB, room=1) for n in range(3)]
    for _ in range(2):
        for n, action in enumerate(acts):
            returning.hold(Held(Was("old", 20 + n), SUPERVISOR, "desk", action, much))
        assert [held.was.seq for held in returning.first(9)] == [20, 21]
    returning.drop(acts[0].id)
    returning.hold(Held(Was("old", 22), SUPERVISOR, "desk", acts[2], much))
    assert [held.was.seq for held in returning.first(9)] == [21, 22]


def test_of_a_history_left_on_purpose_nothing_comes_back_but_what_was_lost_since() -> None:
    returning = Returning({"since": 10}, NOW, left=True)
    assert returning.stays_away(Was("old", 12))
    assert not returning.stays_away(Was("since", 12))


def test_of_a_history_nobody_knows_nothing_waits_for_its_turn() -> None:
    assert not Returning({"old": 10}, NOW).must_wait(Was("other", 90), 1, NOW)


def test_what_cannot_be_done_waits_for_others_in_its_consoles_first_minutes_only() -> None:
    returning, morning = Returning({}, NOW), NOW + timedelta(hours=11)
    for at in (morning, morning + SECOND):
        returning.heard("desk", at)
    assert returning.may_wait(OLD, "desk", morning + FOR_OTHERS - SECOND)
    assert not returning.may_wait(OLD, "desk", morning + FOR_OTHERS)
    returning.heard("another", morning + FOR_OTHERS)
    assert returning.may_wait(OLD, "another", morning + FOR_OTHERS)
    assert not Returning({}, None).may_wait(OLD, "desk", NOW)


def test_what_is_left_on_purpose_waits_for_nobody() -> None:
    returning = Returning({"since": 10}, NOW, left=True)
    assert (returning.may_wait(OLD, "desk", NOW), returning.may_wait(Was("since", 12), "desk", NOW)) == (False, True)


def test_what_waits_is_not_overtaken_by_what_stood_after_it_in_its_history() -> None:
    returning = Returning({"old": 10}, NOW)
    call = LeaveRoom(id=ActionId("call"), at=NOW, clinic=LAB, room=1)
    assert not returning.overtakes(Was("old", 30), NOW)
    returning.heard("room", NOW)
    returning.hold(Held(Was("old", 20), SUPERVISOR, "room", call))
    assert returning.overtakes(Was("old", 30), NOW)
    assert not returning.overtakes(Was("old", 19), NOW), "it stood before"
    for another in ("older", "never"):
        assert not returning.overtakes(Was(another, 30), NOW)
    returning.heard("desk", NOW + FOR_ADMISSIONS)
    assert not returning.overtakes(Was("old", 30), NOW + FOR_ADMISSIONS), "whatever builds on it waits no longer"
    returning.drop(call.id)
    assert not returning.overtakes(Was("old", 30), NOW)


def test_a_clock_that_is_set_back_keeps_nothing_waiting_until_it_is_as_late_again() -> None:
    returning = Returning({"old": 10}, NOW)
    returning.heard("desk", NOW)
    for seq in (15, 20):
        assert returning.must_wait(Was("old", seq), 1, NOW + SECOND)
    back = NOW - timedelta(hours=1)
    assert returning.must_wait(Was("old", 20), 1, back)
    assert returning.must_wait(Was("old", 20), 1, back + FOR_ORDER - SECOND)
    assert not returning.must_wait(Was("old", 20), 1, back + FOR_ORDER), "the one before it asked no more"
    assert returning.may_wait(OLD, "desk", back + FOR_OTHERS - SECOND)
    assert not returning.may_wait(OLD, "desk", back + FOR_OTHERS)
