"""What the drawer says, in sentences. The words need no window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.contract import Deed, Item
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import CallTicket, Finish, Hold, Transfer
from mmc_console.domain.ids import ActionId, TicketId
from tests.two_desks import LAB, meanwhile
from tests.unit.desktop.desk_parts import there
from tests.unit.desktop.pending.drawer import Drawer, told


def test_an_action_inside_a_sentence_keeps_its_order(languages: Languages) -> None:
    """A part with marks of its own is not marked once more: it would be read from left to right."""
    words = PendingWords(RuleWords(lambda: None, lambda: "ar"), lambda: "ar")
    deed = Deed("transfer", "L-043", datetime(2026, 11, 23, 10, 36, tzinfo=UTC))
    assert words.delete_question(deed).endswith(f": {bidi.iso('تحويل')} {bidi.fill('{ticket}', ticket='L-043')}")


def test_what_is_about_no_ticket_names_none(languages: Languages) -> None:
    languages.switch("en")
    words = PendingWords(RuleWords(lambda: None, lambda: "en"), lambda: "en")
    assert words.message(Message("kept", {"ticket": ""})) == "Decided."
    assert words.message(Message("deleted", {"kind": "take_room", "ticket": ""})) == "Deleted: Room taken"


def test_an_action_is_deleted_and_not_the_ticket_it_was_about(tmp_path: Path, languages: Languages) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await one.go_offline()
        await one.act(Hold, ticket=ticket)
        drawer = Drawer(one)
        await drawer.do(drawer.presenter.take, "delete")
        languages.switch("en")
        words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        assert bidi.strip(words.message(drawer.messages[-1])) == "Deleted: Hold E-001"
        assert one.state.tickets[ticket].open

    told(tmp_path, scene)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("issued-anew", {"en": "E-001 is there by another entry", "ar": "موجود هناك بقيد آخر"}),
        ("inside-not-back", {"en": "whoever was in the room then is not back", "ar": "ومن كان في الغرفة حينها لم يعد"}),
    ],
)
def test_whom_a_restore_has_moved_is_not_searched_for(languages: Languages, code: str, wanted: dict[str, str]) -> None:
    deed = Deed("call_next", "E-001", datetime(2026, 11, 23, 10, 36, tzinfo=UTC))
    item = Item(ActionId("a"), "failed", deed, "Huda", Message(code, {"label": "E-001"}))
    for language, said in wanted.items():
        languages.switch(language)
        words = PendingWords(RuleWords(lambda: None, lambda: "en"), lambda: "en")
        assert said in bidi.strip(words.why(item))


async def _called(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")


async def _done(desk: LocalGateway, ticket: TicketId) -> None:
    await _called(desk, ticket)
    await desk.act(Finish, ticket=ticket)


async def _sent_on(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(Transfer, ticket=ticket, clinic=LAB)


@pytest.mark.parametrize(
    ("theirs", "wanted"),
    [
        (_called, {
            "en": ["Keep the call of Saad", "Apply my action"],
            "ar": ["الإبقاء على نداء Saad", "تطبيق الإجراء المحلي"],
        }),
        (_done, {
            "en": ["Keep: Done", "Call to room 1 all the same"],
            "ar": ["الإبقاء على: مكتمل", "النداء إلى الغرفة 1 رغم ذلك"],
        }),
        (_sent_on, {
            "en": ["Keep: Transferred", "Call to room 1 all the same"],
            "ar": ["الإبقاء على: محوَّل", "النداء إلى الغرفة 1 رغم ذلك"],
        }),
    ],
)  # fmt: skip
def test_nobody_is_moved_to_the_room_they_are_in_or_out_of_no_room(
    tmp_path: Path, languages: Languages, theirs: Callable[[LocalGateway, TicketId], Awaitable[None]],
    wanted: dict[str, list[str]],
) -> None:  # fmt: skip
    """Two consoles call to the one room of a clinic, or the others have led them on: each choice names what it does."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await meanwhile(one, two, lambda d: _called(d, ticket), lambda d: theirs(d, ticket))
        drawer = Drawer(one)
        item, server = there(drawer.state.item), drawer.state.server
        for language, said in wanted.items():
            languages.switch(language)
            words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
            assert [bidi.strip(words.choice(choice, item, server)) for choice in ("keep", "mine")] == said

    told(tmp_path, scene)


@pytest.mark.parametrize("late", [False, True])
def test_a_number_that_is_given_out_is_undone_or_when_that_is_too_late_cancelled(
    tmp_path: Path, languages: Languages, late: bool
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await one.go_offline()
        printed = await one.submit(one.registration("1003"))
        await one.mark_shown(printed.id)
        if late:
            await one.clock.turn(20 * 60)
        drawer = Drawer(one)
        words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        assert (one.undoable() is None) == late
        said = {
            "en": "Cancel the ticket instead." if late else "Undo it instead.",
            "ar": "ألغِ الدور بدلًا من حذفه." if late else "تراجع عنه بدلًا من حذفه.",
        }
        for language, end in said.items():
            languages.switch(language)
            assert words.message(there(drawer.state.offers[0].off)).endswith(end)
        await drawer.do(drawer.presenter.take, "delete")
        assert drawer.messages[-1] == drawer.state.offers[0].off

    told(tmp_path, scene)


def test_what_may_have_left_and_is_not_undone_any_more_is_put_right_by_another_action(
    tmp_path: Path, languages: Languages
) -> None:
    """It names no ticket that could be cancelled."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await one.go_offline()
        held = await one.act(Hold, ticket=ticket)
        await one.mark_shown(held.id)
        await one.clock.turn(20 * 60)
        languages.switch("en")
        words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        assert words.message(there(Drawer(one).state.offers[0].off)).endswith(
            "cannot be undone any more. Put it right by another action where needed."
        )

    told(tmp_path, scene)


def test_what_an_admission_is_called_agrees_with_its_button(languages: Languages) -> None:
    """The button says «استقبال هنا…»."""
    languages.switch("ar")
    rules = RuleWords(lambda: None, lambda: "ar")
    assert bidi.strip(rules.action_on("admit", "L-001")) == "استقبال L-001"
