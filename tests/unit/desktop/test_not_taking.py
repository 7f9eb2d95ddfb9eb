"""What the window says while the server is there and cannot take what is sent, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.errors import ProblemAnswer, ServerBusy, UnderMaintenance
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.languages import Languages
from mmc_console.wire.problems import problem
from tests.unit.client.stage import running
from tests.unit.desktop.desk_parts import play
from tests.unit.desktop.test_surroundings import Desk

CANNOT = "The server cannot take actions now. Keep working; they wait here and are sent again by themselves."
CANNOT_AR = "لا يستطيع الخادم استقبال الإجراءات الآن"


async def refused(folder: Path, languages: Languages, code: str) -> Desk:
    """A desk whose registration was answered with *code*; the window has not looked since."""
    gateway = await LocalGateway.with_center(profile=folder / "desk", keys=MemoryKeys(lasting=True))
    desk = Desk(gateway, languages)
    assert desk.banner("en") == ""
    gateway.server.refuse = lambda request: ProblemAnswer(problem(code))
    await gateway.submit(gateway.registration("1001"))
    await gateway.settle()
    assert gateway.pending.waiting == 1
    return desk


def test_a_fault_of_the_server_is_told_as_such_until_it_takes_what_waits(tmp_path: Path, languages: Languages) -> None:
    async def scene() -> None:
        desk = await refused(tmp_path, languages, "internal")
        desk.surroundings.look()
        assert desk.shown("en") == CANNOT, "nobody announces it: the window sees it by itself"
        assert desk.shown("ar").startswith(CANNOT_AR)
        assert desk.button("en") == "Show pending"
        desk.gateway.server.refuse = lambda request: None
        await desk.gateway.settle()
        desk.surroundings.look()
        assert desk.shown("en") == ""
        await desk.gateway.close()

    play(scene)


@pytest.mark.parametrize("code", ["internal", "client-too-old"])
def test_a_server_that_has_refused_and_then_is_away_is_said_to_be_away(
    code: str, tmp_path: Path, languages: Languages
) -> None:
    async def scene() -> None:
        desk = await refused(tmp_path, languages, code)
        before = desk.banner("en")
        await desk.gateway.go_offline()
        assert desk.banner("en").startswith("No connection to the server since")
        assert desk.shell.state.more == 0
        desk.gateway.parts.connectivity.failed(UnderMaintenance(1))
        assert desk.banner("en").startswith("Maintenance since")
        desk.gateway.server.come_back()
        await desk.gateway.parts.connectivity.probe()
        assert desk.banner("en") == before, "until it takes something its last word stands"
        await desk.gateway.close()

    play(scene)


def test_a_fault_of_the_server_is_no_news_where_nothing_waits(tmp_path: Path, languages: Languages) -> None:
    async def scene() -> None:
        desk = await refused(tmp_path, languages, "internal")
        [row] = desk.gateway.pending.rows
        assert desk.banner("en") == CANNOT
        assert await desk.gateway.withdraw(row.id) is False, "it may have left"
        desk.gateway.server.refuse = lambda request: ProblemAnswer(problem("invalid"))
        await desk.gateway.settle()
        assert desk.gateway.pending.waiting == 0, "a person decides about it"
        assert desk.gateway.stopped == "internal"
        assert desk.banner("en") == ""
        await desk.gateway.close()

    play(scene)


async def minutes(desk: Desk, count: float) -> None:
    """So many pass, of which the window sees every second."""
    for _ in range(round(count * 60)):
        await desk.gateway.clock.turn(1)
        desk.surroundings.look()


def test_a_server_that_only_says_later_is_told_after_half_a_minute_and_until_it_takes_something(
    tmp_path: Path, languages: Languages
) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path / "desk", keys=MemoryKeys(lasting=True))
        desk = Desk(gateway, languages)
        assert desk.banner("en") == ""
        async with running(gateway):
            gateway.server.refuse = lambda request: ServerBusy(2)
            await gateway.submit(gateway.registration("1001"))
            await minutes(desk, 0.4)
            assert desk.shown("en") == "", "it may be short of breath"
            await minutes(desk, 0.2)
            assert desk.shown("en") == CANNOT
            await gateway.submit(gateway.registration("1002"))
            for _ in range(5):
                await minutes(desk, 1)
                assert desk.shown("en") == CANNOT, "as long as it lasts"
                assert desk.banner("ar").startswith(CANNOT_AR)
            await gateway.go_offline()
            assert desk.banner("en").startswith("No connection to the server since")
            assert desk.shell.state.more == 0
            gateway.server.come_back()
            await minutes(desk, 2)
            assert desk.banner("en") == CANNOT
            gateway.server.refuse = lambda request: None
            await minutes(desk, 1)
            assert gateway.pending.waiting == 0
            assert desk.shown("en") == ""
        await gateway.close()

    play(scene)


def test_what_is_merely_slow_or_busy_now_and_then_is_not_told(tmp_path: Path, languages: Languages) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path / "desk", keys=MemoryKeys(lasting=True))
        desk = Desk(gateway, languages)
        desk.surroundings.refresh()
        async with running(gateway):
            gateway.parts.connectivity.failed(ServerBusy(2))
            await minutes(desk, 1)
            assert desk.shown("en") == "", "nothing waits: it was busy with something else"
            for number in range(1001, 1005):
                gateway.server.refuse = lambda request: ServerBusy(2)
                await gateway.submit(gateway.registration(str(number)))
                await minutes(desk, 0.3)
                gateway.server.refuse = lambda request: None
                gateway.parts.sync.served()  # tried again at once, not when the dice say so
                await minutes(desk, 0.15)
                assert (gateway.pending.waiting, desk.shown("en")) == (0, ""), "it has taken something in between"
        await gateway.close()

    play(scene)
