"""The drawer where somebody was registered for what is there no more: whose it is, and what is left to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import ChangeExam, PublishCenter
from mmc_console.domain.centre import ExamType
from mmc_console.domain.ids import ExamCode, TicketId
from tests.two_desks import Deeds, meanwhile
from tests.unit.desktop.pending.drawer import Drawer, Scene, told


def _publish(desk: LocalGateway, exams: tuple[ExamType, ...]) -> None:
    publish: Any = PublishCenter
    desk.server.add_user("amal", ("admin",))
    assert desk.server.do(publish, "amal", center=replace(desk.state.center, exam_types=exams)).problem is None


def takes_out(exam: str) -> Deeds:
    """An administrator publishes the centre without this exam."""

    async def done(desk: LocalGateway) -> None:
        _publish(desk, tuple(each for each in desk.state.center.exam_types if each.code != exam))

    return done


async def _both(desk: LocalGateway) -> None:
    await desk.submit(desk.registration("1011", "First Person", exam="referral"))
    await desk.submit(desk.registration("1012", "Second Person", exam="referral"))


def _refused(then: Scene) -> Scene:
    """Two are registered offline for an exam that is gone when that is sent, and *then*."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await meanwhile(one, two, _both, takes_out("referral"))
        await then(one, two, ticket)

    return scene


def test_whose_registration_was_refused_is_said_and_that_they_are_registered_anew(
    tmp_path: Path, languages: Languages
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        drawer, words = Drawer(one), PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        assert [item.typed for item in drawer.state.items] == [("1011", "First Person"), ("1012", "Second Person")]
        languages.switch("en")
        first = drawer.state.items[0]
        assert bidi.strip(words.line(first)) == (
            "Registration L-A01: 1011 · First Person. There is no such exam here any more: referral. "
            "Delete this, register them anew and collect the paper L-A01."
        )
        assert [bidi.strip(line) for line in words.mine_lines(first, "A")][1:3] == [
            "1011 · First Person", "Exam: referral",
        ]  # fmt: skip
        languages.switch("ar")
        assert "سجّل المراجع من جديد واستعِد الورقة L-A01" in bidi.strip(words.line(first))
        assert [offer.choice for offer in drawer.state.offers if offer.recommended] == ["delete"]
        await drawer.do(drawer.presenter.take_recommended)
        assert [item.typed for item in drawer.state.items] == [("1012", "Second Person")]

    told(tmp_path, _refused(scene))


def test_the_exam_is_named_where_it_is_there(tmp_path: Path, languages: Languages) -> None:
    """Published once more: it has the centre's own word, and can be tried again."""

    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        before = one.state.center.exam_types
        await meanwhile(one, two, _both, takes_out("referral"))
        _publish(one, before)
        await one.settle()
        drawer, words = Drawer(one), PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        languages.switch("en")
        named = next(each.name["en"] for each in before if each.code == "referral")
        assert f"Exam: {named}" in [bidi.strip(line) for line in words.mine_lines(drawer.state.items[0], "A")]
        assert drawer.offered == ["again!", "delete"], "it is there again"

    told(tmp_path, scene)


def test_nobody_is_named_to_whoever_does_not_see_everybody(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        one.server.add_user("layla", ("clinician",), ("eyes",))
        await one.leave()
        await one.sign_in("layla", "correct horse")
        shown = [(item.deed.label, item.typed, item.exam) for item in Drawer(one).state.items]
        assert shown == [("L-A01", (), None), ("L-A02", (), None)]

    told(tmp_path, _refused(scene))


def test_a_registration_that_waits_names_nobody(tmp_path: Path) -> None:
    """Its number tells whose it is, and nobody has to decide."""

    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await one.go_offline()
        await _both(one)
        assert [(item.deed.label, item.typed) for item in Drawer(one).state.items] == [("L-A01", ()), ("L-A02", ())]

    told(tmp_path, scene)


def test_who_had_no_number_yet_has_no_paper_to_collect(tmp_path: Path, languages: Languages) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await takes_out("referral")(two)
        await _both(one)
        await one.settle()
        drawer, words = Drawer(one), PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        languages.switch("en")
        assert [bidi.strip(words.line(item)) for item in drawer.state.items] == [
            f"Registration L-…: {whose}. There is no such exam here any more: referral. "
            "Delete this, and register them anew."
            for whose in ("1011 · First Person", "1012 · Second Person")
        ]

    told(tmp_path, scene)


def test_what_was_tried_again_in_vain_keeps_the_number_that_is_on_paper(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        row = next(row for row in one.pending.rows if row.state == "refused")
        await one.decisions.instead(row.id, one.decisions.again(row.id))
        await one.settle()
        assert {item.deed.label for item in Drawer(one).state.items} == {"A01", "L-A02"}

    told(tmp_path, _refused(scene))


def test_a_change_to_an_exam_that_is_gone_is_recommended_to_go(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(
            one, two,
            lambda d: d.act(ChangeExam, visit=visit, exam_type=ExamCode("referral"), reason="mistake"),
            takes_out("referral"),
        )  # fmt: skip
        assert [offer.choice for offer in Drawer(one).state.offers if offer.recommended] == ["delete"]

    told(tmp_path, scene)
