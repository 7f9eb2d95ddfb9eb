"""A registration carried out after all comes back with its number and its first clinic, as they stand on the paper."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import ActionsRequest
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import EXAM, begin_again, writing
from tests.unit.server.writer.test_next_stops import led_to

FIRST = (ClinicCode("eyes"), ClinicCode("ent"), ClinicCode("dental"))


def side_by_side(center: Center) -> Center:
    """*center* with three stops side by side at the beginning."""
    exams = [replace(e, pathways=replace(e.pathways, men=(FIRST,))) if e.code == EXAM else e for e in center.exam_types]
    return replace(center, exam_types=tuple(exams))


@pytest.mark.parametrize("own", [None, "K01"])
def test_it_comes_back_as_it_stands_on_the_paper(tmp_path: Path, own: str | None) -> None:
    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            await place.writer.publish(side_by_side(place.writer.center))
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            person = PatientEntry(number="1234567", gender="male")
            await desk.act(desk.new(a.CloseClinic, clinic=FIRST[0]))
            late = desk.new(a.RegisterVisit, patient=person, exam_type=EXAM, next=FIRST[0], number=own)
            assert (await desk.act(late)).outcome == "conflict"
            insisted = desk.new(a.Override, conflict=late.id)
            result = await desk.act(insisted)
            number, clinic = result.number, led_to(result)
            assert (result.outcome, clinic in FIRST) == ("applied", True)
            back = completed(insisted, result, place.writer.epoch, events_of(result))
            await place.writer.stop()
        async with writing(tmp_path / "lived", clock) as place:
            begin_again(place)
            known = await place.desk().act(back)
            assert (known.outcome, known.number) == ("repeated", number)
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            again = place.desk("M" if own else "K")  # enrolled after the backup: it has another letter now
            other = place.desk("C", "user-2")
            assert (await other.act(other.registration("7654321"))).outcome == "applied"
            for no in range(9):
                person = PatientEntry(number=f"77000{no}", gender="male")
                assert (await other.act(other.new(a.IssueTicket, clinic=clinic, patient=person))).outcome == "applied"
            request = ActionsRequest(actions=(back,), conflicts=(late,))
            for _ in range(60):  # what stood before it is not there
                [result] = (await place.writer.submit([again.actor], "console-K", request)).results
                if result.outcome != "wait":
                    break
                clock.pass_by(seconds=10)
            assert (result.outcome, result.number) == ("applied", number), result.problem
            assert led_to(result) == clinic
            [result] = (await place.writer.submit([again.actor], "console-K", request)).results
            assert result.outcome == "repeated"

    asyncio.run(story())
