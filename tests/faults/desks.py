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
from types import TracebackType
from typing import Any, Self

from mmc_console.client.api import open_api
from mmc_console.client.clock import Clock, SystemClock
from mmc_console.client.compose import Parts, compose
from mmc_console.client.gateway import Gateway
from mmc_console.client.keys import KeyStore, MemoryKeys
from mmc_console.client.replica import Replica
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.events import AnyEvent, NumberAlias, VisitRenumbered
from mmc_console.wire.answers import DeviceHello, EventsAnswer, LoginRequest, Result, Snapshot
from mmc_console.wire.json import event_of
from tests.e2e.centre import PASSWORD
from tests.simulation.settled import differences

SOON = 60.0
NAMED_AGAIN = (VisitRenumbered, NumberAlias)
"""A registration's number settled later: no second effect."""


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
        try:
            return await asyncio.wait_for(asyncio.shield(receipt.outcome), SOON)
        except TimeoutError:
            row = self.parts.desk.outbox.get(action.id)
            raise AssertionError(f"no answer; {self.connection.kind}, {row}, stopped {self.stopped!r}") from None

    @property
    def whole(self) -> bool:
        """Whether nothing waits to be sent."""
        return not self.parts.desk.outbox.unsent


@asynccontextmanager
async def console(
    folder: Path, url: str, *, clock: Clock | None = None, keys: KeyStore | None = None, trusted: Path | None = None
) -> AsyncIterator[Console]:
    """A console with all its services, signed in; a service that dies fails the test. *trusted*: a certificate."""
    background: set[asyncio.Task[None]] = set()

    def start(name: str, work: Coroutine[Any, Any, None]) -> bool:
        task = asyncio.get_running_loop().create_task(work, name=name)
        background.add(task)
        task.add_done_callback(background.discard)
        return True

    api = await open_api(url, certificate=trusted)
    parts = await compose(
        folder, api, clock or SystemClock(), keys or MemoryKeys(lasting=True), start
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


class Auditor:
    """Asks the server itself, past every bad line."""

    def __init__(self, url: str, trusted: Path | None = None) -> None:
        self._url, self._trusted = url, trusted

    async def __aenter__(self) -> Self:
        self._api = await open_api(self._url, certificate=self._trusted)
        hello = DeviceHello("the-auditor", "auditor")
        self._bearer = (await self._api.login(LoginRequest("admin", PASSWORD, hello))).access_token
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._api.close()

    async def truth(self) -> Truth:
        """The present state, and the log that led to it."""
        found = Truth(await self._api.snapshot(self._bearer))
        while len(found.events) < found.snapshot.seq:
            position = f"{found.snapshot.epoch}:{len(found.events)}"
            found.events += [event_of(bytes(raw)) for raw in (await self._read(position)).events]
        del found.events[found.snapshot.seq :]
        return found

    async def _read(self, position: str) -> EventsAnswer:
        return await self._api.events(self._bearer, position, 500)


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
    effects = [event for event in found.events if not isinstance(event, NAMED_AGAIN)]
    told = Counter(event.action for event in effects)
    for event in effects:
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
            events = sum(not isinstance(event_of(bytes(raw)), NAMED_AGAIN) for raw in row.result.events)
            count.lost += told[row.id] < events
            count.doubled += places[row.id] > 1 or told[row.id] > events
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


async def equal(gateways: Sequence[Console], url: str, *, decide: bool = False, trusted: Path | None = None) -> Truth:
    """Wait until all is sent and every console is where the log is; what the log then says.

    *decide*: a person is there for each refusal and conflict, and keeps what stands.
    """
    news = asyncio.Event()

    async def listen(gateway: Console) -> None:
        async for _ in gateway.changes():
            news.set()

    async with asyncio.TaskGroup() as listening:
        tasks = [listening.create_task(listen(gateway)) for gateway in gateways]
        try:
            async with Auditor(url, trusted) as auditor, asyncio.timeout(SOON):
                while True:
                    news.clear()
                    for gateway in gateways if decide else ():
                        for row in gateway.pending.rows:
                            if row.state in ("refused", "conflict"):
                                await gateway.decisions.keep(row.id)
                    found = await auditor.truth()
                    if all(gateway.whole and not unequal(gateway, found) for gateway in gateways):
                        return found
                    await news.wait()
        except TimeoutError:
            raise AssertionError("; ".join(why(gateway, found) for gateway in gateways)) from None
        finally:
            for task in tasks:
                task.cancel()


def why(gateway: Console, found: Truth) -> str:
    """What keeps it from being equal."""
    waiting = [f"{row.action.type} {row.state}" for row in gateway.parts.desk.outbox.unsent]
    return (
        f"{gateway.desk} ({gateway.connection.kind}): {len(waiting)} wait {waiting[:3]}, {unequal(gateway, found)[:5]}"
    )
