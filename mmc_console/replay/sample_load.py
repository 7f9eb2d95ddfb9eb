"""Fills an empty centre with the sample day, through the same door as every console."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from mmc_console.client.clock import Clock
from mmc_console.replay.centre_port import Centre
from mmc_console.replay.sample import actions_until
from mmc_console.wire.answers import BATCH_AT_MOST

DESK = "sample day"
_SOONER = timedelta(milliseconds=50)
"""The clocks of server and replay agree to about this: what lies ahead of the server's would lose its order."""


class NotEmpty(Exception):
    """People are registered there today already."""


async def load_sample(centre: Centre, clock: Clock) -> Counter[str]:
    """Send the day up to now; how many actions had which outcome. NotEmpty, Unreachable."""
    opened = await centre.open((DESK,))
    state = opened.state
    now = clock.now() + opened.offset - _SOONER
    day = state.calendar.day(now)
    if next(state.visits.of(day), None) is not None:
        raise NotEmpty("people are registered here today; the sample day needs an empty centre")
    actions = actions_until(state.center, now)
    outcomes: Counter[str] = Counter()
    for start in range(0, len(actions), BATCH_AT_MOST):
        results = await centre.send(DESK, actions[start : start + BATCH_AT_MOST])
        outcomes.update(result.outcome for result in results)
    return outcomes
