"""`mmc-console replay`: the composition root, and all that is printed.

In place of a file, the word `sample` fills an empty centre with a made-up day that ends now.
Exit codes: 0 the figures agree, 1 they differ or an action was refused, 2 it could not be run.
"""

from __future__ import annotations

import asyncio
import getpass
import os
import secrets
import sys
from argparse import Namespace
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from mmc_console.client.api import open_api
from mmc_console.client.clock import SystemClock
from mmc_console.domain.ids import ActionId, ClinicCode, mint_action_id
from mmc_console.domain.state import State
from mmc_console.replay.centre_port import Unreachable
from mmc_console.replay.clock import Pace, RealTime
from mmc_console.replay.recording import BadRecording, Day, Line, read_day
from mmc_console.replay.report import json_of, text_of
from mmc_console.replay.run import Chances, Outcome, replay
from mmc_console.replay.sample_load import NotEmpty, load_sample
from mmc_console.replay.server_centre import ServerCentre
from mmc_console.replay.stations import BadStations, parse_stations

DIFFERS: Final = 1
NOT_RUN: Final = 2
SAMPLE: Final = Path("sample")


def run(args: Namespace) -> int:
    """Replay `args.file` on `args.server` and print how it went; the exit code."""
    if args.file == SAMPLE:
        return _run_sample(args)
    try:
        day = read_day(args.file)
        stations = parse_stations(args.stations) if args.stations else {}
        password = _password(args.username)
        outcome = asyncio.run(_replay(args, day, stations, password))
    except BadRecording as fault:
        return _fail(f"{args.file}: {fault}")
    except OSError as fault:
        return _fail(f"{args.file}: {fault.strerror}")
    except (BadStations, Unreachable, TurnsTheDay) as fault:
        return _fail(str(fault))
    print(text_of(outcome), end="")
    if args.json is not None:
        try:
            args.json.write_bytes(json_of(outcome))
        except OSError as fault:
            return _fail(f"{args.json}: {fault.strerror}")
    return 0 if outcome.passed else DIFFERS


def _run_sample(args: Namespace) -> int:
    try:
        outcomes = asyncio.run(_sample(args, _password(args.username)))
    except (NotEmpty, Unreachable) as fault:
        return _fail(str(fault))
    print(f"sample day: {outcomes['applied']} actions done, {outcomes.total() - outcomes['applied']} not")
    return 0 if set(outcomes) <= {"applied"} else DIFFERS


async def _sample(args: Namespace, password: str) -> Counter[str]:
    centre = await _open(args, password)
    try:
        return await load_sample(centre, SystemClock())
    finally:
        await centre.close()


async def _open(args: Namespace, password: str) -> ServerCentre:
    try:
        api = await open_api(args.server)
    except ValueError:
        raise Unreachable(f"{args.server} is no address to trust: https, or http for this PC") from None
    return ServerCentre(api, SystemClock(), args.username, password)


class TurnsTheDay(Exception):
    """The replay would not end before the service day does."""


async def _replay(args: Namespace, day: Day, stations: dict[str, ClinicCode], password: str) -> Outcome:
    clock = SystemClock()
    centre = await _open(args, password)
    lasts = (day.lines[-1].at - day.lines[0].at) / args.speed

    def make_pace(state: State, offset: timedelta) -> Pace:
        now = clock.now() + offset
        if state.calendar.day(now) != state.calendar.day(now + lasts):
            raise TurnsTheDay(f"it would take {lasts}, and the service day ends before; choose a higher --speed")
        return RealTime(clock, args.speed, offset)

    progress = _Progress(len(day.lines), sys.stderr.isatty())
    try:
        return await replay(
            day, centre, make_pace, Chances(_mint, f"{secrets.randbelow(900_000) + 100_000}"),
            stations=stations,
            today=lambda state, offset: clock.now() + offset, exact=False, told=progress.show,
        )  # fmt: skip
    except asyncio.CancelledError:
        progress.end(f"stopped after {progress.done} of {len(day.lines)} events; what was done stays done")
        raise
    finally:
        progress.end()
        await centre.close()


def _mint(at: datetime) -> ActionId:
    return mint_action_id(at, secrets.token_bytes(10))


def _password(username: str) -> str:
    given = os.environ.get("MMC_PASSWORD")
    if given is not None:
        return given
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {username}: ")
    return sys.stdin.readline().rstrip("\r\n")


def _fail(text: str) -> int:
    print(f"mmc-console replay: {text}", file=sys.stderr)
    return NOT_RUN


class _Progress:
    """One line on a terminal that is written over; nothing anywhere else."""

    def __init__(self, total: int, terminal: bool) -> None:
        self._total, self._terminal = total, terminal
        self.done = 0

    def show(self, done: int, line: Line) -> None:
        """*done* lines are through; *line* was the last."""
        self.done = done
        if self._terminal:
            print(f"\r{line.at:%H:%M:%S}  {done} of {self._total} events ", end="", file=sys.stderr, flush=True)

    def end(self, words: str = "") -> None:
        """Leave the line, and say *words*."""
        if self._terminal and self.done:
            print(file=sys.stderr)
            self._terminal = False
        if words:
            print(f"mmc-console replay: {words}", file=sys.stderr)
