"""What holds of every day that a test lives through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulation.rules.laws import log_makes_state
from tests.unit.domain.day import Day


@pytest.fixture(autouse=True)
def log_makes_each_day() -> Iterator[None]:
    """Rule 9: whoever reads the log, or a snapshot, knows what was known when it was written."""
    Day.lived.clear()
    yield
    for day in Day.lived:
        log_makes_state(day.world)
