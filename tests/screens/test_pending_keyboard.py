"""Where the keyboard is in the drawer while others work on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.domain.actions import Start
from tests.screens.pages import Desk
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
