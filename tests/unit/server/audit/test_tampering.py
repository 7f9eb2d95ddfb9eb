"""C8: whatever is done to the entries with the database alone is seen, by its name and at its place."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from mmc_console.server.audit import verify
from mmc_console.server.audit.chain import FIRST, Entry, link, read, seal, written
from mmc_console.server.audit.rows import Head, append, driver_of, head_of
from mmc_console.server.audit.verify import Fault, Walk
from tests.unit.server.audit.conftest import Store
from tests.unit.server.audit.memory import in_memory

KEY = bytes(range(32))
OTHER = bytes(32)

texts = st.text(max_size=6)
acts = st.builds(
    Entry, seq=st.just(0), at_ms=st.integers(0, 2**45), act=st.sampled_from(["sign-in", "user-changed", "cards-read"]),
    user=texts, device=texts, about=texts, detail=st.dictionaries(texts, st.integers(0, 9) | texts, max_size=2),
)  # fmt: skip
chains = st.lists(acts, min_size=4, max_size=12)


def fault_of(conn: Connection, kept: Head | None, key: bytes = KEY) -> Fault | None:
    return Walk(key, kept).run(conn)


def renumber(conn: Connection, after: int, by: int) -> None:
    """Give every entry behind *after* another place, one by one: the key must stay unique on the way."""
    driver = driver_of(conn)
    seqs = [seq for (seq,) in driver.execute("SELECT seq FROM audit WHERE seq > ? ORDER BY seq", (after,))]
    for seq in reversed(seqs) if by > 0 else seqs:
        driver.execute("UPDATE audit SET seq = ? WHERE seq = ?", (seq + by, seq))


@given(chains, st.booleans())
def test_an_untouched_chain_is_whole(entries: list[Entry], in_parts: bool) -> None:
    with in_memory() as conn:
        if in_parts:
            append(conn, KEY, entries[:2])
            head = append(conn, KEY, entries[2:])
        else:
            head = append(conn, KEY, entries)
        assert fault_of(conn, head) is None
        assert fault_of(conn, None) is None
        bodies = [read(body) for (body,) in driver_of(conn).execute("SELECT body FROM audit ORDER BY seq")]
        assert [b.seq for b in bodies] == list(range(1, len(entries) + 1))
        assert [(b.act, b.user, b.detail) for b in bodies] == [(e.act, e.user, dict(e.detail)) for e in entries]


@given(chains, st.data())
def test_an_edit_is_found_where_it_is(entries: list[Entry], data: st.DataObject) -> None:
    with in_memory() as conn:
        head = append(conn, KEY, entries)
        place = data.draw(st.integers(1, len(entries)))
        (body,) = driver_of(conn).execute("SELECT body FROM audit WHERE seq = ?", (place,)).fetchone()
        was = read(body)
        other = data.draw(acts)
        new = written(Entry(place, other.at_ms, other.act, other.user, other.device, other.about, other.detail))
        if new == body:
            new = written(Entry(place, was.at_ms + 1, was.act, was.user, was.device, was.about, was.detail))
        driver_of(conn).execute("UPDATE audit SET body = ? WHERE seq = ?", (new, place))
        if data.draw(st.booleans()):  # a link worked out with another key is no link
            before = FIRST if place == 1 else _hash_at(conn, place - 1)
            driver_of(conn).execute("UPDATE audit SET hash = ? WHERE seq = ?", (link(OTHER, before, new), place))
        assert fault_of(conn, head) == Fault("edited", place)


@given(chains, st.data(), st.booleans())
def test_a_deletion_is_found_where_it_was(entries: list[Entry], data: st.DataObject, closed_up: bool) -> None:
    with in_memory() as conn:
        head = append(conn, KEY, entries)
        first = data.draw(st.integers(1, len(entries) - 1))
        last = data.draw(st.integers(first, len(entries) - 1))
        driver_of(conn).execute("DELETE FROM audit WHERE seq BETWEEN ? AND ?", (first, last))
        if closed_up:
            renumber(conn, last, first - last - 1)
        assert fault_of(conn, head) == Fault("deleted", first, last)


@given(chains, acts, st.data())
def test_an_insertion_is_found_where_it_is(entries: list[Entry], forged: Entry, data: st.DataObject) -> None:
    with in_memory() as conn:
        head = append(conn, KEY, entries)
        place = data.draw(st.integers(1, len(entries) + 1))
        renumber(conn, place - 1, 1)
        body = written(Entry(place, forged.at_ms, forged.act, forged.user, forged.device, forged.about, forged.detail))
        before = FIRST if place == 1 else _hash_at(conn, place - 1)
        driver_of(conn).execute("INSERT INTO audit VALUES (?, ?, ?)", (place, body, link(OTHER, before, body)))
        assert fault_of(conn, head) == Fault("inserted", place)


@given(chains, st.data())
def test_a_reordering_is_found_where_it_begins(entries: list[Entry], data: st.DataObject) -> None:
    with in_memory() as conn:
        head = append(conn, KEY, entries)
        first = data.draw(st.integers(1, len(entries) - 1))
        second = data.draw(st.integers(first + 1, len(entries)))
        for seq, to in ((first, -1), (second, first), (-1, second)):
            driver_of(conn).execute("UPDATE audit SET seq = ? WHERE seq = ?", (to, seq))
        assert fault_of(conn, head) == Fault("reordered", first)


@given(chains, st.data())
def test_a_cut_end_is_found_by_either_head(entries: list[Entry], data: st.DataObject) -> None:
    with in_memory() as conn:
        early = append(conn, KEY, entries[:2])
        head = append(conn, KEY, entries[2:])
        first = data.draw(st.integers(3, len(entries)))
        driver_of(conn).execute("DELETE FROM audit WHERE seq >= ?", (first,))
        assert fault_of(conn, None) == Fault("cut", first, len(entries)), "the head in the database"
        driver_of(conn).execute("DELETE FROM audit WHERE seq > 2")
        driver_of(conn).execute("UPDATE audit_head SET seq = 2, hash = ?, seal = ?", (early.hash, early.seal))
        assert fault_of(conn, None) is None, "an older database is whole in itself"
        assert fault_of(conn, head) == Fault("cut", 3, len(entries)), "the head beside the keys knows better"


@given(chains)
def test_a_head_that_was_not_sealed_with_the_key_is_found(entries: list[Entry]) -> None:
    with in_memory() as conn:
        append(conn, KEY, entries)
        driver = driver_of(conn)
        driver.execute("DELETE FROM audit WHERE seq = ?", (len(entries),))
        left = len(entries) - 1
        forged = (left, _hash_at(conn, left), seal(OTHER, left, _hash_at(conn, left)))
        driver.execute("UPDATE audit_head SET seq = ?, hash = ?, seal = ?", forged)
        assert fault_of(conn, None) == Fault("head", left)
        driver.execute("DELETE FROM audit_head")
        assert fault_of(conn, None) == Fault("no-head", left)


@given(chains, chains)
def test_a_database_of_other_keys_or_another_history_is_foreign(ours: list[Entry], others: list[Entry]) -> None:
    with in_memory() as conn, in_memory("other") as other, in_memory("twin") as twin:
        head = append(conn, KEY, ours)
        append(other, OTHER, others)
        assert fault_of(other, head) == Fault("foreign", 1)
        append(twin, KEY, [*others, *ours])  # the same keys, but not what stood here
        found = fault_of(twin, head)
        if [written(e) for e in [*others, *ours]][: len(ours)] != [written(e) for e in ours]:
            assert found == Fault("foreign", head.seq)


def test_a_fault_in_a_later_step_is_found_in_the_real_database(store: Store) -> None:
    database, keys = store
    many = [Entry(0, n, "cards-read", "u", "d", str(n)) for n in range(3 * verify.AT_ONCE)]
    with database.write() as conn:
        head = append(conn, keys.audit, many)
    walk = Walk(keys.audit, head)
    with database.read() as conn:
        assert walk.run(conn) is None
    assert walk.seq == len(many)
    place = 2 * verify.AT_ONCE + 7
    with database.write() as conn:
        driver_of(conn).execute("UPDATE audit SET body = replace(body, '\"u\"', '\"v\"') WHERE seq = ?", (place,))
    with database.read() as conn:
        assert Walk(keys.audit, head).run(conn) == Fault("edited", place)
        found = conn.exec_driver_sql("SELECT seq FROM audit WHERE user = 'v'").scalar_one()
        assert found == place, "what is searched by comes from the body itself, it cannot be another"
        assert head_of(conn) == head


def _hash_at(conn: Connection, seq: int) -> Any:
    return driver_of(conn).execute("SELECT hash FROM audit WHERE seq = ?", (seq,)).fetchone()[0]
