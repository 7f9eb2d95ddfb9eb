"""Which pages somebody has: the home page first, its second page beside it."""

from __future__ import annotations

import pytest

from mmc_console.desktop.opening import pages_of


@pytest.mark.parametrize(
    ("roles", "pages"),
    [
        ({"reception"}, ("reception", "today")),
        ({"clinician"}, ("clinic", "my_day")),
        ({"reception", "clinician"}, ("reception", "today", "clinic", "my_day")),
        ({"supervisor"}, ("reception", "today", "clinic", "my_day")),
        ({"admin"}, ("reception", "today", "clinic", "my_day")),
        ({"board"}, ()),
    ],
)
def test_pages_follow_from_the_roles(roles: set[str], pages: tuple[str, ...]) -> None:
    assert pages_of(frozenset(roles)) == pages
