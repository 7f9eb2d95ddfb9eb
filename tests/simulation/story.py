"""One run: a morning at three desks from one seed, with everything that goes wrong, and its healing at the end."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

from mmc_console.client import follow
from mmc_console.domain.ids import ActionId
from tests.simulation.audit import Audit, Broken
from tests.simulation.chance import one_chance
from tests.simulation.deeds import WEIGHTS, Person
from tests.simulation.desk import Desk, Image
from tests.simulation.disk import Disk, console_disk
from tests.simulation.hearing import heard
from tests.simulation.mishaps import FAULTS, Mishaps
from tests.simulation.mixture import USUAL, World
from tests.simulation.server import USERS, ServerMachine
from tests.simulation.time import MachineClock, VirtualLoop, Wall, passing

HEALED_WITHIN = 1200.0
"""Seconds after which a healed world must be at rest; what is brought back may wait for others for some minutes, and
somebody whose account was locked for a quarter of an hour."""


class Story(Mishaps):
    """The world of one seed."""

    def __init__(self, seed: int, loop: VirtualLoop, world: World) -> None:
        self.seed, self._loop, self._world = seed, loop, world
        self.chance = Random(seed)
        self.wall = Wall(loop)
        self.audit = Audit(loop)
        self.server = ServerMachine(MachineClock(self.wall, loop), self._chance_of("server"))
        own, mixing = seed % 2 == 1, self._chance_of("mixture")
        self._faults = world.mixture(FAULTS, mixing, own=own)
        often = world.mixture(WEIGHTS, mixing, own=own)
        self.person = Person(self.chance, self.audit, often, world.people)
        self.desks = [self._desk(name, user) for name, user in zip(("one", "two", "three"), USERS, strict=True)]
        self._background: set[asyncio.Task[Any]] = set()
        self._images: list[tuple[Desk, Image]] = []
        self._copies: list[Disk] = []
        self.healing = False
        loop.set_exception_handler(self._unhandled)

    def _desk(self, name: str, user: str, disk: Disk | None = None) -> Desk:
        clock = MachineClock(self.wall, self._loop)
        disk = disk or console_disk()
        return Desk(name, user, clock, self.server, self._chance_of(name), self.audit.fail, disk=disk)

    def _chance_of(self, name: str) -> Random:
        """Each machine's own, so that two of them busy at the same instant do not draw in an order of chance."""
        return Random(f"{self.seed}:{name}")

    def _unhandled(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        if not isinstance(fault, asyncio.CancelledError):
            self.audit.fail(f"{context.get('message')}: {fault!r}")

    # -- the run ------------------------------------------------------------------------

    async def run(self) -> None:
        """The whole story; Broken says which promise was not kept."""
        try:
            await self.server.start()
            for desk in self.desks:
                await self._opens(desk)
            for _ in range(self._world.steps):
                await passing(
                    self.chance.expovariate(1.2) if self.chance.random() < 0.95 else 20 * self.chance.random()
                )
                self._step()
                self.audit.ask(self.server, self.desks)
            await self._heal()
            self.audit.at_the_end(self.server, self.desks)
        finally:
            await self._close()

    async def _opens(self, desk: Desk) -> None:
        await desk.start()
        if desk.gateway is not None and desk.gateway.user is None:
            await self._signs_in(desk)

    async def _signs_in(self, desk: Desk) -> None:
        """Somebody signs in, unless the console is killed meanwhile."""
        await asyncio.wait({desk.spawn(self.person.signs_in(desk), f"{desk.name} sign-in")})

    def _step(self) -> None:
        if self.chance.random() < self._world.mishaps:
            name = self.chance.choices(list(self._faults), list(self._faults.values()))[0]
            getattr(self, f"_{name}")()
            return
        desk = self.chance.choice(self.desks)
        if desk.alive:
            desk.spawn(self.person.does_something(desk), f"{desk.name} person")
            if self.chance.random() < 0.03:
                self._later(self.chance.uniform(0.0, 0.06), self._kill_desk, desk)

    # -- the end ------------------------------------------------------------------------

    async def _heal(self) -> None:
        self.audit.say("everything is mended")
        self.healing = True
        if not self.server.up:
            await self.server.start()
        self.server.disk.full(now=False)
        for name in USERS:
            self.server.auth.change_user(name, enabled=True)
        for desk in self.desks:
            desk.link.heal()
            desk.disk.full(now=False)
            desk.clock.skew = timedelta()
            await self._opens(desk)
        await self._goes_on()
        if self.server.stumbles:
            await self._rests(aside=frozenset(self.server.stumbles))
            self.server.stumbles.clear()  # nobody takes anything apart while no other work is taken
        await self._rests()

    async def _rests(self, aside: frozenset[ActionId] = frozenset()) -> None:
        began = self._loop.passed
        while True:
            await passing(2.0)
            for desk in self.desks:
                if not desk.alive:
                    await self._opens(desk)
                elif desk.gateway is not None and (desk.gateway.user is None or desk.gateway.session_ended):
                    await self._signs_in(desk)  # also where one was killed while people changed places
            self.audit.ask(self.server, self.desks)
            missing = self.audit.at_rest(self.server, self.desks, aside)
            if not missing:
                return
            if self._loop.passed - began > HEALED_WITHIN:
                raise Broken("not at rest: " + "; ".join(missing))

    async def _goes_on(self) -> None:
        """Where the server stumbles over something people go on working: only that shows that it is this one thing."""
        for _ in range(60 if self.server.stumbles else 0):
            await passing(6 * self.chance.random())
            desk = self.chance.choice(self.desks)
            if desk.alive:
                desk.spawn(self.person.does_something(desk), f"{desk.name} person")
            self.audit.ask(self.server, self.desks)

    async def _close(self) -> None:
        for desk in self.desks:
            desk.kill()
        self.server.kill()
        for _ in range(3):
            await passing(0)
        mine = asyncio.current_task()
        rest = [task for task in asyncio.all_tasks(self._loop) if task is not mine]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for desk in self.desks:
            desk.disk.close()
        for disk in (*self._copies, *(image.disk for _, image in self._images)):
            disk.close()


@contextmanager
def narrow(seed: int) -> Iterator[None]:
    """In every third world a console is crowded by two actions and takes in two events at a time, asked for by four:
    else only hours offline come so far."""
    before = follow.CROWD, follow.SLICE, follow.LIMIT
    if seed % 3 == 1:
        follow.CROWD, follow.SLICE, follow.LIMIT = 2, 2, 4
    try:
        yield
    finally:
        follow.CROWD, follow.SLICE, follow.LIMIT = before


def tell(seed: int, world: World = USUAL) -> Story:
    """The run of *seed*. Broken, with the trail as notes, when a promise was not kept."""
    loop = VirtualLoop()
    gc.disable()  # a run is short, and what it leaves behind is collected at its end
    try:
        story = Story(seed, loop, world)
        with one_chance(story.chance), heard(story.audit), narrow(seed):
            try:
                loop.run_until_complete(story.run())
            except AssertionError as fault:
                fault.add_note("\n".join(story.audit.trail[-400:]))
                raise
    finally:
        loop.close()
        gc.enable()
    return story
