"""What may happen while something is awaited: nothing that was true before is believed afterwards unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client import identity
from mmc_console.client.behaving import PASSWORD, BehavingServer
from mmc_console.client.errors import OffWhileOffline
from mmc_console.client.handclock import MORNING, HandClock
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ActionId, ClinicCode, DeskLetter, visit_of
from mmc_console.wire.answers import Snapshot
from tests.two_desks import at_eyes, beaten, two_desks
from tests.unit.client.stage import played, running

LAB, XRAY = ClinicCode("lab"), ClinicCode("xray")


class SlowKeys(MemoryKeys):
    """A keyring that takes its time, once it is told to."""

    def __init__(self) -> None:
        super().__init__(lasting=True)
        self.open, self.asked = asyncio.Event(), 0
        self.open.set()

    async def set(self, name: str, key: bytes) -> None:
        self.asked += 1
        opened = self.open
        await opened.wait()
        await super().set(name, key)

    def hold(self) -> None:
        self.asked = 0
        self.open.clear()


async def until(so: Callable[[], object]) -> None:
    """Let everything else go on until it is so, however long the disk takes; `played` ends what never comes."""
    while not so():  # noqa: ASYNC110 - what is waited for is anything at all, and sets no event
        await asyncio.sleep(0)


@played
async def test_what_is_being_marked_as_leaving_cannot_be_taken_back_any_more(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    sending = asyncio.ensure_future(desk.parts.sync.step())
    await until(lambda: desk.parts.desk.outbox._coming)  # the mark is on its way to the disk
    assert not await desk.withdraw(receipt.id)
    await sending
    assert receipt.id in desk.server.results
    await desk.close()


@played
async def test_what_is_being_marked_as_on_paper_cannot_be_taken_back_any_more(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    showing = asyncio.ensure_future(desk.mark_shown(receipt.id))
    await asyncio.sleep(0)
    assert not await desk.withdraw(receipt.id)
    await showing
    await desk.close()


@played
async def test_what_is_being_taken_back_is_gone_also_if_nobody_waits_for_it(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    going = asyncio.ensure_future(desk.withdraw(receipt.id))
    await until(lambda: desk.parts.desk.outbox._leaving)
    going.cancel()
    await desk.settle()
    assert (desk.pending.count, receipt.id in desk.server.results) == (0, False)
    assert desk.parts.desk.replica.layer(receipt.id) is None
    await desk.close()


@played
async def test_what_waits_for_the_keyring_is_recorded_in_the_name_of_who_did_it(tmp_path: Path) -> None:
    keys = SlowKeys()
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    desk.server.add_user("saad", ("reception", "supervisor"))
    await desk.leave()
    await desk.sign_in("saad", PASSWORD)
    await desk.leave()
    noora = await desk.sign_in("noora", PASSWORD)
    await desk.go_offline()
    keys.hold()
    doing = [
        asyncio.ensure_future(desk.submit(desk.registration("1001"))),
        asyncio.ensure_future(desk.act(PauseClinic, clinic=LAB, reason="break")),
    ]
    await until(lambda: keys.asked)
    await desk.leave()
    await desk.sign_in("saad", PASSWORD)
    keys.open.set()
    for receipt in await asyncio.gather(*doing):
        row = desk.parts.desk.outbox.get(receipt.id)
        assert row is not None
        assert (row.action.by, row.author, row.author_name) == (noora.id, noora.id, noora.name)
    await desk.close()


@played
async def test_a_number_the_server_has_given_while_the_keyring_took_its_time_stands(tmp_path: Path) -> None:
    keys = SlowKeys()
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    keys.hold()
    desk.server.slow = asyncio.Event()
    await desk.submit(desk.registration("1001"))
    sending = asyncio.ensure_future(desk.parts.sync.step())
    await desk.clock.turn(3)  # longer than a number is waited for
    await until(lambda: keys.asked)
    await desk.parts.follow.catch_up()
    assert [visit.number for visit in desk.state.visits.values()] == ["001"]  # it may be on paper now
    keys.open.set()
    desk.server.slow.set()
    await sending
    await desk.settle()
    assert [visit.number for visit in desk.state.visits.values()] == ["001"]
    assert [visit.number for visit in desk.server.state.visits.values()] == ["001"]
    await desk.close()


@played
async def test_a_console_found_to_be_a_copy_while_the_keyring_takes_its_time_gives_no_number(tmp_path: Path) -> None:
    keys = SlowKeys()
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    await desk.go_offline()
    keys.hold()
    registering = asyncio.ensure_future(desk.submit(desk.registration("1001")))
    await until(lambda: keys.asked)
    await desk.parts.identity.fence()
    keys.open.set()
    with pytest.raises(OffWhileOffline, match="copied-profile"):
        await registering
    assert not desk.pending.count
    await desk.close()


@played
async def test_a_console_that_has_become_another_sends_nothing_as_the_one_it_was(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.settle()  # it has a token as A
    assert desk.server._senders[await desk.parts.sync._sender.bearer()] == "A"
    await desk.parts.identity.fence()
    await desk.leave()
    await desk.sign_in("noora", PASSWORD)
    assert desk.desk == "C"
    # the other A has gone on counting
    desk.server._used.update({(DeskLetter("A"), n): ActionId("another") for n in range(2, 9)})
    receipt = await desk.act(PauseClinic, clinic=XRAY, reason="break")
    await desk.settle()
    assert (await receipt.outcome).outcome == "applied"
    assert not desk.parts.identity.copied
    await desk.close()


@played
async def test_a_late_word_on_the_console_it_was_does_not_fence_the_one_it_has_become(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server._used[DeskLetter("A"), 1] = ActionId("another")
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    desk.server.slow = asyncio.Event()
    sending = asyncio.ensure_future(desk.parts.sync.step())
    await until(lambda: desk.server.received)
    await desk.parts.identity.fence()  # its session has been told already
    await desk.leave()
    await desk.sign_in("noora", PASSWORD)
    desk.server.slow.set()
    await sending
    assert (await receipt.outcome).outcome == "refused"
    assert (desk.desk, desk.parts.identity.copied) == ("C", False)
    await desk.close()


@played
async def test_a_snapshot_that_news_have_overtaken_takes_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    asked, arrives = desk.server.snapshot, asyncio.Event()

    async def snapshot(bearer: str) -> Snapshot:
        answer = await asked(bearer)
        await arrives.wait()  # it is long, and on its way
        return answer

    async with running(desk):
        monkeypatch.setattr(desk.server, "snapshot", snapshot)
        renewing = asyncio.ensure_future(desk.parts.follow.renew())  # somebody has come in by PIN
        await desk.clock.turn(0.5)
        receipt = await desk.submit(desk.registration("1001"))
        await desk.clock.turn(0.1)
        assert desk.state.visit(visit_of(receipt.id)) is not None
        arrives.set()
        await desk.clock.turn(1)
        await renewing
        assert desk.state.visit(visit_of(receipt.id)) is not None
        assert desk.parts.desk.replica.seq == desk.server.state.seq
    await desk.close()


@played
async def test_a_clock_set_ahead_leaves_nobody_of_today_out_of_what_is_kept(tmp_path: Path) -> None:
    keys, there = MemoryKeys(lasting=True), HandClock()
    server = BehavingServer(reference_center(), there)
    desk = await LocalGateway.with_center(profile=tmp_path, server=server, keys=keys)
    visit = await desk.register("1001")
    await desk.go_offline()
    desk.clock.set(desk.clock.now() + timedelta(days=30))
    await desk.close()
    server.come_back()
    again = await LocalGateway.with_center(profile=tmp_path, server=server, keys=keys, clock=HandClock())
    assert again.state.visit(visit.id) is not None
    await again.close()


@played
async def test_nothing_is_forgotten_by_a_clock_set_ahead(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.settle()  # no backup holds it yet
    await desk.go_offline()
    desk.clock.set(desk.clock.now() + timedelta(days=30))
    async with running(desk):
        await desk.clock.turn(1)
        assert desk.parts.desk.outbox.get(receipt.id) is not None
        desk.server.come_back()  # and it really is that day
        await desk.clock.turn(100)
        assert desk.parts.desk.outbox.get(receipt.id) is None
    await desk.close()


@played
async def test_the_last_word_the_keyring_is_told_is_the_last_it_keeps(tmp_path: Path) -> None:
    keys = SlowKeys()
    first = await identity.start(tmp_path, keys)
    today = MORNING.date()
    keys.hold()
    one = asyncio.ensure_future(first.reserve(today, 1))
    await until(lambda: keys.asked)
    held, keys.open = keys.open, asyncio.Event()
    keys.open.set()  # one thread is slow, the next is not
    another = asyncio.ensure_future(first.reserve(today, 2))
    await asyncio.sleep(0)
    held.set()
    await asyncio.gather(one, another)
    second = await identity.start(tmp_path, keys)
    assert second.spent_on(today, certain=True) == 2


@played
async def test_a_second_decision_about_the_same_row_is_none_while_the_first_is_written(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    conflict = await beaten(one, two, await at_eyes(one))
    decisions = one.decisions
    taken = await asyncio.gather(
        decisions.instead(conflict.id, decisions.insisting(conflict.id)),
        decisions.instead(conflict.id, decisions.again(conflict.id)),
    )
    assert [receipt is None for receipt in taken] == [False, True]
    assert [row.action.type for row in one.pending.rows if row.state == "waiting"] == ["override", "resume"]
    await one.close()
    await two.close()
