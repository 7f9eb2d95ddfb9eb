"""A desk for presenters' tests: the real projection and outbox, a view that remembers; nothing runs by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Generic, TypeVar

from mmc_console.client.shown import Receipt
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.reception.correction import Correction
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.domain.actions import AnyAction

S = TypeVar("S")
Scene = Callable[[], Coroutine[Any, Any, None]]


class ToldView(Generic[S]):
    """Keeps everything it was told; answers questions with what the test has laid ready."""

    def __init__(self) -> None:
        self.shown: list[S] = []
        self.said: list[Message] = []
        self.faults: list[Message] = []
        self.offered: list[str] = []
        """Codes of what was said with an Undo beside it."""
        self.undoes: list[tuple[Message, AnyAction]] = []
        """The same, with what that Undo takes back."""
        self.focused: list[str] = []
        self.details: list[Any] = []
        self.asked: list[tuple[str, tuple[Option, ...]]] = []
        self.answers: list[str | None] = []
        self.corrections: list[Correction | None] = []
        self.passwords: list[str] = []
        """Typed in this order when the password is asked for; then it is turned away."""
        self.refusals: list[Message | None] = []
        """What each of these questions said was wrong."""

    def render(self, state: S) -> None:
        self.shown.append(state)

    async def correct(self, person: Correction, label: str) -> Correction | None:
        self.asked.append((f"correct {label}", ()))
        return self.corrections.pop(0) if self.corrections else None

    async def ask_password(self, problem: Message | None) -> str | None:
        self.refusals.append(problem)
        return self.passwords.pop(0) if self.passwords else None

    def focus(self, field: str) -> None:
        self.focused.append(field)

    def say(self, message: Message, *, undo: AnyAction | None = None, fault: bool = False) -> None:
        (self.faults if fault else self.said).append(message)
        if undo is not None:
            self.offered.append(message.code)
            self.undoes.append((message, undo))

    def show_details(self, details: Any) -> None:
        self.details.append(details)

    async def choose(self, question: str, options: tuple[Option, ...], label: str) -> str | None:
        self.asked.append((question, options))
        return self.answers.pop(0) if self.answers else None

    @property
    def codes(self) -> list[str]:
        """The codes of everything said, faults too."""
        return [m.code for m in (*self.said, *self.faults)]


class Known:
    """Of a view whose server never asks who somebody is."""

    async def ask_password(self, problem: Message | None) -> str | None:
        raise AssertionError(problem)


class Jobs:
    """Intents in flight, run when the test says so."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Coroutine[Any, Any, None]]] = []

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> bool:
        """Keep *work* until `run`."""
        self._waiting.append((name, work))
        return True

    @property
    def waiting(self) -> list[str]:
        """What was begun and has not been run."""
        return [name for name, _ in self._waiting]

    async def run(self) -> None:
        """All of them, and those they start."""
        while self._waiting:
            _, work = self._waiting.pop(0)
            await work

    async def step(self) -> None:
        """The first of them alone."""
        _, work = self._waiting.pop(0)
        await work

    def drop(self, name: str) -> None:
        """Forget the jobs called *name* without running them."""
        for each in [w for w in self._waiting if w[0] == name]:
            self._waiting.remove(each)
            each[1].close()

    def close(self) -> None:
        """Forget what never ran."""
        for _, work in self._waiting:
            work.close()
        self._waiting.clear()


class SlowDisk:
    """Every row of this console waits for it."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.turns, self.rows = asyncio.Event(), 0
        self.fault: Exception | None = None
        self._submit = gateway.submit
        gateway.submit = self._slow  # type: ignore[method-assign]  # a disk that takes its time

    async def _slow(self, action: AnyAction) -> Receipt:
        self.rows += 1
        await self.turns.wait()
        if self.fault is not None:
            raise self.fault
        return await self._submit(action)


def play(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run *scene* on plain asyncio: no display, no Qt."""
    asyncio.run(scene())


async def later(gateway: LocalGateway, seconds: float) -> None:
    """Time passes; everything that was waiting for the server has happened."""
    await gateway.clock.turn(seconds)
    await gateway.settle()


def keys(state_rows: Any) -> Iterator[str]:
    """The labels of rows, in order."""
    return (row.label for row in state_rows)


T = TypeVar("T")


def there(value: T | None) -> T:
    """*value*, which must be there."""
    assert value is not None
    return value
