"""The token of a monitoring program: 256 random bits, shown once, kept as a hash, good for `/metrics` and no more."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from threading import Lock
from typing import Final

from sqlalchemy import delete, insert, select

from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.clock import Clock
from mmc_console.server.figures.tables import scrapers
from mmc_console.server.store.engine import Database

PREFIX: Final = "mmcs."
"""How it begins: nobody takes it for an access token."""
_LONGEST: Final = 100


class Scraping:
    """Whether there is such a token, and which."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._hash = b""
        self._changing = Lock()
        """What is kept last is what is let in: two may make one at once."""
        self.made_at: datetime | None = None
        self.used_at: datetime | None = None
        """When it was let in last, since this start: writing it down each time would cost more than it tells."""

    def load(self) -> None:
        """Read what is kept."""
        with self._database.read() as conn:
            row = conn.execute(select(scrapers.c.hash, scrapers.c.made_ms)).one_or_none()
        self._take(*((row.hash, row.made_ms) if row is not None else (b"", 0)))

    def make(self) -> str:
        """A new token; the one before is worth nothing from now on. Blocks for one short write."""
        token = PREFIX + urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        hashed, at = _hash(token), int(self._clock.now().timestamp() * 1000)
        with self._changing:
            with self._database.write() as conn:
                conn.execute(delete(scrapers))
                conn.execute(insert(scrapers).values(id=1, hash=hashed, made_ms=at))
            self._take(hashed, at)
        return token

    def remove(self) -> None:
        """Nobody scrapes any more. Blocks for one short write."""
        with self._changing:
            with self._database.write() as conn:
                conn.execute(delete(scrapers))
            self._take(b"", 0)

    def check(self, token: str) -> None:
        """NotAuthenticated for any token but this one. From memory."""
        if len(token) > _LONGEST or not token.isascii() or not self._hash:
            raise NotAuthenticated
        if not hmac.compare_digest(_hash(token), self._hash):
            raise NotAuthenticated
        self.used_at = self._clock.now()

    def _take(self, hashed: bytes, at: int) -> None:
        self._hash, self.used_at = hashed, None
        self.made_at = datetime.fromtimestamp(at / 1000, UTC) if hashed else None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
