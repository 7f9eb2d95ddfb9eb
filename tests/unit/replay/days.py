"""Small made-up days with the mess of real ones, and a centre to replay them in."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mmc_console import assets
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.ids import ActionId, ClinicCode, mint_action_id
from mmc_console.domain.state import State
from mmc_console.replay.centre_port import Centre, RehearsalCentre
from mmc_console.replay.clock import TurnedTime
from mmc_console.replay.recording import Day, parse_day
from mmc_console.replay.run import Chances, Outcome, replay

HEAD = "at,day,ticket,event,station,flag"


def written(text: str) -> str:
    """Lines such as `07:24:10 1001 called Room A late_close` as the CSV of 3 March 2026; `_` stands for a space."""
    rows = []
    for line in text.strip().splitlines():
        at, ticket, event, *rest = line.split()
        station, flag = (*rest, "", "")[:2]
        rows.append(f"2026-03-03T{at},2026-03-03,{ticket},{event},{station.replace('_', ' ')},{flag}")
    return "\n".join((HEAD, *rows)) + "\n"


def made_up(text: str) -> Day:
    """The day these lines write."""
    return parse_day(written(text))


MESSY = """
07:20:00 1 issued
07:20:05 2 issued
07:20:09 3 issued
07:20:30 4 issued
07:20:30 4 void
07:21:00 5 issued
07:22:00 6 issued
07:23:00 7 issued
07:23:30 8 issued
07:24:00 9 issued
07:24:30 10 issued
07:25:00 11 issued
07:30:00 2 called Room_A
07:33:00 2 done Room_A
07:33:00 2 transferred_to Room_B
07:33:00 1 called Room_A
07:33:20 1 done Room_A
07:33:21 1 transferred_to Room_A
07:33:21 1 called Room_A
07:36:00 1 done Room_A
07:36:01 1 transferred_to Room_B
07:36:30 3 called Room_A
07:38:00 2 called Room_B
07:38:40 5 called Room_A
07:39:00 3 done Room_A
07:39:00 3 transferred_to Room_B
07:41:00 5 done Room_A
07:41:00 2 done Room_B
07:41:00 2 called Room_B
07:43:00 2 done Room_B
07:44:00 1 called Room_B
07:45:00 6 called Room_A
07:46:00 6 transferred_to Room_B
07:46:30 7 transferred_to Room_A
07:47:00 7 called Room_A
07:48:00 7 done Room_A
07:50:00 5 called Room_B
07:52:00 7 transferred_to Room_A
07:52:00 1 done Room_B late_close
07:53:00 8 called Room_A
07:54:00 8 done Room_A
07:54:00 8 transferred_to Room_C
07:55:00 8 called Room_B
07:56:00 8 called Room_C
07:56:30 8 done Room_C
07:57:00 9 called Room_A
07:57:30 9 void
07:58:00 10 released_without_counter
07:59:00 3 done Room_B
08:05:00 6 called Room_B
08:06:00 7 called Room_A
08:07:00 7 transferred_to Room_A
08:08:00 7 called Room_A
08:09:00 7 done Room_A
12:40:00 6 done Room_B late_close
12:50:00 4 called Room_A
12:51:00 4 done Room_A
12:55:00 4 void
"""
"""Everything that goes wrong: voids, a second call at once and a second later, sent on in the same second and a second
later, sent on without an end, called while another is inside, in two rooms, sent back into the line, called with no
transfer recorded, a void inside, a release, late closes, ends nobody has begun, one never called (11)."""


def reference() -> Center:
    """The reference centre."""
    return parse_center(assets.path("resources", "center.json").read_bytes())


def minter() -> Callable[[datetime], ActionId]:
    """Ids that never repeat in one process, without chance."""
    numbers = count()
    return lambda at: mint_action_id(at, next(numbers).to_bytes(10, "big"))


def local(moment: datetime) -> datetime:
    """A recorded moment at the reference centre, on the recorded day."""
    return moment.replace(tzinfo=ZoneInfo("Asia/Qatar"))


def replayed(
    day: Day, centre: Centre | None = None, *, stations: dict[str, ClinicCode] | None = None,
    turn: Callable[[datetime], None] = lambda moment: None,
) -> Outcome:  # fmt: skip
    """*day* replayed under a passed-in clock: in *centre*, or in the rules alone."""
    first = local(day.lines[0].at)
    place = centre or RehearsalCentre(reference(), first - timedelta(minutes=5))

    def today(state: State, offset: timedelta) -> datetime:
        return first

    return asyncio.run(
        replay(
            day, place, lambda state, offset: TurnedTime(local, turn), Chances(minter(), "123456"),
            stations=stations or {}, today=today, exact=True, told=lambda done, line: None,
        )
    )  # fmt: skip


REAL = Path(os.environ.get("MMC_REAL_DAYS") or Path(__file__).resolve().parents[4] / "shared" / "data" / "real-days")
REAL_DAYS = sorted(REAL.glob("*.csv")) if REAL.is_dir() else []
"""Days recorded in a real clinic. They are not ours to ship: they are read where they are, or not at all."""

with_real_days = pytest.mark.parametrize(
    "real_day",
    [
        *(pytest.param(path, id=path.stem) for path in REAL_DAYS),
        *([] if REAL_DAYS else [pytest.param(None, marks=pytest.mark.skip(f"no recorded days in {REAL}"), id="none")]),
    ],
)
"""One test for each recorded day; skipped, with its reason, where there is none."""
