"""R10 for a moment: too many questions are refused with when to come again, and calling goes on."""

from __future__ import annotations

from pathlib import Path

from tests.server.overload import STREAMS, Found, overloaded


def stood(found: Found) -> None:
    """What is promised under it."""
    assert found.statuses.keys() <= {200, 429, 503}, found
    assert found.statuses[429] > found.statuses[200], found
    assert found.bare == 0, found
    assert found.failed_calls == 0, found
    assert found.megabytes <= 100, found
    assert found.alive == STREAMS - 1, found


def test_calling_goes_on_under_ten_times_the_pace(tmp_path: Path) -> None:
    found = overloaded(tmp_path, 5)
    stood(found)
    assert len(found.calls) >= 10, found
