"""What may happen while something is awaited: nothing that was true before is believed afterwards unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ClinicCode
from tests.unit.client.stage import played

LAB = ClinicCode("lab")


async def until(so: Callable[[], object]) -> None:
    """Let everything else go on until it is so."""
    for _ in range(10_000):
        if so():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never was so")


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
