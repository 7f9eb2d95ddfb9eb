"""Five wrong PINs are five, whatever is done to this PC: nothing gives them back but the whole password."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client import known as rules
from mmc_console.client.behaving import PASSWORD
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from tests.unit.client.stage import played, running
from tests.unit.client.test_coming_in import PIN, is_open, locked_out

WRONG = "418204"


class Killed(Exception):
    """As far as it came, and no further."""


@played
async def test_a_profile_that_was_put_back_takes_no_pin(tmp_path: Path) -> None:
    profile, keys = tmp_path / "profile", MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=profile, keys=keys)
    server, clock = desk.server, desk.clock
    await desk.set_pin(PIN, PASSWORD)
    await desk.lock()
    await desk.close()
    shutil.copytree(profile, tmp_path / "before")
    server.go_away()
    for start in range(3):
        desk = await LocalGateway.with_center(profile=profile, keys=keys, server=server, clock=clock, signed_in=False)
        left = [(await locked_out(desk, WRONG)).code for _ in range(rules.PIN_TRIES)]
        if start == 0:
            assert left == ["pin-wrong"] * 4 + ["pin-over"]
        else:
            assert left == ["bad-credentials"] * 5, "none of them was looked at as a PIN"
            assert not desk.people[0].takes_pin
        await desk.close()
        shutil.rmtree(profile)
        shutil.copytree(tmp_path / "before", profile)
    server.come_back()
    desk = await LocalGateway.with_center(profile=profile, keys=keys, server=server, clock=clock, signed_in=False)
    await desk.unlock(desk.people[0].id, PASSWORD)
    assert not desk.locked, "the password opens it"
    await desk.close()


@played
async def test_a_try_that_was_killed_while_it_was_looked_at_has_been_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile, keys = tmp_path / "profile", MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=profile, keys=keys)
    server, clock = desk.server, desk.clock
    await desk.set_pin(PIN, PASSWORD)
    await desk.lock()
    for _ in range(rules.PIN_TRIES - 1):
        await locked_out(desk, WRONG)

    def killed(_: str, __: str) -> bool:
        raise Killed

    with monkeypatch.context() as killing:
        killing.setattr(rules, "proves", killed)
        with pytest.raises(Killed):
            await desk.unlock(desk.people[0].id, WRONG)
    await desk.close()
    desk = await LocalGateway.with_center(profile=profile, keys=keys, server=server, clock=clock, signed_in=False)
    assert (await locked_out(desk, PIN)).code == "pin-over"
    await desk.close()


@played
async def test_a_clock_that_stood_ahead_makes_no_pin_good_for_longer(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.set_pin(PIN, PASSWORD)
    await desk.go_offline()
    right = desk.clock.now()
    await desk.lock()
    desk.clock.set(right + timedelta(days=3))
    await desk.unlock(desk.people[0].id, PASSWORD)
    desk.clock.set(right)
    await desk.lock()
    assert not desk.people[0].takes_pin
    assert not desk.proved_lately
    assert (await locked_out(desk, PIN)).code == "pin-over"
    await desk.unlock(desk.people[0].id, PASSWORD)
    await desk.lock()
    desk.clock.set(right - timedelta(seconds=2))  # two clocks that run unevenly
    await desk.unlock(desk.people[0].id, PIN)
    await desk.close()


@played
async def test_a_pause_lasts_no_longer_because_the_clock_stood_ahead(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.go_offline()
    right = desk.clock.now()
    await desk.lock()
    desk.clock.set(right + timedelta(days=1))
    for _ in range(rules.PASSWORD_TRIES):
        await locked_out(desk, "wrong")
    desk.clock.set(right)
    paused = await locked_out(desk, PASSWORD)
    assert (paused.code, paused.params["retry_after"]) == ("account-locked", rules.PASSWORD_PAUSE.total_seconds())
    await desk.clock.turn(rules.PASSWORD_PAUSE.total_seconds() - 1)
    assert (await locked_out(desk, PASSWORD)).code == "account-locked", "and it is no shorter"
    await desk.clock.turn(2)
    await desk.unlock(desk.people[0].id, PASSWORD)
    await desk.close()


@played
async def test_a_pin_chosen_after_coming_in_without_the_server_opens(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.sign_out()
    await desk.go_offline()
    await desk.sign_in("noora", PASSWORD)
    await desk.set_pin(PIN, PASSWORD)
    await desk.lock()
    assert desk.people[0].takes_pin
    await desk.unlock(desk.people[0].id, PIN)
    assert is_open(desk)
    await desk.register("271234567", "فهد")
    await desk.go_online()
    assert (desk.pending.count, desk.session_ended) == (0, False), "the password typed this morning gets them a session"
    await desk.sign_out()
    await desk.go_offline()
    assert [person.takes_pin for person in desk.people] == [False], "whoever signs out leaves no PIN"
    await desk.close()


@played
async def test_who_is_back_by_pin_without_a_session_is_asked_for_the_password_once_the_server_is_there(
    tmp_path: Path,
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.add_user("saad", ["clinician"], ["lab"])
    await desk.sign_in("saad", PASSWORD)
    await desk.sign_out()
    await desk.sign_in("noora", PASSWORD)
    await desk.sign_out()
    await desk.go_offline()
    noora = await desk.sign_in("noora", PASSWORD)
    await desk.set_pin(PIN, PASSWORD)
    await desk.leave()
    await desk.sign_in("saad", PASSWORD)
    await desk.unlock(noora.id, PIN)
    assert desk.user == noora
    await desk.register("271234567", "فهد")
    desk.server.come_back()
    async with running(desk):
        await desk.clock.turn(60)
        assert (desk.user, desk.session_ended) == (noora, True), "nobody waits for news that cannot come"
        assert not desk.people[0].takes_pin
        assert (await locked_out(desk, PIN)).code == "pin-over"
        await desk.unlock(noora.id, PASSWORD)
        await desk.clock.turn(5)
        assert [desk.pending.count, desk.session_ended] == [0, False]
    await desk.close()


@played
async def test_a_pin_opens_no_longer_than_the_password_would(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.go_offline()
    await desk.clock.turn((rules.PASSWORD_GOOD_FOR - timedelta(hours=1)).total_seconds())
    await desk.unlock(desk.people[0].id, PASSWORD)
    await desk.set_pin(PIN, PASSWORD)
    await desk.lock()
    assert desk.people[0].takes_pin
    await desk.clock.turn(timedelta(hours=1).total_seconds())
    assert [person.takes_pin for person in desk.people] == [False]
    assert (await locked_out(desk, PIN)).code == "pin-over"
    await desk.close()
