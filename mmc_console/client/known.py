"""Who may come in at this console without the server: people it has lately let in here, and what proves it is they.

Argon2id verifiers of what they typed, never the words themselves, kept with the session in the encrypted store. These
are rules over values; asking the server, storing and the time are the session's.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from mmc_console.domain.folding import fold
from mmc_console.domain.ids import DeskLetter, UserId
from mmc_console.domain.patients import clean_number
from mmc_console.wire.answers import SignedIn, UserInfo
from mmc_console.wire.json import decode

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PASSWORD_GOOD_FOR: Final = timedelta(days=7)
"""Since the server last vouched for the person here."""
PIN_GOOD_FOR: Final = timedelta(hours=12)
"""Since the person last typed the whole password here."""
PIN_TRIES: Final = 5
PASSWORD_TRIES: Final = 10
PASSWORD_PAUSE: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=30)
UNEVEN: Final = timedelta(minutes=5)
"""So far ahead of now something may have been noted without a clock having been set: two of them run unevenly."""
_PIN: Final = re.compile(r"[0-9]{6}")
_MEMORY_KIB, _PASSES = 19_456, 2


class Known(Struct, frozen=True, omit_defaults=True):
    """One person who signed in here. `refresh_token`: their session, until they sign out."""

    user: UserInfo
    refresh_token: str | None = None
    password: str = ""
    """Argon2id of the last password that was right here; empty once the server has taken its word back."""
    vouched: datetime | None = None
    """When the server last said that this person may work here."""
    typed: datetime | None = None
    """When the whole password was last typed here."""
    pin: str = ""
    pin_misses: int = 0
    misses: int = 0
    missed: datetime | None = None

    def password_until(self) -> datetime | None:
        """Until when the password opens this console without the server; None when it does not."""
        return self.vouched + PASSWORD_GOOD_FOR if self.password and self.vouched is not None else None

    def takes_password(self, now: datetime) -> bool:
        """Whether the password may be looked at here, without the server."""
        until = self.password_until()
        return until is not None and now < until and not self.must_pause(now)

    def must_pause(self, now: datetime) -> bool:
        """Whether too many wrong passwords came lately."""
        return self.misses >= PASSWORD_TRIES and self.missed is not None and now < self.missed + PASSWORD_PAUSE

    def takes_pin(self, now: datetime) -> bool:
        """Whether the PIN is enough: the password was typed lately, and opens this console without the server too."""
        until = self.password_until()
        stands = until is not None and now < until
        return bool(self.pin) and self.typed_lately(now) and stands and self.pin_misses < PIN_TRIES

    def typed_lately(self, now: datetime) -> bool:
        """Whether the whole password was typed here within the hours a PIN is good for, and not by a clock ahead."""
        return self.typed is not None and self.typed - UNEVEN <= now < self.typed + PIN_GOOD_FOR

    def with_password(self, verifier: str) -> Known:
        """The same with the own password they have just chosen; where the server has taken its word back it opens
        nothing."""
        user = replace(self.user, must_change_password=False)
        return replace(self, user=user, password=self.password and verifier)

    def not_ahead(self, now: datetime) -> Known:
        """The same where a clock that stood ahead has been set: a pause begins *now*, and does not last until then."""
        return replace(self, missed=now) if self.missed is not None and self.missed > now else self


class Kept(Struct, frozen=True, omit_defaults=True):
    """What the store holds: who works here now, who has lately, whether this PC is locked, the desk's letter."""

    people: tuple[Known, ...] = ()
    current: UserId | None = None
    locked: bool = False
    desk: DeskLetter | None = None
    center: str = ""
    device: str = ""
    """The console whose letter and sessions these are."""
    by_pin: bool = False
    """Who works here came by PIN: enough for their work, not for what asks for the whole password."""

    def at(self, device: str) -> Kept:
        """The same where the console is *device*: what the server gave another one, as which it was a copy, is void."""
        if self.device in ("", device):
            return replace(self, device=device)
        people = tuple(replace(known, refresh_token=None) for known in self.people)
        return replace(self, people=people, desk=None, device=device)

    def told(self, answer: SignedIn, now: datetime, verifier: str | None, *, opens: bool) -> Kept:
        """The same after the server's *answer*: who may work here, with the *verifier* of a password it has taken.

        *opens*: they have just typed it, and work here now. Whom it has not vouched for in `KEPT` is forgotten.
        """
        kept = self.at(answer.device.id)
        known = kept.person(answer.user.id) or Known(answer.user)
        password = known.password if verifier is None else verifier
        known = replace(known, user=answer.user, refresh_token=answer.refresh_token, vouched=now, password=password)
        fresh = tuple(p for p in kept.people if p.vouched is not None and now - p.vouched < KEPT)
        kept = replace(kept, people=fresh, desk=answer.device.desk, center=answer.center)
        if opens:
            first = kept.with_first(entered(known, now, typed=True))
            return replace(first, current=answer.user.id, locked=False, by_pin=False)
        return kept.with_first(known) if kept.current == answer.user.id else kept.with_person(known)

    def put_back(self) -> Kept:
        """The same of a profile that is a copy or an older state: it may hold fewer wrong PINs than were typed."""
        return replace(self, people=tuple(replace(known, pin="") for known in self.people))

    def person(self, id: UserId | None) -> Known | None:
        """This person, if known here."""
        return next((known for known in self.people if known.user.id == id), None)

    def named(self, username: str) -> Known | None:
        """Somebody known here, by the name they sign in with, in any spelling of its letters."""
        return next((known for known in self.people if fold(known.user.username) == fold(username)), None)

    def with_person(self, known: Known) -> Kept:
        """The same with *known* as they are now, in their place."""
        return replace(self, people=tuple(known if p.user.id == known.user.id else p for p in self.people))

    def with_first(self, known: Known) -> Kept:
        """The same with *known* first of all: they work here now."""
        others = tuple(other for other in self.people if other.user.id != known.user.id)
        return replace(self, people=(known, *others))

    def left(self) -> Kept:
        """The same where nobody works here now."""
        return replace(self, current=None, locked=False, by_pin=False)

    @property
    def shown(self) -> tuple[object, ...]:
        """What of it somebody can see."""
        known = self.person(self.current)
        user = known is not None and (known.user, known.refresh_token is None)
        return self.current, self.locked, self.by_pin, self.desk, user


def kept_of(body: bytes | None) -> Kept:
    """What the store holds."""
    return decode(body, Kept) if body else Kept()


def entered(known: Known, now: datetime, *, typed: bool) -> Known:
    """After the right word; *typed*: it was the whole password."""
    return replace(known, pin_misses=0, misses=0, missed=None, typed=now if typed else known.typed)


def missed_pin(known: Known) -> Known:
    """After a wrong PIN."""
    return replace(known, pin_misses=known.pin_misses + 1)


def missed_password(known: Known, now: datetime) -> Known:
    """After a wrong password; a pause served gives the tries back."""
    counted = 0 if known.missed is not None and now >= known.missed + PASSWORD_PAUSE else known.misses
    return replace(known, misses=counted + 1, missed=now)


def as_pin(text: str) -> str | None:
    """*text* as a PIN, its digits in whichever script; None when it is none."""
    found = clean_number(text)
    return found if _PIN.fullmatch(found) else None


def easy_pin(pin: str) -> bool:
    """Whether a PIN is the first anybody would try: one digit, or a row up or down."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def verifier(secret: str) -> str:
    """What is kept of *secret*. Takes some 30 ms and 19 MiB: on another thread."""
    return _hasher().hash(_canonical(secret))


def proves(kept: str, secret: str) -> bool:
    """Whether *secret* is what *kept* was made of. As slow as `verifier`."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, _canonical(secret))
    except (VerificationError, InvalidHashError):
        return False


def _canonical(secret: str) -> str:
    """The same however a keyboard composed its letters."""
    return unicodedata.normalize("NFKC", secret)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, Type  # only a sign-in needs it

    return PasswordHasher(
        time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
    )
