"""A console whose disk takes nothing: what others do is shown as before, and nothing stops that has to go on."""

from __future__ import annotations

from pathlib import Path

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.store import Store
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import AnyAction, OpenClinic, PauseClinic
from mmc_console.domain.ids import ClinicCode
from tests.guards import ExpectedLogs
from tests.unit.client.days import named, next_day, on_disk
from tests.unit.client.stage import played, running
from tests.unit.client.test_cards import somebody_elsewhere

LAB = ClinicCode("lab")
REMEMBERED = "mmc_console.client.store.worker: nothing is remembered for the next start"


async def takes(store: Store, *, nothing: bool) -> None:
    """From now on its disk is as one that is full to the last byte, or that the system has made read-only; or again
    as it was."""
    connection = store._connection
    assert connection is not None
    await store._begin(lambda: connection.execute(f"PRAGMA query_only = {nothing}"))


@played
async def test_news_go_on_and_what_waits_is_sent_when_there_is_room(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(REMEMBERED)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
    for user in ("huda", "salem"):
        desk.server.add_user(user, ["reception", "supervisor"])
    async with running(desk):
        await desk.go_offline()
        receipt = await desk.submit(desk.registration("1001"))
        await takes(desk.parts.store, nothing=True)
        desk.server.come_back()
        await desk.clock.turn(60)
        assert desk.pending.waiting == 1, "nothing leaves that could not be noted to have left"
        for i in range(20):
            kind: type[AnyAction] = OpenClinic if i % 2 else PauseClinic
            desk.server.do(kind, "huda", clinic=LAB, **({} if i % 2 else {"reason": "break"}))
            await desk.clock.turn(1)
            assert desk.parts.desk.replica.seq == desk.server.state.seq, "news are shown within a second"
        await takes(desk.parts.store, nothing=False)
        await desk.clock.turn(60)
        assert (await receipt.outcome).outcome == "applied"
    await desk.close()


@played
async def test_names_that_a_full_disk_will_not_let_go_are_shown_no_more_and_go_when_there_is_room(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(REMEMBERED)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
    monday = await somebody_elsewhere(desk, "1001", "Fahad")
    desk.card(monday)
    await desk.settle()
    await next_day(desk)
    await next_day(desk)
    today = await named(desk, "1002", "Saad")
    await takes(desk.parts.store, nothing=True)
    await desk.housekeeping.tidy()
    assert desk.person_by_number("1001") is None
    assert desk.card(today.patient) is not None
    await takes(desk.parts.store, nothing=False)
    assert await on_disk(desk) == {monday, today.patient}
    await desk.housekeeping.tidy()
    assert await on_disk(desk) == {today.patient}
    assert desk.card(today.patient) is not None
    await desk.close()


@played
async def test_another_history_waits_until_what_it_brings_back_can_be_written(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(REMEMBERED)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
    async with running(desk):
        await desk.register("1001")
        await takes(desk.parts.store, nothing=True)
        desk.server.restart_history()
        await desk.clock.turn(120)
        await takes(desk.parts.store, nothing=False)
        await desk.clock.turn(60)
        assert desk.parts.desk.replica.epoch == desk.server.epoch
        assert desk.pending.waiting == 0
    await desk.close()
