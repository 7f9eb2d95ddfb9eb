"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

import pytest

from mmc_console.server.auth.faults import WeakPassword
from mmc_console.server.auth.passwords import Hasher, check_password, generate_password
from tests.server.auth_parts import GOOD


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "short"), ("blue-lan", "short"), ("أ" * 9, "short"), ("x1" * 200, "long"),
        ("password12", "common"), ("P@ssw0rd2026!", "common"), ("1234567890", "common"), ("0987654321", "common"),
        ("qwertyuiop", "common"), ("aaaaaaaaaaaa", "common"), ("abcabcabcabc", "common"), ("admin12345", "common"),
        ("Welcome2026!", "common"), ("!!!hospital!!!", "common"), ("mmcmmcmmcmmc", "common"), ("letmein1234", "common"),
        ("محمد123456", "common"), ("كلمة المرور", "common"), ("مُستشفى٢٠٢٦", "common"), ("123456789a", "common"),
        ("abcdefghijkl", "common"), ("1qaz2wsx3edc", "common"), ("passwordpassword", "common"),
        ("noora12345", "name"), ("2026-Noora!", "name"), ("نورة العتيبي", "name"),
    ],
)  # fmt: skip
def test_a_password_that_is_tried_first_is_refused_with_its_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword) as fault:
        check_password(password, "noora", "نورة العتيبي")
    assert fault.value.reason == reason
    assert password not in str(fault.value) or not password


@pytest.mark.parametrize(
    "password",
    [GOOD, "correct horse battery", "أربع كلمات بلا معنى", "7302958164", "aaaaaaaaaab7c", "tr0ub4dor&3zq"],
)
def test_length_is_enough_and_nothing_asks_for_signs_or_capitals(password: str) -> None:
    check_password(password, "noora", "نورة")


def test_generated_passwords_are_strong_and_never_the_same() -> None:
    made = {generate_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_password(password)


def test_hashes_are_argon2id_with_the_promised_cost_and_a_salt_of_their_own() -> None:
    hasher = Hasher()
    first, second = hasher.hash(GOOD), hasher.hash(GOOD)
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert hasher.check(first, GOOD)
    assert not hasher.check(first, GOOD + " ")
    assert not hasher.check(first, GOOD.upper())
    assert not hasher.outdated(first)
    assert hasher.outdated(first.replace("m=19456", "m=8192"))


def test_letters_composed_in_another_way_are_the_same_password() -> None:
    hasher = Hasher()
    assert hasher.check(hasher.hash("caf\u00e9 au lait"), "cafe\u0301 au lait")


def test_nobody_has_no_password_and_costs_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Hasher()
    stored = hasher.hash(GOOD)
    worked: list[str] = []
    real = hasher._hasher()

    class Counting:
        def hash(self, password: str) -> str:
            return real.hash(password)

        def verify(self, hash: str, password: str) -> bool:
            worked.append(hash.rsplit("$", 2)[0])
            return real.verify(hash, password)

    monkeypatch.setattr(hasher, "_argon", Counting())
    assert hasher.check(stored, GOOD)
    assert not hasher.check(None, GOOD)
    assert not hasher.check(None, "x" * 10_000)
    assert worked == ["$argon2id$v=19$m=19456,t=2,p=1"] * 3
