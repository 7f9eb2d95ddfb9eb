"""`mmc-console audit`: checks the chain, or a file that was exported from it, from the server's own machine."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Final

from mmc_console.server.audit.rows import kept_head
from mmc_console.server.audit.sheet import is_whole
from mmc_console.server.audit.verify import Fault, Walk
from mmc_console.server.command import DONE, WRONG_ENTRY, CannotRun, centre_in

TAMPERED: Final = 5
_WORDS: Final = {
    "edited": "entry {0} was changed afterwards", "deleted": "entries {0} to {1} were deleted",
    "inserted": "entry {0} was put in afterwards", "reordered": "entries were exchanged, from {0} on",
    "cut": "the end is missing, entries {0} to {1}; or this is an older database",
    "foreign": "this is another record than the one that was written here, from entry {0} on",
    "head": "the seal on the last entry ({0}) is not ours", "no-head": "the seal on the last entry ({0}) is missing",
}  # fmt: skip


def run(args: Namespace) -> int:
    """Check what *args* name; the exit code, 5 for what was tampered with."""
    try:
        fault, text = _checked(args, os.environ)
    except CannotRun as stop:
        sys.stderr.write(f"mmc-console audit verify: {stop}\n")
        return stop.code
    sys.stdout.write(text + "\n")
    return TAMPERED if fault else DONE


def _checked(args: Namespace, environ: Mapping[str, str]) -> tuple[bool, str]:
    with centre_in(args.data, environ) as (database, keys):
        if args.file is not None:
            try:
                whole = is_whole(keys.audit, args.file.read_bytes())
            except OSError as fault:
                raise CannotRun(WRONG_ENTRY, f"{args.file.name}: {fault.strerror}") from None
            return not whole, f"{args.file.name}: {'as it was given out' if whole else 'not as it was given out'}"
        walk = Walk(keys.audit, kept_head(keys.folder))
        while not walk.over:  # each step for itself: a server beside it writes on meanwhile
            with database.read() as conn:
                walk.step(conn)
    return walk.fault is not None, told(walk.fault, walk.seq)


def told(fault: Fault | None, entries: int) -> str:
    """What a check has found, in a line."""
    if fault is None:
        return f"intact: {entries} entries"
    return f"TAMPERED: {_WORDS[fault.kind].format(fault.seq, max(fault.last, fault.seq))}"
