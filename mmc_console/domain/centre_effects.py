"""What a new version of the centre means for whoever is in the house now, and what stands in its way.

Told before it is published; asked again by the rules when it is, since people come meanwhile. Only what would leave
somebody without a way on stands in the way: everything else is said, and is the administrator's to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from msgspec import Struct

from mmc_console.domain.centre import Center, Clinic
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.refusals import Params
from mmc_console.domain.service_day import calendar_of
from mmc_console.domain.state import State
from mmc_console.domain.visits import Visit

IN_THE_WAY: Final = frozenset({"clinic-has-tickets", "clinic-still-needed", "room-in-use", "day-would-change"})
"""What a publication is refused for. At the turn of the day none of them is left."""


class Effect(Struct, frozen=True, omit_defaults=True):
    """One thing a publication would mean now: `n` people, of the clinic or exam type it is about."""

    code: str
    clinic: str = ""
    exam: str = ""
    room: int = 0
    label: str = ""
    letter: str = ""
    n: int = 0

    @property
    def refuses(self) -> bool:
        """Whether it stands in the way."""
        return self.code in IN_THE_WAY

    @property
    def params(self) -> Params:
        """What fills its sentence."""
        about: Params = {
            "clinic": self.clinic, "exam": self.exam, "room": self.room, "label": self.label, "letter": self.letter,
            "n": self.n,
        }  # fmt: skip
        return {name: value for name, value in about.items() if value}


def effects(state: State, new: Center, now: datetime) -> tuple[Effect, ...]:
    """What publishing *new* now would mean; those that stand in its way first."""
    if not state.settings:
        return ()
    found = [*_turned_day(state, new, now), *_without_a_way(state, new, now), *_told(state, new, now)]
    return tuple(sorted(found, key=lambda effect: not effect.refuses))


def _turned_day(state: State, new: Center, now: datetime) -> Iterator[Effect]:
    """Another zone or another start of the day may end the day under people's feet."""
    today = state.calendar.day(now)
    if calendar_of(new.center).day(now) != today and (n := len(_open(state, now))):
        yield Effect("day-would-change", n=n)


def _without_a_way(state: State, new: Center, now: datetime) -> Iterator[Effect]:
    today, going = state.calendar.day(now), _open(state, now)
    for clinic in state.center.clinics:
        queue = state.tickets.queue(today, clinic.code)
        then = new.clinic(clinic.code)
        if then is None and (n := len(queue) + len(queue.inside) + len(queue.aside)):
            yield Effect("clinic-has-tickets", clinic=clinic.code, n=n)
        elif n := sum(_would_lose(visit, clinic.code, then) for visit in going):
            yield Effect("clinic-still-needed", clinic=clinic.code, n=n)
        rooms = {room.no for room in then.rooms} if then is not None else set()
        for no, id in queue.inside.items():
            if then is not None and no not in rooms:
                yield Effect("room-in-use", clinic=clinic.code, room=no, label=state.tickets[id].label, n=1)


def _told(state: State, new: Center, now: datetime) -> Iterator[Effect]:
    today, going, old = state.calendar.day(now), _open(state, now), state.center
    count = Counter(visit.exam_type for visit in going if visit.exam_type is not None)
    for exam in old.exam_types:
        then = new.exam(exam.code)
        if count[exam.code] and (then is None or then.pathways != exam.pathways):
            code = "exam-gone" if then is None else "visits-keep-pathway"
            yield Effect(code, exam=exam.code, n=count[exam.code])
    letters = {clinic.letter: clinic.code for clinic in old.clinics}
    for clinic in new.clinics:
        before = old.clinic(clinic.code)
        if before is not None and before.letter != clinic.letter:
            queue = state.tickets.queue(today, clinic.code)
            n = len(queue) + len(queue.inside) + len(queue.aside)
            yield Effect("letter-changes", clinic=clinic.code, letter=clinic.letter, n=n)
        if letters.get(clinic.letter, clinic.code) != clinic.code:
            yield Effect("letter-was-anothers", clinic=clinic.code, letter=clinic.letter)


def _open(state: State, now: datetime) -> list[Visit]:
    return [visit for visit in state.visits.of(state.calendar.day(now)) if visit.state == "open"]


def _would_lose(visit: Visit, code: ClinicCode, then: Clinic | None) -> bool:
    """Whether *visit* still has to go to that clinic, and could not any more."""
    closed = then is None or (then.admits == "women" and visit.gender != "female")
    return closed and any(s.clinic == code and s.state == "todo" for stage in visit.stages for s in stage)
