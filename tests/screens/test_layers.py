"""What lies over the page: Esc closes what lies on top, and the keyboard is never under it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.overlay import topmost
from tests.screens.pages import CTRL, Desk
from tests.screens.test_pending import Play, play

Key = Qt.Key
__all__ = ["play"]


async def _open(desk: Desk) -> list[str]:
    """The names of what is open, the topmost first; closes it."""
    found = []
    while (layer := topmost(desk.window)) is not None:
        found.append(layer.objectName())
        await desk.hit(Key.Key_Escape)
        assert layer.isHidden(), "the one on top"
    return found


def test_esc_closes_the_drawer_before_what_it_lies_over(play: Play) -> None:
    """It closed the details under it, and the keyboard went to the queue below the drawer."""

    async def scene(desk: Desk, two: LocalGateway) -> None:
        await desk.hit(Key.Key_Escape)
        queue = desk.table("queue")
        queue.setFocus()
        queue.setCurrentIndex(queue.model().index(0, 0))
        await desk.hit(Key.Key_Return)
        await desk.hit(Key.Key_F9, CTRL)
        assert await _open(desk) == ["drawer_pending", "details"]
        assert desk.app.focusWidget() is queue

    play(scene)


def test_of_two_drawers_esc_closes_the_later_one(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        await desk.hit(Key.Key_Escape)
        for first, second in ((Key.Key_F8, Key.Key_F9), (Key.Key_F9, Key.Key_F8)):
            await desk.hit(first, CTRL)
            await desk.hit(second, CTRL)
            names = ["drawer_pending", "drawer_alerts"]
            assert await _open(desk) == (names if second == Key.Key_F9 else names[::-1])

    play(scene)


def test_under_a_drawer_that_covers_the_page_f6_goes_nowhere(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        desk.window.resize(1100, 640)
        await desk.work()
        drawer = topmost(desk.window)
        assert drawer is not None
        for _ in range(4):
            await desk.hit(Key.Key_F6)
            focus = desk.app.focusWidget()
            assert focus is not None
            assert drawer.isAncestorOf(focus)
        desk.window.resize(1366, 688)
        await desk.work()
        seen = set()
        for _ in range(6):
            await desk.hit(Key.Key_F6)
            focus = desk.app.focusWidget()
            assert focus is not None
            seen.add(drawer.isAncestorOf(focus))
        assert seen == {True, False}, "beside it the page is reached"

    play(scene)
