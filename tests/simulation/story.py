"""One run: a morning at three desks from one seed, with everything that goes wrong, and its healing at the end."""

from __future__ import annotations

import asyncio
import gc
from datetime import timedelta
from random import Random
from typing import Any

from mmc_console.client.errors import NotSignedIn, WireFault
from mmc_console.domain.ids import ClinicCode, UserId
from mmc_console.domain.permissions import Role
from mmc_console.wire.answers import UserInfo
from tests.simulation.audit import Audit, Broken
from tests.simulation.chance import one_chance
from tests.simulation.deeds import Person
from tests.simulation.desk import Desk, Image
from tests.simulation.disk import Disk, console_disk
from tests.simulation.server import ServerMachine
from tests.simulation.time import MachineClock, VirtualLoop, Wall, passing

TWIN = "'s twin"
STEPS = 70
HEALED_WITHIN = 900.0
"""Seconds after which a healed world must be at rest; what is brought back may wait for others for some minutes."""


def _user(name: str, *roles: Role, clinics: tuple[str, ...] = ()) -> UserInfo:
    codes = tuple(ClinicCode(code) for code in clinics)
    return UserInfo(id=UserId(name), username=name, name=name.title(), roles=roles, clinics=codes)


USERS = {
    user.username: user
    for user in (
        _user("rana", "reception", "supervisor"),
        _user("saad", "supervisor"),
        _user("layla", "clinician", "reception", clinics=("lab", "ent", "eyes")),
    )
}


class Story:
    """The world of one seed."""

    def __init__(self, seed: int, loop: VirtualLoop, *, steps: int = STEPS) -> None:
        self.seed, self._loop, self._steps = seed, loop, steps
        self.chance = Random(seed)
        self.wall = Wall(loop)
        self.audit = Audit(loop)
        self.server = ServerMachine(MachineClock(self.wall, loop), self._chance_of("server"), USERS)
        self.person = Person(self.chance, self.audit)
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
            for _ in range(self._steps):
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
            await self.person.signs_in(desk)

    def _step(self) -> None:
        if self.chance.random() < 0.14:
            faults = [name for name in FAULTS if hasattr(self, f"_{name}")]
            name = self.chance.choices(faults, [FAULTS[n] for n in faults])[0]
            getattr(self, f"_{name}")()
            return
        desk = self.chance.choice(self.desks)
        if desk.alive:
            desk.spawn(self.person.does_something(desk), f"{desk.name} person")
            if self.chance.random() < 0.03:
                self._later(self.chance.uniform(0.0, 0.06), self._kill_desk, desk)

    def _later(self, seconds: float, work: Any, *args: Any) -> None:
        self._loop.call_later(seconds, work, *args)

    def _spawn(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    # -- what goes wrong ------------------------------------------------------------------

    def _kill_desk(self, desk: Desk) -> None:
        if not desk.alive:
            return
        self.audit.look_at_desk(desk)
        self.audit.say(f"{desk.name} is killed")
        desk.kill()
        self._later(self.chance.uniform(0.5, 8.0), self._start_desk, desk)

    def _start_desk(self, desk: Desk) -> None:
        if not desk.alive:
            self.audit.say(f"{desk.name} starts")
            self._spawn(desk.start())

    def _desk_killed(self) -> None:
        self._kill_desk(self.chance.choice(self.desks))

    def _server_killed(self) -> None:
        if self.server.up:
            self.audit.look_at_log(self.server)
            self.audit.say("the server is killed")
            self.server.kill()
            self._later(self.chance.choice((0.5, 3.0, 15.0)), self._start_server)

    def _start_server(self) -> None:
        if not self.server.up:
            self.audit.say("the server starts")
            self._spawn(self.server.start())

    def _cable_pulled(self) -> None:
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s cable is pulled")
        desk.link.cut()
        self._later(self.chance.choice((1.0, 8.0, 60.0)), self._mend, desk)

    def _link_silent(self) -> None:
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s link falls silent")
        desk.link.silent = True
        self._later(self.chance.choice((3.0, 15.0, 60.0)), self._mend, desk)

    def _link_bad(self) -> None:
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s link goes bad")
        desk.link.loss, desk.link.doubling, desk.link.slow = 0.3, 0.3, self.chance.choice((0.02, 0.5, 3.0))
        self._later(self.chance.choice((5.0, 20.0)), self._mend, desk)

    def _all_cables(self) -> None:
        self.audit.say("the switch fails")
        for desk in self.desks:
            desk.link.cut()
            self._later(self.chance.uniform(5.0, 40.0), self._mend, desk)

    def _mend(self, desk: Desk) -> None:
        self.audit.say(f"{desk.name}'s link is mended")
        desk.link.heal()

    def _clock_set(self) -> None:
        desk = self.chance.choice(self.desks)
        skew = self.chance.choice((0, 0, 30, -30, 600, -600, 3600, -3600))
        self.audit.say(f"{desk.name}'s clock is {skew} s off")
        desk.clock.skew = timedelta(seconds=skew)

    def _night(self) -> None:
        if self.chance.random() < 0.5:
            hours = self.chance.choice((21.5, 22.5, 24.0))
            self.audit.say(f"{hours} hours pass")
            self.wall.leap(timedelta(hours=hours))

    def _backup(self) -> None:
        if self.server.up:
            self.audit.say(f"a backup is taken at {self.server.feed.seq}")
            self._copies.append(self.server.backup())

    def _restore(self) -> None:
        if not self._copies or not self.server.up:
            return
        self.audit.look_at_log(self.server)
        copy, same = self.chance.choice(self._copies[-2:]), self.chance.random() < 0.5
        self.server.restore(copy, same_machine=same)
        self.audit.say(f"the server is restored from a backup{'' if same else ', on another machine'}")
        self._later(self.chance.choice((0.5, 5.0)), self._start_server)

    def _folder_copied(self) -> None:
        desk = self.chance.choice(self.desks)
        if desk.alive and not desk.name.endswith(TWIN):
            whole = self.chance.random() < 0.5
            self.audit.say(f"{desk.name}'s {'PC' if whole else 'folder'} is copied")
            self._images.append((desk, desk.image(whole=whole)))

    def _folder_put_back(self) -> None:
        """Somebody puts an old copy of a console's folder in the place of the present one."""
        found = [(desk, image) for desk, image in self._images if image.keys is None and desk.alive]
        if found:
            self._put_back(*self.chance.choice(found))

    def _serviced(self) -> None:
        """The same while the network is away: nobody can tell this console what it has forgotten."""
        desk = self.chance.choice(self.desks)
        if desk.alive and not desk.name.endswith(TWIN):
            self.audit.say(f"{desk.name}'s cable is pulled and its folder copied")
            desk.link.cut()
            image = desk.image(whole=False)
            self._images.append((desk, image))
            self._later(self.chance.uniform(8.0, 25.0), self._put_back, desk, image)
            self._later(60.0, self._mend, desk)

    def _put_back(self, desk: Desk, image: Image) -> None:
        if desk.alive and not self.healing:
            self.audit.look_at_desk(desk)
            self.audit.say(f"{desk.name}'s folder is put back")
            desk.kill()
            desk.become(image)
            self._later(0.1, self._start_desk, desk)

    def _twin_started(self) -> None:
        """A copy of a whole PC is started beside the one it was copied from.

        Only once the server has heard of later starts: two that are alike in everything nobody can tell apart.
        """
        found = [
            (desk, image) for desk, image in self._images
            if image.keys is not None and self.server.generation(image.told["device"]) > image.told["generation"] + 1
        ]  # fmt: skip
        if found and len(self.desks) == len(USERS):
            desk, image = found[0]
            twin = self._desk(desk.name + TWIN, desk.username)
            twin.become(image)
            self._spawn(self._starts_twin(twin))

    async def _starts_twin(self, twin: Desk) -> None:
        """Before it has once reached the server nobody can know that there are two."""
        await twin.start()
        assert twin.gateway is not None
        try:
            await twin.gateway.refresh()
        except (WireFault, NotSignedIn) as fault:
            self.audit.say(f"{twin.name} is not started: {fault}")
            twin.kill()
            twin.disk.close()
            return
        self.audit.say(f"{twin.name} is at work")
        self.desks.append(twin)

    # -- the end ------------------------------------------------------------------------

    async def _heal(self) -> None:
        self.audit.say("everything is mended")
        self.healing = True
        if not self.server.up:
            await self.server.start()
        for desk in self.desks:
            desk.link.heal()
            desk.clock.skew = timedelta()
            await self._opens(desk)
        began = self._loop.passed
        while True:
            await passing(2.0)
            for desk in self.desks:
                if not desk.alive:
                    await self._opens(desk)
                elif desk.gateway is not None and desk.gateway.session_ended:
                    await self.person.signs_in(desk)
            self.audit.ask(self.server, self.desks)
            missing = self.audit.at_rest(self.server, self.desks)
            if not missing:
                return
            if self._loop.passed - began > HEALED_WITHIN:
                raise Broken("not at rest: " + "; ".join(missing))

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


FAULTS = {
    "desk_killed": 4, "server_killed": 4, "cable_pulled": 5, "link_silent": 3, "link_bad": 6, "all_cables": 1,
    "clock_set": 2, "night": 1, "backup": 3, "restore": 2, "folder_copied": 3,
    "folder_put_back": 1, "serviced": 2, "twin_started": 1,
}  # fmt: skip


def tell(seed: int, steps: int = STEPS) -> Story:
    """The run of *seed*. Broken, with the trail as notes, when a promise was not kept."""
    loop = VirtualLoop()
    gc.disable()  # a run is short, and what it leaves behind is collected at its end
    try:
        story = Story(seed, loop, steps=steps)
        with one_chance(story.chance):
            try:
                loop.run_until_complete(story.run())
            except AssertionError as fault:
                fault.add_note("\n".join(story.audit.trail[-400:]))
                raise
    finally:
        loop.close()
        gc.enable()
    return story
