"""What opening a console takes: with what it was started, and which pages somebody has."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmc_console.desktop.admin.pages import admin_pages
from mmc_console.desktop.kit.look import ThemeChoice

if TYPE_CHECKING:
    from mmc_console.client.keys import KeyStore
    from mmc_console.desktop.first_run.contract import Result
    from mmc_console.desktop.setup import Setup


@dataclass(frozen=True, slots=True)
class Handed:
    """Another server, chosen in the console before; with what the wizard has started for it."""

    setup: Setup
    result: Result


@dataclass(frozen=True, slots=True)
class Start:
    """With what the console was started."""

    profile: Path
    settings: Path
    server: str = ""
    page: str = ""
    language: str = ""
    default_folder: Path = Path()
    keys: KeyStore | None = None
    """Instead of this PC's keyring, or of what somebody would be asked for."""
    sealed: Path | None = None
    """Where keys lie that a passphrase opens; else in the person's own folder for such things."""
    handed: Handed | None = None
    """Go on with this server instead of the one kept."""


WORK: Final = ("reception", "today", "clinic", "my_day")
"""The pages of those who work with patients."""


def pages_of(roles: frozenset[str]) -> tuple[str, ...]:
    """The pages of somebody with these roles, the home page first."""
    both = not roles.isdisjoint({"supervisor", "admin"})
    reception, clinic = both or "reception" in roles, both or "clinician" in roles
    work = (("reception", "today") if reception else ()) + (("clinic", "my_day") if clinic else ())
    return admin_pages(roles) + work if only_admin(roles) else work + admin_pages(roles)


def only_admin(roles: frozenset[str]) -> bool:
    """Whether somebody runs the centre and works at no desk of it: their home is its health."""
    return "admin" in roles and roles.isdisjoint({"reception", "clinician", "supervisor"})


def theme_of(name: str) -> ThemeChoice:
    """A kept theme; anything unknown follows the system."""
    return "light" if name == "light" else "dark" if name == "dark" else "system"


def on_signals(stop: Callable[[], object]) -> None:
    """Whoever ends the program from outside closes it in order; on Windows nobody can."""
    if sys.platform != "win32":
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, stop)
