"""Any morning: runs of the simulator, in ranges of seeds, and one for each protection switched off.

`make test` runs 500 seeds, `make faults` 5,000, `make soak` 500,000 without pytest (`soak.py`). A failure names its
seed:
`python -m tests.simulation --seed N` tells that run again, step by step.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.audit import Broken
from tests.simulation.mixture import DENSE, USUAL, World
from tests.simulation.protections import PROTECTIONS, found, without
from tests.simulation.soak import keep, known, missing, soak
from tests.simulation.story import tell

EACH = 50
AT_MOST = 1_000
"""Seeds within which a protection that is switched off must be noticed."""


def _ranges(seeds: int, each: int) -> list[tuple[int, int]]:
    return [(first, each) for first in range(0, seeds, each)]


def _run(first: int, count: int, world: World = USUAL) -> None:
    for seed in range(first, first + count):
        try:
            tell(seed, world)
        except AssertionError as broken:
            broken.add_note(f"python -m tests.simulation {'--dense ' if world.dense else ''}--seed {seed}")
            raise


@pytest.mark.parametrize(("first", "count"), _ranges(500, EACH))
def test_no_promise_is_broken(first: int, count: int) -> None:
    _run(first, count)


@pytest.mark.faults
@pytest.mark.parametrize(("first", "count"), _ranges(5_000, 500))
def test_no_promise_is_broken_in_more(first: int, count: int) -> None:
    _run(first, count)


@pytest.mark.parametrize(("first", "count"), _ranges(40, 20))
def test_no_promise_is_broken_where_more_goes_wrong(first: int, count: int) -> None:
    _run(first, count, DENSE)


@pytest.mark.faults
@pytest.mark.parametrize(("first", "count"), _ranges(1_000, 250))
def test_no_promise_is_broken_in_more_where_more_goes_wrong(first: int, count: int) -> None:
    _run(first, count, DENSE)


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


def test_a_long_run_goes_on_where_it_was_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "record.jsonl"
    assert soak(3, 4, 1, record) == 0
    with record.open("ab") as file:
        file.write(b'{"first": 7, "cou')  # stopped in the middle of a line
    assert soak(0, 10, 1, record) == 0
    assert list(missing(0, 10, known(record))) == []
    assert sorted((piece.first, piece.count) for piece in known(record)) == [(0, 3), (3, 4), (7, 3)]
    assert "10 of 10 seeds: 0 bad" in capsys.readouterr().out


def test_a_long_run_goes_on_elsewhere_from_what_is_kept_with_the_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, here, there = tmp_path / "soaked.jsonl", tmp_path / "here" / "one.jsonl", tmp_path / "there" / "one.jsonl"
    here.parent.mkdir()
    here.write_bytes(
        b'{"first":500,"count":500,"cpu":2.0,"bad":[[600,"Broken"]]}\n'
        b'{"first":0,"count":500,"cpu":1.0}\n{"first":1003,"count":2,"cpu":1.0}\n'
    )
    keep(here, kept)
    assert len(kept.read_bytes().splitlines()) == 2
    assert soak(0, 1005, 1, there, kept) == 1  # the bad one is known there, too
    told = capsys.readouterr().out
    assert "1,005 seeds from 0; 3 to run" in told
    assert "1,005 of 1,005 seeds: 1 bad" in told
    keep(there, kept)
    assert [(piece.first, piece.count) for piece in known(kept)] == [(0, 1005)]
    assert soak(0, 3, 1, tmp_path / "another.jsonl", kept) == 0
    assert "3 to run" in capsys.readouterr().out, "another state of the code begins anew"


def test_a_long_run_names_the_first_seed_that_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "record.jsonl"
    record.write_bytes(b'{"first":0,"count":500,"cpu":9.0,"bad":[[41,"Broken: two"],[17,"Broken: one"]]}\n')
    assert soak(0, 500, 1, record) == 1
    assert "python -m tests.simulation --seed 17\n" in capsys.readouterr().out
