"""The state of one centre: tables of immutable rows, and the queues they form.

All change goes through `put`, which remembers what stood there before, so any
piece of work can be taken back exactly. Nothing is counted here: who waits is
asked of the tickets (`queues` only keeps them sorted).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from mmc_console.domain.centre import Center
from mmc_console.domain.clinics import ClinicDay, RoomHold
from mmc_console.domain.experience import Experience
from mmc_console.domain.ids import ActionId, ClinicCode, DeskLetter, PatientId, TicketId, UserId, VisitId
from mmc_console.domain.service_day import Calendar, calendar_of
from mmc_console.domain.tickets import INSIDE, Priority, Ticket
from mmc_console.domain.visits import Visit

_ABSENT: Final = object()
_set: Final = dict.__setitem__
_delete: Final = dict.__delitem__
Spot = tuple[datetime, float, TicketId]
Call = tuple[datetime, TicketId, int, datetime]
"""When a ticket was first called, its id, the room, and since when it had waited."""


class Queue:
    """One clinic's tickets of one day, by state; the waiting ones and the calls in order."""

    __slots__ = ("aside", "calls", "inside", "lines")

    def __init__(self) -> None:
        self.lines: dict[Priority, list[Spot]] = {"urgent": [], "priority": [], "normal": []}
        self.inside: dict[int, TicketId] = {}
        self.aside: dict[TicketId, None] = {}
        self.calls: list[Call] = []

    def __len__(self) -> int:
        return sum(map(len, self.lines.values()))

    def copy(self) -> Queue:
        """The same, in lists of its own."""
        new = Queue()
        new.lines = {priority: line.copy() for priority, line in self.lines.items()}
        new.inside, new.aside, new.calls = self.inside.copy(), self.aside.copy(), self.calls.copy()
        return new


class Visits(dict[VisitId, Visit]):
    """Visits by id, and the ids of each day: over a week is in memory, and nearly every question is about today.

    And of each person: every registration asks for theirs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._days: dict[date, dict[VisitId, None]] = {}
        self._people: dict[tuple[date, PatientId], tuple[VisitId, ...]] = {}

    def __setitem__(self, key: VisitId, visit: Visit) -> None:
        if key not in self:
            self._days.setdefault(visit.day, {})[key] = None
            who = visit.day, visit.patient
            self._people[who] = (*self._people.get(who, ()), key)
        _set(self, key, visit)

    def __delitem__(self, key: VisitId) -> None:
        visit = self[key]
        del self._days[visit.day][key]
        who = visit.day, visit.patient
        others = tuple(id for id in self._people.pop(who) if id != key)
        if others:
            self._people[who] = others
        _delete(self, key)

    def copy(self) -> Visits:
        """The same rows, in tables of their own."""
        new = Visits()
        dict.update(new, self)
        new._days = {day: ids.copy() for day, ids in self._days.items()}
        new._people = self._people.copy()
        return new

    def of(self, day: date) -> Iterator[Visit]:
        """The visits of *day*, in the order they were registered."""
        return map(self.__getitem__, self._days.get(day, ()))

    def of_person(self, day: date, patient: PatientId) -> Iterator[Visit]:
        """That person's visits of *day*, whatever became of them."""
        return map(self.__getitem__, self._people.get((day, patient), ()))


class Tickets(dict[TicketId, Ticket]):
    """Tickets by id, which keeps the queues in step with them, and the ids of each day."""

    def __init__(self) -> None:
        super().__init__()
        self._days: dict[date, dict[TicketId, None]] = {}
        self.queues: dict[tuple[date, ClinicCode], Queue] = {}
        self.paces: dict[tuple[date, ClinicCode], tuple[int, timedelta]] = {}
        """Per day and clinic: how many exams were measured, and how long they took together."""

    def __setitem__(self, key: TicketId, ticket: Ticket) -> None:
        old = self.get(key)
        if old is not None:
            self._leave(old)
        else:
            self._days.setdefault(ticket.day, {})[key] = None
        _set(self, key, ticket)
        self._enter(ticket)

    def __delitem__(self, key: TicketId) -> None:
        self._leave(self[key])
        del self._days[self[key].day][key]
        _delete(self, key)

    def copy(self) -> Tickets:
        """The same rows, in tables and queues of their own."""
        new = Tickets()
        dict.update(new, self)
        new._days = {day: ids.copy() for day, ids in self._days.items()}
        new.queues = {key: queue.copy() for key, queue in self.queues.items()}
        new.paces = self.paces.copy()
        return new

    def of(self, day: date) -> Iterator[Ticket]:
        """The tickets of *day*, in the order they were issued."""
        return map(self.__getitem__, self._days.get(day, ()))

    def queue(self, day: date, clinic: ClinicCode) -> Queue:
        """That clinic's queue of that day."""
        found = self.queues.get((day, clinic))
        if found is None:
            found = self.queues[day, clinic] = Queue()
        return found

    def _enter(self, t: Ticket) -> None:
        queue = self.queue(t.day, t.clinic)
        if t.first_called_at is not None and t.room is not None:
            insort(queue.calls, (t.first_called_at, t.id, t.room, t.queued_at))
        if t.state == "waiting":
            insort(queue.lines[t.priority], (t.queued_at, t.place, t.id))
        elif t.state in INSIDE and t.room is not None:
            queue.inside[t.room] = t.id
        elif t.state in ("held", "no_show"):
            queue.aside[t.id] = None
        elif t.state == "done":
            self._measure(t, 1)

    def _leave(self, t: Ticket) -> None:
        queue = self.queue(t.day, t.clinic)
        if t.first_called_at is not None and t.room is not None:
            del queue.calls[bisect_left(queue.calls, (t.first_called_at, t.id, t.room, t.queued_at))]
        if t.state == "waiting":
            line = queue.lines[t.priority]
            del line[bisect_left(line, (t.queued_at, t.place, t.id))]
        elif t.state in INSIDE and t.room is not None:
            if queue.inside.get(t.room) == t.id:
                del queue.inside[t.room]
        elif t.state in ("held", "no_show"):
            del queue.aside[t.id]
        elif t.state == "done":
            self._measure(t, -1)

    def _measure(self, t: Ticket, sign: int) -> None:
        if t.service is not None:
            count, total = self.paces.get((t.day, t.clinic), (0, timedelta()))
            self.paces[t.day, t.clinic] = (count + sign, total + sign * t.service)


class Trace(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one action did: enough to undo it, and to know it when it comes again."""

    action: ActionId
    kind: str
    """The type of its first event."""
    at: datetime
    user: UserId
    first: int
    last: int
    visit: VisitId | None = None
    ticket: TicketId | None = None
    label: str = ""
    tickets: tuple[Ticket, ...] = ()
    """Tickets as they were before it."""
    visits: tuple[Visit, ...] = ()
    clinics: tuple[ClinicDay, ...] = ()
    rooms: tuple[RoomHold, ...] = ()
    freed: tuple[tuple[ClinicCode, int], ...] = ()
    """Rooms nobody held before it."""
    made: tuple[TicketId, ...] = ()
    opened: tuple[VisitId, ...] = ()
    revs: dict[str, int] = {}
    """Revision of each ticket and visit it touched, after it."""
    again: bool = False
    """A second paper of somebody who is here: it is about the ticket it leads to."""
    undone: bool = False


class Inverse:
    """What stood where before, newest last, and the log position to return to."""

    __slots__ = ("at", "puts", "seq")

    def __init__(self, seq: int, at: datetime | None) -> None:
        self.seq, self.at = seq, at
        self.puts: list[tuple[dict[Any, Any], Any, Any]] = []


class State:
    """Everything that the log says, up to event `seq`."""

    def __init__(self) -> None:
        self.seq = 0
        self.at: datetime | None = None
        self.settings: dict[str, Center] = {}
        self.visits = Visits()
        self.tickets = Tickets()
        self.clinics: dict[tuple[date, ClinicCode], ClinicDay] = {}
        self.rooms: dict[tuple[ClinicCode, int], RoomHold] = {}
        self.numbers: dict[tuple[date, str], VisitId] = {}
        self.series: dict[tuple[date, str], int] = {}
        self.open_visits: dict[tuple[date, PatientId], VisitId] = {}
        self.alias: dict[str, str] = {}
        self.traces: dict[ActionId, Trace] = {}
        self.desk_times: dict[str, datetime] = {}
        self.visit_tickets: dict[VisitId, tuple[TicketId, ...]] = {}
        self.days_from: date | None = None
        """Days before it are not in memory any more; None: all of them are."""
        self.past = Experience()
        """What the days before taught about speed, for estimates only: no decision and no event depends on it."""

    @property
    def center(self) -> Center:
        """The centre as last published; KeyError before the first."""
        return self.settings["center"]

    @property
    def calendar(self) -> Calendar:
        """The centre's days and local times."""
        return calendar_of(self.center.center)

    def after_its_desk(self, desk: DeskLetter | None, at: datetime, no_later: datetime) -> datetime:
        """*at*, but not before what that desk has told of the same service day.

        What it has told of a day after may have come first: what waits for a decision is sent the next morning, after
        newer work. *no_later*: what stands later than that was told by a clock that stood ahead.
        """
        last = self.desk_times.get(desk or "")
        if last is None or not at < last <= no_later or self.calendar.day(last) != self.calendar.day(at):
            return at
        return last

    def forgets(self, day: date) -> bool:
        """Whether *day* is no longer in memory: who was here then, and under which number, is not known."""
        return self.days_from is not None and day < self.days_from

    def visit(self, id: str) -> Visit | None:
        """The visit of this id or alias."""
        return self.visits.get(VisitId(self.alias.get(id, id)))

    def ticket(self, id: str) -> Ticket | None:
        """The ticket of this id or alias."""
        return self.tickets.get(TicketId(self.alias.get(id, id)))

    def open_ticket(self, visit: VisitId) -> Ticket | None:
        """The visit's open ticket; there is at most one."""
        for id in reversed(self.visit_tickets.get(visit, ())):
            ticket = self.tickets[id]
            if ticket.open:
                return ticket
        return None

    def clinic(self, code: ClinicCode, day: date) -> ClinicDay:
        """How that clinic stands on *day*: open, unless somebody said otherwise that day."""
        return self.clinics.get((day, code)) or _untouched(code, day)

    def inside(self, day: date, clinic: ClinicCode, room: int) -> Ticket | None:
        """Who is called to or in service in that room."""
        id = self.tickets.queue(day, clinic).inside.get(room)
        return self.tickets[id] if id is not None else None

    def day_tickets(self, day: date) -> Iterator[Ticket]:
        """All tickets of one service day."""
        return self.tickets.of(day)


@lru_cache(maxsize=256)
def _untouched(code: ClinicCode, day: date) -> ClinicDay:
    return ClinicDay(code=code, day=day)


def put(inverse: Inverse, table: dict[Any, Any], key: Any, row: Any) -> None:
    """Set *row* (None removes it) and remember in *inverse* what stood there."""
    old = table.get(key, _ABSENT)
    if row is not None:
        table[key] = row
    elif old is _ABSENT:
        return
    else:
        del table[key]
    inverse.puts.append((table, key, old))


def take_back(state: State, inverse: Inverse) -> None:
    """Undo the puts of *inverse*, newest first, and return to its log position."""
    for table, key, old in reversed(inverse.puts):
        if old is _ABSENT:
            del table[key]
        else:
            table[key] = old
    inverse.puts.clear()
    state.seq, state.at = inverse.seq, inverse.at


def apart(state: State, laid: Iterable[Inverse]) -> State:
    """What *state* was before *laid*, newest first, in tables of its own; *state* and *laid* stay as they are."""
    new, tables = State(), dict[int, dict[Any, Any]]()
    for name, value in vars(state).items():
        mine = value.copy() if isinstance(value, dict) else value
        setattr(new, name, mine)
        tables[id(value)] = mine
    for inverse in laid:
        same = Inverse(inverse.seq, inverse.at)
        same.puts = [(tables[id(table)], key, old) for table, key, old in inverse.puts]
        take_back(new, same)
    return new
