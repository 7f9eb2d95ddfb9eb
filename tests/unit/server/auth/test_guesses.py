"""C4: guessing is stopped, and stops nobody else."""

from __future__ import annotations

import pytest

from mmc_console.server.auth import Auth
from mmc_console.server.auth.faults import NotAuthenticated, TooManyTries
from mmc_console.server.auth.guesses import Guesses
from mmc_console.server.tries import REMEMBERED
from tests.server.auth_parts import OTHER, START, HandClock, sign_in


def wrong(auth: Auth, username: str = "noora", *, device: str = "attacker-01", source: str = "203.0.113.9") -> int:
    """One wrong password; the seconds to wait, or 0 when it was looked at."""
    with pytest.raises((TooManyTries, NotAuthenticated)) as fault:
        sign_in(auth, username, OTHER, device=device, source=source)
    return int(fault.value.headers.get("Retry-After", "0"))


@pytest.mark.parametrize("username", ["noora", "nobody"])
def test_ten_guesses_of_an_account_in_fifteen_minutes(auth: Auth, clock: HandClock, username: str) -> None:
    tried = [wrong(auth, username, device=f"attacker-{i:02}", source=f"203.0.113.{i}") for i in range(12)]
    assert tried == [0] * 10 + [900] * 2
    clock.pass_by(minutes=14)
    assert wrong(auth, username) == 60
    clock.pass_by(minutes=1)
    assert wrong(auth, username) == 0


def test_others_guesses_do_not_lock_the_person_out_of_the_own_console(auth: Auth) -> None:
    sign_in(auth)
    while not wrong(auth, source="192.0.2.1"):
        pass
    assert sign_in(auth).user.username == "noora"
    with pytest.raises(TooManyTries):
        sign_in(auth, device="console-0777")


def test_the_own_console_may_not_guess_for_ever_either(auth: Auth) -> None:
    sign_in(auth)
    assert [bool(wrong(auth, device="console-0001")) for _ in range(11)] == [False] * 10 + [True]


def test_right_passwords_are_not_counted(auth: Auth) -> None:
    for _ in range(9):
        wrong(auth)
    for no in range(20):
        sign_in(auth, device=f"console-{no:04}")
    assert wrong(auth) == 0
    assert wrong(auth) > 0


def test_a_hundred_an_hour_from_one_address() -> None:
    guesses = Guesses()
    for no in range(100):
        guesses.begin(START, f"user-{no}", "203.0.113.9", None)
    with pytest.raises(TooManyTries) as fault:
        guesses.begin(START, "somebody", "203.0.113.9", None)
    assert fault.value.params == {"seconds": 3600}
    guesses.begin(START, "somebody", "203.0.113.10", None)


def test_a_clock_that_is_set_back_locks_nobody_out(auth: Auth, clock: HandClock) -> None:
    while not wrong(auth):
        pass
    clock.pass_by(hours=-2)
    assert wrong(auth) == 0


def test_a_flood_of_names_is_forgotten_before_it_fills_the_memory() -> None:
    guesses = Guesses()
    for no in range(REMEMBERED + 1_000):
        guesses.begin(START, f"user-{no}", f"{no}", None)
    assert len(guesses._tries._tries) <= REMEMBERED + 2
