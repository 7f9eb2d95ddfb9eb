"""Notices stand in the log's own transactions: once each, with their events or not at all, whatever happens between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from mmc_console.domain import actions as a
from mmc_console.domain.evolve import evolve
from mmc_console.domain.notices import Notices
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from mmc_console.server.feed import Feed
from mmc_console.server.log import events
from mmc_console.server.notices import teller as module
from mmc_console.server.notices.teller import Teller, forget
from mmc_console.server.people import People
from mmc_console.server.store.errors import CommitUnknown, StoreError
from mmc_console.server.store.migrate import migrate
from mmc_console.server.writer import Unavailable, Writer
from tests.server.auth_parts import HandClock, opened
from tests.server.writer_parts import LAB, Desk, Place, begin_again, center

ALL = "SELECT kind, label FROM notices ORDER BY n"


@asynccontextmanager
async def telling(
    place: Path, clock: HandClock, woken: Callable[[], None] = lambda: None
) -> AsyncIterator[tuple[Place, Teller]]:
    """A writer that finds notices."""
    with opened(place, tables=False) as (database, keys):
        migrate(database, clock.now())
        people, feed, teller = People(keys, clock), Feed(clock.now), Teller(woken)
        teller.on = True
        writer = Writer(database, people, feed, clock, teller=teller)
        published = writer.load()
        writer.start()
        try:
            if not published:
                await writer.publish(center())
            yield Place(writer, feed, database, people, keys, clock), teller
        finally:
            await feed.close()
            await writer.stop()


def test_notices_are_kept_once_across_restarts_and_say_where(tmp_path: Path) -> None:
    clock = HandClock()

    async def morning() -> list[Any]:
        async with telling(tmp_path, clock) as (place, _):
            desk = place.desk()
            for number in ("1001", "1002", "1003", "1004", "1005"):
                await desk.act(desk.registration(number))
            called = await desk.act(desk.new(a.CallNext, clinic=LAB, room=2))
            await desk.act(desk.new(a.Recall, ticket=called.ticket))
            return place.rows(ALL)

    async def later() -> tuple[list[Any], list[Any]]:
        async with telling(tmp_path, clock) as (place, _):
            desk = place.desk()
            await desk.act(desk.new(a.PauseClinic, clinic=LAB, reason="break"))
            await desk.act(desk.new(a.OpenClinic, clinic=LAB))
            await desk.act(desk.new(a.PauseClinic, clinic=LAB, reason="prayer"))
            where = "SELECT number, clinic, room, seq, visit IS NOT NULL FROM notices WHERE kind = 'your_turn'"
            return place.rows(ALL), place.rows(where)

    before = asyncio.run(morning())
    after, called = asyncio.run(later())
    assert before == [
        ("next_in_line", "L-001"), ("near_turn", "L-001"), ("next_in_line", "L-002"), ("near_turn", "L-002"),
        ("near_turn", "L-003"), ("near_turn", "L-004"), ("your_turn", "L-001"), ("next_in_line", "L-003"),
        ("near_turn", "L-005"), ("called_again", "L-001"),
    ]  # fmt: skip
    assert after[: len(before)] == before
    assert after[len(before) :] == [("clinic_paused", f"L-00{n}") for n in (2, 3, 4, 5)]
    assert called == [("001", "lab", 2, 12, 1)]


NEAR = "SELECT kind, label, at_ms FROM notices WHERE kind IN ('near_turn', 'next_in_line') ORDER BY n"


async def lab_alone(place: Place, calls: int) -> list[a.Action]:
    """Nine wait for the laboratory, whose desk calls so many of them, each after a quarter of an hour, on its own."""
    desk, lab = place.desk(), place.desk("L", "user-2")
    people = [desk.new(a.IssueTicket, patient=_man(f"222000{i}"), clinic=LAB) for i in range(9)]
    tickets = [(await desk.act(person)).ticket for person in people]
    alone = list[a.Action]()
    for ticket, before in zip(tickets[:calls], [None, *tickets], strict=False):
        place.clock.pass_by(minutes=15)
        call = lab.new(a.CallNext, clinic=LAB, room=1, ticket=ticket, finish_current=before is not None, current=before)
        alone.append(call)
    return alone


def test_who_stands_near_is_told_by_what_a_desk_does_once_its_hours_alone_are_in(tmp_path: Path) -> None:
    """Of those hours nobody is told: more of them may follow, and each of these may have gone in long ago."""

    async def story() -> None:
        async with telling(tmp_path, HandClock()) as (place, _):
            alone = await lab_alone(place, 4)
            before = place.rows(NEAR)
            assert {label for _, label, _ in before} == {f"L-00{n}" for n in (1, 2, 3, 4)}
            place.clock.pass_by(minutes=12)
            lab = place.desk("L", "user-2")
            assert {result.outcome for result in (await lab.send(*alone)).results} == {"applied"}
            assert place.rows(NEAR) == before
            await lab.act(lab.new(a.CallNext, clinic=LAB, room=1, finish_current=True))
            now = events.millis(place.clock.now())
            assert set(place.rows(NEAR)[len(before) :]) == {
                ("next_in_line", "L-006", now), ("next_in_line", "L-007", now),
                *(("near_turn", f"L-00{n}", now) for n in (6, 7, 8, 9)),
            }  # fmt: skip

    asyncio.run(story())


def test_what_comes_back_after_a_restore_was_told_at_its_own_time(tmp_path: Path) -> None:
    async def story() -> None:
        async with telling(tmp_path, HandClock()) as (place, _):
            [call] = await lab_alone(place, 1)
            epoch = place.writer.epoch
            place.clock.pass_by(minutes=12)
            begin_again(place)
            lab = place.desk("L", "user-2")
            back = replace(call, was=f"{epoch}:90")
            assert (await lab.act(back)).outcome == "wait", "for whoever else was there before"
            place.clock.pass_by(seconds=10)
            assert (await lab.act(back)).outcome == "applied"
            place.clock.pass_by(minutes=5)
            await lab.act(lab.new(a.CallNext, clinic=LAB, room=1, finish_current=True))
            at = {(kind, label): ms for kind, label, ms in place.rows(NEAR)}
            assert at["near_turn", "L-005"] == events.millis(call.at)
            assert at["near_turn", "L-006"] == events.millis(place.clock.now())

    asyncio.run(story())


def _man(number: str) -> PatientEntry:
    return PatientEntry(number=number, gender="male")


def test_what_is_not_committed_tells_nobody_and_tells_once_when_it_is(tmp_path: Path, expected_logs: Any) -> None:
    expected_logs.expect("the log cannot be written")
    expected_logs.expect("the log can be written again")
    woken: list[int] = []

    async def story() -> None:
        clock = HandClock()
        async with telling(tmp_path, clock, lambda: woken.append(1)) as (place, _):
            desk, database = place.desk(), place.database
            write = database.write
            for raised in (CommitUnknown("disk"), StoreError("disk-full")):

                @contextmanager
                def failing(raised: StoreError = raised) -> Iterator[Connection]:
                    with write() as conn:
                        yield conn
                        conn.exec_driver_sql("ROLLBACK")
                        conn.exec_driver_sql("BEGIN IMMEDIATE")
                        raise raised

                database.write = failing  # type: ignore[method-assign]  # the disk's part in this story
                count = len(woken)
                with pytest.raises(Unavailable):
                    await desk.act(desk.registration("2001"))
                database.write = write  # type: ignore[method-assign]  # and it is well again
                assert place.rows(ALL) == []
                assert len(woken) == count
            assert (await desk.act(desk.registration("2001"))).outcome == "applied"
            assert place.rows(ALL) == [("next_in_line", "L-001"), ("near_turn", "L-001")]

    asyncio.run(story())
    assert woken


def test_nobody_asks_so_nothing_is_kept_and_from_then_on_it_is(tmp_path: Path) -> None:
    async def story() -> None:
        async with telling(tmp_path, HandClock()) as (place, teller):
            desk = place.desk()
            teller.on = False
            await desk.act(desk.registration("3001"))
            assert place.rows(ALL) == []
            teller.on = True
            await desk.act(desk.registration("3002"))
            assert place.rows(ALL) == [
                ("next_in_line", "L-001"), ("near_turn", "L-001"), ("next_in_line", "L-002"), ("near_turn", "L-002"),
            ]  # fmt: skip

    asyncio.run(story())


@pytest.mark.parametrize("seed", range(8))
def test_they_are_what_the_rules_find_in_the_log(tmp_path: Path, seed: int) -> None:
    """The writer looks after each action, the rules after each event: the same is told."""
    chance = Random(seed)

    async def story() -> tuple[set[Any], set[Any]]:
        async with telling(tmp_path, HandClock()) as (place, _):
            desk = place.desk()
            deeds: list[Any] = []
            for n in range(120):
                place.clock.pass_by(seconds=20)
                state = await place.writer.ask(lambda s: s)
                tickets = [t for t in state.tickets.values() if t.state not in ("done", "cancelled", "transferred")]
                deed: Any = desk.registration(f"{7000 + n}")
                if tickets and chance.random() < 0.85:
                    deed = _some_deed(desk, chance, chance.choice(tickets), deeds)
                if (await desk.act(deed)).outcome == "applied":
                    deeds.append(deed.id)
            with place.database.read() as conn:
                log = [event for event, _ in events.after(conn, 0)]
            return log_notices(log), set(place.rows("SELECT about, kind FROM notices"))

    by_rules, stored = asyncio.run(story())
    assert len(stored) > 20
    assert stored == by_rules


def _some_deed(desk: Desk, chance: Random, ticket: Ticket, deeds: list[Any]) -> Any:
    """Something a person might do about this ticket."""
    kinds = a.CallNext, a.CallNext, a.Finish, a.NoShow, a.Requeue, a.Hold, a.PauseClinic, a.OpenClinic, a.Undo
    kind: Any = chance.choice(kinds)
    if kind is a.CallNext:
        return desk.new(kind, clinic=ticket.clinic, room=1, finish_current=True)
    if kind is a.Undo:
        return desk.new(kind, action=chance.choice(deeds))
    if kind in (a.PauseClinic, a.OpenClinic):
        return desk.new(kind, clinic=ticket.clinic)
    return desk.new(kind, ticket=ticket.id)


def log_notices(log: list[Any]) -> set[Any]:
    """What the rules find, event by event."""
    state, notices = State(), Notices()
    found = set()
    for event in log:
        evolve(state, event)
        found |= {(n.ticket or n.visit, n.kind) for n in notices.after(state, event)}
    return found


def test_old_ones_are_forgotten(tmp_path: Path) -> None:
    clock = HandClock()

    async def story() -> None:
        async with telling(tmp_path, clock) as (place, _):
            desk = place.desk()
            await desk.act(desk.registration("4001"))

            def tidy(conn: Connection) -> None:
                forget(conn, clock.now())

            place.database.transact(tidy)
            assert len(place.rows(ALL)) == 2
            clock.at += 2 * module.TOLD_FOR
            clock.pass_by(seconds=1)
            place.database.transact(tidy)
            assert place.rows(ALL) == []

    asyncio.run(story())


def test_the_last_stop_and_the_first_of_a_stage_are_told_with_what_they_need(tmp_path: Path) -> None:
    async def story() -> None:
        async with telling(tmp_path, HandClock()) as (place, _):
            desk = place.desk()
            ticket = (await desk.act(desk.registration("5001"))).ticket
            visit = None
            while ticket is not None:
                done = await desk.act(desk.new(a.CallTicket, ticket=ticket, room=1, reason="other", note="x"))
                assert done.outcome == "applied", done
                ended = await desk.act(desk.new(a.Finish, ticket=ticket))
                state = await place.writer.ask(lambda s: s)
                visit = state.tickets[ticket].visit
                ticket = next((t for t in state.visit_tickets[visit] if state.tickets[t].state == "waiting"), None)
                assert ended.outcome == "applied", ended
            moved = place.rows("SELECT clinic, stage FROM notices WHERE kind = 'moved_on' ORDER BY n")
            assert moved
            assert all(clinic in stage.split() or not stage for clinic, stage in moved)
            stages = [stage for _, stage in moved if stage]
            assert stages
            assert len(set(stages)) == len(stages), "a stage is begun once"
            assert place.rows("SELECT about, ticket FROM notices WHERE kind = 'visit_complete'") == [(visit, None)]

    asyncio.run(story())


def test_a_server_that_runs_for_weeks_remembers_the_last_days_only(tmp_path: Path) -> None:
    async def story() -> tuple[list[int], int]:
        clock, remembered = HandClock(), list[int]()
        async with telling(tmp_path, clock) as (place, teller):
            desk = place.desk()
            for _ in range(21):
                await desk.act(desk.registration("1001"))
                await desk.act(desk.registration("1002"))
                assert (await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))).outcome == "applied"
                remembered.append(len(teller._told._told))
                clock.pass_by(seconds=86_400)
            return remembered, len(place.rows(ALL))

    remembered, told = asyncio.run(story())
    assert told == 21 * 5, "each day anew, though the same people come"
    assert remembered[-1] == remembered[10] < told
