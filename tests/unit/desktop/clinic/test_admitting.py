"""Somebody stands at this door before the news of them does: their clinic before has finished them offline."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import CloseClinic
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.paper_code import paper_code
from mmc_console.domain.tickets import Ticket
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import play, there

Scene = Callable[[Room, Ticket], Awaitable[None]]


def told(scene: Scene) -> None:
    """*scene* in the x-ray room, while one person is shown at the laboratory."""

    async def whole() -> None:
        room = await Room.open("xray")
        try:
            await fill(room, 1)
            [ticket] = room.gateway.state.tickets.values()
            await scene(room, ticket)
        finally:
            await room.close()

    play(whole)


def where(room: Room, ticket: Ticket) -> str:
    return there(room.gateway.state.open_ticket(ticket.visit)).clinic


def paper(room: Room, ticket: Ticket) -> str:
    visit = room.gateway.state.visits[ticket.visit]
    return paper_code(visit.day, visit.number)


@pytest.mark.parametrize("way", ["paper", "search"])
def test_they_are_admitted_and_can_be_sent_back(way: str) -> None:
    async def scene(room: Room, ticket: Ticket) -> None:
        room.view.answers = ["admit-here"]
        if way == "paper":
            room.page.scanned(paper(room, ticket))
        else:
            room.page.search("Person 0")
            assert [row.label for row in room.now().elsewhere] == ["L-001"]
            room.page.admit(there(room.now().admits))
        await room.settle()
        assert where(room, ticket) == "xray"
        here = there(room.gateway.state.open_ticket(ticket.visit))
        assert (room.now().selected, room.now().query) == (here.id, "")
        assert room.view.said[-1] == Message("did-admit", {"ticket": here.label})
        assert room.view.offered[-1] == "did-admit", "it can be taken back"

    told(scene)


def test_offline_too() -> None:
    async def scene(room: Room, ticket: Ticket) -> None:
        await room.gateway.go_offline()
        room.view.answers = ["admit-here"]
        room.page.scanned(paper(room, ticket))
        await room.jobs.run()
        assert where(room, ticket) == "xray"
        await room.gateway.go_online()
        assert there(room.gateway.server.state.open_ticket(ticket.visit)).clinic == "xray"

    told(scene)


@pytest.mark.parametrize(("answer", "said"), [("send-there", ["scan-elsewhere"]), (None, [])])
def test_whoever_is_sent_there_or_turned_away_from_stays_where_they_are(answer: str | None, said: list[str]) -> None:
    async def scene(room: Room, ticket: Ticket) -> None:
        room.view.answers = [answer]
        room.page.scanned(paper(room, ticket))
        await room.settle()
        assert where(room, ticket) == "lab"
        assert [message.code for message in room.view.faults] == said

    told(scene)


def test_where_they_cannot_be_admitted_nobody_is_asked() -> None:
    async def scene(room: Room, ticket: Ticket) -> None:
        await room.gateway.act(CloseClinic, clinic=ClinicCode("xray"))
        await room.settle()
        room.page.search("Person 0")
        assert room.now().admits is None
        room.page.scanned(paper(room, ticket))
        await room.settle()
        assert [question for question, _ in room.view.asked] == []
        assert room.view.faults[-1].code == "scan-elsewhere"
        room.page.admit(TicketId("nobody"))
        assert room.jobs.waiting == []

    told(scene)


def test_of_several_found_nobody_is_meant() -> None:
    async def scene(room: Room, ticket: Ticket) -> None:
        await fill(room, 2)
        room.page.search("Person")
        assert len(room.now().elsewhere) > 1
        assert room.now().admits is None

    told(scene)
