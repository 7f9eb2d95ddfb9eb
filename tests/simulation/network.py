"""The wires: each console's way to the server, with everything a network does to a message.

Requests and answers travel as the JSON they are. One may be lost, come twice, come late and after its sender gave up,
or find nobody there; a link may be cut, or open and silent. The console sees only what the port promises.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TypeVar

from mmc_console.client.errors import ProblemAnswer, Unreachable, WireFault
from mmc_console.client.server_port import Question
from mmc_console.domain.ids import PatientId
from mmc_console.domain.patients import Card
from mmc_console.server.feed import Reader
from mmc_console.wire.answers import (
    ActionsAnswer,
    ActionsRequest,
    DeviceLogin,
    EventsAnswer,
    LoginRequest,
    PasswordRequest,
    PinsAnswer,
    SenderSignedIn,
    SignedIn,
    Snapshot,
)
from mmc_console.wire.json import decode, encode
from mmc_console.wire.problems import problem
from tests.simulation.server import Gone, ServerMachine
from tests.simulation.time import passing

T = TypeVar("T")
GIVES_UP = 10.0


@dataclass
class Link:
    """How one console's network is at the moment."""

    up: bool = True
    silent: bool = False
    """Half open: nothing comes through, and nobody is told."""
    loss: float = 0.0
    doubling: float = 0.0
    slow: float = 0.02
    torn: float = 0.0
    """How often an answer, or a piece of a stream, is cut off on its way."""
    swallows: bool = False
    """Something in between keeps what streams say to itself."""
    readers: dict[Reader, None] = field(default_factory=dict)
    """In the order they were opened: the order of a set would not be the same in the next run."""

    def cut(self) -> None:
        """The cable is pulled."""
        self.up = False
        for reader in list(self.readers):
            reader.end("cut")

    def heal(self) -> None:
        """As good as new."""
        self.up, self.silent, self.loss, self.doubling, self.slow = True, False, 0.0, 0.0, 0.02
        self.torn, self.swallows = 0.0, False
        for reader in list(self.readers):
            reader.end("healed")  # a connection that was half open does not come back to life


class Wire:
    """The server port of one console's process."""

    address = "simulated:"

    def __init__(self, link: Link, server: ServerMachine, chance: Random) -> None:
        self._link, self._server, self._chance = link, server, chance
        self._under_way: set[asyncio.Task[None]] = set()

    async def login(self, request: LoginRequest) -> SignedIn:
        """A session."""
        return await self._ask(lambda: self._server.login(request), SignedIn)

    async def prove(self, request: DeviceLogin) -> SenderSignedIn:
        """A console's own credential."""
        return await self._ask(lambda: self._server.prove(request), SenderSignedIn)

    async def refresh(self, token: str, generation: int | None = None) -> SignedIn:
        """The same session, later."""
        return await self._ask(lambda: self._server.refresh(token, generation), SignedIn)

    async def logout(self, bearer: str) -> None:
        """The session's end."""
        await self._ask(lambda: self._server.logout(bearer), type(None))

    async def change_password(self, bearer: str, request: PasswordRequest) -> None:
        """Nobody changes it here."""

    async def act(self, bearer: str, request: ActionsRequest) -> ActionsAnswer:
        """Actions, and what became of them."""
        sent = encode(request)
        return await self._ask(lambda: self._server.act(bearer, decode(sent, ActionsRequest)), ActionsAnswer)

    async def snapshot(self, bearer: str) -> Snapshot:
        """Everything."""
        return await self._ask(lambda: self._server.snapshot(bearer), Snapshot)

    async def events(self, bearer: str, after: str, limit: int) -> EventsAnswer:
        """The log after a position."""
        return await self._ask(lambda: self._server.events(bearer, after, limit), EventsAnswer)

    async def cards(self, bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        """Names for ids."""
        return await self._ask(lambda: self._server.cards(bearer, ids), tuple[Card, ...])

    async def search(self, bearer: str, text: str) -> tuple[Card, ...]:
        """The person of a number."""
        return await self._ask(lambda: self._server.search(bearer, text), tuple[Card, ...])

    async def pins(self, bearer: str) -> PinsAnswer:
        """The exit PINs of the day."""
        return await self._ask(lambda: self._server.pins(bearer), PinsAnswer)

    async def health(self) -> datetime:
        """The server's time."""
        return await self._ask(self._server.health, datetime)

    async def ask(self, bearer: str, question: Question) -> bytes:
        """Nobody administers here."""
        raise NotImplementedError

    async def fetch(self, bearer: str, question: Question, target: Path, heard: Callable[[int], None]) -> None:
        """Nobody administers here."""
        raise NotImplementedError

    def listen(self, bearer: str, question: Question) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Nobody administers here."""
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing to let go."""

    @asynccontextmanager
    async def stream(self, bearer: str, position: str | None) -> AsyncIterator[AsyncIterator[bytes]]:
        """The log as it grows, until the link or the server breaks."""
        await passing(self._way())
        if self._link.silent:
            await passing(GIVES_UP)
        if not self._link.up or self._link.silent:
            raise Unreachable("no way")
        try:
            reader = self._server.open_stream(bearer, position)
        except Gone as gone:
            raise Unreachable(str(gone)) from gone
        except ValueError as unknown:
            raise ProblemAnswer(problem("not-authenticated")) from unknown
        self._link.readers[reader] = None
        try:
            yield self._frames(reader)
        finally:
            self._link.readers.pop(reader, None)
            self._server.close_stream(reader)

    async def _frames(self, reader: Reader) -> AsyncIterator[bytes]:
        while True:
            if reader.ended or not self._link.up:
                raise Unreachable(reader.ended or "cut")
            found = self._server.next_bytes(reader)
            if not found:
                await reader.wait()
                continue
            await passing(self._way())
            while (self._link.silent or self._link.swallows) and not reader.ended:
                await reader.wait()
            if reader.ended:
                raise Unreachable(reader.ended)
            if self._link.torn and self._chance.random() < self._link.torn:
                yield found[: self._chance.randrange(len(found))] or b":"
                raise Unreachable("torn")
            yield found

    def _way(self) -> float:
        """How long one message travels."""
        return self._chance.uniform(0.2, 1.8) * self._link.slow

    async def _ask(self, work: Callable[[], Awaitable[bytes]], kind: type[T]) -> T:
        link, chance, loop = self._link, self._chance, asyncio.get_running_loop()
        answer: asyncio.Future[bytes] = loop.create_future()
        if not link.up:
            await passing(self._way())
            raise Unreachable("no way")
        if not link.silent and chance.random() >= link.loss:
            self._send(self._way(), work, answer)
            if chance.random() < link.doubling:
                self._send(self._way() + chance.choice((0.0, 1.0, 20.0)) * chance.random(), work, answer)
        patience = loop.call_later(GIVES_UP, _too_late, answer)
        try:
            return decode(await answer, kind)
        finally:
            patience.cancel()

    def _send(self, after: float, work: Callable[[], Awaitable[bytes]], answer: asyncio.Future[bytes]) -> None:
        """Once on its way it arrives, whatever becomes of its sender."""
        task = asyncio.get_running_loop().create_task(self._travel(after, work, answer))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _travel(self, after: float, work: Callable[[], Awaitable[bytes]], answer: asyncio.Future[bytes]) -> None:
        await passing(after)
        fault: WireFault | None = None
        raw = b""
        life = self._server.life
        try:
            raw = await work()
        except Gone as gone:
            fault = Unreachable(str(gone))
        except WireFault as told:
            fault = told
        await passing(self._way())
        link = self._link
        if not link.up or life != self._server.life:
            fault = Unreachable("broken")
        elif link.silent or self._chance.random() < link.loss:
            return
        elif link.torn and self._chance.random() < link.torn:
            fault = Unreachable("torn")
        if not answer.done():
            if fault is not None:
                answer.set_exception(fault)
            else:
                answer.set_result(raw)


def _too_late(answer: asyncio.Future[bytes]) -> None:
    if not answer.done():
        answer.set_exception(Unreachable("no answer"))
