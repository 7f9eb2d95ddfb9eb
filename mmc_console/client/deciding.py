"""What a person may do about work that was not taken, or has not left yet: keep what stands, insist, try again, delete.

Every choice that changes anything is a new action with an author of its own; the old one stays on record as decided.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from mmc_console.client.choices import revision
from mmc_console.client.desk import Desk
from mmc_console.client.row import Row
from mmc_console.client.session import Session
from mmc_console.client.shown import Receipt
from mmc_console.client.turns import is_of_another_history
from mmc_console.domain.actions import (
    ENVELOPE,
    AnyAction,
    CallNext,
    CallTicket,
    CorrectPatient,
    Finish,
    IssueTicket,
    Override,
    RegisterVisit,
    leads,
)
from mmc_console.domain.decide import Performed
from mmc_console.domain.ids import ActionId, ClinicCode, TicketId
from mmc_console.domain.numbers import split
from mmc_console.domain.refusals import Unable
from mmc_console.domain.tickets import INSIDE, ISSUED, Ticket, desk_mark

RIGHTS = frozenset({"rights-changed"})
"""Codes of refusals that an administrator decides about."""
_WRONG = {"number-not-yours": "number", "next-not-possible": "next"}
"""What of an action the server could not take: it is chosen anew."""
_GIVEN_UP = "unknown-room"
"""The code of a call to a room that a centre published since has no more: they are called to one that there is."""
_OF_INSIDE = "ticket-closed"
_OF_ROOM = "room-taken"
_OF_CALLED = frozenset({
    "already-moved", "called-elsewhere", "already-here", "stands-elsewhere", "unknown-ticket", "later-stop-called",
    _OF_ROOM,
})  # fmt: skip
"""What keeps one key from finishing whoever is inside, and from calling the next one: the other half is as it was."""
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
        return "" if self._is_own(row) or not roles.isdisjoint({"supervisor", "admin"}) else "override-not-yours"

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
        """Of the one key that finishes and calls, the half another desk was no quicker with: else all that was done in
        that room since would come back with it. None where nothing is left to do, or only its author could say so.

        Of an earlier day it is of that day still: it has happened then.
        """
        row = self._row(id)
        call, code = self._one_key(row), row.problem.code if row.problem is not None else ""
        if not row.failed or call is None or (self.day_is_over(id) and not self._is_own(row)):
            return None
        root = call.replaces or call.id
        if code == _OF_INSIDE and self._waits(call):
            rest = self._new(CallNext, clinic=call.clinic, room=call.room, ticket=call.ticket, replaces=root)
        elif code in _OF_CALLED and (rev := self._inside_at(row, call)) is not None:
            rest = self._new(Finish, ticket=call.current, rev=rev, next=call.next, pin=call.pin, replaces=root)
        else:
            return None
        return replace(rest, at=row.action.at, seen=row.action.seen) if self._is_own(row) else rest

    def _one_key(self, row: Row) -> CallNext | None:
        """The call it is, or that it carries out after all."""
        of = self._desk.outbox.get(row.action.conflict) if isinstance(row.action, Override) else row
        return of.action if of is not None and isinstance(of.action, CallNext) else None

    def _waits(self, call: CallNext) -> bool:
        """Whether whoever is called may still be: somebody this console alone knows of, too."""
        return call.ticket is not None and any(
            ticket is None or (ticket.open and ticket.state not in INSIDE and ticket.clinic == call.clinic)
            for ticket in self._known(call.ticket)
        )

    def _inside_at(self, row: Row, call: CallNext) -> int | None:
        """At which revision whoever is finished by it was in that room; None where they are finished, or nobody knows.

        Of whom others have moved since, it is where this desk had last moved them: they are asked about then, as by a
        finish alone. So it is in a room taken over, where the server has not looked at who was inside.
        """
        if call.current is None:
            return None
        tickets = [ticket for ticket in self._known(call.current) if ticket is not None]
        place, marks = (call.clinic, call.room), dict(tickets[0].marks) if tickets else {}
        own = marks.get(desk_mark(row.actor.desk))
        inside = any(t.awaits_finish or (t.state in INSIDE and (t.clinic, t.room) == place) for t in tickets)
        taken = row.problem is not None and row.problem.code == _OF_ROOM
        if inside and (own is None or not taken):
            return revision(self._desk.replica, call.current)
        moved = own is not None and any(at > own for at in marks.values()) and all(t.state != "done" for t in tickets)
        return own if inside or moved else None

    def _known(self, id: TicketId) -> tuple[Ticket | None, Ticket | None]:
        """By the log, which may not tell yet what the server has answered; and with what waits for this decision."""
        return self.in_log(id), self._desk.replica.state.ticket(id)

    def _is_own(self, row: Row) -> bool:
        """Whether whoever decides did it: of another one nobody knows that they were here then."""
        return self._session.user is not None and self._session.user.id == row.author

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

    def foreseen(self, id: ActionId, action: AnyAction) -> Performed | Unable:
        """What the rules say of *action* in the place of this failed one, before what waits for it."""
        return self._desk.preview(action, answers=self._row(id))

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
        if isinstance(old.action, (CallNext, CallTicket)) and old.problem is not None and old.problem.code == _GIVEN_UP:
            fields["room"] = self._room_now(old.action)
        if clinic is not None:
            fields[clinic_field(old.action)] = clinic
        if (number := fields.get("number")) is not None and not self._gives(number, old.action.at):
            fields["number"] = None
        here = self.by_label(id)
        if here is not None:
            fields[here[0]] = here[1].id
        action = self._new(type(old.action), **fields, replaces=old.action.replaces or old.id)
        if self.is_of_another_history(id) and self._is_own(old):
            # it was done then, on what was seen then
            rev = ISSUED if here is not None else old.action.rev
            return replace(action, at=old.action.at, seen=old.action.seen, rev=rev)
        return action

    def _room_now(self, call: CallNext | CallTicket) -> int:
        """A room of that clinic, if there is one where nobody is."""
        state = self._desk.replica.state
        code, day = call.clinic or ClinicCode(""), state.calendar.day(self._now())
        clinic = state.center.clinic(code)
        rooms = [room.no for room in clinic.rooms] if clinic is not None else [call.room]
        return next((no for no in rooms if state.inside(day, code, no) is None), rooms[0])

    def by_label(self, id: ActionId) -> tuple[str, Ticket] | None:
        """The ticket on the paper of whoever it is about, where a restore has lost its id, and which field names it.

        Others have led them on anew since, so that id is never known again; the label is the same person's all day.
        """
        found = self._labelled(self._row(id).action, self._row(id).label)
        return found if found is not None and self.in_log(found[1].id) is not None else None

    def _labelled(self, action: AnyAction, label: str) -> tuple[str, Ticket] | None:
        state, epoch = self._desk.replica.state, self._desk.replica.epoch
        name = "current" if getattr(action, "ticket", None) is None else "ticket"
        named, day = getattr(action, name, None), state.calendar.day(action.at)
        if named is None or not label or state.ticket(named) is not None or not is_of_another_history(action, epoch):
            return None
        found = [ticket for ticket in state.tickets.values() if (ticket.label, ticket.day) == (label, day)]
        last = max(found, key=lambda ticket: ticket.seq, default=None)
        # they are to come back there, by what is missing yet
        return None if last is None or last.state in ("transferred", "cancelled") else (name, last)

    def in_log(self, id: TicketId) -> Ticket | None:
        """A ticket as everybody knows it: without what waits here to be sent."""
        return self._desk.replica.confirmed(id)

    def brings_itself(self, id: ActionId) -> bool:
        """Whether whoever it is about is there by what waits behind it alone: each would wait for the other."""
        row, state = self._row(id), self._desk.replica.state
        named = (getattr(row.action, name, None) for name in ("ticket", "current"))
        shown = [state.ticket(each) for each in named if each is not None]
        labelled = self._labelled(row.action, row.label)
        shown += [labelled[1]] if labelled is not None else []
        if not any(ticket is not None and self.in_log(ticket.id) is None for ticket in shown):
            return False
        told = self.foreseen(id, self.again(id))  # else what was done before it brings them, and is on its way
        return isinstance(told, Unable) and told.code == "unknown-ticket"

    def is_of_another_history(self, id: ActionId) -> bool:
        """Whether it was done before a restore, and what it is about may be with another console yet."""
        return is_of_another_history(self._row(id).action, self._desk.replica.epoch)

    def _gives(self, number: str, at: datetime) -> bool:
        """Whether this console itself may still give it: its own, and of today; else the person gets another."""
        parts, calendar = split(number), self._desk.replica.state.calendar
        own = parts is not None and parts[0] == self._session.desk
        return own and calendar.day(at) == calendar.day(self._now())

    async def instead(self, id: ActionId, action: AnyAction) -> Receipt | None:
        """Record *action* in the place of the failed one, which is decided in the same step; None if it was already.

        Or if that is of an earlier day, and *action* is not. StoreFull, StoreLost, OffWhileOffline: nothing changed.
        """
        row = self._row(id)
        calendar = self._desk.replica.state.calendar
        moved = self.day_is_over(id) and calendar.day(action.at) != calendar.day(row.action.at)
        if not row.failed or id in self._deciding or moved:
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
