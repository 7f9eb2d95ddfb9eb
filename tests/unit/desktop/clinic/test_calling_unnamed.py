"""A call whose person only the server can name, and the server's word does not come: work goes on all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.errors import NeverLeft
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.tickets.taking_back import take_back
from mmc_console.domain.actions import CallNext, CallTicket, Hold, NoShow, Transfer, Undo
from mmc_console.domain.ids import ClinicCode, TicketId
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import play, there

LAB, XRAY = ClinicCode("lab"), ClinicCode("xray")
WAYS = ("answer", "request", "nothing")
"""What was on its way when the line died: the answer, the request, or no byte of it."""


async def called_into_nothing(room: Room, way: str) -> None:
    """F8 is pressed in the moment the line dies; a little later this console has noticed."""
    server = room.gateway.server
    if way == "answer":
        server.lose_answers = 1
    elif way == "request":
        server.lose_requests = 1
    else:
        server.away = NeverLeft("connection refused")
    room.page.act("call_next")
    await room.jobs.run()
    await room.gateway.parts.sync.step()
    await room.gateway.go_offline()
    room.page.refresh()


async def by_hand(room: Room, ticket: TicketId) -> None:
    """Enter on the row of *ticket*."""
    room.page.select(ticket)
    room.view.answers = ["by-hand"]
    await room.press("call_ticket")


def at_the_server(room: Room, ticket: TicketId) -> str:
    return room.gateway.server.state.tickets[ticket].state


def undecided(room: Room) -> list[str]:
    return [row.action.type for row in room.gateway.pending.rows if row.state != "sent" and not row.decided]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("whom", [0, 1])
def test_offline_nobody_is_being_called_and_calling_by_hand_takes_the_call_back(
    tmp_path: Path, way: str, whom: int
) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 3)
        waiting = [row.ticket for row in room.now().rows]
        await called_into_nothing(room, way)
        assert room.now().phase == "empty"
        assert room.now().gates["call_next"].code == "several-rooms-offline"
        await by_hand(room, waiting[whom])
        assert room.view.faults == []
        assert there(room.now().current).ticket == waiting[whom]
        await room.gateway.go_online()
        await room.settle()
        assert undecided(room) == []
        assert [at_the_server(room, each) for each in waiting] == [
            "called" if n == whom else "waiting" for n in range(3)
        ]
        calls = [a for a in room.gateway.server.received if isinstance(a, (CallNext, CallTicket))]
        assert (len({a.id for a in calls}) == 1) is (way == "nothing"), "what never left is withdrawn"
        await room.press("start")
        await room.press("finish")
        assert at_the_server(room, waiting[whom]) == "done"
        await room.close()

    play(scene)


@pytest.mark.parametrize("way", WAYS)
def test_whoever_is_inside_is_finished_once_and_the_call_that_was_to_finish_them_taken_back(
    tmp_path: Path, way: str
) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 3)
        await room.press("call_next")
        await room.press("start")
        inside, *waiting = there(room.now().current).ticket, *(row.ticket for row in room.now().rows)
        await called_into_nothing(room, way)
        assert (room.now().phase, there(room.now().current).ticket) == ("in_service", inside)
        await room.press("finish")
        await by_hand(room, waiting[1])
        assert there(room.now().current).ticket == waiting[1]
        await room.gateway.go_online()
        await room.settle()
        assert undecided(room) == []
        assert [at_the_server(room, each) for each in (inside, *waiting)] == ["done", "waiting", "called"]
        state = room.gateway.server.state
        onward = [state.tickets[id] for id in state.visit_tickets[state.tickets[inside].visit]]
        assert sorted(each.state for each in onward if each.id != inside and each.open) == ["waiting"]
        await room.close()

    play(scene)


@pytest.mark.parametrize("way", WAYS)
def test_undo_takes_back_the_call_that_names_nobody(tmp_path: Path, way: str) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        waiting = [row.ticket for row in room.now().rows]
        await called_into_nothing(room, way)
        found = room.gateway.undoable()
        assert found is not None
        assert isinstance(found[0], CallNext)
        assert found[1] == "", "the server may call another one"
        assert await take_back(room.gateway, found[0]) is None
        assert room.gateway.undoable() is None or not isinstance(there(room.gateway.undoable())[0], (CallNext, Undo))
        await room.gateway.go_online()
        await room.settle()
        assert undecided(room) == []
        assert room.now().phase == "empty"
        assert [at_the_server(room, each) for each in waiting] == ["waiting", "waiting"]
        await room.press("call_next")
        assert there(room.now().current).ticket == waiting[0]
        await room.close()

    play(scene)


def test_whom_the_server_has_called_is_said_when_it_names_them(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        room.page.act("call_next")
        await room.jobs.run()
        assert room.view.said == [], "nobody knows yet"
        await room.settle()
        room.page.refresh()
        await room.press("start")
        room.page.act("call_next")  # finishes this one first
        await room.jobs.run()
        await room.settle()
        await room.press("start")
        room.page.act("call_next")  # and nobody waits any more
        await room.settle()
        told = [(m.code, m.params["ticket"]) for m in room.view.said if m.code != "did-start"]
        assert told == [("did-call_next", "L-001"), ("did-call_next", "L-002"), ("did-finish", "L-002")]
        offered = {action.id: message.params["ticket"] for message, action in room.view.undoes}
        assert offered[there(room.gateway.undoable())[0].id] == "L-002", "the last one is what the key takes back"
        await room.close()

    play(scene)


@pytest.mark.parametrize("way", WAYS)
def test_a_call_that_was_taken_back_before_it_named_somebody_is_never_told(tmp_path: Path, way: str) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        await called_into_nothing(room, way)
        assert await take_back(room.gateway, there(room.gateway.undoable())[0]) is None
        await room.gateway.go_online()
        await room.settle()
        room.page.refresh()
        assert room.view.said == []
        await room.close()

    play(scene)


def test_a_call_that_is_known_to_have_called_somebody_is_not_taken_back(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        first = room.now().rows[0].ticket
        gateway = room.gateway
        gateway.server.lose_answers = 1
        room.page.act("call_next")
        await room.jobs.run()
        await gateway.parts.sync.step()
        await gateway.parts.follow.catch_up()  # the stream was quicker than the answer
        await gateway.go_offline()
        room.page.refresh()
        assert (room.now().phase, there(room.now().current).ticket) == ("called", first)
        await room.press("start")
        await room.press("finish")
        assert not [row for row in gateway.pending.rows if isinstance(row.action, Undo)]
        await gateway.go_online()
        await room.settle()
        assert undecided(room) == []
        assert at_the_server(room, first) == "done"
        await room.close()

    play(scene)


@pytest.mark.parametrize("way", ["request", "nothing"])
def test_a_call_taken_back_that_could_call_nobody_asks_for_no_decision(tmp_path: Path, way: str) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path / "one")
        await fill(room, 2)
        first, second = (row.ticket for row in room.now().rows)
        await room.gateway.act(Hold, ticket=second)
        await room.settle()
        other = await LocalGateway.with_center(
            roles=("supervisor",), username="saad", server=room.gateway.server, clock=room.gateway.clock,
            profile=tmp_path / "two", keys=MemoryKeys(lasting=True),
        )  # fmt: skip
        await called_into_nothing(room, way)
        await by_hand(room, second)
        room.gateway.server.come_back()
        await other.act(Transfer, ticket=first, clinic=XRAY)  # nobody waits here any more
        await other.settle()
        await room.gateway.go_online()
        await room.settle()
        assert undecided(room) == []
        assert at_the_server(room, second) == "called"
        await other.close()
        await room.close()

    play(scene)


def test_too_late_to_undo_calling_by_hand_stays_on_all_the_same(tmp_path: Path) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        second = room.now().rows[1].ticket
        await called_into_nothing(room, "request")
        await room.gateway.clock.turn(16 * 60)
        room.page.refresh()
        assert room.gateway.undoable() is None
        await by_hand(room, second)
        assert there(room.now().current).ticket == second
        assert not [row for row in room.gateway.pending.rows if isinstance(row.action, Undo)]
        await room.close()

    play(scene)


@pytest.mark.parametrize("way", ["request", "nothing"])
def test_a_call_of_yesterday_calls_nobody_today(tmp_path: Path, way: str) -> None:
    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        await called_into_nothing(room, way)
        await room.gateway.clock.turn(24 * 3600)
        room.gateway.server.come_back()
        await room.gateway.parts.connectivity.probe()
        await room.gateway.register("8001", settled=False)
        room.page.refresh()
        assert room.now().phase == "empty"
        assert room.now().gates["call_next"].on
        await room.close()

    play(scene)


async def held_back(tmp_path: Path) -> tuple[Room, LocalGateway, list[TicketId]]:
    """What was done with the one inside is in conflict; the rest of the room's work waits behind it."""
    room = await Room.open("lab", profile=tmp_path / "one")
    await fill(room, 3)
    await room.press("call_next")
    inside, *waiting = there(room.now().current).ticket, *(row.ticket for row in room.now().rows)
    other = await LocalGateway.with_center(
        roles=("supervisor",), username="saad", server=room.gateway.server, clock=room.gateway.clock,
        profile=tmp_path / "two", keys=MemoryKeys(lasting=True),
    )  # fmt: skip
    await room.gateway.go_offline()
    await room.press("start")
    await room.press("finish")
    room.gateway.server.come_back()
    await other.settle()
    await other.act(NoShow, ticket=inside)
    await other.settle()
    await room.gateway.go_online()
    await room.settle()
    assert [row.state for row in room.gateway.pending.rows if row.state in ("refused", "conflict")]
    return room, other, waiting


def test_a_call_held_back_by_a_decision_is_no_call_on_its_way(tmp_path: Path) -> None:
    async def scene() -> None:
        room, other, waiting = await held_back(tmp_path)
        assert room.now().gates["call_next"].on
        await room.press("call_next")
        assert [r.held_back for r in room.gateway.pending.rows if isinstance(r.action, CallNext)][-1]
        assert room.now().phase == "empty"
        assert room.now().gates["call_next"].code == "call-held-back", "not a second time"
        await by_hand(room, waiting[1])
        assert there(room.now().current).ticket == waiting[1]
        unsent = [r.action for r in room.gateway.pending.rows if r.state == "waiting"]
        assert [type(action) for action in unsent if isinstance(action, (CallNext, CallTicket))] == [CallTicket]
        for row in [r for r in room.gateway.pending.rows if r.state in ("refused", "conflict")]:
            await room.gateway.decisions.keep(row.id)
        await room.settle()
        for row in [r for r in room.gateway.pending.rows if r.state in ("refused", "conflict") and not r.decided]:
            await room.gateway.decisions.keep(row.id)
        await room.settle()
        assert [at_the_server(room, each) for each in waiting] == ["waiting", "called"]
        await other.close()
        await room.close()

    play(scene)


def test_undo_takes_back_a_call_that_is_held_back(tmp_path: Path) -> None:
    async def scene() -> None:
        room, other, _ = await held_back(tmp_path)
        await room.press("call_next")
        found = await room.gateway.undo()
        assert isinstance(found, CallNext)
        room.page.refresh()
        assert room.now().gates["call_next"].on
        await other.close()
        await room.close()

    play(scene)
