"""Between two batches: the turn of the day, what is forgotten, and the checkpoints that keep the next start short.

All but the packing of a checkpoint runs on the writer's thread. Nothing here decides or answers anything, and nobody's
work depends on it: without it only memory and the next start grow.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from mmc_console.domain.ids import Epoch
from mmc_console.domain.state import State
from mmc_console.domain.traces import forget
from mmc_console.server.clock import Clock
from mmc_console.server.log import checkpoints
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.taught import Taught
from mmc_console.server.writer_load import Loaded

log = logging.getLogger(__name__)

CHECKPOINT_AFTER: Final = 5_000
"""Events that make a checkpoint worth its work: it is kept in the next quiet moment."""
CHECKPOINT_AT_MOST: Final = 50_000
"""Events after which it is kept even though nothing is quiet: a start reads some 50,000 a second."""
QUIET: Final = 1.0
"""Seconds without work that are a quiet moment."""
_FORGET_EVERY: Final = timedelta(minutes=10)


def _within(state: State, today: date) -> State:
    """What a checkpoint of *state* holds."""
    return checkpoints.state_of(checkpoints.parts_of(state, today))


class Upkeep:
    """Keeps the writer's state and the next start small."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._saved = 0
        self._forgot: datetime | None = None
        self._tidied = 0
        """Where the log stood then."""
        self._day: date | None = None
        self._packing: threading.Thread | None = None
        self._taught = Taught()

    def begin(self, loaded: Loaded) -> None:
        """The state was read from the log."""
        self._saved = loaded.checkpoint
        if self.is_ahead(loaded.state):
            self._day = self._forgot = None
        if loaded.state.settings:
            self._taught.keep(loaded.state, loaded.state.calendar.day(self._clock.now()))

    def patience(self, state: State) -> float | None:
        """How long to wait for work before a moment counts as quiet; None: nothing needs one."""
        return QUIET if state.seq - self._saved >= CHECKPOINT_AFTER else None

    def is_ahead(self, state: State) -> bool:
        """Whether the clock was set back by days: what was left out of *state* as old is to be read again, for it may
        be of today, and its numbers on paper."""
        return self._day is not None and self._day - state.calendar.day(self._clock.now()) > checkpoints.AHEAD

    def between(self, state: State, epoch: Epoch, *, quiet: bool) -> State:
        """What is due now; the state to go on with."""
        if self.is_ahead(state):
            return state
        now = self._clock.now()
        today = state.calendar.day(now)
        if self._day is not None and today != self._day:
            state = _within(state, today)
        self._day = today
        self._taught.keep(state, today)
        if self._forgot is None or now - self._forgot >= _FORGET_EVERY:
            self._forgot = now
            forget(state, now - checkpoints.UNDOABLE, self._tidied)
            self._tidied = state.seq
        due = CHECKPOINT_AFTER if quiet else CHECKPOINT_AT_MOST
        if state.seq - self._saved >= due and (self._packing is None or not self._packing.is_alive()):
            if checkpoints.leaves_out(state, today):
                state = _within(state, today)  # else the log behind it would speak of whom the next start does not know
            self.keep_checkpoint(state, epoch)
        return state

    def keep_checkpoint(self, state: State, epoch: Epoch) -> None:
        """Pack a checkpoint beside the writer: that takes long and only reads rows that never change."""
        self._packing = threading.Thread(target=self._checkpoint(state, epoch), name="checkpoint", daemon=True)
        self._packing.start()

    def end(self) -> None:
        """Wait for the checkpoint that is being packed, and for what is being learnt."""
        self._taught.end()
        if self._packing is not None:
            self._packing.join()

    def keep_last(self, state: State, epoch: Epoch) -> None:
        """Keep a checkpoint of *state* now, if there is something new in it."""
        if state.seq != self._saved and not self.is_ahead(state):
            self._checkpoint(state, epoch)()

    def _checkpoint(self, state: State, epoch: Epoch) -> Callable[[], None]:
        """Gather the state of this moment; what is given back packs and stores it."""
        now = self._clock.now()
        parts = checkpoints.parts_of(state, state.calendar.day(now))
        self._saved = parts.seq

        def keep() -> None:
            body = checkpoints.packed(parts)
            try:
                self._database.transact(lambda conn: checkpoints.save(conn, epoch, parts, body, now))
            except StoreError as fault:
                log.warning("no checkpoint was kept: %s", fault.code)

        return keep
