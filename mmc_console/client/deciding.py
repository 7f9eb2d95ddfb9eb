"""What a person may do about work that was not taken, or has not left yet: keep what stands, insist, try again, delete.

Every choice that changes anything is a new action with an author of its own; the old one stays on record as decided.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from mmc_console.client.desk import Desk
from mmc_console.client.row import Row
from mmc_console.client.session import Session
from mmc_console.client.shown import Receipt
from mmc_console.domain.actions import (
    ENVELOPE,
    AnyAction,
    CallNext,
    CorrectPatient,
    IssueTicket,
    Override,
    RegisterVisit,
    leads,
)
from mmc_console.domain.ids import ActionId, ClinicCode
from mmc_console.domain.numbers import split

RIGHTS = frozenset({"rights-changed"})
"""Codes of refusals that an administrator decides about."""
_WRONG = {"number-not-yours": "number", "next-not-possible": "next"}
"""What of an action the server could not take: it is chosen anew."""
_ANEW = frozenset({*ENVELOPE, "id", "at"})


class Decisions:
    """The choices about rows of the outbox. KeyError for an action that is not there."""

    def __init__(
        self, desk: Desk, session: Session, new: Callable[..., AnyAction], now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:  # fmt: skip
        self._desk, self._session, self._new, self._now, self._wake = desk, session, new, now, wake
        self._deciding = set[ActionId]()

    def barred(self, id: ActionId) -> str:
        """Why this person may not decide about it: `rights-changed`, `override-not-yours`; empty while they may."""
        row, user = self._row(id), self._session.user
        roles = user.roles if user is not None else frozenset[str]()
        if row.problem is not None and row.problem.code in RIGHTS:
            return "" if "admin" in roles else "rights-changed"
        own = user is not None and user.id == row.author
        return "" if own or not roles.isdisjoint({"supervisor", "admin"}) else "override-not-yours"

    async def keep(self, id: ActionId) -> Receipt | None:
        """What stands is kept: the action is decided, and holds nothing back any more.

        What of it another desk was no quicker with is recorded in its place, and returned: it can raise what `instead`
        does.
        """
        if (rest := self.what_goes_on(id)) is not None:
            return await self.instead(id, rest)
        await self._let_be(id)
        return None

    def what_goes_on(self, id: ActionId) -> AnyAction | None:
        """The call of one key that finishes and calls, where only whoever was inside is no longer there: else all that
        was done in that room since would come back with it. None where nothing is left to do."""
        row = self._row(id)
        beaten = row.failed and row.problem is not None and row.problem.code == "ticket-closed"
        if not beaten or not isinstance(row.action, CallNext) or row.action.ticket is None or self.day_is_over(id):
            return None
        return replace(self.again(id), finish_current=False, current=None, next=None, pin=None)

    async def _let_be(self, id: ActionId) -> None:
        if id not in self._deciding:  # else another row goes in its place
            await self._desk.outbox.decide(id)
        self._wake()

    async def delete(self, id: ActionId) -> bool:
        """It shall not happen: taken back if it never left, decided if it was refused; False when it may have left.

        Or when later work stands on it.
        """
        if self._row(id).failed:
            await self._let_be(id)
            return True
        return await self._desk.withdraw(id)

    def can_withdraw(self, id: ActionId) -> bool:
        """Whether it certainly never left this console, and nothing later stands on it."""
        return self._row(id).withdrawable and not self.is_built_on(id)

    def is_built_on(self, id: ActionId) -> bool:
        """Whether it could be taken back, were it not for what was done later on the same visit, ticket or room."""
        row = self._row(id)
        return row.withdrawable and self._desk.outbox.is_built_on(row)

    def day_is_over(self, id: ActionId) -> bool:
        """Whether it was done on an earlier service day: anew it would be of today. A person's name has no day."""
        action, calendar = self._row(id).action, self._desk.replica.state.calendar
        return not isinstance(action, CorrectPatient) and calendar.day(action.at) < calendar.day(self._now())

    def insisting(self, id: ActionId) -> Override:
        """The action that carries a conflicting one out after all; with the number that is on paper.

        The server may have judged it before it had one: what is added to a conflict, it does not keep.
        """
        old = self._row(id).action
        number = old.number if isinstance(old, (RegisterVisit, IssueTicket)) else None
        if number is not None and not self._gives(number, old.at):
            number = None
        action = self._new(Override, conflict=id, number=number)
        assert isinstance(action, Override)
        return action

    def again(self, id: ActionId, clinic: ClinicCode | None = None) -> AnyAction:
        """The same once more, as a new action of this person; with another *clinic* to go to."""
        old = self._row(id)
        fields: dict[str, Any] = {
            name: getattr(old.action, name) for name in old.action.__struct_fields__ if name not in _ANEW
        }
        wrong = _WRONG.get(old.problem.code) if old.problem is not None else None
        if wrong in fields:
            fields[wrong] = None
        if clinic is not None:
            fields[clinic_field(old.action)] = clinic
        if (number := fields.get("number")) is not None and not self._gives(number, old.action.at):
            fields["number"] = None
        return self._new(type(old.action), **fields, replaces=old.action.replaces or old.id)

    def _gives(self, number: str, at: datetime) -> bool:
        """Whether this console itself may still give it: its own, and of today; else the person gets another."""
        parts, calendar = split(number), self._desk.replica.state.calendar
        own = parts is not None and parts[0] == self._session.desk
        return own and calendar.day(at) == calendar.day(self._now())

    async def instead(self, id: ActionId, action: AnyAction) -> Receipt | None:
        """Record *action* in the place of the failed one, which is decided in the same step; None if it was already.

        Or if it is of an earlier day. StoreFull, StoreLost, OffWhileOffline: nothing has changed.
        """
        row = self._row(id)
        if not row.failed or id in self._deciding or self.day_is_over(id):
            return None
        self._deciding.add(id)  # until it is on the disk
        try:
            return await self._desk.submit(action, answers=row)
        finally:
            self._deciding.discard(id)

    def _row(self, id: ActionId) -> Row:
        row = self._desk.outbox.get(id)
        if row is None:
            raise KeyError(id)
        return row


def clinic_field(action: AnyAction) -> str:
    """Where *action* names the clinic somebody is sent to."""
    return "next" if leads(action) else "clinic"
