"""C2, long: 20,000 cases of every route, in ten parts of other chances, each on a new server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.conftest import Tell
from tests.server.fuzzed_world import SEED, World, asking, failed_requests
from tests.server.live_parts import Program

PARTS, CASES = 10, 20_000


@pytest.mark.faults
@pytest.mark.parametrize("part", range(PARTS))
def test_twenty_thousand_cases_find_nothing(tmp_path: Path, part: int, tell: Tell) -> None:
    program = Program(tmp_path)
    try:
        with asking(program.start()) as client:
            fuzz = World(program.url, client).fuzz(CASES // PARTS, SEED + part)
        tell(f"C2 {fuzz.sent} cases, {len(fuzz.done)} routes did their work, {dict(sorted(fuzz.answered.items()))}")
        assert "\n".join(fuzz.found) == ""
        assert fuzz.sent >= CASES // PARTS
        assert failed_requests(tmp_path) == []
        assert program.stop() == (0, "")
    finally:
        program.kill()
