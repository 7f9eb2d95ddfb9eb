"""Whether this server's clock is behind: then nothing that desks bring is judged by it, and it waits until it is right.

One desk's clock may be wrong, and what it dates ahead is refused for good. Where the log itself has told of a later day
as well, two witnesses say that it is this clock (a power cut, an empty battery, no time server). They may also mean one
that stood ahead and was set right since, so nothing waits for longer than an administrator needs: then it is judged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from mmc_console.domain.actions import Action
from mmc_console.server.writer_checks import AHEAD_AT_MOST, is_ahead

log = logging.getLogger(__name__)

CLOCK_BEHIND: Final = "clock-behind"
PATIENCE: Final = timedelta(days=1)


class ClockDoubt:
    """Of one server since its start: what others do by the wrong clock meanwhile takes no witness away."""

    def __init__(self) -> None:
        self._told: datetime | None = None
        """The latest time the log has told of."""
        self._since: datetime | None = None

    def behind(self, now: datetime) -> bool:
        """Whether work waits for the clock to be set, which says *now*."""
        return self._since is not None and now - self._since < PATIENCE

    def holds(self, fresh: Iterable[Action], logged: datetime | None, now: datetime) -> bool:
        """Whether these, not known yet, are to wait; *logged*: the time of the last event."""
        if logged is not None:
            self._told = max(self._told or logged, logged)
        if self._told is None or self._told - now <= AHEAD_AT_MOST:
            if self._since is not None:
                log.warning("the clock is not behind the log any more")
            self._since = None
            return False
        present = now.timestamp()
        if not any(is_ahead(action, present) for action in fresh):
            return False
        if self._since is None:
            log.error("the clock is behind the log and the work that desks bring, which waits until it is set")
        self._since = min(self._since or now, now)
        return self.behind(now)
