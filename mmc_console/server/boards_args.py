"""What `mmc-console boards` may be told; light, since every command's start reads it."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_boards(parser: argparse.ArgumentParser) -> None:
    """`boards` and what follows it."""
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    code = actions.add_parser("code", help="make or change a board, and a one-time code to pair it with")
    code.description = "The code is good once, for ten minutes. Without --clinic and --floor: the whole centre."
    code.add_argument("name", metavar="NAME", help="what the board is called, such as `hall-2`")
    code.add_argument("--clinic", metavar="CODE", action="append", default=[], help="may be given several times")
    code.add_argument("--floor", metavar="FLOOR", action="append", default=[], help="all clinics of this floor")
    code.add_argument("--hall", metavar="HALL", help="boards of one hall have one voice")
    code.add_argument("--voice", action="store_true", help="this board is its hall's voice")
    code.add_argument("--volume", metavar="PERCENT", type=int, default=80, help="default: %(default)s")
    code.add_argument("--quiet", metavar="SPANS", help="hours without sound, such as `12:00-12:30 20:00-07:00`")
    code.add_argument("--theme", choices=("dark", "light"), default="dark")
    code.set_defaults(run=_boards_code)
    show = actions.add_parser("list", help="every board: what it shows, whether it speaks, when it was seen")
    show.set_defaults(run=_boards_show)
    gone = actions.add_parser("remove", help="let a board in no more")
    gone.add_argument("name", metavar="NAME")
    gone.set_defaults(run=_boards_remove)
    for each in (code, show, gone):
        each.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")


def _boards_code(args: argparse.Namespace) -> int:
    from mmc_console.server.boards_cli import code

    return code(args)


def _boards_show(args: argparse.Namespace) -> int:
    from mmc_console.server.boards_cli import show

    return show(args)


def _boards_remove(args: argparse.Namespace) -> int:
    from mmc_console.server.boards_cli import remove

    return remove(args)
