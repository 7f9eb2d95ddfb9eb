"""All plugins of a running server: keeps a lane for each that is switched on, and says how they are.

What is switched on stands in the database, so that the command line works beside a running server: a thread looks for
changes once a second. Nothing here is ever waited for by those who call patients.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from mmc_console.domain.service_day import calendar_of
from mmc_console.server.health import Verdict
from mmc_console.server.notices import teller as notices
from mmc_console.server.notices.teller import Teller
from mmc_console.server.plugins import rows
from mmc_console.server.plugins.lane import Lane
from mmc_console.server.plugins.parts import Parts
from mmc_console.server.plugins.rows import Kept
from mmc_console.server.plugins.sources import available
from mmc_console.server.plugins.switchboard import Switchboard
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.plugins import PluginChange, PluginView

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0
SEARCH_EVERY: Final = 30.0
"""For the code of a plugin that is switched on and has gone."""
FORGET_EVERY: Final = timedelta(hours=1)
_TIMES: Final = ("last_error_at", "last_sent_at")


class Plugins:
    """The plugins of one server. `load()` before the writer's first batch, `start()` once it answers, `stop()`."""

    def __init__(self, parts: Parts, folder: Path) -> None:
        self.teller = Teller(self._wake)
        parts.alerts.wake_with(self._wake)
        self._parts, self._folder = parts, folder
        self._board = Switchboard(parts.database, folder, parts.folder)
        self._lanes: dict[str, Lane] = {}
        self._missing: set[str] = set()
        self._kept: dict[str, Kept] = {}
        self._look, self._stopping = threading.Event(), threading.Event()
        self._looking = threading.Lock()
        self._search_at = 0.0
        self._forgot: datetime | None = None
        self._failing = False
        self._thread: threading.Thread | None = None

    def load(self) -> None:
        """Learn what is switched on, so that no notice is missed before the lanes run."""
        with self._parts.database.read() as conn:
            self._kept = rows.every(conn)
        self._listen()

    def start(self) -> None:
        """Begin to hand over."""
        self._thread = threading.Thread(target=self._run, name="plugins", daemon=True)
        self._thread.start()

    def hand_over_news(self, patience: float) -> None:
        """Wait until the news of alerts were handed over, at most so many seconds. Blocks."""
        self._wake()
        end, pause = time.monotonic() + patience, threading.Event()
        while any(lane.has_news for lane in list(self._lanes.values())) and time.monotonic() < end:
            pause.wait(0.05)

    def stop(self) -> None:
        """End every lane. Blocks, shortly."""
        self._stopping.set()
        self._look.set()
        if self._thread is not None:
            self._thread.join()
        self._end(list(self._lanes))

    def listing(self) -> tuple[PluginView, ...]:
        """Every plugin. Blocks."""
        return tuple(self._live(view) for view in self._board.listing())

    def one(self, name: str) -> PluginView:
        """One plugin with what it declares; PluginFault. Blocks."""
        return self._live(self._board.one(name))

    def change(self, name: str, change: PluginChange) -> PluginView:
        """Change one; PluginFault. Blocks until it is in force."""
        view = self._board.change(name, change)
        self._follow()
        return self._live(view)

    def check(self) -> Verdict:
        """For health: whether each that is switched on works."""
        if self._missing:
            return Verdict("degraded", "plugin-missing")
        if any(lane.state == "failing" for lane in list(self._lanes.values())):
            return Verdict("degraded", "plugin-failing")
        return Verdict("healthy")

    def _live(self, view: PluginView) -> PluginView:
        lane = self._lanes.get(view.name)
        state = lane.state if lane is not None else "missing" if view.name in self._missing else "off"
        stamp = calendar_of(self._parts.center().center).stamp
        times = {at: None if (time := getattr(view, at)) is None else stamp(time) for at in _TIMES}
        return replace(view, state=state, **times)

    def _wake(self) -> None:
        """There is something new. Runs on the thread of whoever made it."""
        for lane in list(self._lanes.values()):
            lane.wake()

    # -- the thread -------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._look.clear()
            try:
                self._follow()
                self._tidy()
            except StoreError as fault:
                if not self._failing:
                    log.warning("what is set up of plugins cannot be read: %s", fault.code)
                self._failing = True
            except Exception:
                log.exception("looking after plugins failed")
            else:
                self._failing = False
            self._look.wait(LOOK_EVERY)

    def _follow(self) -> None:
        """Make the lanes what the database says."""
        with self._looking:
            with self._parts.database.read() as conn:
                kept = rows.every(conn)
            self._kept = kept
            self._listen()
            on = {name: row for name, row in kept.items() if row.on}
            changed = [n for n, lane in self._lanes.items() if n not in on or on[n].version != lane.kept.version]
            self._end(changed)
            fresh = on.keys() - self._lanes.keys()
            self._missing &= fresh
            if self._stopping.is_set() or (fresh == self._missing and time.monotonic() < self._search_at):
                return
            self._search_at = time.monotonic() + SEARCH_EVERY
            sources = available(self._folder)
            # other code of the same name was never agreed to
            self._missing = {n for n in fresh if n not in sources or sources[n].origin != on[n].source}
            for name in sorted(fresh - self._missing):
                lane = self._lanes[name] = Lane(self._parts, sources[name], on[name])
                lane.start()

    def _listen(self) -> None:
        on = [row for row in self._kept.values() if row.on]
        self.teller.on = any("notices" in row.about.permissions for row in on)

    def _end(self, names: list[str]) -> None:
        ending = [self._lanes.pop(name) for name in names]
        for lane in ending:
            lane.stop()
        for lane in ending:
            lane.join()

    def _tidy(self) -> None:
        now = self._parts.clock.now()
        if self._forgot is None or now - self._forgot >= FORGET_EVERY:
            self._forgot = now
            self._parts.database.transact(lambda conn: notices.forget(conn, now))
