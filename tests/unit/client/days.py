"""Days that pass at one console, and whose names it keeps."""

from __future__ import annotations

from datetime import timedelta

from mmc_console.client.cards import load
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.ids import PatientId
from mmc_console.domain.visits import Visit

SAFE = 1_000_000
"""A backup holds whatever the server has."""


async def named(desk: LocalGateway, number: str, name: str) -> Visit:
    """Somebody is registered, in a backup at once, and their card is fetched."""
    desk.server.safe_seq = SAFE
    visit = await desk.register(number, name)
    desk.card(visit.patient)
    await desk.settle()
    return visit


async def next_day(desk: LocalGateway) -> None:
    """A day passes; this PC has not slept, its clock goes right, and the house was not kept yet."""
    pass_by(desk, timedelta(days=1))
    if not desk.server.away:
        await desk.parts.connectivity.probe()


def pass_by(desk: LocalGateway, time: timedelta) -> None:
    """Time passes in which nothing runs."""
    desk.clock.set(desk.clock.now() + time)
    desk.clock._passed += time.total_seconds()


async def on_disk(desk: LocalGateway) -> set[PatientId]:
    """Whose cards the store holds."""
    return {card.id for card in await desk.parts.store.run(load)}
