"""The command line's part about the audit and the keys; as `cli`, it imports a program only when it is run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

KINDS: Final = ("field", "index", "token", "backup")
"""The keys that are exchanged while people work."""


def _keys(args: argparse.Namespace) -> int:
    from mmc_console.server.keys_cli import run

    return run(args)


def _audit(args: argparse.Namespace) -> int:
    from mmc_console.server.audit_cli import run

    return run(args)


def add_audit(parser: argparse.ArgumentParser) -> None:
    """`audit verify`."""
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = actions.add_parser("verify", help="whether the chain is whole; exit code 5 when it is not")
    verify.add_argument("--file", metavar="CSV", type=Path, help="check this exported file's seal instead")
    verify.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    verify.set_defaults(run=_audit)


def add_keys(parser: argparse.ArgumentParser) -> None:
    """`keys list`, `rotate`, `recovery`, `enter`."""
    parser.description = "Beside a running server the server does what is asked; without one it is done here."
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="do")
    told = {
        "list": "every key, since when, and how its exchange goes",
        "rotate": "a new key, used from now on; what stands is brought over while people work",
        "recovery": "print the copies that were never printed, once: keep them in a safe",
        "enter": "put keys back from such copies, given on standard input; a key that is there stays",
    }
    for name, text in told.items():
        action = actions.add_parser(name, help=text)
        if name == "rotate":
            action.add_argument("kind", metavar="KIND", choices=KINDS, help=f"which key: {', '.join(KINDS)}")
        action.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    parser.set_defaults(run=_keys)
