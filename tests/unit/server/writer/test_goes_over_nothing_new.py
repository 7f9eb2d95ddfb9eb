"""What comes late, or back after a restore, goes over nothing newer unseen; also once the server was started anew."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ExamCode
from mmc_console.wire.answers import Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Desk, Place, begin_again, registered_and_copied, writing


def seen(place: Place) -> str:
    return f"{place.writer.epoch}:{place.feed.seq}"


async def kept(place: Place, desk: Desk, action: a.AnyAction) -> a.AnyAction:
    """*action*, acknowledged, as its console keeps it."""
    result = await desk.act(action)
    assert result.outcome == "applied"
    return completed(action, result, place.writer.epoch, events_of(result))


async def brought(place: Place, desk: Desk, action: a.AnyAction) -> Result:
    """What becomes of it once nobody waits for anybody else."""
    result = await desk.act(action)
    if result.outcome == "wait":
        place.clock.pass_by(minutes=6)
        result = await desk.act(action)
    return result


def told(tmp_path: Path, story: Callable[[Place], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with writing(tmp_path, HandClock()) as place:
            await story(place)

    asyncio.run(run())


# -- out of a room --------------------------------------------------------------------


@pytest.mark.parametrize("what", ["no_show", "transfer", "cancel", "cancel all", "skip"])
def test_nobody_is_taken_out_of_a_room_by_what_was_done_before_they_were_called(tmp_path: Path, what: str) -> None:
    """L did it, the restore lost it, K has called them since: L's word took them out of K's room, and asked nobody."""

    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            result = await desk.act(desk.registration("1234567"))
            ticket, visit = result.ticket, result.visit
            await desk.act(desk.new(a.CallTicket, ticket=ticket, room=1, reason="late-comer"))
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            clock.pass_by(seconds=10)
            other = place.desk("L", "user-2")
            kinds: dict[str, Callable[[], a.AnyAction]] = {
                "no_show": lambda: other.new(a.NoShow, ticket=ticket),
                "transfer": lambda: other.new(a.Transfer, ticket=ticket, clinic="ent"),
                "cancel": lambda: other.new(a.Cancel, ticket=ticket, reason="left"),
                "cancel all": lambda: other.new(a.Cancel, visit=visit, reason="left"),
                "skip": lambda: other.new(a.SkipStop, visit=visit, clinic=LAB, reason="results-in-hand"),
            }
            late = await kept(place, other, kinds[what]())
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, other = place.desk(), place.desk("L", "user-2")
            clock.pass_by(seconds=10)
            await desk.act(desk.new(a.Requeue, ticket=ticket))
            call = await desk.act(desk.new(a.CallTicket, ticket=ticket, room=2, reason="late-comer"))
            assert call.outcome == "applied"
            back = await brought(place, other, late)
            assert ticket is not None
            assert place.writer._state.tickets[ticket].state == "called"
            assert back.problem is not None
            expected = ("refused", "no-change") if what == "no_show" else ("conflict", "already-moved")
            assert (back.outcome, back.problem.code) == expected

    asyncio.run(story())


# -- words of clinics, rooms and persons -------------------------------------------------


@pytest.mark.parametrize("of", ["room", "clinic", "person"])
def test_a_word_that_comes_back_goes_over_no_newer_one_that_was_said_after_the_restore(
    tmp_path: Path, of: str
) -> None:  # fmt: skip
    """Among those that come back it keeps its order; of what was said since, nobody had seen anything."""

    async def story() -> None:
        clock = HandClock()
        ticket = await registered_and_copied(tmp_path, clock)

        def word(place: Place, desk: Desk, name: str) -> a.AnyAction:
            if of == "room":
                return desk.new(a.TakeRoom, clinic=LAB, room=1, seen=seen(place))
            if of == "clinic":
                said = {"clinic": LAB, "reason": "break", "seen": seen(place)}
                return desk.new(a.PauseClinic, **said) if name == "Old" else desk.new(a.CloseClinic, **said)
            person = place.writer._state.visits[place.writer._state.tickets[ticket].visit].patient
            return desk.new(a.CorrectPatient, patient_id=person, name=name, reason="mistake", seen=seen(place))

        async with writing(tmp_path / "lived", clock) as place:
            clock.pass_by(minutes=1)
            other = place.desk("L", "user-2")
            late = await kept(place, other, word(place, other, "Old"))
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            clock.pass_by(minutes=1)
            begin_again(place)
            clock.pass_by(minutes=10)
            assert (await place.desk().act(word(place, place.desk(), "New"))).outcome == "applied"
            clock.pass_by(minutes=10)
            back = await brought(place, place.desk("L", "user-2"), late)
            state = place.writer._state
            assert back.outcome in ("refused", "conflict")
            if of == "room":
                assert state.rooms[LAB, 1].desk == "K"
            if of == "clinic":
                assert [row.state for row in state.clinics.values()] == ["closed"]

    asyncio.run(story())


def test_a_change_of_exam_that_comes_late_goes_over_no_newer_one(tmp_path: Path) -> None:
    """The first clinic is the same, so nobody is moved: the exam said last was gone, on every screen."""

    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("L", "user-2")
        visit = (await desk.act(desk.registration("1234567"))).visit
        assert visit is not None
        before = seen(place)
        late = desk.new(a.ChangeExam, visit=visit, exam_type=ExamCode("promotion"), reason="mistake", seen=before)
        place.clock.pass_by(minutes=5)
        newer = other.new(a.ChangeExam, visit=visit, exam_type=ExamCode("contract"), reason="mistake", seen=before)
        assert (await other.act(newer)).outcome == "applied"
        place.clock.pass_by(minutes=5)
        result = await desk.act(late)
        assert result.outcome == "conflict"
        assert result.problem is not None
        assert result.problem.params["by"] == "user-2"
        assert place.writer._state.visits[visit].exam_type == "contract"
        assert (await desk.act(desk.new(a.Override, conflict=late.id))).outcome == "applied"
        assert place.writer._state.visits[visit].exam_type == "promotion"

    told(tmp_path, story)


def test_a_visit_is_not_called_off_over_a_registration_after_that(tmp_path: Path) -> None:
    """K's line is down when they leave, and they come back to L, which gives them the same number again."""

    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("L", "user-2")
        registered = await desk.act(desk.registration("1234567"))
        visit = registered.visit
        assert visit is not None
        late = desk.new(a.Cancel, visit=visit, reason="left", seen=seen(place))
        place.clock.pass_by(minutes=5)
        again = await other.act(other.registration("1234567"))
        assert (again.outcome, again.visit) == ("applied", visit)
        place.clock.pass_by(minutes=5)
        result = await desk.act(late)
        assert result.problem is not None
        assert (result.outcome, result.problem.params["by"]) == ("conflict", "user-2")
        assert place.writer._state.visits[visit].state == "open"
        assert (await desk.act(desk.new(a.Override, conflict=late.id))).outcome == "applied"

    told(tmp_path, story)


# -- what a start forgets -------------------------------------------------------------------


@pytest.mark.parametrize("again", [False, True])
def test_what_came_back_hides_nobodys_step_also_when_the_server_was_started_again(tmp_path: Path, again: bool) -> None:
    """As `test_called_since`: what has come back is known by the running server alone."""

    async def story() -> None:
        clock = HandClock()
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            mine = place.desk("L", "user-2")
            steps = mine.new(a.Hold, ticket=ticket), mine.new(a.Resume, ticket=ticket)
            late = [await kept(place, mine, step) for step in steps]
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, mine = place.desk(), place.desk("L", "user-2")
            assert (await desk.act(desk.new(a.Hold, ticket=ticket))).outcome == "applied"
            hold = mine.new(a.Hold, ticket=ticket, rev=place.writer._state.tickets[ticket].rev, seen=seen(place))
            clock.pass_by(seconds=10)
            assert (await desk.act(desk.new(a.Resume, ticket=ticket))).outcome == "applied"
            back = [(await mine.act(action)).outcome for action in late]
            if "wait" in back:
                clock.pass_by(minutes=6)
                back = [(await mine.act(action)).outcome for action in late]
            assert set(back) <= {"applied", "repeated"}
            if again:
                place.writer.load()
            assert (await mine.act(hold)).outcome == "conflict", "K has taken them up again, unseen"

    asyncio.run(story())


@pytest.mark.parametrize("again", [False, True])
def test_what_a_desk_had_seen_is_no_surprise_once_the_server_was_started_again(tmp_path: Path, again: bool) -> None:
    """K has seen L's hold and takes them up, offline; L's hold is back, and the server started, before K comes."""

    async def story() -> None:
        clock = HandClock()
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            hold = await kept(place, place.desk("L", "user-2"), place.desk("L", "user-2").new(a.Hold, ticket=ticket))
            resume = place.desk().new(a.Resume, ticket=ticket, rev=2, seen=seen(place))
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            assert (await place.desk("L", "user-2").act(hold)).outcome == "applied"
            if again:
                place.writer.load()
            assert (await place.desk().act(resume)).outcome == "applied"

    asyncio.run(story())
