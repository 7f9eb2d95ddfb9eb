"""Very many seeds on every core, for hours: what is done is written down, so that a stopped run goes on where it was.

The record belongs to one state of the code that a run needs; with another one it begins anew. `keep` writes what has
been shown of this state into the repository, so that another machine goes on from there.
"""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import msgspec
from msgspec import Struct

from tests.simulation.story import tell

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT / ".soak"
KEPT = Path(__file__).with_name("soaked.jsonl")
"""What has been shown of a state, with the code; the newest state's alone."""
EACH = 500
"""Seeds of one piece of work: what a stop may cost."""


class Piece(Struct, frozen=True):
    """Seeds that were run: from *first* on, how long they took, and which broke which promise."""

    first: int
    count: int
    cpu: float
    bad: tuple[tuple[int, str], ...] = ()
    state: str = ""
    """Of which state of the code; said where the file does not."""

    @property
    def end(self) -> int:
        """The seed after the last."""
        return self.first + self.count


def settle() -> None:
    """This process runs nothing else: the collector looks through the program no more. A seed takes 4 % less."""
    tell(0)
    gc.collect()
    gc.freeze()


def work(first: int, count: int) -> Piece:
    """Run these seeds; a broken promise stops none of the others."""
    began, bad = time.process_time(), []
    for seed in range(first, first + count):
        try:
            tell(seed)
        except Exception as broken:  # noqa: BLE001 - whatever it was, the other seeds are run
            bad.append((seed, f"{type(broken).__name__}: {str(broken)[:200]}"))
    return Piece(first, count, time.process_time() - began, tuple(bad))


NEEDED = """
import sys
from tests.simulation.story import tell
tell(0)  # some of it is needed only then
print(*{file for module in tuple(sys.modules.values()) if (file := getattr(module, "__file__", None))}, sep="\\n")
"""


def record() -> Path:
    """Where this state of the code keeps what is done: of all that a run needs, and of nothing else."""
    ran = subprocess.run((sys.executable, "-c", NEEDED), cwd=ROOT, check=True, capture_output=True, text=True)
    told = hashlib.sha256()
    for name in sorted(ran.stdout.splitlines()):
        path = Path(name)
        if any(path.is_relative_to(ROOT / part) for part in ("mmc_console", "tests")):
            told.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return RECORDS / f"{told.hexdigest()[:12]}.jsonl"


def known(path: Path) -> list[Piece]:
    """The pieces written down; a line that a stop has cut off does not count."""
    found = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            found.append(msgspec.json.decode(line, type=Piece))
        except msgspec.DecodeError:
            continue
    return found


def shown(path: Path, kept: Path = KEPT) -> list[Piece]:
    """All that is known of the state of *path*: what came with the code, and what this machine has run besides."""
    came = [piece for piece in known(kept) if piece.state == path.stem]
    return came + [
        piece for piece in known(path) if not any(k.first <= piece.first and piece.end <= k.end for k in came)
    ]


def keep(path: Path | None = None, kept: Path = KEPT) -> int:
    """Write what is known of this state beside the code, each stretch of seeds as one line."""
    path = path or record()
    pieces = sorted(shown(path, kept), key=lambda piece: piece.first)
    whole: list[Piece] = []
    for piece in pieces:
        last = whole.pop() if whole and whole[-1].end == piece.first else Piece(piece.first, 0, 0.0)
        count, cpu = last.count + piece.count, round(last.cpu + piece.cpu, 1)
        whole.append(Piece(last.first, count, cpu, last.bad + piece.bad, path.stem))
    kept.write_bytes(b"".join(msgspec.json.encode(piece) + b"\n" for piece in whole))
    print(f"{sum(piece.count for piece in whole):,} seeds of {path.stem} kept in {kept}")
    return 0


def missing(first: int, count: int, done: list[Piece]) -> Iterator[tuple[int, int]]:
    """The ranges that are still to be run."""
    end = first + count
    for piece in sorted(done, key=lambda piece: piece.first):
        if piece.end <= first or piece.first >= end:
            continue
        yield from _cut(first, min(piece.first, end))
        first = max(first, piece.end)
    yield from _cut(first, end)


def _cut(first: int, end: int) -> Iterator[tuple[int, int]]:
    while first < end:
        count = min(EACH - first % EACH, end - first)
        yield first, count
        first += count


def soak(first: int, count: int, jobs: int | None, path: Path | None = None, kept: Path = KEPT) -> int:
    """Run what is missing of these seeds; 1 when a promise was broken."""
    path = path or record()
    path.parent.mkdir(parents=True, exist_ok=True)
    pieces = shown(path, kept)
    todo = list(missing(first, count, pieces))
    print(f"{count:,} seeds from {first:,}; {sum(n for _, n in todo):,} to run; record: {path}", flush=True)
    with path.open("ab") as out:
        out.write(b"\n" if path.stat().st_size else b"")  # after a line that a stop has cut off
        for piece in _run(todo, jobs or os.cpu_count() or 1):
            out.write(msgspec.json.encode(piece) + b"\n")
            out.flush()
            pieces.append(piece)
            for seed, what in piece.bad:
                print(f"seed {seed}: {what}", flush=True)
            print(_told(pieces, first, count), flush=True)
    bad = sorted(fault for piece in pieces for fault in piece.bad if first <= fault[0] < first + count)
    if bad:
        seed, what = bad[0]
        print(f"first broken promise: seed {seed}: {what}\n    python -m tests.simulation --seed {seed}")
    return int(bool(bad))


def _run(todo: list[tuple[int, int]], jobs: int) -> Iterator[Piece]:
    """The pieces as they are done; one job is this very process."""
    if jobs == 1:
        yield from (work(*piece) for piece in todo)
        return
    with ProcessPoolExecutor(jobs, initializer=settle) as pool:
        for future in as_completed([pool.submit(work, *piece) for piece in todo]):
            yield future.result()


def _told(pieces: list[Piece], first: int, count: int) -> str:
    inside = [(max(0, min(p.end, first + count) - max(p.first, first)), p) for p in pieces]
    ran, cpu = sum(n for n, _ in inside), sum(p.cpu * n / p.count for n, p in inside)
    bad = sum(first <= seed < first + count for piece in pieces for seed, _ in piece.bad)
    return f"{ran:,} of {count:,} seeds: {bad} bad, {cpu:,.0f} CPU s, {ran / cpu if cpu else 0:.1f} a CPU s"
