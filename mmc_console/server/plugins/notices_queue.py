"""Hands one plugin the notices: each by itself, so that one that does not get through holds nobody else's up.

What became of each is committed before the next, also when the disk takes nothing for a while: nobody is told again
meanwhile. After a kill at any moment the one that was under way comes again, under the same id, and nothing is left
out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from mmc_console.domain.notices import lives
from mmc_console.server.plugins import rows
from mmc_console.server.plugins.parts import FAULTS_AT_MOST
from mmc_console.server.plugins.process import ProcessFault
from mmc_console.server.plugins.reading import AT_ONCE, Told
from mmc_console.server.plugins.rows import Waiting
from mmc_console.wire import plugins as wire

if TYPE_CHECKING:
    from mmc_console.server.plugins.lane import Lane


class NoticesQueue:
    """The notices of one plugin."""

    def __init__(self, lane: Lane, told: Told) -> None:
        self._lane, self._told = lane, told
        self._owed: Callable[[Connection], None] | None = None
        """What became of the last one, until it is on the disk."""

    def round(self, kinds: Sequence[str]) -> None:
        """Hand over what is new, then what is due again and may fail again. ProcessFault, StoreError."""
        self._pay()
        lane = self._lane
        wanted = kinds if "notices" in lane.kept.about.permissions else ()
        now = lane.now_ms()
        fresh = self._told.fresh(wanted)
        for item in [*fresh, *self._told.due(now)]:
            if lane.stopping.is_set():
                return
            if item.next_ms > now:
                lane.look_in((item.next_ms - now) / 1000)
            else:
                self._hand(item)
        if len(fresh) == AT_ONCE:
            lane.wake()

    def _hand(self, item: Waiting) -> None:
        lane = self._lane
        notice = self._told.notice(item.n, item.tries)
        if notice is None or lane.parts.clock.now() - notice.at > lives(notice.kind):
            self._settle(item, "expired")
            return
        try:
            did = lane.tell(wire.TellNotice(notice=notice))
        except ProcessFault as fault:
            if not lane.stopping.is_set():
                self._fault(item, fault.code, fault.place)
            raise
        match did.outcome:
            case "done":
                self._settle(item, "sent")
                lane.worked()
            case "skipped":
                self._settle(item, "skipped")
                lane.worked()
            case "refused":
                self._settle(item, "refused", did.code)
                lane.worked()
            case "later":
                self._put_off(item, did.code, did.after)
            case _:
                self._fault(item, did.code, did.place)
                if did.restart:
                    raise ProcessFault(wire.code_of(did.code), did.place)
                lane.failed()

    def _fault(self, item: Waiting, code: str, place: str) -> None:
        error = f"{code} {place}".strip()
        if item.tries + 1 >= FAULTS_AT_MOST:
            self._settle(item, "failed", error)
        else:
            self._put_off(item, error, 0.0)

    def _settle(self, item: Waiting, outcome: str, error: str | None = None) -> None:
        name, now = self._lane.name, self._lane.now_ms()

        def work(conn: Connection) -> None:
            rows.wait_no_more(conn, name, item.n)
            rows.record(conn, name, counts={outcome: 1}, n=item.n, error=error, now_ms=now)

        self._owed = work
        self._pay()

    def _put_off(self, item: Waiting, error: str, after: float) -> None:
        name, now = self._lane.name, self._lane.now_ms()
        pause = self._lane.pause(item.tries, after)
        again = Waiting(item.n, item.tries + 1, now + int(pause * 1000))

        def work(conn: Connection) -> None:
            rows.wait(conn, name, again)
            rows.record(conn, name, counts={"retried": 1}, n=item.n, error=error, now_ms=now)

        self._owed = work
        self._pay()
        self._lane.look_in(pause)

    def _pay(self) -> None:
        """Commit what is not yet; StoreError: nothing more may be handed over."""
        if self._owed is not None:
            self._lane.parts.database.transact(self._owed)
            self._owed = None
