"""`mmc-console users add`: lets a person in, from the server's own machine, also while the server runs.

Works on the database directly, with the server's keys; the running server notices by itself. Says on standard output
what was done, on standard error what was wrong, and never shows a password.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from getpass import getpass
from typing import Final, TextIO

from sqlalchemy import select

from mmc_console.domain.centre import Center
from mmc_console.domain.events import CentrePublished
from mmc_console.server.auth import Auth
from mmc_console.server.auth.faults import BadEntry, WeakPassword
from mmc_console.server.auth.passwords import LONGEST, SHORTEST
from mmc_console.server.auth.users import PERSONS, UserExists, checked_clinics, checked_roles
from mmc_console.server.clock import SystemClock
from mmc_console.server.command import DONE, EXISTS, NO_DATABASE, WRONG_ENTRY, Stop, centre_in
from mmc_console.server.keys import Keys
from mmc_console.server.log.tables import events
from mmc_console.server.store.engine import Database
from mmc_console.wire.json import event_of

_REASONS: Final = {
    "short": f"it has fewer than {SHORTEST} characters",
    "long": f"it has more than {LONGEST} characters",
    "common": "it is one of the first that are tried",
    "name": "it is the person's own name",
}


def add(args: Namespace) -> int:
    """Add the person in *args*; the exit code. The password is the first line of standard input."""
    try:
        sys.stdout.write(_add(args, os.environ, sys.stdin) + "\n")
    except Stop as stop:
        sys.stderr.write(f"mmc-console users add: {stop}\n")
        return stop.code
    return DONE


def _add(args: Namespace, environ: Mapping[str, str], stdin: TextIO) -> str:
    with centre_in(args.data, environ) as (database, keys):
        return _add_to(database, keys, args, stdin)


def _add_to(database: Database, keys: Keys, args: Namespace, stdin: TextIO) -> str:
    center = _center_of(database)
    auth = Auth(database, keys, SystemClock(), site=lambda: center.center)
    known = [clinic.code for clinic in center.clinics]
    try:
        roles = checked_roles(args.role)
        clinics = checked_clinics(args.clinic, roles, known)
        user = auth.add_user(
            args.name, _password(stdin), roles, clinics, name=args.display_name or "", must_change=args.first_password
        )
    except UserExists:
        raise Stop(EXISTS, f"a user named {args.name} exists already") from None
    except WeakPassword as fault:
        raise Stop(WRONG_ENTRY, f"choose another password: {_REASONS[fault.reason]}") from None
    except BadEntry as fault:
        hint = {"$.roles": f" (roles: {', '.join(PERSONS)})", "$.clinics": f" (clinics: {', '.join(known)})"}
        raise Stop(WRONG_ENTRY, f"{fault.message}{hint.get(fault.field, '')}") from None
    return f"user {user.username} added: {', '.join([*user.roles, *user.clinics])}"


def _center_of(database: Database) -> Center:
    """The centre as last published."""
    with database.read() as conn:
        newest = select(events.c.body).where(events.c.type == "centre_published").order_by(events.c.seq.desc()).limit(1)
        body = conn.execute(newest).scalar_one_or_none()
    event = None if body is None else event_of(body)
    if not isinstance(event, CentrePublished):
        raise Stop(NO_DATABASE, "no centre was published yet; start `mmc-console serve` with it once")
    return event.center


def _password(stdin: TextIO) -> str:
    """The first line of *stdin*; asked for twice, unseen, where a person types it."""
    if not stdin.isatty():
        return stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("Again: ") != first:
        raise Stop(WRONG_ENTRY, "the two passwords are different")
    return first
