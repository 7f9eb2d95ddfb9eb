"""Names of one person's work are hidden from the next during an outage, and there again for who may see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.housekeeping import RETAIN
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.visits import Visit
from tests.unit.client.days import SAFE, next_day, on_disk
from tests.unit.client.stage import played, running


async def morning(folder: Path, keys: MemoryKeys | None = None) -> tuple[LocalGateway, list[Visit]]:
    """Reception knows three people; a doctor of the X-ray, where none of them goes, has worked at this PC before."""
    desk = await LocalGateway.with_center(profile=folder, keys=keys or MemoryKeys(lasting=True), roles=("reception",))
    desk.server.add_user("saad", ["clinician"], ["xray"], name="Saad")
    await desk.sign_in("saad", PASSWORD)
    await desk.leave()
    await desk.sign_in("noora", PASSWORD)
    desk.server.safe_seq = SAFE
    visits = [await desk.register(f"10{i}0", f"Name {i}", exam="cooks") for i in range(3)]
    assert all("xray" not in {s.clinic for stage in visit.stages for s in stage} for visit in visits)
    named(desk, visits)  # they are asked for
    await desk.settle()
    assert named(desk, visits) == ["Name 0", "Name 1", "Name 2"]
    return desk, visits


def named(desk: LocalGateway, visits: list[Visit]) -> list[str | None]:
    cards = [desk.card(visit.patient) for visit in visits]
    return [card.name if card is not None else None for card in cards]


async def comes(desk: LocalGateway, username: str) -> None:
    await desk.leave()
    await desk.sign_in(username, PASSWORD)


@pytest.mark.parametrize("restarted", [False, True])
@played
async def test_a_doctor_sees_none_of_them_while_the_server_is_away_and_reception_has_them_again(
    tmp_path: Path, restarted: bool
) -> None:
    keys = MemoryKeys(lasting=True)
    desk, visits = await morning(tmp_path, keys)
    await desk.go_offline()
    await comes(desk, "saad")
    if restarted:
        await desk.close()
        desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=desk.server, clock=desk.clock)
        assert desk.user is not None
        assert desk.user.username == "saad"
    assert (named(desk, visits), desk.person_by_number("1000")) == ([None, None, None], None)
    await comes(desk, "noora")
    assert named(desk, visits) == ["Name 0", "Name 1", "Name 2"]
    found = desk.person_by_number("1000")
    assert found is not None
    assert found.id == visits[0].patient, "nobody is registered a second time as somebody new"
    await desk.close()


@pytest.mark.parametrize("left", [False, True])
@played
async def test_once_the_server_can_be_asked_they_are_gone_from_the_disk_too(tmp_path: Path, left: bool) -> None:
    desk, visits = await morning(tmp_path)
    await desk.go_offline()
    await comes(desk, "saad")
    everybody = {visit.patient for visit in visits}
    assert await on_disk(desk) == everybody
    desk.server.cards_held.clear()  # nobody of them is his to see
    if left:
        await desk.leave()
    async with running(desk):
        desk.server.come_back()
        await desk.clock.turn(60)
        await desk.settle()
        if left:
            assert await on_disk(desk) == everybody, "whoever comes next may be of reception"
            await desk.sign_in("saad", PASSWORD)
            await desk.settle()
        assert await on_disk(desk) == set()
        assert named(desk, visits) == [None, None, None]
    await desk.close()


@played
async def test_what_is_set_aside_is_forgotten_when_its_day_is_over(tmp_path: Path) -> None:
    desk, visits = await morning(tmp_path)
    await desk.go_offline()
    await comes(desk, "saad")
    for _ in range(RETAIN.days + 1):
        await next_day(desk)
    await desk.housekeeping.tidy()
    assert await on_disk(desk) == set()
    await comes(desk, "noora")
    assert named(desk, visits) == [None, None, None]
    await desk.close()
