"""What the window says while the server is there and cannot take what is sent, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.errors import ProblemAnswer, UnderMaintenance
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.languages import Languages
from mmc_console.wire.problems import problem
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
