"""The drawer where one key has finished and called, and another desk was quicker with whoever was inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import CallNext, Cancel, NoShow, Requeue, Transfer
from mmc_console.domain.ids import TicketId
from tests.two_desks import EYES, LAB, done_elsewhere, meanwhile, takes_eyes
from tests.unit.desktop.pending.drawer import Drawer, told

SAID = {
    "cancelled": ("E-001 is Cancelled on the server since 09:02 (Saad).", "Keep: Cancelled"),
    "waiting": ("E-001 is Waiting on the server since 09:02 (Saad).", "Keep: Waiting"),
    "transferred": ("E-001 is Transferred on the server since 09:02 (Saad).", "Keep: Transferred"),
}


@pytest.mark.parametrize("theirs", sorted(SAID))
def test_what_became_of_whoever_was_inside_is_said_truly_and_kept_while_the_call_goes_on(
    tmp_path: Path, languages: Languages, theirs: str
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=True)
        await one.clock.turn(120)

        async def other(desk: LocalGateway) -> None:
            if theirs == "cancelled":
                await desk.act(Cancel, ticket=ticket, reason="left")
            elif theirs == "transferred":
                await desk.act(Transfer, ticket=ticket, clinic=LAB)
            else:
                await desk.act(NoShow, ticket=ticket)
                await desk.act(Requeue, ticket=ticket)

        await meanwhile(one, two, examines, other)
        drawer = Drawer(one)
        languages.switch("en")
        words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        item = drawer.state.item
        assert item is not None
        sentence, keep = SAID[theirs]
        assert bidi.strip(words.why(item)) == sentence
        server = drawer.state.server
        assert [bidi.strip(words.choice(c, item, server)) for c in ("keep", "mine")] == [keep, "Apply my action"]
        assert words.outcome("keep", item) == "That stays as it is on the server, and your call goes on."
        assert drawer.offered == (["keep!"] if theirs == "cancelled" else ["mine!", "keep"]), (
            "the same twice is no choice"
        )
        await drawer.do(drawer.presenter.take, "keep")
        assert (drawer.said, drawer.state.items) == (["sent-again"], ())
        assert [one.server.state.tickets[each].state for each in (ticket, second)] == [theirs, "called"]

    told(tmp_path, scene)


def test_whoever_was_called_stays_as_they_are_and_whoever_was_inside_is_finished(
    tmp_path: Path, languages: Languages
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=True)
        await meanwhile(one, two, examines, lambda desk: desk.act(Transfer, ticket=second, clinic=LAB))
        drawer = Drawer(one)
        languages.switch("en")
        words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        item = drawer.state.item
        assert item is not None
        assert [words.outcome("keep", item), bidi.strip(words.choice("mine", item, drawer.state.server))] == [
            "That stays as it is on the server, and whoever was in your room is finished.",
            "Call to room 1 all the same",
        ]  # fmt: skip
        await drawer.do(drawer.presenter.take_recommended)
        assert (drawer.said, drawer.state.items) == (["kept"], ())
        assert [one.server.state.tickets[each].state for each in (ticket, second)] == ["done", "transferred"]

    told(tmp_path, scene)


def test_what_was_refused_after_all_still_finishes_whoever_was_inside(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=True)
        await meanwhile(one, two, examines, lambda desk: done_elsewhere(desk, second, LAB))
        [row] = [row for row in one.pending.rows if row.state == "conflict"]
        await one.decisions.instead(row.id, one.decisions.insisting(row.id))
        await one.settle()
        drawer = Drawer(one)
        assert (drawer.states, drawer.offered) == (["failed"], ["keep!", "again"])
        await one.clock.turn(24 * 3600)
        drawer.presenter.refresh()
        assert drawer.offered == ["keep!"]
        await drawer.do(drawer.presenter.take_recommended)
        assert (drawer.said, drawer.state.items) == (["kept"], ())
        assert one.server.state.tickets[ticket].state == "done"

    told(tmp_path, scene)


async def examines(desk: LocalGateway) -> None:
    await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)
