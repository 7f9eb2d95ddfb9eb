"""A load on plain sockets: streams that are read and timed, and requests whose answers are timed, in one thread.

Nothing here may cost more than what it measures: a stream's chunk is looked at for its last id, and no more.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import msgspec

Told = Callable[[int, bytes, bytes], None]
"""Status, head and body of an answer."""
_CHUNK: Final = 262_144


class Line:
    """A connection; *heard* is called with what comes."""

    def __init__(self, port: int, *, buffer: int = 0) -> None:
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.closed = False

    def heard(self, now: float, data: bytes) -> None:
        """Something came."""


class Stream(Line):
    """A stream that is read. `arrivals`: when, and up to which event."""

    def __init__(self, port: int, path: str, token: str, *, buffer: int = 0, keep: bool = False) -> None:
        super().__init__(port, buffer=buffer)
        self.arrivals: list[tuple[float, int]] = []
        self.kept: list[tuple[float, bytes]] | None = [] if keep else None
        head = f"GET {path} HTTP/1.1\r\nHost: load\r\nAuthorization: Bearer {token}\r\n\r\n"
        self.socket.sendall(head.encode())
        self._rest = b""

    def heard(self, now: float, data: bytes) -> None:
        if self.kept is not None:
            self.kept.append((now, data))
            return
        whole = self._rest + data
        end = whole.rfind(b"\n\n")
        at = whole.rfind(b"\nid: ", 0, end) + 1 if end >= 0 else 0
        if at > 0:
            line = whole[at : whole.index(b"\n", at)]
            self.arrivals.append((now, int(line.rpartition(b":")[2])))
        self._rest = whole[end:] if end >= 0 else whole


class Asker(Line):
    """One keep-alive connection with one question at a time."""

    def __init__(self, port: int, token: str = "") -> None:
        super().__init__(port)
        self._token = f"Authorization: Bearer {token}\r\n" if token else ""
        self._rest = b""
        self._told: Told | None = None
        self.sent = 0.0

    @property
    def free(self) -> bool:
        """Whether it may be asked."""
        return self._told is None and not self.closed

    def ask(self, method: str, path: str, told: Told, body: Any = None) -> None:
        """*told* when the answer is here."""
        content = msgspec.json.encode(body) if body is not None else b""
        self._told, self.sent = told, time.perf_counter()
        head = f"{method} {path} HTTP/1.1\r\nHost: load\r\n{self._token}Content-Type: application/json\r\n"
        self.socket.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)

    def heard(self, now: float, data: bytes) -> None:
        self._rest += data
        head, end, body = self._rest.partition(b"\r\n\r\n")
        if not end or self._told is None:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        told, self._told, self._rest = self._told, None, body[length:]
        told(int(head[9:12]), head, body[:length])


class Load:
    """Everything that is connected, driven until told to stop."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._selector = selectors.DefaultSelector()
        self._lines: list[Line] = []

    def add(self, line: Line) -> None:
        """Listen to *line* too."""
        line.socket.setblocking(True)
        self._selector.register(line.socket, selectors.EVENT_READ, line)
        self._lines.append(line)

    def run(self, seconds: float, each: Callable[[float], None], pace: float = 0.002) -> None:
        """For so long; *each* is called with the seconds passed, some 500 times a second."""
        began = time.perf_counter()
        while (passed := time.perf_counter() - began) < seconds:
            each(passed)
            for key, _ in self._selector.select(pace):
                line: Line = key.data
                try:
                    data = line.socket.recv(_CHUNK)
                except OSError:
                    data = b""
                if data:
                    line.heard(time.perf_counter(), data)
                else:
                    line.closed = True
                    self._selector.unregister(line.socket)

    def once(self, asker: Asker, method: str, path: str, body: Any = None) -> Any:
        """One answer, waited for; its JSON."""
        found: list[tuple[int, bytes]] = []
        asker.ask(method, path, lambda status, head, body: found.append((status, body)), body)
        until = time.perf_counter() + 60
        while not found:
            assert time.perf_counter() < until, path
            self.run(0.01, lambda passed: None)
        status, raw = found[0]
        assert status < 300, (path, status, raw)
        return msgspec.json.decode(raw) if raw else None

    def close(self) -> None:
        """Hang up everywhere."""
        for line in self._lines:
            line.socket.close()
        self._selector.close()


def percentile(values: list[float], share: float) -> float:
    """In ms."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


Statuses = Counter[int]
