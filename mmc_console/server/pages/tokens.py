"""Page tokens: made by a desk, known here by a keyed hash only, good for one visit of one service day.

Every question costs the same, whatever the token is: one hash, one look into the table. Deciding whether the day is
still that of the visit is left to the state, which knows it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from mmc_console.domain.ids import VisitId
from mmc_console.domain.page import TOKEN
from mmc_console.server.pages.tables import page_tokens
from mmc_console.server.store.prepared import Prepared

_KEEP: Final = Prepared(insert(page_tokens).on_conflict_do_nothing())
_FIND: Final = Prepared(select(page_tokens.c.visit).where(page_tokens.c.hash == bindparam("hash")))

Row = tuple[bytes, VisitId, str]


class Tokens:
    """Hashes tokens with the centre's key, stores them and finds their visits."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def row(self, token: str, visit: VisitId, day: date) -> Row | None:
        """What is stored of a desk's *token*; None for one that is not of the right form: it could be guessed."""
        return (self._hash(token), visit, day.isoformat()) if TOKEN.fullmatch(token) else None

    def keep(self, conn: Connection, rows: Iterable[Row]) -> None:
        """Store these; a token that is known already keeps its visit."""
        _KEEP.run_all(conn, list(rows))

    def find(self, conn: Connection, token: str) -> VisitId | None:
        """The visit of *token*, of whichever day; None when nobody holds such a token."""
        found = _FIND.one(conn, hash=self._hash(token[:64]))
        return VisitId(found.visit) if found is not None else None

    def forget(self, conn: Connection, before: date) -> None:
        """Drop the tokens of days that are over: their pages are gone for good."""
        conn.execute(delete(page_tokens).where(page_tokens.c.day < before.isoformat()))

    def hash_of_visit(self, visit: VisitId) -> bytes:
        """What a visit is remembered by where its id may not stand."""
        return hmac.digest(self._key, f"page-rated\0{visit}".encode(), "sha256")

    def _hash(self, token: str) -> bytes:
        return hmac.digest(self._key, b"page-token\0" + token.encode("utf-8", "surrogatepass"), "sha256")
