"""Sending: exactly once whatever is lost, in order, patient with a busy server, and no poison stops the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import NeverLeft, ProblemAnswer, ServerBusy, Unreachable, WireFault
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import Cancel, Hold, OpenClinic, PauseClinic, Resume, TakeRoom
from mmc_console.domain.ids import ActionId, ClinicCode, visit_of
from mmc_console.domain.numbers import PENDING
from mmc_console.wire.answers import ActionsRequest
from mmc_console.wire.json import event_of
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played, running

LAB = ClinicCode("lab")
Refuse = Callable[[ActionsRequest], WireFault | None]


@played
async def test_actions_go_in_one_request_and_each_says_on_which_it_depends() -> None:
    desk = await LocalGateway.with_center()
    visit = await desk.register("1001")
    ticket = desk.state.open_ticket(visit.id)
    assert ticket is not None
    sizes: list[int] = []

    def note(request: ActionsRequest) -> WireFault | None:
        sizes.append(len(request.actions))
        depends.append(request.after)
        return None

    depends: list[tuple[tuple[int | ActionId, ...], ...]] = []
    desk.server.refuse = note
    await desk.act(Hold, ticket=ticket.id)
    await desk.act(Resume, ticket=ticket.id)
    for i in range(5):
        await desk.submit(desk.registration(str(2000 + i)))
    await desk.settle()
    assert sizes == [7]
    assert depends == [((), (0,), (), (), (), (), ())]
    assert desk.pending.count == 0
    await desk.close()


@played
async def test_what_depends_on_a_refused_action_of_the_same_request_is_left_undone_and_can_be_withdrawn() -> None:
    desk = await LocalGateway.with_center()
    visit = await desk.register("1001")
    ticket = desk.state.open_ticket(visit.id)
    assert ticket is not None
    desk.server.add_user("huda", ["supervisor"])
    desk.server.do(Cancel, "huda", ticket=ticket.id, reason="left")
    await desk.act(Hold, ticket=ticket.id)
    resume = await desk.act(Resume, ticket=ticket.id)
    other = await desk.submit(desk.registration("2000"))
    await desk.settle()
    assert (await other.outcome).outcome == "applied"
    assert (desk.pending.refused + desk.pending.conflicts, desk.pending.waiting) == (1, 1)
    assert resume.id not in {event_of(bytes(raw)).action for raw in desk.server.log}
    assert await desk.withdraw(resume.id), "the server said that it was left undone"
    await desk.close()


@settings(max_examples=25)  # each one opens an encrypted file and lets two minutes pass
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=6))
def test_whatever_is_lost_each_action_happens_once_and_in_order(losses: list[tuple[int, int]]) -> None:
    @played
    async def scene(folder: Path) -> None:
        desk = await LocalGateway.with_center(profile=folder)
        async with running(desk):
            for number, (requests, answers) in enumerate(losses):
                desk.server.lose_requests, desk.server.lose_answers = requests, answers
                await desk.submit(desk.registration(str(1000 + number)))
                await desk.clock.turn(0.5)
            await desk.clock.turn(120)
        assert desk.pending.count == 0
        numbers = [v.number for v in sorted(desk.server.state.visits.values(), key=lambda v: v.registered_at)]
        assert len(numbers) == len(losses)
        assert len(set(numbers)) == len(losses)
        first_seen = list(dict.fromkeys(action.id for action in desk.server.received))
        assert first_seen == [row.id for row in desk.parts.desk.outbox]
        await desk.close()

    with TemporaryDirectory() as folder:
        scene(Path(folder))


@played
async def test_a_busy_server_is_left_alone_for_as_long_as_it_asks() -> None:
    desk = await LocalGateway.with_center()
    asked: list[float] = []

    def refuse(request: ActionsRequest) -> WireFault | None:
        asked.append(desk.clock.monotonic())
        return ServerBusy(7.0) if len(asked) == 1 else None

    desk.server.refuse = refuse
    async with running(desk):
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(6.9)
        assert len(asked) == 1
        await desk.clock.turn(2)
        assert len(asked) == 2
        assert asked[1] - asked[0] >= 7
    assert desk.pending.count == 0
    await desk.close()


@played
async def test_waits_between_tries_grow_and_stay_bounded() -> None:
    desk = await LocalGateway.with_center()
    asked: list[float] = []

    def refuse(request: ActionsRequest) -> WireFault | None:
        asked.append(desk.clock.monotonic())
        return Unreachable("no")

    desk.server.refuse = refuse
    async with running(desk):
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(600)
    waits = [b - a for a, b in pairwise(asked)]
    assert len(asked) < 120, "not a storm"
    assert max(waits) < 30.01
    assert max(waits[:2]) < 1
    await desk.close()


@played
async def test_the_servers_return_ends_the_wait(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center()
    async with running(desk):
        await desk.go_offline()
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(300)
        assert desk.pending.waiting == 1
        desk.server.come_back()
        await desk.clock.turn(5.1)  # one question for a sign of life
        assert desk.pending.count == 0
    await desk.close()


@played
async def test_a_server_that_serves_again_after_it_was_only_there_ends_the_wait() -> None:
    """Its database is destroyed: it answers its health, so it is not gone, and takes nothing for a long time."""
    desk = await LocalGateway.with_center()
    broken = True

    def refuse(request: ActionsRequest) -> WireFault | None:
        return ServerBusy(2.0) if broken else None

    desk.server.refuse = refuse
    async with running(desk):
        await desk.act(PauseClinic, clinic=LAB, reason="break")
        await desk.clock.turn(20)
        assert desk.pending.waiting == 1
        broken = False
        desk.parts.sync.served()
        await desk.clock.turn(0.5)
        assert desk.pending.count == 0
    await desk.close()


@played
async def test_another_epoch_takes_a_snapshot_and_sends_again() -> None:
    desk = await LocalGateway.with_center()
    desk.server.restart_history()
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.settle()
    await desk.settle()
    assert (await receipt.outcome).outcome == "applied"
    assert desk.parts.desk.replica.epoch == desk.server.epoch
    await desk.close()


@played
async def test_a_token_that_is_no_longer_good_is_exchanged_and_the_action_sent() -> None:
    desk = await LocalGateway.with_center()
    desk.server._bearers.clear()
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.settle()
    assert (await receipt.outcome).outcome == "applied"
    await desk.close()


@played
async def test_nothing_leaves_in_the_name_of_somebody_who_signs_in_meanwhile() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("salem", ["supervisor"])
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    changing = desk.parts.session._changing
    async with changing:  # a sign-in is under way: the sender waits for its token
        signing_in = asyncio.ensure_future(desk.parts.session.sign_in("salem", PASSWORD))
        await asyncio.sleep(0)
        sending = asyncio.ensure_future(desk.parts.sync.step())
        await desk.clock.settle()
    await asyncio.gather(signing_in, sending)
    assert desk.server.received == []
    assert [row.state for row in desk.pending.rows] == ["waiting"]
    await desk.sign_in("noora", PASSWORD)
    await desk.settle()
    assert (await receipt.outcome).outcome == "applied"
    await desk.close()


@played
async def test_a_session_that_has_ended_stops_sending_and_says_so() -> None:
    desk = await LocalGateway.with_center()
    desk.server._bearers.clear()
    desk.server.letters.clear()  # its refresh token is refused as well
    await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.settle()
    assert desk.session_ended
    assert desk.user is not None, "the person goes on working; a screen asks for the password"
    assert desk.pending.waiting == 1
    await desk.sign_in("noora", "correct horse")
    await desk.settle()
    assert (desk.session_ended, desk.pending.waiting) == (False, 0)
    await desk.close()


@played
async def test_another_history_and_the_end_of_the_session_together_stop_the_sender_in_order() -> None:
    desk = await LocalGateway.with_center()

    def refuse(request: ActionsRequest) -> WireFault:
        desk.server.letters.clear()
        desk.parts.session.doubt(desk.parts.session._access or "")
        return ProblemAnswer(problem("epoch-changed"))

    desk.server.refuse = refuse
    await desk.act(PauseClinic, clinic=LAB, reason="break")
    assert await desk.parts.sync.step() is None
    assert (desk.session_ended, desk.pending.waiting) == (True, 1)
    await desk.close()


@pytest.mark.parametrize("code", ["client-too-old", "password-change-needed"])
@played
async def test_a_server_that_takes_nothing_from_this_console_is_named_and_nothing_is_dropped(code: str) -> None:
    desk = await LocalGateway.with_center()
    desk.server.refuse = lambda request: ProblemAnswer(problem(code))
    await desk.act(OpenClinic, clinic=LAB)
    await desk.settle()
    assert desk.stopped == code
    assert desk.pending.waiting == 1
    desk.server.refuse = lambda request: None
    await desk.settle()
    assert (desk.stopped, desk.pending.waiting) == ("", 0)
    await desk.close()


@played
async def test_a_copied_desk_is_caught_by_its_counter() -> None:
    desk = await LocalGateway.with_center()
    await desk.act(TakeRoom, clinic=LAB, room=1)
    await desk.settle()
    desk.parts.desk.outbox._next -= 1  # what an older copy of the profile would count
    from mmc_console.client.store import tables

    await desk.parts.store.run(lambda c: tables.delete_rows(c, [row.n for row in desk.parts.desk.outbox]))
    receipt = await desk.act(TakeRoom, clinic=LAB, room=2)
    await desk.settle()
    problem_found = (await receipt.outcome).problem
    assert problem_found is not None
    assert problem_found.code == "desk-forked"
    await desk.close()


@played
async def test_what_never_left_can_be_taken_back_however_often_it_was_tried(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.refuse = lambda request: NeverLeft("no connection")  # before anybody knows of it
    first = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.settle()
    assert desk.connection.kind == "offline"
    desk.server.refuse = lambda request: None
    desk.server.go_away()
    second = await desk.act(OpenClinic, clinic=LAB)
    async with running(desk):
        await desk.clock.turn(120)
    assert [row.state for row in desk.pending.rows if row.id in (first.id, second.id)] == ["waiting", "waiting"]
    assert [await desk.withdraw(second.id), await desk.withdraw(first.id)] == [True, True]
    await desk.go_online()
    assert not {first.id, second.id} & {action.id for action in desk.server.received}
    await desk.close()


@played
async def test_what_may_have_left_is_not_taken_back() -> None:
    desk = await LocalGateway.with_center()
    desk.server.lose_answers = 1
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.parts.sync.step()
    assert not await desk.withdraw(receipt.id)
    await desk.settle()
    await desk.close()


@played
async def test_a_paper_printed_while_the_answer_is_on_its_way_stays_printed(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.slow = asyncio.Event()
    receipt = await desk.submit(desk.registration("1001"))
    asking = asyncio.ensure_future(desk.parts.sync.step())
    await desk.clock.turn(5)
    visit = desk.state.visit(visit_of(receipt.id))
    assert visit is not None
    assert visit.number != PENDING, "the desk has given its own"
    await desk.mark_shown(receipt.id)
    desk.server.slow.set()
    await desk.clock.turn(1)
    await asking
    assert desk.pending.count == 0
    row = desk.parts.desk.outbox.get(receipt.id)
    assert row is not None
    assert row.shown, "the paper would be printed again"
    await desk.close()
