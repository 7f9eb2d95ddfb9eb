"""The list of the day: who is on it, in which order, without the server, and as a file that can be read."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.paper.day_list import DayList, age, day_list, write_pdf
from mmc_console.desktop.reception.day_list import SENTENCES, DayListing
from mmc_console.domain.actions import CallNext, Hold, IssueTicket
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.conftest import Run
from tests.paper_parts import picture_of_pdf
from tests.unit.client.stage import played

LAB = ClinicCode("lab")


async def listed() -> DayList:
    desk = await LocalGateway.with_center(roles=("supervisor",))
    for n, priority in enumerate(("normal", "normal", "urgent", "normal")):
        entry = PatientEntry(number=f"70{n}", name=f"Person {n}", gender="male")
        await desk.act(IssueTicket, patient=entry, clinic=LAB, priority=priority,
                       priority_reason="elderly" if priority != "normal" else None)  # fmt: skip
    await desk.settle()
    await desk.act(CallNext, clinic=LAB, room=1)
    await desk.settle()
    waiting = [t for t in desk.state.day_tickets(desk.today()) if t.state == "waiting"]
    await desk.act(Hold, ticket=waiting[0].id)
    await desk.settle()
    desk.server.go_away()
    try:
        return day_list(desk.state, desk.now(), desk.card, SENTENCES)
    finally:
        await desk.close()


@played
async def test_those_called_and_held_come_first_and_those_who_wait_in_their_order() -> None:
    found = await listed()
    (lab,) = found.clinics
    assert [(r.place, r.label, r.state, r.name) for r in lab.rows] == [
        ("", "L-003", "called", "Person 2"), ("", "L-001", "held", "Person 0"), ("1", "L-002", "waiting", "Person 1"),
        ("2", "L-004", "waiting", "Person 3"),
    ]  # fmt: skip
    assert found.count == 4


@played
async def test_every_state_on_it_has_words_in_both_languages() -> None:
    assert {row.state for clinic in (await listed()).clinics for row in clinic.rows} <= SENTENCES.keys()
    assert all(words.keys() == {"ar", "en"} for words in SENTENCES.values())


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (0, ""), (3, "البيانات كما في 09:00 · Shown as of 09:00"),
        (24, "البيانات كما في 11-23 09:00 · Shown as of 11-23 09:00"),
    ],
)  # fmt: skip
def test_one_made_in_an_outage_says_as_of_when_it_is(
    qtbot: QtBot, tmp_path: Path, qt_run: Run, away: float, said: str
) -> None:
    page, told = QWidget(), list[Toast]()
    qtbot.addWidget(page)

    async def scene() -> None:
        desk = await LocalGateway.with_center(profile=tmp_path)
        await desk.register("701", "Person")
        if away:
            await desk.go_offline()
        await desk.clock.turn(away * 3600)
        listed = DayListing(desk, page, told.append).gathered()
        assert bidi.strip(age(listed)) == said
        assert listed.at == desk.state.calendar.stamp(desk.now())
        await desk.close()

    qt_run(scene())


def test_that_stands_on_the_paper(qapp: QApplication, look: Look, tmp_path: Path) -> None:
    fresh = _a_day(4)
    pictures = []
    for as_of in ("", "09:00"):
        write_pdf(replace(fresh, as_of=as_of), tmp_path / "list.pdf")
        pictures.append(picture_of_pdf(tmp_path / "list.pdf"))
    assert pictures[0] != pictures[1]


def _a_day(rows: int) -> DayList:

    small = asyncio.run(listed())
    (lab,) = small.clinics
    return replace(small, clinics=(replace(lab, rows=lab.rows * (rows // 4)),))


@pytest.mark.parametrize(("rows", "pages"), [(4, 1), (160, 5)])
def test_it_is_a_file_of_as_many_pages_as_it_takes(
    qapp: QApplication, look: Look, tmp_path: Path, rows: int, pages: int
) -> None:
    path = tmp_path / "list.pdf"
    write_pdf(_a_day(rows), path)
    assert len(re.findall(rb"/Type /Page\b(?!s)", path.read_bytes())) == pages


def test_a_place_that_cannot_be_written_is_said(qapp: QApplication, look: Look, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"list\.pdf"):
        write_pdf(_a_day(4), tmp_path / "nowhere" / "list.pdf")
