"""The drawer where somebody was admitted and examined alone, and the others have led them on since."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import Admit, CallTicket, Finish, NoShow, Requeue, Start, Transfer
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from tests.two_desks import EYES, LAB, Deeds, at_eyes, meanwhile, stands
from tests.unit.desktop.pending.drawer import Drawer, told

ENT = ClinicCode("ent")


def _alone(visit: VisitId, *, came: bool = True, examined: bool = True) -> Deeds:
    """They stand at the lab, whose console is cut off."""

    async def deeds(desk: LocalGateway) -> None:
        await desk.act(Admit, visit=visit, clinic=LAB)
        here = stands(desk, visit).id
        await desk.act(CallTicket, ticket=here, room=1, reason="by-hand")
        if came:
            await desk.act(Start, ticket=here)
        if came and examined:
            await desk.act(Finish, ticket=here)

    return deeds


def _led_on(ticket: TicketId, *, called: bool) -> Deeds:
    """Nobody else knows of that: they are sent to another clinic, and perhaps *called* there."""

    async def deeds(desk: LocalGateway) -> None:
        await desk.clock.turn(300)
        await desk.act(Transfer, ticket=ticket, clinic=ENT)
        if called:
            there = stands(desk, desk.state.tickets[ticket].visit).id
            await desk.act(CallTicket, ticket=there, room=1, reason="by-hand")

    return deeds


def test_their_exam_counts_by_the_recommended_choice(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(one, two, _alone(visit), _led_on(ticket, called=False))
        drawer = Drawer(one)
        assert drawer.offered == ["mine!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        assert one.pending.count == 0
        state = one.server.state
        assert LAB in state.visits[visit].done
        assert state.open_ticket(visit) is not None, "and they stand in line for what is left"

    told(tmp_path, scene)


def test_each_of_two_in_a_row_counts(tmp_path: Path) -> None:
    """What was done with the second one waits for the decision about the first: it was the same room."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        tickets = (ticket, await at_eyes(one, "1002"))
        visits = [one.state.tickets[each].visit for each in tickets]

        async def mine(desk: LocalGateway) -> None:
            for visit in visits:
                await _alone(visit)(desk)

        async def theirs(desk: LocalGateway) -> None:
            for each in tickets:
                await _led_on(each, called=False)(desk)

        await meanwhile(one, two, mine, theirs)
        drawer = Drawer(one)
        asked = [item.id for item in drawer.state.items if item.state == "conflict"]
        assert len(asked) == 2
        for id in reversed(asked):
            drawer.presenter.select(id)
            assert drawer.offered == ["mine!", "keep"]
            await drawer.do(drawer.presenter.take_recommended)
        assert one.pending.count == 0
        assert [LAB in one.server.state.visits[visit].done for visit in visits] == [True, True]

    told(tmp_path, scene)


def test_nobody_is_taken_out_of_another_room_for_it(tmp_path: Path) -> None:
    """It waits, and is recommended and possible as soon as they come out."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(one, two, _alone(visit), _led_on(ticket, called=True))
        drawer, there = Drawer(one), stands(two, visit)
        assert drawer.offered == ["keep"]
        await drawer.do(drawer.presenter.take_recommended)
        assert drawer.said == ["with-others-now"]
        assert drawer.messages[0].params == {"ticket": there.label, "clinic": ENT}
        assert one.server.state.tickets[there.id].state == "called"
        await two.act(Start, ticket=there.id)
        await two.act(Finish, ticket=there.id)
        await two.settle()
        await one.settle()
        drawer.presenter.refresh()
        assert drawer.offered == ["mine!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        assert one.server.state.visits[visit].done == {LAB, ENT}
        assert one.pending.count == 0

    told(tmp_path, scene)


def test_whoever_is_in_the_room_here_is_recommended_to_be(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(one, two, _alone(visit, examined=False), _led_on(ticket, called=False))
        drawer = Drawer(one)
        assert drawer.offered == ["mine!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        here = one.server.state.open_ticket(visit)
        assert here is not None
        assert (here.clinic, here.state) == (LAB, "in_service")

    told(tmp_path, scene)


def test_whoever_came_out_of_an_exam_elsewhere_since_is_not_in_the_room_here(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit

        async def theirs(desk: LocalGateway) -> None:
            await _led_on(ticket, called=True)(desk)
            await desk.act(Finish, ticket=stands(desk, visit).id)

        await meanwhile(one, two, _alone(visit, examined=False), theirs)
        assert Drawer(one).offered == ["keep!", "mine"]

    told(tmp_path, scene)


def test_whom_nothing_else_is_left_of_has_been_here_too(tmp_path: Path) -> None:
    """The others called them in vain to the room next door, and led them on: they stand in no line any more."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit

        async def theirs(desk: LocalGateway) -> None:
            await desk.clock.turn(300)
            await desk.act(Transfer, ticket=ticket, clinic=LAB)
            await desk.act(CallTicket, ticket=stands(desk, visit).id, room=1, reason="by-hand")
            await desk.act(NoShow, ticket=stands(desk, visit).id)

        await meanwhile(one, two, _alone(visit), theirs)
        assert Drawer(one).offered == ["mine!", "keep"]
        await two.act(Requeue, ticket=stands(two, visit).id)
        await two.act(CallTicket, ticket=stands(two, visit).id, room=1, reason="by-hand")
        for clinic in (ENT, EYES):
            await two.act(Admit, visit=visit, clinic=clinic)
            here = stands(two, visit).id
            await two.act(CallTicket, ticket=here, room=1, reason="by-hand")
            await two.act(Finish, ticket=here)
        await two.settle()
        await one.settle()
        assert one.server.state.open_ticket(visit) is None
        drawer = Drawer(one)
        assert drawer.offered == ["mine!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        found = one.server.state.visits[visit]
        assert (found.done, found.state, one.pending.count) == ({LAB, ENT, EYES}, "complete", 0)

    told(tmp_path, scene)


def test_an_exam_before_it_that_counts_only_now_is_none_since(tmp_path: Path) -> None:
    """The eyes have finished them, and tell it late; they are in the room here, which tells that late as well."""

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        eyes = await LocalGateway.with_center(
            profile=tmp_path / "eyes", keys=MemoryKeys(lasting=True), server=one.server, clock=one.clock,
            username="essa", roles=("reception", "supervisor"),
        )  # fmt: skip
        visit = one.state.tickets[ticket].visit
        await eyes.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
        await eyes.settle()
        await one.settle()
        await eyes.go_offline()
        await eyes.act(Finish, ticket=ticket)
        one.server.come_back()
        await one.clock.turn(60)

        async def sent_on_and_called_in_vain(desk: LocalGateway) -> None:
            await desk.clock.turn(60)
            await desk.act(Transfer, ticket=ticket, clinic=ENT)
            await desk.act(CallTicket, ticket=stands(desk, visit).id, room=1, reason="by-hand")
            await desk.act(NoShow, ticket=stands(desk, visit).id)

        await meanwhile(one, two, _alone(visit, examined=False), sent_on_and_called_in_vain)
        assert Drawer(one).offered == ["mine!", "keep"]
        await one.clock.turn(60)
        await eyes.go_online()
        there = Drawer(eyes)
        await there.do(there.presenter.take_recommended)
        await one.settle()
        assert one.server.state.tickets[ticket].state == "done"
        assert Drawer(one).offered == ["mine!", "keep"]
        await eyes.close()

    told(tmp_path, scene)


@pytest.mark.parametrize("called", [False, True])
def test_whoever_was_called_here_and_did_not_come_stays_where_they_were_led(tmp_path: Path, *, called: bool) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        visit = one.state.tickets[ticket].visit
        await meanwhile(one, two, _alone(visit, came=False), _led_on(ticket, called=called))
        assert Drawer(one).offered == ["keep!", "mine"]

    told(tmp_path, scene)


@pytest.mark.parametrize(("language", "said"), [
    ("en", "T-001 is called to another room, or in it, now. Apply this when they come out: it is kept here."),
    ("ar", "الرقم T-001 في غرفة أخرى الآن، أو تم نداؤه إليها. طبّق الإجراء بعد خروجه منها، فهو محفوظ هنا."),
])  # fmt: skip
def test_why_it_waits_is_said(languages: Languages, language: str, said: str) -> None:
    languages.switch(language)
    words = PendingWords(RuleWords(lambda: None, lambda: language), lambda: language)
    message = Message("with-others-now", {"ticket": "T-001", "clinic": ENT})
    assert bidi.strip(words.message(message)) == said
