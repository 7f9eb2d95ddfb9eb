"""A TCP line in front of a server that does what bad lines do, each exactly when it is asked to.

It knows of HTTP only where a request begins: whose answer is to be cut, and after how many bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self
from weakref import WeakSet

Fault = Literal["", "lost", "half-open", "stalled", "late", "slow"]
"""Connections are broken off; stay open and swallow all; hold everything back until healed; each chunk 2 s later;
1,000 bytes a second."""
CHUNK = 1 << 16
LATE = 2.0
SLOW = 1000
TICK = 0.1


@dataclass
class Cut:
    """The next answer to *path* ends after so many bytes."""

    path: str
    after: int
    struck: bool = False


class Connection:
    """One client's connection and ours behind it."""

    def __init__(
        self, client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:  # fmt: skip
        self.from_client, self.to_client = client
        self.from_server, self.to_server = server
        self.path = ""
        self.answered = 0
        self.swallowed = False
        """A half-open line lost some of it: it can never go on."""

    def end(self, *, flushed: bool = False) -> None:
        """Break it off; *flushed*: what was passed on still arrives."""
        for writer in (self.to_client, self.to_server):
            if flushed and writer is self.to_client:
                writer.close()
            else:
                writer.transport.abort()


class Proxy:
    """One port that leads to the server's; use it as a context."""

    def __init__(self, server: int) -> None:
        self._server, self.port = server, 0
        self._fault: Fault = ""
        self._healed = asyncio.Event()
        self._healed.set()
        self._cut: Cut | None = None
        self._swallowing: dict[str, int] = {}
        self._open: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers = WeakSet[asyncio.StreamWriter]()
        self._over = False
        self.lengths: dict[str, int] = {}
        """How long the last answer to each path was."""

    @property
    def url(self) -> str:
        """What a console is told."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        self._over = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:  # also what is closed and still flushes to somebody who reads no more
            writer.transport.abort()
        await asyncio.sleep(0)  # what is aborted is let go in the next turn of the loop

    # -- what the line does ----------------------------------------------------------------

    def cut(self, path: str, after: int) -> Cut:
        """Cut the next answer to *path* after so many bytes; all is well before and after."""
        self._cut = Cut(path, after)
        return self._cut

    def swallow(self, path: str, after: int) -> None:
        """Hold back all answers to *path* after so many of their bytes, for good, and keep the connection open."""
        self._swallowing[path] = after

    def mend_cut(self) -> None:
        """Cut nothing that has not been cut."""
        self._cut = None

    def fault(self, fault: Fault) -> None:
        """From now on, until `heal`."""
        self._fault = fault
        self._healed.clear()
        if fault == "lost":
            for connection in self._open:
                connection.end()

    def heal(self) -> None:
        """The line is whole. Half-open connections stay dead and silent: nobody tells either side."""
        self._fault = ""
        self._healed.set()

    async def bad(self, fault: Fault, seconds: float) -> None:
        """Be so for a while."""
        self.fault(fault)
        # house(sleeping): how long the line is bad is the very fault; nothing is waited for
        await asyncio.sleep(seconds)
        self.heal()

    # -- passing on ------------------------------------------------------------------------

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._over or self._fault == "lost":
            writer.transport.abort()
            return
        self._writers.add(writer)
        task = asyncio.ensure_future(self._take(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(lambda _: self._let_go(task, writer))

    def _let_go(self, task: asyncio.Task[None], writer: asyncio.StreamWriter) -> None:
        """Also of one that was called off before it began."""
        self._tasks.discard(task)
        if task.cancelled():
            writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server = await asyncio.open_connection("127.0.0.1", self._server)
        except OSError:
            writer.transport.abort()
        else:
            self._writers.add(server[1])
            await self._pass_on(Connection((reader, writer), server))

    async def _pass_on(self, connection: Connection) -> None:
        self._open.add(connection)
        both = [asyncio.ensure_future(self._up(connection)), asyncio.ensure_future(self._down(connection))]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            try:
                await asyncio.gather(*both, return_exceptions=True)
            finally:  # called off also while it was ending by itself
                self._open.discard(connection)
                connection.end(flushed=True)

    async def _up(self, connection: Connection) -> None:
        """The client's requests."""
        while raw := await _read(connection.from_client):
            if raw.startswith((b"GET ", b"POST ")):
                connection.path, connection.answered = raw.split(b" ", 2)[1].partition(b"?")[0].decode("ascii"), 0
            await self._send(connection, connection.to_server, raw)

    async def _down(self, connection: Connection) -> None:
        """The server's answers; ends where one is cut."""
        while raw := await _read(connection.from_server):
            cut, before = self._cut, connection.answered
            connection.answered += len(raw)
            self.lengths[connection.path] = connection.answered
            if cut is not None and cut.path == connection.path and connection.answered >= cut.after:
                self._cut, cut.struck = None, True
                await self._send(connection, connection.to_client, raw[: cut.after - before])
                return
            kept = self._swallowing.get(connection.path)
            if kept is not None:
                raw = raw[: max(kept - before, 0)]
            await self._send(connection, connection.to_client, raw)

    async def _send(self, connection: Connection, to: asyncio.StreamWriter, raw: bytes) -> None:
        if connection.swallowed or self._fault == "half-open":
            connection.swallowed = True
            return
        if self._fault == "stalled":
            await self._healed.wait()
        elif self._fault == "late":
            # house(sleeping): a line this long is what is being tried
            await asyncio.sleep(LATE)
        with contextlib.suppress(ConnectionError):
            while self._fault == "slow" and raw:
                part, raw = raw[: int(SLOW * TICK)], raw[int(SLOW * TICK) :]
                to.write(part)
                await to.drain()
                # house(sleeping): a line this slow is what is being tried
                await asyncio.sleep(TICK)
            to.write(raw)
            await to.drain()


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(CHUNK)
    except ConnectionError:
        return b""
