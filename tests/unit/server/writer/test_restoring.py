"""A restored server gives nothing out twice, and takes back what its consoles still know."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.ids import Epoch, UserId
from mmc_console.domain.numbers import desk_letters
from mmc_console.domain.permissions import Role
from mmc_console.server import restoring
from mmc_console.server.auth import devices, users
from mmc_console.server.http.views import gather_snapshot
from mmc_console.server.log.ledger import MARGIN
from mmc_console.server.pages.tokens import Tokens
from mmc_console.server.store.errors import DiskFull
from mmc_console.server.writer import Unavailable
from mmc_console.server.writer_batch import Batch
from mmc_console.wire.answers import ActionsRequest, Result
from tests.guards import ExpectedLogs
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Desk, Place, writing


def begun_again(tmp_path: Path) -> tuple[list[a.AnyAction], Epoch, HandClock]:
    """Two registrations and a call that a restored server has lost, as their console kept them; then a new history."""
    clock, kept = HandClock(), list[a.AnyAction]()

    async def lived() -> Epoch:
        async with writing(tmp_path / "lived", clock) as place:
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            called = desk.new(a.CallNext, clinic=LAB, room=1)
            for action in (desk.registration("1234567"), desk.registration("1234568"), called):
                result = await desk.act(action)
                kept.append(completed(action, result, place.writer.epoch, events_of(result)))
            return place.writer.epoch

    epoch = asyncio.run(lived())
    return kept, epoch, clock


async def sent(desk: Desk, *actions: a.AnyAction, **more: object) -> tuple[Result, ...]:
    request = replace(ActionsRequest(actions=actions), **more)
    return (await desk.writer.submit([desk.actor] * len(actions), "console-K", request)).results


def restored(tmp_path: Path, place: Place, *, bring_back: bool = True) -> None:
    now = place.clock.now()

    def again(conn: Connection) -> None:
        restoring.begin_again(conn, now, [restoring.known(conn, now)], bring_back=bring_back)

    place.database.transact(again)
    place.writer.load()


def test_a_number_that_may_be_on_paper_is_not_given_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            assert (await desk.act(desk.registration("1234567"))).number == "001"
            before = place.writer.epoch
            restored(tmp_path, place)
            assert place.writer.epoch != before
            now = place.clock.now()
            today = place.writer._state.calendar.day(now)
            found = await place.writer.ask(lambda state: gather_snapshot(state, now))
            assert found.numbers == {today: 21}, "a console that lives in this history can tell the next one"
            assert (await desk.act(desk.registration("1234568"))).number == "022", "20 above the highest known"
            [result] = await sent(desk, desk.registration("1234569"), known={today: 90})
            assert result.number == "111", "20 above what a console knew of"

    asyncio.run(story())


def test_two_restores_that_know_nothing_of_each_other_do_not_count_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distances = iter((33, 77))
    monkeypatch.setattr(restoring, "distance", lambda: next(distances))

    async def story() -> None:
        async with writing(tmp_path / "one") as place:
            desk = place.desk()
            await desk.act(desk.registration("1234567"))
            today = place.writer._state.calendar.day(place.clock.now())
            await place.writer.stop()
        shutil.copytree(tmp_path / "one", tmp_path / "other")
        given = []
        for folder in ("one", "other"):  # from the same backup: for the second the first has never been
            async with writing(tmp_path / folder) as place:
                place.database.transact(lambda conn: restoring.begin_again(conn, place.clock.now()))
                place.writer.load()
                desk = place.desk()
                given.append((await desk.act(desk.registration("1234568"))).number)
                [told] = await sent(desk, desk.registration("1234569"), known={today: 2})
                given.append(told.number)
        assert given == ["035", "036", "079", "080"]

    asyncio.run(story())


def test_a_machine_whose_clock_is_behind_gives_no_number_of_this_morning_again(tmp_path: Path) -> None:
    """At 7:15 it believes it is 4:15, so yesterday still; the clock is set when the centre is restored already."""

    async def story() -> None:
        clock = HandClock()
        clock.pass_by(days=-1)
        async with writing(tmp_path, clock) as place:
            clock.pass_by(days=1)  # the backup is of the evening; what was given this morning nobody can be asked
            behind = clock.now() - timedelta(hours=3)
            place.database.transact(lambda conn: restoring.begin_again(conn, behind))
            place.writer.load()
            number = (await place.desk().act(place.desk().registration("1234567"))).number
            assert number is not None
            assert int(number) > MARGIN

    asyncio.run(story())


def test_two_restores_that_know_nothing_of_each_other_give_no_letter_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A console that was let in between the two still gives its own numbers, offline, under the letter it has."""
    distances = iter((33, 77))
    monkeypatch.setattr(restoring, "distance", lambda: next(distances))

    def let_in(conn: Connection) -> str:
        restoring.begin_again(conn, HandClock().now())
        return devices.enrol(conn, devices.Hello(f"console-{len(given)}", "new", None, None), 0)

    given = list[str]()

    async def story() -> None:
        async with writing(tmp_path / "one") as place:
            await place.writer.stop()
        shutil.copytree(tmp_path / "one", tmp_path / "other")
        for folder in ("one", "other"):  # from the same backup
            async with writing(tmp_path / folder) as place:
                given.append(place.database.transact(let_in))

    asyncio.run(story())
    assert given == [desk_letters(33), desk_letters(77)]


def test_a_console_that_came_after_many_restores_gives_numbers_of_its_own(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk(desk_letters(19 * MARGIN))
            taken = await desk.act(replace(desk.registration("1234567"), number="AAA01"))
            assert (taken.outcome, taken.number) == ("applied", "AAA01")
            stranger = place.desk("AA")
            refused = await stranger.act(replace(stranger.registration("1234568"), number="AAA02"))
            assert refused.problem is not None
            assert refused.problem.code == "number-not-yours"

    asyncio.run(story())


def test_a_restore_keeps_its_distance_within_bounds() -> None:
    assert all(MARGIN <= restoring.distance() < 10 * MARGIN for _ in range(100))


def test_lost_actions_come_back_in_their_old_order_with_their_numbers(tmp_path: Path) -> None:
    kept, old, clock = begun_again(tmp_path)
    first, second, call = kept

    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            restored(tmp_path, place)
            desk = place.desk()
            [early] = await sent(desk, call)
            assert early.outcome == "wait", "whom it calls is not back"
            [ahead] = await sent(desk, second)
            assert ahead.outcome == "wait", "another stood before"
            results = await sent(desk, first, second, call)
            assert [r.outcome for r in results] == ["applied"] * 3
            assert [r.number for r in results[:2]] == ["001", "002"]
            assert isinstance(call, a.CallNext)
            assert results[2].ticket == call.ticket
            again = await sent(desk, first, second, call)
            assert [r.outcome for r in again] == ["repeated"] * 3, "completed, and known all the same"

    assert first.was is not None
    assert first.was.startswith(old)
    asyncio.run(story())


@pytest.mark.parametrize("out", [False, True])
def test_what_waits_here_for_its_turn_is_not_taken_from_a_console_revoked_meanwhile(tmp_path: Path, out: bool) -> None:
    kept, _, clock = begun_again(tmp_path)
    first, second, _ = kept

    def revoke(conn: Connection) -> None:
        devices.enrol(conn, devices.Hello("console-K", "K", None, None), 0)
        if out:
            devices.revoke(conn, "console-K")

    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            restored(tmp_path, place)
            desk = place.desk()
            [ahead] = await sent(desk, second)
            assert ahead.outcome == "wait"
            place.database.transact(revoke)
            answer = await place.writer.submit([desk.actor], "console-L", ActionsRequest(actions=(first,)))
            assert [result.outcome for result in answer.results] == ["applied"]
            assert (second.id in place.writer._state.traces) is not out

    asyncio.run(story())


@pytest.mark.parametrize("change", ["none", "rights", "disabled"])
def test_what_waits_here_for_its_turn_is_not_taken_with_rights_its_author_has_no_more(
    tmp_path: Path, change: str
) -> None:
    """Its console may be gone since: that one would hear, asking again, that an administrator decides."""
    kept, _, clock = begun_again(tmp_path)
    first, second, _ = kept

    def hire(conn: Connection) -> None:
        roles = frozenset[Role]({"clinician" if change == "rights" else "supervisor"})
        user = users.new_user("rana", "Rana", "hash", roles, frozenset({LAB} if change == "rights" else ()), False)
        users.add(conn, replace(user, id=UserId("user-1"), enabled=change != "disabled"), 0)

    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            restored(tmp_path, place)
            desk = place.desk()
            [ahead] = await sent(desk, second)
            assert ahead.outcome == "wait"
            place.database.transact(hire)
            answer = await place.writer.submit([desk.actor], "console-L", ActionsRequest(actions=(first,)))
            assert [result.outcome for result in answer.results] == ["applied"]
            assert (second.id in place.writer._state.traces) is (change == "none")

    asyncio.run(story())


def test_after_a_roll_back_on_purpose_nothing_later_comes_back_and_all_of_it_is_told(tmp_path: Path) -> None:
    kept, _, clock = begun_again(tmp_path)

    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            restored(tmp_path, place, bring_back=False)
            desk = place.desk()
            at = place.writer.health.seq
            results = await sent(desk, *kept)
            assert [(r.outcome, r.problem.code if r.problem else "") for r in results] == [
                ("refused", "rolled-back")
            ] * len(kept)
            assert place.writer.health.seq == at, "nothing was recorded"
            assert (await desk.act(desk.registration("1234567"))).outcome == "applied", "new work is taken"
            place.writer.load()
            assert (await sent(desk, kept[0]))[0].problem is not None, "also after a start"

    asyncio.run(story())


def test_what_a_later_history_loses_comes_back_though_an_earlier_one_was_rolled_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            restored(tmp_path, place, bring_back=False)
            desk = place.desk()
            first = desk.registration("1234567")
            was = f"{place.writer.epoch}:{place.writer.health.seq + 2}"
            restored(tmp_path, place)
            clock = place.clock
            clock.pass_by(minutes=1)
            [result] = await sent(desk, replace(first, was=was))
            assert result.outcome == "applied"

    asyncio.run(story())


def test_the_papers_of_what_comes_back_open_their_pages_again(tmp_path: Path) -> None:
    async def story() -> None:
        clock, token = HandClock(), "r" * 22
        async with writing(tmp_path / "lived", clock) as place:
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            action = desk.registration("1234567", page_token=token)
            result = await desk.act(action)
            back = completed(action, result, place.writer.epoch, events_of(result))
        async with writing(tmp_path / "restored", clock) as place:
            restored(tmp_path, place)
            tokens = Tokens(place.keys.index)
            with place.database.read() as conn:
                assert tokens.find(conn, token) is None
            [again] = await sent(place.desk(), back)
            assert (again.outcome, again.visit) == ("applied", result.visit)
            with place.database.read() as conn:
                assert tokens.find(conn, token) == result.visit

    asyncio.run(story())


def test_what_could_not_be_stored_has_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the log cannot be written: disk-full")
    expected_logs.expect("the log can be written again")
    kept, _, clock = begun_again(tmp_path)
    first, second, call = kept

    async def story() -> None:
        async with writing(tmp_path / "restored", clock) as place:
            restored(tmp_path, place)
            desk = place.desk()
            with monkeypatch.context() as full:
                full.setattr(Batch, "store", full_disk)
                with pytest.raises(Unavailable):
                    await sent(desk, first)
            assert [r.outcome for r in await sent(desk, second)] == ["wait"], "another stood before"
            assert [r.outcome for r in await sent(desk, first, second, call)] == ["applied"] * 3

    asyncio.run(story())


def full_disk(_: Batch) -> None:
    raise DiskFull


@pytest.mark.parametrize("again", ["restored", "in another request", "in one request"])
def test_what_was_done_in_an_actions_stead_is_not_done_again_by_itself(tmp_path: Path, again: str) -> None:
    """The first was refused, or the server broke on it, and was recorded anew; a copy of that console's folder has it
    still to send."""

    async def story() -> None:
        async with writing(tmp_path) as place:
            if again == "restored":
                restored(tmp_path, place)
            desk = place.desk()
            place.clock.pass_by(minutes=1)
            for number in ("1234567", "1234568"):
                await desk.act(desk.registration(number))
            first = desk.new(a.CallNext, clinic=LAB, room=1)
            second = replace(desk.new(a.CallNext, clinic=LAB, room=2), replaces=first.id)
            if again == "in one request":
                done, late = await sent(desk, second, first)
            else:
                done, late = await desk.act(second), await desk.act(first)
            assert done.outcome == "applied"
            assert late.problem is not None
            assert (late.outcome, late.problem.code) == ("refused", "id-reused")

    asyncio.run(story())


@pytest.mark.parametrize("lost", [False, True])
def test_the_own_paper_of_who_was_registered_at_two_desks_leads_to_the_visit_after_a_restore_too(
    tmp_path: Path, lost: bool
) -> None:
    """Its result tells the number of the visit that stands; that is not the one on this desk's paper."""

    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            kept = []
            for desk, number in ((place.desk("L"), None), (place.desk(), "K04")):
                action = replace(desk.registration("1234567"), number=number)
                result = await desk.act(action)
                assert result.number == "001"
                kept.append(completed(action, result, place.writer.epoch, events_of(result)))
            await place.writer.stop()
        async with writing(tmp_path / ("restored" if lost else "lived"), clock) as place:
            restored(tmp_path, place)
            for desk, back in zip((place.desk("L"), place.desk()), kept, strict=True):
                [again] = await sent(desk, back)
                assert (again.outcome, again.number) == ("applied" if lost else "repeated", "001")
            state = await place.writer.ask(lambda state: state)
            [visit] = state.visits.values()
            assert (visit.number, visit.aliases) == ("001", ("K04",))

    asyncio.run(story())
