"""Who comes and goes while something is awaited: nobody is believed to be here still, or again, unseen."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from mmc_console.client import known as rules
from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import NotSignedIn, SignInFailed, StoreFull
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.store import tables
from mmc_console.client.testing import LocalGateway
from mmc_console.wire.answers import LoginRequest, PasswordRequest, SignedIn
from tests.guards import ExpectedLogs
from tests.unit.client.stage import played, running

PIN = "418203"


class Killed(Exception):
    """As far as it came, and no further."""


@played
async def test_a_pin_lets_nobody_in_whose_session_ends_while_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.set_pin(PIN, PASSWORD)
    [noora] = desk.people
    await desk.lock()
    go_on, looked = threading.Event(), rules.proves

    def proves(kept: str, secret: str) -> bool:
        assert go_on.wait(10)
        return looked(kept, secret)

    monkeypatch.setattr(rules, "proves", proves)
    coming = asyncio.ensure_future(desk.unlock(noora.id, PIN))
    await desk.clock.settle()
    desk.server.remove_user("noora")
    session = desk.parts.session
    session.doubt(await session.bearer())
    with pytest.raises(NotSignedIn):
        await session.bearer()
    go_on.set()
    with pytest.raises(SignInFailed, match="pin-over"):
        await coming
    assert (desk.locked, desk.session_ended) == (True, True)
    await desk.close()


@played
async def test_news_flow_again_for_who_signs_in_anew_where_their_session_had_ended(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    async with running(desk):
        await desk.clock.turn(5)
        noora, session = desk.server.users["noora"], desk.parts.session
        desk.server.remove_user("noora")
        session.doubt(await session.bearer())
        desk.parts.live.again()
        await desk.clock.turn(5)
        assert (desk.session_ended, desk.parts.live.flowing) == (True, False)
        desk.server.users["noora"] = noora
        await desk.sign_in("noora", PASSWORD)
        await desk.clock.turn(5)
        assert (desk.session_ended, desk.parts.live.flowing) == (False, True)
    await desk.close()


@played
async def test_whose_names_are_kept_is_not_believed_where_the_console_was_killed_while_somebody_came_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    server = desk.server
    server.add_user("saad", ("clinician",), ("women_derma",))
    await desk.leave()
    await desk.sign_in("saad", PASSWORD)
    await desk.leave()
    await desk.sign_in("noora", PASSWORD)
    visit = await desk.register("1001", "Ali")
    desk.card(visit.patient)
    await desk.settle()
    await desk.go_offline()
    await desk.leave()

    async def keep_for(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(desk.parts.cards, "keep_for", keep_for)
    with pytest.raises(Killed):
        await desk.sign_in("saad", PASSWORD)  # written down, and then the power fails
    await desk.close()
    again = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, username="saad")
    assert again.user is not None
    assert (again.user.username, again.card(visit.patient)) == ("saad", None)
    await again.leave()
    await again.sign_in("noora", PASSWORD)
    await again.close()


@played
async def test_a_disk_that_takes_nothing_keeps_nobody_out_who_may_see_fewer_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("mmc_console.client.keeping: who works here could not be stored")
    expected_logs.expect("mmc_console.client.store.worker: nothing is remembered for the next start")
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.add_user("saad", ("clinician",), ("lab",))
    await desk.leave()

    def full(*_: object, **__: object) -> None:
        raise StoreFull("full")

    for name in ("write_fact", "write_cards", "write_snapshot"):
        monkeypatch.setattr(tables, name, full)
    assert await desk.sign_in("saad", PASSWORD) == desk.user
    await desk.settle()
    monkeypatch.undo()
    await desk.close()


@played
async def test_who_signs_out_while_their_password_is_looked_at_stays_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.set_pin(PIN, PASSWORD)
    await desk.go_offline()
    go_on, looked = threading.Event(), rules.proves

    def proves(kept: str, secret: str) -> bool:
        assert go_on.wait(10)
        return looked(kept, secret)

    monkeypatch.setattr(rules, "proves", proves)
    vouching = asyncio.ensure_future(desk.vouch("noora", PASSWORD))
    await desk.clock.settle()
    await desk.sign_out()
    go_on.set()
    await vouching
    [noora] = desk.people
    assert (noora.has_pin, noora.takes_pin) == (False, False)
    await desk.close()


@played
async def test_a_new_password_of_who_has_left_meanwhile_is_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.add_user("saad", ("reception",))
    await desk.leave()
    saad = await desk.sign_in("saad", PASSWORD)
    await desk.leave()
    await desk.sign_in("noora", PASSWORD)
    changed, asked, tried = desk.server.change_password, desk.server.login, list[str]()

    async def change_password(bearer: str, request: PasswordRequest) -> None:
        await changed(bearer, request)
        await desk.leave()
        await desk.unlock(saad.id, PASSWORD)  # while the answer is on its way

    async def login(request: LoginRequest) -> SignedIn:
        tried.append(request.username)
        return await asked(request)

    monkeypatch.setattr(desk.server, "change_password", change_password)
    monkeypatch.setattr(desk.server, "login", login)
    await desk.change_password(PASSWORD, "another horse")
    assert (desk.user, tried) == (saad, [])
    await desk.close()


@played
async def test_who_signs_out_while_their_pin_is_set_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.go_offline()
    go_on, made = threading.Event(), rules.verifier

    def verifier(secret: str) -> str:
        assert go_on.wait(10)
        return made(secret)

    monkeypatch.setattr(rules, "verifier", verifier)
    choosing = asyncio.ensure_future(desk.set_pin(PIN, PASSWORD))
    await desk.clock.settle()
    await desk.sign_out()
    go_on.set()
    with pytest.raises(NotSignedIn):
        await choosing
    [noora] = desk.people
    assert (noora.has_pin, noora.takes_pin) == (False, False)
    await desk.close()
