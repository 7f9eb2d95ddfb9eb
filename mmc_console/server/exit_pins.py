"""Leaving a clinic by its PIN of the day: asked here alone, by whichever way the person comes. Limited a visit.

The PIN is compared here and once more by the rules, in the transaction that lets the person go.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Final

from mmc_console.domain.actions import Finish
from mmc_console.domain.exit_pin import has_pin
from mmc_console.domain.ids import PATIENT, ClinicCode, TicketId, VisitId, mint_action_id
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.domain.tickets import INSIDE
from mmc_console.server.auth.faults import TooManyTries
from mmc_console.server.clock import Clock
from mmc_console.server.tries import Tries
from mmc_console.server.writer import Writer
from mmc_console.wire.answers import ActionsRequest
from mmc_console.wire.problems import Problem, problem

WRONG: Final = (5, timedelta(minutes=15))
"""Wrong PINs a visit: there are only 99."""


class CannotLeave(Exception):
    """The person stays: `not-allowed` where there is no PIN, `wrong-state`, `pin-wrong`, or what the rules say."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


class ExitPins:
    """Lets people leave by PIN."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer, self._clock = writer, clock
        self._tries = Tries(WRONG[1])

    async def leave(self, visit: VisitId, pin: str, actor: Actor | None, device: str = "") -> None:
        """Finish the visit's ticket if *pin* is its clinic's; *actor* None: the patient. CannotLeave, TooManyTries."""
        here = await self._writer.ask(lambda state: _inside(state, visit))
        if here is None:
            raise CannotLeave(problem("wrong-state", state="waiting"))
        ticket, label, clinic, used = here
        _, pins = await self._writer.pins()
        if not used or clinic not in pins:
            raise CannotLeave(problem("not-allowed"))
        now, key = self._clock.now(), (str(visit),)
        with self._tries.lock:
            seconds = self._tries.wait(key, *WRONG, now)
            if seconds:
                raise TooManyTries(seconds)
            if not hmac.compare_digest(pins[clinic].encode(), pin.encode("utf-8", "surrogatepass")):
                self._tries.count(key, now)
                raise CannotLeave(problem("pin-wrong", label=label))
        action = Finish(id=mint_action_id(now, secrets.token_bytes(10)), at=now, ticket=ticket, pin=pin)
        who = actor or Actor(PATIENT, frozenset({"clinician"}), frozenset({clinic}))
        done = (await self._writer.submit([who], device, ActionsRequest(actions=(action,)))).results[0]
        if done.problem is not None:
            raise CannotLeave(done.problem)


def _inside(state: State, id: VisitId) -> tuple[TicketId, str, ClinicCode, bool] | None:
    """The visit's ticket in a room, its clinic, and whether one leaves that by PIN."""
    visit = state.visit(id)
    ticket = state.open_ticket(visit.id) if visit else None
    if ticket is None or ticket.state not in INSIDE:
        return None
    return ticket.id, ticket.label, ticket.clinic, has_pin(state.center, ticket.clinic)
