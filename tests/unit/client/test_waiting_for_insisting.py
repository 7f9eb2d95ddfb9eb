"""What waited behind a conflict that somebody carries out after all: at which revision it goes, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.errors import Unreachable
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    AnyAction,
    CallTicket,
    Finish,
    Hold,
    IssueTicket,
    Override,
    Resume,
)
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import EventsAnswer
from tests.two_desks import EYES, at_eyes, beaten, meanwhile, two_desks
from tests.unit.client.stage import played


@played
async def test_carrying_one_out_is_no_word_about_another_that_waited_with_it(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    first, second = await at_eyes(one), await at_eyes(one, "1002")

    async def calls_both(desk: LocalGateway) -> None:
        await desk.act(CallTicket, ticket=first, room=1, reason="by-hand")
        await desk.act(Finish, ticket=first)
        await desk.act(CallTicket, ticket=second, room=1, reason="by-hand")

    async def holds_both(desk: LocalGateway) -> None:
        await desk.clock.turn(60)
        for ticket in (first, second):
            await desk.act(Hold, ticket=ticket)

    await meanwhile(one, two, calls_both, holds_both)
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.settle()
    assert one.server.state.tickets[first].state == "done", "its own next step is no conflict"
    assert one.server.state.tickets[second].state == "held", "what was done with this one nobody had been told"
    [other] = [row for row in one.pending.rows if row.state == "conflict" and not row.decided]
    assert other.problem is not None
    assert other.problem.params["ticket"] == second
    await one.close()
    await two.close()


@pytest.mark.parametrize("next_step", [Resume, CallTicket])
@played
async def test_what_waited_for_it_goes_at_what_was_known_as_somebody_insisted(
    next_step: type[AnyAction], tmp_path: Path
) -> None:
    """After a restore its revision counts only as far as the position says: by its own, of before, it stood for all."""
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)

    async def holds_and_goes_on(desk: LocalGateway) -> None:
        await desk.act(Hold, ticket=ticket)
        more = {"room": 1, "reason": "by-hand"} if next_step is CallTicket else {}
        await desk.act(next_step, ticket=ticket, **more)

    async def calls(desk: LocalGateway) -> None:
        await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")

    await meanwhile(one, two, holds_and_goes_on, calls)
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    [waits] = [row.action for row in one.pending.rows if isinstance(row.action, next_step)]
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.settle()
    [insisted] = [action for action in one.server.received if isinstance(action, Override)]
    [went] = [action for action in one.server.received if action.id == waits.id]
    assert went.rev == 2, "the other one's call was told"
    assert insisted.seen != waits.seen
    assert went.seen == (waits.seen if next_step is CallTicket else insisted.seen), "whose room it is was not told"
    await one.close()
    await two.close()


@played
async def test_what_waited_for_it_stays_on_the_screen_once_the_server_has_it(tmp_path: Path) -> None:
    """Its row says the revision it was done at, not the one it went with; and the stream may be behind its answer."""
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)
    conflict = await beaten(one, two, ticket)
    one.server.mute = True
    await two.act(IssueTicket, patient=PatientEntry(number="1002", gender="male"), clinic=EYES)
    await two.settle()
    told = one.server.events

    async def unheard(bearer: str, after: str, limit: int) -> EventsAnswer:
        raise Unreachable("the line is cut behind the answer")

    one.server.events = unheard  # type: ignore[method-assign]  # the line of this console alone
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.parts.sync.step()
    [resumed] = [row for row in one.parts.desk.outbox if row.action.type == "resume"]
    layer = one.parts.desk.replica.layer(resumed.id)
    assert layer is not None
    assert layer.known, "and its events are not here yet"
    with one.parts.desk.replica.together():
        pass  # something else comes in
    assert layer.fault is None
    assert one.state.tickets[ticket].state == "waiting"
    one.server.events = told  # type: ignore[method-assign]  # the line of this console alone
    await one.settle()
    assert one.state.tickets[ticket].state == "waiting"
    await one.close()
    await two.close()


@pytest.mark.parametrize("how", ["taken back", "refused and let be"])
@played
async def test_what_waited_for_one_that_was_not_carried_out_goes_to_its_own_answer(how: str, tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)

    async def calls_and_finishes(desk: LocalGateway) -> None:
        await desk.act(CallTicket, ticket=ticket, room=2 if how == "refused and let be" else 1, reason="by-hand")
        await desk.act(Finish, ticket=ticket)

    async def calls(desk: LocalGateway) -> None:
        await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")

    await meanwhile(one, two, calls_and_finishes, calls)
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    await one.go_offline()
    insisted = await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    assert insisted is not None
    assert one.state.tickets[ticket].state == "done", "the screen shows both"
    if how == "taken back":
        assert await one.withdraw(insisted.id)
    await one.go_online()
    await one.decisions.keep(insisted.id if how == "refused and let be" else conflict.id)
    await one.settle()
    assert one.server.state.tickets[ticket].state == "called", "somebody else's patient stays where they are"
    assert one.state.tickets[ticket].state == "called"
    [left] = [row for row in one.pending.rows if row.state == "conflict" and not row.decided]
    assert left.action.type == "finish"
    await one.close()
    await two.close()
