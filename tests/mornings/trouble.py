"""What goes wrong in a morning: cables, the switch, consoles and the server killed, answers torn, bad lines."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.mornings.world import World
from tests.simulation.desk import Desk
from tests.simulation.disk import Disk
from tests.simulation.time import passing

KINDS = {
    "cable": 6, "switch": 2, "killed": 1, "server": 1, "torn": 1, "bad": 1, "silent": 1, "swallows": 1, "full": 1,
    "skewed": 1,
}  # fmt: skip
RESTORES = {"backup": 1, "restored": 1}
"""Of an older copy, while rooms go on calling: not all of it comes together by itself yet."""
SKEWS = (0, 30, -30, 600, -600, 3600, -3600)
CUT_FOR = (20.0, 120.0, 400.0, 1200.0)
"""Seconds."""


class Trouble:
    """Of one world, until everything is mended."""

    def __init__(self, world: World, chance: Random, between: float, *, restores: bool) -> None:
        """*between*: the seconds from one to the next, about."""
        self._kinds = KINDS | RESTORES if restores else KINDS
        self._world, self._chance, self._between = world, chance, between
        self._backups = list[Disk]()

    async def lasts(self, seconds: float) -> None:
        """So long; then everything is mended."""
        while True:
            wait = self._chance.expovariate(1 / self._between)
            if self._world.loop.passed + wait >= seconds:
                break
            await passing(wait)
            desk = self._chance.choice(list(self._world.desks.values()))
            kind = self._chance.choices(list(self._kinds), list(self._kinds.values()))[0]
            getattr(self, f"_{kind}")(desk)
        await passing(seconds - self._world.loop.passed)
        for desk in self._world.desks.values():
            self._mend(desk)
            desk.disk.full(now=False)
            await desk.start()
        if not self._world.server.up:
            await self._world.server.start()

    def _later(self, seconds: float, desk: Desk) -> None:
        self._world.loop.call_later(seconds, self._mend, desk)

    def _mend(self, desk: Desk) -> None:
        link = desk.link
        if not link.up or link.silent or link.torn or link.loss or link.swallows:
            self._world.diary.say(f"{desk.name}'s link is mended")
            link.heal()

    def _cable(self, desk: Desk) -> None:
        self._world.diary.say(f"{desk.name}'s cable is pulled")
        desk.link.cut()
        self._later(self._chance.choice(CUT_FOR), desk)

    def _switch(self, _: Desk) -> None:
        for desk in self._world.desks.values():
            self._cable(desk)

    def _killed(self, desk: Desk) -> None:
        if desk.alive:
            self._world.diary.say(f"{desk.name} is killed")
            desk.kill()
            self._world.loop.call_later(self._chance.uniform(5, 40), self._starts, desk)

    def _starts(self, desk: Desk) -> None:
        self._world.spawn(desk.start(), f"{desk.name} starts")

    def _server(self, _: Desk) -> None:
        if self._world.server.up:
            self._world.diary.say("the server is killed")
            self._world.server.kill()
            self._world.loop.call_later(self._chance.choice((2.0, 30.0)), self._serves)

    def _serves(self) -> None:
        if not self._world.server.up:
            self._world.spawn(self._world.server.start(), "the server starts")

    def _torn(self, desk: Desk) -> None:
        self._world.diary.say(f"{desk.name}'s answers are torn")
        desk.link.torn = 0.5
        self._later(60, desk)

    def _bad(self, desk: Desk) -> None:
        self._world.diary.say(f"{desk.name}'s link is bad")
        desk.link.loss, desk.link.doubling, desk.link.slow = 0.3, 0.3, 2.0
        self._later(120, desk)

    def _silent(self, desk: Desk) -> None:
        self._world.diary.say(f"{desk.name}'s link falls silent")
        desk.link.silent = True
        self._later(self._chance.choice(CUT_FOR[:2]), desk)

    def _swallows(self, desk: Desk) -> None:
        self._world.diary.say(f"{desk.name}'s streams are swallowed")
        desk.link.swallows = True
        self._later(self._chance.choice(CUT_FOR[:3]), desk)

    def _full(self, desk: Desk) -> None:
        self._world.diary.say(f"{desk.name}'s disk is full")
        desk.disk.full(now=True)
        self._world.loop.call_later(self._chance.choice((2.0, 60.0)), self._room, desk)

    def _room(self, desk: Desk) -> None:
        self._world.diary.say(f"there is room on {desk.name}'s disk")
        desk.disk.full(now=False)

    def _skewed(self, desk: Desk) -> None:
        skew = self._chance.choice(SKEWS)
        self._world.diary.say(f"{desk.name}'s clock is {skew} s off")
        desk.clock.skew = timedelta(seconds=skew)

    def _backup(self, _: Desk) -> None:
        if self._world.server.up:
            self._world.diary.say("a backup is taken")
            self._backups.append(self._world.server.backup())

    def _restored(self, desk: Desk) -> None:
        """From the newest backup, or the one before; here or on another machine."""
        if not self._backups:
            self._backup(desk)
            return
        copy, same = self._chance.choice(self._backups[-2:]), self._chance.random() < 0.5
        self._world.diary.say(f"the server is restored{'' if same else ' on another machine'}")
        self._world.server.restore(copy, same_machine=same)
        self._world.loop.call_later(self._chance.choice((2.0, 30.0)), self._serves)
