"""One plugin that is switched on: a thread that holds its process and hands it what is due.

Nothing waits for it: it reads what was committed. A plugin that fails rests for longer and longer, and its process is
a new one each time.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from typing import Final

from mmc_console.server.plugins.alerts_queue import AlertsQueue
from mmc_console.server.plugins.events_queue import EventsQueue
from mmc_console.server.plugins.notices_queue import NoticesQueue
from mmc_console.server.plugins.parts import Parts
from mmc_console.server.plugins.process import PluginProcess, ProcessFault
from mmc_console.server.plugins.reading import SwitchedOff, Told
from mmc_console.server.plugins.rows import Kept, record
from mmc_console.server.plugins.sources import Source
from mmc_console.server.store.errors import StoreError
from mmc_console.wire import plugins as wire

log = logging.getLogger(__name__)

REST: Final = 0.05
"""Between two rounds, so that a busy plugin leaves the database to those who call patients."""
LOOK_EVERY: Final = 5.0
RESTS_AT_MOST: Final = 60.0
RETRY_AT_MOST: Final = 300.0
AFTER_AT_MOST: Final = 3600.0
FAILING_AFTER: Final = 3


class Lane:
    """Serves one plugin until it is stopped."""

    def __init__(self, parts: Parts, source: Source, kept: Kept) -> None:
        self.parts, self.kept, self.name = parts, kept, kept.name
        self.state = "starting"
        self.stopping = threading.Event()
        self._source = source
        self._told = Told(parts, kept.name)
        self._notices = NoticesQueue(self, self._told)
        self._events = EventsQueue(self, self._told)
        self._alerts = AlertsQueue(self)
        self._process: PluginProcess | None = None
        self._hello: wire.Hello | None = None
        self._faults = 0
        self._changing = threading.Lock()
        self._awake = threading.Event()
        self._next: float | None = None
        self._complained = False
        self._thread = threading.Thread(target=self._run, name=f"plugin-{self.name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something new; from any thread, and cheap."""
        self._awake.set()

    @property
    def has_news(self) -> bool:
        """Whether news of alerts wait for a plugin that wants them and works."""
        return self.state != "failing" and self._hello is not None and self._hello.alerts and self._alerts.waiting

    def stop(self) -> None:
        """End it now, whatever the plugin does."""
        self.stopping.set()
        self._awake.set()
        with self._changing:
            if self._process is not None:
                self._process.kill()

    def join(self) -> None:
        """Wait until it has ended; a thread that is held up by what a plugin left behind is not waited for."""
        self._thread.join(5.0)

    # -- for what is handed over -----------------------------------------------------------

    def tell(self, what: wire.TellEvent | wire.TellNotice | wire.TellAlert) -> wire.Did:
        """Tell the plugin; ProcessFault."""
        assert self._process is not None, "a round begins with a process"
        return self._process.tell(what)

    def worked(self) -> None:
        """It did what it should."""
        if self.state == "failing":
            log.info("plugin %s works again", self.name)
        self._faults, self.state, self._complained = 0, "working", False

    def failed(self) -> None:
        """It did not, once more."""
        self._faults += 1
        if self._faults >= FAILING_AFTER and self.state != "failing":
            self.state = "failing"
            log.warning("plugin %s fails; what it is to be told waits for it", self.name)

    def pause(self, tries: int, after: float) -> float:
        """Seconds until something that was tried so often is tried again; *after* was asked for."""
        usual = min(RETRY_AT_MOST, self.parts.first_retry * 2.0**tries) * random.uniform(0.8, 1.2)
        return max(usual, min(after, AFTER_AT_MOST))

    def look_in(self, seconds: float) -> None:
        """Come back then at the latest."""
        at = time.monotonic() + seconds
        self._next = at if self._next is None else min(self._next, at)

    def now_ms(self) -> int:
        """The time."""
        return int(self.parts.clock.now().timestamp() * 1000)

    # -- the thread ----------------------------------------------------------------------

    def _run(self) -> None:
        while not self.stopping.is_set():
            self._awake.clear()
            self._next = None
            try:
                self._round()
            except ProcessFault as fault:
                self._stumbled(fault)
            except SwitchedOff:
                self.look_in(1.0)  # whoever switched it off will stop this thread
            except StoreError as fault:
                self._complain(fault.code)
                self.look_in(1.0)
            except Exception:
                log.exception("plugin %s: handing over failed", self.name)
                self._let_go()
            self._rest()
        self._let_go()

    def _round(self) -> None:
        hello = self._working()
        if hello.alerts:
            self._alerts.round()  # first: the worst of them come when the database gives the others nothing to read
        self._notices.round(hello.notices)
        self._events.round(hello.events)

    def _rest(self) -> None:
        pause = LOOK_EVERY if self._next is None else max(REST, self._next - time.monotonic())
        if self._process is None:
            self.stopping.wait(pause)  # it fails: news do not bring it back sooner
            return
        self.stopping.wait(REST)
        self._awake.wait(pause - REST)

    def _working(self) -> wire.Hello:
        """The process is there, a new one if need be. ProcessFault."""
        if self._process is not None and self._hello is not None:
            return self._hello
        process = PluginProcess(
            self._source.arguments, self.parts.folder / self.name, self._told.answer,
            begin_seconds=self.parts.begin_seconds, call_seconds=self.parts.call_seconds,
        )  # fmt: skip
        with self._changing:
            if self.stopping.is_set():
                raise ProcessFault("ended")
            self._process = process
        self._hello = process.open()
        process.begin(self.kept.settings)
        if self.state == "starting":
            self.state = "working"
        return self._hello

    def _let_go(self) -> None:
        with self._changing:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _stumbled(self, fault: ProcessFault) -> None:
        """Count it, keep its name, rest."""
        self._let_go()
        if self.stopping.is_set():
            return
        self.failed()
        now, error = self.now_ms(), f"{fault.code} {fault.place}".strip()
        try:
            self.parts.database.transact(lambda conn: record(conn, self.name, counts={}, error=error, now_ms=now))
        except StoreError as store_fault:
            self._complain(store_fault.code)
        self._next = time.monotonic() + min(RESTS_AT_MOST, 2.0 ** (self._faults - 1))

    def _complain(self, code: str) -> None:
        if not self._complained:
            log.warning("plugin %s: the database is out of reach: %s", self.name, code)
        self._complained = True
