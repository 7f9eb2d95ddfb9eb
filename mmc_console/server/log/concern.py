"""Which clinics an event concerns, so that a board or a room may read only its own."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mmc_console.domain import events as e
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.state import State


def concerned(event: e.Event, state: State) -> frozenset[ClinicCode] | None:
    """The clinics whose queue, rooms or labels *event* changes; None: all of them."""
    if type(event) not in _SEVERAL:
        clinic: ClinicCode | None = getattr(event, "clinic", None)
        return _NONE if clinic is None else _only(clinic)
    if isinstance(event, e.CentrePublished):
        return None
    if isinstance(event, e.TicketTransferred):
        return frozenset({event.clinic, event.to})
    if isinstance(event, (e.Undone, e.Overridden)):
        codes = {t.clinic for t in event.tickets}
        if isinstance(event, e.Undone):
            codes |= {c.code for c in event.clinics} | {h.clinic for h in event.rooms} | {c for c, _ in event.freed}
        return frozenset(codes)
    assert isinstance(event, e.VisitRenumbered)
    tickets = state.visit_tickets.get(event.visit, ())
    return frozenset(state.tickets[t].clinic for t in tickets)


@lru_cache(maxsize=256)
def _only(clinic: ClinicCode) -> frozenset[ClinicCode]:
    return frozenset({clinic})


_SEVERAL: Final = frozenset({e.CentrePublished, e.TicketTransferred, e.Undone, e.Overridden, e.VisitRenumbered})
"""Events about none, several or all; every other one is about its own clinic."""
_NONE: frozenset[ClinicCode] = frozenset()
