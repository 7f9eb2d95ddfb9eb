"""The outbox: on the disk before it is shown, in order, nothing dropped, numbers never given twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec.structs import replace

from mmc_console.client.errors import StoreFull
from mmc_console.client.keys import fresh_key
from mmc_console.client.outbox import Outbox, load
from mmc_console.client.row import Row
from mmc_console.client.store import Store
from mmc_console.client.store.engine import Connection
from mmc_console.domain.actions import Hold, Override
from mmc_console.domain.ids import Epoch, TicketId, UserId, mint_action_id
from mmc_console.domain.permissions import Actor
from mmc_console.wire.answers import Result
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ACTOR = Actor(UserId("u1"), frozenset({"reception"}))
EPOCH = Epoch("e")


def hold(at: datetime = NOW) -> Hold:
    return Hold(id=mint_action_id(at, uuid4().bytes[:10]), at=at, ticket=TicketId("t"))


async def opened(store: Store, *, first_n: int = 1) -> Outbox:
    return Outbox(store, await store.run(load), first_n=first_n, on_change=lambda: None)


async def append(outbox: Outbox, *about: str, at: datetime = NOW) -> Row:
    return await outbox.append(hold(at), ACTOR, "Noora", frozenset(about))


@played
async def test_rows_come_back_after_a_restart_in_order_with_their_author(tmp_path: Path) -> None:
    key = fresh_key()
    store = await Store.open(tmp_path / "a.db", key)
    outbox = await opened(store)
    rows = [await append(outbox, f"visit:{i}") for i in range(3)]
    await outbox.mark_sending(rows[:1], NOW)
    await store.close()
    store = await Store.open(tmp_path / "a.db", key)
    again = list(await opened(store))
    assert [(r.n, r.id, r.author, r.author_name) for r in again] == [(r.n, r.id, ACTOR.user, "Noora") for r in rows]
    assert [r.action.n for r in again] == [1, 2, 3]
    assert [(r.state, r.sent) for r in again] == [("sending", 1), ("waiting", 0), ("waiting", 0)]
    await store.close()


@played
async def test_a_number_written_into_a_row_later_is_spent_for_ever(tmp_path: Path) -> None:
    key = fresh_key()
    store = await Store.open(tmp_path / "a.db", key)
    outbox = await opened(store)
    row = await append(outbox)
    assert outbox.next_count(NOW.date(), "K", 0, certain=True) == 1
    await outbox.amend(row, label="K01")
    await store.close()
    store = await Store.open(tmp_path / "a.db", key)
    assert (await opened(store)).next_count(NOW.date(), "K", 0, certain=True) == 2
    await store.close()


@played
async def test_a_paper_that_comes_out_while_the_answer_is_being_written_does_not_undo_the_answer(
    tmp_path: Path,
) -> None:
    key = fresh_key()
    store = await Store.open(tmp_path / "a.db", key)
    outbox = await opened(store)
    (row,) = await outbox.mark_sending([await append(outbox)], NOW)
    await asyncio.gather(outbox.settle([replace(row, state="sent", epoch=EPOCH, seq=7)]), outbox.show(row.id))
    for found in (outbox.get(row.id), next(iter(await opened(store)))):
        assert found is not None
        assert (found.state, found.seq, found.shown) == ("sent", 7, True)
    await store.close()


@played
async def test_a_full_disk_records_nothing_and_says_so(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a.db", fresh_key())
    outbox = await opened(store)
    await append(outbox)

    def fill(connection: Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await store.run(fill)
    with pytest.raises(StoreFull):
        await asyncio.gather(*(append(outbox) for _ in range(50)))
    await store.run(lambda _: None)
    shown = [row.n for row in outbox]
    assert shown == [row.n for row in (await store.run(load)).rows]
    await store.run(lambda c: c.execute("PRAGMA max_page_count = 100000").fetchone())
    row = await append(outbox)
    assert row.n > shown[-1] + 1, "a number tried and failed is not given again"
    await store.close()


@played
async def test_whoever_waits_may_be_gone_and_the_row_is_there_all_the_same(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a.db", fresh_key())
    outbox = await opened(store)
    told: list[Row] = []
    waiting = asyncio.ensure_future(outbox.append(hold(), ACTOR, "Noora", frozenset(), then=told.append))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await store.run(lambda _: None)
    await asyncio.sleep(0)
    assert waiting.cancelled()
    assert [row.n for row in outbox] == [row.n for row in told] == [1]
    await store.close()


@played
async def test_only_what_never_left_and_was_never_shown_is_withdrawn() -> None:
    store = await Store.open(None, None)
    outbox = await opened(store)
    never, sent, printed = [await append(outbox) for _ in range(3)]
    await outbox.mark_sending([sent], NOW)
    await outbox.show(printed.id)
    assert [await outbox.withdraw(row.id) for row in (never, sent, printed)] == [True, False, False]
    assert [row.n for row in outbox] == [2, 3]
    assert (await append(outbox)).n == 4
    await store.close()


@played
async def test_a_number_of_the_series_is_spent_for_good(tmp_path: Path) -> None:
    key, day = fresh_key(), date(2026, 11, 23)
    store = await Store.open(tmp_path / "a.db", key)
    outbox = await opened(store)
    assert [outbox.next_count(day, "K", 0, certain=True), outbox.next_count(day, "K", 0, certain=True)] == [1, 2]
    assert outbox.next_count(day, "K", 10, certain=True) == 11, "never below what the log knows"
    await append(outbox)
    await store.close()
    store = await Store.open(tmp_path / "a.db", key)
    outbox = await opened(store)
    assert outbox.next_count(day, "K", 0, certain=True) == 12
    assert outbox.next_count(day + timedelta(days=1), "K", 0, certain=True) == 1
    await store.close()


@played
async def test_a_failure_holds_back_its_subject_until_somebody_decides() -> None:
    store = await Store.open(None, None)
    outbox = await opened(store)
    first, same, other = [await append(outbox, subject) for subject in ("visit:a", "visit:a", "visit:b")]
    await outbox.settle([replace(first, state="refused", problem=problem("wrong-state"))])
    assert [row.n for row in outbox.sendable(ACTOR.user)] == [other.n]
    assert outbox.held_back() == {same.n: first.n}
    await outbox.decide(first.id)
    assert [row.n for row in outbox.sendable(ACTOR.user)] == [same.n, other.n]
    await store.close()


@played
async def test_what_comes_back_goes_first_but_after_a_choice_it_has_waited_for() -> None:
    """Else the exam would end, and whoever was called after all be put back into the room."""
    store = await Store.open(None, None)
    outbox = await opened(store)
    rows = [await append(outbox, about) for about in ("visit:1", "visit:1", "visit:2")]
    failed, after, other = (replace(row, action=replace(row.action, was=f"old:{row.n}")) for row in rows)
    await outbox.settle([replace(failed, state="conflict", problem=problem("already-moved")), after, other])
    assert [row.n for row in outbox.returning(None)] == [other.n]
    choice = Override(id=mint_action_id(NOW, uuid4().bytes[:10]), at=NOW, conflict=failed.id)
    decided = [replace(row, decided=True) for row in outbox if row.n == failed.n]
    chosen = await outbox.append(
        choice, ACTOR, "Noora", frozenset({"visit:1"}), "", None, lambda _: None, decided, failed.n
    )  # fmt: skip
    assert [row.n for row in outbox.returning(None)] == [other.n], "not what waited for the choice"
    assert [row.n for row in outbox.sendable(None)] == [chosen.n]
    await outbox.settle([replace(chosen, state="sent")])
    assert [row.n for row in outbox.returning(None)] == [after.n, other.n]
    await store.close()


@played
async def test_what_comes_back_waits_for_no_choice_that_waits_for_a_person() -> None:
    """A call would wait for a decision about another person, and be given up."""
    store = await Store.open(None, None)
    outbox = await opened(store)
    about = ("visit:1",), ("visit:1",), ("visit:1", "visit:2"), ("visit:2",)
    left, failed, new, call = [await append(outbox, *each) for each in about]
    await outbox.settle([
        replace(left, state="refused", problem=problem("rolled-back"), action=replace(left.action, was="old:1")),
        replace(failed, state="conflict", problem=problem("already-moved"), decided=True),
        replace(call, action=replace(call.action, was="new:3")),
    ])  # fmt: skip
    choice = Override(id=mint_action_id(NOW, uuid4().bytes[:10]), at=NOW, conflict=failed.id)
    chosen = await outbox.append(choice, ACTOR, "Noora", frozenset({"visit:1"}), place=failed.n)
    assert outbox.held_back() == {chosen.n: left.n, new.n: left.n, call.n: left.n}
    assert [row.n for row in outbox.returning(None)] == [call.n]
    await store.close()


@played
async def test_a_conflict_is_kept_as_long_as_what_carries_it_out_may_have_to_come_back() -> None:
    store = await Store.open(None, None)
    outbox = await opened(store)
    at = NOW - timedelta(days=2)
    kept, carried = await append(outbox, at=at), await append(outbox, at=at)
    insisted = await outbox.append(
        Override(id=mint_action_id(at, uuid4().bytes[:10]), at=at, conflict=carried.id), ACTOR, "Noora", frozenset()
    )
    await outbox.settle([replace(row, state="conflict", decided=True, epoch=EPOCH) for row in (kept, carried)])
    await outbox.settle([replace(insisted, state="sent", epoch=EPOCH, seq=30)])
    await outbox.forget(NOW, NOW - timedelta(days=1), safe_seq=20, epoch=EPOCH)
    assert [row.n for row in outbox] == [carried.n, insisted.n]
    await outbox.forget(NOW, NOW - timedelta(days=1), safe_seq=30, epoch=EPOCH)
    assert list(outbox) == []
    await store.close()


@played
async def test_sent_rows_are_kept_until_a_backup_holds_them_and_never_longer_than_a_week() -> None:
    store = await Store.open(None, None)
    outbox = await opened(store)
    times = [NOW - timedelta(days=d) for d in (8, 3, 2, 0)]
    rows = [await append(outbox, at=at) for at in times]
    result = Result(id=rows[0].id, outcome="applied")
    await outbox.settle([replace(row, state="sent", result=result, epoch=EPOCH, seq=10 * row.n) for row in rows])
    waiting = await append(outbox, at=NOW - timedelta(days=30))
    await outbox.forget(NOW, NOW - timedelta(days=1), safe_seq=20, epoch=EPOCH)
    assert [row.n for row in outbox] == [3, 4, waiting.n], "8 days: too old; 3 days: safe; 2 days: not safe yet"
    await outbox.forget(NOW, NOW - timedelta(days=1), safe_seq=1000, epoch=Epoch("other"))
    assert [row.n for row in outbox] == [3, 4, waiting.n], "a position of another history proves nothing"
    await store.close()


@played
async def test_in_memory_the_counter_never_repeats_across_starts() -> None:
    store = await Store.open(None, None)
    outbox = await opened(store, first_n=7_000_000_001)
    assert (await append(outbox)).n == 7_000_000_001
    await store.close()
