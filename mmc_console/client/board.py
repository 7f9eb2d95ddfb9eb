"""A paired board's way to its centre: its credential, and a stream that is opened again after whatever happened.

Every connection begins with the whole picture, so there is nothing to catch up with and nothing is kept on this disk
but the credential, which reads this board and does nothing else. A board waits at most a few seconds between tries:
nobody stands beside it who could help.
"""

from __future__ import annotations

import asyncio
import binascii
import contextlib
import random
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from mmc_console.client import files, sse
from mmc_console.client.clock import Clock
from mmc_console.client.errors import BadAnswer, ProblemAnswer, ServerBusy, StoreLost, Unreachable, WireFault
from mmc_console.client.files import Plain
from mmc_console.client.keys import KeyStore
from mmc_console.wire.answers import DeviceHello, Heartbeat
from mmc_console.wire.boards import CREDENTIAL, BoardNews, Paired, PairRequest
from mmc_console.wire.health import DeviceStatus
from mmc_console.wire.json import Malformed, decode

FIRST, MOST = 1.0, 5.0
"""Seconds between tries."""
SILENCE = 25.0
"""The server speaks every ten seconds."""
BOARD_FILE = "board.json"

Standing = Literal["live", "lost", "busy", "refused"]
"""`busy`: the server said that it does not serve now; `refused`: this board was removed, or paired anew elsewhere."""


class BoardServer(Protocol):
    """What a board asks of the server."""

    @property
    def address(self) -> str: ...

    async def pair(self, request: PairRequest) -> Paired: ...
    async def tell_status(self, bearer: str, status: DeviceStatus) -> None: ...
    def board_stream(self, bearer: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]: ...


class Pairing:
    """The credential of one board: in the system's keyring, or, where none is open, in a file of the own folder.

    A board starts by itself after a power cut, when nobody is there to open a keyring; what the credential reads hangs
    on the wall of the waiting room anyway.
    """

    def __init__(self, folder: Path, keys: KeyStore) -> None:
        self._file, self._keys = folder / BOARD_FILE, keys

    async def load(self) -> tuple[str, str] | None:
        """The server's address and the credential; None for a board that was never paired.

        StoreLost: it was, and the keyring that has the credential is not open.
        """
        told = files.read(self._file)
        address, credential = told.get("server"), told.get("credential")
        if not isinstance(address, str):
            return None
        if not isinstance(credential, str):
            key = await self._keys.get(self._name)
            if key is None and not self._keys.lasting:
                raise StoreLost("keyring")
            if key is None:
                return None  # a copied folder
            credential = CREDENTIAL + urlsafe_b64encode(key).rstrip(b"=").decode()
        return address, credential

    async def keep(self, address: str, credential: str) -> None:
        """Remember both."""
        told: dict[str, Plain] = {"server": address, "credential": credential}
        if self._keys.lasting:
            with contextlib.suppress(StoreLost, ValueError, binascii.Error):
                secret = credential.removeprefix(CREDENTIAL)
                await self._keys.set(self._name, urlsafe_b64decode(secret + "=" * (-len(secret) % 4)))
                del told["credential"]
        files.write(self._file, told)
        self._file.chmod(0o600)

    @property
    def _name(self) -> str:
        return f"{self._file.parent.resolve()}#board"


async def pair(server: BoardServer, code: str, name: str) -> Paired:
    """Use a one-time code. WireFault; a ProblemAnswer `not-authenticated` for a code that is wrong, used or too old."""
    return await server.pair(PairRequest(code, DeviceHello(id=str(uuid.uuid4()), name=name)))


class BoardLine:
    """Keeps a board's stream open and passes on what it says."""

    def __init__(
        self, server: BoardServer, credential: str, clock: Clock, *, on_news: Callable[[BoardNews], None],
        on_heard: Callable[[datetime], None], on_standing: Callable[[Standing], None],
        jitter: Callable[[], float] = random.random,
    ) -> None:  # fmt: skip
        self._server, self._credential, self._clock = server, credential, clock
        self._on_news, self._on_heard, self._on_standing, self._jitter = on_news, on_heard, on_standing, jitter
        self._delay = FIRST

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._read()
            except ServerBusy as fault:
                self._on_standing("busy")
                await self._clock.sleep(max(self._next_delay(), min(fault.retry_after, MOST)))
            except ProblemAnswer as fault:
                self._on_standing("refused" if fault.code == "not-authenticated" else "lost")
                await self._clock.sleep(MOST)  # it may be put back, or the server restored
            except WireFault:
                self._on_standing("lost")
                await self._clock.sleep(self._next_delay())

    def _next_delay(self) -> float:
        delay, self._delay = self._delay, min(self._delay * 2, MOST)
        return max(delay * (0.5 + self._jitter() / 2), FIRST)

    async def tell(self, status: DeviceStatus) -> None:
        """Say how this board is; a server that is away is told the next time."""
        with contextlib.suppress(WireFault):
            await self._server.tell_status(self._credential, status)

    async def _read(self) -> None:
        reader = sse.Reader()
        async with self._server.board_stream(self._credential) as stream:
            chunks = aiter(stream)
            while True:
                raw = await self._next(chunks)
                try:
                    for message in reader.feed(raw):
                        self._take(message)
                except (Malformed, sse.TooLong) as fault:
                    raise BadAnswer(str(fault)) from fault

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes:
        reading = asyncio.ensure_future(anext(chunks, None))
        silence = asyncio.ensure_future(self._clock.sleep(SILENCE))
        try:
            await asyncio.wait({reading, silence}, return_when=asyncio.FIRST_COMPLETED)
            raw = reading.result() if reading.done() else None
            if raw is None:
                raise Unreachable("the stream ended" if reading.done() else "silent")
            return raw
        finally:
            for task in (reading, silence):
                task.cancel()
            await asyncio.gather(reading, silence, return_exceptions=True)

    def _take(self, message: sse.Message) -> None:
        if message.event == "board":
            self._delay = FIRST
            self._on_standing("live")
            self._on_news(decode(message.body.encode(), BoardNews))
        elif message.event == "heartbeat":
            self._on_standing("live")
            self._on_heard(decode(message.body.encode(), Heartbeat).now)
