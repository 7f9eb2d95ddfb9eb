"""S6: how late an event is at 200 consoles and 16 boards at 50 actions/s, and at 1,000 streams at 50 events/s.

Not part of `make bench`, it wants the machine for itself: `python -m bench.streams_bench`. The server is real, the
streams are plain sockets read by this one process. Late is counted from the request being sent to the event's bytes
being read here, so commit, tick and this process's own reading are in it.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import msgspec
import psutil

from bench.server_bench import Server, action, bare_python, some_action
from bench.streams_load import Asker, Load, Stream, percentile
from bench.table import Row, show

SECONDS: Final = 20.0
ASKERS: Final = 16


class Pressed:
    """What was sent when, and up to which event the log came by it."""

    def __init__(self) -> None:
        self.sent: dict[int, float] = {}
        self.called: list[tuple[float, str]] = []

    def told(self, began: float, body: bytes) -> None:
        """An answer: every event of it was begun then."""
        for result in msgspec.json.decode(body)["results"]:
            for event in result.get("events", ()):
                self.sent[event["seq"]] = began
                if event["type"] == "ticket_called":  # a registration has a label too, and is on no board yet
                    self.called.append((began, str(event["label"])))


def _drive(load: Load, askers: list[Asker], per_second: float, pressed: Pressed, body: Any) -> None:
    count = 0

    def each(passed: float) -> None:
        nonlocal count
        if count >= passed * per_second:
            return
        free = next((asker for asker in askers if asker.free), None)
        if free is None:
            return
        count += 1
        asker = free

        def told(status: int, head: bytes, raw: bytes) -> None:
            assert status == 200, raw
            pressed.told(asker.sent, raw)

        asker.ask("POST", "/api/v1/actions", told, {"actions": [body()]})

    load.run(SECONDS, each)
    load.run(2.0, lambda passed: None)


def late(streams: list[Stream], sent: dict[int, float]) -> list[float]:
    """Of every event at every stream."""
    found = []
    for stream in streams:
        last = 0
        for at, seq in stream.arrivals:
            found += [at - sent[n] for n in range(last + 1 if last else seq, seq + 1) if n in sent]
            last = seq
    return found


def _spread(values: list[float]) -> str:
    return f"{percentile(values, 0.5):.0f} / {percentile(values, 0.95):.0f} ms ({len(values):,})"


def _busy(server: Server, before: tuple[float, float]) -> str:
    return f"{(server.figures()[1] - before[1]) / (SECONDS + 2):.2f} cores, {server.figures()[0]:.0f} MB"


def _tokens(server: Server, count: int) -> list[str]:
    async def ask() -> list[str]:
        return [await server.token(n) for n in range(count)]

    return asyncio.run(ask())


def _board(load: Load, asker: Asker, no: int) -> Stream:
    code = load.once(asker, "POST", "/api/v1/admin/boards", {"name": f"board {no}"})["code"]
    paired = load.once(
        asker, "POST", "/api/v1/auth/pair", {"code": code, "device": {"id": f"board-bench-{no}", "name": "x"}}
    )
    return Stream(load.port, "/api/v1/board/stream", str(paired["credential"]), keep=True)


def consoles_and_boards(folder: Path) -> list[Row]:
    """200 and 16."""
    server = Server(folder)
    load = Load(server.port)
    try:
        tokens = _tokens(server, ASKERS)
        askers = [Asker(server.port, token) for token in tokens]
        for asker in askers:
            load.add(asker)
        streams = [Stream(server.port, "/api/v1/events/stream", tokens[n % ASKERS]) for n in range(200)]
        boards = [_board(load, askers[0], n) for n in range(16)]
        for stream in (*streams, *boards):
            load.add(stream)
        for _ in range(200):  # somebody is there to be called
            load.once(askers[0], "POST", "/api/v1/actions", {"actions": [some_action()]})
        pressed, before = Pressed(), server.figures()
        _drive(load, askers, 50, pressed, some_action)
        shown = []
        for board in boards:
            assert board.kept is not None
            for began, label in pressed.called:
                name = f'"{label}"'.encode()
                shown += [at - began for at, data in board.kept if at >= began and name in data][:1]
        return [
            ("S6 200 consoles, 50 actions/s, p50 / p95", _spread(late(streams, pressed.sent)), "p95 ≤ 50 ms"),
            ("   16 boards beside them, a call, p50 / p95", _spread(shown) if shown else "none", "p95 ≤ 50 ms"),
            ("   server", _busy(server, before), ""),
        ]
    finally:
        load.close()
        server.stop()


def thousand(folder: Path) -> list[Row]:
    """1,000 streams; each registration is two events."""
    server = Server(folder)
    load = Load(server.port)
    number = 5_000_000

    def person() -> dict[str, Any]:
        nonlocal number
        number += 1
        return action("register_visit", patient={"number": str(number), "gender": "male"}, exam_type="recruitment")

    try:
        tokens = _tokens(server, ASKERS)
        askers = [Asker(server.port, token) for token in tokens]
        streams = [Stream(server.port, "/api/v1/events/stream", tokens[n % ASKERS]) for n in range(1_000)]
        for line in (*askers, *streams):
            load.add(line)
        load.run(2.0, lambda passed: None)
        pressed, before = Pressed(), server.figures()
        mine = time.process_time()
        _drive(load, askers, 25, pressed, person)
        mine = (time.process_time() - mine) / (SECONDS + 2)
        return [
            ("S6 1,000 streams, 50 events/s, p50 / p95", _spread(late(streams, pressed.sent)), "p95 ≤ 100 ms"),
            ("   server / this process", f"{_busy(server, before)} / {mine:.2f} cores", ""),
        ]
    finally:
        load.close()
        server.stop()


def main() -> None:
    """The table, with how busy the machine was."""
    with tempfile.TemporaryDirectory() as place:
        rows: list[Row] = [
            ("bare: 10 million additions", f"{bare_python():.2f} s", "0.45 s when idle"),
            ("load of the machine before", f"{psutil.getloadavg()[0]:.1f} of {psutil.cpu_count()} cores", ""),
        ]
        rows += consoles_and_boards(Path(place) / "consoles")
        rows += thousand(Path(place) / "thousand")
    show(rows)


if __name__ == "__main__":
    main()
