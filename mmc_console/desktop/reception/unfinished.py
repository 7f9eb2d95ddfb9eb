"""People whose visit was still open when the day turned, and who have not come again: they may go on.

Says who and how far; taking a visit up is a registration like any other (`form`, `issuing`).
"""

from __future__ import annotations

from datetime import date

from mmc_console.desktop.reception.contract import Unfinished
from mmc_console.domain.ids import PatientId
from mmc_console.domain.state import State
from mmc_console.domain.visits import DONE, Visit


def unfinished(state: State, today: date) -> tuple[Visit, ...]:
    """Each such person's last visit, in the order of registration."""
    last: dict[PatientId, Visit] = {}
    back: set[PatientId] = set()
    for visit in state.visits.values():
        if visit.day >= today:
            if visit.state != "cancelled":
                back.add(visit.patient)
        elif visit.state == "open":
            before = last.get(visit.patient)
            if before is None or before.registered_at < visit.registered_at:
                last[visit.patient] = visit
    found = [visit for patient, visit in last.items() if patient not in back]
    return tuple(sorted(found, key=lambda v: (v.registered_at, v.id)))


def unfinished_of(state: State, patient: PatientId, today: date) -> Unfinished | None:
    """This person's pathway that can be taken up; a visit to one clinic alone is simply registered again."""
    found = next((v for v in unfinished(state, today) if v.patient == patient and v.exam_type), None)
    if found is None or found.exam_type is None:
        return None
    return Unfinished(found.id, found.day, found.exam_type, stops_left(found))


def stops_left(visit: Visit) -> int:
    """Stops still to do."""
    return sum(stop.state not in DONE for stage in visit.stages for stop in stage)
