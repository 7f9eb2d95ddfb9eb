"""One morning: people walk, are called and examined; the line fails; at the end what really happened is asked for."""

from __future__ import annotations

import gc

from tests.mornings.doctor import Doctor
from tests.mornings.people import Patient, visit_in
from tests.mornings.reception import Receptionist
from tests.mornings.trouble import Trouble
from tests.mornings.worker import Worker
from tests.mornings.world import World
from tests.simulation.chance import one_chance
from tests.simulation.hearing import heard
from tests.simulation.settled import differences, unrest
from tests.simulation.time import VirtualLoop, passing

TROUBLE = 3_000.0
"""Seconds during which things go wrong."""
AT_MOST = 14_000.0
"""Seconds after which everybody must be done."""


class Morning:
    """The people of one seed."""

    def __init__(self, seed: int, loop: VirtualLoop, *, keeps: bool = False, restores: bool = False) -> None:
        """*keeps*: whatever is recommended, people keep what the server has; that loses exams.

        *restores*: the server is put back to an older copy, too.
        """
        rooms, desks = (1 if seed % 3 else 2), (("desk", "desk2") if seed % 4 == 3 else ("desk",))
        places = [(code, no) for code in ("lab", "eyes") for no in range(1, rooms + 1)] + [("ent", 1), ("ladies", 1)]
        clinics = {f"{code}{no}": (code,) for code, no in places}
        self.world = World(seed, loop, {**dict.fromkeys(desks, ()), **clinics}, rooms)
        self.keeps = keeps
        self.over = False
        self.patients: list[Patient] = []
        self.questions: list[str] = []
        """What anybody was asked to decide."""
        self.again: list[str] = []
        """Who was called where they had been."""
        self.helped: list[str] = []
        """Who had to ask at reception where to go."""
        self._chance = self.world.chance_of("morning")
        self.errands = self._chance.choice((0.0, 0.03, 0.1))
        """How often reception has something to do for somebody who waits."""
        self._coming = self._chance.randint(2, 6)
        between = self._chance.choice((100.0, 300.0, 900.0))
        self._trouble = Trouble(self.world, self._chance, between, restores=restores)
        there = self.world.desks
        self._staff: list[Worker] = [Receptionist(self, there[name]) for name in desks]
        self._staff += [Doctor(self, there[f"{code}{no}"], code, no) for code, no in places]

    async def run(self) -> list[str]:
        """The whole morning; what is wrong at its end."""
        world = self.world
        try:
            await world.open()
            for worker in self._staff:
                world.spawn(worker.work(), f"{worker.desk.name}'s person")
            world.spawn(self._arrivals(), "arrivals")
            await self._trouble.lasts(TROUBLE)
            while not self._is_over() and world.loop.passed < AT_MOST:
                await passing(20)
            self.over = True
            return [*world.diary.broken, *self._unrest(), *self._wrong(), *self.again]
        finally:
            await world.close()

    async def _arrivals(self) -> None:
        for n in range(self._coming):
            patient = Patient(f"{1000 + n}", "male" if self._chance.random() < 0.7 else "female")
            patient.goes("desk", self.world.loop.passed)
            self.patients.append(patient)
            await passing(self._chance.uniform(20, 500))

    def goes_away(self, who: Patient, seconds: float) -> None:
        """For so long they stand nowhere, and then where they stood."""
        at, who.at = who.at, "away"
        self.world.loop.call_later(seconds, self._comes_back, who, at)

    def _comes_back(self, who: Patient, at: str) -> None:
        if who.at == "away":
            who.goes(at, self.world.loop.passed)

    # -- what is asked at the end ----------------------------------------------------------

    def _is_over(self) -> bool:
        return len(self.patients) == self._coming and all(p.gone for p in self.patients) and not self._unrest()

    def _unrest(self) -> list[str]:
        """What is still on its way, or with a person."""
        server, found = self.world.server, list[str]()
        for name, desk in self.world.desks.items():
            if desk.gateway is None or not server.up:
                found.append(f"{name} or the server does not run")
                continue
            found += unrest(server, desk, server.writer._state)
            open = [r for r in desk.gateway.pending.rows if r.state in ("conflict", "refused") and not r.decided]
            found += [f"{name} asks about {row.action.type}" for row in open]
        return found

    def _wrong(self) -> list[str]:
        """How the log, and every console, differs from what has happened."""
        server, found = self.world.server, list[str]()
        state = server.writer._state
        day = state.calendar.day(server.clock.now())
        for name, desk in self.world.desks.items():
            found += [f"{name}: {told}" for told in differences(desk.replica.state, state, day)]
        for who in self.patients:
            visit = visit_in(state, who)
            if visit is None:
                found.append(f"{who.number} is nowhere")
                continue
            done, exams = {str(code) for code in visit.done}, set(who.exams)
            if not who.gone:
                found.append(f"{who.number} still stands at {who.at} ({visit.state})")
            if done - exams:
                found.append(f"{who.number} counts as examined at {sorted(done - exams)}, and was not")
            if exams - done and not who.called_off:
                found.append(f"{who.number} was examined at {sorted(exams - done)}, and it does not count")
            if who.gone and not who.called_off and (who.todo or visit.state != "complete"):
                found.append(f"{who.number} went home: {visit.state}, {who.todo} to do")
        return found


def tell(seed: int, *, keeps: bool = False, restores: bool = False) -> tuple[Morning, list[str]]:
    """The morning of *seed*, and what is wrong at its end."""
    loop = VirtualLoop()
    gc.disable()
    try:
        morning = Morning(seed, loop, keeps=keeps, restores=restores)
        with one_chance(morning.world.chance), heard(morning.world.diary):
            wrong = loop.run_until_complete(morning.run())
    finally:
        loop.close()
        gc.enable()
    return morning, wrong
