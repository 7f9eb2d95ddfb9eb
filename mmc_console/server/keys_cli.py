"""`mmc-console keys`: which keys a server has, exchanged, copied for the safe, and put back from such a copy.

Beside a running server an exchange is asked for and the server does it; without one it is done here, to its end. The
recovery copies go to standard output and nowhere else.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Final, TextIO

from mmc_console.server.audit import Audit
from mmc_console.server.backups.faults import BadRecovery
from mmc_console.server.backups.keys import key_from
from mmc_console.server.clock import SystemClock
from mmc_console.server.command import DONE, EXISTS, WRONG_ENTRY, CannotRun, centre_in
from mmc_console.server.keys import KeysFault, keys_folder, put_key
from mmc_console.server.listening import AlreadyRunning, only_one
from mmc_console.server.rotation import Rotation
from mmc_console.server.rotation.copies import SHOWN, AllPrinted, Copies
from mmc_console.server.rotation.rotation import UnderWay

_SINGLE: Final = ("database", "audit", "pages")


def run(args: Namespace) -> int:
    """Do what *args* name; the exit code."""
    work: Callable[[Namespace, Mapping[str, str]], str] = {
        "list": _list, "rotate": _rotate, "recovery": _recovery, "enter": _enter,
    }[args.do]  # fmt: skip
    try:
        sys.stdout.write(work(args, os.environ))
    except CannotRun as stop:
        sys.stderr.write(f"mmc-console keys {args.do}: {stop}\n")
        return stop.code
    return DONE


def _list(args: Namespace, environ: Mapping[str, str]) -> str:
    with centre_in(args.data, environ) as (database, keys):
        audit = Audit(database, keys, SystemClock())
        found = Copies(database, keys, SystemClock(), audit).rows(lambda s: datetime.fromtimestamp(s, UTC).astimezone())
    lines = []
    for row in found:
        how = f"  being exchanged, {row.done} of {row.total} rows" if row.state != "done" else ""
        kept = f"  {row.older} older kept" if row.older else ""
        copy = "printed" if row.printed else "never printed"
        lines.append(f"{row.kind}-{row.id}\tsince {row.since:%Y-%m-%d %H:%M}\tcopy {copy}{kept}{how}\n")
    return "".join(lines)


def _rotate(args: Namespace, environ: Mapping[str, str]) -> str:
    with centre_in(args.data, environ) as (database, keys):
        audit = Audit(database, keys, SystemClock())
        rotation = Rotation(database, keys, SystemClock(), audit)
        try:
            with only_one(args.data):
                rotation.load()
                id = _asked(rotation, args.kind)
                rotation.run()
                audit.flush()
                return f"{args.kind}-{id} is in use{_end(rotation, args.kind)}\n"
        except AlreadyRunning:
            id = _asked(rotation, args.kind)
            audit.flush()
            return f"{args.kind}-{id} asked for; the running server takes it into use and brings over what stands\n"


def _asked(rotation: Rotation, kind: str) -> int:
    try:
        return rotation.ask(kind, None, {"command": _user()})
    except UnderWay:
        raise CannotRun(EXISTS, f"a {kind} key is being exchanged already; see `mmc-console keys list`") from None


def _end(rotation: Rotation, kind: str) -> str:
    going = any(state.kind == kind and state.state != "done" for state in rotation.states())
    return "; the old one goes when no token of it is left" if going else ", and nothing needs the old one but backups"


def _recovery(args: Namespace, environ: Mapping[str, str]) -> str:
    with centre_in(args.data, environ) as (database, keys):
        audit = Audit(database, keys, SystemClock())
        try:
            found = Copies(database, keys, SystemClock(), audit).hand_out(None, {"command": _user()})
        except AllPrinted:
            raise CannotRun(
                EXISTS, "the copy of every key was handed out before; `keys rotate KIND` makes one that was not"
            ) from None
    return "".join(f"{copy.kind}-{copy.id} {copy.text}\n" for copy in found)


def _enter(args: Namespace, environ: Mapping[str, str]) -> str:
    """Put keys back from their copies: the lines that `recovery` has printed, on standard input."""
    folder = keys_folder(args.data, environ)
    return "".join(f"{name} is there\n" for name in _entered(folder, sys.stdin))


def _entered(folder: Path, lines: TextIO) -> list[str]:
    wanted: dict[str, bytes] = {}
    for line in filter(str.strip, lines):
        name, _, text = line.strip().partition(" ")
        kind, _, number = name.partition("-")
        if kind not in SHOWN or not number.isascii() or not number.isdigit() or (kind in _SINGLE and number != "1"):
            raise CannotRun(WRONG_ENTRY, f"{name[:20]!r} names no key; a line is as `keys recovery` prints it")
        try:
            wanted[f"{kind}.key" if int(number) == 1 and kind not in ("field", "backup") else f"{name}.key"] = key_from(
                text
            ).secret
        except BadRecovery as fault:
            where = f"group {fault.group}" if fault.group else "the whole"
            raise CannotRun(WRONG_ENTRY, f"{name}: {where} is not as it was printed") from None
    there = [name for name in wanted if (folder / name).exists()]
    if there:
        raise CannotRun(EXISTS, f"{there[0]} is there already; nothing was changed")
    try:
        for name, key in wanted.items():
            put_key(folder, name, key)
    except (OSError, KeysFault) as fault:
        raise CannotRun(WRONG_ENTRY, f"the keys cannot be written: {type(fault).__name__}") from None
    return list(wanted)


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # nobody of that number is known here
        return ""
