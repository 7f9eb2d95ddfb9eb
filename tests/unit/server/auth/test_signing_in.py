"""Signing in, refreshing, signing out, and rights that change meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path

import jwt
import pytest

from mmc_console.server.auth import Auth, Principal
from mmc_console.server.auth import auth as auth_module
from mmc_console.server.auth.faults import (
    BadEntry,
    NotAllowed,
    NotAuthenticated,
    TooManyTries,
    WeakPassword,
)
from mmc_console.server.auth.users import UserExists
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from mmc_console.wire.answers import LoginRequest, PasswordRequest, SignedIn
from mmc_console.wire.devices import encoded
from tests.guards import ExpectedLogs
from tests.server.auth_parts import GOOD, OTHER, HandClock, console, opened, sign_in, site

Store = tuple[Database, Keys]


def who(auth: Auth, answer: SignedIn) -> Principal:
    return auth.authenticate(answer.access_token)


def is_out(auth: Auth, answer: SignedIn) -> bool:
    """Whether the session lets nobody in any more, neither by its access token nor by its refresh token."""
    with pytest.raises(NotAuthenticated):
        auth.authenticate(answer.access_token)
    with pytest.raises(NotAuthenticated):
        auth.refresh(answer.refresh_token)
    return True


def test_the_answer_says_who_where_and_what_time(auth: Auth) -> None:
    answer = sign_in(auth)
    assert (answer.user.username, answer.user.name, answer.user.roles) == ("noora", "نورة", ("reception",))
    assert not answer.user.must_change_password
    assert (answer.device.id, answer.device.desk, answer.expires_in) == ("console-0001", "A", 900)
    assert answer.center == site().code
    assert answer.now.isoformat() == "2026-11-23T07:15:00+03:00"
    carried = jwt.decode(answer.access_token, options={"verify_signature": False})
    assert (carried["roles"], carried["device"], carried["desk"]) == (["reception"], "console-0001", "A")
    principal = who(auth, answer)
    assert (principal.actor.user, principal.actor.desk, principal.device) == (answer.user.id, "A", "console-0001")


@pytest.mark.parametrize("spelling", ["noora", "NOORA", "Noora", " noora", "no\u200fora"])
def test_a_user_name_is_the_same_in_every_spelling(auth: Auth, spelling: str) -> None:
    assert sign_in(auth, spelling).user.username == "noora"


@pytest.mark.parametrize(
    ("username", "password"),
    [("noora", OTHER), ("nobody", GOOD), ("", ""), ("noora", ""), ("noora", GOOD.upper()), ("noora", "x" * 100_000)],
)
def test_what_is_wrong_is_never_told(auth: Auth, username: str, password: str) -> None:
    with pytest.raises(NotAuthenticated) as fault:
        sign_in(auth, username, password)
    assert (str(fault.value), fault.value.params) == ("not-authenticated", {})


def test_a_desk_letter_is_given_once_for_ever(auth: Auth) -> None:
    letters = [sign_in(auth, device=f"console-{no:04}").device.desk for no in range(21)]
    assert letters == [*"ACDEFGHJKLMNPRTVWXY", "AA", "AC"]
    auth.revoke_device("console-0002")
    assert sign_in(auth, device="console-0099").device.desk == "AD"
    assert sign_in(auth, device="console-0000").device.desk == "A"


def test_a_console_shows_the_key_it_enrolled_with(auth: Auth) -> None:
    def come(key: str | None) -> str:
        more = {} if key is None else {"key": key}
        return auth.login(LoginRequest("noora", GOOD, console(**more)), "192.0.2.1").device.desk

    assert come(None) == come("A" * 43) == come("A" * 43) == "A", "enrolled with a key at the first chance"
    for other in ("B" * 42 + "A", None):
        with pytest.raises(NotAllowed):
            come(other)


@pytest.mark.parametrize(
    "device",
    [
        console("short"), console("x" * 65), console("../../../etc"), console("a\r\nb: 12345"),
        console(key="AAAA"), console(key="é" * 43),
    ],
)  # fmt: skip
def test_a_malformed_console_is_refused_by_field(auth: Auth, device: object) -> None:
    with pytest.raises(BadEntry) as fault:
        auth.login(LoginRequest("noora", GOOD, device), "192.0.2.1")  # type: ignore[arg-type]  # what is refused
    assert fault.value.field.startswith("$.device.")


def test_an_access_token_ends_and_refreshing_goes_on(auth: Auth, clock: HandClock) -> None:
    first = sign_in(auth)
    clock.pass_by(minutes=15)
    with pytest.raises(NotAuthenticated):
        who(auth, first)
    second = auth.refresh(first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert who(auth, second).session
    assert second.device == first.device


def test_a_refresh_whose_answer_was_lost_gives_the_same_token_again(auth: Auth, clock: HandClock) -> None:
    first = sign_in(auth)
    lost = auth.refresh(first.refresh_token)
    clock.pass_by(minutes=10)
    again = auth.refresh(first.refresh_token)
    assert again.refresh_token == lost.refresh_token
    assert auth.refresh(again.refresh_token).refresh_token != again.refresh_token


def test_the_previous_token_ends_the_session_once_its_successor_was_used(
    auth: Auth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("an old refresh token was used again")
    first = sign_in(auth)
    second = auth.refresh(first.refresh_token)
    third = auth.refresh(second.refresh_token)
    with pytest.raises(NotAuthenticated):
        auth.refresh(first.refresh_token)
    assert is_out(auth, third)


def test_the_previous_token_ends_the_session_after_ten_minutes(
    auth: Auth, clock: HandClock, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("an old refresh token was used again")
    first = sign_in(auth)
    second = auth.refresh(first.refresh_token)
    clock.pass_by(minutes=10, milliseconds=1)
    with pytest.raises(NotAuthenticated):
        auth.refresh(first.refresh_token)
    assert is_out(auth, second)


@pytest.mark.parametrize("token", ["", ".", "x", "a.b", "é.é", "\ud800.x", "x" * 100_000])
def test_refresh_tokens_that_were_never_given_are_refused(auth: Auth, token: str) -> None:
    with pytest.raises(NotAuthenticated):
        auth.refresh(token)


def test_a_session_that_nobody_refreshed_for_two_weeks_is_over(auth: Auth, clock: HandClock) -> None:
    answer = sign_in(auth)
    clock.pass_by(days=13)
    answer = auth.refresh(answer.refresh_token)
    clock.pass_by(days=14)
    assert is_out(auth, answer)


def test_tokens_in_the_database_are_hashes(auth: Auth, store: Store) -> None:
    answer = sign_in(auth)
    auth.refresh(answer.refresh_token)
    with store[0].read() as conn:
        rows = [*conn.exec_driver_sql("SELECT * FROM sessions"), *conn.exec_driver_sql("SELECT * FROM users")]
    kept = repr(rows)
    assert answer.refresh_token.split(".")[1] not in kept
    assert GOOD not in kept
    assert "$argon2id$" in kept


def test_signing_out_ends_this_session_only(auth: Auth) -> None:
    here, there = sign_in(auth), sign_in(auth, device="console-0002")
    auth.logout(who(auth, here))
    assert is_out(auth, here)
    assert who(auth, there).device == "console-0002"


def test_a_disabled_person_is_out_at_the_next_request_and_in_again_when_enabled(auth: Auth) -> None:
    answer = sign_in(auth)
    who(auth, answer)
    auth.change_user("noora", enabled=False)
    assert is_out(auth, answer)
    with pytest.raises(NotAuthenticated):
        sign_in(auth)
    auth.change_user("noora", enabled=True)
    assert who(auth, sign_in(auth)).username == "noora"
    assert is_out(auth, answer)


def test_other_roles_hold_at_the_next_request(auth: Auth) -> None:
    answer = sign_in(auth)
    assert who(auth, answer).roles == {"reception"}
    auth.change_user("noora", roles=["clinician"], clinics=["lab"])
    now = who(auth, answer)
    assert now.roles == {"clinician"}
    assert sorted(now.actor.clinics) == ["lab"]


def test_a_revoked_console_is_out_whoever_sits_there(auth: Auth) -> None:
    answer = sign_in(auth)
    auth.revoke_device("console-0001")
    assert is_out(auth, answer)
    with pytest.raises(NotAuthenticated):
        sign_in(auth)


def test_a_revoked_console_does_not_come_back_as_a_new_one_with_the_same_key(auth: Auth) -> None:
    """A profile put back makes a console enrol anew: nobody needs to mean harm by it."""
    key, other = encoded(b"k" * 32), encoded(b"o" * 32)

    def enrol(device: str, key: str) -> SignedIn:
        return auth.login(LoginRequest("noora", GOOD, console(device, key=key)), "192.0.2.1")

    enrol("console-0001", key)
    twin = enrol("console-0002", key)  # a copy of the whole PC that became a console of its own before
    auth.revoke_device("console-0001")
    with pytest.raises(NotAuthenticated):
        enrol("console-0003", key)
    assert enrol("console-0003", other).device.desk == "D", "the refused one has taken no letter"
    assert enrol("console-0002", key).device.desk == twin.device.desk == "C"


def test_a_session_that_ends_while_it_is_looked_up_leaves_no_stream_behind(
    auth: Auth, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before the end would hang on a session that nobody watches: nothing would ever cut it."""
    answer = sign_in(auth)
    looked_up = auth._rights.of_session

    def of_session(session: str) -> Principal | None:
        found = looked_up(session)
        monkeypatch.undo()
        auth.revoke_device("console-0001")
        return found

    monkeypatch.setattr(auth._rights, "of_session", of_session)
    with pytest.raises(NotAuthenticated):
        auth.authenticate(answer.access_token)


@pytest.mark.parametrize("both", [False, True])
def test_a_revoked_console_does_not_come_back_as_the_one_it_was_before(
    auth: Auth, clock: HandClock, both: bool
) -> None:
    """*both*: the earlier one was heard of since, so it is another PC with a copy of the same key, and goes on."""
    key = encoded(b"k" * 32)

    def enrol(device: str) -> SignedIn:
        return auth.login(LoginRequest("noora", GOOD, console(device, key=key)), "192.0.2.1")

    before = enrol("console-0001")
    clock.pass_by(minutes=1)
    now = enrol("console-0002")
    clock.pass_by(minutes=1)
    if both:
        before = auth.refresh(before.refresh_token)
    auth.revoke_device("console-0002")
    assert is_out(auth, now)
    if both:
        assert who(auth, before).device == enrol("console-0001").device.id
    else:
        assert is_out(auth, before)
        assert {each.id for each in auth.consoles() if each.revoked} == {"console-0001", "console-0002"}
        with pytest.raises(NotAuthenticated):
            enrol("console-0001")


def test_what_hangs_on_a_session_is_told_when_it_ends_or_its_rights_change(auth: Auth) -> None:
    told: list[frozenset[str]] = []
    leave = auth.ended(told.append)
    here, there = who(auth, sign_in(auth)), who(auth, sign_in(auth, device="console-0002"))
    auth.logout(here)
    assert told == [{here.session}]
    assert not auth.standing(here)
    assert auth.standing(there)
    auth.change_user("noora", roles=["supervisor"])
    assert told[1:] == [{there.session}]
    leave()
    auth.change_user("noora", enabled=False)
    assert len(told) == 2


def test_another_process_changes_rights_and_it_holds_here(
    auth: Auth, store: Store, clock: HandClock, tmp_path: Path
) -> None:
    told: list[frozenset[str]] = []
    auth.ended(told.append)
    answer = sign_in(auth)
    session = who(auth, answer).session
    with opened(tmp_path) as elsewhere:
        Auth(*elsewhere, clock, site=site).change_user("noora", roles=["admin"])
    clock.pass_by(milliseconds=100)
    assert who(auth, answer).roles == {"admin"}
    assert told == [{session}]


def test_the_watch_notices_what_other_processes_do_without_any_request(
    auth: Auth, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth_module, "WATCH_EVERY", 0)
    session = who(auth, sign_in(auth)).session

    async def story() -> frozenset[str]:
        loop, heard = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

        def hear(over: frozenset[str]) -> None:
            loop.call_soon_threadsafe(heard.set_result, over)

        auth.ended(hear)
        watching = asyncio.create_task(auth.watch())
        with opened(tmp_path) as elsewhere:
            Auth(*elsewhere, clock, site=site).change_user("noora", enabled=False)
        over: frozenset[str] = await asyncio.wait_for(heard, 30)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        return over

    assert asyncio.run(story()) == {session}


def test_a_password_is_changed_and_the_other_sessions_end(auth: Auth) -> None:
    here, there = sign_in(auth), sign_in(auth, device="console-0002")
    auth.change_password(who(auth, here), PasswordRequest(GOOD, OTHER))
    assert who(auth, here).username == "noora"
    assert is_out(auth, there)
    with pytest.raises(NotAuthenticated):
        sign_in(auth)
    assert sign_in(auth, password=OTHER).user.username == "noora"


def test_a_new_password_is_checked_and_the_old_one_asked_for(auth: Auth) -> None:
    me = who(auth, sign_in(auth))
    with pytest.raises(BadEntry) as fault:
        auth.change_password(me, PasswordRequest(OTHER, OTHER))
    assert fault.value.field == "$.current"
    for new, reason in [("short", "short"), ("password2026", "common"), (GOOD, "same"), ("noora-2026", "name")]:
        with pytest.raises(WeakPassword) as weak:
            auth.change_password(me, PasswordRequest(GOOD, new))
        assert (weak.value.field, weak.value.reason) == ("$.new", reason)
    for _ in range(9):
        with pytest.raises(BadEntry):
            auth.change_password(me, PasswordRequest(OTHER, OTHER))
    with pytest.raises(TooManyTries):
        auth.change_password(me, PasswordRequest(GOOD, OTHER))


def test_a_generated_first_password_must_be_changed(store: Store, clock: HandClock) -> None:
    auth = Auth(*store, clock, site=site)
    password = auth.ensure_first_admin(None)
    assert password is not None
    answer = sign_in(auth, "admin", password)
    assert answer.user.must_change_password
    assert who(auth, answer).must_change
    auth.change_password(who(auth, answer), PasswordRequest(password, OTHER))
    assert not who(auth, answer).must_change
    assert auth.ensure_first_admin(None) is None


def test_a_given_first_password_need_not_be_changed_but_must_be_good(store: Store, clock: HandClock) -> None:
    auth = Auth(*store, clock, site=site)
    with pytest.raises(WeakPassword):
        auth.ensure_first_admin("admin")
    assert auth.ensure_first_admin(GOOD) is None
    assert not sign_in(auth, "admin").user.must_change_password


@pytest.mark.parametrize(
    ("username", "roles", "clinics", "field"),
    [
        ("n", ["reception"], [], "$.username"),
        ("no ora", ["reception"], [], "$.username"),
        ("noora\n", ["reception"], [], "$.username"),
        ("a" * 65, ["reception"], [], "$.username"),
        ("huda", [], [], "$.roles"),
        ("huda", ["boss"], [], "$.roles"),
        ("huda", ["board"], [], "$.roles"),
        ("huda", ["kiosk", "reception"], [], "$.roles"),
        ("huda", ["clinician"], [], "$.clinics"),
    ],
)
def test_a_new_person_is_checked_field_by_field(
    auth: Auth, username: str, roles: list[str], clinics: list[str], field: str
) -> None:
    with pytest.raises(BadEntry) as fault:
        auth.add_user(username, GOOD, roles, clinics)
    assert fault.value.field == field


def test_a_user_name_is_taken_in_every_spelling(auth: Auth) -> None:
    auth.add_user("أحمد", GOOD, ["reception"])
    for name in ("NOORA", "احمد", "أَحمد"):
        with pytest.raises(UserExists):
            auth.add_user(name, GOOD, ["reception"])
