"""Starts the console: finds a display and a profile, then hands over to the composition root.

Imports Qt only once it is certain that there is something to paint on.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmc_console.client.profile import Profile

NO_DISPLAY, IN_USE, NOT_UNDERSTOOD, UNUSABLE = 2, 3, 2, 4
_HOW_TO_SEE = """\
mmc-console: there is no display here (DISPLAY and WAYLAND_DISPLAY are empty). To see the console:
  on a screen of its own:   xvfb-run -s "-screen 0 1366x768x24" python -m mmc_console
  as pictures of each page: make tour   (or: python -m mmc_console.desktop.tour --out docs/pictures)
  over SSH:                 ssh -X HOST, then start it again
"""


def run(args: argparse.Namespace) -> int:
    """Open the console and stay until it is closed. Returns the exit code."""
    if not has_display(os.environ, sys.platform):
        sys.stderr.write(_HOW_TO_SEE)
        return NO_DISPLAY
    from mmc_console.client.profile import DEFAULT, SETTINGS, Profiles

    board, kiosk = bool(getattr(args, "board", False)), bool(getattr(args, "kiosk", False))
    path = Path(args.profile) if args.profile else Profiles().path("board" if board else "kiosk" if kiosk else DEFAULT)
    profile = _taken(path, args.language or kept_language(path / SETTINGS))
    if isinstance(profile, int):
        return profile
    from mmc_console.client.logs import ConsoleLog
    from mmc_console.desktop.loop import open_console
    from mmc_console.desktop.opening import Start

    kept = ConsoleLog(path / "logs")
    kept.start()
    try:
        if board:
            from mmc_console.desktop.board.station import BoardStart, open_board

            return open_board(BoardStart(
                path, server=args.server or "", screen=args.screen or "", language=args.language or "",
                recordings=args.recordings, still=args.still,
            ))  # fmt: skip
        if kiosk:
            from mmc_console.desktop.kiosk.station import KioskStart, open_kiosk
            from mmc_console.desktop.paper.choice import choice_of

            try:
                choice = choice_of(args.printer, args.paper) if args.printer else None
            except ValueError:
                sys.stderr.write(f"mmc-console: --printer does not understand {args.printer!r}; see --help\n")
                return NOT_UNDERSTOOD
            return open_kiosk(KioskStart(path, args.server or "", args.language or "", choice=choice))
        return open_console(Start(
            path, path / SETTINGS, server=args.server or "", page=args.page or "", language=args.language or "",
            default_folder=path.parent.parent / "centre",
        ))  # fmt: skip
    finally:
        kept.stop()
        profile.close()


def kept_language(settings: Path) -> str:
    """In which language this PC worked last, by a file that may be missing, damaged or out of reach."""
    from mmc_console.client.errors import StoreFault
    from mmc_console.client.files import Settings

    try:
        return Settings(settings).get("language", "ar")
    except StoreFault:
        return "ar"  # and why the folder cannot be read is said next


def _taken(path: Path, language: str) -> Profile | int:
    """The profile at *path*; the exit code where there is none, once the person has been told why."""
    from mmc_console.client.errors import ProfileInUse
    from mmc_console.client.profile import Profile
    from mmc_console.desktop.loop import tell_in_use, tell_unusable

    try:
        try:
            return Profile(path)
        except OSError as fault:
            sys.stderr.write(f"mmc-console: this profile cannot be used ({fault}): {path}\n")
            found = tell_unusable(path, fault, language)
            return UNUSABLE if found is None else found
    except ProfileInUse as taken:
        sys.stderr.write(f"mmc-console: this profile is open already ({taken.holder}): {path}\n")
        tell_in_use(taken.holder, language)
        return IN_USE


def has_display(environ: os._Environ[str] | dict[str, str], platform: str) -> bool:
    """Whether Qt will find something to paint on."""
    if platform != "linux" or environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
