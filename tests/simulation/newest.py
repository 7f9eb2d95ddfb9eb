"""Clinics, rooms and persons have no revision: nobody's older word goes over a newer one they had not seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.actions import Override
from mmc_console.domain.ids import ActionId
from tests.simulation.promise import Promise

CLINIC = (e.ClinicOpened, e.ClinicPaused, e.ClinicClosed)
ROOM = (e.RoomTaken, e.RoomLeft)
SAYS = (*CLINIC, e.RoomTaken, e.PatientCorrected, e.VisitChanged)
JUDGED = frozenset({"clinic-changed", "room-taken", "patient-corrected"})
"""Said to what goes over a newer word."""


_APART = (Override, a.RegisterVisit, a.IssueTicket)
"""It has its own place; or nobody at that desk knew that it is about the same person."""


def over_newer(event: e.AnyEvent, log: Sequence[e.AnyEvent], known: int, seen: Collection[str]) -> e.AnyEvent | None:
    """What *event*, whose desk had seen *log* up to *known* and the actions *seen*, goes over; None when nothing.

    What was taken back is as if it had never been said.
    """
    undone = {x.undoes for x in log if isinstance(x, e.Undone)}
    same = _same(event, log)
    last: Any = same[-1] if same else None
    if last is None or last.desk == event.desk or last.action in undone or last.at <= event.at:
        return None
    return None if last.seq <= known or last.action in seen else last


def is_later(code: str, action: a.AnyAction, log: Sequence[e.AnyEvent]) -> bool:
    """Whether *log* has a later word than *action*, to which *code* was said."""
    of = {"clinic-changed": CLINIC, "room-taken": (e.RoomTaken,), "patient-corrected": (e.PatientCorrected,)}[code]
    clinic = getattr(action, "clinic", None)
    return any(isinstance(x, of) and x.at > action.at and getattr(x, "clinic", None) == clinic for x in log)


def over_own(
    event: e.AnyEvent, log: Sequence[e.AnyEvent], promises: Mapping[ActionId, Promise], forgetful: Collection[str]
) -> e.AnyEvent | None:
    """What *log* has before *event* although its desk said it later.

    Not asked of *forgetful* desks, which count anew, and of what a person decided of a failed action: it takes its
    place, before what waited for it.
    """
    mine = promises.get(event.action)
    if mine is None or mine.desk in forgetful:
        return None
    for said in _same(event, log):
        other = promises.get(said.action)
        if other is None or other.desk != mine.desk or other.action.replaces or isinstance(other.action, _APART):
            continue
        if isinstance(mine.action, a.ChangeExam) and getattr(other.action, "visit", "") != mine.action.visit:
            continue  # nobody there knew then that both are of one person
        if other.action.at.date() != mine.action.at.date():  # nothing of today builds on what it took for another day
            continue
        if (other.action.n or 0) > (mine.action.n or 0):
            return cast("e.AnyEvent", said)
    return None


def _same(event: e.AnyEvent, log: Sequence[e.AnyEvent]) -> list[Any]:
    """What *log* says of the clinic, room or person of *event*."""
    if isinstance(event, CLINIC):
        return [x for x in log if isinstance(x, CLINIC) and (x.clinic, x.day) == (event.clinic, event.day)]
    if isinstance(event, e.RoomTaken):
        same = [x for x in log if isinstance(x, ROOM) and (x.clinic, x.room) == (event.clinic, event.room)]
        return same if same and isinstance(same[-1], e.RoomTaken) else []
    if isinstance(event, e.VisitChanged) and event.exam_type:
        return [x for x in log if isinstance(x, e.VisitChanged) and x.visit == event.visit and x.exam_type]
    if isinstance(event, e.PatientCorrected):
        return [
            x for x in log
            if isinstance(x, e.PatientCorrected) and x.patient == event.patient and set(x.fields) & set(event.fields)
        ]  # fmt: skip
    return []
