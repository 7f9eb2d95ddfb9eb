"""What was done on an earlier day is answered for in the drawer, and never done today instead."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import (
    CloseClinic,
    CorrectPatient,
    Hold,
    IssueTicket,
    PauseClinic,
    RegisterVisit,
    Resume,
)
from mmc_console.domain.ids import TicketId
from mmc_console.domain.patients import PatientEntry
from tests.two_desks import LAB, XRAY, Deeds, meanwhile
from tests.unit.desktop.desk_parts import there
from tests.unit.desktop.pending.drawer import Drawer, told

PERSON = PatientEntry(number="1001001", name="Fahad", gender="male")
OFF = Message("of-earlier-day")


async def next_morning(*desks: LocalGateway) -> None:
    await desks[0].clock.turn(24 * 3600)
    for desk in desks:
        await desk.settle()


async def registers(desk: LocalGateway) -> None:
    await desk.act(RegisterVisit, patient=PERSON, exam_type="recruitment", next=LAB)


async def issues(desk: LocalGateway) -> None:
    await desk.act(IssueTicket, patient=PERSON, clinic=XRAY)


async def closes(desk: LocalGateway) -> None:
    await desk.act(CloseClinic, clinic=LAB)
    await desk.act(CloseClinic, clinic=XRAY)


@pytest.mark.parametrize(
    ("mine", "today", "then", "does"),
    [
        (registers, ["again!", "keep"], ["keep!"], "keep"),
        (issues, ["clinic!", "again", "delete"], ["delete!"], "delete"),
    ],
)
def test_a_registration_of_yesterday_makes_no_visit_of_today(
    tmp_path: Path, mine: Deeds, today: list[str], then: list[str], does: str
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await meanwhile(one, two, mine, closes)
        drawer = Drawer(one)
        assert drawer.offered == today
        before = dict(one.server.state.visits)
        await next_morning(one, two)
        drawer.presenter.refresh()
        assert drawer.offered == then
        off = next(offer for offer in drawer.state.offers if offer.off is not None)
        assert (off.choice, off.off) == ("again", OFF)
        id = there(drawer.state.selected)
        assert await one.decisions.instead(id, one.decisions.again(id)) is None, "whoever asks"
        await drawer.do(drawer.presenter.take, "again")
        assert drawer.said == ["of-earlier-day"]
        assert one.pending.count == 1
        await drawer.do(drawer.presenter.take_recommended)
        assert drawer.said[1:] == ["kept" if does == "keep" else "deleted"]
        assert (one.pending.count, drawer.states) == (0, [])
        assert one.server.state.visits == before

    told(tmp_path, scene)


def test_a_word_of_yesterday_is_none_about_the_clinic_of_today(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        async def theirs(desk: LocalGateway) -> None:
            await one.clock.turn(600)
            await desk.act(PauseClinic, clinic=LAB, reason="prayer")

        await meanwhile(one, two, lambda desk: desk.act(CloseClinic, clinic=LAB), theirs)
        await next_morning(one, two)
        drawer = Drawer(one)
        assert [(o.choice, o.off) for o in drawer.state.offers] == [("keep", None), ("mine", OFF)]

    told(tmp_path, scene)


def test_the_day_that_turns_over_an_open_question_is_seen(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await meanwhile(one, two, issues, closes)
        drawer = Drawer(one)
        assert there(drawer.state.recommended).choice == "clinic"
        drawer.presenter.take("again")
        await one.clock.turn(24 * 3600)
        await drawer.do(lambda: None)
        assert (drawer.said, one.pending.count) == (["of-earlier-day"], 1)

    told(tmp_path, scene)


def test_what_is_known_of_a_person_has_no_day(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        patient = (await one.register("1010", "Ali")).patient

        async def theirs(desk: LocalGateway) -> None:
            await one.clock.turn(600)
            await desk.act(CorrectPatient, patient_id=patient, name="Alia", reason="mistake")

        def corrects(desk: LocalGateway) -> object:
            return desk.act(CorrectPatient, patient_id=patient, name="Aly", reason="mistake")

        await meanwhile(one, two, corrects, theirs)  # type: ignore[arg-type]  # what it gives is awaited there
        await next_morning(one, two)
        assert Drawer(one).offered == ["delete!", "again"]

    told(tmp_path, scene)


def test_the_date_is_shown_where_it_is_not_today(tmp_path: Path, languages: Languages) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await meanwhile(one, two, issues, closes)
        languages.switch("en")
        words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        drawer = Drawer(one)
        [item] = drawer.state.items
        assert words.when(item.deed) == "09:00"
        night = one.state.calendar.ends(one.today()) - timedelta(minutes=1)
        await one.clock.turn((night - one.now()).total_seconds())
        drawer.presenter.refresh()
        assert words.when(drawer.state.items[0].deed) == "09:00", "also after midnight: it is of the same day"
        await next_morning(one, two)
        drawer.presenter.refresh()
        [item] = drawer.state.items
        assert words.when(item.deed) == "11-23 09:00"
        assert any("2026-11-23 09:00:00" in bidi.strip(line) for line in words.mine_lines(item, "C"))

    told(tmp_path, scene)


def test_hundreds_that_wait_ask_once_what_day_it_is(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await two.settle()
        await one.go_offline()
        for _ in range(3):
            await one.act(Hold, ticket=ticket)
            await one.act(Resume, ticket=ticket)
        drawer, asked, today = Drawer(one), list[date](), one.today

        def counted() -> date:
            asked.append(today())
            return asked[-1]

        one.today = counted  # type: ignore[method-assign]  # counts the questions
        drawer.presenter.refresh()
        assert (len(drawer.state.items), len(asked)) == (6, 1), "each row would ask while the drawer opens"

    told(tmp_path, scene)
