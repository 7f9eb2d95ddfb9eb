"""Drives a recorded day through a centre, line by line, and keeps the books: no line and no refusal is left out.

It decides nothing about queues (`script`) and knows no transport (`centre_port`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mmc_console.domain.actions import AnyAction, LeaveRoom, TakeRoom
from mmc_console.domain.events import TicketCancelled
from mmc_console.domain.evolve import evolve
from mmc_console.domain.ids import ActionId, TicketId
from mmc_console.domain.state import State
from mmc_console.replay.centre_port import Centre
from mmc_console.replay.clock import Pace
from mmc_console.replay.recording import Day, EventName, Line
from mmc_console.replay.script import How, Script
from mmc_console.replay.stations import Place
from mmc_console.wire.answers import Result
from mmc_console.wire.json import event_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """An action that had no effect. The script asks for nothing the rules refuse, so nothing explains it."""

    line: Line | None
    action: str
    outcome: str
    code: str

    def __str__(self) -> str:
        place = str(self.line) if self.line else "before or after the day"
        return f"{place}: {self.action} {self.outcome} ({self.code})"


@dataclass
class Books:
    """What became of every line and every action."""

    lines: Counter[tuple[EventName, How]] = field(default_factory=Counter)
    inexact: list[tuple[Line, How]] = field(default_factory=list)
    """The lines no action expresses exactly."""
    actions: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    cancelled: dict[TicketId, str] = field(default_factory=dict)
    """Why each cancelled ticket was cancelled, as the centre's own log says."""
    behind: list[float] = field(default_factory=list)
    """How long after its time each line's last action was answered, in seconds here."""


Told = Callable[[int, Line], None]
"""Called after each line with how many are done."""


class Driver:
    """One replay of one day."""

    def __init__(
        self, day: Day, centre: Centre, pace: Pace, script: Script, places: Mapping[str, Place], state: State,
        mint: Callable[[datetime], ActionId],
    ) -> None:  # fmt: skip
        self._day, self._centre, self._pace, self._script = day, centre, pace, script
        self._places, self._mint = {s: p for s, p in places.items() if s}, mint
        self._state = state
        self.books = Books()

    async def drive(self, told: Told) -> None:
        """Every line at its time. Unreachable when the centre is gone; what was done until then stays done."""
        # one second here before the first line, so that this does not make it late
        before = timedelta(seconds=self._pace.speed)
        at = await self._pace.reach(self._day.lines[0].at - before)
        for station, place in self._places.items():
            take = TakeRoom(id=self._mint(at), at=at, clinic=place.clinic, room=place.room)
            await self._send(station, [take], None)
        for done, line in enumerate(self._day.lines, 1):
            at = await self._pace.reach(line.at)
            pressed = self._script.press(line, self._state, at)
            self.books.lines[line.event, pressed.how] += 1
            if not pressed.how.exact:
                self.books.inexact.append((line, pressed.how))
            for step in pressed.steps:
                await self._send(step.desk, [step.action], line)
            self.books.behind.append(self._pace.behind())
            told(done, line)
        for station, place in self._places.items():
            leave = LeaveRoom(id=self._mint(at), at=at, clinic=place.clinic, room=place.room)
            await self._send(station, [leave], None)

    async def _send(self, desk: str, actions: Sequence[AnyAction], line: Line | None) -> None:
        for action, result in zip(actions, await self._centre.send(desk, actions), strict=True):
            self.books.actions[action.type] += 1
            if result.outcome not in ("applied", "repeated"):
                code = result.problem.code if result.problem else "unknown"
                self.books.refusals.append(Refusal(line, action.type, result.outcome, code))
            await self._follow(result)

    async def _follow(self, result: Result) -> None:
        """Keep our picture of the centre at what it has decided."""
        for raw in result.events:
            event = event_of(bytes(raw))
            if isinstance(event, TicketCancelled):
                self.books.cancelled[event.ticket] = event.reason
            if event.seq <= self._state.seq:
                continue
            if event.seq > self._state.seq + 1:
                self._state = await self._centre.look()
            else:
                evolve(self._state, event)
