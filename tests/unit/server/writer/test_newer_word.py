"""Clinics, rooms and persons have no revision: an older word that comes late goes over no newer one of another desk."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.wire.answers import Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Desk, Place, begin_again, writing

Word = Callable[[Place], Coroutine[Any, Any, Any]]


def fault(result: Result) -> tuple[str, str]:
    """What became of it, and why."""
    return result.outcome, result.problem.code if result.problem else ""


def seen(place: Place) -> str:
    return f"{place.writer.epoch}:{place.feed.seq}"


def told(tmp_path: Path, story: Callable[[Place], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with writing(tmp_path, HandClock()) as place:
            await story(place)

    asyncio.run(run())


async def half_an_hour_later(place: Place, *words: a.Action) -> None:
    """Another desk says so, each half an hour after the other."""
    other = place.desk("M", "user-2")
    for word in words:
        place.clock.pass_by(minutes=30)
        assert (await other.act(other.new(type(word), **fields(word)))).outcome == "applied"
    place.clock.pass_by(minutes=30)


def fields(word: a.Action) -> dict[str, Any]:
    return {
        n: getattr(word, n) for n in word.__struct_fields__ if n not in {"id", "at"} and getattr(word, n) is not None
    }


def test_a_clinic_closed_offline_is_not_closed_over_a_desk_that_opened_it_since(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        late = desk.new(a.CloseClinic, clinic=LAB, reason="emergency", seen=seen(place))
        await half_an_hour_later(
            place, other.new(a.PauseClinic, clinic=LAB, reason="break"), other.new(a.OpenClinic, clinic=LAB)
        )
        result = await desk.act(late)
        assert fault(result) == ("conflict", "clinic-changed")
        assert result.problem is not None
        assert {n: result.problem.params[n] for n in ("clinic", "action", "by")} == {
            "clinic": LAB, "action": "open_clinic", "by": "user-2",
        }  # fmt: skip
        assert (await desk.act(desk.new(a.Override, conflict=late.id))).outcome == "applied"
        assert await place.writer.ask(lambda state: [c.state for c in state.clinics.values()]) == ["closed"]

    told(tmp_path, story)


def test_the_newer_word_is_taken_and_what_was_seen_is_gone_against(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        before = seen(place)
        await half_an_hour_later(place, other.new(a.PauseClinic, clinic=LAB, reason="break"))
        newer = desk.new(a.CloseClinic, clinic=LAB, reason="emergency", seen=before)
        assert fault(await desk.act(newer)) == ("applied", "")
        behind = place.clock.now()
        await half_an_hour_later(place, other.new(a.OpenClinic, clinic=LAB))
        knows = desk.new(a.CloseClinic, clinic=LAB, reason="break", seen=seen(place), at=behind)
        assert fault(await desk.act(knows)) == ("applied", ""), "its clock is behind, and it has seen it"

    told(tmp_path, story)


def test_other_clinics_and_the_own_desk_are_no_reason(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        late = desk.new(a.CloseClinic, clinic=LAB, reason="emergency", seen=seen(place))
        await half_an_hour_later(place, other.new(a.PauseClinic, clinic="ent", reason="break"))
        assert (await desk.act(desk.new(a.PauseClinic, clinic=LAB, reason="break"))).outcome == "applied"
        assert fault(await desk.act(late)) == ("applied", "")

    told(tmp_path, story)


def test_a_word_of_another_day_hides_none_of_this_one(tmp_path: Path) -> None:
    """The server's clock stood a day ahead for a while, and the desk itself closed the clinic of that day."""

    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        late = desk.new(a.OpenClinic, clinic=LAB, seen=seen(place))
        await half_an_hour_later(place, other.new(a.PauseClinic, clinic=LAB, reason="break"))
        place.clock.pass_by(days=1)
        assert (await desk.act(desk.new(a.CloseClinic, clinic=LAB, reason="emergency"))).outcome == "applied"
        place.clock.pass_by(days=-1)
        assert fault(await desk.act(late)) == ("conflict", "clinic-changed")

    told(tmp_path, story)


@pytest.mark.parametrize(("theirs", "why"), [("name", ("refused", "patient-corrected")), ("phone", ("applied", ""))])
def test_a_correction_goes_over_no_newer_one_of_the_same_field(
    tmp_path: Path, theirs: str, why: tuple[str, str]
) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        visit = (await desk.act(desk.registration("1234567", name="Ali"))).visit
        assert visit is not None
        patient = await place.writer.ask(lambda state: state.visits[visit].patient)
        late = desk.new(a.CorrectPatient, patient_id=patient, name="Aly", reason="mistake", seen=seen(place))
        said = {"name": "Alia", "phone": "+97455501234"}[theirs]
        await half_an_hour_later(
            place, other.new(a.CorrectPatient, patient_id=patient, reason="mistake", **{theirs: said})
        )
        assert fault(await desk.act(late)) == why
        with place.database.read() as conn:
            [card] = place.people.cards(conn, [patient])
        assert getattr(card, theirs) == said
        again = desk.new(a.CorrectPatient, patient_id=patient, name="Aly", reason="mistake", replaces=late.id)
        if why[1]:
            assert fault(await desk.act(again)) == ("applied", ""), "who has looked may insist"

    told(tmp_path, story)


@pytest.mark.parametrize("left", [False, True])
def test_a_room_is_not_taken_from_who_took_it_since(tmp_path: Path, left: bool) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        late = desk.new(a.TakeRoom, clinic=LAB, room=1, seen=seen(place))
        away = [other.new(a.LeaveRoom, clinic=LAB, room=1)] if left else []
        await half_an_hour_later(place, other.new(a.TakeRoom, clinic=LAB, room=1), *away)
        assert fault(await desk.act(late)) == (("applied", "") if left else ("conflict", "room-taken"))
        if not left:
            assert (await desk.act(desk.new(a.Override, conflict=late.id))).outcome == "applied"

    told(tmp_path, story)


def test_what_comes_back_after_a_restore_was_decided_where_it_stood(tmp_path: Path) -> None:
    """The later words of its own desk come back as well: judged anew, the older one would be taken after them."""

    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk, other = place.desk(), place.desk("M", "user-2")

            async def lived(who: Desk, action: a.AnyAction) -> a.AnyAction:
                result = await who.act(action)
                return completed(action, result, place.writer.epoch, events_of(result))

            back = [await lived(desk, desk.new(a.PauseClinic, clinic=LAB, reason="break", seen=seen(place)))]
            clock.pass_by(minutes=5)
            closing = other.new(a.CloseClinic, clinic=LAB, reason="emergency", seen=f"{place.writer.epoch}:1")
            between = await lived(other, closing)
            clock.pass_by(minutes=5)
            back.append(await lived(desk, desk.new(a.OpenClinic, clinic=LAB, seen=seen(place))))
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, other = place.desk(), place.desk("M", "user-2")
            while (await other.act(between)).outcome == "wait":
                clock.pass_by(seconds=10)  # its hole is passed over
            answer = await desk.send(*back)
            assert [result.outcome for result in answer.results] == ["applied", "applied"]
            assert await place.writer.ask(lambda state: [c.state for c in state.clinics.values()]) == ["open"]

    asyncio.run(story())


@pytest.mark.parametrize("room", [False, True])
def test_yesterdays_word_is_not_carried_out_today(tmp_path: Path, room: bool) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        before = seen(place)
        if room:
            late: a.Action = desk.new(a.TakeRoom, clinic=LAB, room=1, seen=before)
            await half_an_hour_later(place, other.new(a.TakeRoom, clinic=LAB, room=1))
        else:
            late = desk.new(a.CloseClinic, clinic=LAB, reason="emergency", move_waiting_to="ent", seen=before)
            await half_an_hour_later(
                place, other.new(a.PauseClinic, clinic=LAB, reason="break"), other.new(a.OpenClinic, clinic=LAB)
            )
        assert (await desk.act(late)).outcome == "conflict"
        place.clock.pass_by(days=1)
        assert fault(await desk.act(desk.new(a.Override, conflict=late.id))) == ("refused", "day-over")

    told(tmp_path, story)
