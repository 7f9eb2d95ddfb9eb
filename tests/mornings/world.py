"""The world of a morning: the simulator's own consoles, wires and server, a small centre, and a diary."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Any

import msgspec

from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.ids import ClinicCode, UserId
from mmc_console.domain.permissions import Role
from mmc_console.server.auth import users
from mmc_console.server.log.events import millis
from tests.simulation.chance import kept_of
from tests.simulation.desk import Desk
from tests.simulation.disk import console_disk
from tests.simulation.rules.world import SMALL
from tests.simulation.server import ServerMachine
from tests.simulation.time import MORNING, MachineClock, VirtualLoop, Wall


def centre(rooms: int, *, simple: bool) -> Center:
    """The small centre, with so many rooms in the lab and at the eyes; *simple*: arrivals are not confirmed."""
    file: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(SMALL))
    file["rules"] |= {"undo_minutes": 15, "simple_flow": simple}
    for clinic in file["clinics"]:
        if clinic["code"] in ("lab", "eyes"):
            clinic["rooms"] = [{"no": no, "name": str(no)} for no in range(1, rooms + 1)]
    return parse_center(msgspec.json.encode(file))


class Diary:
    """What has happened, in order; what must not have is kept beside."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.trail: list[str] = []
        self.broken: list[str] = []

    def say(self, text: str) -> None:
        """One line of the story."""
        self.trail.append(f"{self._loop.passed:9.1f}  {text}")

    def fail(self, text: str) -> None:
        """A promise was not kept."""
        self.broken.append(text)
        self.say(f"BROKEN: {text}")


class World:
    """The machines of one seed; each console has its own person."""

    def __init__(self, seed: int, loop: VirtualLoop, names: dict[str, tuple[str, ...]], rooms: int) -> None:
        """*names*: the clinics of each console's person; those without any are receptionists."""
        self.loop, self.chance = loop, Random(seed)
        self._seed, self._names = seed, names
        self._center = centre(rooms, simple=seed % 2 == 0)
        self.diary = Diary(loop)
        self.wall = Wall(loop)
        self.server = ServerMachine(MachineClock(self.wall, loop), self.chance_of("server"))
        self.desks = {name: self._desk(name) for name in names}
        self._tasks: set[asyncio.Task[Any]] = set()
        loop.set_exception_handler(self._unhandled)

    def chance_of(self, name: str) -> Random:
        """Each machine's and each person's own."""
        return Random(f"{self._seed}:{name}")

    def _desk(self, name: str) -> Desk:
        clock = MachineClock(self.wall, self.loop)
        return Desk(name, name, clock, self.server, self.chance_of(name), self.diary.fail, disk=console_disk())

    def _unhandled(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        if not isinstance(fault, asyncio.CancelledError):
            self.diary.fail(f"{context.get('message')}: {fault!r}")

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Somebody's morning; what ends it but its end is a fault."""
        task = self.loop.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self.diary.fail(f"{task.get_name()} ended with {fault!r}")

    async def open(self) -> None:
        """The server runs, everybody has an account, every console is started."""
        await self.server.start()
        await self.server.publish(self._center)
        with self.server.database.write() as conn:
            for name, clinics in self._names.items():
                users.add(conn, _user(name, clinics), millis(MORNING))
        for desk in self.desks.values():
            await desk.start()

    async def close(self) -> None:
        """Nothing goes on."""
        for desk in self.desks.values():
            desk.kill()
        self.server.kill()
        mine = asyncio.current_task()
        rest = [task for task in asyncio.all_tasks(self.loop) if task is not mine]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for desk in self.desks.values():
            desk.disk.close()


def _user(name: str, clinics: tuple[str, ...]) -> users.User:
    roles: frozenset[Role] = frozenset({"clinician"} if clinics else {"reception"})
    return users.User(
        id=UserId(name), username=name, folded=users.folded_name(name), name=name.title(), password=kept_of("password"),
        roles=roles, clinics=frozenset(map(ClinicCode, clinics)), enabled=True, must_change=False,
    )  # fmt: skip
