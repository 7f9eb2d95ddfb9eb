"""Which keys there are, and their recovery copies: handed out once each, taken down, never kept and never in a log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select

from mmc_console.server.audit import Audit
from mmc_console.server.auth.principal import Principal
from mmc_console.server.backups.keys import (
    BackupKey,
    backup_keys,
    print_once,
    recovery_text,
    take_back_print,
    was_printed,
)
from mmc_console.server.clock import Clock
from mmc_console.server.keys import TURNED, Keys, file_of
from mmc_console.server.rotation.rotation import KINDS, State, states
from mmc_console.server.rotation.tables import copies
from mmc_console.server.store.engine import Database
from mmc_console.wire.keys import KeyCopy, KeyRow

SHOWN: Final = ("field", "index", "token", "backup", "database", "audit", "pages")
"""Every kind, in the order they are shown."""

Stamp = Callable[[float], datetime]


class AllPrinted(Exception):
    """The copy of every key there is was handed out before."""


class Copies:
    """The recovery copies of one server's keys."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, audit: Audit) -> None:
        self._database, self._keys, self._clock, self._audit = database, keys, clock, audit

    def rows(self, stamp: Stamp) -> tuple[KeyRow, ...]:
        """The newest key of each kind. *stamp*: seconds as the centre's time."""
        with self._database.read() as conn:
            known = {(state.kind, state.id): state for state in states(conn)}
            waiting = {state.kind: state for state in known.values() if state.state != "done"}
            printed = _printed(conn)
        backups = backup_keys(self._keys.folder)
        if was_printed(self._keys.folder, backups.newest):
            printed = printed | {("backup", backups.newest.number)}
        newest = {kind: self._keys.newest(kind) for kind in TURNED} | {"backup": backups.newest.number}
        counts = {kind: len(self._keys.ring(kind)) for kind in TURNED} | {"backup": len(backups.all)}
        return tuple(
            _row(
                kind, newest.get(kind, 1), self._keys.folder, counts.get(kind, 1),
                waiting.get(kind) or known.get((kind, newest.get(kind, 1))), printed, stamp,
            )
            for kind in SHOWN
        )  # fmt: skip

    def hand_out(self, by: Principal | None, detail: dict[str, object] | None = None) -> tuple[KeyCopy, ...]:
        """The copies that were never handed out; AllPrinted when there is none. Written down before they are shown."""
        wanted = {(kind, id): key for kind in TURNED for id, key in self._keys.ring(kind).items()}
        wanted |= {("database", 1): self._keys.database, ("audit", 1): self._keys.audit, ("pages", 1): self._keys.pages}

        def work(conn: Connection) -> dict[tuple[str, int], bytes]:
            before = _printed(conn)
            left = {name: key for name, key in wanted.items() if name not in before}
            now, who = int(self._clock.now().timestamp() * 1000), str(by.actor.user) if by is not None else ""
            for kind, id in left:
                conn.execute(insert(copies).values(kind=kind, id=id, at_ms=now, by=who))
            told = [f"{kind}-{id}" for kind, id in left]
            backup = [] if was_printed(self._keys.folder, newest) else [f"backup-{newest.number}"]
            if told or backup:
                entry = self._audit.entry("keys-printed", by=by, detail={"keys": [*told, *backup], **(detail or {})})
                self._audit.record_in(conn, entry)
            texts.extend(filter(None, (print_once(self._keys.folder, newest),)))  # both are taken down, or none
            return left

        newest, texts = backup_keys(self._keys.folder).newest, list[str]()
        try:
            left = self._database.transact(work)
        except BaseException:
            if texts:
                take_back_print(self._keys.folder, newest)
            raise
        found = [KeyCopy(kind, id, recovery_text(BackupKey(key))) for (kind, id), key in left.items()]
        found += [KeyCopy("backup", newest.number, text) for text in texts]
        if not found:
            raise AllPrinted
        return tuple(found)


def _printed(conn: Connection) -> set[tuple[str, int]]:
    return {(kind, id) for kind, id in conn.execute(select(copies.c.kind, copies.c.id))}


def _row(
    kind: str, id: int, folder: Path, count: int, state: State | None, printed: set[tuple[str, int]], stamp: Stamp
) -> KeyRow:  # fmt: skip
    name = f"backup-{id}.key" if kind == "backup" else file_of(kind, id)
    going = state if state is not None and state.state != "done" else None
    since = state.asked_ms / 1000 if state is not None and state.id == id else (folder / name).stat().st_mtime
    return KeyRow(
        kind=kind, id=id, since=stamp(since), turns=kind in KINDS, state=going.state if going else "done",
        done=going.done if going else 0, total=going.total if going else 0, printed=(kind, id) in printed,
        older=count - 1,
    )  # fmt: skip
