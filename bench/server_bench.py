"""The server's figures (S1, S2, S4's ready time, S7's memory) beside the bare limits of the same machine and minute.

Run by `make bench`, or `python -m bench.server_bench`. It starts real servers on scratch folders and stops them again.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from mmc_console.domain.ids import mint_action_id

PASSWORD = "blue-lantern-47-river"  # noqa: S105 - of scratch servers that live for seconds
SECONDS = float(os.environ.get("MMC_BENCH_SECONDS", "5"))
CONNECTIONS = 64
ROOMS = (("lab", 1), ("lab", 2), ("xray", 1), ("vitals", 1))

EMPTY_APP = """
import uvicorn
from litestar import Litestar, get
@get("/")
async def answer() -> dict[str, int]:
    return {"a": 1}
uvicorn.run(Litestar([answer], openapi_config=None, logging_config=None), port=%d, log_level="error",
            access_log=False, lifespan="off")
"""


class Connection:
    """One keep-alive connection, as thin as HTTP allows: the load must not cost more than what it measures."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str = "") -> None:
        self._reader, self._writer = reader, writer
        self._head = f"Host: bench\r\nAuthorization: Bearer {token}\r\n" if token else "Host: bench\r\n"

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body of the answer."""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}Content-Type: application/json\r\n"
        self._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        at = answer.lower().index(b"content-length:") + 15
        length = int(answer[at : answer.index(b"\r\n", at)])
        return int(answer[9:12]), await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def connect(port: int, token: str = "") -> Connection:
    """A connection to this PC's *port*."""
    return Connection(*await asyncio.open_connection("127.0.0.1", port), token)


def _environment(folder: Path) -> dict[str, str]:
    """As on an installed PC: Python may keep compiled modules, which a first start has written."""
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return found | {"MMC_ADMIN_PASSWORD": PASSWORD, "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}


class Server:
    """A real server on a folder."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mmc_console", "serve", "--data", str(folder), "--port", str(port)],
            stdout=subprocess.PIPE,
            text=True,
            env=_environment(folder),
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        self.ready = time.perf_counter() - began
        self.port = int(line.rsplit(":", 1)[1])

    async def token(self, console: int = 0) -> str:
        """Signed in as `admin`, on one of several consoles: each has a pace of its own."""
        device = {"id": f"console-bench-{console}", "name": "bench"}
        asked = {"username": "admin", "password": PASSWORD, "device": device}
        connection = await connect(self.port)
        _, body = await connection.ask("POST", "/api/v1/auth/login", msgspec.json.encode(asked))
        connection.close()
        return str(msgspec.json.decode(body)["access_token"])

    def figures(self) -> tuple[float, float]:
        """Resident MB and CPU seconds so far."""
        import psutil

        process = psutil.Process(self._process.pid)
        times = process.cpu_times()
        return process.memory_info().rss / 1e6, times.user + times.system

    def stop(self) -> None:
        """In order."""
        self._process.terminate()
        self._process.wait(30)


_count = 1_000_000


def action(type: str, **fields: Any) -> dict[str, Any]:
    """An action made now."""
    now = datetime.now(UTC)
    return {"id": mint_action_id(now, secrets.token_bytes(10)), "type": type, "at": now.isoformat(), **fields}


def some_action() -> dict[str, Any]:
    """One of a morning: a registration, then three calls that each finish who was inside."""
    global _count  # noqa: PLW0603 - numbers of people, each once in a run
    _count += 1
    if _count % 4 == 0:
        person = {"number": str(_count), "gender": "male", "name": "محمد أحمد"}
        return action("register_visit", patient=person, exam_type="recruitment")
    clinic, room = ROOMS[secrets.randbelow(len(ROOMS))]
    return action("call_next", clinic=clinic, room=room, finish_current=True)


def percentile(values: list[float], share: float) -> float:
    """The value below which *share* of them are, in ms."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


async def closed_loop(connections: list[Connection], batch: int, seconds: float) -> tuple[float, list[float]]:
    """Each connection asks again as soon as it was answered: actions a second, latencies."""
    took: list[float] = []
    until = time.perf_counter() + seconds

    async def ask(connection: Connection) -> None:
        while time.perf_counter() < until:
            body = msgspec.json.encode({"actions": [some_action() for _ in range(batch)]})
            began = time.perf_counter()
            status, answer = await connection.ask("POST", "/api/v1/actions", body)
            took.append(time.perf_counter() - began)
            assert status == 200, answer

    began = time.perf_counter()
    await asyncio.gather(*map(ask, connections))
    return len(took) * batch / (time.perf_counter() - began), took


async def steady(connections: list[Connection], rate: float, seconds: float) -> tuple[float, list[float]]:
    """*rate* requests a second whatever the answers do: reached rate, latencies from the planned moment on."""
    took: list[float] = []
    start = time.perf_counter() + 0.1
    count = int(rate * seconds)
    turn = iter(range(count))

    async def ask(connection: Connection) -> None:
        for i in turn:
            planned = start + i / rate
            await asyncio.sleep(max(0.0, planned - time.perf_counter()))
            body = msgspec.json.encode({"actions": [some_action()]})
            status, answer = await connection.ask("POST", "/api/v1/actions", body)
            took.append(time.perf_counter() - planned)
            assert status == 200, answer

    await asyncio.gather(*map(ask, connections))
    return count / (time.perf_counter() - start), took


def bare_syncs(folder: Path) -> float:
    """fdatasync of 4 KiB, a second."""
    handle = os.open(folder / "sync", os.O_RDWR | os.O_CREAT)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 1:
        os.pwrite(handle, b"x" * 4096, (count % 64) * 4096)
        os.fdatasync(handle)
        count += 1
    os.close(handle)
    return count / (time.perf_counter() - began)


def bare_commits(folder: Path, rows: int) -> float:
    """SQLCipher transactions of *rows* rows, flushed, a second."""
    from sqlcipher3 import dbapi2

    db = dbapi2.connect(str(folder / f"bare-{rows}.db"), isolation_level=None)
    db.execute(f"PRAGMA key = \"x'{secrets.token_hex(32)}'\"")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 1:
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT INTO t (body) VALUES (?)", [(b"x" * 300,)] * rows)
        db.execute("COMMIT")
        count += 1
    db.close()
    return count / (time.perf_counter() - began)


async def bare_json(folder: Path) -> float:
    """Empty JSON answers of Litestar on uvicorn, a second, over as many connections."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.to_thread(subprocess.Popen, [sys.executable, "-c", EMPTY_APP % port])
    try:
        while True:
            try:
                (await connect(port)).close()
                break
            except ConnectionError:
                await asyncio.sleep(0.05)
        connections = [await connect(port) for _ in range(CONNECTIONS)]
        until, count = time.perf_counter() + 2, 0

        async def ask(connection: Connection) -> None:
            nonlocal count
            while time.perf_counter() < until:
                await connection.ask("GET", "/")
                count += 1

        await asyncio.gather(*map(ask, connections))
        for connection in connections:
            connection.close()
        return count / 2
    finally:
        process.terminate()
        process.wait(10)


def bare_python() -> float:
    """Seconds of CPU for ten million additions: 0.45 on an idle desktop core of 2020."""
    began, sum_ = time.process_time(), 0
    for i in range(10_000_000):
        sum_ += i
    return time.process_time() - began


Row = tuple[str, str, str]


async def with_server(folder: Path, work: Callable[[Server, list[Connection]], Awaitable[list[Row]]]) -> list[Row]:
    """Run *work* on a server of its own."""
    server = Server(folder)
    try:
        tokens = [await server.token(console) for console in range(CONNECTIONS)]
        connections = [await connect(server.port, token) for token in tokens]
        found = await work(server, connections)
        for connection in connections:
            connection.close()
        return found
    finally:
        server.stop()


async def loads(server: Server, connections: list[Connection]) -> list[Row]:
    """S1 and S2."""
    await closed_loop(connections, 1, 1)
    cpu = server.figures()[1]
    rate, took = await closed_loop(connections, 1, SECONDS)
    each = (server.figures()[1] - cpu) / len(took) * 1e6
    rows = [
        ("S1 one action a request, 64 connections", f"{rate:,.0f}/s", "≥ 3,500/s"),
        ("   p50 / p95", f"{percentile(took, 0.5):.1f} / {percentile(took, 0.95):.1f} ms", "p95 ≤ 30 ms"),
        ("   server CPU a request", f"{each:.0f} µs", ""),
    ]
    rate, took = await steady(connections, 1_000, SECONDS)
    times = f"{percentile(took, 0.5):.1f} / {percentile(took, 0.95):.1f} ms"
    rows.append(("S1 steady 1,000/s, p50 / p95", f"{times} ({rate:,.0f}/s)", "p95 ≤ 15 ms"))
    cpu = server.figures()[1]
    rate, took = await closed_loop(connections[:8], 50, SECONDS)
    each = (server.figures()[1] - cpu) / len(took) / 50 * 1e6
    rows += [
        ("S2 batches of 50, 8 connections", f"{rate:,.0f} actions/s", "≥ 12,000/s"),
        ("   server CPU an action", f"{each:.0f} µs", ""),
    ]
    return rows


async def a_day(server: Server, connections: list[Connection]) -> list[Row]:
    """S7: 2,000 tickets."""
    global _count  # noqa: PLW0603 - see some_action
    before = server.figures()[0]
    for _ in range(20):
        people = []
        for _ in range(50):
            _count += 1
            person = {"number": str(_count), "gender": "male", "name": "محمد أحمد"}
            people.append(action("register_visit", patient=person, exam_type="recruitment"))
        await connections[0].ask("POST", "/api/v1/actions", msgspec.json.encode({"actions": people}))
        calls = [action("call_next", clinic="lab", room=1, finish_current=True) for _ in range(51)]
        await connections[0].ask("POST", "/api/v1/actions", msgspec.json.encode({"actions": calls}))
    _, body = await connections[0].ask("GET", "/api/v1/snapshot")
    tickets = len(msgspec.json.decode(body)["tickets"])
    after = server.figures()[0]
    return [
        (f"S7 memory after {tickets:,} tickets (at start {before:.0f} MB)", f"{after:.0f} MB", "≤ 120 MB"),
        ("   snapshot of them", f"{len(body) / 1e6:.2f} MB", ""),
    ]


async def measured() -> list[Row]:
    """Everything of the server, the bare limits first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: list[Row] = [
            ("bare: 10 million additions", f"{bare_python():.2f} s", "0.45 s when idle"),
            ("bare: fdatasync of 4 KiB", f"{bare_syncs(folder):,.0f}/s", ""),
            ("bare: SQLCipher, 1 row a commit", f"{bare_commits(folder, 1):,.0f}/s", ""),
            ("bare: SQLCipher, 50 rows a commit", f"{bare_commits(folder, 50) * 50:,.0f} rows/s", ""),
            ("bare: Litestar, empty JSON, 64 connections", f"{await bare_json(folder):,.0f}/s", ""),
        ]
        rows += await with_server(folder / "load", loads)
        rows += await with_server(folder / "day", a_day)
        starts = []
        for i in range(5):
            server = Server(folder / "day")
            starts.append(server.ready)
            server.stop()
            if i == 0:
                server = Server(folder / "new")
                rows.append(("S4 a new centre's first ready", f"{server.ready:.2f} s", ""))
                server.stop()
        rows.append(("S4 ready, median of 5", f"{statistics.median(starts):.2f} s", "≤ 1.5 s"))
    return rows


if __name__ == "__main__":
    from bench.table import show

    show(asyncio.run(measured()))
