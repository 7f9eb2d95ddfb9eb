"""Hands one plugin the events of the log, in order: one that does not get through holds the later ones up.

How far it came is committed at least four times a second; after a kill the events since then come again, under the same
keys.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Raw

from mmc_console.server.plugins import rows
from mmc_console.server.plugins.parts import FAULTS_AT_MOST
from mmc_console.server.plugins.process import ProcessFault
from mmc_console.server.plugins.reading import Logged, Told
from mmc_console.wire import plugins as wire

if TYPE_CHECKING:
    from mmc_console.server.plugins.lane import Lane

LIVES: Final = timedelta(hours=24)
_MARK_EVERY: Final = 0.25
_BEHIND: Final = 500
"""Events that did not concern the plugin; a start reads past so many again."""


class EventsQueue:
    """The events of one plugin."""

    def __init__(self, lane: Lane, told: Told) -> None:
        self._lane, self._told = lane, told
        self._seq = self._marked = lane.kept.seq
        self._sent = 0
        self._tries, self._not_before = 0, 0.0

    def round(self, types: Sequence[str]) -> None:
        """Hand over the next events. ProcessFault, StoreError."""
        lane = self._lane
        if "events" not in lane.kept.about.permissions or not types:
            return
        left = self._not_before - time.monotonic()
        if left > 0:
            lane.look_in(left)
            return
        page = self._told.events(self._seq, types)
        marked = time.monotonic()
        try:
            for event in page.events:
                if lane.stopping.is_set() or not self._hand(page.epoch, event):
                    return
                if time.monotonic() - marked >= _MARK_EVERY:
                    self._mark()
                    marked = time.monotonic()
            self._seq = page.seq
        finally:
            if self._sent or abs(self._seq - self._marked) >= _BEHIND:
                self._mark()
        if page.more:
            lane.wake()

    def _hand(self, epoch: str, event: Logged) -> bool:
        """Tell one event; whether the next may follow."""
        lane = self._lane
        if lane.now_ms() - event.at_ms > LIVES.total_seconds() * 1000:
            self._pass_over(event.seq, "expired")
            return True
        try:
            did = lane.tell(wire.TellEvent(key=f"{epoch}:{event.seq}", body=Raw(event.body)))
        except ProcessFault as fault:
            if not lane.stopping.is_set():
                self._fault(event.seq, fault.code, fault.place)
            raise
        match did.outcome:
            case "done":
                self._seq, self._tries = event.seq, 0
                self._sent += 1
                lane.worked()
                return True
            case "skipped":
                self._pass_over(event.seq, "skipped")
                lane.worked()
                return True
            case "refused":
                self._pass_over(event.seq, "refused", did.code)
                lane.worked()
                return True
            case "later":
                self._hold_up(did.code, did.after)
                return False
            case _:
                passed = self._fault(event.seq, did.code, did.place)
                if did.restart:
                    raise ProcessFault(wire.code_of(did.code), did.place)
                lane.failed()
                return passed

    def _fault(self, seq: int, code: str, place: str) -> bool:
        """The plugin failed over it; whether it is passed over."""
        error = f"{code} {place}".strip()
        if self._tries + 1 >= FAULTS_AT_MOST:
            self._pass_over(seq, "failed", error)
            return True
        self._hold_up(error, 0.0)
        return False

    def _hold_up(self, error: str, after: float) -> None:
        pause = self._lane.pause(self._tries, after)
        self._tries += 1
        self._not_before = time.monotonic() + pause
        self._record({"retried": 1}, error)
        self._lane.look_in(pause)

    def _pass_over(self, seq: int, outcome: str, error: str | None = None) -> None:
        self._seq, self._tries = seq, 0
        self._record({outcome: 1}, error)

    def _mark(self) -> None:
        self._record({})

    def _record(self, counts: dict[str, int], error: str | None = None) -> None:
        """Commit how far it came, with what has become of events since the last time."""
        lane, seq, now = self._lane, self._seq, self._lane.now_ms()
        counts = counts | ({"sent": self._sent} if self._sent else {})
        lane.parts.database.transact(
            lambda conn: rows.record(conn, lane.name, counts=counts, seq=seq, error=error, now_ms=now)
        )
        self._sent, self._marked = 0, seq
