"""`mmc-console users …` and `devices …`: who may come in, said from the server's own machine, also while it runs.

Works on the database directly, with the server's keys; the running server notices by itself. Says on standard output
what was done, on standard error what was wrong, and never shows a password.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
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
from mmc_console.server.command import DONE, EXISTS, NO_DATABASE, WRONG_ENTRY, CannotRun, centre_in, take_down
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
    return _run(args, "users add", _add_to)


def change(args: Namespace) -> int:
    """Other roles or clinics for the person in *args*, or no more access; the exit code."""
    return _run(args, "users change", _change_in)


def list_people(args: Namespace) -> int:
    """Everybody who may sign in, a line each; the exit code."""
    return _run(args, "users list", _people_in)


def list_consoles(args: Namespace) -> int:
    """Every console, a line each; the exit code."""
    return _run(args, "devices list", _consoles_in)


def revoke(args: Namespace) -> int:
    """The console in *args* is let in no more; the exit code."""
    return _run(args, "devices revoke", _revoke_in)


def _run(args: Namespace, command: str, work: Callable[[Database, Keys, Namespace], str]) -> int:
    try:
        sys.stdout.write(_opened(args, os.environ, work) + "\n")
    except CannotRun as stop:
        sys.stderr.write(f"mmc-console {command}: {stop}\n")
        return stop.code
    return DONE


def _opened(args: Namespace, environ: Mapping[str, str], work: Callable[[Database, Keys, Namespace], str]) -> str:
    with centre_in(args.data, environ) as (database, keys):
        return work(database, keys, args)


def _add_to(database: Database, keys: Keys, args: Namespace) -> str:
    center = center_of(database)
    auth = Auth(database, keys, SystemClock(), site=lambda: center.center)
    known = [clinic.code for clinic in center.clinics]
    try:
        roles = checked_roles(args.role)
        clinics = checked_clinics(args.clinic, roles, known)
        user = auth.add_user(
            args.name, _password(sys.stdin), roles, clinics, name=args.display_name or "",
            must_change=args.first_password,
        )  # fmt: skip
    except UserExists:
        raise CannotRun(EXISTS, f"a user named {args.name} exists already") from None
    except WeakPassword as fault:
        why = f"{_REASONS[fault.reason]} (too weak: {fault.reason})"  # the reason's name is for the console's wizard
        raise CannotRun(WRONG_ENTRY, f"choose another password: {why}") from None
    except BadEntry as fault:
        raise _wrong(fault, known) from None
    take_down(database, keys, "user-added", user.id, roles=list(user.roles), clinics=list(user.clinics))
    return f"user {user.username} added: {', '.join([*user.roles, *user.clinics])}"


def _change_in(database: Database, keys: Keys, args: Namespace) -> str:
    center = center_of(database)
    known = [clinic.code for clinic in center.clinics]
    auth = Auth(database, keys, SystemClock(), site=lambda: center.center)
    was = {p.username: p for p in auth.people()}
    try:
        user = auth.change_user(args.name, roles=args.role, clinics=args.clinic, enabled=args.enabled, known=known)
    except BadEntry as fault:
        raise _wrong(fault, known) from None
    before = was[user.username]
    wanted = {"roles": args.role, "clinics": args.clinic, "enabled": args.enabled}
    changed = {name: [getattr(before, name), value] for name, value in wanted.items() if value is not None}
    take_down(database, keys, "user-changed", user.id, changed=changed)
    access = {True: " let in again", False: " let in no more", None: ""}[args.enabled]
    return f"user {user.username} changed:{access} {', '.join([*user.roles, *user.clinics])}"


def _people_in(database: Database, keys: Keys, args: Namespace) -> str:
    center = center_of(database)
    people = Auth(database, keys, SystemClock(), site=lambda: center.center).people()
    return "\n".join(
        "\t".join([p.username, ", ".join([*p.roles, *p.clinics]), p.name, *([] if p.enabled else ["let in no more"])])
        for p in people
    )


def _consoles_in(database: Database, keys: Keys, args: Namespace) -> str:
    center = center_of(database)
    consoles = Auth(database, keys, SystemClock(), site=lambda: center.center).consoles()
    return "\n".join(
        "\t".join([c.desk, c.id, c.name, f"{c.seen:%Y-%m-%d %H:%M}", *(["revoked"] if c.revoked else [])])
        for c in consoles
    )


def _revoke_in(database: Database, keys: Keys, args: Namespace) -> str:
    center = center_of(database)
    auth = Auth(database, keys, SystemClock(), site=lambda: center.center)
    found = [c for c in auth.consoles() if args.console in (c.id, c.desk)]
    if not found:
        raise CannotRun(WRONG_ENTRY, f"there is no console {args.console}; see `mmc-console devices list`")
    auth.revoke_device(found[0].id)
    take_down(database, keys, "device-revoked", found[0].id)
    return f"console {found[0].desk} ({found[0].name}) is let in no more"


def _wrong(fault: BadEntry, known: Sequence[str]) -> CannotRun:
    hint = {"$.roles": f" (roles: {', '.join(PERSONS)})", "$.clinics": f" (clinics: {', '.join(known)})"}
    asked = "unknown role" in fault.message or fault.field == "$.clinics" or "at least" in fault.message
    return CannotRun(WRONG_ENTRY, f"{fault.message}{hint.get(fault.field, '') if asked else ''}")


def center_of(database: Database) -> Center:
    """The centre as last published."""
    with database.read() as conn:
        newest = select(events.c.body).where(events.c.type == "centre_published").order_by(events.c.seq.desc()).limit(1)
        body = conn.execute(newest).scalar_one_or_none()
    event = None if body is None else event_of(body)
    if not isinstance(event, CentrePublished):
        raise CannotRun(NO_DATABASE, "no centre was published yet; start `mmc-console serve` with it once")
    return event.center


def _password(stdin: TextIO) -> str:
    """The first line of *stdin*; asked for twice, unseen, where a person types it."""
    if not stdin.isatty():
        return stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("Again: ") != first:
        raise CannotRun(WRONG_ENTRY, "the two passwords are different")
    return first
