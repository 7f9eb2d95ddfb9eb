"""A full waiting room on one server: 16 boards and 300 phones at once, and calls going on.

Run by `python -m bench.waiting_room_bench`. The server is real; boards and phones are connections read as
they read theirs, by this process on the same cores. What a paint adds is measured by `board_bench` and `page_bench`.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

import msgspec

from bench.board_bench import BOARDS, Streams
from bench.page_bench import APART, CALLS, CLINICS, PHONES, SETTLE, Phones, register
from bench.server_bench import Connection, Server, action, connect, percentile
from bench.table import Row, show
from tests.e2e.board import code_for


async def _call(connection: Connection, clinic: str) -> str:
    """The label that was called."""
    asked = action("call_next", clinic=clinic, room=1, finish_current=True)
    status, body = await connection.ask("POST", "/api/v1/actions", msgspec.json.encode({"actions": [asked]}))
    assert status == 200, body
    return str(msgspec.json.decode(body)["results"][0]["label"])


async def _room(name: str, apart: float) -> list[Row]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "centre"
        server = Server(folder)
        phones, boards = Phones(), Streams()
        stop, ready = asyncio.Event(), asyncio.Event()
        hung: asyncio.Task[None] | None = None
        try:
            bearer = await server.token()
            tokens = await register(server.port, bearer, CLINICS)
            codes = [await asyncio.to_thread(code_for, folder, f"board-{n}") for n in range(BOARDS)]
            hung = asyncio.create_task(boards.run(f"http://127.0.0.1:{server.port}", codes, ready.set, stop))
            await ready.wait()
            await phones.open(server.port, tokens)
            connection = await connect(server.port, bearer)
            await asyncio.sleep(SETTLE)
            (_, before), phones.frames = server.figures(), 0
            called: list[tuple[str, int]] = []
            for n in range(CALLS):
                phones.began = time.perf_counter()
                at = time.monotonic_ns()
                called.append((await _call(connection, CLINICS[n % len(CLINICS)]), at))
                await asyncio.sleep(max(0.0, apart - (time.perf_counter() - phones.began)))
            await asyncio.sleep(SETTLE)
            memory, after = server.figures()
            connection.close()
        finally:
            stop.set()
            if hung is not None:
                await hung
            await phones.close()
            server.stop()
    arrived: list[float] = []
    for label, at in called:
        moments = sorted(m for m in boards.seen[label] if m >= at)[:BOARDS]
        assert len(moments) == BOARDS, f"{label} reached {len(moments)} boards"
        arrived += [(moment - at) / 1e9 for moment in moments]
    took = phones.took
    return [
        (
            f"{BOARDS} boards and {PHONES} phones, {name}: call to each board, p50 / p95",
            _spread(arrived),
            "p95 ≤ 50 ms",
        ),
        ("   call to each phone concerned, p50 / p95", _spread(took), "p95 ≤ 100 ms"),
        ("   pages sent a call", f"{phones.frames / CALLS:.0f}", ""),
        ("   server CPU a call", f"{(after - before) / CALLS * 1000:.1f} ms", ""),
        ("   server memory", f"{memory:.0f} MB", ""),
    ]


def _spread(values: list[float]) -> str:
    return f"{percentile(values, 0.5):.0f} / {percentile(values, 0.95):.0f} ms"


async def measured() -> list[Row]:
    """A busy hall, and ten calls a second."""
    return [*await _room("a call every 0.4 s", 0.4), *await _room("ten calls a second", APART)]


if __name__ == "__main__":
    began = os.getloadavg()[0]
    rows = asyncio.run(measured())
    show(rows)
    print(f"load {began:.1f} before, {os.getloadavg()[0]:.1f} after")
