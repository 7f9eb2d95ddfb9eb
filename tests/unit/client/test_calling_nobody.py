"""A call that names nobody: whoever is next is chosen and named as it is pressed, and guessed by no screen later."""

from __future__ import annotations

from pathlib import Path

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CallNext, TakeRoom
from mmc_console.domain.decide import Performed
from mmc_console.domain.refusals import Refused
from tests.two_desks import EYES, at_eyes
from tests.unit.client.stage import played


@played
async def test_whoever_came_between_the_press_and_the_disk_is_not_shown_as_called(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(
        profile=tmp_path / "one", keys=MemoryKeys(lasting=True), roles=("reception", "supervisor")
    )
    await desk.act(TakeRoom, clinic=EYES, room=1)
    await desk.settle()
    ticket = await at_eyes(desk)
    await desk.go_offline()
    parts = desk._desk
    layer = parts.layer(desk.new(CallNext, clinic=EYES, room=1), desk._session.actor)
    chosen = parts.preview(layer.action)
    assert isinstance(chosen, Performed)
    assert chosen.ticket == ticket, "who waits as it is pressed is chosen, and named in the action"
    parts.replica.lay(layer)  # pressed while nobody waited: nobody is named in it
    assert isinstance(layer.fault, Refused)
    assert layer.fault.code == "queue-empty"
    assert desk.state.tickets[ticket].state == "waiting", "the server may choose another one"
    layer.known, layer.reached = True, parts.replica.seq + 9  # answered, and called nobody; its events are not here yet
    with parts.replica.together():
        pass  # something else comes in
    assert desk.state.tickets[ticket].state == "waiting", "whom the server calls is written into the action"
    parts.replica.drop(layer.action.id)
    called = await desk.act(CallNext, clinic=EYES, room=1)
    assert isinstance(called.action, CallNext)
    assert called.action.ticket == ticket
    assert desk.state.tickets[ticket].state == "called"
    await desk.close()
