"""A console tells how it is each minute and when it changes, in little, and never waits for a server to do it."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mmc_console import __version__
from mmc_console.client import own_health
from mmc_console.client.errors import StoreFull
from mmc_console.client.own_health import EVERY, Found
from mmc_console.client.testing import LocalGateway
from mmc_console.wire.health import DeviceStatus
from tests.unit.client.stage import played, running

Scene = Callable[[LocalGateway], Awaitable[None]]


def console(scene: Scene) -> Callable[[], None]:
    """A story at a running reception desk."""

    @played
    async def whole() -> None:
        gateway = await LocalGateway.with_center(roles=("reception",))
        try:
            async with running(gateway):
                await gateway.clock.turn(10)
                await scene(gateway)
        finally:
            await gateway.close()

    return whole


def told(gateway: LocalGateway) -> list[DeviceStatus]:
    return gateway.server.statuses


def found(gateway: LocalGateway) -> dict[str, Found]:
    return {own.name: own.found for own in gateway.own.found}


def test_it_tells_once_a_minute_while_nothing_changes() -> None:
    @console
    async def story(gateway: LocalGateway) -> None:
        assert len(told(gateway)) == 1
        first = told(gateway)[0]
        assert gateway.user is not None
        assert (first.app, first.pending, first.user, first.closing) == (__version__, 0, gateway.user.id, False)
        await gateway.clock.turn(4 * EVERY)
        assert len(told(gateway)) == 5

    story()


def test_work_that_waits_is_told_soon_and_again_when_it_is_gone() -> None:
    @console
    async def story(gateway: LocalGateway) -> None:
        gateway.server.refuse = lambda request: own_health_refusal()
        await gateway.register("284635", settled=False)
        await gateway.clock.turn(6)
        assert told(gateway)[-1].pending == 1
        assert told(gateway)[-1].oldest is not None
        gateway.server.refuse = lambda request: None
        await gateway.clock.turn(60)
        assert (told(gateway)[-1].pending, told(gateway)[-1].oldest) == (0, None)

    story()


def own_health_refusal() -> Any:
    from mmc_console.client.errors import ServerBusy

    return ServerBusy(5.0)


def test_a_server_that_is_away_is_told_nothing_and_everything_afterwards() -> None:
    @console
    async def story(gateway: LocalGateway) -> None:
        before = len(told(gateway))
        await gateway.go_offline()
        await gateway.clock.turn(5 * EVERY)
        assert len(told(gateway)) == before
        assert found(gateway)["server"] == Found("unhealthy", "server-away")
        assert all(trouble.check != "server" for trouble in gateway.own.status().health), "it would know"
        await gateway.go_online()
        await gateway.clock.turn(10)
        assert len(told(gateway)) == before + 1

    story()


def test_what_is_wrong_here_is_found_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    free = [10**12]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 0, free[0]))

    @console
    async def story(gateway: LocalGateway) -> None:
        gateway.own.add("printer", lambda: Found("degraded", "printer-not-ready"))
        await gateway.own.look()
        assert found(gateway)["printer"].detail == "printer-not-ready"
        await gateway.clock.turn(6)
        assert [(t.check, t.detail) for t in told(gateway)[-1].health if t.check == "printer"] == [
            ("printer", "printer-not-ready")
        ]

    story()


def test_a_full_disk_under_the_store_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @played
    async def story() -> None:
        gateway = await LocalGateway.with_center(roles=("reception",), profile=tmp_path / "profile")
        try:
            for free, detail in ((own_health.FULL - 1, "pc-disk-full"), (own_health.LOW - 1, "pc-disk-low")):
                monkeypatch.setattr(
                    shutil, "disk_usage", lambda _, free=free: shutil._ntuple_diskusage(10**12, 0, free)
                )
                await gateway.own.look()
                assert found(gateway)["disk"].detail == detail
            since = next(own.since for own in gateway.own.found if own.name == "disk")
            await gateway.clock.turn(30)
            await gateway.own.look()
            assert next(own.since for own in gateway.own.found if own.name == "disk") == since

            async def full(work: Any) -> None:
                raise StoreFull("no room")

            monkeypatch.setattr(gateway.parts.store, "run", full)
            await gateway.own.look()
            assert found(gateway)["store"] == Found("unhealthy", "store-full")
            monkeypatch.undo()
        finally:
            await gateway.close()

    story()


def test_a_folder_that_is_gone_from_under_the_store_is_told_with_all_the_rest(tmp_path: Path) -> None:
    @played
    async def story() -> None:
        profile = tmp_path / "profile"
        gateway = await LocalGateway.with_center(roles=("reception",), profile=profile)
        profile.rename(tmp_path / "elsewhere")  # as a network's drive that is not there any more
        await gateway.own.look()
        assert found(gateway)["disk"] == Found("unhealthy", "store-lost")
        assert found(gateway)["version"].status == "healthy"
        (tmp_path / "elsewhere").rename(profile)
        await gateway.close()

    story()


def test_a_clock_that_is_off_and_a_version_that_is_too_old_are_found() -> None:
    @console
    async def story(gateway: LocalGateway) -> None:
        await gateway.own.look()
        assert {name for name, each in found(gateway).items() if each.status != "healthy"} <= {"keyring"}
        gateway.parts.connectivity._offset.best = timedelta(seconds=200)
        gateway.parts.follow.min_client = "99.0"
        await gateway.own.look()
        assert found(gateway)["clock"].detail == "pc-clock-off"
        assert found(gateway)["clock"].figures == {"skew_s": 200.0}
        assert found(gateway)["version"] == Found("unhealthy", "version-old")

    story()


def test_an_orderly_end_is_told_and_one_without_a_server_is_not_waited_for() -> None:
    @played
    async def story() -> None:
        for away in (False, True):
            gateway = await LocalGateway.with_center(roles=("reception",))
            async with running(gateway):
                await gateway.clock.turn(10)
            if away:
                await gateway.go_offline()
            await gateway.close()
            assert told(gateway)[-1].closing is not away

    story()
