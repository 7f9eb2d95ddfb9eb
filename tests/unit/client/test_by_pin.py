"""Six digits open the work and not the administration: who came by PIN is known until the whole password was shown."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import SignInFailed
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.permissions import Role
from mmc_console.wire.answers import LoginRequest, SignedIn
from tests.unit.client.stage import played
from tests.unit.client.stranded import Stranded
from tests.unit.client.test_coming_in import PIN

WRONG = "wrong-word-here-1"


async def desk_with_pin(*roles: Role, profile: Path | None = None) -> LocalGateway:
    """Noora, who has come in by her password and set a PIN."""
    keys = MemoryKeys(lasting=profile is not None)
    desk = await LocalGateway.with_center(roles=roles or ("admin",), profile=profile, keys=keys)
    await desk.set_pin(PIN, PASSWORD)
    assert not asks(desk)
    return desk


def asks(desk: LocalGateway) -> bool:
    """Whether the administration asks for the password now."""
    return desk.admin.wants_password


async def opened(desk: LocalGateway, secret: str) -> bool:
    """Lock, unlock; whether the administration asks for the password now."""
    await desk.lock()
    await desk.unlock(desk.people[0].id, secret)
    return asks(desk)


@played
async def test_a_password_opens_the_administration_and_a_pin_after_it_closes_it_again() -> None:
    desk = await desk_with_pin()
    assert [await opened(desk, secret) for secret in (PASSWORD, PIN, PIN, PASSWORD, PIN)] == [
        False, True, True, False, True,
    ]  # fmt: skip
    await desk.lock()
    await desk.sign_in("noora", PASSWORD)
    assert not asks(desk)
    assert await opened(desk, PIN)
    await desk.sign_out()
    assert not asks(desk), "nobody works here"
    await desk.close()


@played
async def test_a_token_that_is_exchanged_by_itself_is_no_password() -> None:
    desk = await desk_with_pin()
    assert await opened(desk, PIN)
    await desk.clock.turn(900)
    assert await desk.parts.session.bearer()
    assert asks(desk)
    await desk.close()


@played
async def test_who_is_no_administrator_is_asked_for_nothing() -> None:
    desk = await desk_with_pin("supervisor")
    assert not await opened(desk, PIN)
    await desk.close()


@played
async def test_a_restart_does_not_make_a_password_of_a_pin(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(roles=("admin",), profile=tmp_path, keys=keys)
    await desk.set_pin(PIN, PASSWORD)
    assert await opened(desk, PIN)
    await desk.close()
    again = await LocalGateway.with_center(
        profile=tmp_path, keys=keys, server=desk.server, clock=desk.clock, signed_in=False
    )
    assert again.user is not None
    assert asks(again)
    await again.close()


@pytest.mark.parametrize("line", ["online", "offline", "stranded"])
@played
async def test_the_password_is_shown_whatever_the_line_does(line: str) -> None:
    desk = await desk_with_pin()
    assert await opened(desk, PIN)
    if line == "offline":
        await desk.go_offline()
    elif line == "stranded":
        Stranded(desk, admin=True)
        await desk.clock.turn(900)
    with pytest.raises(SignInFailed) as refused:
        await desk.admin.sign_in_again(WRONG)
    assert refused.value.code == ("stranded" if line == "stranded" else "bad-credentials")
    assert asks(desk)
    await desk.admin.sign_in_again(PASSWORD)
    assert not asks(desk)
    assert not desk.session_ended
    await desk.close()


@played
async def test_a_pin_typed_while_the_server_looked_at_the_password_still_is_one() -> None:
    desk = await desk_with_pin()
    assert await opened(desk, PIN)
    asked, go, served = asyncio.Event(), asyncio.Event(), desk.server.login

    async def slow(request: LoginRequest) -> SignedIn:
        asked.set()
        await go.wait()
        return await served(request)

    desk.server.login = slow  # type: ignore[method-assign]  # the server takes its time
    showing = asyncio.ensure_future(desk.admin.sign_in_again(PASSWORD))
    await asked.wait()
    assert await opened(desk, PIN)
    go.set()
    await showing
    assert asks(desk)
    await desk.close()
