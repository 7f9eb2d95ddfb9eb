"""Everything that is random in the program, drawn from the world's one seed; and small files kept in memory.

For as long as a world runs: action ids, the numbers of consoles, epochs, the jitter of retries, and what passwords
are kept as.
"""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha256
from random import Random
from typing import Any
from unittest.mock import patch

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from msgspec.structs import replace

from mmc_console.client import files, identity, known
from mmc_console.server.auth import auth, rights, sessions, tokens
from mmc_console.wire.answers import DeviceLogin
from mmc_console.wire.devices import encoded, proof

LIFE = int(tokens.LIFE.total_seconds())


@contextmanager
def one_chance(chance: Random) -> Iterator[None]:
    """All chance is *chance* inside."""
    told: dict[str, dict[str, Any]] = {}
    with ExitStack() as stack:
        for owner, name, drawn in (
            (secrets, "token_bytes", lambda count=32: chance.randbytes(count)),
            (uuid, "uuid4", lambda: uuid.UUID(bytes=chance.randbytes(16), version=4)),
            (sessions, "uuid4", lambda: uuid.UUID(bytes=chance.randbytes(16), version=4)),
            (known, "verifier", kept_of),  # salted, and 30 ms of real time each
            (known, "proves", lambda kept, secret: kept == kept_of(secret)),
            (auth, "Hasher", Plainly),
            (tokens, "_signed", _token),
            (rights, "check_token", _believed),
            (ed25519.Ed25519PublicKey, "from_public_bytes", Signed),
            (identity, "_name", lambda folder: f"{folder}#identity"),  # there is no file system to ask
            (identity, "_key_name", lambda folder: f"{folder}#device-key"),
            (identity.Identity, "prove", _prove),
            (identity.Identity, "public_key", property(_public)),
            (files, "read", lambda path: dict(told.get(str(path), {}))),
            (files, "write", lambda path, what: told.update({str(path): dict(what)})),
        ):
            stack.enter_context(patch.object(owner, name, drawn))
        before = random.getstate()
        random.seed(chance.random())
        stack.callback(random.setstate, before)
        yield


def kept_of(secret: str) -> str:
    """What a password is kept as here."""
    return f"of {secret}"


class Plainly:
    """Hashes passwords as this world does."""

    def check(self, stored: str | None, password: str) -> bool:
        """Whether it is the right one."""
        return stored == kept_of(password)

    def hash(self, password: str) -> str:
        """What is stored of it."""
        return kept_of(password)

    def outdated(self, stored: str) -> bool:
        """Never."""
        return False


class Signed:
    """Stands for a public key: as good as one here, where nobody forges, and a hundred times quicker."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def verify(self, signature: bytes, data: bytes) -> None:
        """InvalidSignature unless its owner has signed just this."""
        if signature != sha256(self._raw + data).digest():
            raise InvalidSignature


def _public(who: identity.Identity) -> str | None:
    return None if who.key is None else encoded(sha256(who.key).digest())


def _prove(who: identity.Identity, at: datetime, start: str = "") -> DeviceLogin:
    assert who.key is not None
    told = DeviceLogin(who.device, at, f"{start}.{secrets.token_urlsafe(24)}", "")
    return replace(told, signature=encoded(sha256(sha256(who.key).digest() + proof(told)).digest()))


def _token(key: bytes, now: datetime, who: dict[str, str], told: dict[str, Any]) -> str:
    return " ".join((who["typ"], who["sub"], who["sid"], str(int(now.timestamp()))))


def _believed(key: bytes, now: datetime, token: str) -> tokens.Claims:
    kind, user, session, made = token.split(" ")
    claims = {"typ": kind, "sub": user, "sid": session, "iat": int(made), "exp": int(made) + LIFE}
    return tokens._believed(claims, now)
