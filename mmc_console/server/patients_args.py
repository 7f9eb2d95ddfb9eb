"""What `mmc-console patients` may be told; light, since every command's start reads it."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_patients(parser: argparse.ArgumentParser) -> None:
    """`patients erase`."""
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    erase = actions.add_parser("erase", help="make one person nameless, for ever")
    erase.description = (
        "Reads the person's number from standard input. Visits and figures stay, nameless; backups hold the person "
        "until they age out. Works beside a running server; refused while the person is in the centre."
    )
    reasons = ("asked", "mistake", "ordered", "other")
    erase.add_argument("--reason", choices=reasons, required=True, help="kept with the event, without the person")
    erase.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    erase.set_defaults(run=_erase)


def _erase(args: argparse.Namespace) -> int:
    from mmc_console.server.patients_cli import erase

    return erase(args)
