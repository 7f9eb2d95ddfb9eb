"""The choices offered by the small panels: reasons, clinics to send somebody to, minutes to be away, a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.desktop.tickets.facts import Option
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

# `other` is left out wherever there is no place to write what it is
CALL_REASONS = ("doctor-asked", "results-in-hand", "emergency", "late-comer", "mistake")
CANCEL_REASONS = ("left", "mistake", "doctor-asked")
PRIORITY_REASONS = ("doctor-asked", "emergency", "results-in-hand", "mistake")
EXAM_REASONS = ("mistake", "doctor-asked")
ADD_REASONS = ("doctor-asked", "mistake")
SKIP_REASONS = ("results-in-hand", "doctor-asked", "mistake")
PAUSE_REASONS = ("break", "prayer", "doctor-absent", "maintenance", "emergency")
MINUTES_AWAY = (10, 15, 20, 30, 45, 60, 0)
"""0: nobody knows."""


def elsewhere(gateway: Gateway, ticket: Ticket) -> tuple[Option, ...]:
    """The clinics *ticket* may be sent to, those of its own pathway first; the others stay, off, with the reason."""
    state, day = gateway.state, gateway.today()
    visit = state.visits[ticket.visit]
    todo = [s.clinic for stage in visit.stages for s in stage if s.state == "todo"]
    options = []
    for clinic in state.center.clinics:
        if clinic.code == ticket.clinic:
            continue
        stands = state.clinic(clinic.code, day).state
        waiting = len(state.tickets.queue(day, clinic.code))
        if clinic.admits == "women" and visit.gender != "female":
            option = Option(clinic.code, clinic.name, note="women-only", on=False)
        elif stands == "closed":
            option = Option(clinic.code, clinic.name, note="closed", on=False)
        else:
            option = Option(clinic.code, clinic.name, n=waiting, note="paused" if stands == "paused" else "waiting")
        options.append((clinic.code not in todo, option))
    return tuple(option for _, option in sorted(options, key=lambda each: each[0]))


def minutes() -> tuple[Option, ...]:
    """How long somebody will be away."""
    return tuple(Option(str(n), n=n, note="minutes") for n in MINUTES_AWAY)


def held_room(gateway: Gateway) -> tuple[Option, ...]:
    """What to do about a room another console holds: while the server is away nobody would hear of its being taken."""
    away = gateway.connection.kind == "offline"
    return Option("share"), Option("take_over", note="connected" if away else "", on=not away)
