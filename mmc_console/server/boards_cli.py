"""`mmc-console boards`: makes, lists and removes a centre's boards, from the server's own machine.

Works on the database directly, also while the server runs, which notices by itself. The code it prints is typed once at
the board: in `mmc-console --board`, or at `/board` in a television's browser.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from typing import Final

from mmc_console.domain.centre import Center
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.auth.faults import BadEntry
from mmc_console.server.boards.registry import Registry
from mmc_console.server.clock import SystemClock
from mmc_console.server.command import CannotRun, centre_in, take_down
from mmc_console.server.users_cli import center_of
from mmc_console.wire.boards import BoardRequest, BoardRow

Told = Callable[[str, str], None]
"""Takes an act down in the audit."""

DONE: Final = 0
WRONG_ENTRY: Final = 2
UNKNOWN: Final = 3
NO_DATABASE: Final = 4


def code(args: Namespace) -> int:
    """Make or change the board in *args*; prints the code to pair it with."""

    def work(registry: Registry, center: Center, told: Told) -> int:
        request = BoardRequest(
            name=args.name, hall=args.hall or "", clinics=tuple(args.clinic), floors=tuple(args.floor),
            speaks=args.voice, volume=args.volume, quiet=args.quiet or "", theme=args.theme,
        )  # fmt: skip
        try:
            made = registry.make(request, center)
        except BadEntry as fault:
            hint = {
                "$.clinics": f" (clinics: {', '.join(c.code for c in center.clinics)})",
                "$.floors": f" (floors: {', '.join(center.center.floors)})",
            }
            sys.stderr.write(f"mmc-console boards code: {fault.message}{hint.get(fault.field, '')}\n")
            return WRONG_ENTRY
        told("board-changed", args.name)
        until = calendar_of(center.center).stamp(made.expires_at)
        sys.stdout.write(f"code {made.code[:4]}-{made.code[4:]} for board {made.board.name}, until {until:%H:%M}\n")
        return DONE

    return _with_registry(args, work)


def show(args: Namespace) -> int:
    """Print every board, one a line."""

    def work(registry: Registry, center: Center, told: Told) -> int:
        calendar = calendar_of(center.center)
        for row in registry.all():
            sys.stdout.write(_line(row, calendar.stamp) + "\n")
        return DONE

    return _with_registry(args, work)


def remove(args: Namespace) -> int:
    """Let the board in *args* in no more; it goes dark within two seconds."""

    def work(registry: Registry, center: Center, told: Told) -> int:
        if registry.remove(args.name):
            told("board-removed", args.name)
            sys.stdout.write(f"board {args.name} removed\n")
            return DONE
        sys.stderr.write(f"mmc-console boards remove: there is no board named {args.name}\n")
        return UNKNOWN

    return _with_registry(args, work)


def _line(row: BoardRow, stamp: Callable[[datetime], datetime]) -> str:
    settings = row.settings
    what = " ".join([*settings.clinics, *(f"floor {f}" for f in settings.floors)]) or "the whole centre"
    said = {True: f"speaks {row.sound or '?'}", False: "silent"}[settings.speaks]
    seen = f"seen {stamp(row.seen_at):%Y-%m-%d %H:%M}" if row.seen_at is not None else "never seen"
    return f"{settings.name}: {what}; {said}; {'paired' if row.paired else 'not paired'}; {seen}"


def _with_registry(args: Namespace, work: Callable[[Registry, Center, Told], int]) -> int:
    try:
        with centre_in(args.data, os.environ) as (database, keys):

            def told(act: str, about: str) -> None:
                take_down(database, keys, act, about)

            return work(Registry(database, SystemClock()), center_of(database), told)
    except CannotRun as fault:
        sys.stderr.write(f"mmc-console boards: {fault}\n")
        return NO_DATABASE
