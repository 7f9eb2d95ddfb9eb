"""What a replay needs of a centre, and a twin of it that runs the same rules without a server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Raw, Struct

from mmc_console.domain.actions import AnyAction, IssueTicket, PublishCenter, RegisterVisit
from mmc_console.domain.centre import Center
from mmc_console.domain.decide import Context, perform
from mmc_console.domain.events import Event
from mmc_console.domain.evolve import evolve
from mmc_console.domain.ids import ActionId, DeskLetter, PatientId, UserId, mint_action_id, patient_of
from mmc_console.domain.numbers import desk_letters
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import SYSTEM_ACTOR, Actor
from mmc_console.domain.refusals import Conflict, Unable
from mmc_console.domain.state import State
from mmc_console.wire.answers import Result
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem_of


class Unreachable(Exception):
    """The centre does not answer as it should, so that the replay cannot go on; the message says how."""


class Opened(Struct, frozen=True):
    """A centre ready for a replay. `offset`: what its clock is ahead of ours."""

    state: State
    offset: timedelta


class Centre(Protocol):
    """A centre that several desks act on. Every method may raise Unreachable."""

    async def open(self, desks: Sequence[str]) -> Opened:
        """Sign every desk in; the centre as it stands."""
        ...

    async def send(self, desk: str, actions: Sequence[AnyAction]) -> tuple[Result, ...]:
        """What became of each action, in order."""
        ...

    async def look(self) -> State:
        """The centre as it stands."""
        ...


class RehearsalCentre:
    """A centre in memory: the rules alone, at the times the actions carry."""

    def __init__(self, center: Center, opened_at: datetime) -> None:
        self._state = State()
        self._log: list[Event] = []
        self._people: dict[str, PatientId] = {}
        self._desks: dict[str, Actor] = {}
        publish = PublishCenter(id=mint_action_id(opened_at, bytes(10)), at=opened_at, center=center)
        self._log += perform(self._state, publish, Context(opened_at, SYSTEM_ACTOR)).events

    async def open(self, desks: Sequence[str]) -> Opened:
        """Give every desk its letter."""
        for number, desk in enumerate(desks):
            letter: DeskLetter = desk_letters(number)
            self._desks[desk] = Actor(UserId("replay"), frozenset({"admin"}), desk=letter)
        return Opened(await self.look(), timedelta())

    async def send(self, desk: str, actions: Sequence[AnyAction]) -> tuple[Result, ...]:
        """Perform them, one after the other."""
        return tuple(self._result(self._desks[desk], action) for action in actions)

    async def look(self) -> State:
        """The state its log makes: what it has decided is what it says, or this differs."""
        told = State()
        for event in self._log:
            evolve(told, event)
        return told

    def _result(self, actor: Actor, action: AnyAction) -> Result:
        try:
            context = Context(self._state.calendar.stamp(action.at), actor, patient=self._person(action))
            done = perform(self._state, action, context)
            self._log += done.events
        except Unable as unable:
            first = isinstance(unable, Conflict)
            return Result(id=action.id, outcome="conflict" if first else "refused", problem=problem_of(unable))
        return Result(
            id=action.id, outcome="repeated" if done.repeated else "applied", events=_encoded(done.events),
            visit=done.visit, ticket=done.ticket, label=done.label, number=done.number,
        )  # fmt: skip

    def _person(self, action: AnyAction) -> PatientRef | None:
        if not isinstance(action, (RegisterVisit, IssueTicket)) or action.patient is None:
            return None
        known = self._people.setdefault(action.patient.number, patient_of(ActionId(action.id)))
        return PatientRef(known, action.patient.gender)


def _encoded(events: Sequence[Event]) -> tuple[Raw, ...]:
    return tuple(Raw(encode(event)) for event in events)
