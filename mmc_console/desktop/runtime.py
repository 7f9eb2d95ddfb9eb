"""The one place where asyncio lives inside Qt: intents in flight, services kept alive, and the way out.

Knows no screen and no server. Nothing else in the desktop may start a task or catch every exception.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any

Report = Callable[[str, BaseException], None]
"""Show one failure to the user and write it to the log. Never raises."""

Service = Callable[[], Awaitable[None]]


class Tasks:
    """A person's intents in flight: one failing never disturbs another."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._live: set[asyncio.Task[None]] = set()
        self._open = True

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> bool:
        """Run *work* in the background; False (and nothing runs) once closing."""
        if not self._open:
            work.close()
            return False
        task = asyncio.get_running_loop().create_task(self._guard(name, work), name=name)
        self._live.add(task)
        task.add_done_callback(self._live.discard)
        return True

    async def _guard(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as failure:  # noqa: BLE001 - whatever an intent raises is reported, and the rest goes on
            self._report(name, failure)

    async def close(self, grace: float) -> None:
        """Refuse new work, give the rest *grace* seconds, then cancel it."""
        self._open = False
        if self._live:
            _, late = await asyncio.wait(self._live, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def supervise(
    name: str,
    service: Service,
    report: Report,
    *,
    first_delay: float = 1.0,
    max_delay: float = 60.0,
    healthy_after: float = 60.0,
) -> None:
    """Keep *service* running until cancelled; a crash is reported and retried, waiting longer each time.

    A service that ran for *healthy_after* seconds begins again with the first delay. One that returns is started anew.
    """
    loop = asyncio.get_running_loop()
    delay = first_delay
    while True:
        began = loop.time()
        try:
            await service()
        except asyncio.CancelledError as stray:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            report(name, stray)  # of something it waited for: nobody has ended the service itself
        except Exception as failure:  # noqa: BLE001 - the supervisor is where a service's failure ends
            report(name, failure)
        if loop.time() - began >= healthy_after:
            delay = first_delay
        await asyncio.sleep(delay)
        delay = min(delay * 2, max_delay)


class Services:
    """Services that come and go while the program runs; all of them end with the group."""

    def __init__(self, group: asyncio.TaskGroup, report: Report) -> None:
        self._group, self._report = group, report
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self, services: Mapping[str, Service]) -> None:
        """Keep these running, supervised. A name that runs already is left alone."""
        for name, service in services.items():
            if name not in self._running:
                work = supervise(name, service, self._report)
                self._running[name] = self._group.create_task(work, name=name)

    async def stop(self, names: Iterable[str] | None = None) -> None:
        """End these, or all, and wait until they have."""
        wanted = list(self._running if names is None else names)
        ending = [self._running.pop(name) for name in wanted if name in self._running]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)


async def run_until_closed(
    closing: asyncio.Event,
    services: Mapping[str, Service],
    tasks: Tasks,
    report: Report,
    *,
    grace: float = 5.0,
    first_delay: float = 1.0,
) -> None:
    """Run *services* until *closing* is set; then let intents finish, then stop services.

    Resources close after this returns, outside.
    """
    async with asyncio.TaskGroup() as group:
        running = [
            group.create_task(supervise(name, service, report, first_delay=first_delay), name=name)
            for name, service in services.items()
        ]
        await closing.wait()
        await tasks.close(grace)
        for task in running:
            task.cancel()
