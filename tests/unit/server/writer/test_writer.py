"""What the writer promises: once, in order, recorded before it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import Epoch, UserId
from mmc_console.domain.state import State
from mmc_console.server.log import checkpoints
from mmc_console.server.writer import EpochChanged
from mmc_console.wire.answers import Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Place, writing

Story = Callable[[Place], Coroutine[Any, Any, None]]


def told(place: Path, story: Story, clock: HandClock | None = None) -> None:
    """Run *story* on a writer in *place*."""

    async def run() -> None:
        async with writing(place, clock) as found:
            await story(found)

    asyncio.run(run())


def types(result: Result) -> list[str]:
    """The types of the events in *result*."""
    return [msgspec.json.decode(raw)["type"] for raw in result.events]


def seqs(place: Place) -> list[int]:
    return [seq for (seq,) in place.rows("SELECT seq FROM events ORDER BY seq")]


def test_an_applied_action_is_in_the_log_with_its_result(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        answer = await place.desk().send(place.desk().registration("1234567"))
        result = answer.results[0]
        assert (result.outcome, result.number, result.label) == ("applied", "001", "L-001")
        assert result.visit is not None
        assert result.ticket is not None
        assert types(result) == ["visit_registered", "ticket_issued"]
        assert seqs(place) == [1, 2, 3]
        assert answer.seq == 3
        assert place.feed.seq == 3
        assert place.rows("SELECT action, outcome, first, last FROM results WHERE first > 1") == [
            (result.id, "applied", 2, 3)
        ]
        assert place.rows("SELECT label, state FROM tickets") == [("L-001", "waiting")]
        assert place.rows("SELECT number, state FROM visits") == [("001", "open")]

    told(tmp_path, story)


def test_the_same_id_has_one_effect_in_one_batch_later_and_after_a_restart(tmp_path: Path) -> None:
    kept: list[a.RegisterVisit] = []

    async def first(place: Place) -> None:
        desk = place.desk()
        kept.append(desk.registration("1234567"))
        both = (await desk.send(kept[0], kept[0])).results
        assert [r.outcome for r in both] == ["applied", "repeated"]
        assert list(map(bytes, both[0].events)) == list(map(bytes, both[1].events))
        again = await desk.act(kept[0])
        assert (again.outcome, again.number, list(map(bytes, again.events))) == (
            "repeated", "001", list(map(bytes, both[0].events))
        )  # fmt: skip

    async def second(place: Place) -> None:
        again = await place.desk("M", "user-2").act(kept[0])
        assert (again.outcome, again.label, types(again)) == (
            "repeated", "L-001", ["visit_registered", "ticket_issued"]
        )  # fmt: skip
        assert seqs(place) == [1, 2, 3]

    told(tmp_path, first)
    told(tmp_path, second)


def test_the_envelope_may_differ_and_the_content_may_not(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk()
        action = desk.registration("1234567")
        await desk.act(action)
        assert (await desk.act(replace(action, seen=f"{place.writer.epoch}:1", n=7, rev=3))).outcome == "repeated"
        for other in (
            replace(action, priority="urgent"),
            replace(action, at=action.at + timedelta(milliseconds=1)),
            desk.new(a.Recall, ticket="t"),
        ):
            result = await desk.act(replace(other, id=action.id))
            assert result.outcome == "refused"
            assert result.problem is not None
            assert result.problem.code == "id-reused"

    told(tmp_path, story)


def test_a_desk_adds_its_number_later(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk()
        action = desk.registration("1234567")
        await desk.act(action)
        mine = await desk.act(replace(action, number="K01"))
        assert (mine.outcome, mine.number, mine.label) == ("repeated", "K01", "L-K01")
        assert types(mine) == ["visit_registered", "ticket_issued", "visit_renumbered"]
        once_more = await desk.act(replace(action, number="K01"))
        assert (once_more.number, types(once_more)) == ("K01", types(mine))
        plain = await desk.act(action)
        assert (plain.outcome, plain.number) == ("repeated", "K01")
        other = await desk.act(replace(action, number="K02"))
        assert other.problem is not None
        assert other.problem.code == "id-reused"
        assert seqs(place) == [1, 2, 3, 4]

    told(tmp_path, story)


def test_a_refusal_is_remembered_although_it_would_be_allowed_by_now(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk()
        call = desk.new(a.CallNext, clinic=LAB, room=1)
        first = await desk.act(call)
        assert first.problem is not None
        assert first.problem.code == "queue-empty"
        await desk.act(desk.registration("1234567"))
        assert await desk.act(call) == first
        assert (await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))).outcome == "applied"

    told(tmp_path, story)


def test_ids_too_old_or_ahead_and_other_peoples_actions_are_refused(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk()
        early = desk.registration("1234567")
        place.clock.pass_by(days=40)
        late = desk.registration("2234567")
        place.clock.pass_by(days=-2)
        foreign = desk.new(a.CallNext, clinic=LAB, room=1, by=UserId("somebody-else"))
        found = (await desk.send(early, late, foreign)).results
        codes = [r.problem.code for r in found if r.problem is not None]
        assert codes == ["too-old", "clock-wrong", "not-allowed"]
        assert place.rows("SELECT count(*) FROM patients") == [(0,)]

    told(tmp_path, story)


def test_a_counter_used_by_two_actions_shows_a_forked_desk(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M")
        first = desk.registration("1234567", n=5)
        assert (await desk.act(first)).outcome == "applied"
        for actions in ((desk.registration("2234567", n=5),), (first, desk.registration("3234567", n=5))):
            last = (await desk.send(*actions)).results[-1]
            assert last.problem is not None
            assert last.problem.code == "desk-forked"
        assert (await other.act(other.registration("4234567", n=5))).outcome == "applied"
        both = (await desk.send(desk.registration("5234567", n=6), desk.registration("6234567", n=6))).results
        assert [r.outcome for r in both] == ["applied", "refused"]

    told(tmp_path, story)


def test_another_epoch_does_nothing(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk()
        with pytest.raises(EpochChanged):
            await desk.send(desk.registration("1234567"), epoch=Epoch("another"))
        assert seqs(place) == [1]
        assert (await desk.send(desk.registration("1234567"), epoch=place.writer.epoch)).seq == 3

    told(tmp_path, story)


def test_the_time_is_the_desks_but_not_before_what_it_had_seen_and_not_after_now(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, slow = place.desk(), place.desk("M", "user-2")

        def at_of(result: Result) -> Any:
            return msgspec.json.decode(result.events[0], type=dict[str, Any])["at"]

        place.clock.pass_by(minutes=10)
        now = place.clock.now()
        first = await desk.act(desk.registration("1111111", at=now - timedelta(minutes=3)))
        assert at_of(first) == "2026-11-23T07:22:00+03:00"
        back = await desk.act(desk.registration("2222222", at=now - timedelta(minutes=5)))
        assert at_of(back) == "2026-11-23T07:22:00+03:00"
        seen = f"{place.writer.epoch}:{place.feed.seq}"
        after = await slow.act(slow.registration("3333333", at=now - timedelta(minutes=9), seen=seen))
        assert at_of(after) == "2026-11-23T07:22:00+03:00"
        foreign = place.desk("P", "user-3")
        before = await foreign.act(foreign.registration("5555555", at=now - timedelta(minutes=9), seen="other:9"))
        assert at_of(before) == "2026-11-23T07:16:00+03:00"
        ahead = await desk.act(desk.registration("4444444", at=now + timedelta(hours=2)))
        assert at_of(ahead) == "2026-11-23T07:25:00+03:00"

    told(tmp_path, story)


def test_what_a_clock_that_stood_ahead_has_told_moves_no_work_into_another_day(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk()
        place.clock.pass_by(hours=23)
        assert (await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=1))).outcome == "applied"
        seen = f"{place.writer.epoch}:{place.feed.seq}"
        place.clock.pass_by(hours=-23)
        alone = [desk.registration("1111111"), desk.registration("2222222", seen=seen)]
        place.clock.pass_by(hours=22.5)  # the cable was pulled until the next morning
        await desk.send(*alone)
        days = await place.writer.ask(lambda state: [visit.day.isoformat() for visit in state.visits.values()])
        assert days == ["2026-11-23", "2026-11-23"]

    told(tmp_path, story)


def test_yesterdays_work_that_comes_after_todays_first_is_yesterdays(tmp_path: Path) -> None:
    """It had waited for a decision, or for somebody's rights. Today's numbers of that desk are given today only."""

    async def story(place: Place) -> None:
        desk = place.desk()
        online = await desk.act(desk.registration("1111111"))
        place.clock.pass_by(hours=6)
        registered = replace(desk.registration("2222222"), number="K01")
        cancelled = desk.new(a.Cancel, visit=online.visit, reason="left")
        place.clock.pass_by(hours=18)
        assert (await desk.act(desk.registration("3333333"))).number == "001"
        late = (await desk.send(registered, cancelled)).results
        assert [(result.outcome, result.problem) for result in late] == [("applied", None)] * 2
        assert (await desk.act(replace(desk.registration("4444444"), number="K01"))).number == "K01"
        rows = place.rows("SELECT day, number, state FROM visits ORDER BY day, number")
        assert rows == [
            ("2026-11-23", "001", "cancelled"), ("2026-11-23", "K01", "open"), ("2026-11-24", "001", "open"),
            ("2026-11-24", "K01", "open"),
        ]  # fmt: skip

    told(tmp_path, story)


def test_a_desk_whose_clock_is_a_day_behind_works_today_where_it_has_seen_something_of_today(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, slow = place.desk(), place.desk("M", "user-2")
        assert (await desk.act(desk.registration("1111111"))).outcome == "applied"
        seen, behind = f"{place.writer.epoch}:{place.feed.seq}", place.clock.now() - timedelta(days=1)
        assert (await slow.act(slow.registration("2222222", at=behind, seen=seen))).number == "002"

    told(tmp_path, story)


def test_a_time_read_from_the_log_has_the_offset_of_the_centre(tmp_path: Path) -> None:
    """Few are at hand after a restart."""
    clock = HandClock()

    async def a_long_morning(place: Place) -> None:
        desk = place.desk()
        waiting = await desk.act(desk.registration("1111111"))
        await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))
        for _ in range(5):
            clock.pass_by(minutes=1)
            await desk.send(*[desk.new(a.Recall, ticket=waiting.ticket) for _ in range(450)])

    async def after_a_restart(place: Place) -> None:
        slow = place.desk("M", "user-2")
        behind, seen = clock.now() - timedelta(minutes=30), f"{place.writer.epoch}:4"
        result = await slow.act(slow.registration("2222222", at=behind, seen=seen))
        times = [msgspec.json.decode(event, type=dict[str, Any])["at"] for event in result.events]
        assert times == ["2026-11-23T07:15:00+03:00"] * 2

    told(tmp_path, a_long_morning, clock)
    told(tmp_path, after_a_restart, clock)


def test_a_room_taken_while_the_clock_stood_ahead_can_be_taken_and_left_when_it_is_set(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        place.clock.pass_by(days=1)
        assert (await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=1))).outcome == "applied"
        place.clock.pass_by(days=-1)
        assert (await other.act(other.new(a.TakeRoom, clinic=LAB, room=1))).outcome == "applied"
        assert (await other.act(other.new(a.LeaveRoom, clinic=LAB, room=1))).outcome == "applied"
        late = [desk.new(a.TakeRoom, clinic=LAB, room=2), other.new(a.TakeRoom, clinic=LAB, room=2)]
        place.clock.pass_by(days=2)
        third = place.desk("P", "user-3")
        assert (await third.act(third.new(a.TakeRoom, clinic=LAB, room=2))).outcome == "applied"
        problem = (await other.act(late[1])).problem
        assert problem is not None
        assert problem.code == "day-over", "yesterday's work leaves today's rooms as they are"

    told(tmp_path, story)


def test_many_desks_at_once_leave_no_gap_and_no_number_twice(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desks = [place.desk(letter, f"user-{letter}") for letter in "ACDEFGHJ"]

        async def morning(i: int) -> list[Result]:
            return [await desks[i].act(desks[i].registration(f"{i}{k:06d}")) for k in range(12)]

        found = [r for rows in await asyncio.gather(*map(morning, range(8))) for r in rows]
        assert {r.outcome for r in found} == {"applied"}
        assert sorted(r.number or "" for r in found) == [f"{n:03d}" for n in range(1, 97)]
        assert seqs(place) == list(range(1, 194))
        again = (await desks[0].send(*[desks[0].new(a.CallNext, clinic=LAB, room=r) for r in (1, 2, 1)])).results
        assert [r.outcome for r in again] == ["applied", "applied", "refused"]
        assert again[0].ticket != again[1].ticket

    told(tmp_path, story)


def test_a_restart_finds_the_same_state_with_and_without_a_checkpoint(tmp_path: Path) -> None:
    found: list[checkpoints.Parts] = []

    def look(state: State) -> checkpoints.Parts:
        return checkpoints.parts_of(state, state.calendar.day(clock.now()))

    async def morning(place: Place) -> None:
        desk = place.desk()
        for k in range(5):
            await desk.act(desk.registration(f"123456{k}"))
        await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=1))
        call = await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))
        await desk.act(desk.new(a.Finish, ticket=call.ticket))
        found.append(await place.writer.ask(look))

    async def later(place: Place) -> None:
        found.append(await place.writer.ask(look))

    async def without(place: Place) -> None:
        assert place.rows("SELECT count(*) FROM checkpoints") == [(1,)]
        place.database.transact(lambda conn: conn.exec_driver_sql("DELETE FROM checkpoints"))
        again = Place(place.writer, place.feed, place.database, place.people, place.keys, place.clock)
        assert again.writer.load()

    clock = HandClock()
    told(tmp_path, morning, clock)
    told(tmp_path, later, clock)
    told(tmp_path, without, clock)
    told(tmp_path, later, clock)
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_yesterday_stays_at_hand_and_last_month_does_not(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk()

        async def visits() -> int:
            return await place.writer.ask(lambda state: len(state.visits))

        await desk.act(desk.registration("1234567"))
        place.clock.pass_by(days=1)
        assert (await desk.act(desk.registration("1234567"))).number == "001"
        assert await visits() == 2
        place.clock.pass_by(days=9)
        assert (await desk.act(desk.registration("1234567"))).number == "001"
        await visits()  # what is old goes between two batches
        assert await visits() == 1
        assert place.rows("SELECT count(*) FROM visits") == [(3,)]

    told(tmp_path, story)
