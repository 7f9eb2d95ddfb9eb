"""Exchanges keys: asked for by a person, done in small steps by the server, or by the command line where none runs.

    field    values are sealed with the new key at once; all that stand are sealed anew, then nothing needs the old one
             but older backups, which is why it stays
    index    numbers are hashed with the new key at once and people are looked for with both; then all are hashed anew
    token    tokens are signed with the new key at once; those of the old one are believed until they have run out,
             then its file is deleted
    backup   new backups are made with the new key; older ones open with theirs

What is in the folder of the keys is the truth about which keys there are; the database says how far it has followed.
Whatever stage it is killed at, the next step goes on from there: also in a restored database, which is behind.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from mmc_console.server.audit import Audit
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.sessions import AGAIN
from mmc_console.server.auth.tokens import EARLY, LIFE
from mmc_console.server.backups.keys import backup_keys, next_key
from mmc_console.server.clock import Clock
from mmc_console.server.keys import TURNED, Keys
from mmc_console.server.rotation import rows
from mmc_console.server.rotation.tables import rotations
from mmc_console.server.store.engine import Database

log = logging.getLogger(__name__)

T = TypeVar("T")

KINDS: Final = (*TURNED, "backup")
"""What can be exchanged. Not the database's own key: every restore gives it a new one."""
EVERY: Final = 2.0
TOKENS_LIVE: Final = LIFE + EARLY + AGAIN
"""After this no token of the old key is worth anything: access tokens have run out, and refresh tokens are asked for by
their hash."""
_FEWEST, _MOST = 20, 500
_WANTED: Final = 0.02
"""Seconds a step should hold the write lock; it may never be 100 ms."""


class State(Struct, frozen=True):
    """How far one exchange has come."""

    kind: str
    id: int
    state: str
    by: str
    asked_ms: int
    done_ms: int | None
    place: str
    cursor: str
    done: int
    total: int


class UnderWay(Exception):
    """A key of this kind is being exchanged already."""


class Rotation:
    """The exchanges of one server's keys."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, audit: Audit) -> None:
        self._database, self._keys, self._clock, self._audit = database, keys, clock, audit
        self._rows = 100
        self._again: set[tuple[str, int]] = set()
        """Exchanges whose rows were gone over twice: what is left then cannot be read."""
        self._stepping = Lock()

    def load(self) -> None:
        """See which keys this database has not followed yet; before anything is answered."""
        with self._database.read() as conn:
            known = {(state.kind, state.id): state for state in states(conn)}
        for kind in TURNED:
            newest = self._keys.newest(kind)
            state = known.get((kind, newest))
            if state is None and (len(self._keys.ring(kind)) > 1 or newest > 1) and not self._is_new(kind):
                self._begin(kind, newest)
            elif kind == "index" and (state is None or state.state == "done"):
                self._keys.search_only_newest()

    def ask(self, kind: str, by: Principal | None, detail: dict[str, object] | None = None) -> int:
        """Have a new key of *kind* taken into use; its id. UnderWay while one still is."""
        with self._stepping:
            if any(state.state != "done" for state in self.states() if state.kind == kind):
                raise UnderWay

            def work(conn: Connection) -> int:
                id = self._next(kind)
                self._write(conn, kind, id, str(by.actor.user) if by is not None else "")
                entry = self._audit.entry("key-rotated", by=by, about=f"{kind}-{id}", detail=detail)
                self._audit.record_in(conn, entry)
                return id

            return self._database.transact(work)

    def states(self) -> list[State]:
        """Every exchange, as far as it has come."""
        with self._database.read() as conn:
            return states(conn)

    async def round(self) -> None:
        """Do all there is to do, in small steps with as long a rest between them. Ends between two."""
        while True:
            began = time.monotonic()
            if not await _whole(self.step):
                return
            await asyncio.sleep(min(time.monotonic() - began, 0.1))

    def run(self) -> None:
        """All of it at once: for the command line, where no server is running."""
        while self.step():
            pass

    def step(self) -> bool:
        """The next small step; whether there may be more to do at once. Blocks, for some 20 ms."""
        with self._stepping:
            for state in self.states():
                if state.state == "asked":
                    self._take_into_use(state)
                    return True
                if state.state == "running" and self._forward(state):
                    return True
            return False

    # one exchange -----------------------------------------------------------------------------------

    def _take_into_use(self, state: State) -> None:
        """The key itself: on the disk first, then in use. Killed in between, the same again finds it there."""
        if state.kind == "backup":
            if self._next("backup") == state.id:
                next_key(self._keys.folder)
            self._finish(state)
            return
        self._keys.add(state.kind, state.id)
        log.info("key %s-%d is in use", state.kind, state.id)
        with self._database.read() as conn:
            total = rows.total(conn, state.kind) if state.kind in rows.PLACES else 0
        place = rows.PLACES[state.kind][0] if state.kind in rows.PLACES else ""
        self._note(replace(state, state="running", place=place, total=total))

    def _forward(self, state: State) -> bool:
        if state.id < self._keys.newest(state.kind):
            self._finish(state)  # another has come since, and brings all of it over
            return True
        if state.kind == "token":
            return self._let_tokens_run_out(state)
        if state.place:
            self._move(state)
            return True
        if state.kind == "field":
            with self._database.read() as conn:
                left = rows.left(conn, self._keys)
            if left and (state.kind, state.id) not in self._again:
                self._again.add((state.kind, state.id))
                self._note(replace(state, place=rows.PLACES["field"][0], cursor="", done=0))
                return True
        if state.kind == "index":
            self._keys.search_only_newest()
        self._finish(state)
        return True

    def _move(self, state: State) -> None:
        """The next rows, and how far that is, in one transaction."""

        def work(conn: Connection) -> State:
            part = rows.move(conn, self._keys, state.kind, state.place, state.cursor, self._rows)
            places = rows.PLACES[state.kind]
            after = places[places.index(state.place) + 1 :]
            place = state.place if part.cursor else (after[0] if after else "")
            now = replace(state, place=place, cursor=part.cursor, done=min(state.done + part.rows, state.total))
            _store(conn, now)
            return now

        began = time.monotonic()
        self._database.transact(work)
        took = time.monotonic() - began
        self._rows = max(_FEWEST, min(_MOST, int(self._rows * min(2.0, _WANTED / max(took, 0.001)))))

    def _let_tokens_run_out(self, state: State) -> bool:
        if self._now() < state.asked_ms + int(TOKENS_LIVE.total_seconds() * 1000):
            return False
        for id in [id for id in self._keys.ring("token") if id != state.id]:
            self._keys.drop("token", id)
            self._audit.record("key-dropped", by=None, about=f"token-{id}")
        self._finish(state)
        return True

    def _finish(self, state: State) -> None:
        self._note(replace(state, state="done", done=state.total, done_ms=self._now(), place="", cursor=""))
        self._audit.record("key-finished", by=None, about=f"{state.kind}-{state.id}", detail={"rows": state.total})
        log.info("the exchange to key %s-%d is done", state.kind, state.id)

    # -------------------------------------------------------------------------------------------------

    def _next(self, kind: str) -> int:
        if kind != "backup":
            return self._keys.newest(kind) + 1
        return backup_keys(self._keys.folder).newest.number + 1

    def _is_new(self, kind: str) -> bool:
        """Whether this database holds nothing that an older key of *kind* could have made."""
        if kind not in rows.PLACES:
            return False
        with self._database.read() as conn:
            return rows.total(conn, kind) == 0

    def _begin(self, kind: str, id: int) -> None:
        self._database.transact(lambda conn: self._write(conn, kind, id, ""))

    def _write(self, conn: Connection, kind: str, id: int, by: str) -> None:
        row = State(kind, id, "asked", by, self._now(), None, "", "", 0, 0)
        _store(conn, row)

    def _note(self, state: State) -> None:
        self._database.transact(lambda conn: _store(conn, state))

    def _now(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


def states(conn: Connection) -> list[State]:
    """Every exchange, oldest first."""
    return [State(*row) for row in conn.execute(select(rotations).order_by(rotations.c.asked_ms, rotations.c.kind))]


def _store(conn: Connection, state: State) -> None:
    values = {name: getattr(state, name) for name in State.__struct_fields__}
    row = insert(rotations).values(values)
    conn.execute(row.on_conflict_do_update(index_elements=["kind", "id"], set_=values))


async def _whole(work: Callable[[], T]) -> T:
    """*work* on a thread, waited for also when we are stopped meanwhile: it is in a transaction."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
