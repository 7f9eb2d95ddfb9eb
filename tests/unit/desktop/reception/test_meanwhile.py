"""What happens between a receptionist's choice and the key, and between the key and its answer. Plain asyncio, no Qt."""

from __future__ import annotations

from mmc_console.domain.actions import CallNext, Start
from mmc_console.domain.ids import ClinicCode
from tests.unit.desktop.desk_parts import later, play
from tests.unit.desktop.reception.desk import Reception

LAB = ClinicCode("lab")


def test_a_row_somebody_else_takes_away_is_no_longer_ours_because_we_acted_on_it_before() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        for number in ("111", "222"):
            await desk.issue(number)
        await desk.gateway.act(CallNext, clinic=LAB, room=1)
        await desk.gateway.act(CallNext, clinic=LAB, room=2)
        await later(desk.gateway, 10)
        desk.page.filter("called")
        first, second = (row.ticket for row in desk.now().rows)
        desk.page.select(first)
        desk.page.act("recall")
        await desk.settle()
        assert desk.now().selected == first, "they are still called, and still in this list"
        await desk.gateway.act(Start, ticket=first)  # the clinic: they have come
        await desk.settle()
        assert [row.ticket for row in desk.now().rows] == [second]
        assert desk.now().selected is None, "the next key would mean somebody nobody has chosen"
        await desk.close()

    play(scene)


def test_a_row_that_goes_because_of_us_leaves_the_hand_where_it_was() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        for number in ("111", "222"):
            await desk.issue(number)
        first, second = (row.ticket for row in desk.now().rows)
        desk.page.select(first)
        desk.page.act("hold")
        await desk.settle()
        assert desk.now().selected == second
        await desk.close()

    play(scene)
