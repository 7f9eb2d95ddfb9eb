"""Every icon is shipped, drawn, and either turns around or does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mmc_console import assets
from mmc_console.desktop.kit.icon_list import MIRRORED, NEVER_MIRRORED, mirrors
from mmc_console.desktop.kit.icons import Icons

CODE = Path(__file__).parents[4] / "mmc_console" / "desktop"
SHIPPED = {file.stem for file in assets.path("resources", "icons").glob("*.svg")}


def test_the_two_lists_share_nothing_and_cover_what_is_shipped() -> None:
    assert not MIRRORED & NEVER_MIRRORED
    assert MIRRORED | NEVER_MIRRORED == SHIPPED


def test_every_icon_named_in_code_is_in_a_list() -> None:
    named = set()
    for file in CODE.rglob("*.py"):
        named |= set(re.findall(r'\b(?:icon|tail)="([a-z-]+)"', file.read_text(encoding="utf-8")))
    assert named
    for name in named:
        mirrors(name)


def test_an_unlisted_icon_is_refused() -> None:
    with pytest.raises(KeyError, match="neither list"):
        mirrors("banana")


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_icon_draws_something_in_its_colour(qapp: QApplication, name: str) -> None:
    image = Icons().pixmap(name, "#A8200D", 32, rtl=False, scale=1.0).toImage()
    seen = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200]
    assert seen
    assert all(color.red() > 140 and color.blue() < 60 for color in seen)


def test_only_direction_turns_around(qapp: QApplication) -> None:
    icons = Icons()
    for name, turns in (("logout", True), ("circle-check", False)):
        left = icons.pixmap(name, "#000000", 20, rtl=False, scale=1.0).toImage()
        right = icons.pixmap(name, "#000000", 20, rtl=True, scale=1.0).toImage()
        assert (left != right) is turns
        assert (left.flipped().flipped() == left) is True


def test_a_picture_is_drawn_once(qapp: QApplication) -> None:
    icons = Icons()
    first = icons.pixmap("x", "#000000", 16, rtl=False, scale=1.0)
    assert icons.pixmap("x", "#000000", 16, rtl=True, scale=1.0).cacheKey() == first.cacheKey()
