"""Where somebody was led is decided once: what comes back after a restore leads nobody elsewhere."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.events import TicketIssued
from mmc_console.domain.ids import ClinicCode, ExamCode, VisitId
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import Desk, begin_again, writing

BEFORE = (ClinicCode("lab"), ClinicCode("xray"))
LAST_ALONE = ClinicCode("vitals")
"""Behind it stops stand side by side."""


def skipped(desk: Desk, visit: VisitId, clinic: ClinicCode) -> a.SkipStop:
    return desk.new(a.SkipStop, visit=visit, clinic=clinic, reason="results-in-hand")


def led_to(result: Result) -> ClinicCode:
    [issued] = (event for event in events_of(result) if isinstance(event, TicketIssued))
    return issued.clinic


@pytest.mark.parametrize("lost", [False, True])
def test_who_skips_a_stop_is_led_where_they_were_led_before_the_restore(tmp_path: Path, lost: bool) -> None:
    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            visit = (await desk.act(desk.registration("1234567"))).visit
            assert visit is not None
            for clinic in BEFORE:
                assert (await desk.act(skipped(desk, visit, clinic))).outcome == "applied"
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            action = skipped(desk, visit, LAST_ALONE)
            result = await desk.act(action)
            back = completed(action, result, place.writer.epoch, events_of(result))
            await place.writer.stop()
        async with writing(tmp_path / ("restored" if lost else "lived"), clock) as place:
            begin_again(place)
            desk = place.desk()
            for no in range(9):  # the shortest wait is elsewhere by now
                person = PatientEntry(number=f"77000{no}", gender="male")
                walk_in = desk.new(a.IssueTicket, clinic=led_to(result), patient=person)
                assert (await desk.act(walk_in)).outcome == "applied"
            again = await desk.act(back)
            assert again.outcome == ("applied" if lost else "repeated")
            assert led_to(again) == led_to(result)

    asyncio.run(story())


def test_what_is_told_again_with_what_was_decided_in_this_very_history_is_known(tmp_path: Path) -> None:
    """By a console whose disk was full when it heard that a new history had begun, and that was killed then."""

    async def story() -> None:
        async with writing(tmp_path / "lived", HandClock()) as place:
            begin_again(place)
            desk = place.desk()
            action = desk.registration("1234567")
            result = await desk.act(action)
            back = completed(action, result, place.writer.epoch, events_of(result))
            assert (await desk.act(back)).outcome == "repeated"
            assert (await desk.act(replace(back, exam_type=ExamCode("other")))).outcome == "refused"

    asyncio.run(story())
