"""The day's figures as the centre itself has them when the replay is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mmc_console.domain.ids import TicketId
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from mmc_console.replay.figures import DayFigures, Stay, station_figures
from mmc_console.replay.script import Script
from mmc_console.replay.stations import Place


def observed_figures(
    state: State, script: Script, places: Mapping[str, Place], cancelled: Mapping[TicketId, str], speed: float
) -> DayFigures:
    """The figures of this run's tickets in *state*, times brought back to the recorded day's length."""
    stays: dict[str, list[Stay]] = {station: [] for station in places if station}
    stations = {place.clinic: station for station, place in places.items()}
    voided = released = never_called = 0
    first_waits: dict[str, tuple[datetime, float]] = {}
    for ticket in _own_tickets(state, script):
        if ticket.first_called_at is None and ticket.id in script.unplaced:
            voided += cancelled.get(ticket.id) == "mistake"
            released += cancelled.get(ticket.id) == "left"
            never_called += ticket.open
            continue
        if ticket.first_called_at is None and ticket.state == "transferred":
            continue  # waited here in vain: the place it was sent to counts
        stay = _stay(ticket, speed, late=ticket.id in script.late)
        stays[stations[ticket.clinic]].append(stay)
        if stay.wait is not None and ticket.first_called_at is not None:
            person = script.people[ticket.visit]
            known = first_waits.get(person)
            if known is None or ticket.first_called_at < known[0]:
                first_waits[person] = (ticket.first_called_at, stay.wait)
    return DayFigures(
        stations={station: station_figures(found) for station, found in stays.items()},
        people=len(set(script.people.values())),
        voided=voided,
        released=released,
        never_called=never_called,
        first_waits={person: wait for person, (_, wait) in first_waits.items()},
    )


def _own_tickets(state: State, script: Script) -> list[Ticket]:
    own = [state.tickets[id] for visit in script.people for id in state.visit_tickets.get(visit, ())]
    return sorted(own, key=lambda ticket: ticket.place)


def _stay(ticket: Ticket, speed: float, *, late: bool) -> Stay:
    wait = service = None
    if ticket.first_called_at is not None:
        wait = (ticket.first_called_at - ticket.queued_at).total_seconds() * speed
    if ticket.state == "done" and ticket.called_at is not None and ticket.closed_at is not None and not late:
        service = (ticket.closed_at - ticket.called_at).total_seconds() * speed
    return Stay(
        wait=wait, service=service, calls=ticket.announcements if ticket.first_called_at is not None else 0,
        served=ticket.state == "done", cancelled=ticket.state in ("cancelled", "transferred"),
    )  # fmt: skip
