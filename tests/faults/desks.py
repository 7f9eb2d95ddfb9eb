"""Consoles without a window over a real server's line, and what their outboxes must have in common with its log."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mmc_console.client.api import open_api
from mmc_console.client.clock import Clock, SystemClock
from mmc_console.client.compose import Parts, compose
from mmc_console.client.gateway import Gateway
from mmc_console.client.keys import KeyStore, MemoryKeys
from mmc_console.client.replica import Replica
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.events import AnyEvent
from mmc_console.wire.answers import DeviceHello, LoginRequest, Result, Snapshot
from mmc_console.wire.json import event_of
from tests.e2e.centre import PASSWORD
from tests.simulation.audit import differences

SOON = 60.0


class QuickClock:
    """The machine's time of day; what the program waits for by itself passes ten times as fast."""

    SPEED = 10.0

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some start, ten to one."""
        return time.monotonic() * self.SPEED

    async def sleep(self, seconds: float) -> None:
        """A tenth of *seconds*."""
        # house(sleeping): this is the clock the program waits by, no test
        await asyncio.sleep(max(seconds, 0.0) / self.SPEED)


class Console(Gateway):
    """A gateway whose parts the tests may look at."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.parts = parts

    async def done(self, action: AnyAction) -> Result:
        """Record *action* and wait for the server's word on it."""
        receipt = await self.submit(action)
        return await asyncio.wait_for(asyncio.shield(receipt.outcome), SOON)

    @property
    def whole(self) -> bool:
        """Whether nothing waits to be sent."""
        return not self.parts.desk.outbox.unsent


@asynccontextmanager
async def console(
    folder: Path, url: str, *, clock: Clock | None = None, keys: KeyStore | None = None
) -> AsyncIterator[Console]:
    """A console with all its services, signed in; a service that dies fails the test."""
    background: set[asyncio.Task[None]] = set()

    def start(name: str, work: Coroutine[Any, Any, None]) -> bool:
        task = asyncio.get_running_loop().create_task(work, name=name)
        background.add(task)
        task.add_done_callback(background.discard)
        return True

    parts = await compose(
        folder, await open_api(url), clock or SystemClock(), keys or MemoryKeys(lasting=True), start
    )  # fmt: skip
    gateway = Console(parts)
    services = [asyncio.ensure_future(service()) for service in gateway.services().values()]
    try:
        if gateway.user is None:
            await gateway.sign_in("admin", PASSWORD)
        yield gateway
        for service in services:
            if service.done():
                service.result()
                raise AssertionError("a service ended")
    finally:
        for task in [*services, *background]:
            task.cancel()
        await asyncio.gather(*services, *background, return_exceptions=True)
        await gateway.close()


@asynccontextmanager
async def consoles(
    place: Path, urls: Sequence[str], *, clock: Clock | None = None
) -> AsyncIterator[tuple[Console, ...]]:
    """One for each of *urls*."""
    async with AsyncExitStack() as stack:
        yield tuple([
            await stack.enter_async_context(console(place / f"desk{n}", url, clock=clock)) for n, url in enumerate(urls)
        ])  # fmt: skip


async def until(gateway: Gateway, seen: Any, seconds: float = SOON) -> None:
    """Wait, by the gateway's own changes, until *seen()* is true."""

    async def watch() -> None:
        async for _ in gateway.changes():
            if seen():
                return

    await asyncio.wait_for(watch(), seconds)


@dataclass
class Truth:
    """What the server has: asked of it directly, past every bad line."""

    snapshot: Snapshot
    events: list[AnyEvent] = field(default_factory=list)


async def truth(url: str) -> Truth:
    """The whole log and the present state."""
    api = await open_api(url)
    try:
        hello = DeviceHello("the-truth", "auditor")
        bearer = (await api.login(LoginRequest("admin", PASSWORD, hello))).access_token
        found = Truth(await api.snapshot(bearer))
        while True:
            answer = await api.events(bearer, f"{found.snapshot.epoch}:{len(found.events)}", 500)
            if not answer.events:
                return found
            found.events += [event_of(bytes(raw)) for raw in answer.events]
    finally:
        await api.close()


@dataclass
class Count:
    """What became of all that was recorded."""

    acknowledged: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0

    def __str__(self) -> str:
        return (
            f"{self.acknowledged:,} acknowledged, {self.refused} refused or in conflict, {self.lost} lost, "
            f"{self.doubled} doubled"
        )


def counted(gateways: Sequence[Console], found: Truth) -> Count:
    """Each acknowledged action stands in the log in one place, with as many events as the console was told of."""
    count, places, before = Count(), Counter[str](), ""
    told = Counter(event.action for event in found.events)
    for event in found.events:
        if event.action != before:
            places[event.action] += 1
        before = event.action
    for gateway in gateways:
        for row in gateway.parts.desk.outbox:
            if row.state != "sent":
                count.refused += 1
                count.doubled += told[row.id] > 0
                continue
            count.acknowledged += 1
            assert row.result is not None
            events = len(row.result.events)
            count.lost += not told[row.id] and bool(events)
            count.doubled += places[row.id] > 1 or (told[row.id] != events and events > 0)
    return count


def unequal(gateway: Console, found: Truth) -> list[str]:
    """In what this console's confirmed state differs from the server's."""
    theirs, snapshot = Replica(), found.snapshot
    theirs.reset(snapshot)
    replica = gateway.parts.desk.replica
    if (replica.epoch, replica.seq) != (snapshot.epoch, snapshot.seq):
        return [f"desk {gateway.desk} is at {replica.epoch}:{replica.seq}, the log at {snapshot.epoch}:{snapshot.seq}"]
    with replica.together() as mine:
        return differences(mine, theirs.state, snapshot.day)


async def equal(gateways: Sequence[Console], url: str) -> Truth:
    """Wait until all is sent and every console is where the log is; what the log then says."""
    for gateway in gateways:
        await until(gateway, lambda gateway=gateway: gateway.whole)
    found = await truth(url)
    at = (found.snapshot.epoch, found.snapshot.seq)
    for gateway in gateways:
        replica = gateway.parts.desk.replica
        await until(gateway, lambda replica=replica: (replica.epoch, replica.seq) == at)
    for gateway in gateways:
        assert unequal(gateway, found) == []
    return found
