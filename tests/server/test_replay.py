"""A recorded day through a real server: in this process to the second, and over a real socket with equal counts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from mmc_console import cli
from mmc_console.replay.recording import read_day
from tests.server.auth_parts import GOOD
from tests.server.auth_program import serving
from tests.server.replay_parts import replayed_on_a_server
from tests.unit.replay.days import MESSY, made_up, with_real_days, written


class Ran(NamedTuple):
    """What one command answered."""

    code: int
    out: str
    err: str


@pytest.fixture
def run_replay(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """`mmc-console replay WORDS`, in this process."""

    def run(*words: str, password: str = GOOD) -> Ran:
        monkeypatch.setenv("MMC_PASSWORD", password)
        code = cli.main(["replay", *words])
        return Ran(code, *capsys.readouterr())

    return run


def test_a_messy_day_agrees_to_the_second_through_the_whole_server(tmp_path: Path) -> None:
    outcome = asyncio.run(replayed_on_a_server(made_up(MESSY), tmp_path))
    assert outcome.gaps == []
    assert outcome.books.refusals == []


@with_real_days
def test_a_real_day_agrees_to_the_second_through_the_whole_server(real_day: Path, tmp_path: Path) -> None:
    outcome = asyncio.run(replayed_on_a_server(read_day(real_day), tmp_path))
    assert outcome.gaps == []
    assert outcome.books.refusals == []


def test_over_a_real_socket_the_counts_are_equal(tmp_path: Path, run_replay: Callable[..., Ran]) -> None:
    recording, figures = tmp_path / "day.csv", tmp_path / "figures.json"
    recording.write_text(written(MESSY), encoding="utf-8")
    with serving(tmp_path / "centre") as url:
        run = run_replay(str(recording), "--server", url, "--speed", "20000", "--json", str(figures))
        found = msgspec.json.decode(figures.read_bytes())
        counts = [gap for gap in found["apart"] if not gap["figure"].startswith(("wait", "service"))]
        assert (counts, found["refusals"]) == ([], [])
        assert "of which * have no exact counterpart" in run.out


def test_an_empty_server_is_filled_with_the_sample_day_and_no_other(
    tmp_path: Path, run_replay: Callable[..., Ran]
) -> None:
    with serving(tmp_path / "centre") as url:
        first = run_replay("sample", "--server", url)
        again = run_replay("sample", "--server", url)
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("sample day: ")
    assert first.out.endswith(" actions done, 0 not\n")
    assert (again.code, again.out) == (2, "")
    assert "needs an empty centre" in again.err


def test_what_keeps_a_replay_from_running_is_said_in_one_line(tmp_path: Path, run_replay: Callable[..., Ran]) -> None:
    recording = tmp_path / "day.csv"
    recording.write_text(written("07:20:00 1 issued\n07:30:00 1 called A"), encoding="utf-8")
    with serving(tmp_path / "centre") as url:
        answers = {
            "the user name or the password": run_replay(str(recording), "--server", url, password="nonsense"),
            "the centre has no clinic 'x'": run_replay(str(recording), "--server", url, "--stations", "A=x"),
            "is not STATION=CLINIC": run_replay(str(recording), "--server", url, "--stations", "A"),
            "the service day ends before": run_replay(str(recording), "--server", url, "--speed", "0.001"),
            "No such file": run_replay(str(tmp_path / "none.csv"), "--server", url),
            "is no address to trust": run_replay(str(recording), "--server", "http://192.0.2.1:80"),
        }
    for said, run in answers.items():
        assert (run.code, run.out) == (2, ""), run
        assert said in run.err
        assert run.err.count("\n") == 1


@pytest.mark.bench
@with_real_days
def test_a_real_day_over_a_real_socket_agrees_within_its_tolerance(
    real_day: Path, tmp_path: Path, run_replay: Callable[..., Ran]
) -> None:
    figures = tmp_path / "figures.json"
    with serving(tmp_path / "centre") as url:
        run = run_replay(str(real_day), "--server", url, "--speed", "2000", "--json", str(figures))
    assert run.code == 0, run.out + run.err
    assert json.loads(figures.read_text())["tolerance"] == 2000 * 0.05
