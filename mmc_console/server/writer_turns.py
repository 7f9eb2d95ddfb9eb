"""The actions of one request in their turn, and with them whatever waited only for these.

An action says what it builds on (`after`): without the effect of that it is left undone. One that comes back after a
restore is then kept here with all it waits for, and taken in the moment its turn comes, in the old order across all
consoles: so a console tells all it has at once, however far its work went to and fro with others'. Where what it builds
on is refused, or in conflict, it is not taken from here: a person decides first, and its console sends it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Protocol

from sqlalchemy import Connection

from mmc_console.domain.actions import AnyAction, Override
from mmc_console.domain.ids import ActionId, Epoch
from mmc_console.domain.permissions import Actor
from mmc_console.server.auth.devices import revoked
from mmc_console.server.auth.senders import outdated
from mmc_console.server.log.results import Stored
from mmc_console.server.returning import Held, Returning, was_of
from mmc_console.wire.answers import ActionsRequest, Outcome, Result

DONE: Final[frozenset[Outcome]] = frozenset({"applied", "repeated"})
FAILED: Final[frozenset[Outcome]] = frozenset({"refused", "conflict"})
TAKEN_AT_ONCE: Final = 200
"""Actions that waited for their turn and are taken with one request: everybody else waits for the disk meanwhile."""
WITHIN_REACH: Final = 2 * TAKEN_AT_ONCE
"""Of all that waits, what is looked at with one request: the first in the old order."""


class Take(Protocol):
    """Decides one action."""

    def __call__(self, actor: Actor, device: str, action: AnyAction, after: tuple[ActionId, ...] = ()) -> Result:
        """Its result; *after*: what it builds on, all of it done."""


class Turns:
    """Of one batch."""

    def __init__(
        self, conn: Connection, epoch: Epoch, returning: Returning, known: Mapping[ActionId, Stored],
        within_reach: Collection[ActionId], take: Take,
    ) -> None:  # fmt: skip
        self._conn, self._epoch, self._returning, self._known = conn, epoch, returning, known
        self._within_reach, self._take = within_reach, take
        self.late: list[Held] = []
        """What has waited and is done now."""

    def take_all(self, actors: Sequence[Actor], device: str, request: ActionsRequest) -> tuple[Result, ...]:
        """Decide all actions of one request, and whatever waited only for these."""
        actions, found, told = request.actions, list[Result](), dict[ActionId, Outcome]()
        for place, (actor, action) in enumerate(zip(actors, actions, strict=True)):
            after = request.built_on(place)
            known = action.id in self._known  # the first answer again, whatever has become of what it builds on
            back = self._stands_back(actor, device, action, after, told) if after and not known else None
            found.append(back or self._take(actor, device, action, after))
            told[action.id] = found[place].outcome
        if any(action.was is not None for action in actions) and self._fill():
            for place, (actor, action) in enumerate(zip(actors, actions, strict=True)):
                if found[place].outcome == "wait" and action.id in self._known and action.was is not None:
                    found[place] = self._take(actor, device, action)
        return tuple(found)

    def _stands_back(
        self, actor: Actor, device: str, action: AnyAction, after: tuple[ActionId, ...], told: dict[ActionId, Outcome]
    ) -> Result | None:
        """The answer to an action that builds on one without effect; None where all of that is done."""
        outcomes = self._outcomes(after, told)
        if outcomes <= DONE:
            return None
        was = was_of(action, self._epoch) if self._returning.began else None
        if was is not None and self._returning.stays_away(was):
            return None  # rolled back on purpose: each is told so
        if was is not None and not FAILED & outcomes:
            self._returning.hold(Held(was, actor, device, action, after))
        else:
            self._returning.drop(action.id)
        return Result(id=action.id, outcome="wait")

    def _outcomes(self, ids: Iterable[ActionId], told: Mapping[ActionId, Outcome]) -> set[Outcome]:
        """What has become of these, in this request or earlier; `wait` where nothing is known."""
        return {told.get(id) or (self._known[id].outcome if id in self._known else "wait") for id in ids}

    def _fill(self) -> bool:
        """Take what waited and whose turn has come; whether there was any."""
        waiting = self._returning.waiting
        if waiting:
            authors = {held.actor for held in self._returning.first(WITHIN_REACH)}
            self._returning.let_go(revoked(self._conn, waiting), outdated(self._conn, authors))
        taken = 0
        while (some := self._fill_once(TAKEN_AT_ONCE - taken)) > 0:
            taken += some  # what comes back of one history may be what another's waits for
        return taken > 0

    def _fill_once(self, at_most: int) -> int:
        """In the old order; how many were taken."""
        stuck, taken = "", 0
        for held in self._returning.first(WITHIN_REACH):
            if held.was.epoch == stuck or taken >= at_most or held.action.id not in self._within_reach:
                continue
            if isinstance(held.action, Override) and held.action.conflict not in self._known:
                self._returning.drop(held.action.id)  # only its console tells what it carries out, and hears why not
                continue
            outcomes = self._outcomes(held.after, {})
            if FAILED & outcomes:
                self._returning.drop(held.action.id)
            if not outcomes <= DONE:
                continue
            outcome = self._take(held.actor, held.device, held.action, held.after).outcome
            if outcome == "wait":
                stuck = held.was.epoch
                continue
            taken += 1
            if outcome == "applied":
                self.late.append(held)
        return taken
