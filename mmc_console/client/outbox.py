"""Everything people did at this console, in order, each one flushed row: the only way an action leaves a screen.

A row is *waiting*, *sending* (it may have arrived), *sent* (the server has it), *refused* or in *conflict* (a person
decides). Nothing is dropped: rows leave only when withdrawn before they were ever sent, or long after the server's
backups hold them. It knows neither the rules nor the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from mmc_console.client.dependencies import Subjects, after, after_as_done, held_back, words
from mmc_console.client.forgetting import needless
from mmc_console.client.row import Row
from mmc_console.client.spent import Spent
from mmc_console.client.store import Store, tables
from mmc_console.client.store.engine import Connection
from mmc_console.client.turns import is_of_another_history
from mmc_console.domain import numbers
from mmc_console.domain.actions import AnyAction, IssueTicket, RegisterVisit
from mmc_console.domain.ids import ActionId, Epoch, UserId
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import Actor
from mmc_console.wire.json import encode

LEDGER = "series"


def _is_barred(row: Row, author: UserId | None, later: Container[ActionId]) -> bool:
    return (author is not None and row.author != author) or row.id in later


_row = msgspec.json.Decoder(Row)
_ledger = msgspec.json.Decoder(dict[str, int])


@dataclass(frozen=True)
class Loaded:
    """What the store held when the console started."""

    rows: tuple[Row, ...]
    last_n: int
    ledger: dict[str, int]


def load(connection: Connection) -> Loaded:
    """Read the whole outbox."""
    ledger = tables.read_fact(connection, LEDGER)
    return Loaded(
        rows=tuple(_row.decode(body) for body in tables.read_outbox(connection)),
        last_n=tables.last_n(connection),
        ledger=_ledger.decode(ledger) if ledger else {},
    )


class Outbox:
    """Rows in memory as they are on disk; memory changes only after the disk has."""

    def __init__(self, store: Store, loaded: Loaded, *, first_n: int, on_change: Callable[[], None]) -> None:
        self._store, self._on_change = store, on_change
        self._rows: dict[int, Row] = {row.n: row for row in loaded.rows}
        self._by_id: dict[ActionId, int] = {row.id: row.n for row in loaded.rows}
        self._leaving: set[int] = set()
        self._coming: dict[int, Row] = {}
        """Rows on their way to the disk, as they were last changed."""
        self._out: set[int] = set()
        """Rows something of which was printed or announced in this run, whatever else is on its way to the disk."""
        self._next = max(loaded.last_n + 1, first_n)
        self._spent = Spent(loaded.ledger)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def get(self, id: ActionId) -> Row | None:
        """The row of this action."""
        n = self._by_id.get(id)
        return self._rows.get(n) if n is not None else None

    @property
    def unsent(self) -> list[Row]:
        """Rows without an answer, in order."""
        return [row for row in self._rows.values() if row.unsent]

    @property
    def open(self) -> list[Row]:
        """Rows that wait for the server or for a person, in the order of sending."""
        rows = [row for row in self._rows.values() if row.unsent or row.failed]
        return sorted(rows, key=lambda row: row.place) if any(row.instead_of for row in rows) else rows

    def held_back(self) -> dict[int, int]:
        """The rows that wait for a decision about an earlier one, and which."""
        rows = self.open
        return held_back(row.standing() for row in rows) if any(row.failed for row in rows) else {}

    def sendable(self, author: UserId | None, later: Container[ActionId] = ()) -> list[Row]:
        """What new work may go now, in order: anybody's, or in this *author*'s name only what overtakes nothing of
        others, and nothing that comes back.

        *later*: what is not to be sent now; it holds back what depends on it, and no more.
        """
        rows = self.open
        held = self.held_back() if any(row.returning for row in rows) else {}  # by a person: that is why they wait
        barred = {row.n for row in rows if (row.returning and row.n not in held) or _is_barred(row, author, later)}
        if not barred and not any(row.failed for row in rows):
            return rows
        held = held_back(row.standing(barred) for row in rows)
        return [row for row in rows if row.unsent and row.n not in barred and row.n not in held]

    def returning(self, author: UserId | None, later: Container[ActionId] = ()) -> list[Row]:
        """The same of what comes back after a restore, which goes before all new work.

        But for a choice made since: what waited for that goes after it, unless that waits for a person itself.
        """
        rows = self.open
        if not any(row.returning for row in rows):
            return []
        held = self.held_back()
        chosen = (row.n for row in rows if row.instead_of and row.unsent and not row.returning and row.n not in held)
        barred = {*chosen, *(row.n for row in rows if _is_barred(row, author, later))}
        held = held_back(row.standing(barred, alike=True) for row in rows)
        return [row for row in rows if row.returning and row.n not in barred and row.n not in held]

    def after(self, batch: Sequence[Row], epoch: Epoch) -> tuple[tuple[int | ActionId, ...], ...]:
        """What each of *batch* builds on, for its request: by place, or by id where it may have been told before."""
        if not any(row.returning for row in batch):
            waits = {place for place, row in enumerate(batch) if is_of_another_history(row.action, epoch)}
            return after([row.subjects for row in batch], waits)
        held = self.held_back()  # by a person's decision, for which what goes now need not wait
        rows = [row for row in self.open if row.returning and row.n not in held]  # some of it waits at the server
        found = after_as_done([row.subjects for row in rows], [row.done for row in rows])
        built_on = dict(zip((row.id for row in rows), found, strict=False))
        return tuple(tuple(rows[each].id for each in built_on.get(row.id, ())) for row in batch)

    def away(self, epoch: Epoch) -> bool:
        """Whether anything acknowledged by another history is still to be brought into *epoch*."""
        return any(row.state == "sent" and row.epoch != epoch for row in self._rows.values())

    async def bring_back(self, epoch: Epoch) -> None:
        """History has changed: all that another one had acknowledged is sent again, completed with what was decided."""
        await self._change([
            replace(row, state="waiting")
            for row in self._rows.values()
            if row.state == "sent" and row.epoch != epoch
        ])  # fmt: skip

    def next_count(self, day: date, series: str, at_least: int, *, certain: bool) -> int:
        """Take the next number of a desk's own series, as `Spent.take`; above what the server has not taken yet, whose
        day it may find to be another one. It is spent also if its row is never written."""
        return self._spent.take(day, series, at_least, self._own_counts(series), certain=certain)

    def _own_counts(self, series: str) -> Iterator[int]:
        """The counts of this *series* on papers the log does not know of."""
        for row in self._rows.values():
            if row.state != "sent" and isinstance(row.action, (RegisterVisit, IssueTicket)) and row.action.number:
                of, count = numbers.split(row.action.number) or ("", 0)
                if of == series:
                    yield count

    async def note_numbers(self, known: Mapping[date, int]) -> None:
        """Keep in mind which numbers the server had given in a history that is gone."""
        self._spent.note(known)
        await self._change([])

    @property
    def known_numbers(self) -> dict[date, int]:
        """The highest numbers noted, by day."""
        return self._spent.known

    async def append(
        self, action: AnyAction, actor: Actor, author_name: str, about: Subjects, label: str = "",
        patient: PatientRef | None = None, then: Callable[[Row], None] | None = None, answers: Sequence[Row] = (),
        place: int = 0, guess: Subjects = frozenset(),
    ) -> Row:  # fmt: skip
        """One row, flushed to disk when this returns. StoreFull or StoreLost: nothing was recorded.

        *answers*: these are written in the same step; *place*: the `n` of the row whose place it takes, 0 the end;
        *guess*: what of *about* it is about only if it calls whom its screen foresaw.
        *then* is called with it the moment it is, even if whoever waits here has been cancelled.
        """
        n, self._next = self._next, self._next + 1
        action = replace(action, n=n)
        of = answers[0].id if answers and not guess else None  # a call of nobody makes way for another, and is let be
        row = Row(
            n=n, action=action, actor=actor, author_name=author_name, about=tuple(sorted(about)), label=label,
            patient=patient, instead_of=place, answers=of, guess=tuple(sorted(guess)),
        )  # fmt: skip
        others = [(other.n, other.state, other.seq, encode(other)) for other in answers]
        body, ledger = encode(row), encode(self._spent.counts)
        at = action.at.isoformat()
        self._coming[n] = row

        def write(connection: Connection) -> None:
            tables.insert_row(connection, n, row.id, row.state, at, body)
            tables.update_rows(connection, others)
            tables.write_fact(connection, LEDGER, ledger)

        await self._written(write, (row, *answers), row, then)
        return row

    async def mark_sending(self, rows: Iterable[Row], at: datetime) -> list[Row]:
        """From now on these may have arrived, whatever happens to this process; without those withdrawn meanwhile."""
        marked = [
            replace(now, state="sending", sent=now.sent + 1, first_sent=now.first_sent or at)
            for row in rows
            if (now := self._latest(row.n)) is not None and row.n not in self._leaving
        ]
        await self._change(marked)
        return marked

    async def never_left(self, rows: Iterable[Row]) -> None:
        """No byte of what was marked got out: it can be taken back as before."""
        await self._change([
            replace(now, sent=now.sent - 1, state="waiting" if now.sent == 1 else now.state)
            for row in rows
            if (now := self._latest(row.n)) is not None and now.state == "sending"
        ])  # fmt: skip

    async def amend(self, row: Row, **changes: Any) -> Row:
        """The same row with *changes*, flushed."""
        changed = replace(self._latest(row.n) or self._rows[row.n], **changes)
        await self._change([changed])
        return changed

    def _latest(self, n: int) -> Row | None:
        """The row as it will be: what is on its way to the disk is not to be undone by what comes behind it."""
        return self._coming.get(n) or self._rows.get(n)

    async def show(self, id: ActionId) -> None:
        """Something of it was printed or announced."""
        row = self.get(id)
        if row is not None and not row.shown:
            self._out.add(row.n)
            await self.amend(row, shown=True)

    async def decide(self, id: ActionId) -> None:
        """A person keeps what stands: the row is answered for, and holds nothing back any more."""
        row = self.get(id)
        if row is not None and row.failed:
            await self.amend(row, decided=True)

    async def settle(self, rows: Iterable[Row]) -> None:
        """Rows as the server has answered them, flushed in one step."""
        await self._change(list(rows))

    async def withdraw(self, id: ActionId, then: Callable[[], None] = lambda: None) -> bool:
        """Take back a row that certainly never left and was never shown, and call *then*; False when it is too late.

        Or when later work stands on it: that would be left without what it was done on. What it was the choice about
        is asked about again, and what waited for that waits again.
        """
        row = self._latest(self._by_id.get(id, 0))  # also what is being marked as leaving, or as shown, just now
        if row is None or not row.withdrawable or row.n in self._leaving or self.is_built_on(row):
            return False

        answered = self.get(row.answers) if row.answers is not None else None
        asked = [replace(answered, decided=False, told={}, told_at=None)] if answered is not None else []

        def write(connection: Connection) -> None:
            tables.delete_rows(connection, (row.n,))
            tables.update_rows(connection, [(each.n, each.state, each.seq, encode(each)) for each in asked])

        def follow(done: asyncio.Future[None]) -> None:
            self._leaving.discard(row.n)
            if not done.cancelled() and done.exception() is None:
                del self._rows[row.n], self._by_id[row.id]
                self._rows.update({each.n: each for each in asked})
                then()
                self._on_change()

        self._leaving.add(row.n)  # nobody may send it while it is being removed
        future = self._store.start(write)
        future.add_done_callback(follow)
        await asyncio.shield(future)
        return True

    def is_built_on(self, row: Row) -> bool:
        """Whether something done later on the same visit, ticket or room waits, or has failed, or is being recorded."""
        about = row.subjects - words(row.subjects)
        later = (each for n, each in (self._rows | self._coming).items() if n > row.n and (each.unsent or each.failed))
        return any(not about.isdisjoint(each.subjects) for each in later)

    def leaves(self, row: Row) -> bool:
        """Whether it is being taken back at this moment."""
        return row.n in self._leaving

    async def forget(self, now: datetime, day_before: datetime, safe_seq: int, epoch: Epoch | None) -> None:
        """Remove what is sent (or decided) and no longer needed to bring anything back: `forgetting` says which."""
        gone = needless(self._rows.values(), now, day_before, safe_seq, epoch)
        if gone and await self._store.remember(lambda connection: tables.delete_rows(connection, gone)):
            for n in gone:
                row = self._rows.pop(n)
                del self._by_id[row.id]
            self._on_change()

    async def _change(self, rows: list[Row]) -> None:
        # an answer may be about the row as it was when it left: it is not taken back that a paper came out meanwhile
        rows = [replace(row, shown=True) if row.n in self._out else row for row in rows]
        written = [(row.n, row.state, row.seq, encode(row)) for row in rows]
        self._coming.update({row.n: row for row in rows})
        ledger = encode(self._spent.counts)

        def write(connection: Connection) -> None:
            tables.update_rows(connection, written)
            tables.write_fact(connection, LEDGER, ledger)  # a number written into a row later is spent all the same

        await self._written(write, rows)

    async def _written(
        self, work: Callable[[Connection], None], rows: Iterable[Row], fresh: Row | None = None,
        then: Callable[[Row], None] | None = None,
    ) -> None:  # fmt: skip
        """Run *work*; the moment it is flushed memory follows, even if nobody waits any more."""

        def follow(done: asyncio.Future[None]) -> None:
            for row in rows:
                if self._coming.get(row.n) is row:
                    del self._coming[row.n]
            if done.cancelled() or done.exception() is not None:
                return
            for row in rows:
                if row is not fresh and row.n not in self._rows:
                    continue  # withdrawn while this was on its way to the disk
                self._rows[row.n] = row
                self._by_id[row.id] = row.n
            if fresh is not None and then is not None:
                then(fresh)
            self._on_change()

        future = self._store.start(work)
        future.add_done_callback(follow)
        await asyncio.shield(future)
