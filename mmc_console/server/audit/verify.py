"""Walks the chain and says whether it is whole; if not, where and how it was tampered with.

A step takes some thousand entries and some milliseconds, so that the server goes on meanwhile; a million entries take
two seconds. What is told is the first fault: behind it nothing can be said.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Final, Literal

from msgspec import DecodeError, Struct
from sqlalchemy import Connection

from mmc_console.server.audit.chain import FIRST, SIZE, read, seal
from mmc_console.server.audit.rows import Head, driver_of, head_of

AT_ONCE: Final = 2_000
NEAR: Final = 10_000
"""How far behind a fault the entry that should stand there is looked for."""
_ROWS: Final = "SELECT seq, CAST(body AS BLOB), hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ?"

Kind = Literal["edited", "deleted", "inserted", "reordered", "cut", "foreign", "head", "no-head"]


class Fault(Struct, frozen=True):
    """What was found: `seq` is the first entry that is not as it was written, or is missing (until `last`).

    `edited` another body or hash · `deleted` entries are missing · `inserted` one was put in · `reordered` entries
    changed places · `cut` the end is missing, or this is an older database · `foreign` nothing of it was written with
    this key · `head` the sealed head does not belong to the last entry · `no-head` there is none.
    """

    kind: Kind
    seq: int
    last: int = 0


class Walk:
    """One check. `step` until it is `over`; then `fault` tells, None: everything is as it was written."""

    def __init__(self, key: bytes, kept: Head | None) -> None:
        self._key, self._kept = key, kept
        self.seq = 0
        self.hash = FIRST
        self.over = False
        self.fault: Fault | None = None

    def step(self, conn: Connection) -> None:
        """Check the next entries, and at their end the head."""
        driver = driver_of(conn)
        rows = driver.execute(_ROWS, (self.seq, AT_ONCE)).fetchall()
        key, before, expected = self._key, self.hash, self.seq
        kept_at = self._kept.seq if self._kept is not None else -1
        for seq, body, hash in rows:
            expected += 1
            if seq != expected or blake2b(before + body, digest_size=SIZE, key=key).digest() != hash:
                self._end(self._named(conn, expected))
                return
            if seq == kept_at and self._kept is not None and hash != self._kept.hash:
                self._end(Fault("foreign", seq))
                return
            before = hash
        self.seq, self.hash = expected, before
        if len(rows) < AT_ONCE:
            self._end(self._end_of_chain(conn))

    def run(self, conn: Connection) -> Fault | None:
        """All of it at once."""
        while not self.over:
            self.step(conn)
        return self.fault

    def _end(self, fault: Fault | None) -> None:
        self.over, self.fault = True, fault

    def _end_of_chain(self, conn: Connection) -> Fault | None:
        kept, head = self._kept, head_of(conn)
        if kept is not None and kept.seal != seal(self._key, kept.seq, kept.hash):
            return Fault("head", kept.seq)
        last = max(head.seq if head is not None else 0, kept.seq if kept is not None else 0)
        if last > self.seq:
            return Fault("cut", self.seq + 1, last)
        if head is None:
            return Fault("no-head", self.seq) if self.seq else None
        if (head.seq, head.hash) != (self.seq, self.hash) or head.seal != seal(self._key, head.seq, head.hash):
            return Fault("head", head.seq)
        return None

    def _named(self, conn: Connection, expected: int) -> Fault:
        """What happened at the place *expected*, where the chain does not hold."""
        rows = driver_of(conn).execute(_ROWS, (expected - 1, NEAR)).fetchall()
        head = head_of(conn)
        here, *behind = [_written_as(body) for _, body, _ in rows]
        if expected == 1 and self._is_foreign(rows):
            return Fault("foreign", 1)
        pushed_on = behind[:1] == [expected]
        if expected in behind and not pushed_on:
            return Fault("reordered", expected)
        if pushed_on and here == expected + 1:
            return Fault("reordered", expected)
        if pushed_on or (head is not None and expected > head.seq):
            return Fault("inserted", expected)
        in_place = rows[0][0] == expected and behind[:1] == [expected + 1]
        if here is None or here <= expected or in_place:
            return Fault("edited", expected)
        return Fault("deleted", expected, here - 1)

    def _is_foreign(self, rows: list[Any]) -> bool:
        """Whether everything stands where it was written, and no link of it is ours."""
        some = rows[:50]
        in_place = all(_written_as(body) == seq for seq, body, _ in some)
        return len(some) > 1 and in_place and not any(self._holds(some, at) for at in range(1, len(some)))

    def _holds(self, rows: list[Any], at: int) -> bool:
        return bool(blake2b(rows[at - 1][2] + rows[at][1], digest_size=SIZE, key=self._key).digest() == rows[at][2])


def _written_as(body: bytes) -> int | None:
    """The place a body says it was written at."""
    try:
        return read(body.decode("utf-8", "replace")).seq
    except DecodeError:
        return None
