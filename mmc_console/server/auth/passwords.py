"""Passwords: how they are hashed, and which are refused. No rules of composition: length, and not everybody's.

Argon2id with 19 MiB and two passes. At most two are worked out at once, so that a flood of sign-ins cannot take the
memory.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from mmc_console.domain.folding import fold
from mmc_console.server.auth.faults import WeakPassword
from mmc_console.server.auth.weak import is_common

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 10
LONGEST: Final = 256
MEMORY_KIB: Final = 19_456
PASSES: Final = 2
AT_ONCE: Final = 2


def canonical(password: str) -> str:
    """The same password however a keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *names: str) -> None:
    """WeakPassword unless *password* is long enough, not common, and not one of the person's *names* dressed up."""
    text = canonical(password)
    if len(text) < SHORTEST:
        raise WeakPassword("short")
    if len(text) > LONGEST:
        raise WeakPassword("long")
    folded = fold(text)
    bare = re.sub(r"[\W_]", "", folded)
    for name in names:
        own = re.sub(r"[\W_]", "", fold(name))
        if len(own) >= 3 and own in bare and len(bare) - len(own) <= SHORTEST // 2:
            raise WeakPassword("name")
    if is_common(folded):
        raise WeakPassword("common")


def generate_password() -> str:
    """A password to be typed once from a screen: four groups of five letters without lookalikes, 90 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


class Hasher:
    """Hashes and checks passwords, a bounded number at a time; argon2 is loaded by the first."""

    def __init__(self) -> None:
        self._turn = BoundedSemaphore(AT_ONCE)
        self._argon: PasswordHasher | None = None
        self._nobody = ""

    def hash(self, password: str) -> str:
        """The Argon2id hash to store."""
        with self._turn:
            return self._hasher().hash(canonical(password))

    def check(self, stored: str | None, password: str) -> bool:
        """Whether *password* belongs to *stored*; with None as much work is done, and the answer is no."""
        from argon2.exceptions import VerificationError

        if len(password) > 4 * LONGEST:
            password, stored = "", None
        with self._turn:
            hasher = self._hasher()
            if not self._nobody:
                self._nobody = hasher.hash(secrets.token_hex(16))
            try:
                hasher.verify(stored or self._nobody, canonical(password))
            except VerificationError:
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether *stored* was made with weaker settings than today's."""
        return self._hasher().check_needs_rehash(stored)

    def _hasher(self) -> PasswordHasher:
        if self._argon is None:
            from argon2 import PasswordHasher, Type

            self._argon = PasswordHasher(
                time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
            )
        return self._argon
