"""What a lost history had acknowledged is told to the new one: all at once, and asked after no more than it must."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from mmc_console.client.completion import events_of
from mmc_console.client.errors import ServerBusy, WireFault
from mmc_console.client.row import Row
from mmc_console.client.shown import PendingRow
from mmc_console.client.sync import Sync
from mmc_console.client.testing import LocalGateway
from mmc_console.client.turns import ASK_AGAIN, ASK_ALL_AGAIN, Turns
from mmc_console.domain.actions import CallTicket, Hold, Override, Resume
from mmc_console.domain.ids import ActionId, Epoch
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest, Outcome, Result
from mmc_console.wire.problems import problem
from tests.two_desks import at_eyes, beaten, two_desks
from tests.unit.client.stage import played


class Waiting(NamedTuple):
    """What is looked at of a row that waits."""

    id: ActionId
    place: tuple[int, int]


class Restored:
    """A console whose server has begun a new history, and has of the old one what it is told to have."""

    def __init__(self, desk: LocalGateway) -> None:
        self.desk, self.asked = desk, list[ActionsRequest]()
        self.outcomes: dict[ActionId, Outcome] = {}
        """What is answered to each that comes back; else `wait`."""
        self._act = desk.server.act
        server: Any = desk.server
        server.act = self._answer

    async def _answer(self, bearer: str, request: ActionsRequest) -> ActionsAnswer:
        self.asked.append(request)
        server = self.desk.server
        if request.epoch != server.epoch or not any(action.was for action in request.actions):
            return await self._act(bearer, request)
        results = [
            Result(id=action.id, outcome=outcome, problem=problem("wrong-state") if outcome == "refused" else None)
            for action in request.actions
            for outcome in [self.outcomes.get(action.id, "wait")]
        ]
        return ActionsAnswer(
            epoch=server.epoch, seq=server.state.seq, now=server.now(), safe_seq=0, results=tuple(results)
        )

    @property
    def sync(self) -> Sync:
        return self.desk.parts.sync

    def streams(self, id: ActionId) -> None:
        """The stream says that this one was taken, as it was before."""
        row = self.desk.parts.desk.outbox.get(id)
        assert row is not None
        assert row.result is not None
        self.sync.news(events_of(row.result))

    async def next(self) -> list[ActionId]:
        """What the next request has; nothing when none is sent."""
        count = len(self.asked)
        await self.sync.step()
        return [action.id for action in self.asked[-1].actions] if len(self.asked) > count else []


async def restored() -> tuple[Restored, Sequence[ActionId]]:
    """One visit registered, held and taken up again, and another one; then a new history."""
    desk = await LocalGateway.with_center()
    visit = await desk.register("1001")
    ticket = desk.state.open_ticket(visit.id)
    assert ticket is not None
    await desk.act(Hold, ticket=ticket.id)
    await desk.act(Resume, ticket=ticket.id)
    await desk.register("1002")
    await desk.settle()
    scene = Restored(desk)
    desk.server.restart_history()
    await desk.parts.follow.renew()
    return scene, [row.id for row in desk.parts.desk.outbox]


@played
async def test_all_goes_in_one_request_and_each_says_what_it_builds_on() -> None:
    scene, ids = await restored()
    assert await scene.next() == ids
    assert scene.asked[0].after == ((), (ids[0],), (ids[1],), ())
    await scene.desk.close()


@played
async def test_while_it_waits_at_the_server_only_the_first_is_asked_for_again_and_all_from_time_to_time() -> None:
    scene, ids = await restored()
    await scene.next()
    assert await scene.sync.step() == ASK_AGAIN
    assert len(scene.asked) == 1
    await scene.desk.clock.turn(ASK_AGAIN)
    assert await scene.next() == ids[:1]
    assert await scene.next() == []
    await scene.desk.clock.turn(ASK_ALL_AGAIN - ASK_AGAIN)
    assert await scene.next() == ids
    scene.sync.served()
    assert await scene.next() == ids, "a server that has started anew knows of nothing that waits"
    await scene.desk.close()


@played
async def test_what_waits_falls_into_no_more_requests_for_being_answered_apart() -> None:
    scene, ids = await restored()
    await scene.next()
    scene.streams(ids[1])
    assert await scene.next() == ids[1:2], "asked by itself, and still to wait"
    await scene.desk.clock.turn(ASK_AGAIN)
    assert await scene.next() == ids[:1]
    assert await scene.next() == [], "it is not the first"
    await scene.desk.clock.turn(ASK_ALL_AGAIN - ASK_AGAIN)
    assert await scene.next() == ids, "it is asked for with the others"
    await scene.desk.clock.turn(ASK_AGAIN + 0.1)  # an answer took its time
    assert await scene.next() == ids[:1]
    await scene.desk.clock.turn(ASK_AGAIN)
    assert await scene.next() == ids[:1]
    await scene.desk.clock.turn(ASK_ALL_AGAIN - 2 * ASK_AGAIN - 0.1)
    assert await scene.next() == ids[1:]
    await scene.desk.clock.turn(0.1)
    assert await scene.next() == ids[:1]
    await scene.desk.clock.turn(ASK_AGAIN)
    assert await scene.next() == ids[:1], "the first of the others has not become another first"
    await scene.desk.close()


@played
async def test_the_answer_to_what_the_stream_says_was_taken_is_fetched_at_once() -> None:
    scene, ids = await restored()
    await scene.next()
    scene.streams(ids[1])
    assert await scene.next() == ids[1:2]
    assert scene.asked[-1].after == ((ids[0],),), "told before, by its id"
    await scene.desk.close()


@played
async def test_new_work_goes_on_but_for_what_builds_on_something_that_waits() -> None:
    scene, ids = await restored()
    await scene.next()
    desk = scene.desk
    first = desk.parts.desk.outbox.get(ids[0])
    assert first is not None
    assert first.result is not None
    assert first.result.ticket is not None
    held = await desk.act(Hold, ticket=first.result.ticket)
    other = await desk.submit(desk.registration("1003"))
    assert await scene.next() == [other.id]
    scene.outcomes = dict.fromkeys(ids, "repeated")
    scene.sync.served()
    assert await scene.next() == ids
    assert await scene.next() == [held.id]
    await desk.close()


@played
async def test_what_builds_on_a_refused_one_goes_after_a_person_has_decided() -> None:
    scene, ids = await restored()
    scene.outcomes = {ids[0]: "repeated", ids[1]: "refused"}
    await scene.next()
    await scene.desk.clock.turn(ASK_ALL_AGAIN)
    assert await scene.next() == [ids[3]]
    await scene.desk.parts.desk.outbox.decide(ids[1])
    assert await scene.next() == [ids[2]]
    assert scene.asked[-1].after == ((),)
    await scene.desk.close()


@played
async def test_who_is_called_after_somebody_left_in_vain_waits_for_no_decision_about_them() -> None:
    desk = await LocalGateway.with_center()
    tickets = [desk.state.open_ticket((await desk.register(number)).id) for number in ("1001", "1002")]
    first, second = (ticket.id for ticket in tickets if ticket is not None)
    await desk.act(CallTicket, ticket=first, room=1, reason="by-hand")
    await desk.act(Hold, ticket=first)
    await desk.act(CallTicket, ticket=second, room=1, reason="by-hand")
    await desk.settle()
    scene = Restored(desk)
    desk.server.restart_history()
    await desk.parts.follow.renew()
    *visits, called, held, next_one = (row.id for row in desk.parts.desk.outbox)
    scene.outcomes = {**dict.fromkeys(visits, "repeated"), called: "refused"}
    await scene.next()
    await desk.clock.turn(ASK_ALL_AGAIN)
    assert await scene.next() == [next_one]
    assert held not in scene.asked[-1].after[0], "that one is held back until a person has decided"
    await desk.close()


@played
async def test_a_server_that_has_a_new_history_serves_and_is_not_left_alone_for_its_troubles_before() -> None:
    scene, _ = await restored()
    desk = scene.desk
    scene.outcomes = dict.fromkeys([row.id for row in desk.parts.desk.outbox], "repeated")
    await scene.next()

    def busy(request: ActionsRequest) -> WireFault | None:
        return ServerBusy(0.0)

    desk.server.refuse = busy
    await desk.submit(desk.registration("1004"))
    for _ in range(8):
        await scene.sync.step()
    desk.server.refuse = lambda request: None
    desk.server.restart_history()
    assert await scene.sync.step() == 0.0
    desk.server.restart_history()
    assert await scene.sync.step() != 0.0, "two servers with a history each are not asked in turns without end"
    await desk.close()


@played
async def test_nothing_that_has_just_come_back_is_forgotten_because_a_backup_of_the_lost_history_held_it() -> None:
    """Once an hour what a backup holds is forgotten, also while the first answer of the new history is taken in."""
    scene, ids = await restored()
    desk, outbox = scene.desk, scene.desk.parts.desk.outbox
    scene.sync.safe_seq = 1_000  # of the history before
    scene.outcomes = dict.fromkeys(ids, "repeated")
    settle, later = outbox.settle, desk.clock.now() + timedelta(days=3)

    async def settled(rows: Iterable[Row]) -> None:
        await settle(rows)
        await outbox.forget(later, later, scene.sync.safe_seq, desk.server.epoch)

    outbox.settle = settled  # type: ignore[method-assign]  # at that very moment
    await scene.next()
    assert [row.id for row in outbox] == ids
    await desk.close()


async def in_conflict(folder: Path) -> tuple[Restored, LocalGateway, PendingRow]:
    """A console whose hold met another one's call; its server still knows both."""
    one, two = await two_desks(folder)
    conflict = await beaten(one, two, await at_eyes(one))
    return Restored(one), two, conflict


@played
async def test_what_was_carried_out_after_all_comes_back_with_its_conflict_and_that_is_not_asked_about(
    tmp_path: Path,
) -> None:
    scene, two, conflict = await in_conflict(tmp_path)
    desk = scene.desk
    await desk.decisions.instead(conflict.id, desk.decisions.insisting(conflict.id))
    await desk.settle()
    assert not any(request.conflicts for request in scene.asked), "the server that said so knows of it"
    desk.server.restart_history()
    await desk.parts.follow.renew()
    ids = await scene.next()
    [insisted] = [row for row in desk.parts.desk.outbox if isinstance(row.action, Override)]
    assert insisted.id in ids
    assert conflict.id not in ids
    [told] = scene.asked[-1].conflicts
    assert (told.id, told.by, told.was) == (conflict.id, insisted.author, None)
    row = desk.parts.desk.outbox.get(conflict.id)
    assert row is not None
    assert (row.state, row.failed) == ("conflict", False), "it stays decided"
    await desk.close()
    await two.close()


@played
async def test_a_conflict_of_before_a_restore_is_told_with_what_somebody_decides_only_now(tmp_path: Path) -> None:
    scene, two, conflict = await in_conflict(tmp_path)
    desk = scene.desk
    desk.server.restart_history()
    await desk.parts.follow.renew()
    await scene.next()
    assert not scene.asked[-1].conflicts, "nobody has decided"
    await desk.decisions.instead(conflict.id, desk.decisions.insisting(conflict.id))
    scene.outcomes = {row.id: "repeated" for row in desk.parts.desk.outbox}
    scene.sync.served()
    await desk.settle()
    told = [each.id for request in scene.asked for each in request.conflicts]
    assert set(told) == {conflict.id}
    await desk.close()
    await two.close()


@played
async def test_on_a_slow_line_all_is_told_and_new_work_leaves_before_anything_is_asked_for_again() -> None:
    desk = await LocalGateway.with_center()
    for i in range(40):
        await desk.register(str(2000 + i))
    await desk.settle()
    scene = Restored(desk)
    desk.server.restart_history()
    await desk.parts.follow.renew()
    ids = [row.id for row in desk.parts.desk.outbox]
    scene.sync._at_most = 8
    new = await desk.submit(desk.registration("9001"))
    told = list[ActionId]()
    for _ in range(5):
        told += await scene.next()
        await desk.clock.turn(ASK_ALL_AGAIN)  # so long each answer takes
        scene.sync._at_most = 8
    assert told == ids, "each once"
    assert await scene.next() == [new.id]
    assert (await scene.next())[0] == ids[0]
    await desk.close()


def test_the_more_waits_the_more_seldom_all_of_it_is_asked_for() -> None:
    turns, rows = Turns(), [Waiting(ActionId(str(n)), (n, n)) for n in range(800)]
    turns.at(Epoch("one"), 10.0)
    turns.wait(rows, 10.0)  # type: ignore[arg-type]  # only id and place are looked at
    assert sorted(set(turns)) == [10 + ASK_AGAIN, 10 + 9 * ASK_ALL_AGAIN]
    turns.come(row.id for row in rows)
    turns.wait(rows[:2], 20.0)  # type: ignore[arg-type]  # only id and place are looked at
    assert sorted(turns) == [20 + ASK_AGAIN, 20 + ASK_ALL_AGAIN]
    turns.at(Epoch("another"), 20.0)
    assert not list(turns)
    assert not turns.told(rows[0].id)
