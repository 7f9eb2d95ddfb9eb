"""The one thread that talks to the printer. A printer that holds it for good is left to itself, and a new one begins.

Not an executor: Python waits for its threads when it ends, and a driver that hangs would keep the console open.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """Work in the order it was asked for."""

    def __init__(self) -> None:
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, args=(self._work,), name="printer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[], T], seconds: float) -> T:
        """What *work* gives or raises; TimeoutError after *seconds*, and the thread is given up."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def told(result: T | None, fault: BaseException | None) -> None:
            if done.done():
                return
            if fault is not None:
                done.set_exception(fault)
            else:
                done.set_result(result)  # type: ignore[arg-type]  # it is T where there is no fault

        def step() -> None:
            result, fault = None, None
            try:
                result = work()
            except Exception as raised:  # noqa: BLE001 - whoever waits gets it, whatever it is
                fault = raised
            if not loop.is_closed():
                loop.call_soon_threadsafe(told, result, fault)

        self._work.put(step)
        try:
            return await asyncio.wait_for(done, seconds)
        except TimeoutError:
            self._work.put(None)  # when it comes back, if ever
            self._work = queue.SimpleQueue()
            self._thread = threading.Thread(target=self._run, args=(self._work,), name="printer", daemon=True)
            self._thread.start()
            raise

    async def close(self, seconds: float) -> None:
        """Let it finish what it is doing, but not for ever."""
        self._work.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join, seconds)

    @staticmethod
    def _run(work: queue.SimpleQueue[Callable[[], None] | None]) -> None:
        while (step := work.get()) is not None:
            step()
