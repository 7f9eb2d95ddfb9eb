"""The live stream: opens it, reads it, opens it again. The other module that knows httpx.

Its own reconnect loop: 1 s doubling to 30 s with jitter, back to 1 s after success, dead after 45 s of silence,
`retry` obeyed within bounds, never more than one connection a second whatever the server says.
What the messages mean is `follow`'s.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Final

import httpx

from mmc_console.client import sse
from mmc_console.client.clock import Clock
from mmc_console.client.errors import (
    DESTROYED,
    BadAnswer,
    CertificateChanged,
    NeverLeft,
    NotSignedIn,
    ProblemAnswer,
    ServerBusy,
    StoreFault,
    UnderMaintenance,
    Unreachable,
    WireFault,
)
from mmc_console.client.overtaking import BEHIND, Overtaking
from mmc_console.client.server_port import Server
from mmc_console.wire.json import Malformed, decode
from mmc_console.wire.problems import Problem

FIRST, MOST = 1.0, 30.0
SILENCE = 45.0
OPENING = 10.0
"""Seconds until the head of a stream must have come, and a refusal whole."""
REFUSAL_AT_MOST = 100_000
"""Bytes read of a refusal: ours are short, and what a proxy says is not shown."""
APART = 1.0
RETRY_BOUNDS = (1.0, 30.0)
BUSY_DEFAULT, BUSY_AT_MOST = 1.0, 300.0


SOMEBODY_ELSE: Final = (
    "CERTIFICATE_VERIFY_FAILED", "UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "WRONG_VERSION_NUMBER",
    "WRONG_SSL_VERSION", "HTTP_REQUEST", "HANDSHAKE_FAILURE", "NO_PROTOCOLS_AVAILABLE",
)  # fmt: skip
"""What TLS says of one that cannot show who it is: another certificate, an old TLS, or none at all. Our server does
none of this; a line that breaks in the middle has other words and stays a broken line."""


def _is_somebody_else(fault: httpx.TransportError) -> bool:
    return any(word in str(fault).upper().replace(" ", "_") for word in SOMEBODY_ELSE)


@contextlib.contextmanager
def named() -> Iterator[None]:
    """Turn httpx's errors into ours."""
    try:
        yield
    except httpx.TransportError as fault:
        if _is_somebody_else(fault):
            raise CertificateChanged(type(fault).__name__) from fault
        kind = NeverLeft if isinstance(fault, (httpx.ConnectError, httpx.ConnectTimeout)) else Unreachable
        raise kind(type(fault).__name__) from fault
    except (httpx.DecodingError, httpx.TooManyRedirects) as fault:
        raise BadAnswer(type(fault).__name__) from fault


def fault_of(answer: httpx.Response) -> ProblemAnswer | ServerBusy | BadAnswer:
    """The error an answer stands for."""
    try:
        problem = decode(answer.content, Problem)
    except Malformed:
        problem = None
    reason = problem.params.get("reason") if problem is not None else None
    if answer.status_code == 401 and reason in DESTROYED:
        return ServerBusy(BUSY_DEFAULT, stranded=True, refused=True)
    if answer.status_code in (429, 503):
        seconds = _seconds(answer.headers.get("Retry-After"))
        if problem is not None and "maintenance" in (problem.code, reason):
            return UnderMaintenance(seconds)
        stranded = reason in DESTROYED
        return ServerBusy(seconds, limited=answer.status_code == 429, stranded=stranded)
    return ProblemAnswer(problem) if problem is not None else BadAnswer(f"{answer.status_code} without a problem")


def _seconds(text: str | None) -> float:
    try:
        found = float(text or BUSY_DEFAULT)
    except ValueError:
        return BUSY_DEFAULT
    return BUSY_DEFAULT if math.isnan(found) else min(max(found, 0.0), BUSY_AT_MOST)


@contextlib.asynccontextmanager
async def opened(
    client: httpx.AsyncClient, under_way: Overtaking, path: str, bearer: str, position: str | None,
    silence: float | None = None,
) -> AsyncIterator[AsyncIterator[bytes]]:  # fmt: skip
    """The bytes of a stream, once its head has come and is what it should be.

    *silence*: seconds without a byte after which it is dead; None where the reader watches that.
    """
    headers = {"Authorization": f"Bearer {bearer}", "Accept": "text/event-stream", "Cache-Control": "no-store"}
    if position is not None:
        headers["Last-Event-ID"] = position
    timeout = httpx.Timeout(OPENING, connect=3.0, read=silence)
    asked = client.build_request("GET", path, headers=headers, timeout=timeout)
    with named():
        until = asyncio.get_running_loop().time() + OPENING
        async with under_way.question() as heard:
            async with _in_time(until, "no head"):
                answer = await client.send(asked, stream=True)
            heard()
        raw = answer.aiter_raw() if answer.is_success else answer.aiter_bytes()
        try:
            if not answer.is_success:
                async with _in_time(until, "half a refusal"):
                    refusal = await _beginning(raw)
                raise fault_of(httpx.Response(answer.status_code, headers=_when(answer), content=refusal))
            if not answer.headers.get("Content-Type", "").startswith("text/event-stream"):
                raise BadAnswer("not a stream")
            async with contextlib.aclosing(_bytes(raw)) as body:
                yield body
        finally:
            # The connection first: httpcore's generators, dropped while they hold it open, would have to wait for its
            # end, and on Qt's loop nobody is there to let them.
            await answer.aclose()


@contextlib.asynccontextmanager
async def _in_time(until: float, what: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout_at(until):
            yield
    except TimeoutError as fault:
        raise Unreachable(what) from fault


async def _beginning(body: AsyncIterator[bytes]) -> bytes:
    """As much of a refusal as is read. The connection is closed afterwards, whatever else would come."""
    came = bytearray()
    async for chunk in body:
        came += chunk
        if len(came) > REFUSAL_AT_MOST:
            break
    return bytes(came)


def _when(answer: httpx.Response) -> dict[str, str]:
    return {"Retry-After": answer.headers["Retry-After"]} if "Retry-After" in answer.headers else {}


async def _bytes(raw: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    with named():
        async for chunk in raw:
            yield chunk


class Live:
    """Keeps one stream open and passes on what it says."""

    def __init__(
        self, server: Server, bearer: Callable[[], Awaitable[str]], clock: Clock, *,
        prepare: Callable[[], Awaitable[None]], position: Callable[[], str | None], on_open: Callable[[], None],
        on_messages: Callable[[list[sse.Message]], Awaitable[None]], on_fault: Callable[[WireFault], Awaitable[None]],
        jitter: Callable[[], float] = random.random,
    ) -> None:  # fmt: skip
        self._server, self._bearer, self._clock = server, bearer, clock
        self._prepare, self._position = prepare, position
        self._on_open, self._on_messages, self._on_fault, self._jitter = on_open, on_messages, on_fault, jitter
        self._delay = FIRST
        self._first = FIRST
        self._restart = asyncio.Event()
        self._last = self._away = self._began = clock.monotonic()
        self.flowing = False
        """Whether the open stream has said anything: a proxy may open one and swallow it."""

    @property
    def silent(self) -> float:
        """Seconds since the stream brought a message, or was opened; comments may be of a proxy that swallows those."""
        return self._clock.monotonic() - self._last

    def again(self) -> None:
        """Another session speaks now, or none: let go of the stream, and open it anew if there is one."""
        self._restart.set()

    def away(self) -> None:
        """The server cannot be reached from now on."""
        self._away = self._clock.monotonic()

    def back(self) -> None:
        """It can again. A stream that has said nothing meanwhile hangs on a connection that may be dead."""
        if self._last < self._away:
            self.again()

    def hung(self) -> None:
        """The line has swallowed a question and is whole again. A stream as silent as that may be dead with it."""
        if self.silent > BEHIND:
            self.again()

    async def run(self) -> None:
        """Until cancelled. A lost stream is told to `on_fault` and opened again."""
        while True:
            self._restart.clear()
            self._began, wait = self._clock.monotonic(), 0.0
            try:
                await self._read()
            except NotSignedIn:
                self.flowing = False
                await self._restart.wait()
            except WireFault as fault:
                self.flowing = False
                wait = self._next_delay()
                if isinstance(fault, ServerBusy):
                    wait = max(wait, fault.retry_after)  # whoever is busy may not say when, or the same every time
                with contextlib.suppress(NotSignedIn, StoreFault):  # the next turn waits for a session, or for room
                    await self._on_fault(fault)
            except StoreFault:
                self.flowing, wait = False, self._next_delay()  # what another history brings must be on the disk first
            await self._pause(wait)
            await self._clock.sleep(max(APART - (self._clock.monotonic() - self._began), 0.0))

    async def _read(self) -> None:
        """One connection, until it is let go; Unreachable when it ends, or has been silent for too long."""
        self.flowing = False
        bearer = await self._bearer()
        await self._prepare()
        self._began = self._clock.monotonic()  # however long a session and the first snapshot took
        async with self._server.stream(bearer, self._position()) as stream:
            self._last = self._clock.monotonic()
            self._on_open()
            restart = asyncio.ensure_future(self._restart.wait())
            try:
                await self._take_in(aiter(stream), restart)
            finally:
                restart.cancel()
                await asyncio.gather(restart, return_exceptions=True)

    async def _take_in(self, chunks: AsyncIterator[bytes], restart: asyncio.Future[Any]) -> None:
        reader = sse.Reader()
        while (raw := await self._next(chunks, restart)) is not None:
            try:
                messages = list(reader.feed(raw))
            except sse.TooLong as fault:
                raise BadAnswer("a line without end") from fault
            if reader.retry is not None:
                self._first = min(max(reader.retry / 1000, RETRY_BOUNDS[0]), RETRY_BOUNDS[1])
            if messages:
                self._last, self.flowing, self._delay = self._clock.monotonic(), True, self._first
                await self._on_messages(messages)

    async def _next(self, chunks: AsyncIterator[bytes], restart: asyncio.Future[Any]) -> bytes | None:
        """The next bytes; None when the stream is to be opened anew."""
        reading = asyncio.ensure_future(anext(chunks, None))
        silence = asyncio.ensure_future(self._clock.sleep(SILENCE))
        try:
            await asyncio.wait({reading, silence, restart}, return_when=asyncio.FIRST_COMPLETED)
            if restart.done():
                return None
            if not reading.done():
                raise Unreachable("silent")
            raw = reading.result()
            if raw is None:
                raise Unreachable("the stream ended")
            return raw
        finally:
            silence.cancel()
            if not reading.done():
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
            elif not reading.cancelled():
                reading.exception()  # looked at, also where nobody waits for these bytes any more

    async def _pause(self, seconds: float) -> None:
        if seconds <= 0:
            return
        pause = asyncio.ensure_future(self._clock.sleep(seconds))
        restart = asyncio.ensure_future(self._restart.wait())
        try:
            await asyncio.wait({pause, restart}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (pause, restart):
                task.cancel()
            await asyncio.gather(pause, restart, return_exceptions=True)

    def _next_delay(self) -> float:
        delay = max(self._delay, self._first)
        self._delay = min(delay * 2, MOST)
        return delay * (0.5 + self._jitter() / 2)
