"""Clinics, rooms and persons have no revision: nobody's older word goes over a newer one they had not seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from mmc_console.domain import events as e

CLINIC = (e.ClinicOpened, e.ClinicPaused, e.ClinicClosed)
ROOM = (e.RoomTaken, e.RoomLeft)
SAYS = (*CLINIC, e.RoomTaken, e.PatientCorrected)


def over_newer(event: e.AnyEvent, log: Sequence[e.AnyEvent], known: int, seen: Collection[str]) -> e.AnyEvent | None:
    """What *event*, whose desk had seen *log* up to *known* and the actions *seen*, goes over; None when nothing."""
    same: list[Any]
    if isinstance(event, CLINIC):
        same = [x for x in log if isinstance(x, CLINIC) and (x.clinic, x.day) == (event.clinic, event.day)]
    elif isinstance(event, e.RoomTaken):
        same = [x for x in log if isinstance(x, ROOM) and (x.clinic, x.room) == (event.clinic, event.room)]
        same = same if same and isinstance(same[-1], e.RoomTaken) else []
    elif isinstance(event, e.PatientCorrected):
        same = [
            x for x in log
            if isinstance(x, e.PatientCorrected) and x.patient == event.patient and set(x.fields) & set(event.fields)
        ]  # fmt: skip
    else:
        return None
    undone = {x.undoes for x in log if isinstance(x, e.Undone)}
    last: Any = same[-1] if same else None
    if last is None or last.desk == event.desk or last.action in undone or last.at <= event.at:
        return None
    return None if last.seq <= known or last.action in seen else last
