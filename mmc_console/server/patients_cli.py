"""`mmc-console patients erase`: makes one person nameless, from the server's own machine, beside a running server too.

It decides as the server does, by the same rules and in the same log: a running server finds the event there with the
next thing it writes. The number is read from standard input, since what is typed on a command line is seen by others.
"""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import Namespace
from typing import Final

from mmc_console.domain.permissions import SYSTEM_ACTOR
from mmc_console.server.areas import AREAS
from mmc_console.server.clock import CentreClock, SystemClock
from mmc_console.server.command import DONE, NO_DATABASE, WRONG_ENTRY, CannotRun, centre_in
from mmc_console.server.feed import Feed
from mmc_console.server.keys import Keys
from mmc_console.server.people import People
from mmc_console.server.people.forgetting import EraseRefused, Forgetting, Traces
from mmc_console.server.preferences import Preferences
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Unavailable, Writer

HERE: Final = 3
_REFUSED: Final = {"visit-open": "this person is in the centre today ({number}); erase them when the day is over"}


def erase(args: Namespace) -> int:
    """Erase the person whose number is the first line of standard input; the exit code."""
    try:
        with centre_in(args.data, os.environ) as (database, keys):
            number = sys.stdin.readline().strip()
            traces = asyncio.run(_erase(database, keys, number, args))
    except EraseRefused as refused:
        text = _REFUSED.get(refused.problem.code, refused.problem.code)
        return _fail(HERE, text.format_map(refused.problem.params))
    except Unavailable as fault:
        return _fail(NO_DATABASE, f"nothing was changed: {fault.reason}")
    except CannotRun as stop:
        return _fail(stop.code, str(stop))
    if traces is None:
        return _fail(WRONG_ENTRY, "nobody has this number")
    sys.stdout.write(f"erased; {traces.visits} visits stay, nameless\n")
    return DONE


async def _erase(database: Database, keys: Keys, number: str, args: Namespace) -> Traces | None:
    clock = SystemClock()
    people = People(keys, clock)
    told = CentreClock(clock, lambda: writer.center.center)
    writer = Writer(database, people, Feed(told.now), clock, pin_key=keys.index)
    if not writer.load():
        raise CannotRun(NO_DATABASE, "no centre was published yet; start `mmc-console serve` with it once")
    preferences = Preferences(database, clock, AREAS)
    writer.start()
    try:
        return await Forgetting(database, people, writer, preferences, clock).erase(number, args.reason, SYSTEM_ACTOR)
    finally:
        await writer.stop()


def _fail(code: int, text: str) -> int:
    sys.stderr.write(f"mmc-console patients erase: {text}\n")
    return code
