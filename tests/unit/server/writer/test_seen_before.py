"""What was pressed in a history that was replaced, and never sent there: it is judged by what its desk can know."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, begin_again, registered_and_copied, writing


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.mark.parametrize(
    ("comes_back", "unseen", "outcome"),
    [(False, True, "conflict"), (True, False, "applied"), (True, True, "conflict")],
)
def test_a_revision_of_a_lost_history_hides_nobody_elses_move(
    comes_back: bool, unseen: bool, outcome: str, tmp_path: Path, clock: HandClock
) -> None:
    """What was lost had counted on as far as what others do now: by its number alone all of it was seen."""

    async def story() -> None:
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            gone, desk = place.desk("B", "user-2"), place.desk("A")
            lost: list[a.AnyAction] = [gone.new(a.Hold, ticket=ticket, rev=1), gone.new(a.Resume, ticket=ticket, rev=2)]
            told = [await gone.act(action) for action in lost]
            lost = [completed(x, y, place.writer.epoch, events_of(y)) for x, y in zip(lost, told, strict=True)]
            seen = f"{place.writer.epoch}:{place.feed.seq}"
            late = desk.new(a.Hold, ticket=ticket, rev=5 if comes_back else 3, seen=seen, n=1)
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            gone, desk, other = place.desk("B", "user-2"), place.desk("A"), place.desk("C", "user-3")
            for action in lost if comes_back else ():
                assert (await gone.act(action)).outcome == "applied"
            if unseen:
                called = await other.act(other.new(a.CallNext, clinic=LAB, room=1))
                assert (called.outcome, called.ticket) == ("applied", ticket)
            assert (await desk.act(late)).outcome == outcome

    asyncio.run(story())


def test_a_move_that_was_seen_is_no_conflict_where_revisions_count_higher_now(tmp_path: Path, clock: HandClock) -> None:
    """What moves nobody was done in between: the move that came back stands above the revision its witness names; and
    who came back with it had done more, unseen, that moves nobody."""

    async def story() -> None:
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            gone, desk = place.desk("B", "user-2"), place.desk("A")
            hold = gone.new(a.Hold, ticket=ticket, rev=1)
            result = await gone.act(hold)
            held = completed(hold, result, place.writer.epoch, events_of(result))
            late = desk.new(a.Resume, ticket=ticket, rev=2, seen=f"{place.writer.epoch}:{place.feed.seq}", n=1)
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            gone, desk, other = place.desk("B", "user-2"), place.desk("A"), place.desk("C", "user-3")
            raised = other.new(a.SetPriority, ticket=ticket, priority="urgent", reason="emergency", rev=1)
            assert (await other.act(raised)).outcome == "applied"
            assert (await gone.act(held)).outcome == "applied"
            second = await gone.act(gone.registration("1234567"))
            assert second.ticket == ticket, "another paper of the same person"
            assert (await desk.act(late)).outcome == "applied"

    asyncio.run(story())


def test_who_held_a_room_in_a_lost_history_calls_nobody_to_it_after_it_was_taken_over(
    tmp_path: Path, clock: HandClock
) -> None:
    async def story() -> None:
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk("A")
            ticket = (await desk.act(desk.registration("1234567"))).ticket
            assert ticket is not None
            await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=1))
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "restored", clock) as place:
            seen = f"{place.writer.epoch}:{place.feed.seq}"
            late = desk.new(a.CallNext, clinic=LAB, room=1, ticket=ticket, seen=seen)
            begin_again(place)
            desk, other = place.desk("A"), place.desk("C", "user-3")
            assert (await other.act(other.new(a.TakeRoom, clinic=LAB, room=1))).outcome == "applied"
            assert (await desk.act(late)).outcome == "conflict", "it is another one's room by now"

    asyncio.run(story())


def test_a_room_taken_over_before_the_restore_is_known_to_be_after_it(tmp_path: Path) -> None:
    """Both are in the backup: the position the former holder had seen means the same in the new history."""

    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path, clock) as place:
            desk, other = place.desk(), place.desk("L", "user-2")
            await desk.act(desk.registration("1234567"))
            await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=1))
            seen = f"{place.writer.epoch}:{place.feed.seq}"
            late = desk.new(a.CallNext, clinic=LAB, room=1, seen=seen)
            await other.act(other.new(a.TakeRoom, clinic=LAB, room=1))
            begin_again(place)
            assert (await desk.act(late)).outcome == "conflict"

    asyncio.run(story())


@pytest.mark.parametrize("unseen", [False, True])
@pytest.mark.parametrize("bring_back", [False, True])
def test_what_both_histories_share_was_seen_also_after_a_roll_back_on_purpose(
    bring_back: bool, unseen: bool, tmp_path: Path
) -> None:
    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path, clock) as place:
            desk, other = place.desk("A"), place.desk("B", "user-2")
            ticket = (await desk.act(desk.registration("1234567"))).ticket
            assert ticket is not None
            for kind in (a.Hold, a.Resume):
                assert (await other.act(other.new(kind, ticket=ticket))).outcome == "applied"
            late = desk.new(a.Hold, ticket=ticket, rev=3, seen=f"{place.writer.epoch}:{place.feed.seq}")
            begin_again(place, bring_back=bring_back)
            begin_again(place)
            if unseen:
                assert (await other.act(other.new(a.CallNext, clinic=LAB, room=1))).ticket == ticket
            assert (await desk.act(late)).outcome == ("conflict" if unseen else "applied")

    asyncio.run(story())
