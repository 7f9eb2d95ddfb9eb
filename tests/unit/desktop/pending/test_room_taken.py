"""The drawer where a room was taken over while it was cut off: its exam is lost by one key no more than by a finish."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import CallNext, CallTicket, Finish, Hold, NoShow, Start, TakeRoom, Transfer
from mmc_console.domain.ids import TicketId
from tests.two_desks import EYES, LAB, Deeds, at_eyes, meanwhile, takes_eyes
from tests.unit.desktop.pending.drawer import Drawer, told


def _takes_over(ticket: TicketId, theirs: str) -> Deeds:
    """The other console takes the room, and whoever is there."""

    async def deeds(desk: LocalGateway) -> None:
        await desk.clock.turn(60)
        await desk.act(TakeRoom, clinic=EYES, room=1)
        if theirs == "transferred":
            await desk.act(Transfer, ticket=ticket, clinic=LAB)
        elif theirs != "called":
            kind = Hold if theirs == "held" else Start if theirs == "in_service" else NoShow
            await desk.act(kind, ticket=ticket)
        if theirs == "next":
            await desk.act(CallNext, clinic=EYES, room=1)

    return deeds


@pytest.mark.parametrize("key", ["one key", "finish"])
@pytest.mark.parametrize(
    ("theirs", "asks"),
    [
        ("called", []),
        ("no_show", ["mine!", "keep"]),
        ("held", ["mine!", "keep"]),
        ("transferred", ["mine!", "keep"]),
        ("in_service", ["keep!", "mine"]),
        ("next", ["keep"]),
    ],
)
def test_whoever_was_inside_is_finished_or_asked_about(tmp_path: Path, key: str, theirs: str, asks: list[str]) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=True)

        async def mine(desk: LocalGateway) -> None:
            if key == "finish":
                await desk.act(Finish, ticket=ticket)
            else:
                await _one_key(desk)

        await meanwhile(one, two, mine, _takes_over(ticket, theirs))
        drawer = Drawer(one)
        if key == "one key":
            server = drawer.state.server
            assert (server.did, server.state, server.who) == ("take_room", "", "Saad")
            assert drawer.offered == (["keep!"] if theirs == "next" else ["keep!", "mine"])
            await drawer.do(drawer.presenter.take_recommended)
        assert drawer.offered == asks
        if theirs == "next":  # it can wait until the next one is out of that room
            assert (drawer.state.offers[0].choice, drawer.state.offers[0].recommended) == ("mine", True)
            await two.act(Finish, ticket=second)
            await two.settle()
            await one.settle()
            drawer = Drawer(one)
        if asks:
            await drawer.do(drawer.presenter.take, "mine")
        assert one.server.state.tickets[ticket].state == "done"
        assert one.server.state.tickets[second].state == ("done" if theirs == "next" else "waiting")

    told(tmp_path, scene)


@pytest.mark.parametrize("by_hand", [False, True])
def test_whoever_was_called_and_examined_too_counts_by_the_recommended_choice(tmp_path: Path, *, by_hand: bool) -> None:
    """What waits behind the call says that they came in here, as of a call that others have answered otherwise."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        second = await takes_eyes(one, calls=True)

        async def mine(desk: LocalGateway) -> None:
            if by_hand:
                await desk.act(Finish, ticket=ticket)
                await desk.act(CallTicket, ticket=second, room=1, reason="by-hand")
                await desk.act(Finish, ticket=second)
            else:
                await _one_key(desk)
                await _one_key(desk)

        third = await at_eyes(one, "1003")
        await meanwhile(one, two, mine, _takes_over(ticket, "called"))
        drawer = Drawer(one)
        for offered in [["mine!", "keep"]] if by_hand else [["mine!", "keep"], ["keep!", "mine"]]:
            assert drawer.offered == offered
            await drawer.do(drawer.presenter.take_recommended)
        assert one.pending.count == 0
        assert [one.server.state.tickets[each].state for each in (ticket, second, third)] == ["done", "done", "waiting"]

    told(tmp_path, scene)


def test_nothing_goes_on_of_whoever_the_others_have_finished(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await takes_eyes(one, calls=True)

        async def theirs(desk: LocalGateway) -> None:
            await desk.act(TakeRoom, clinic=EYES, room=1)
            await desk.act(Finish, ticket=ticket)

        await meanwhile(one, two, _one_key, theirs)
        drawer = Drawer(one)
        assert drawer.state.item is not None
        assert not drawer.state.item.goes_on
        await drawer.do(drawer.presenter.take_recommended)
        assert (drawer.said, drawer.state.items) == (["kept"], ())

    told(tmp_path, scene)


def test_the_drawer_says_that_the_room_is_left_to_the_others_and_whoever_was_inside_is_finished(
    tmp_path: Path, languages: Languages
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await takes_eyes(one, calls=True)
        await meanwhile(one, two, _one_key, _takes_over(ticket, "called"))
        languages.switch("en")
        words = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        drawer = Drawer(one)
        item = drawer.state.item
        assert item is not None
        assert (
            bidi.strip(words.why(item)) == "Room 1 of Ophthalmology is taken by Saad since 09:01."
        )  # no other is offered
        assert words.outcome("keep", item) == (
            "That stays as it is on the server, and whoever was in your room is finished."
        )
        said = [words.choice(choice, item, drawer.state.server) for choice in ("keep", "mine")]
        assert said == ["Keep the server version", "Apply my action"], "it is no move: they were called to that room"

    told(tmp_path, scene)


async def _one_key(desk: LocalGateway) -> None:
    await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)
