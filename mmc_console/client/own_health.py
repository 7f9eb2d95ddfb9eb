"""How this console is: looked at every minute, shown on its health page, and told to the server.

What is told is small: how much waits to be sent, since when, what is wrong here. The server is told every minute and
soon after something changed; where it cannot be told, nothing is kept: it will see for itself that it hears nothing.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from mmc_console import __version__
from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import NotSignedIn, StoreFault, WireFault
from mmc_console.client.identity import Identity
from mmc_console.client.outbox import Outbox
from mmc_console.client.sender import Sender
from mmc_console.client.server_port import Question, Server
from mmc_console.client.session import Session
from mmc_console.client.store import Store, tables
from mmc_console.client.store.engine import Connection
from mmc_console.wire.health import DeviceStatus, Status, Trouble
from mmc_console.wire.json import encode
from mmc_console.wire.versions import older

log = logging.getLogger(__name__)

EVERY: Final = 60.0
STEP: Final = 5.0
"""A change is told at most this late."""
GOODBYE: Final = 0.5
"""Closing waits for no server: so long it may take to say that this console ends."""
PATH: Final = "/devices/me/status"
FULL: Final = 20 * 1024 * 1024
LOW: Final = 500 * 1024 * 1024
SKEW: Final = 60.0
FACT: Final = "health"


class Found(Struct, frozen=True):
    """What one check of this PC says. `detail` is a code."""

    status: Status
    detail: str = "ok"
    figures: dict[str, float] = {}


class Own(Struct, frozen=True):
    """The same with its name, and since when its status is this."""

    name: str
    found: Found
    since: datetime


class OwnHealth:
    """One console's. Further checks are added by whoever knows them: the window adds its printer."""

    def __init__(
        self, server: Server, sender: Sender, session: Session, outbox: Outbox, connectivity: Connectivity,
        clock: Clock, store: Store, identity: Identity, needed: Callable[[], str],
    ) -> None:  # fmt: skip
        self._server, self._sender, self._session, self._outbox = server, sender, session, outbox
        self._connectivity, self._clock = connectivity, clock
        self._store, self._identity, self._needed = store, identity, needed
        self._more: dict[str, Callable[[], Found]] = {}
        self._told: DeviceStatus | None = None
        self._told_at = 0.0
        self.found: tuple[Own, ...] = ()
        """The checks as they were last made, in their order; empty before the first."""
        self.checked: datetime | None = None

    def add(self, name: str, check: Callable[[], Found]) -> None:
        """Make this check too; it must not block."""
        self._more[name] = check

    async def run(self) -> None:
        """Look every minute and tell; until cancelled."""
        look_at = self._clock.monotonic()
        while True:
            if self._clock.monotonic() >= look_at:
                await self.look()
                look_at = self._clock.monotonic() + EVERY
            await self._tell_if_due()
            await self._clock.sleep(STEP)

    async def look(self) -> None:
        """Make every check now."""
        made = {
            "server": self._server_found(), "store": await self._store_found(), "disk": await self._disk_found(),
            "keyring": self._keyring_found(), "clock": self._clock_found(), "version": self._version_found(),
            **{name: check() for name, check in self._more.items()},
        }  # fmt: skip
        now, before = self._connectivity.now(), {own.name: own for own in self.found}
        self.found = tuple(
            Own(
                name, found, before[name].since if name in before and before[name].found.status == found.status else now
            )
            for name, found in made.items()
        )
        self.checked = now

    def status(self, *, closing: bool = False) -> DeviceStatus:
        """What the server is told now."""
        unsent = self._outbox.unsent
        return DeviceStatus(
            app=__version__, pending=len(unsent), failed=sum(1 for row in self._outbox.open if row.failed),
            oldest=min((row.action.at for row in unsent), default=None),
            clock=round(self._connectivity.clock_off.total_seconds(), 1),
            health=tuple(
                Trouble(own.name, own.found.status, own.found.detail)
                for own in self.found if own.found.status != "healthy" and own.name != "server"
            ),
            user=self._session.user.id if self._session.user is not None else "", closing=closing,
        )  # fmt: skip

    async def end(self) -> None:
        """Say that this console ends, if that is quick."""
        if self._told is None or self._connectivity.offline:
            return
        try:
            async with asyncio.timeout(GOODBYE):
                await self._tell(self.status(closing=True))
        except (TimeoutError, WireFault, NotSignedIn):
            log.debug("the server was not told that this console ends")

    # -- telling ------------------------------------------------------------------------------------

    async def _tell_if_due(self) -> None:
        if self._connectivity.shown.kind not in ("online", "slow"):
            return
        status = self.status()
        if self._clock.monotonic() - self._told_at < EVERY and self._told is not None and _same(status, self._told):
            return
        try:
            await self._tell(status)
        except NotSignedIn:
            return
        except WireFault as fault:
            log.debug("the server was not told how this console is: %s", type(fault).__name__)
        self._told, self._told_at = status, self._clock.monotonic()  # a server that refused it is not asked at once

    async def _tell(self, status: DeviceStatus) -> None:
        bearer = await self._sender.bearer()
        await self._server.ask(bearer, Question("POST", PATH, encode(status), patience=EVERY / 6))

    # -- the checks ---------------------------------------------------------------------------------

    def _server_found(self) -> Found:
        kind, form = self._connectivity.shown.kind, self._connectivity.shown.form
        if self._connectivity.certificate_changed:
            return Found("unhealthy", "certificate-other")
        if form == "stranded":  # it is there: the network is not what to look at
            return Found("unhealthy", "server-stranded")
        if form == "maintenance":
            return Found("unhealthy", "server-maintenance")
        if kind == "offline":
            return Found("unhealthy", "server-away")
        return Found("degraded", "server-slow") if kind == "slow" else Found("healthy")

    async def _store_found(self) -> Found:
        def write(connection: Connection) -> None:
            tables.write_fact(connection, FACT, b"")

        try:
            await self._store.run(write)
        except StoreFault as fault:
            return Found("unhealthy", fault.code)
        return Found("healthy")

    async def _disk_found(self) -> Found:
        path = self._store.path
        if path is None:
            return Found("healthy")
        try:
            free = await asyncio.to_thread(_free, path.parent)
        except OSError:
            return Found("unhealthy", "store-lost")
        figures = {"free_bytes": float(free)}
        if free < FULL:
            return Found("unhealthy", "pc-disk-full", figures)
        return Found("degraded", "pc-disk-low", figures) if free < LOW else Found("healthy", "ok", figures)

    def _keyring_found(self) -> Found:
        if not self._store.durable:
            return Found("degraded", "no-keyring")
        return Found("degraded", "keyring-locked") if self._identity.unkept else Found("healthy")

    def _clock_found(self) -> Found:
        off = self._connectivity.clock_off.total_seconds()
        figures = {"skew_s": round(off, 1)}
        return Found("degraded", "pc-clock-off", figures) if abs(off) > SKEW else Found("healthy", "ok", figures)

    def _version_found(self) -> Found:
        needed = self._needed()
        return Found("unhealthy", "version-old") if needed and older(__version__, needed) else Found("healthy")


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _since(before: Own | None, found: Found, now: datetime) -> datetime:
    return before.since if before is not None and before.found.status == found.status else now


def _same(one: DeviceStatus, other: DeviceStatus) -> bool:
    """Whether nobody would be told anything new that cannot wait for its minute."""
    return (bool(one.pending), one.failed, one.health, one.user) == (
        bool(other.pending), other.failed, other.health, other.user,
    )  # fmt: skip
