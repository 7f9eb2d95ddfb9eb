"""Where the keyboard is in the drawer while others work on, and what becomes of a question when the drawer goes."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QEvent, Qt

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.domain.actions import Start
from tests.screens.pages import CTRL, Desk
from tests.screens.test_pending import Play, play
from tests.two_desks import EYES
from tests.unit.desktop.desk_parts import there

Key = Qt.Key
__all__ = ["play"]


def _focused(desk: Desk) -> str:
    return there(desk.app.focusWidget()).objectName()


@pytest.mark.parametrize("choice", ["keep", "mine", "details"])
def test_news_of_the_person_leave_the_keyboard_on_the_same_choice(play: Play, choice: str) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        desk.languages.switch("en")
        await desk.gateway.go_online()
        await desk.work()
        desk.button(f"pending_{choice}").setFocus()
        assert bidi.strip(desk.button("pending_keep").text()) == "Keep: Called"
        await two.act(Start, ticket=there(two.state.inside(two.today(), EYES, 1)).id)
        await two.settle()
        await desk.work()
        desk.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert bidi.strip(desk.button("pending_keep").text()) == "Keep: In room"
        assert desk.app.focusWidget() is desk.button(f"pending_{choice}")

    play(scene)


def test_the_next_action_is_read_before_it_is_decided(play: Play) -> None:
    """Decided at another window, say: under the same finger there is another person's choice."""

    async def scene(desk: Desk, two: LocalGateway) -> None:
        desk.button("pending_keep").setFocus()
        [conflict] = [row for row in desk.gateway.pending.rows if row.state == "conflict"]
        await desk.gateway.decisions.keep(conflict.id)
        await desk.work()
        assert _focused(desk) == "pending_rows"

    play(scene)


async def _asked_for_a_clinic(desk: Desk) -> asyncio.Task[None]:
    """*Choose another clinic* of what was refused: the question is open, over the drawer."""
    await desk.gateway.go_online()
    await desk.work()
    refused = next(item for item in desk.pending.presenter.state.items if item.state == "failed")
    desk.pending.presenter.select(refused.id)
    desk.pending.presenter.take("clinic")
    task = asyncio.get_running_loop().create_task(desk.jobs.run())
    for _ in range(20):
        await asyncio.sleep(0)
    assert desk.pending.view._chooser.isVisible()
    return task


def test_esc_turns_the_question_away_and_leaves_the_drawer(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        task = await _asked_for_a_clinic(desk)
        desk.send(Key.Key_Escape)
        await task
        assert (desk.pending.view._chooser.isHidden(), desk.shows("drawer_pending")) == (True, True)
        assert desk.gateway.pending.refused == 1
        desk.clock.turn(1)
        await desk.hit(Key.Key_Escape)
        assert not desk.shows("drawer_pending")

    play(scene)


def test_a_question_goes_with_its_drawer(play: Play) -> None:
    """It was open still, and unanswered, when the drawer came back."""

    async def scene(desk: Desk, two: LocalGateway) -> None:
        task = await _asked_for_a_clinic(desk)
        desk.window.open_drawer("pending")
        await task
        assert desk.gateway.pending.refused == 1, "turned away: nothing is decided"
        desk.key(Key.Key_F9, CTRL)
        await desk.work()
        assert (desk.pending.view._chooser.isHidden(), _focused(desk)) == (True, "pending_rows")

    play(scene)
