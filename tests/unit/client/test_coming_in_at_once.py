"""Coming in at once: no network is waited for, a try counts before it is looked at, a PIN asks for the password."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import NotSignedIn, ServerBusy, SignInFailed
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.known import PASSWORD_PAUSE, PASSWORD_TRIES, PIN_TRIES
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.permissions import Role
from mmc_console.wire.answers import LoginRequest, SignedIn
from tests.unit.client.stage import played
from tests.unit.client.stranded import Stranded
from tests.unit.client.test_coming_in import PIN, is_open, locked_out


class Stuck:
    """A server that takes a request and says nothing, until it is let go."""

    def __init__(self, desk: LocalGateway) -> None:
        self._go, self.asked = asyncio.Event(), asyncio.Event()
        self._served = desk.server.refresh
        desk.server.refresh = self._refresh  # type: ignore[method-assign]  # tokens are exchanged slowly
        desk.parts.session.doubt(desk.parts.session._access or "")
        self.exchange = asyncio.ensure_future(desk.parts.session.bearer())

    async def _refresh(self, token: str, generation: int | None = None) -> SignedIn:
        self.asked.set()
        await self._go.wait()
        return await self._served(token, generation)

    async def let_go(self) -> Any:
        self._go.set()
        [result] = await asyncio.gather(self.exchange, return_exceptions=True)
        return result


@pytest.mark.parametrize("secret", [PIN, PASSWORD])
@played
async def test_a_server_that_says_nothing_keeps_nobody_outside(secret: str) -> None:
    desk = await LocalGateway.with_center()
    await desk.set_pin(PIN, PASSWORD)
    await desk.lock()
    stuck = Stuck(desk)
    await stuck.asked.wait()
    await desk.unlock(desk.people[0].id, secret)
    assert is_open(desk)
    assert not stuck.exchange.done(), "the network is still at it"
    assert isinstance(await stuck.let_go(), str)
    await desk.close()


@played
async def test_another_person_comes_in_while_the_server_says_nothing_of_the_first() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("saad", ["clinician"], ["lab"])
    await desk.sign_in("saad", PASSWORD)
    await desk.sign_in("noora", PASSWORD)
    saad = next(p for p in desk.people if p.username == "saad")
    stuck = Stuck(desk)
    await stuck.asked.wait()
    await desk.unlock(saad.id, PASSWORD)
    await stuck.let_go()
    assert desk.user is not None
    assert desk.user.username == "saad", "a late answer brings nobody back"
    await desk.settle()
    assert desk.server._bearers[await desk.parts.session.bearer()][0] == "saad"
    await desk.close()


@played
async def test_who_is_made_to_leave_while_their_coming_in_is_written_down_came_in_and_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = await LocalGateway.with_center(signed_in=False)
    store, gone = desk.parts.store, asyncio.Event()
    written = store.run

    async def run(work: Callable[..., Any]) -> Any:
        done = await written(work)
        if desk.user is not None and not gone.is_set():
            gone.set()
            await desk.leave()
        return done

    monkeypatch.setattr(store, "run", run)
    user = await desk.sign_in("noora", PASSWORD)
    assert user.username == "noora"
    assert gone.is_set()
    assert desk.user is None
    await desk.close()


@played
async def test_who_signs_out_while_the_server_says_nothing_is_out_at_once_and_for_good() -> None:
    desk = await LocalGateway.with_center()
    stuck = Stuck(desk)
    await stuck.asked.wait()
    await desk.sign_out()
    assert not stuck.exchange.done()
    assert isinstance(await stuck.let_go(), NotSignedIn)
    assert desk.user is None
    assert desk.people[0].takes_pin is False
    assert all(known.refresh_token is None for known in desk.parts.session.people)
    await desk.close()


@played
async def test_a_killed_program_gives_no_try_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The try is on the disk before it is looked at."""
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    await desk.set_pin(PIN, PASSWORD)
    await desk.lock()
    await desk.go_offline()
    server, clock = desk.server, desk.clock

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    for tries, secret in ((PIN_TRIES, "418204"), (PASSWORD_TRIES, "wrong")):
        for _ in range(tries):
            with monkeypatch.context() as patch:
                patch.setattr("mmc_console.client.known.proves", killed)
                patch.setattr(asyncio, "to_thread", _at_once)
                with pytest.raises(KeyboardInterrupt):
                    await desk.unlock(desk.people[0].id, secret)
            await desk.close()
            desk = await LocalGateway.with_center(
                profile=tmp_path, keys=keys, server=server, clock=clock, signed_in=False
            )
            await desk.go_offline()
    assert (await locked_out(desk, PIN)).code == "pin-over"
    assert (await locked_out(desk, PASSWORD)).code == "account-locked"
    await desk.close()


async def _at_once(call: Callable[..., Any], *given: object) -> Any:
    return call(*given)


@played
async def test_a_pin_is_set_by_whoever_knows_the_password_and_by_nobody_else() -> None:
    desk = await LocalGateway.with_center()
    with pytest.raises(SignInFailed, match="bad-credentials"):
        await desk.set_pin(PIN, "somebody passing by")
    assert not desk.people[0].has_pin
    for _ in range(PASSWORD_TRIES - 1):
        with pytest.raises(SignInFailed, match="bad-credentials"):
            await desk.set_pin(PIN, "wrong")
    with pytest.raises(SignInFailed, match="account-locked"):
        await desk.set_pin(PIN, PASSWORD)
    await desk.clock.turn(PASSWORD_PAUSE.total_seconds())
    await desk.set_pin(PIN, PASSWORD)
    assert [desk.people[0].has_pin] == [True]
    await desk.close()


@played
async def test_offline_the_password_is_answered_without_asking_the_network() -> None:
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    await desk.go_offline()

    async def never(request: LoginRequest) -> SignedIn:
        raise AssertionError("asked")

    desk.server.login = never  # type: ignore[method-assign]  # this console knows that the server is away
    assert (await desk.sign_in("noora", PASSWORD)).username == "noora"
    await desk.close()


@played
async def test_on_a_destroyed_database_unlocking_by_password_is_a_new_sign_in() -> None:
    desk = await LocalGateway.with_center(roles=("admin",))
    Stranded(desk, admin=True)
    first, session = await desk.parts.session.bearer(), desk.parts.session
    await desk.clock.turn(900)
    with pytest.raises(ServerBusy):
        await session.bearer()
    await desk.lock()
    await desk.unlock(desk.people[0].id, PASSWORD)
    assert await session.bearer() != first
    assert session._password is None, "it is kept no longer than it is needed"
    await desk.close()


@pytest.mark.parametrize(("role", "tries"), [("reception", 0), ("admin", 1)])
@played
async def test_on_a_destroyed_database_who_may_not_restore_keeps_their_session_and_is_asked_once(
    role: Role, tries: int
) -> None:
    """Nobody but administrators is asked about at all, and one the server does not know only once."""
    desk = await LocalGateway.with_center(roles=(role,))
    stranded, session = Stranded(desk, admin=False), desk.parts.session
    await desk.clock.turn(900)
    await desk.lock()
    await desk.unlock(desk.people[0].id, PASSWORD)
    for _ in range(3):
        with pytest.raises(ServerBusy):
            await session.bearer()
    assert stranded.logins == tries, "each is a miss there"
    assert not session.ended
    await desk.close()


@played
async def test_on_a_destroyed_database_its_no_is_a_word_on_nobodys_password() -> None:
    """Whoever signs in before this console knows how things stand works on from what is known here."""
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    Stranded(desk, admin=False)
    session = desk.parts.session
    assert (await desk.sign_in("noora", PASSWORD)).username == "noora"
    assert desk.connection.form == "stranded"
    with pytest.raises(ServerBusy):  # there is no session, and none to be had; nobody is made to leave for that
        await session.bearer()
    assert not session.ended
    await desk.lock()
    assert (await desk.unlock(desk.people[0].id, PASSWORD)).username == "noora", "again, also now"
    await desk.sign_out()
    for name, password, code in (("noora", "wrong-word-here-1", "bad-credentials"), ("saad", PASSWORD, "stranded")):
        with pytest.raises(SignInFailed) as refused:
            await desk.sign_in(name, password)
        assert refused.value.code == code
    await desk.close()


@played
async def test_on_a_destroyed_database_who_came_by_pin_signs_in_again_with_the_password() -> None:
    desk = await LocalGateway.with_center(roles=("admin",))
    await desk.set_pin("482917", PASSWORD)
    stranded, session = Stranded(desk, admin=True), desk.parts.session
    await desk.clock.turn(900)
    await desk.lock()
    await desk.unlock(desk.people[0].id, "482917")
    with pytest.raises(ServerBusy):
        await session.bearer()
    stranded.admin = False
    with pytest.raises(SignInFailed) as refused:
        await desk.admin.sign_in_again("wrong-word-here-1")
    assert refused.value.code == "stranded"
    stranded.admin = True
    await desk.admin.sign_in_again(PASSWORD)
    assert await session.bearer()
    assert desk.connection.form == "stranded", "that somebody was let in does not say that there is a database"
    await desk.close()
