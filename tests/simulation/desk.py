"""One desk: a console's real parts on a simulated machine, and the person who sits there.

A console can be killed at any moment and started again on what its disk holds; its folder can be copied or put back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from mmc_console.client import files
from mmc_console.client import identity as identities
from mmc_console.client.compose import Parts, join
from mmc_console.client.files import Settings
from mmc_console.client.gateway import Gateway
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.profile import IDENTITY
from mmc_console.client.replica import Replica
from mmc_console.desktop.runtime import supervise
from mmc_console.domain.ids import ActionId
from tests.simulation.disk import Disk, DiskStore, console_disk
from tests.simulation.network import Link, Wire
from tests.simulation.server import ServerMachine
from tests.simulation.time import MachineClock

Fail = Callable[[str], None]


@dataclass
class Image:
    """A PC's folder, or the whole PC, as it was at one moment. `keys` None: the folder alone."""

    disk: Disk
    told: dict[str, Any]
    keys: dict[str, bytes] | None
    seen: frozenset[ActionId]


@dataclass
class Desk:
    """A PC with a console."""

    name: str
    username: str
    clock: MachineClock
    server: ServerMachine
    chance: Random
    fail: Fail
    link: Link = field(default_factory=Link)
    disk: Disk = field(default_factory=console_disk)
    keys: MemoryKeys = field(default_factory=lambda: MemoryKeys(lasting=True))
    gateway: Gateway | None = None
    parts: Parts | None = None
    store: DiskStore | None = None
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    seen: set[ActionId] = field(default_factory=set)
    """What this console has told its person is recorded."""
    withdrawn: set[ActionId] = field(default_factory=set)
    starting: bool = False

    @property
    def alive(self) -> bool:
        """Whether its console runs."""
        return self.gateway is not None

    @property
    def replica(self) -> Replica:
        """What the console knows."""
        assert self.parts is not None
        return self.parts.desk.replica

    # -- its life -----------------------------------------------------------------

    async def start(self) -> None:
        """Start the console on what the disk holds."""
        if self.starting or self.alive:
            return
        self.starting = True
        try:
            await self._start()
        finally:
            self.starting = False

    async def _start(self) -> None:
        store = DiskStore(self.disk, self.chance)
        identity = await identities.start(self.folder, self.keys)
        wire = Wire(self.link, self.server, self.chance)
        self.store = store
        parts = await join(wire, store, Settings(None), self.clock, identity, self._in_background)
        self.parts, self.gateway = parts, Gateway(parts)
        for name, service in self.gateway.services().items():
            if name == "health":
                continue  # what a desk tells of itself changes nothing, and would move every seed
            self.spawn(supervise(name, service, self._reported), f"{self.name} {name}")

    def _reported(self, name: str, fault: BaseException) -> None:
        """A service has ended: none has to, also on a disk that takes nothing."""
        self.fail(f"{self.name} {name} ended with {fault!r}")

    def kill(self) -> None:
        """The process is gone; what was not flushed has never been."""
        if self.store is not None:
            self.store.dead = True
        self.gateway = self.parts = self.store = None
        tasks, self.tasks = self.tasks, set()
        for task in tasks:
            task.cancel()

    def image(self, *, whole: bool) -> Image:
        """A copy of the console's folder, or of the *whole* PC."""
        keys = {name.partition("#")[2]: key for name, key in self.keys._keys.items()} if whole else None
        return Image(
            Disk(like=self.disk), files.read(self.folder / IDENTITY), keys, frozenset(self.seen - self.withdrawn)
        )

    def become(self, image: Image) -> None:
        """Hold what *image* holds; the console does not run."""
        assert not self.alive, "a running program's disk is not exchanged"
        self.disk.become(image.disk)
        files.write(self.folder / IDENTITY, image.told)
        if image.keys is not None:
            self.keys._keys = {f"{self.folder}#{name}": key for name, key in image.keys.items()}
        self.seen = set(image.seen)

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Something this console does; it dies with it."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.fail(f"{task.get_name()} ended with {task.exception()!r}")

    def _in_background(self, name: str, work: Coroutine[Any, Any, None]) -> bool:
        self.spawn(work, f"{self.name} {name}")
        return True

    @property
    def folder(self) -> Path:
        """Where its small files are, in a world without a file system."""
        return Path("/simulated") / self.name
