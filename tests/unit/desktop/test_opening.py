"""Which pages somebody has: the home page first, its second page beside it."""

from __future__ import annotations

import pytest

from mmc_console.desktop.admin.pages import BUILD, SUPERVISORS
from mmc_console.desktop.opening import WORK, pages_of


@pytest.mark.parametrize(
    ("roles", "pages"),
    [
        ({"reception"}, ("reception", "today")),
        ({"clinician"}, ("clinic", "my_day")),
        ({"reception", "clinician"}, ("reception", "today", "clinic", "my_day")),
        ({"supervisor"}, (*WORK, *(name for name in BUILD if name in SUPERVISORS))),
        ({"admin"}, (*BUILD, *WORK)),
        ({"board"}, ()),
    ],
)
def test_pages_follow_from_the_roles(roles: set[str], pages: tuple[str, ...]) -> None:
    assert pages_of(frozenset(roles)) == pages
