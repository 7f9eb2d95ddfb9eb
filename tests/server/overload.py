"""R10: greedy consoles ask ten times as often as they may, 200 streams follow, one of them is never read.

All the while one console calls patients, ten a second.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import psutil

from bench.streams_load import Asker, Load, Stream, percentile
from tests.server.live_parts import Program, action, registration, sign_in

STREAMS, GREEDY, LINES, CALLS = 200, 5, 4, 10
PACE, BURST = 20, 40
BULK = 100
CALLED: tuple[tuple[str, int], ...] = (("lab", 1), ("lab", 2), ("xray", 1), ("vitals", 1))


@dataclass
class Found:
    """What came of it."""

    statuses: Counter[int] = field(default_factory=Counter)
    bare: int = 0
    """Refusals that did not say when to come again."""
    calls: list[float] = field(default_factory=list)
    failed_calls: int = 0
    asked_per_second: float = 0.0
    megabytes: float = 0.0
    alive: int = 0
    slow_reader_cut: bool = False
    log: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        times = f"{percentile(self.calls, 0.5):.0f} / {percentile(self.calls, 0.99):.0f} ms"
        return (
            f"R10 {self.asked_per_second:,.0f} requests/s of greedy consoles (they may {GREEDY * PACE}/s), answers "
            f"{dict(self.statuses)}; {len(self.calls)} calls p50 / p99 {times}; memory {self.megabytes:+.0f} MB; "
            f"{self.alive} streams alive, slow reader {'cut' if self.slow_reader_cut else 'NOT cut'}"
        )


def overloaded(place: Path, seconds: float) -> Found:
    """A server under it for so long."""
    program, found = Program(place), Found()
    try:
        port = int(program.start().rsplit(":", 1)[1])
        load = Load(port)
        try:
            _drive(load, program, seconds, found)
        finally:
            load.close()
        assert program.stop() == (0, "")
    finally:
        program.kill()
    return found


def _token(load: Load, device: str) -> str:
    asker = Asker(load.port)
    load.add(asker)
    found = load.once(asker, "POST", "/api/v1/auth/login", sign_in(device))
    return str(found["access_token"])


def _drive(load: Load, program: Program, seconds: float, found: Found) -> None:
    caller, feeder = (Asker(load.port, _token(load, f"console-{name}-1")) for name in ("caller", "feeder"))
    tokens = [_token(load, f"console-greedy-{n}") for n in range(GREEDY)]
    watching = [_token(load, f"console-watch-{n}") for n in range(10)]
    greedy = [Asker(load.port, token) for token in tokens for _ in range(LINES)]
    streams = [Stream(load.port, "/api/v1/events/stream", watching[n % 10]) for n in range(STREAMS - 1)]
    stuck = Stream(load.port, "/api/v1/events/stream", watching[0], buffer=2_048)  # never read until the end
    for line in (caller, feeder, *greedy, *streams):
        load.add(line)
    number = 1_000_000

    def people() -> dict[str, object]:
        nonlocal number
        number += BULK
        return {"actions": [registration(str(number + n)) for n in range(BULK)]}

    for _ in range(2):
        load.once(feeder, "POST", "/api/v1/actions", people())
    pace = {"device_per_second": PACE, "device_burst": BURST}
    load.once(caller, "PATCH", "/api/v1/admin/settings/limits", {"fields": pace})
    process = psutil.Process(program.process_id)
    before = process.memory_info().rss
    due = {"call": 0.0, "feed": 0.0}
    asked_each = 0

    def called(status: int, head: bytes, body: bytes) -> None:
        found.calls.append(time.perf_counter() - caller.sent)
        found.failed_calls += status != 200

    def answered(status: int, head: bytes, body: bytes) -> None:
        found.statuses[status] += 1
        if status in (429, 503) and b"retry-after:" not in head.lower():
            found.bare += 1

    def each(passed: float) -> None:
        nonlocal asked_each
        if caller.free and passed >= due["call"]:
            due["call"] = max(due["call"] + 1 / CALLS, passed)
            clinic, room = CALLED[len(found.calls) % len(CALLED)]
            one = action("call_next", clinic=clinic, room=room, finish_current=True)
            caller.ask("POST", "/api/v1/actions", called, {"actions": [one]})
        if feeder.free and passed >= due["feed"]:
            due["feed"] = passed + (0.25 if passed < 8 else 1.0)
            feeder.ask("POST", "/api/v1/actions", lambda status, head, body: None, people())
        wanted = passed * GREEDY * PACE * 10
        for asker in greedy:
            if asked_each < wanted and asker.free:
                asked_each += 1
                path = "/api/v1/queues/xray" if asked_each % 10 == 0 else "/api/v1/auth/me"
                asker.ask("GET", path, answered)

    load.run(seconds, each)
    found.asked_per_second = sum(found.statuses.values()) / seconds
    found.megabytes = (process.memory_info().rss - before) / 1e6
    found.alive = sum(not stream.closed and bool(stream.arrivals) for stream in streams)
    found.slow_reader_cut = _was_cut(stuck)
    for file in (program.place / "logs").glob("server-*.log"):
        found.log.update(str(msgspec.json.decode(line).get("code", "")) for line in file.read_text().splitlines())


def _was_cut(stuck: Stream) -> bool:
    """Whether the other side has ended it: what was under way comes, and then the end instead of heartbeats."""
    until = time.monotonic() + 5
    with stuck.socket as line:
        line.settimeout(2.5)
        try:
            while time.monotonic() < until:
                if not line.recv(1_000_000):
                    return True
        except TimeoutError:
            return False
        except OSError:
            return True
    return False
