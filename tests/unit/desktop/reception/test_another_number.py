"""The number of somebody else comes over a form that is half filled: nothing of the person before goes with it."""

from __future__ import annotations

import pytest

from mmc_console.desktop.reception.contract import Form
from tests.unit.desktop.desk_parts import play
from tests.unit.desktop.reception.desk import Reception

WALK_IN = "clinic:eyes"


async def half_filled() -> Reception:
    """All but F2 is done for the woman of 28460101, who goes first."""
    desk = await Reception.open()
    for field, text in (
        ("purpose", WALK_IN), ("number", "28460101"), ("name", "First Woman"), ("gender", "female"),
        ("priority", "priority"),
    ):  # fmt: skip
        desk.page.edit(field, text)  # type: ignore[arg-type]  # words of the literal
    desk.page.edit_reason("elderly")
    return desk


def theirs(form: Form) -> tuple[object, ...]:
    """What of *form* belongs to a person."""
    return form.name, form.gender, form.priority, form.priority_reason


NOBODY = ("", "male", "normal", "")


def test_another_card_begins_with_its_number_alone_and_the_purpose_stays() -> None:
    async def scene() -> None:
        desk = await half_filled()
        desk.page.scanned("28460201")
        assert (desk.now().form.number, *theirs(desk.now().form)) == ("28460201", *NOBODY)
        assert (desk.now().form.purpose, desk.view.focused[-1]) == (WALK_IN, "name")
        desk.page.issue()
        assert "name" in desk.now().form.errors, "and is issued to nobody by the name before"
        await desk.close()

    play(scene)


@pytest.mark.parametrize(
    ("typed", "another"),
    [
        ("99887766", True),
        ("28460258", True),
        ("28460102", False),
        ("2846010", False),
        ("2", True),
        ("284601011", False),
    ],
)
def test_a_number_put_in_as_a_whole_is_somebody_elses_and_one_digit_mends_it(typed: str, *, another: bool) -> None:
    async def scene() -> None:
        desk = await half_filled()
        before = theirs(desk.now().form)
        desk.page.edit("number", typed)
        assert theirs(desk.now().form) == (NOBODY if another else before)
        await desk.close()

    play(scene)


def test_the_same_card_again_or_a_card_for_a_name_changes_nothing_else() -> None:
    async def scene() -> None:
        desk = await half_filled()
        before = theirs(desk.now().form)
        desk.page.scanned("28460101")
        assert theirs(desk.now().form) == before
        desk.page.clear()
        desk.page.edit("name", "Name First")
        desk.page.scanned("28460201")
        assert (desk.now().form.number, desk.now().form.name) == ("28460201", "Name First")
        await desk.close()

    play(scene)


def test_the_gender_of_the_person_before_is_no_habit_but_that_of_the_last_ticket_is() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("gender", "female")
        desk.page.clear()  # as after every ticket
        desk.page.edit("number", "28460101")
        desk.page.edit("gender", "male")
        desk.page.scanned("28460201")
        assert desk.now().form.gender == "female"
        await desk.close()

    play(scene)


def test_a_number_typed_over_begins_anew_and_a_number_corrected_does_not() -> None:
    async def scene() -> None:
        desk = await half_filled()
        before = theirs(desk.now().form)
        for text in ("2846010", "28460102", "2846", "28", "2", "", "2", "28460103"):  # back, digit by digit
            desk.page.edit("number", text)
        assert theirs(desk.now().form) == before
        desk.page.edit("number", "2")  # all of it is selected, and the first digit of another one is typed
        assert theirs(desk.now().form) == NOBODY
        assert desk.now().form.purpose == WALK_IN
        await desk.close()

    play(scene)
