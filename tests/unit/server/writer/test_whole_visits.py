"""What is done with a whole visit names no ticket: it goes over no step that another desk took unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode, PatientId
from mmc_console.wire.answers import Result
from tests.server.writer_parts import LAB, Desk, Place
from tests.unit.server.writer.test_newer_word import fault, seen, told

XRAY = ClinicCode("xray")
Make = Callable[[Desk, Any, str, str], a.AnyAction]
WHOLE: dict[str, Make] = {
    "cancel": lambda desk, visit, _, at: desk.new(a.Cancel, visit=visit, reason="left", seen=at),
    "skip_stop": lambda desk, visit, _, at: desk.new(
        a.SkipStop, visit=visit, clinic=XRAY, reason="results-in-hand", seen=at
    ),
    "change_exam": lambda desk, visit, _, at: desk.new(
        a.ChangeExam, visit=visit, exam_type=ExamCode("cooks"), reason="mistake", seen=at
    ),
    "admit": lambda desk, visit, _, at: desk.new(a.Admit, visit=visit, clinic=ClinicCode("vitals"), seen=at),
    "correct_patient": lambda desk, _, patient, at: desk.new(
        a.CorrectPatient, patient_id=patient, gender="female", reason="mistake", seen=at
    ),
}


async def registered(place: Place) -> tuple[Desk, Result, PatientId]:
    """Reception's desk, the visit it has registered, and whose it is."""
    desk = place.desk("A", "rana")
    made = await desk.act(desk.registration("1234567"))
    return desk, made, await place.writer.ask(lambda state: next(iter(state.visits.values())).patient)


async def inside_xray(place: Place, visit: Any, ticket: Any) -> Any:
    """The laboratory has done with them, and X-ray has begun; the ticket there."""
    place.clock.pass_by(minutes=5)
    lab, xray = place.desk("C", "layla"), place.desk("D", "essa")
    await lab.act(lab.new(a.CallNext, clinic=LAB, room=1))
    assert fault(await lab.act(lab.new(a.Finish, ticket=ticket))) == ("applied", "")
    place.clock.pass_by(minutes=5)
    called = await xray.act(xray.new(a.CallNext, clinic=XRAY, room=1))
    assert called.visit == visit
    await xray.act(xray.new(a.Start, ticket=called.ticket))
    place.clock.pass_by(minutes=5)
    return called.ticket


@pytest.mark.parametrize("kind", WHOLE)
def test_nobody_is_taken_out_of_a_room_they_were_called_to_unseen(tmp_path: Path, kind: str) -> None:
    async def story(place: Place) -> None:
        desk, made, patient = await registered(place)
        place.clock.pass_by(minutes=1)
        late = WHOLE[kind](desk, made.visit, patient, seen(place))
        ticket = await inside_xray(place, made.visit, made.ticket)
        result = await desk.act(late)
        # a correction's words are kept nowhere to be carried out later, so it is no conflict
        assert fault(result) == ("refused" if kind == "correct_patient" else "conflict", "already-moved")
        assert result.problem is not None
        assert {n: result.problem.params[n] for n in ("ticket", "clinic", "state", "by")} == {
            "ticket": ticket, "clinic": XRAY, "state": "in_service", "by": "essa",
        }  # fmt: skip
        assert await place.writer.ask(lambda state: state.tickets[ticket].state) == "in_service"
        if kind != "correct_patient":
            assert fault(await desk.act(desk.new(a.Override, conflict=late.id))) == ("applied", "")
            assert not await place.writer.ask(lambda state: state.tickets[ticket].open)

    told(tmp_path, story)


@pytest.mark.parametrize("kind", WHOLE)
def test_what_was_seen_is_gone_over_on_purpose(tmp_path: Path, kind: str) -> None:
    async def story(place: Place) -> None:
        desk, made, patient = await registered(place)
        ticket = await inside_xray(place, made.visit, made.ticket)
        knows = WHOLE[kind](desk, made.visit, patient, seen(place))
        assert fault(await desk.act(knows)) == ("applied", "")
        assert not await place.writer.ask(lambda state: state.tickets[ticket].open)

    told(tmp_path, story)


def test_steps_of_the_own_desk_and_elsewhere_are_no_reason(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        (desk, made, _), lab = await registered(place), place.desk("C", "layla")
        other = await desk.act(desk.registration("7654321"))
        before = seen(place)
        place.clock.pass_by(minutes=5)
        await desk.act(desk.new(a.Hold, ticket=made.ticket))
        called = await lab.act(lab.new(a.CallNext, clinic=LAB, room=1))
        assert called.visit == other.visit
        cancel = desk.new(a.Cancel, visit=made.visit, reason="left", seen=before)
        assert fault(await desk.act(cancel)) == ("applied", "")

    told(tmp_path, story)


def test_a_stop_not_reached_is_skipped_and_another_exam_keeps_the_place_whoever_called_meanwhile(
    tmp_path: Path,
) -> None:
    async def story(place: Place) -> None:
        (desk, made, _), lab = await registered(place), place.desk("C", "layla")
        before = seen(place)
        place.clock.pass_by(minutes=5)
        await lab.act(lab.new(a.CallNext, clinic=LAB, room=1))
        skip = desk.new(a.SkipStop, visit=made.visit, clinic=XRAY, reason="results-in-hand", seen=before)
        assert fault(await desk.act(skip)) == ("applied", "")
        assert await place.writer.ask(lambda state: [ticket.state for ticket in state.tickets.values()]) == ["called"]

    told(tmp_path, story)


def test_somebody_called_elsewhere_before_they_were_admitted_here_stands_here(tmp_path: Path) -> None:
    """The news of the call came late; the person is where they were seen last."""

    async def story(place: Place) -> None:
        (desk, made, _), lab = await registered(place), place.desk("C", "layla")
        before = seen(place)
        place.clock.pass_by(minutes=5)
        await lab.act(lab.new(a.CallNext, clinic=LAB, room=1))
        place.clock.pass_by(minutes=5)
        admit = desk.new(a.Admit, visit=made.visit, clinic=ClinicCode("vitals"), seen=before)
        assert fault(await desk.act(admit)) == ("applied", "")

    told(tmp_path, story)


def test_an_older_call_whose_news_came_last_hides_no_step_after_the_admission(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        (desk, made, _), lab, room = await registered(place), place.desk("C", "layla"), place.desk("D", "layla")
        before = seen(place)
        place.clock.pass_by(minutes=5)
        older = room.new(a.CallNext, clinic=LAB, room=2)
        place.clock.pass_by(minutes=5)
        admit = desk.new(a.Admit, visit=made.visit, clinic=ClinicCode("vitals"), seen=before)
        place.clock.pass_by(minutes=5)
        await lab.act(lab.new(a.CallNext, clinic=LAB, room=1))
        assert fault(await lab.act(lab.new(a.Requeue, ticket=made.ticket))) == ("applied", "")
        assert (await room.act(older)).ticket == made.ticket
        assert fault(await desk.act(admit)) == ("conflict", "already-moved")

    told(tmp_path, story)


LATER: dict[str, Make] = {
    "add_stop": lambda desk, visit, _, at: desk.new(
        a.AddStop, visit=visit, clinic=ClinicCode("ecg"), reason="doctor-asked", seen=at
    ),
    "change_exam": WHOLE["change_exam"],
}


@pytest.mark.parametrize("kind", LATER)
def test_nobody_is_called_off_by_whoever_does_not_know_that_they_came_to_a_desk_after_that(
    tmp_path: Path, kind: str
) -> None:
    async def story(place: Place) -> None:
        (desk, made, patient), other = await registered(place), place.desk("M", "user-2")
        before = seen(place)
        place.clock.pass_by(minutes=5)
        earlier = desk.new(a.Cancel, visit=made.visit, reason="left", seen=before)
        place.clock.pass_by(minutes=5)
        assert fault(await other.act(LATER[kind](other, made.visit, patient, seen(place)))) == ("applied", "")
        place.clock.pass_by(minutes=5)
        result = await desk.act(earlier)
        assert fault(result) == ("conflict", "already-moved")
        assert result.problem is not None
        assert {n: result.problem.params[n] for n in ("ticket", "state", "by")} == {
            "ticket": made.ticket, "state": "waiting", "by": "user-2",
        }  # fmt: skip
        later = desk.new(a.Cancel, visit=made.visit, reason="left", seen=before)
        assert fault(await desk.act(later)) == ("applied", ""), "they left after that"

    told(tmp_path, story)


def test_a_priority_given_after_that_keeps_nobody_here(tmp_path: Path) -> None:
    """Recalls, priority and notes are no reason to ask."""

    async def story(place: Place) -> None:
        (desk, made, _), other = await registered(place), place.desk("M", "user-2")
        cancel = desk.new(a.Cancel, visit=made.visit, reason="left", seen=seen(place))
        place.clock.pass_by(minutes=5)
        urgent = other.new(a.SetPriority, ticket=made.ticket, priority="urgent", reason="emergency")
        assert fault(await other.act(urgent)) == ("applied", "")
        assert fault(await desk.act(cancel)) == ("applied", "")

    told(tmp_path, story)
