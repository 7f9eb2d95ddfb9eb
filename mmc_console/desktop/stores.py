"""Which folder of the profile holds what is kept for which server: nothing of one is shown or sent to another.

The first server's store is the profile itself. Whoever goes back to a server finds what was kept for it, for as long as
anything of it could still be sent; then it is removed.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from mmc_console.client.address import checked_address
from mmc_console.client.clock import SystemClock
from mmc_console.client.profile import IDENTITY, STORE

if TYPE_CHECKING:
    from mmc_console.client.files import Settings

log = logging.getLogger(__name__)

STORES: Final = "stores"
"""The setting that tells the store of each server so far, by the folder of its centre on this PC or by its address."""
LEFT_FOR: Final = timedelta(days=31)
"""A server refuses what is older than 30 days: nothing of a store nobody has opened for so long can be of use."""


class Started(Protocol):
    """With what a console or kiosk was started."""

    @property
    def profile(self) -> Path:
        """This PC's folder."""

    @property
    def server(self) -> str:
        """The server named at this start; empty for the one that is kept."""


class Chosen(Protocol):
    """What somebody has chosen in the wizard."""

    @property
    def way(self) -> str:
        """`join`, or `new` for a centre on this PC."""

    @property
    def server(self) -> str:
        """The address of the centre that is joined."""

    @property
    def folder(self) -> Path | None:
        """Where a centre of this PC lives."""


def store_of(profile: Path, name: str) -> Path:
    """Where the store *name* lives."""
    folder = profile / "servers" / name if name else profile
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def own_store(start: Started, settings: Settings) -> Path:
    """Where the store of this start's server lives."""
    if not start.server:
        return store_of(start.profile, settings.get("store", ""))
    server = _address(start.server)
    name, known = _name(settings, server), _known(settings)
    folder = store_of(start.profile, name)  # before anything is remembered there
    settings.set(STORES, {**known, server: name})  # for that start alone; what is kept by then is this server's
    return folder


def join(settings: Settings, result: Chosen) -> str:
    """Remember the server of *result* as the one of this PC; the name of its store."""
    server = result.server if result.way == "join" else str(result.folder)
    return _join(settings, server, {"centre": str(result.folder)} if result.way == "new" else {"server": result.server})


def join_server(settings: Settings, server: str) -> None:
    """Remember the server at this address as the one of this PC."""
    _join(settings, server, {"server": server})


def _join(settings: Settings, server: str, told: dict[str, str]) -> str:
    name, known = _name(settings, server), _known(settings)
    for kept in ("centre", "server"):
        settings.set(kept, told.get(kept))
    settings.set("store", name or None)
    settings.set(STORES, {**known, server: name})
    return name


def move(settings: Settings, before: str, server: str) -> None:
    """The centre that was at *before* is at *server* now: what is kept for it stays."""
    known = _known(settings)
    name = known.pop(before, settings.get("store", ""))
    settings.set("server", server)
    settings.set("store", name or None)
    settings.set(STORES, {**known, server: name})


async def forget_left(start: Started, settings: Settings, now: datetime | None = None) -> None:
    """Remove what is kept for servers this PC has long turned away from: there are patients' names in it."""
    opened, now = own_store(start, settings), now or SystemClock().now()
    for name in sorted(set(_known(settings).values())):
        folder = store_of(start.profile, name)
        if folder != opened:
            await asyncio.to_thread(_forget, folder, now)


def _forget(folder: Path, now: datetime) -> None:
    try:
        files = [file for file in folder.glob(f"{STORE}*") if ".set-aside-" not in file.name]
        last = max((file.stat().st_mtime for file in files), default=now.timestamp())
        if now.timestamp() - last > LEFT_FOR.total_seconds():
            for file in (*files, folder / IDENTITY):
                file.unlink(missing_ok=True)
            log.info("a server's store that nobody has opened for %d days was removed", LEFT_FOR.days)
    except OSError as fault:
        log.warning("a server's store that nobody opens any more could not be removed: %s", fault.strerror)


def _name(settings: Settings, server: str) -> str:
    """The store of *server*; the first one's has no name."""
    known = _known(settings)
    return known.get(server, hashlib.sha256(server.encode()).hexdigest()[:16] if known else "")


def _known(settings: Settings) -> dict[str, str]:
    """The store of each server so far, that of the present one among them: older settings name no other."""
    told: dict[str, object] = settings.get(STORES, {})
    kept = {server: str(name) for server, name in told.items()}
    present = settings.get("centre", "") or _address(settings.get("server", ""))
    return {**kept, present: settings.get("store", "")} if present else kept


def _address(typed: str) -> str:
    """As it is used: a kiosk kept it as it was typed. What is no address stays: nobody is asked there."""
    try:
        return checked_address(typed)
    except ValueError:
        return typed
