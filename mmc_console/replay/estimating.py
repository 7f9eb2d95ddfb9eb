"""`make estimates FILE…`: how wrong the told waits would have been in a recorded log, the days split in time.

Each day is replayed through the rules alone. A later day is estimated with what the days before it taught, at most as
many as a server keeps; no day knows anything of itself but what had happened by then.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from mmc_console import assets
from mmc_console.domain import estimates
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.experience import Experience
from mmc_console.domain.ids import ActionId, ClinicCode, mint_action_id
from mmc_console.domain.learning import Closed, learn, live
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.state import State
from mmc_console.replay.centre_port import RehearsalCentre
from mmc_console.replay.clock import TurnedTime
from mmc_console.replay.figures import mean
from mmc_console.replay.recording import BadRecording, Day, read_days
from mmc_console.replay.run import Chances, replay

DAYS_KEPT: Final = 8
"""Days before today that a server holds in memory."""


@dataclass(frozen=True, slots=True)
class Told:
    """One arrival of a tested day. Seconds; `shown` is the range in minutes."""

    day: date
    clinic: ClinicCode
    truth: float
    ours: float
    shown: tuple[int, int]
    plain: float
    """People ahead times the pace, shared by the rooms: what this program told before."""
    mean_wait: float
    """Of all stays recorded before this day."""
    clinic_wait: float
    """Of this clinic's, where there were any."""

    @property
    def held(self) -> bool:
        """Whether the range was right."""
        return self.shown[0] * 60 <= self.truth <= self.shown[1] * 60


def closed_days(center: Center, days: Sequence[Day]) -> list[Closed]:
    """The recorded days as this program would have kept them, all stations in the same clinics every day."""
    stations = tuple(dict.fromkeys(station for day in days for station in day.stations))
    free = [c.code for c in center.clinics if c.admits == "all"]
    if len(stations) > len(free):
        raise BadRecording(f"{len(stations)} stations, and the centre has {len(free)} clinics that admit everybody")
    places = dict(zip(stations, free, strict=False))
    return [asyncio.run(_closed(center, day, {s: places[s] for s in day.stations})) for day in days]


async def _closed(center: Center, day: Day, places: Mapping[str, ClinicCode]) -> Closed:
    calendar = calendar_of(center.center)

    def here(moment: datetime) -> datetime:
        return calendar.stamp(moment.replace(tzinfo=calendar.zone))

    first = here(day.lines[0].at)
    centre = RehearsalCentre(center, first - timedelta(minutes=5))
    numbers = count()

    def mint(at: datetime) -> ActionId:
        return mint_action_id(at, next(numbers).to_bytes(10, "big"))

    await replay(
        day, centre, lambda state, offset: TurnedTime(here, lambda moment: None), Chances(mint, "100000"),
        stations=places, today=lambda state, offset: first, exact=True, told=lambda done, line: None,
    )  # fmt: skip
    return Closed(calendar.day(first), list((await centre.look()).tickets.values()))


def compared(center: Center, days: Sequence[Closed]) -> list[Told]:
    """The arrivals of the later half of *days*."""
    found: list[Told] = []
    for i in range((len(days) + 1) // 2, len(days)):
        before = days[max(0, i - DAYS_KEPT) : i]
        found += _of_day(center, before, days[i], learn(center, days[i].day, before))
    return found


def _of_day(center: Center, before: Sequence[Closed], closed: Closed, known: Experience) -> Iterable[Told]:
    waits: dict[ClinicCode, list[float]] = {}
    for one in before:
        for arrival in live(center, one, Experience()):
            waits.setdefault(arrival.clinic, []).append(arrival.truth)
    everywhere = mean(wait for found in waits.values() for wait in found) or 0.0
    plain = live(center, closed, Experience(), _plain)
    for ours, theirs in zip(live(center, closed, known), plain, strict=True):
        wait = estimates.told(ours.middle, known.of(ours.clinic).factors)
        yield Told(
            closed.day, ours.clinic, ours.truth, wait.p50, wait.minutes, theirs.middle,
            everywhere, mean(waits.get(ours.clinic, ())) or everywhere,
        )  # fmt: skip


def _plain(state: State, clinic: ClinicCode, day: date, now: datetime, ahead: int) -> float:
    rooms, one = estimates.rooms_working(state, clinic, day), estimates.pace(state, clinic, day)
    busy = 0.5 * one / rooms if len(state.tickets.queue(day, clinic).inside) >= rooms else 0.0
    return ahead / rooms * one + busy


def report(days: Sequence[Closed], found: Sequence[Told]) -> str:
    """What is printed."""
    tested = list(dict.fromkeys(one.day for one in found))
    rows: list[tuple[str, list[float]]] = [
        ("the mean wait of the days before", [abs(x.mean_wait - x.truth) for x in found]),
        ("the mean wait of that clinic", [abs(x.clinic_wait - x.truth) for x in found]),
        ("people ahead × pace per room", [abs(x.plain - x.truth) for x in found]),
        ("this program", [abs(x.ours - x.truth) for x in found]),
    ]
    base = mean(rows[0][1]) or 0.0
    lines = [
        (
            f"{len(days)} days, {days[0].day} to {days[-1].day}; tested {len(found)} waits of {len(tested)} later days "
            f"({tested[0]} to {tested[-1]}), each known only what was before it"
        ),
        f"mean wait there {_minutes(mean(x.truth for x in found))} min",
        "",
        f"{'mean error':36}{'min':>7}   against the mean wait",
    ]
    for name, errors in rows:
        error = mean(errors) or 0.0
        lines.append(f"{name:36}{error / 60:7.1f}{(error / base - 1) * 100 if base else 0:+9.0f} %")
    held = sum(x.held for x in found)
    width = mean(x.shown[1] - x.shown[0] for x in found)
    lines += [
        "",
        (
            f"the shown range held the truth {held} times of {len(found)} ({held / len(found):.0%}), "
            f"{width:.0f} minutes wide in the mean"
        ),
        (
            f"shorter than shown {sum(x.truth < x.shown[0] * 60 for x in found)}, "
            f"longer than shown {sum(x.truth > x.shown[1] * 60 for x in found)}"
        ),
        "",
        f"{'clinic':12}{'waits':>6}{'mean wait':>11}{'ahead × pace':>14}{'this program':>14}{'range held':>12}",
    ]
    for code in dict.fromkeys(x.clinic for x in found):
        mine = [x for x in found if x.clinic == code]
        told = ([x.mean_wait for x in mine], [x.plain for x in mine], [x.ours for x in mine])
        each = (mean(abs(v - x.truth) for v, x in zip(values, mine, strict=True)) for values in told)
        shown = "".join(f"{_minutes(e):>{w}}" for e, w in zip(each, (11, 14, 14), strict=True))
        lines.append(f"{code:12}{len(mine):6}{shown}{sum(x.held for x in mine) / len(mine):12.0%}")
    return "\n".join(lines) + "\n"


def _minutes(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds / 60:.1f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the errors; 0, or 2 when the log cannot be used."""
    parser = ArgumentParser(prog="make estimates", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="recorded days (docs/replay.md), CSV")
    args = parser.parse_args(arguments)
    center = parse_center(assets.path("resources", "center.json").read_bytes())
    try:
        days = _read(args.files)
        closed = closed_days(center, days)
    except (BadRecording, OSError) as fault:
        print(f"make estimates: {fault}", file=sys.stderr)
        return 2
    found = compared(center, closed)
    if not found:
        print("make estimates: nobody was called on the later days", file=sys.stderr)
        return 2
    print(report(closed, found), end="")
    return 0


def _read(files: Sequence[Path]) -> list[Day]:
    days: dict[date, Day] = {}
    for file in files:
        for day in read_days(file):
            if day.day in days:
                raise BadRecording(f"{file}: {day.day} was in another file already")
            days[day.day] = day
    if len(days) < 2:
        raise BadRecording("one day: the days before teach the days after, so it takes two")
    return [days[day] for day in sorted(days)]


if __name__ == "__main__":
    sys.exit(main())
