"""Any morning: runs of the simulator, in ranges of seeds, and one for each protection switched off.

`make test` runs 500 seeds, `make faults` 5,000, `make soak` 500,000. A failure names its seed:
`python -m tests.simulation --seed N` tells that run again, step by step.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.simulation.audit import Broken
from tests.simulation.protections import PROTECTIONS, found, without
from tests.simulation.story import tell

EACH = 50
AT_MOST = 1_000
"""Seeds within which a protection that is switched off must be noticed."""


def _ranges(seeds: int, each: int) -> list[tuple[int, int]]:
    return [(first, each) for first in range(0, seeds, each)]


def _run(first: int, count: int) -> None:
    for seed in range(first, first + count):
        try:
            tell(seed)
        except AssertionError as broken:
            broken.add_note(f"python -m tests.simulation --seed {seed}")
            raise


@pytest.mark.parametrize(("first", "count"), _ranges(500, EACH))
def test_no_promise_is_broken(first: int, count: int) -> None:
    _run(first, count)


@pytest.mark.faults
@pytest.mark.parametrize(("first", "count"), _ranges(5_000, 500))
def test_no_promise_is_broken_in_more(first: int, count: int) -> None:
    _run(first, count)


@pytest.mark.soak
@pytest.mark.parametrize(("first", "count"), _ranges(500_000, 5_000))
def test_no_promise_is_broken_in_very_many(first: int, count: int) -> None:
    _run(first, count)


@pytest.mark.parametrize("name", PROTECTIONS)
def test_a_protection_switched_off_is_found(name: str) -> None:
    assert found(name, AT_MOST) is not None, f"{AT_MOST} seeds without {name}, and nobody noticed"


def test_a_seed_tells_the_same_story_in_every_process() -> None:
    """Also where sets have another order: what is replayed is what has failed."""
    program = "from tests.simulation.story import tell; print(*tell(3).audit.trail, sep='\\n')"
    stories = [
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": order}, check=True,
            capture_output=True, text=True,
        ).stdout
        for order in ("0", "1")
    ]  # fmt: skip
    assert stories[0] == stories[1]
    assert stories[0].count("\n") > 50


def test_a_broken_promise_comes_with_its_story() -> None:
    what = found("gap check", AT_MOST)
    assert what is not None
    with without("gap check"), pytest.raises(Broken) as broken:
        tell(what[0])
    [story] = broken.value.__notes__
    assert "BROKEN: " in story
