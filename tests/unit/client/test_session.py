"""Signing in and staying signed in; the tokens are nowhere but in the encrypted store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    NotSignedIn,
    ProblemAnswer,
    ServerBusy,
    SignInFailed,
    WireFault,
)
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.profile import IDENTITY, STORE
from mmc_console.client.shown import Change
from mmc_console.client.testing import LocalGateway
from mmc_console.wire.answers import LoginRequest, PasswordRequest, SignedIn
from mmc_console.wire.problems import problem
from tests.guards import ExpectedLogs
from tests.unit.client.stage import played, running

PIN = "418203"
NEW = "quite another password"


@played
async def test_a_wrong_password_is_named() -> None:
    desk = await LocalGateway.with_center(signed_in=False)
    with pytest.raises(SignInFailed) as failed:
        await desk.sign_in("noora", "wrong")
    assert failed.value.code == "bad-credentials"
    assert desk.user is None
    await desk.close()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (ServerBusy(30, limited=True), "account-locked"),
        (ServerBusy(3), "busy"),
        (CertificateChanged("x"), "certificate-changed"),
        (BadAnswer("x"), "wrong-server"),
        (ProblemAnswer(problem("client-too-old", have="1", need="2")), "client-too-old"),
        (ProblemAnswer(problem("clock-wrong")), "clock-wrong"),
    ],
)
@played
async def test_every_other_way_to_fail_has_its_own_code(fault: WireFault, code: str) -> None:
    desk = await LocalGateway.with_center(signed_in=False)

    async def login(request: LoginRequest) -> SignedIn:
        raise fault

    desk.server.login = login  # type: ignore[method-assign]  # this one call fails
    with pytest.raises(SignInFailed) as failed:
        await desk.sign_in("noora", PASSWORD)
    assert failed.value.code == code
    if code == "account-locked":
        assert failed.value.params == {"retry_after": 30}
    await desk.close()


@played
async def test_a_server_that_is_away_is_said_to_be_away() -> None:
    desk = await LocalGateway.with_center(signed_in=False)
    desk.server.go_away()
    with pytest.raises(SignInFailed, match="unreachable"):
        await desk.sign_in("noora", PASSWORD)
    assert desk.connection.kind == "offline"
    await desk.close()


@played
async def test_the_token_is_exchanged_before_it_ends_and_kept_for_the_next_start(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    first = await desk.parts.session.bearer()
    async with running(desk):
        await desk.clock.turn(900)
    second = await desk.parts.session.bearer()
    assert first != second
    server, clock = desk.server, desk.clock
    await desk.close()
    again = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, clock=clock, signed_in=False)
    assert again.user is not None
    assert again.user.username == "noora"
    assert await again.parts.session.bearer() not in (first, second)
    await again.close()


@played
async def test_signed_out_is_signed_out_also_after_a_restart(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    await desk.sign_out()
    assert desk.user is None
    assert desk.server._bearers == {}
    await desk.close()
    again = await LocalGateway.with_center(
        profile=tmp_path, keys=keys, server=desk.server, clock=desk.clock, signed_in=False
    )
    assert again.user is None
    assert again.desk == "A", "the desk keeps its letter"
    await again.close()


@played
async def test_nothing_of_a_person_or_a_token_is_readable_in_the_profile(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
    await desk.register("271234567", "فهد الدوسري")
    desk.settings.set("language", "ar")
    token = desk.parts.session.people[0].refresh_token
    assert token is not None
    planted = [b"271234567", "فهد".encode(), token.encode(), (await desk.parts.session.bearer()).encode(), b"noora"]

    def search() -> None:
        found = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert len(found) >= 3
        for path in found:
            raw = path.read_bytes()
            assert not [text for text in planted if text in raw], path.name

    search()
    await desk.close()
    search()


@played
async def test_a_keyring_that_lost_this_consoles_key_makes_it_another_console(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    assert desk.desk == "A"
    await desk.sign_out()
    await desk.close()
    keys._keys = {name: key for name, key in keys._keys.items() if not name.endswith("#device-key")}
    again = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=desk.server, clock=desk.clock)
    assert again.user is not None
    assert again.desk == "C", "nobody takes a letter without its key"
    await again.close()


@played
async def test_a_screen_is_told_of_every_change_of_session() -> None:
    desk = await LocalGateway.with_center(signed_in=False)
    changes = desk.changes()
    assert Change.SESSION in await anext(changes)
    await desk.sign_in("noora", PASSWORD)
    assert Change.SESSION in await anext(changes)
    await desk.sign_out()
    assert Change.SESSION in await anext(changes)
    await changes.aclose()
    await desk.close()


@played
async def test_a_new_password_goes_on_with_a_new_session() -> None:
    desk = await LocalGateway.with_center()
    with pytest.raises(ProblemAnswer):
        await desk.change_password("wrong", "a new long one")
    await desk.change_password(PASSWORD, PASSWORD)
    assert desk.user is not None
    await desk.close()


@played
async def test_a_new_password_opens_this_console_although_the_line_breaks_once_the_server_has_taken_it() -> None:
    desk = await LocalGateway.with_center()
    desk.server.users["noora"] = replace(desk.server.users["noora"], must_change_password=True)
    await desk.sign_in("noora", PASSWORD)
    taken = desk.server.change_password

    async def change_password(bearer: str, request: PasswordRequest) -> None:
        await taken(bearer, request)
        desk.server.go_away()

    desk.server.change_password = change_password  # type: ignore[method-assign]  # the last that is heard of it
    await desk.change_password(PASSWORD, NEW)
    assert desk.user is not None
    assert not desk.user.must_change_password
    assert desk.connection.kind == "offline"
    await desk.sign_out()
    with pytest.raises(SignInFailed, match="bad-credentials"):
        await desk.sign_in("noora", PASSWORD)
    assert not (await desk.sign_in("noora", NEW)).must_change_password
    await desk.close()


@played
async def test_a_new_password_of_who_may_work_here_no_more_opens_nothing() -> None:
    desk = await LocalGateway.with_center()
    taken = desk.server.change_password

    async def change_password(bearer: str, request: PasswordRequest) -> None:
        await taken(bearer, request)
        desk.server.remove_user("noora")
        desk.parts.session.doubt(bearer)
        with pytest.raises(NotSignedIn):
            await desk.parts.session.bearer()

    desk.server.change_password = change_password  # type: ignore[method-assign]  # an administrator is quicker
    with pytest.raises(SignInFailed, match="bad-credentials"):
        await desk.change_password(PASSWORD, NEW)
    await desk.go_offline()
    with pytest.raises(SignInFailed, match="offline-user"):
        await desk.sign_in("noora", NEW)
    await desk.close()


async def renewed(profile: Path, keys: MemoryKeys) -> LocalGateway:
    """A fenced console that noora's sign-in has made another one; saad has worked there before."""
    desk = await LocalGateway.with_center(profile=profile, keys=keys)
    desk.server.add_user("saad", ("reception",))
    await desk.leave()
    await desk.sign_in("saad", PASSWORD)
    await desk.set_pin(PIN, PASSWORD)
    await desk.leave()
    await desk.parts.identity.fence()
    await desk.sign_in("noora", PASSWORD)
    return desk


@played
async def test_a_console_that_became_another_takes_nobodys_session_along(tmp_path: Path) -> None:
    desk = await renewed(tmp_path, MemoryKeys(lasting=True))
    assert (desk.desk, desk.parts.identity.copied) == ("C", False)
    await desk.leave()
    [saad] = [person for person in desk.people if person.username == "saad"]
    with pytest.raises(SignInFailed, match="pin-over"):
        await desk.unlock(saad.id, PIN)
    await desk.unlock(saad.id, PASSWORD)
    await desk.settle()
    await desk.parts.session.bearer()
    assert desk.desk == "C", "the letter it had as a copy is another console's"
    await desk.close()


@pytest.mark.parametrize("last", ["the letter", "the identity"])
@played
async def test_a_console_killed_while_it_becomes_another_has_no_letter_of_either(tmp_path: Path, last: str) -> None:
    keys, profile = MemoryKeys(lasting=True), tmp_path / "desk"
    desk = await LocalGateway.with_center(profile=profile, keys=keys)
    await desk.parts.identity.fence()
    await desk.leave()
    server = desk.server
    await desk.close()
    shutil.copytree(profile, tmp_path / "before")
    known = dict(keys._keys)
    after = await LocalGateway.with_center(profile=profile, keys=keys, server=server)
    assert after.desk == "C"
    await after.close()
    for name in (IDENTITY,) if last == "the letter" else (STORE,):  # what was not written yet when it was killed
        shutil.copy(tmp_path / "before" / name, profile / name)
    if last == "the letter":
        keys._keys = known
    again = await LocalGateway.with_center(profile=profile, keys=keys, server=server, signed_in=False)
    assert (again.user, again.desk) == (None, None)
    await again.sign_in("noora", PASSWORD)
    assert again.desk not in ("A", None)
    assert not again.parts.identity.copied
    await again.close()


@played
async def test_a_disk_that_takes_nothing_keeps_nobody_out_of_a_console_that_becomes_another(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("which console this is now could not be kept")
    keys, profile = MemoryKeys(lasting=True), tmp_path / "desk"
    desk = await LocalGateway.with_center(profile=profile, keys=keys)
    desk.server.add_user("saad", ("reception",))
    await desk.parts.identity.fence()
    in_the_way = profile / f"{IDENTITY}.new"
    in_the_way.mkdir()
    await desk.sign_in("saad", PASSWORD)
    assert (desk.user is not None, desk.desk, desk.parts.identity.copied) == (True, "C", False)
    in_the_way.rmdir()
    server = desk.server
    await desk.close()
    again = await LocalGateway.with_center(profile=profile, keys=keys, server=server, username="saad")
    assert (again.desk, again.parts.identity.copied) == ("D", False), "nobody gives numbers of what was not kept"
    await again.close()


@played
async def test_a_copy_stays_one_until_the_server_has_answered(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.parts.identity.fence()
    desk.server.go_away()
    with pytest.raises(SignInFailed):
        await desk.sign_in("noora", "not this one")
    assert (desk.desk, desk.parts.identity.copied, desk.user is None) == ("A", True, False)
    await desk.close()
