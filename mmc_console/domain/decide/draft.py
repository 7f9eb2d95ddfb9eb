"""One action being decided: what it emits, and the guards every action shares.

Each emitted event is applied at once, so that what follows decides on the
state after it; the whole draft can be taken back.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from msgspec import Struct

from mmc_console.domain.actions import Action, AnyAction
from mmc_console.domain.cells import after, refusal
from mmc_console.domain.centre import Clinic
from mmc_console.domain.events import Event
from mmc_console.domain.evolve import change
from mmc_console.domain.ids import ActionId, ClinicCode, DeskLetter, NoteId, TicketId, VisitId, note_of, ticket_of
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Conflict, Refused, Unable
from mmc_console.domain.state import Inverse, State, Trace
from mmc_console.domain.tickets import INSIDE, Ticket, TicketState, desk_mark
from mmc_console.domain.visits import Visit

E = TypeVar("E", bound=Event)


class Context(Struct, frozen=True):
    """What the rules are told besides the action. All looked up by the caller.

    `at`: the time the action counts for. `seen`: the log position the desk had,
    of this epoch. `patient`: the person, for registrations. `original`: the
    conflicting action, with its author in `by`, for `override`. `numbers`:
    False in a projection, which never guesses a number. `names`: False where
    what names nobody calls nobody: it guesses, or the call says whom it had called. `pins`: today's exit PINs.
    `now`: what the log tells of a later moment was told by a clock that stood ahead; None in a projection.
    `made`: `at`, had its desk done nothing since: what waited for a decision goes out after newer work. None: as `at`.
    `newer`: what another desk has said of the same clinic, room or person at a later time, unseen by this one.
    `twice`: the person, or the number brought along, has a visit already on a day that the state forgets.
    `moved`: the last step of another desk with each ticket of the visit the action is about, unseen by this one.
    `judged`: whether what its desk has done with the ticket since was judged in this history; what came back was not.
    """

    at: datetime
    actor: Actor
    seen: int | None = None
    patient: PatientRef | None = None
    original: AnyAction | None = None
    numbers: bool = True
    names: bool = True
    pins: dict[ClinicCode, str] = {}
    now: datetime | None = None
    made: datetime | None = None
    newer: Event | None = None
    twice: bool = False
    moved: dict[TicketId, Event] = {}
    judged: bool = True


class Draft:
    """The work of one action on one state."""

    def __init__(self, state: State, action: Action, context: Context) -> None:
        self.state, self.action, self.context = state, action, context
        self.inverse = Inverse(state.seq, state.at)
        self.events: list[Event] = []
        self.day: date = state.calendar.day(context.at) if state.settings else context.at.date()
        self.made: datetime = context.made or context.at
        """When it was done, for what others did before or after it."""
        self.happened = action.at
        """When what it tells of took place, by its desk's clock: of what is carried out after all, the first time."""
        self.verb = action.type
        """What there has to be a right to: an override's is that of what it carries out."""
        self.root: ActionId = action.replaces or action.id
        self.source: ActionId = action.id
        """Whose free text it is: the action's own, or the one an override carries out."""
        self.forced = False
        """Carrying a conflict out: what others did since is no reason any more."""

    def emit(self, kind: type[E], **fields: Any) -> E:
        """Decide one event, applied at once."""
        c = self.context
        event = kind(
            seq=self.state.seq + 1, at=c.at, actor=c.actor.user, action=self.action.id, desk=c.actor.desk, **fields
        )
        change(self.state, event, self.inverse)
        self.events.append(event)
        return event

    def took_place(self, after: datetime | None) -> datetime | None:
        """When what this tells of took place, if that was before it is judged; it came *after* that."""
        then = self.state.calendar.stamp(self.happened)
        then = then if after is None else max(then, after)
        return then if then < self.context.at else None

    @property
    def letters(self) -> tuple[DeskLetter | None, ...]:
        """The letter of whoever acts, and those it had before it was enrolled anew: all are one desk."""
        return self.context.actor.desk, *self.context.actor.former

    # -- what the action names ------------------------------------------------

    def ticket(self, id: TicketId) -> Ticket:
        """The ticket, as it is now."""
        found = self.state.ticket(id)
        if found is None:
            self.need_day_in_memory()
            raise Refused("unknown-ticket")
        return found

    def visit(self, id: VisitId) -> Visit:
        """The visit, as it is now."""
        found = self.state.visit(id)
        if found is None:
            self.need_day_in_memory()
            raise Refused("unknown-visit")
        return found

    def clinic(self, code: ClinicCode) -> Clinic:
        """The clinic, as the centre describes it."""
        found = self.state.center.clinic(code)
        if found is None:
            raise Refused("unknown-clinic", clinic=code)
        return found

    def room(self, clinic: Clinic, no: int) -> int:
        """The room's number, if the clinic has it."""
        if all(r.no != no for r in clinic.rooms):
            raise Refused("unknown-room", clinic=clinic.code, room=no)
        return no

    def note(self, text: str) -> NoteId | None:
        """The id of the free text; the text is stored apart by the caller."""
        return note_of(self.source) if text.strip() else None

    def new_ticket_id(self, clinic: ClinicCode, moved: TicketId | VisitId | None = None) -> TicketId:
        """The derived id of the ticket issued at *clinic*."""
        id = ticket_of(self.root, clinic, moved)
        while id in self.state.tickets:  # a chain of overrides comes to the same clinic again
            id = ticket_of(self.root, clinic, id)
        return id

    # -- guards -----------------------------------------------------------------

    def allow(self, clinic: ClinicCode | None = None, verb: str | None = None) -> None:
        """Refuse who has no right to this action (in this clinic)."""
        actor, verb = self.context.actor, verb or self.verb
        if not actor.may(verb):
            raise Refused("not-allowed", action=verb)
        if clinic is not None and not actor.may_in(verb, clinic):
            raise Refused("not-your-clinic", action=verb, clinic=clinic)

    def need_open_day(self, day: date) -> None:
        """Refuse to touch another service day."""
        if day != self.day:
            raise Refused("day-over", day=day.isoformat())

    def need_day_in_memory(self) -> None:
        """Refuse what has to know who was here on the action's day, where that is long gone."""
        if self.state.forgets(self.day):
            raise Refused("day-over", day=self.day.isoformat())

    def need_open_visit(self, visit: Visit) -> None:
        """Refuse what only makes sense while the visit is going on."""
        self.need_open_day(visit.day)
        if visit.state != "open":
            raise Refused("visit-closed", number=visit.number, state=visit.state)

    def gate(self, ticket: Ticket, verb: str) -> TicketState:
        """The state after *verb*, or why not: somebody was first, or it is not allowed."""
        if not self.forced and self.moved_unseen(ticket) and not (verb == "call_ticket" and self._came_in(ticket)):
            raise self.beaten("already-moved", ticket)
        self.need_open_day(ticket.day)
        to = after(verb, ticket.state)
        if to is None:
            raise Refused(refusal(ticket.state), label=ticket.label, state=ticket.state, action=verb)
        return to

    def comes_late(self, ticket: Ticket) -> bool:
        """Whether `admit` took the person on from *ticket* after this was done: only the news of that came first."""
        return ticket.awaits_finish and ticket.closed_at is not None and self.made <= ticket.closed_at

    def is_before(self, at: datetime) -> bool:
        """Whether this was done before *at*. What is later than now was told by a clock that stood ahead."""
        now = self.context.now
        return self.made < at and (now is None or at <= now)

    def moved_unseen(self, ticket: Ticket) -> bool:
        """Whether another desk has moved *ticket* since this one knew of it, or itself took a step with it."""
        if self.action.rev is None:
            return False
        marks = dict(ticket.marks)
        own = max(marks.pop(mine, 0) for mine in map(desk_mark, self.letters))  # that step was judged where it stood
        known = max(self.action.rev, own) if self.context.judged else self.action.rev
        return any(at > known for at in marks.values())

    def moved_since(self, ticket: Ticket) -> bool:
        """Whether anybody, this desk too, has moved *ticket* since the screen it was decided at."""
        return self.action.rev is not None and any(at > self.action.rev for _, at in ticket.marks)

    def _came_in(self, ticket: Ticket) -> bool:
        """Whether a call that comes late was answered for all that others did: they left the person in line here.

        Where they called too, and nobody came, that is why. But whom somebody has put back or aside after the call was
        made stood before them: if it was in vain, its no-show must not be the last word.
        """
        if after("call_ticket", ticket.state) is None:
            return False
        return ticket.state == "no_show" or ticket.changed_at is None or ticket.changed_at <= self.made

    def said_since(self, visit: VisitId, *kinds: str) -> Trace | None:
        """What somebody has said of these *kinds* about the person since this was done, unless it was taken back.

        Not what its own desk has said before it, whose clock was set back since: `at` is never before that.
        """
        theirs, mine = self.state.visit_tickets[visit], self.context.actor.user
        found = (
            trace for trace in self.state.traces.values()
            if trace.kind in kinds and not trace.undone and (trace.visit == visit or trace.ticket in theirs)
            and self.is_before(trace.at) and (trace.user != mine or self.context.at < trace.at)
        )  # fmt: skip
        return max(found, key=lambda trace: trace.last, default=None)

    def need_newest(self, code: str, fault: type[Unable] = Conflict, **params: str | int) -> None:
        """Clinics, rooms and persons have no revision: an older word that comes late goes over no newer one unseen."""
        newer = self.context.newer
        if newer is not None and not self.forced:
            raise fault(code, by=newer.actor, at=newer.at.isoformat(), **params)

    def need_nobody_since(
        self, visit: Visit, only: Ticket | None = None, *, later: bool = False, fault: type[Unable] = Conflict
    ) -> None:
        """Nor has a visit: what is done with all of it goes over no step of another desk with its tickets, unseen.

        *only*: with this one of them. *later*: than this action.
        """
        steps = [
            (step.seq, id, step) for id, step in self.context.moved.items()
            if (only is None or id == only.id) and not (later and step.at <= self.made)
        ]  # fmt: skip
        if steps and not self.forced:
            _, id, step = max(steps)
            why = self.beaten("already-moved", self.state.open_ticket(visit.id) or self.ticket(id))
            raise fault(why.code, **{**why.params, "by": step.actor, "at": step.at.isoformat()})

    def beaten(self, code: str, ticket: Ticket) -> Conflict:
        """The conflict that says who did what with *ticket*, when, and how it stands now."""
        params: dict[str, str | int] = {
            "label": ticket.label, "state": ticket.state, "clinic": ticket.clinic, "ticket": ticket.id,
        }  # fmt: skip
        if ticket.state in INSIDE and ticket.room is not None:
            params["room"] = ticket.room
        if ticket.changed_by is not None and ticket.changed_at is not None:
            params["by"], params["at"] = ticket.changed_by, ticket.changed_at.isoformat()
        return Conflict(code, **params)
