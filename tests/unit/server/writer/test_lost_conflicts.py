"""What was carried out after all comes back after a restore that has lost the conflict, too."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, DeskLetter, Epoch, PatientId, TicketId, UserId, note_of
from mmc_console.domain.permissions import Actor, Role
from mmc_console.server.returning import FOR_OTHERS
from mmc_console.server.writer_checks import AHEAD_AT_MOST
from mmc_console.wire.answers import ActionsRequest, Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import EXAM, LAB, Desk, begin_again, registered_and_copied, writing

NOTE = "speaks Swahili only"


class Lived(NamedTuple):
    """What the consoles keep of a history: another desk's call, the late one that met it, and its override."""

    ticket: TicketId
    theirs: a.AnyAction
    late: a.CallTicket
    insisted: a.AnyAction
    epoch: Epoch


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def was(tmp_path: Path, clock: HandClock) -> Lived:
    """The copy in `restored` holds the ticket, and none of what was done with it."""

    async def story() -> Lived:
        ticket = await registered_and_copied(tmp_path, clock)
        async with writing(tmp_path / "lived", clock) as place:
            desk, other = place.desk(), place.desk("M", "user-2")
            call = other.new(a.CallNext, clinic=LAB, room=1)
            late = desk.new(a.CallTicket, ticket=ticket, room=2, reason="other", note=NOTE, rev=1, n=7)
            insisted = desk.new(a.Override, conflict=late.id, n=8)
            called = await other.act(call)
            assert (await desk.act(late)).outcome == "conflict"
            done = await desk.act(insisted)
            assert done.outcome == "applied"
            epoch = place.writer.epoch
            return Lived(
                ticket, completed(call, called, epoch, events_of(called)), late,
                completed(insisted, done, epoch, events_of(done)), epoch,
            )  # fmt: skip

    return asyncio.run(story())


async def told(
    desk: Desk, *actions: a.AnyAction, conflicts: tuple[a.AnyAction, ...] = (), roles: frozenset[Role] | None = None
) -> tuple[Result, ...]:
    actor = desk.actor if roles is None else Actor(UserId(desk.user), roles, frozenset({LAB}), DeskLetter(desk.letter))
    request = ActionsRequest(actions=actions, conflicts=conflicts)
    answer = await desk.writer.submit([actor] * len(actions), f"console-{desk.letter}", request)
    return answer.results


def by(action: a.AnyAction, desk: Desk) -> a.AnyAction:
    return replace(action, by=desk.actor.user)


def test_it_is_back_at_once_and_known_from_then_on(tmp_path: Path, clock: HandClock, was: Lived) -> None:
    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, other = place.desk(), place.desk("M", "user-2")
            [called] = await told(other, was.theirs)
            assert called.outcome == "applied"
            [back] = await told(desk, was.insisted, conflicts=(by(was.late, desk),))
            assert back.outcome == "applied"
            assert events_of(back)[0].type == "overridden"
            assert (was.ticket, 2, "called") in place.rows("SELECT id, room, state FROM tickets")
            [again] = await told(desk, was.insisted, conflicts=(by(was.late, desk),))
            assert again.outcome == "repeated", "and once only"
            [conflict] = await told(desk, was.late)
            assert conflict.outcome == "conflict", "the same word as before"
            [second] = await told(desk, desk.new(a.Override, conflict=was.late.id), conflicts=(by(was.late, desk),))
            assert second.problem is not None
            assert second.problem.code == "nothing-to-override"
            with place.database.read() as conn:
                assert place.people.note(conn, note_of(was.late.id)) == NOTE

    asyncio.run(story())


def test_it_waits_for_what_came_before_it_and_is_then_taken_without_being_asked_for(
    tmp_path: Path, clock: HandClock, was: Lived
) -> None:
    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, other = place.desk(), place.desk("M", "user-2")
            [back] = await told(desk, was.insisted, conflicts=(by(was.late, desk),))
            assert back.outcome == "wait"
            assert place.rows("SELECT outcome FROM results WHERE original IS NOT NULL") == [("conflict",)]
            await told(other, was.theirs)
            assert (was.ticket, 2, "called") in place.rows("SELECT id, room, state FROM tickets")

    asyncio.run(story())


def test_a_server_that_still_has_the_conflict_changes_nothing_of_it(
    tmp_path: Path, clock: HandClock, was: Lived
) -> None:
    async def story() -> None:
        async with writing(tmp_path / "lived", clock) as place:
            begin_again(place)
            before = place.rows("SELECT * FROM results ORDER BY action")
            desk = place.desk()
            [back] = await told(desk, was.insisted, conflicts=(by(was.late, desk),))
            assert back.outcome == "repeated"
            assert place.rows("SELECT * FROM results ORDER BY action") == before

    asyncio.run(story())


def test_after_a_roll_back_on_purpose_it_stays_away_and_its_conflict_too(
    tmp_path: Path, clock: HandClock, was: Lived
) -> None:
    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place, bring_back=False)
            desk = place.desk()
            [back] = await told(desk, was.insisted, conflicts=(by(was.late, desk),))
            assert back.problem is not None
            assert back.problem.code == "rolled-back"
            assert place.rows("SELECT outcome FROM results WHERE outcome = 'conflict'") == []

    asyncio.run(story())


def test_a_conflict_of_before_the_restore_can_be_carried_out_by_whoever_decides_only_now(
    tmp_path: Path, clock: HandClock, was: Lived
) -> None:
    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, supervisor = place.desk(), place.desk("M", "user-2")
            fresh = supervisor.new(a.Override, conflict=was.late.id)
            [done] = await told(supervisor, fresh, conflicts=(by(was.late, desk),))
            assert done.outcome == "applied"
            assert place.rows("SELECT author FROM results WHERE outcome = 'conflict'") == [("user-1",)]

    asyncio.run(story())


CLERK: frozenset[Role] = frozenset({"clinician"})


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("another's", "override-not-yours"), ("no right to it", "not-allowed"), ("made since", "nothing-to-override"),
        ("no restore", "nothing-to-override"),
    ],
)  # fmt: skip
def test_nobody_gets_more_done_by_telling_of_a_conflict_and_hears_why(
    tmp_path: Path, clock: HandClock, was: Lived, case: str, code: str
) -> None:
    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            if case != "no restore":
                begin_again(place)
            desk = place.desk()
            conflict, roles = by(was.late, desk), CLERK
            if case == "another's":
                conflict = replace(conflict, by=UserId("user-2"))
            elif case == "no right to it":
                conflict = desk.new(a.CloseClinic, clinic=LAB, reason="break")
            elif case == "made since":
                conflict = desk.new(a.Transfer, ticket=was.ticket, clinic=ClinicCode("xray"))
                conflict = replace(conflict, at=clock.now() + 2 * AHEAD_AT_MOST, by=desk.actor.user)
            fresh = desk.new(a.Override, conflict=conflict.id)
            [refused] = await told(desk, fresh, conflicts=(conflict,), roles=roles)
            assert refused.problem is not None
            assert refused.problem.code == code
            assert place.rows("SELECT outcome FROM results WHERE outcome = 'conflict'") == []

    asyncio.run(story())


def test_of_somebody_nobody_knows_any_more_it_cannot_be_carried_out_and_that_is_said(
    tmp_path: Path, clock: HandClock, was: Lived
) -> None:
    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk = place.desk()
            gone = PatientId("ff8651ca-6a73-5b50-928f-9b9b1505266e")
            conflict = by(desk.new(a.RegisterVisit, patient_id=gone, exam_type=EXAM, next=LAB), desk)
            [refused] = await told(desk, desk.new(a.Override, conflict=conflict.id), conflicts=(conflict,))
            assert refused.problem is not None
            assert refused.problem.code == "unknown-patient"
            assert place.rows("SELECT outcome FROM results WHERE outcome = 'conflict'") == []

    asyncio.run(story())


def test_who_may_not_do_it_any_more_hears_so_also_when_anothers_request_comes_first(
    tmp_path: Path, clock: HandClock, was: Lived
) -> None:
    """What has waited here is taken with any request, and only its own tells what it carries out."""

    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, other = place.desk(), place.desk("M", "user-2")
            lowered: frozenset[Role] = frozenset({"reception"})
            [waits] = await told(desk, was.insisted, conflicts=(by(was.late, desk),), roles=lowered)
            assert waits.outcome == "wait"
            clock.pass_by(seconds=FOR_OTHERS.total_seconds() + 1)
            await told(other, was.theirs)
            [refused] = await told(desk, was.insisted, conflicts=(by(was.late, desk),), roles=lowered)
            assert refused.problem is not None
            assert refused.problem.code == "not-allowed"

    asyncio.run(story())
