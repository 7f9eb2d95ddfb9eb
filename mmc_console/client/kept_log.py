"""The log as this disk holds it: the last snapshot and the events since, so that a start needs no network."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from mmc_console.client.store import tables
from mmc_console.client.store.engine import Connection
from mmc_console.domain.events import AnyEvent
from mmc_console.wire.answers import Snapshot
from mmc_console.wire.json import Malformed, decode, event_of


@dataclass(frozen=True)
class Kept:
    """The log as the store holds it."""

    snapshot: Snapshot
    events: tuple[AnyEvent, ...]


def load(connection: Connection) -> Kept | None:
    """The last snapshot and the events after it; None when there is none, or none this program can read."""
    kept = tables.read_snapshot(connection)
    if kept is None:
        return None
    try:
        snapshot = decode(kept[2], Snapshot)
        return Kept(snapshot, tuple(event_of(body) for body in tables.read_events(connection, snapshot.seq)))
    except (Malformed, msgspec.DecodeError):
        return None  # of an older program: the server has all of it
