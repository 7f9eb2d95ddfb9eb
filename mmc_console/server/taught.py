"""What the days before taught about speed, learnt once a service day and kept with the state for its readers.

Nothing depends on it but estimates. A small centre's days are learnt at once; many tickets take a second, and are
learnt beside the writer from rows that never change.
"""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta
from typing import Final

from mmc_console.domain.centre import Center
from mmc_console.domain.experience import Experience
from mmc_console.domain.learning import Closed, learn
from mmc_console.domain.state import State
from mmc_console.server.log.checkpoints import DAYS

log = logging.getLogger(__name__)

AT_ONCE: Final = 300
"""Tickets that are learnt from in some 15 ms, and so without a thread."""


class Taught:
    """The experience of the service day. All but `_study` runs on the writer's thread."""

    def __init__(self) -> None:
        self._known = Experience()
        self._studied: date | None = None
        self._studying: threading.Thread | None = None

    def keep(self, state: State, today: date) -> None:
        """See to it that *state* has what is known on *today*; what is not known yet comes later."""
        if self._studied != today:
            self._studied = today
            days = [Closed(day, tuple(state.tickets.of(day))) for day in _before(today)]
            days = [one for one in days if one.tickets]
            if sum(len(one.tickets) for one in days) <= AT_ONCE:
                self._study(state.center, today, days)
            else:
                self._studying = threading.Thread(
                    target=self._study, args=(state.center, today, days), name="estimates", daemon=True
                )
                self._studying.start()
        if state.past is not self._known:
            state.past = self._known

    def end(self) -> None:
        """Wait for what is being learnt."""
        if self._studying is not None:
            self._studying.join()

    def _study(self, center: Center, today: date, days: list[Closed]) -> None:
        try:
            self._known = learn(center, today, days)
        except Exception:
            log.exception("the days before could not be learnt from")


def _before(today: date) -> list[date]:
    return [today - timedelta(days=n) for n in range(DAYS, 0, -1)]
