"""The log's own figures, worked out from its lines alone.

It shares no step with the driver: what the server should have is not asked of what was sent. Five readings of the log
are decided here and told to the reader in `docs/replay.md`:

- a *done* and a *called* of one ticket at one station within `SAME_CALL` seconds are one call announced again;
- a person waits for a station from the line that sent them there, else from the end of the station before;
- a room holds one person: a stay ends when its room calls somebody else, even if its *done* was written later;
- a person is in one room: a stay ends when another room calls them;
- a stay flagged late counts as served, and its length says nothing about the service.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mmc_console.replay.figures import DayFigures, StationFigures, Stay, station_figures
from mmc_console.replay.recording import LATE_CLOSE, Day, Line

SAME_CALL = 2.0
"""Seconds: the old system wrote *done* and *called* of a second call up to a second apart."""


@dataclass(slots=True, eq=False)
class _Stay:
    station: str
    ticket: str
    joined: datetime
    first_call: datetime | None = None
    last_call: datetime | None = None
    calls: int = 0
    ended: datetime | None = None
    closed: datetime | None = None
    """Its *done*, which may come after the room called somebody else."""
    cancelled: bool = False
    late: bool = False
    overtaken: bool = False
    """Ended because its room called another, or another room called the person."""

    @property
    def wait(self) -> float | None:
        return (self.first_call - self.joined).total_seconds() if self.first_call else None

    def counted(self) -> Stay:
        service = None
        if self.ended is not None and self.last_call is not None and not self.late:
            service = (self.ended - self.last_call).total_seconds()
        return Stay(self.wait, service, self.calls, self.ended is not None, self.cancelled)


class _Pass:
    """One pass over the day."""

    def __init__(self) -> None:
        self.stays: list[_Stay] = []
        self.people: dict[str, None] = {}
        self.gone: dict[str, str] = {}
        self.waiting: dict[str, tuple[str, datetime]] = {}
        """Who was issued or sent on and not called yet: the station ("" unknown), and since when."""
        self._now: dict[str, _Stay] = {}
        self._inside: dict[str, _Stay] = {}
        self._last: dict[str, _Stay] = {}
        self._unclosed: dict[tuple[str, str], _Stay] = {}

    def read(self, line: Line) -> None:
        match line.event:
            case "issued":
                if line.ticket not in self.people:
                    self.waiting[line.ticket] = ("", line.at)
            case "transferred_to":
                self._send(line)
            case "called":
                self._call(line)
            case "done":
                self._done(line)
            case "void" | "released_without_counter":
                self._end(line)
        if line.event in ("issued", "transferred_to", "called"):
            self.people[line.ticket] = None  # who is only ended was never there

    def _send(self, line: Line) -> None:
        station, since = self.waiting.get(line.ticket, (None, line.at))
        # who waits there already, or is told for the first time where, has waited since before
        self.waiting[line.ticket] = (line.station, since if station in ("", line.station) else line.at)
        stay = self._now.get(line.ticket)
        if stay is not None and self._inside.get(stay.station) is stay:
            self._cancel(stay)

    def _cancel(self, stay: _Stay) -> None:
        stay.cancelled = True
        del self._inside[stay.station], self._now[stay.ticket], self._unclosed[stay.ticket, stay.station]

    def _call(self, line: Line) -> None:
        stay = self._now.get(line.ticket)
        if stay is not None and self._same_call(stay, line):
            stay.calls, stay.last_call, stay.ended, stay.closed = stay.calls + 1, line.at, None, None
            self.waiting.pop(line.ticket, None)
            self._inside[line.station] = self._unclosed[line.ticket, line.station] = stay
            return
        since = line.at
        if stay is not None and self._inside.get(stay.station) is stay:
            stay.ended, stay.overtaken = line.at, True
            del self._inside[stay.station]
        elif stay is not None and stay.closed is not None:
            since = stay.closed
        _, since = self.waiting.pop(line.ticket, ("", since))
        stay = _Stay(line.station, line.ticket, since, line.at, line.at, 1)
        self.stays.append(stay)
        other = self._inside.get(line.station)
        if other is not None:
            other.ended, other.overtaken = line.at, True
        self._now[line.ticket] = self._inside[line.station] = self._last[line.station] = stay
        self._unclosed[line.ticket, line.station] = stay

    def _same_call(self, stay: _Stay, line: Line) -> bool:
        if stay.station != line.station or self._last.get(line.station) is not stay:
            return False
        if self._inside.get(line.station) is stay:
            return True
        if stay.closed is None or stay.overtaken or self.waiting.get(line.ticket, (line.station,))[0] != line.station:
            return False
        return (line.at - stay.closed).total_seconds() <= SAME_CALL

    def _done(self, line: Line) -> None:
        stay = self._unclosed.pop((line.ticket, line.station), None)
        now = self._now.get(line.ticket)
        if stay is None:
            self._forget_ended(line.ticket)
            return
        if now is None or self._inside.get(now.station) is not now:
            self._now[line.ticket] = stay  # the last end counts
        stay.closed = line.at
        stay.late = line.flag == LATE_CLOSE
        if stay.ended is None:
            stay.ended = line.at
            del self._inside[line.station]

    def _end(self, line: Line) -> None:
        stay = self._now.get(line.ticket)
        if stay is not None and self._inside.get(stay.station) is stay:
            self._cancel(stay)
            return
        if line.ticket in self.waiting:
            station, since = self.waiting.pop(line.ticket)
            if station:
                self.stays.append(_Stay(station, line.ticket, since, cancelled=True))
            else:
                self.gone[line.ticket] = line.event
        self._forget_ended(line.ticket)

    def _forget_ended(self, ticket: str) -> None:
        """A line about somebody who is over already: whatever comes next begins anew."""
        stay = self._now.get(ticket)
        if stay is not None and stay.closed is not None:
            del self._now[ticket]


def recorded_figures(day: Day) -> DayFigures:
    """The figures of the recording."""
    reading = _Pass()
    for line in day.lines:
        reading.read(line)
    for ticket, (station, since) in reading.waiting.items():
        if station:
            reading.stays.append(_Stay(station, ticket, since))
    return DayFigures(
        stations={name: _at_station(s for s in reading.stays if s.station == name) for name in day.stations},
        people=len(reading.people),
        voided=sum(how == "void" for how in reading.gone.values()),
        released=sum(how != "void" for how in reading.gone.values()),
        never_called=sum(not station for station, _ in reading.waiting.values()),
        first_waits=_first_waits(reading.stays),
    )


def _at_station(stays: Iterable[_Stay]) -> StationFigures:
    return station_figures([stay.counted() for stay in stays])


def _first_waits(stays: list[_Stay]) -> dict[str, float]:
    found: dict[str, float] = {}
    for stay in stays:
        if stay.wait is not None:
            found.setdefault(stay.ticket, stay.wait)
    return found
