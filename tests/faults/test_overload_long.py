"""R10: a minute of it, with the time a call takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.streams_load import percentile
from tests.faults.conftest import Tell
from tests.server.overload import overloaded
from tests.server.test_overload import stood


@pytest.mark.faults
def test_a_minute_of_ten_times_the_pace(tmp_path: Path, tell: Tell) -> None:
    found = overloaded(tmp_path, 60)
    tell(str(found))
    stood(found)
    assert percentile(found.calls, 0.99) <= 500, found
    assert found.slow_reader_cut, "it had ten seconds and more"
