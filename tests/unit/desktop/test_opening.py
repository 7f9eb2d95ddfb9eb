"""Which pages a person gets follows from the roles alone."""

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


def test_supervisors_work_first_and_have_the_figures_too() -> None:
    found = pages_of(frozenset({"supervisor"}))
    assert found[: len(WORK)] == WORK
    assert found[len(WORK) :] == tuple(name for name in BUILD if name in SUPERVISORS)
    assert "metrics" in found
    assert "health" not in found


def test_administrators_are_at_home_in_the_administration() -> None:
    assert pages_of(frozenset({"admin"})) == (*BUILD, *WORK)
    assert pages_of(frozenset({"admin", "reception"}))[: len(WORK)] == WORK
