"""A console told to end, as a machine that shuts down tells it, ends in order and has nothing to complain of."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.console import PATIENCE, Console

CYCLES = 3
MANY = 40


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to stop and end a process in order")
def test_sigterm_in_the_middle_of_a_stream_is_silent(centre: Centre, tmp_path: Path) -> None:
    """The stream is open, and has brought somebody's number, when the signal comes."""
    with centre.colleague() as colleague:
        for cycle in range(CYCLES):
            opened = Console(tmp_path, f"desk{cycle}", centre.url)
            try:
                opened.sign_in("noora", PASSWORD)
                opened.watch("queue")
                colleague.register(1, first=1 + cycle)
                opened.painted("queue", lambda rows: len(rows) > 0)
                opened.process.send_signal(signal.SIGSTOP)
                colleague.register(MANY, first=10_000 * (1 + cycle))
                for each in (signal.SIGTERM, signal.SIGCONT):  # news and the end are there at the same moment
                    opened.process.send_signal(each)
                assert opened.process.wait(PATIENCE) == 0
            finally:
                complaints = opened.close()
            assert complaints == ""
