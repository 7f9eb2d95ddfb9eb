"""The disk takes its time over one registration: the next person is there, and nobody is registered twice. No Qt."""

from __future__ import annotations

import asyncio

import pytest

from mmc_console.client.errors import StoreFull
from tests.unit.desktop.desk_parts import SlowDisk, play, there
from tests.unit.desktop.reception.desk import Reception


async def _issued_on_a_slow_disk(desk: Reception) -> tuple[SlowDisk, asyncio.Future[None]]:
    """The first person's key is pressed, and the next one's first digit typed before the disk has it."""
    desk.page.edit("number", "111")
    desk.page.edit("name", "نورة السالم")
    desk.jobs.drop("find-person")
    disk = SlowDisk(desk.gateway)
    desk.page.issue()
    writing = asyncio.ensure_future(desk.jobs.run())
    await asyncio.sleep(0)
    assert disk.rows == 1
    assert desk.now().form.blank, "the form is free for the next person at once"
    desk.page.edit("number", "2")
    desk.jobs.drop("find-person")
    return disk, writing


def test_what_is_typed_for_the_next_person_stays_when_the_disk_has_the_one_before() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        disk, writing = await _issued_on_a_slow_disk(desk)
        disk.turns.set()
        await writing
        await desk.settle()
        assert desk.now().form.number == "2", "half a number would be somebody else's"
        assert there(desk.now().issued).label == "L-001"
        await desk.close()

    play(scene)


@pytest.mark.parametrize("number", ["222", "111"])
def test_the_key_for_the_next_person_is_taken_once_the_disk_has_the_one_before(number: str) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        disk, writing = await _issued_on_a_slow_disk(desk)
        desk.page.edit("number", number)
        desk.page.edit("name", "نورة السالم")
        desk.page.issue()
        desk.page.issue()
        desk.jobs.drop("find-person")
        disk.turns.set()
        await writing
        await desk.settle()
        same = number == "111"  # typed once more, because nothing was to be seen of it yet
        assert [row.label for row in desk.now().rows] == (["L-001"] if same else ["L-001", "L-002"])
        assert (desk.now().form.blank, desk.now().form.duplicate is not None) == (not same, same)
        await desk.close()

    play(scene)


@pytest.mark.parametrize("then", ["typed on", "failed"])
def test_but_not_if_more_was_typed_since_nor_again_for_whom_the_disk_did_not_take(then: str) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("number", "111")
        desk.page.edit("name", "نورة السالم")
        desk.jobs.drop("find-person")
        disk = SlowDisk(desk.gateway)
        for _ in range(2):  # before the form is free
            desk.page.issue()
        writing = asyncio.ensure_future(desk.jobs.run())
        await asyncio.sleep(0)
        if then == "failed":
            disk.fault = StoreFull("no space left")
        else:
            desk.page.edit("number", "222")
            desk.page.edit("name", "Sa")
            desk.page.issue()
            desk.page.edit("name", "Salem")
            desk.jobs.drop("find-person")
        disk.turns.set()
        await writing
        await desk.settle()
        assert disk.rows == 1
        assert desk.now().form.name == ("Salem" if then == "typed on" else "نورة السالم")
        await desk.close()

    play(scene)


@pytest.mark.parametrize("typed", [True, False])
def test_who_could_not_be_written_down_stands_in_the_form_again(typed: bool) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        disk, writing = await _issued_on_a_slow_disk(desk)
        if not typed:
            desk.page.clear()
        disk.fault = StoreFull("no space left")
        disk.turns.set()
        await writing
        if typed:
            assert desk.now().form.number == "2", "the next person's is not typed over"
            assert [message.code for message in desk.view.faults] == [StoreFull.code], "and it is said at once"
            desk.page.clear()  # they are issued, or have gone
        form = desk.now().form
        assert (form.number, form.name) == ("111", "نورة السالم"), "a refusal never empties it"
        assert [message.code for message in form.errors.values()] == [StoreFull.code]
        await desk.close()

    play(scene)
