"""What is set aside comes back once, to whoever typed it, and soon or not at all: never the wrong person. No Qt."""

from __future__ import annotations

import pytest

from mmc_console.desktop.reception.aside import KEEP_SECONDS
from tests.unit.desktop.desk_parts import later, play
from tests.unit.desktop.reception.desk import Reception
from tests.unit.desktop.reception.test_unfinished import overnight, through_lab


async def _issue(desk: Reception) -> None:
    desk.page.issue()
    await desk.settle()
    if desk.now().form.asking:
        desk.page.issue()
        await desk.settle()


@pytest.mark.parametrize("rows", [(0, 1), (1, 1)])
def test_a_row_of_today_taken_up_by_mistake_or_twice_is_not_in_the_form_afterwards(rows: tuple[int, int]) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        visits = [(await through_lab(desk, number)).visit for number in ("12345", "23456")]
        await overnight(desk)
        for row in rows:
            desk.page.take_up(visits[row])
        await _issue(desk)
        assert desk.now().form.blank
        await _issue(desk)
        assert [row.label for row in desk.now().rows] == ["X-001"], "the key registers nobody else"
        await desk.close()

    play(scene)


def test_who_is_registered_is_not_set_aside_any_more_although_they_had_been_typed() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        visits = [(await through_lab(desk, number)).visit for number in ("12345", "23456")]
        await overnight(desk)
        desk.page.edit("number", "23456")
        for visit in visits:
            desk.page.take_up(visit)
        await _issue(desk)
        assert desk.now().form.blank
        await desk.close()

    play(scene)


def test_another_number_typed_over_one_that_was_taken_up_is_typed_by_hand() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        old = await through_lab(desk)
        await overnight(desk)
        desk.page.take_up(old.visit)
        desk.page.edit("number", "777")
        desk.page.take_up(old.visit)
        desk.page.clear()
        assert desk.now().form.number == "777"
        await desk.close()

    play(scene)


@pytest.mark.parametrize(("seconds", "number"), [(KEEP_SECONDS - 1, "777"), (KEEP_SECONDS, "")])
def test_it_is_not_kept_for_the_day(seconds: float, number: str) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        old = await through_lab(desk)
        await overnight(desk)
        desk.page.edit("number", "777")
        desk.page.take_up(old.visit)
        await later(desk.gateway, seconds)
        desk.page.clear()
        assert desk.now().form.number == number
        await desk.close()

    play(scene)


def test_a_form_emptied_because_somebody_leaves_stays_empty_and_what_was_aside_waits_for_them() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        old = await through_lab(desk)
        await overnight(desk)
        desk.page.edit("number", "777")
        desk.page.take_up(old.visit)
        desk.page.empty()
        assert desk.now().form.blank
        desk.page.clear()
        assert desk.now().form.number == "777"
        await desk.close()

    play(scene)
