"""`mmc-console doctor`: everything that can be found out here, and what to do about each finding."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from pathlib import Path

from mmc_console.client.files import read
from mmc_console.client.health_words import health_words
from mmc_console.client.profile import SETTINGS, Profiles
from mmc_console.doctor import program
from mmc_console.doctor.findings import Finding, as_json, as_text, made, worst


def run(args: Namespace) -> int:
    """Look at everything and print it. 0 all is well, 1 something needs attention, 2 something does not work."""
    logging.getLogger().addHandler(logging.NullHandler())  # what is found is printed once, in words
    findings = _findings(args)
    sys.stdout.write(as_json(findings) + "\n" if args.json else as_text(findings, health_words(args.language)))
    return worst(findings)


def _findings(args: Namespace) -> list[Finding]:
    from mmc_console.doctor import centre, this_pc
    from mmc_console.server.listening import noted_address

    found = [
        *made("program", program.program), *made("engine", program.engine), *made("files", program.files),
        *made("windows", program.windows),
    ]  # fmt: skip
    profiles = Profiles(args.profiles)
    if args.data is not None:
        found += centre.centre(args.data, os.environ)
        runs = centre.runs_here(args.data)
        known = noted_address(args.data) if runs else None
    else:
        runs, known = False, _known(profiles)
        found += made("keyring", this_pc.keyring)
        found += made("store", lambda: this_pc.store(profiles.root, profiles.names()))
    if args.cert is not None:
        found += made("certificate", lambda: centre.certificate(args.cert))
    address = args.server or known or this_pc.DEFAULT_SERVER
    expected = args.server is not None or runs or address != this_pc.DEFAULT_SERVER
    return found + made("server", lambda: this_pc.server(address, args.cert, expected=expected))


def _known(profiles: Profiles) -> str | None:
    """The server that this PC's program was set up with."""
    for name in profiles.names():
        told = read(Path(profiles.path(name)) / SETTINGS).get("server")
        if isinstance(told, str) and told:
            return told
    return None
