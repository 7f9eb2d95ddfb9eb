"""Time of the simulated world: an event loop that never waits, and each machine's own wrong clock.

The loop runs whatever is due and leaps to the next thing that will be. Nothing in a run reads the real time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Any

MORNING = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""07:00 in Doha, where the small centre stands."""


LONGEST = 100_000.0
"""Seconds of its own time after which no world goes on."""


class Stuck(AssertionError):
    """Nothing can ever happen again, and somebody still waits."""


class Due:
    """Something that will happen at a moment, unless it is called off."""

    __slots__ = ("_off", "args", "callback", "moment")

    def __init__(self, moment: float, callback: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self.moment = moment
        self.callback = callback
        self._off = False
        self.args = args

    def cancel(self) -> None:
        """It will not happen."""
        self._off, self.args = True, ()

    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self._off

    def when(self) -> float:
        """The moment."""
        return self.moment


class VirtualLoop(asyncio.BaseEventLoop):
    """asyncio's own tasks and futures over time that leaps.

    It does what is ready, in order; when nothing is, the next thing due is next, and so late it is then. Of the loop it
    takes the place of only the part that waits is left out: no selector, no threads, no contexts (nothing here keeps
    anything in one), no handles for what nobody calls off.
    """

    get_debug = bool  # False, and asked for every future: a call of Python would show

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self._now: deque[tuple[Callable[..., Any], tuple[Any, ...]]] = deque()
        self._due: list[tuple[float, int, Due | Sleep]] = []
        self._count = 0

    def time(self) -> float:
        """Seconds since the world began."""
        return self.passed

    def call_soon(self, callback: Callable[..., Any], *args: Any, context: Any = None) -> Any:  # type: ignore[override]  # asyncio's own types are narrower than this world needs
        """*callback* after whatever is ready already."""
        self._now.append((callback, args))

    call_soon_threadsafe = call_soon  # type: ignore[assignment]  # there is one thread

    def call_later(self, delay: float, callback: Callable[..., Any], *args: Any, context: Any = None) -> Any:  # type: ignore[override]  # nobody here asks for more
        """*callback* when so many seconds have passed."""
        return self.call_at(self.passed + delay, callback, *args)

    def call_at(self, when: float, callback: Callable[..., Any], *args: Any, context: Any = None) -> Any:  # type: ignore[override]  # nobody here asks for more
        """*callback* at that moment; what is due at the same one comes in the order it was asked for."""
        due = Due(when, callback, args)
        self._count += 1
        heappush(self._due, (when, self._count, due))
        return due

    def create_future(self) -> asyncio.Future[Any]:
        """A future of this loop."""
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None) -> asyncio.Task[Any]:
        """A task of this loop."""
        return asyncio.Task(coro, loop=self, name=name)

    def pausing(self, seconds: float) -> Sleep:
        """Done after so many seconds; time does not pass for whoever waits no more."""
        woken = Sleep(loop=self)
        self._count += 1
        heappush(self._due, (self.passed + max(seconds, 0.0), self._count, woken))
        return woken

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]  # the one answer this world needs
        """Work for another thread is done at once: threads know nothing of this world's time."""
        done = self.create_future()
        done.set_result(func(*args))
        return done

    def _run_once(self) -> None:
        """Everything, until somebody says stop."""
        ready, due = self._now, self._due
        while not self._stopping:  # type: ignore[attr-defined]  # the base class's own mark
            if ready:
                callback, args = ready.popleft()
            elif due:
                moment, _, next_one = heappop(due)
                if next_one.cancelled():
                    continue
                self.passed = max(self.passed, moment)
                if moment > LONGEST:
                    raise Stuck("it waits for something that never comes")
                if isinstance(next_one, Sleep):
                    next_one.set_result(None)
                    continue
                callback, args = next_one.callback, next_one.args
            else:
                raise Stuck("nothing is due any more")
            try:
                callback(*args)
            except Exception as fault:  # noqa: BLE001 - the loop is where a callback's failure ends
                self.call_exception_handler({"message": f"in {callback!r}", "exception": fault})

    def close(self) -> None:
        """Nothing of this world happens any more."""
        self._now.clear()
        self._due.clear()
        super().close()


class Sleep(asyncio.Future[None]):
    """Some of the world's time, as one future: a task of its own for every sleep would cost more than all else."""


def passing(seconds: float) -> Sleep:
    """Let so much of the world's time pass."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    return loop.pausing(seconds)


class Wall:
    """The true time of day."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop, self._ahead = loop, timedelta()
        self._told = (-1.0, MORNING)

    def now(self) -> datetime:
        """The present moment, UTC."""
        passed = self._loop.passed
        if self._told[0] != passed:
            self._told = passed, MORNING + self._ahead + timedelta(microseconds=round(passed * 1e6))
        return self._told[1]

    def leap(self, by: timedelta) -> None:
        """All machines slept so long."""
        self._ahead += by
        self._told = -1.0, MORNING


class MachineClock:
    """One machine's clock: wrong by `skew`, until somebody sets it."""

    def __init__(self, wall: Wall, loop: VirtualLoop) -> None:
        self._wall, self._loop = wall, loop
        self.skew = timedelta()

    def now(self) -> datetime:
        """What this machine believes, UTC."""
        return self._wall.now() + self.skew

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return self._loop.passed

    def sleep(self, seconds: float) -> Any:
        """Done after *seconds*."""
        return self._loop.pausing(seconds)
