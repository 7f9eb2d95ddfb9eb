"""The drawer where the visit has ended elsewhere meanwhile, or the clinic is closed: nothing that fails is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.contract import Item
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import (
    AddStop,
    Admit,
    AnyAction,
    CallTicket,
    Cancel,
    ChangeExam,
    CloseClinic,
    Finish,
    Hold,
    OpenClinic,
    SkipStop,
    Transfer,
    Undo,
)
from mmc_console.domain.ids import ClinicCode, ExamCode, TicketId
from tests.two_desks import EYES, meanwhile
from tests.unit.desktop.desk_parts import there
from tests.unit.desktop.pending.drawer import Drawer, told

ENT = ClinicCode("ent")
CHANGES: dict[type[AnyAction], dict[str, object]] = {
    ChangeExam: {"exam_type": ExamCode("promotion"), "reason": "mistake"},
    AddStop: {"clinic": ENT, "reason": "mistake"},
    SkipStop: {"clinic": EYES, "reason": "mistake"},
    Admit: {"clinic": ENT},
    Cancel: {"reason": "left"},
}


async def _done(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    await desk.act(Finish, ticket=ticket)


async def _changes_what_is_over(one: LocalGateway, two: LocalGateway, ticket: TicketId, kind: type[AnyAction]) -> None:
    visit = one.state.tickets[ticket].visit
    await meanwhile(one, two, lambda d: d.act(kind, visit=visit, **CHANGES[kind]), lambda d: _done(d, ticket))


def _words(one: LocalGateway, language: str = "en") -> PendingWords:
    return PendingWords(RuleWords(lambda: one.state.center, lambda: language), lambda: language)


def _why(one: LocalGateway, item: Item, languages: Languages) -> str:
    languages.switch("en")
    return bidi.strip(_words(one).why(item))


@pytest.mark.parametrize("kind", CHANGES)
def test_what_is_over_is_not_tried_again_and_says_why(
    tmp_path: Path, languages: Languages, kind: type[AnyAction]
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await _changes_what_is_over(one, two, ticket, kind)
        drawer = Drawer(one)
        assert drawer.offered == ["delete!"]
        again = next(offer for offer in drawer.state.offers if offer.choice == "again")
        assert again.off == there(drawer.state.item).problem, "the same as the row says"
        await drawer.do(drawer.presenter.take, "again")
        assert (drawer.said, one.pending.refused) == ([there(again.off).code], 1)

    told(tmp_path, scene)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ChangeExam, "The visit 001 is closed. Register a new one."),
        (Cancel, "The visit 001 had ended already: there was nothing left to cancel."),
        (
            Admit,
            "The visit 001 has ended, so nobody is admitted with it. Whoever stands there is registered anew.",
        ),
    ],
)
def test_each_is_told_what_fits_it(tmp_path: Path, languages: Languages, kind: type[AnyAction], said: str) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await _changes_what_is_over(one, two, ticket, kind)
        drawer = Drawer(one)
        assert _why(one, there(drawer.state.item), languages) == said
        again = next(offer for offer in drawer.state.offers if offer.choice == "again")
        assert bidi.strip(_words(one).message(there(again.off))) == said

    told(tmp_path, scene)


def test_what_was_refused_for_another_reason_is_not_tried_again_once_the_visit_has_ended(tmp_path: Path) -> None:
    """Tried again it would be refused for good, whatever becomes of what stood in its way at first."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(
            one, two,
            lambda d: d.act(Admit, visit=visit, clinic=ENT),
            lambda d: d.act(CloseClinic, clinic=ENT, reason="emergency"),
        )  # fmt: skip
        drawer = Drawer(one)
        assert drawer.offered == ["again", "delete"], "the clinic may be opened"
        await two.act(Cancel, visit=visit, reason="left")
        await two.settle()
        await one.settle()
        drawer.presenter.refresh()
        assert drawer.offered == ["delete"]
        again = next(offer for offer in drawer.state.offers if offer.choice == "again")
        assert there(again.off).code == "nobody-to-admit"
        await drawer.do(drawer.presenter.take, "again")
        assert one.pending.refused == 1

    told(tmp_path, scene)


def test_what_was_called_off_there_by_mistake_can_be_tried_again(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit, gone = one.state.tickets[ticket].visit, list[AnyAction]()

        async def theirs(desk: LocalGateway) -> None:
            gone.append((await desk.act(Cancel, visit=visit, reason="left")).action)

        await meanwhile(one, two, lambda d: d.act(ChangeExam, visit=visit, **CHANGES[ChangeExam]), theirs)
        drawer = Drawer(one)
        assert drawer.offered == ["delete!"]
        await two.act(Undo, action=gone[0].id)
        await two.settle()
        await one.settle()
        drawer.presenter.refresh()
        assert drawer.offered == ["again!", "delete"]
        await drawer.do(drawer.presenter.take_recommended)
        assert (one.pending.count, one.server.state.visits[visit].exam_type) == (0, "promotion")

    told(tmp_path, scene)


def test_who_was_admitted_to_a_clinic_that_has_closed_waits_until_it_opens(
    tmp_path: Path, languages: Languages
) -> None:
    """No other clinic is offered: they stood at this door."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(
            one, two, lambda d: d.act(Admit, visit=visit, clinic=ENT), lambda d: d.act(CloseClinic, clinic=ENT)
        )
        drawer = Drawer(one)
        assert _why(one, there(drawer.state.item), languages) == (
            "This clinic is closed now: Ear, nose and throat. Nobody is admitted there until it opens again."
        )
        assert drawer.offered == ["again", "delete"], "it may open at any moment"
        await two.act(OpenClinic, clinic=ENT)
        await two.settle()
        await one.settle()
        drawer.presenter.refresh()
        assert drawer.offered == ["again!", "delete"]

    told(tmp_path, scene)


@pytest.mark.parametrize("kind", CHANGES)
def test_the_other_box_tells_how_the_visit_stands(tmp_path: Path, languages: Languages, kind: type[AnyAction]) -> None:
    """The server's word names no ticket, and this console knows it all the same."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await _changes_what_is_over(one, two, ticket, kind)
        languages.switch("en")
        lines = _words(one).server_lines(Drawer(one).state.server)
        assert [bidi.strip(line) for line in lines] == ["State now: Done", "Clinic: Ophthalmology", "09:00:00"]

    told(tmp_path, scene)


def test_the_other_box_tells_where_somebody_waits_who_was_not_admitted(tmp_path: Path, languages: Languages) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(
            one, two, lambda d: d.act(Admit, visit=visit, clinic=ENT), lambda d: d.act(CloseClinic, clinic=ENT)
        )
        languages.switch("en")
        lines = _words(one).server_lines(Drawer(one).state.server)
        assert [bidi.strip(line) for line in lines] == ["State now: Waiting", "Clinic: Ophthalmology"]

    told(tmp_path, scene)


@pytest.mark.parametrize("kind", [CallTicket, Hold, Transfer])
def test_the_other_box_tells_where_somebody_stands_who_was_transferred(
    tmp_path: Path, languages: Languages, kind: type[AnyAction]
) -> None:
    """The clinic they have left is not where anybody finds them."""
    with_it: dict[type[AnyAction], dict[str, object]] = {
        CallTicket: {"room": 1, "reason": "by-hand"}, Transfer: {"clinic": ENT},
    }  # fmt: skip

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await meanwhile(
            one, two, lambda d: d.act(kind, ticket=ticket, **with_it.get(kind, {})),
            lambda d: d.act(Transfer, ticket=ticket, clinic=ClinicCode("surgery")),
        )  # fmt: skip
        drawer = Drawer(one)
        for language, lines in (
            ("en", ["State now: Transferred", "Clinic: Ophthalmology", "R-001 now: Waiting, General surgery"]),
            ("ar", ["الحالة الآن: محوَّل", "العيادة: عيادة العيون", "R-001 الآن: في الانتظار، عيادة الجراحة العامة"]),
        ):
            languages.switch(language)
            said = _words(one, language).server_lines(drawer.state.server)
            assert [bidi.strip(line) for line in said] == [*lines, "09:00:00 · Saad"]

    told(tmp_path, scene)
