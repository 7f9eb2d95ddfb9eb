"""The administration of the behaving server: answers that a test has put there, by method and path."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from mmc_console.client import own_health
from mmc_console.client.errors import ProblemAnswer, Unreachable, WireFault
from mmc_console.client.server_port import Question
from mmc_console.domain.permissions import Actor
from mmc_console.wire.health import DeviceStatus
from mmc_console.wire.json import decode, encode
from mmc_console.wire.problems import problem

Told = Callable[[Question], Any]


class BehavingOffice:
    """What is not in `administration` is not found there."""

    away: bool | WireFault

    def __init__(self) -> None:
        self.administration: dict[tuple[str, str], Told] = {}
        """By method and path: what to answer (a struct, or bytes for a file); a WireFault it raises is met."""
        self.asked: list[Question] = []
        self.statuses: list[DeviceStatus] = []
        """What consoles have told of themselves."""

    def _arrive(self) -> None:
        """Unreachable while the server is away."""
        raise NotImplementedError

    def _who(self, bearer: str) -> Actor:
        """ProblemAnswer for a token that is not valid."""
        raise NotImplementedError

    async def ask(self, bearer: str, question: Question) -> bytes:
        """The answer a test has put there."""
        if question.path == own_health.PATH:
            return self._hear(question)
        self._arrive()
        self._who(bearer)
        self.asked.append(question)
        told = self.administration.get((question.method, question.path))
        if told is None:
            raise ProblemAnswer(problem("not-found"))
        answer = told(question)
        if isinstance(answer, WireFault):
            raise answer
        return answer if isinstance(answer, bytes) else b"" if answer is None else encode(answer)

    def _hear(self, question: Question) -> bytes:
        """How a console is. It meets none of the faults that a test has put there for other requests."""
        if self.away:
            raise Unreachable("away")
        self.statuses.append(decode(question.body or b"", DeviceStatus))
        return b""

    async def fetch(self, bearer: str, question: Question, target: Path, heard: Callable[[int], None]) -> None:
        """The same, as a file."""
        content = await self.ask(bearer, question)
        target.write_bytes(content)
        heard(len(content))

    @asynccontextmanager
    async def listen(self, bearer: str, question: Question) -> AsyncIterator[AsyncIterator[bytes]]:
        """The same, as a stream that then ends."""
        content = await self.ask(bearer, question)

        async def once() -> AsyncIterator[bytes]:
            yield content

        yield once()
