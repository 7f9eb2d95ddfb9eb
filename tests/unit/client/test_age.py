"""As of when what is shown is: of the log's last word to this console, whatever else the server answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from tests.unit.client.stage import played, running

MOMENT = timedelta(seconds=10)


def as_of(desk: LocalGateway) -> datetime:
    found = desk.connection.data_from
    assert found is not None
    return found


@played
async def test_what_nobody_followed_is_as_old_as_when_the_last_one_left(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    async with running(desk):
        await desk.clock.turn(5)
        await desk.leave()
        left = desk.now()
        await desk.clock.turn(50 * 60)
        assert desk.connection.last_news is not None
        assert desk.now() - desk.connection.last_news < MOMENT * 3, "the server has gone on answering"
        desk.server.go_away()
        await desk.clock.turn(30)
        await desk.sign_in("noora", PASSWORD)
        await desk.clock.turn(60)
        assert abs(as_of(desk) - left) < MOMENT
        await desk.parts.follow.condense()
    await desk.close()
    again = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=desk.server, clock=desk.clock)
    assert abs(as_of(again) - left) < MOMENT, "and so it is after a restart"
    await again.close()


@played
async def test_a_session_that_has_ended_shows_what_is_old_as_old() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await desk.clock.turn(5)
        desk.server.remove_user("noora")
        await desk.clock.turn(60)
        ended = desk.now()
        await desk.clock.turn(40 * 60)
        assert (desk.session_ended, str(desk.connection.kind)) == (True, "online")
        assert as_of(desk) < ended
    await desk.close()


@played
async def test_a_quiet_day_is_no_old_one_whether_the_stream_says_so_or_only_the_answers() -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        for mute in (False, True):
            desk.server.mute = mute
            await desk.clock.turn(10 * 60)
            assert desk.now() - as_of(desk) < MOMENT * 2
    await desk.close()


@played
async def test_a_snapshot_is_of_its_moment() -> None:
    desk = await LocalGateway.with_center()
    await desk.clock.turn(600)
    await desk.parts.follow.renew()
    assert as_of(desk) == desk.now()
    await desk.close()
