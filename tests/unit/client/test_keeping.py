"""Who has gone, locked up, guessed, or is let in no more, stays so, also where the disk took none of it then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import NotSignedIn
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from tests.guards import ExpectedLogs
from tests.unit.client.stage import played, running
from tests.unit.client.test_coming_in import PIN, locked_out
from tests.unit.client.test_full_disk import REMEMBERED, takes

UNKEPT = "mmc_console.client.keeping: who works here could not be stored"


async def _signs_out(desk: LocalGateway) -> None:
    await desk.sign_out()


async def _locks(desk: LocalGateway) -> None:
    await desk.lock()


async def _guesses(desk: LocalGateway) -> None:
    await desk.lock()
    for i in range(5):
        await locked_out(desk, f"90817{i}")


async def _is_disabled(desk: LocalGateway) -> None:
    desk.server.come_back()
    await desk.parts.connectivity.probe()
    desk.server.remove_user("noora")
    session = desk.parts.session
    session.doubt(session._access or "")
    with pytest.raises(NotSignedIn):
        await session.bearer()
    desk.server.go_away()


def _stands(desk: LocalGateway) -> tuple[bool, bool, bool]:
    """Whether the page is open to whoever comes; a PIN is taken; a password is."""
    known = desk.people[0]
    return desk.user is not None and not desk.locked, known.takes_pin, known.until is not None


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize(
    ("happens", "stands"),
    [
        (_signs_out, (False, False, True)), (_locks, (False, True, True)), (_guesses, (False, False, True)),
        (_is_disabled, (True, False, False)),
    ],
)  # fmt: skip
@played
async def test_it_is_so_at_the_next_start(
    tmp_path: Path, expected_logs: ExpectedLogs, happens: Callable[[LocalGateway], Awaitable[None]],
    stands: tuple[bool, bool, bool], killed: bool,
) -> None:  # fmt: skip
    expected_logs.expect(UNKEPT)
    if killed:
        expected_logs.expect(REMEMBERED)
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    server, clock = desk.server, desk.clock
    await desk.set_pin(PIN, PASSWORD)
    await desk.go_offline()
    async with running(desk):
        await takes(desk.parts.store, nothing=True)
        await happens(desk)
        assert _stands(desk) == stands
        await takes(desk.parts.store, nothing=False)
        if killed:
            await clock.turn(40)  # room again for a moment, then the plug
            await takes(desk.parts.store, nothing=True)
    await desk.close()
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, clock=clock, signed_in=False)
    assert _stands(desk) == (False, *stands[1:])
    await desk.close()
