"""What reception and the rooms would have pressed for each recorded line.

It decides from the line, from what the same ticket does next (a person at the desk knows where they send somebody), and
from the queues as they stand. It sends nothing and measures nothing. A line that no action expresses exactly is named
by its `How`, so that nothing is left out in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import pairwise

from mmc_console.domain.actions import (
    AddStop,
    AnyAction,
    CallNext,
    CallTicket,
    Cancel,
    Finish,
    IssueTicket,
    Reason,
    Recall,
    SkipStop,
    Transfer,
)
from mmc_console.domain.ids import ActionId, ClinicCode, TicketId, VisitId, ticket_of, visit_of
from mmc_console.domain.order import next_waiting
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.state import State
from mmc_console.domain.tickets import INSIDE, Ticket
from mmc_console.replay.recorded import SAME_CALL
from mmc_console.replay.recording import LATE_CLOSE, Day, Line
from mmc_console.replay.stations import Place

RECEPTION = "reception"


class How(Enum):
    """How a recorded line was expressed; the second value says whether that is its exact counterpart."""

    ISSUED = "issue_ticket", True
    ISSUED_GUESSED = "issue_ticket in the busiest clinic: never called, so no station is recorded", False
    ISSUED_AGAIN = "nothing: this ticket was issued before", False
    VOIDED = "cancel, reason mistake", True
    RELEASED = "cancel, reason left", True
    NOTHING_TO_CANCEL = "nothing: the ticket was over already", False
    CALLED_NEXT = "call_next", True
    CALLED_BY_HAND = "call_ticket, reason by-hand: somebody who joined earlier was still waiting", True
    RECALLED = "recall", True
    CALLED_ISSUED = "issue_ticket, then the call: the ticket was over or never issued", False
    CALLED_MOVED = "transfer keeping its time, skip_stop, the call: it waited elsewhere, no transfer recorded", False
    CALLED_TWICE = "finish in the other room first: one person is in one room", False
    FINISHED = "finish", True
    FINISHED_ON = "add_stop and finish, which issues the next ticket", True
    FINISHED_WENT_ON = "add_stop and finish: called elsewhere later, with no transfer recorded", False
    FINISHED_BACK = "finish and issue_ticket: called here again later, with no transfer recorded", False
    PART_OF_RECALL = "part of the recall: done and called again at once", True
    CLOSED_EARLY = "closed late: finished already when the room called the next", False
    NOBODY_INSIDE = "nothing: this ticket was not in this room", False
    SENT_ON = "part of the finish that issued this ticket", True
    TRANSFERRED = "transfer, and skip_stop for the clinic left", True
    CAME_BACK = "issue_ticket: sent on after the visit was complete", False
    ALREADY_THERE = "nothing: it waits there already", False
    BACK_IN_LINE = "cancel and issue_ticket: from the room back into the same queue", False

    def __init__(self, words: str, exact: bool) -> None:
        self.words, self.exact = words, exact


@dataclass(frozen=True, slots=True)
class Step:
    """One action of one desk."""

    desk: str
    action: AnyAction


@dataclass(frozen=True, slots=True)
class Pressed:
    """A line and what it became."""

    line: Line
    how: How
    steps: tuple[Step, ...] = ()


class Script:
    """Turns the lines of one day into actions, in order. *run* makes this run's people its own."""

    def __init__(self, day: Day, places: Mapping[str, Place], run: str, mint: Callable[[datetime], ActionId]) -> None:
        self._places, self._run, self._mint = places, run, mint
        self._after = {a.no: b for lines in day.tickets.values() for a, b in pairwise(_once_issued(lines))}
        self._lines = day.lines
        self._order = {ticket: n for n, ticket in enumerate(day.tickets, 1)}
        self._first = {t: _first_station(lines) for t, lines in day.tickets.items()}
        calls = Counter(line.station for line in day.lines if line.event == "called")
        self._busiest = max(places, key=lambda station: calls[station])
        self._visit: dict[str, VisitId] = {}
        self._recalling: set[str] = set()
        self._sent: set[str] = set()
        self._early: dict[tuple[str, str], TicketId] = {}
        self.people: dict[VisitId, str] = {}
        """The recorded ticket of every visit it opened."""
        self.unplaced: set[TicketId] = set()
        """Tickets in a clinic that the recording does not name."""
        self.late: set[TicketId] = set()

    def press(self, line: Line, state: State, at: datetime) -> Pressed:
        """What *line* becomes in *state*; *at* is the time its actions carry."""
        desk = _Turn(self, line, state, at)
        how = getattr(desk, f"_{line.event}")()
        return Pressed(line, how, tuple(desk.steps))


class _Turn:
    """One line being expressed."""

    def __init__(self, script: Script, line: Line, state: State, at: datetime) -> None:
        self.script, self.line, self.state, self.at = script, line, state, at
        self.day = state.calendar.day(at)
        self.steps: list[Step] = []
        visit = script._visit.get(line.ticket)
        self.ticket = state.open_ticket(visit) if visit is not None else None
        self.place = script._places.get(line.station)

    # -- the lines ----------------------------------------------------------------------

    def _issued(self) -> How:
        s, ticket = self.script, self.line.ticket
        if ticket in s._visit:
            return How.ISSUED_AGAIN
        station = s._first[ticket]
        id = self._issue(station or s._busiest)
        s.unplaced.add(id)
        return How.ISSUED if station else How.ISSUED_GUESSED

    def _void(self) -> How:
        return self._cancel("mistake", How.VOIDED)

    def _released_without_counter(self) -> How:
        return self._cancel("left", How.RELEASED)

    def _called(self) -> How:
        s, line, ticket = self.script, self.line, self.ticket
        assert self.place is not None
        s._recalling.discard(line.ticket)
        s._early.pop((line.ticket, line.station), None)
        if ticket is not None and ticket.clinic == self.place.clinic and ticket.state in INSIDE:
            self._room(Recall(id=self._id(), at=self.at, ticket=ticket.id))
            return How.RECALLED
        inside = self.state.inside(self.day, self.place.clinic, self.place.room)
        if inside is not None and inside.visit in s.people:
            self._finish_early(inside, line.station)
        if ticket is None:
            self._call(self._issue(line.station), fresh=True)
            return How.CALLED_ISSUED
        if ticket.clinic == self.place.clinic:
            return self._call(ticket.id)
        if ticket.state in INSIDE:
            self._finish_early(ticket, self._station_of(ticket.clinic))
            self._call(self._issue(line.station), fresh=True)
            return How.CALLED_TWICE
        self._call(self._transfer(ticket, keep_time=True), fresh=True)
        return How.CALLED_MOVED

    def _done(self) -> How:
        s, line, ticket = self.script, self.line, self.ticket
        assert self.place is not None
        following = s._after.get(line.no)
        called = following if following is not None and following.event == "called" else None
        early = s._early.pop((line.ticket, line.station), None)
        if early is not None:
            if line.flag == LATE_CLOSE:
                s.late.add(early)
            if ticket is None and called is not None:
                self._issue(called.station)
            return How.CLOSED_EARLY
        if ticket is None or ticket.clinic != self.place.clinic or ticket.state not in INSIDE:
            return How.NOBODY_INSIDE
        if line.flag == LATE_CLOSE:
            s.late.add(ticket.id)
        if self._called_again_at_once():
            s._recalling.add(line.ticket)
            return How.PART_OF_RECALL
        if following is not None and following.event == "transferred_to" and following.at == line.at:
            if following.station != line.station:
                s._sent.add(line.ticket)
                self._finish_on(ticket, following.station)
                return How.FINISHED_ON
        elif called is not None and called.station != line.station:
            self._finish_on(ticket, called.station)
            return How.FINISHED_WENT_ON
        self._room(Finish(id=self._id(), at=self.at, ticket=ticket.id))
        if called is not None:
            self._issue(called.station)
            return How.FINISHED_BACK
        return How.FINISHED

    def _transferred_to(self) -> How:
        s, line, ticket = self.script, self.line, self.ticket
        assert self.place is not None
        if line.ticket in s._recalling:
            return How.PART_OF_RECALL
        if ticket is None:
            self._issue(line.station)
            return How.CAME_BACK
        if ticket.clinic != self.place.clinic:
            self._transfer(ticket)
            return How.TRANSFERRED
        if ticket.state in INSIDE:
            self._reception(Cancel(id=self._id(), at=self.at, ticket=ticket.id, reason="late-comer"))
            self._issue(line.station)
            return How.BACK_IN_LINE
        s.unplaced.discard(ticket.id)
        if line.ticket in s._sent:
            s._sent.discard(line.ticket)
            return How.SENT_ON
        return How.ALREADY_THERE

    # -- what they are made of ------------------------------------------------------------

    def _id(self) -> ActionId:
        return self.script._mint(self.at)

    def _reception(self, action: AnyAction) -> None:
        self.steps.append(Step(RECEPTION, action))

    def _room(self, action: AnyAction, station: str = "") -> None:
        self.steps.append(Step(station or self.line.station, action))

    def _issue(self, station: str) -> TicketId:
        """A walk-in to *station*'s clinic; the id of the ticket it will be given."""
        s, ticket = self.script, self.line.ticket
        clinic = s._places[station].clinic
        person = PatientEntry(number=f"{s._run}{s._order[ticket]:04d}", gender="male", name=ticket)
        action = IssueTicket(id=self._id(), at=self.at, clinic=clinic, patient=person)
        self._reception(action)
        visit = visit_of(action.id)
        s._visit[ticket] = visit
        s.people[visit] = ticket
        return ticket_of(action.id, clinic)

    def _cancel(self, reason: Reason, how: How) -> How:
        if self.ticket is None:
            return How.NOTHING_TO_CANCEL
        self._reception(Cancel(id=self._id(), at=self.at, ticket=self.ticket.id, reason=reason))
        return how

    def _finish_early(self, ticket: Ticket, station: str) -> None:
        self.script._early[self.script.people[ticket.visit], station] = ticket.id
        self._room(Finish(id=self._id(), at=self.at, ticket=ticket.id), station)

    def _finish_on(self, ticket: Ticket, station: str) -> None:
        clinic = self.script._places[station].clinic
        self._reception(AddStop(id=self._id(), at=self.at, visit=ticket.visit, clinic=clinic, reason="doctor-asked"))
        self._room(Finish(id=self._id(), at=self.at, ticket=ticket.id, next=clinic))

    def _transfer(self, ticket: Ticket, *, keep_time: bool = False) -> TicketId:
        assert self.place is not None
        action = Transfer(id=self._id(), at=self.at, ticket=ticket.id, clinic=self.place.clinic, keep_time=keep_time)
        self._reception(action)
        # a stop left is a stop still to do, and the visit would return to it: in the recording nobody did
        self._reception(
            SkipStop(id=self._id(), at=self.at, visit=ticket.visit, clinic=ticket.clinic, reason="doctor-asked")
        )
        return ticket_of(action.id, self.place.clinic)

    def _call(self, ticket: TicketId, *, fresh: bool = False) -> How:
        """Call it: as the next where it is the next, else by hand. *fresh*: it joins the queue only now."""
        assert self.place is not None
        clinic, room = self.place.clinic, self.place.room
        first = next_waiting(self.state, clinic, self.day)
        if first is None if fresh else first is not None and first.id == ticket:
            self._room(CallNext(id=self._id(), at=self.at, clinic=clinic, room=room, ticket=ticket))
            return How.CALLED_NEXT
        self._room(CallTicket(id=self._id(), at=self.at, ticket=ticket, room=room, reason="by-hand"))
        return How.CALLED_BY_HAND

    def _called_again_at_once(self) -> bool:
        s, line = self.script, self.line
        again = s._after.get(line.no)
        while again is not None and again.event == "transferred_to" and again.station == line.station:
            again = s._after.get(again.no)
        if again is None or again.event != "called" or again.station != line.station:
            return False
        if (again.at - line.at).total_seconds() > SAME_CALL:
            return False
        start, end = s._lines.index(line), s._lines.index(again)
        return not any(x.event == "called" and x.station == line.station for x in s._lines[start + 1 : end])

    def _station_of(self, clinic: ClinicCode) -> str:
        return next(station for station, place in self.script._places.items() if place.clinic == clinic)


def _once_issued(lines: tuple[Line, ...]) -> list[Line]:
    """The lines without further issues of the same ticket, which change nothing."""
    return [line for n, line in enumerate(lines) if n == 0 or line.event != "issued"]


def _first_station(lines: tuple[Line, ...]) -> str:
    """The station the recording first names for a ticket; "" when it names none."""
    return next((line.station for line in lines if line.event in ("called", "transferred_to")), "")
