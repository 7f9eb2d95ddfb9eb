"""What was shipped after a backup, as it lies in a store: every point one can go back to, by name alone.

A segment's name says all that choosing needs (`BASE/NUMBER-TIME-SEQ.segment`); that it is true is proven when it is
read: by its header, and by the hash of the file before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from mmc_console.server.backups.catalogue import Kept
from mmc_console.server.backups.retention import is_good
from mmc_console.server.backups.stores import Store

_NAME: Final = re.compile(r"([0-9a-f]{32})/([0-9]{8})-([0-9]{8}T[0-9]{9}Z)-([0-9]+)\.segment")


class Point(NamedTuple):
    """One shipped moment: its place in the chain after backup *base*, and what the log held then."""

    base: str
    number: int
    at: datetime
    seq: int
    name: str
    size: int


class Way(NamedTuple):
    """How to come to a moment: a backup, then these segments in order. `seq` and `at` are of that moment."""

    base: Kept
    segments: tuple[Point, ...]
    seq: int
    at: datetime


def segment_name(base: str, number: int, at: datetime, seq: int) -> str:
    """What a segment's file is called; the time to the millisecond."""
    moment = at.astimezone(UTC)
    return f"{base}/{number:08d}-{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z-{seq}.segment"


def points_in(store: Store, base: str = "") -> list[Point]:
    """Every shipped moment in *store* (of one *base*), in order."""
    points = []
    for item in store.items(base):
        match = _NAME.fullmatch(item.name)
        if match:
            at = datetime.strptime(match[3][:-1] + "000", "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
            points.append(Point(match[1], int(match[2]), at, int(match[4]), item.name, item.size))
    return sorted(points, key=lambda point: (point.base, point.number))


def unbroken(points: Iterable[Point], base: str) -> tuple[Point, ...]:
    """The chain after *base* as far as it has no gap."""
    chain: list[Point] = []
    for point in sorted((point for point in points if point.base == base), key=lambda point: point.number):
        if point.number == len(chain) + 1:
            chain.append(point)
        elif point.number > len(chain) + 1:
            break
    return tuple(chain)


def way_to(
    backups: Sequence[Kept], points: Sequence[Point], epoch: str, *, seq: int | None = None, at: datetime | None = None
) -> Way | None:
    """The last shipped moment of the history *epoch* that is not after *seq* or *at* (neither: the last one at all).
    None when there is none."""
    best: Way | None = None
    for kept in backups:
        header = kept.note.header
        if not is_good(kept) or header.epoch != epoch or _after(header.seq, header.at, seq, at):
            continue
        chain = []
        for point in unbroken(points, kept.id):
            if _after(point.seq, point.at, seq, at):
                break
            chain.append(point)
        way = Way(kept, tuple(chain), chain[-1].seq, chain[-1].at) if chain else Way(kept, (), header.seq, header.at)
        if best is None or (way.seq, way.at, -len(way.segments)) > (best.seq, best.at, -len(best.segments)):
            best = way
    return best


def _after(seq: int, at: datetime, upto: int | None, until: datetime | None) -> bool:
    return (upto is not None and seq > upto) or (until is not None and at > until)
