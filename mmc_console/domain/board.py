"""What a waiting room is told: who is called where, in which clinics. No person, no waiting list, no id.

Made by the same function on the server, for paired boards, and in a console, for the window it opens.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from mmc_console.domain.centre import Center, Clinic, Words
from mmc_console.domain.clinics import ClinicReason, ClinicState
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket

LAST_CALLS = 3
"""So many calls stay to be read, also when the people are in the room."""


class BoardClinic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A clinic of this board, under its public name."""

    code: ClinicCode
    name: Words
    floor: Words
    state: ClinicState = "open"
    reason: ClinicReason | None = None
    until: datetime | None = None


class BoardCall(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One call. `said_at`: its last announcement, the `times`-th; with the label it names that announcement."""

    label: str
    clinic: ClinicCode
    room: str
    said_at: datetime
    times: int = 1
    standing: bool = False
    """Whether the person is still awaited: neither inside, nor given up, nor taken back."""
    also: tuple[str, ...] = ()
    """Other labels of the same person, registered at two desks or given another number: one may be on the paper."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The visit's number as it is read out, `017`, `K04`; then its others."""
        return tuple(label.rpartition("-")[2] for label in (self.label, *self.also))


class BoardView(Struct, frozen=True, kw_only=True):
    """One board, whole. Calls: newest first."""

    day: date
    site: Words
    clinics: tuple[BoardClinic, ...]
    calls: tuple[BoardCall, ...]


class LastCalls:
    """Remembers, per clinic, whom it has seen called last: the state does not keep an order of calls.

    Holds ids only; what became of them is asked of the state each time, so a call that was taken back is not shown.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._known: dict[ClinicCode, dict[TicketId, datetime]] = {}

    def forget(self) -> None:
        """Look through the whole day the next time: calls may have come and gone unseen."""
        self._day = None

    def of(self, state: State, day: date, clinic: Clinic) -> list[Ticket]:
        """The tickets called or inside at *clinic*, and the last ones that were; every one has a `called_at`."""
        if self._day != day:
            self._look_through(state, day)
        inside = [state.tickets[id] for id in state.tickets.queue(day, clinic.code).inside.values()]
        known = self._known.setdefault(clinic.code, {})
        for ticket in inside:
            if ticket.called_at is not None:
                known[ticket.id] = ticket.called_at
        found = {t.id: t for t in inside}
        for id in list(known):
            row = state.tickets.get(id)
            if row is None or not _was_called(row, clinic.code):
                del known[id]
            else:
                found[id] = row
        if len(known) > 4 * LAST_CALLS + len(inside):
            for id in sorted(known, key=known.__getitem__)[: -LAST_CALLS - len(inside)]:
                del known[id]
        return list(found.values())

    def _look_through(self, state: State, day: date) -> None:
        self._day, self._known = day, {}
        for ticket in state.day_tickets(day):
            if ticket.called_at is not None and ticket.room is not None:
                self._known.setdefault(ticket.clinic, {})[ticket.id] = ticket.called_at


def _was_called(ticket: Ticket, clinic: ClinicCode) -> bool:
    return (
        ticket.called_at is not None and ticket.room is not None and ticket.clinic == clinic
        and ticket.state in ("called", "in_service", "done", "no_show", "transferred")
    )  # fmt: skip


def board_view(state: State, now: datetime, clinics: frozenset[ClinicCode], last: LastCalls) -> BoardView:
    """The board of these *clinics* at *now*; codes that are not there any more are passed over."""
    center, day = state.center, state.calendar.day(now)
    shown = [c for c in center.clinics if c.code in clinics]
    calls: list[BoardCall] = []
    for clinic in shown:
        doors = {room.no: room.name for room in clinic.rooms}
        calls += [_call(state, t, doors) for t in last.of(state, day, clinic) if t.called_at is not None]
    calls.sort(key=lambda c: (c.said_at, c.label), reverse=True)
    kept = [c for i, c in enumerate(calls) if c.standing or i < LAST_CALLS]
    return BoardView(
        day=day, site=center.center.name, calls=tuple(kept),
        clinics=tuple(_clinic(state, day, center, clinic) for clinic in shown),
    )  # fmt: skip


def _call(state: State, ticket: Ticket, doors: dict[int, str]) -> BoardCall:
    assert ticket.called_at is not None
    room = ticket.room or 0
    letter, _, number = ticket.label.rpartition("-")
    visit = state.visits.get(ticket.visit)
    others = [n for n in visit.aliases if n != number] if visit is not None else []
    return BoardCall(
        label=ticket.label, clinic=ticket.clinic, room=doors.get(room, str(room)),
        said_at=ticket.called_at, times=max(ticket.announcements, 1), standing=ticket.state == "called",
        also=tuple(f"{letter}-{n}" for n in others),
    )  # fmt: skip


def _clinic(state: State, day: date, center: Center, clinic: Clinic) -> BoardClinic:
    today = state.clinic(clinic.code, day)
    until = (
        state.calendar.stamp(today.until) if today.until is not None else None
    )  # boards show the hours as they stand
    return BoardClinic(
        code=clinic.code, name=clinic.public_name or clinic.name, floor=center.center.floors.get(clinic.floor, {}),
        state=today.state, reason=today.reason if today.state != "open" else None,
        until=until if today.state != "open" else None,
    )  # fmt: skip


def clinics_of(center: Center, clinics: Iterable[str], floors: Iterable[str]) -> frozenset[ClinicCode]:
    """The clinics a board is for: those named, and all of the named floors; with neither, all there are."""
    named, on = frozenset(clinics), frozenset(floors)
    every = frozenset(c.code for c in center.clinics)
    if not named and not on:
        return every
    return frozenset(c.code for c in center.clinics if c.code in named or c.floor in on)
