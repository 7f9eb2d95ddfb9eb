"""The waiting room: from a call to the board's paint, 200 calls in two minutes, eight hours, a server killed ten times.

Not part of `make bench`, it takes seven minutes: `python -m bench.board_bench [calls|storm|kills|hours] [--keep DIR]`.
The server, the board and its paints are real; its loudspeaker takes as long as one and writes what it plays to a file.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from bench.table import Row, show
from mmc_console.client.api import open_api
from mmc_console.client.board import BoardLine, pair
from mmc_console.client.clock import SystemClock
from mmc_console.desktop.board.voice import mixing
from mmc_console.domain.actions import AnyAction, CallNext, IssueTicket
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.e2e.board import Board, code_for
from tests.e2e.centre import Centre, Colleague

BOARDS: Final = 16
CALLS: Final = 120
STORM: Final = 200
STORM_SECONDS: Final = 120.0
KILLS: Final = 10
MEN: Final = (
    "lab",
    "xray",
    "vitals",
    "eyes",
    "internal",
    "surgery",
    "ent",
    "bones",
    "psychiatry",
    "dental",
    "derma",
    "ecg",
    "audio",
)
BOTH: Final = ("lab", "xray", "vitals")
"""Two rooms each."""


def tell(text: str) -> None:
    print(f"{time.monotonic():.0f} {text}", file=sys.stderr)


@contextmanager
def at_work(place: Path, *more: str) -> Iterator[tuple[Centre, Board]]:
    """A centre, and a board of the whole of it that speaks."""
    centre = Centre(place)
    centre.start()
    try:
        board = Board(place, "board", centre.url, code_for(centre.folder, "hall", "--voice", *more))
        try:
            board.wait(lambda t: t.get("connected") is True)
            yield centre, board
        finally:
            board.close()
    finally:
        centre.stop()


def fill(someone: Colleague, each: int) -> list[tuple[ClinicCode, int]]:
    """*each* people in every clinic; its rooms."""
    no = 0
    for clinic in MEN:
        actions: list[AnyAction] = []
        for _ in range(each):
            no += 1
            person = PatientEntry(number=f"{30_000_000 + no}", gender="male")
            actions.append(someone.new(IssueTicket, clinic=ClinicCode(clinic), patient=person))
        assert all(r.outcome == "applied" for r in someone.act(*actions))
    return [(ClinicCode(c), room) for c in MEN for room in ((1, 2) if c in BOTH else (1,))]


class Streams:
    """Boards without a window: real connections, each decoding every picture."""

    def __init__(self) -> None:
        self.seen: dict[str, list[int]] = {}

    async def run(self, url: str, codes: list[str], ready: Callable[[], None], stop: asyncio.Event) -> None:
        apis, lines = [], []

        def news(told: Any) -> None:
            now = time.monotonic_ns()
            for call in told.view.calls:
                self.seen.setdefault(call.label, []).append(now)

        for code in codes:
            api = await open_api(url)
            paired = await pair(api, code, "stream")
            apis.append(api)
            lines.append(BoardLine(
                api, paired.credential, SystemClock(), on_news=news, on_heard=lambda now: None,
                on_standing=lambda standing: None,
            ))  # fmt: skip
        tasks = [asyncio.ensure_future(line.run()) for line in lines]
        await asyncio.sleep(1)
        ready()
        await stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for api in apis:
            await api.close()


def calls(place: Path) -> list[Row]:
    """From the call's request to the board's paint; sixteen boards on the server."""
    with at_work(place) as (centre, board), centre.colleague() as someone:
        rooms = fill(someone, CALLS // 6)
        codes = [code_for(centre.folder, f"stream-{n}") for n in range(BOARDS - 1)]
        streams = Streams()
        pressed: list[tuple[str, int]] = []

        async def day() -> None:
            stop, ready = asyncio.Event(), asyncio.Event()
            others = asyncio.ensure_future(streams.run(centre.url, codes, ready.set, stop))
            await ready.wait()
            for n in range(CALLS):
                clinic, room = rooms[n % len(rooms)]
                began = time.monotonic_ns()
                result = (await someone.send(someone.new(CallNext, clinic=clinic, room=room, finish_current=True)))[0]
                assert result.label is not None, result
                pressed.append((result.label, began))
                await asyncio.sleep(0.4)
            await asyncio.sleep(1)
            stop.set()
            await others

        someone.run(day())
        painted = sorted((board.shows(label, since=at)["at"] - at) / 1e6 for label, at in pressed)
        arrived = sorted(
            (moment - at) / 1e6
            for label, at in pressed
            for moment in sorted(m for m in streams.seen[label] if m >= at)[: BOARDS - 1]
        )
        sizes = [len(streams.seen[label]) for label, _ in pressed]
        assert min(sizes) >= BOARDS - 1, "a board missed a call"
    return [
        (f"S3 {CALLS} calls: the board's paint, p50 / p95", _spread(painted), "p95 ≤ 100 ms"),
        (f"S6 the same at {BOARDS - 1} further boards, p50 / p95", _spread(arrived), "p95 ≤ 50 ms"),
    ]


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} / {values[int(len(values) * 0.95) - 1]:.0f} ms"


def storm(place: Path, keep: Path | None) -> list[Row]:
    """200 calls in two minutes in one hall."""
    with at_work(place) as (centre, board), centre.colleague() as someone:
        rooms = fill(someone, STORM // 6)
        began = time.monotonic()
        called: list[tuple[str, int]] = []
        for n in range(STORM):
            clinic, room = rooms[(n * 7) % len(rooms)]
            result = someone.act(someone.new(CallNext, clinic=clinic, room=room, finish_current=True))[0]
            assert result.label is not None, result
            called.append((result.label, time.monotonic_ns()))
            someone.run(asyncio.sleep(max(0.0, began + (n + 1) * STORM_SECONDS / STORM - time.monotonic())))
        someone.run(asyncio.sleep(70))
        told = list(board.told)
    said = [t for t in told if "said" in t]
    heard = [t for t in told if "heard" in t]
    paints = [t for t in told if "layout" in t]
    labels = [label for label, _ in called]
    seen = {label for t in paints for label in (t["hero"], *t["rows"])}
    late = [s for s in said if (datetime.fromisoformat(s["said_at"]).timestamp() - _wall(s["at"])) < -61]
    overlaps = sum(b["began"] < a["ended"] for a, b in pairwise(heard))
    file = (keep or place) / "storm.wav"
    first = heard[0]["began"]
    pieces = [((h["began"] - first) / 1e9, (place / "board" / "heard" / h["heard"]).read_bytes()) for h in heard]
    _write(file, pieces)
    chimes, gaps = _listen(file)
    ones = [s["languages"] for s in said if len(s["languages"]) == 1]
    turns = all(a != b for a, b in pairwise(ones))
    least = min(_visible(paints, label) for label in labels)
    return [
        (f"storm: {len(labels)} calls, of them on the screen", f"{len(seen & set(labels))}", f"≥ {len(labels)}"),
        ("   the shortest was to be seen for", f"{least:.1f} s", "≥ 4"),
        (
            "   said aloud / in one language only, in turn",
            f"{len(said)} / {len(ones)}{'' if turns else ' NOT in turn'}",
            "",
        ),
        ("   older than 60 s when said", f"{len(late)}", "≤ 0"),
        ("   overlapping, by the clock", f"{overlaps}", "≤ 0"),
        ("   in the file: chimes of announcements", f"{chimes} of {len(heard)}", f"≥ {len(heard)}"),
        ("   in the file: shortest silence before a chime", f"{min(gaps) * 1000:.0f} ms", ""),
    ]


_OFFSET: Final = time.time() - time.monotonic()


def _wall(at: int) -> float:
    return at / 1e9 + _OFFSET


def _visible(paints: list[dict[str, Any]], label: str) -> float:
    """How long *label* stood on the screen."""
    total = 0.0
    for now, after in pairwise(paints):
        if label in (now["hero"], *now["rows"]):
            total += (after["at"] - now["at"]) / 1e9
    return total


def _write(file: Path, pieces: list[tuple[float, bytes]]) -> None:
    """Everything heard, each piece where it began, one over the other where they overlap."""
    sounds = [(int(at * mixing.RATE), mixing.read_wave(raw)) for at, raw in pieces]
    tape = [0] * max(start + len(sound) for start, sound in sounds)
    for start, sound in sounds:
        for i, sample in enumerate(sound, start):
            tape[i] += sample
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(mixing.RATE)
        out.writeframes(array("h", [max(-32_768, min(32_767, s)) for s in tape]).tobytes())


PAUSE: Final = 0.3
"""Seconds of silence that are longer than any within a sentence."""


def _listen(file: Path) -> tuple[int, list[float]]:
    """How many chimes are in the file, and the silence before each but the first."""
    tape = mixing.read_wave(file.read_bytes())
    window = mixing.RATE // 50
    loud, high = [], []
    for start in range(0, len(tape) - window, window):
        part = tape[start : start + window]
        power = sum(s * s for s in part) / window
        loud.append(power > 200**2)
        high.append(power > 0 and _tone(part, 783.99) / (power * window * window / 2) > 0.5)
    chimes, gaps, silent = 0, [], 0
    for at, is_loud in enumerate(loud):
        if is_loud and (silent * 0.02 >= PAUSE or at == 0) and any(high[at : at + 3]):  # it begins within a window
            chimes += 1
            gaps += [silent * 0.02] if at else []
        silent = 0 if is_loud else silent + 1
    return chimes, gaps


def _tone(part: array[int], pitch: float) -> float:
    """The power of one pitch in *part*, by Goertzel."""
    k = 2 * math.cos(2 * math.pi * pitch / mixing.RATE)
    a = b = 0.0
    for sample in part:
        a, b = sample + k * a - b, a
    return a * a + b * b - k * a * b


def kills(place: Path) -> list[Row]:
    """The server killed ten times under a board."""
    times = []
    with at_work(place) as (centre, board):
        for n in range(KILLS):
            centre.kill()
            down = time.monotonic_ns()
            board.wait(lambda t: t.get("connected") is False, since=down)
            time.sleep(n)  # away for a second longer each time
            centre.start()
            up = time.monotonic_ns()
            times.append((board.wait(lambda t: t.get("connected") is True, since=up)["at"] - up) / 1e9)
            tell(f"killed {n + 1} times, back after {times[-1]:.1f} s")
    return [(f"server killed {KILLS} times: board back, longest", f"{max(times):.1f} s", "≤ 15")]


def hours(place: Path) -> list[Row]:
    """Eight hours of a busy board, as fast as it goes."""
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "bench.board_hours"], capture_output=True, text=True, check=True, timeout=1_200
    )
    hourly = [float(word) for word in done.stdout.split()]
    grown = hourly[-1] - hourly[1]
    tell(f"memory each hour: {hourly}")
    return [
        ("8 hours, 2,400 calls: memory after 1 h / after 8 h", f"{hourly[1]:.1f} / {hourly[-1]:.1f} MB", ""),
        ("   grown from the 1st to the 8th hour", f"{max(grown, 0):.1f} MB", "≤ 2"),
    ]


def main(args: list[str]) -> None:
    keep = Path(args[args.index("--keep") + 1]) if "--keep" in args else None
    named = [a for a in args if a in ("calls", "storm", "kills", "hours")] or ["calls", "storm", "kills", "hours"]
    rows: list[Row] = []
    for name in named:
        tell(name)
        with tempfile.TemporaryDirectory() as place:
            path = Path(place)
            rows += (
                storm(path, keep) if name == "storm" else {"calls": calls, "kills": kills, "hours": hours}[name](path)
            )
    show(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
