"""Whose name and password somebody types, without letting them in: the way out of a kiosk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import SignInFailed
from mmc_console.client.known import PASSWORD_GOOD_FOR, PASSWORD_TRIES
from mmc_console.client.testing import LocalGateway
from tests.unit.client.stage import played


async def _kiosk() -> LocalGateway:
    desk = await LocalGateway.with_center(roles=("kiosk",), username="kiosk-1")
    desk.server.add_user("boss", ("admin",))
    return desk


async def _refused(desk: LocalGateway, username: str, password: str) -> str:
    with pytest.raises(SignInFailed) as failed:
        await desk.vouch(username, password)
    return failed.value.code


@played
async def test_the_server_says_who_it_is_and_nobody_comes_in() -> None:
    desk = await _kiosk()
    before = desk.user
    vouched = await desk.vouch("boss", PASSWORD)
    assert vouched.roles == {"admin"}
    assert desk.user == before
    assert [known.username for known in desk.people] == ["kiosk-1"]
    await desk.settle()  # its own session goes on
    await desk.close()


@played
async def test_a_wrong_password_vouches_for_nobody() -> None:
    desk = await _kiosk()
    assert await _refused(desk, "boss", "wrong") == "bad-credentials"
    assert await _refused(desk, "nobody", PASSWORD) == "bad-credentials"
    await desk.close()


@played
async def test_offline_only_whoever_was_let_in_here() -> None:
    desk = await _kiosk()
    await desk.go_offline()
    assert (await desk.vouch("Kiosk-1", PASSWORD)).username == "kiosk-1"
    assert await _refused(desk, "boss", PASSWORD) == "unreachable"
    assert await _refused(desk, "kiosk-1", "wrong") == "bad-credentials"
    await desk.close()


@played
async def test_offline_guessing_ends() -> None:
    desk = await _kiosk()
    await desk.go_offline()
    for _ in range(PASSWORD_TRIES):
        assert await _refused(desk, "kiosk-1", "wrong") == "bad-credentials"
    assert await _refused(desk, "kiosk-1", PASSWORD) == "account-locked"
    await desk.close()


@played
async def test_offline_an_old_word_is_worth_nothing() -> None:
    desk = await _kiosk()
    await desk.go_offline()
    await desk.clock.turn((PASSWORD_GOOD_FOR + timedelta(minutes=1)).total_seconds())
    assert await _refused(desk, "kiosk-1", PASSWORD) == "offline-user"
    await desk.close()
