"""A made-up day that looks like a real one, up to the present moment: for looking around.

The figures are those published of a real walk-in clinic's month (arrivals by half hour, service times, voids, people
who never come); the people, their numbers and their ways are made up. The day is lived by the rules themselves, so that
it can only contain what they allow. It knows the rules and nothing else: who sends it where is others' business.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from math import exp, log
from random import Random
from typing import Final

from mmc_console.domain import actions as a
from mmc_console.domain.centre import Center, Gender
from mmc_console.domain.clinics import ClinicReason
from mmc_console.domain.decide import Context, Performed, perform
from mmc_console.domain.events import TicketCalled
from mmc_console.domain.ids import ActionId, ClinicCode, ExamCode, TicketId, VisitId, mint_action_id, patient_of
from mmc_console.domain.order import next_waiting
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import SYSTEM_ACTOR
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Priority
from mmc_console.replay.sample_people import person

VISITS: Final = 120
ARRIVALS: Final = (4.8, 8.6, 8.5, 6.0, 5.2, 4.0, 2.0, 0.9, 0.3)
"""By half hour from the opening, as published."""
HALF_HOUR: Final = 1_800
PRESENT: Final = 2 * 3_600 + 2_700
"""The story's now, in seconds after its opening: mid-morning, when most is going on."""
SERVICE_MEDIAN, SERVICE_SIGMA = 3.9 * 60, 0.7
"""A log-normal with the published mean of 5 and p90 of 9.6 minutes."""
USUAL: Final = 760
"""Seconds the centre file gives a clinic that takes the published times; the others take their share of them."""
QUICK: Final = 0.9
"""Tests and stations: what remains of the time in a room, samples and readings being quick."""
VOID, NEVER_COMES, COMES_LATE, REFERRED, SENT_ASIDE = 0.095, 0.07, 0.6, 0.03, 0.02
WOMEN: Final = 0.3
EXAMS: Final = (("recruitment", 34), ("courses", 16), ("contract", 12), ("promotion", 12), ("aviation", 9),
                ("cooks", 9), ("transfer", 5), ("referral", 3))  # fmt: skip
PRIORITIES: Final[tuple[tuple[Priority, a.PriorityReason | None, int], ...]] = (
    ("normal", None, 92), ("priority", "elderly", 3), ("priority", "on-duty", 3), ("priority", "disabled", 1),
    ("urgent", None, 1),
)  # fmt: skip
_SEED: Final = 20_260


def actions_until(center: Center, now: datetime, seed: int = _SEED) -> list[a.AnyAction]:
    """The day's actions in order of time, all before *now* and of its service day; the same for the same three.

    The story's opening is placed so that it is mid-morning in it, whatever the hour is. Soon after the day has turned
    there is less time than that behind us, and the story goes faster.
    """
    story = _Story(center, now, Random(seed))
    return story.live()


class _Story:
    """One sample day being lived. Times inside are seconds after its opening."""

    def __init__(self, center: Center, now: datetime, chance: Random) -> None:
        self._chance = chance
        self._state = State()
        self._sent: list[a.AnyAction] = []
        self._numbers: set[str] = set()
        self._idle: set[tuple[ClinicCode, int]] = set()
        self._paused: set[ClinicCode] = set()
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = count()
        publish = a.PublishCenter(id=mint_action_id(now, bytes(10)), at=now, center=center)
        perform(self._state, publish, Context(now, SYSTEM_ACTOR))
        calendar = self._state.calendar
        self._now = calendar.stamp(now)
        self._day = calendar.day(now)
        room = (self._now - calendar.starts(self._day)).total_seconds() - 1
        self._scale = max(min(1.0, room / PRESENT), 0.0)

    def live(self) -> list[a.AnyAction]:
        """Let it happen until now."""
        if self._scale == 0.0:
            return []
        self._plan()
        while self._due and self._due[0][0] < PRESENT:
            at, _, happen = heapq.heappop(self._due)
            happen(at)
        return self._sent

    # -- what is known from the beginning -----------------------------------------------

    def _plan(self) -> None:
        expected = 0.0
        per_visit = VISITS / sum(ARRIVALS)
        for half, weight in enumerate(ARRIVALS):
            expected += weight * per_visit
            many = round(expected)
            expected -= many
            for _ in range(many):
                self._at((half + self._chance.random()) * HALF_HOUR, self._arrive)
        for clinic in self._state.center.clinics:
            for room in clinic.rooms:
                self._at(self._chance.uniform(60, 1_500), self._opener(clinic.code, room.no))
        exams = self._state.center.exam_types
        usual = {code for exam in exams for stage in exam.pathways.men for code in stage}
        codes = [c.code for c in self._state.center.clinics if c.kind == "clinic" and c.code in usual]
        if len(codes) > 2:
            self._at(5_400, self._pauser(codes[-2], "prayer", 1_080))
            self._at(PRESENT - 420, self._pauser(codes[-1], "break", 900))
        self._at(2_400, self._set_aside)

    def _at(self, moment: float, happen: Callable[[float], None]) -> None:
        heapq.heappush(self._due, (moment, next(self._order), happen))

    def _opener(self, clinic: ClinicCode, room: int) -> Callable[[float], None]:
        return lambda at: self._call(at, clinic, room)

    def _pauser(self, clinic: ClinicCode, reason: ClinicReason, seconds: float) -> Callable[[float], None]:
        def pause(at: float) -> None:
            until = self._moment(at) + timedelta(seconds=seconds)
            self._do(at, lambda id, moment: a.PauseClinic(id=id, at=moment, clinic=clinic, reason=reason, until=until))
            self._paused.add(clinic)
            self._at(at + seconds, back)

        def back(at: float) -> None:
            self._paused.discard(clinic)
            self._do(at, lambda id, moment: a.OpenClinic(id=id, at=moment, clinic=clinic))
            self._wake(at)

        return pause

    # -- reception ------------------------------------------------------------------------

    def _arrive(self, at: float) -> None:
        gender: Gender = "female" if self._chance.random() < WOMEN else "male"
        who = person(self._chance, self._numbers, gender)
        exam = self._exam()
        priority, reason, _ = self._chance.choices(PRIORITIES, [p[2] for p in PRIORITIES])[0]
        done = self._do(
            at,
            lambda id, moment: a.RegisterVisit(
                id=id, at=moment, patient=who, exam_type=exam, priority=priority, priority_reason=reason
            ),
            gender,
        )
        if done.visit is not None and self._chance.random() < VOID:
            self._at(at + self._chance.uniform(15, 60), self._voider(done.visit))

    def _exam(self) -> ExamCode:
        known = {e.code for e in self._state.center.exam_types}
        mix = [(code, weight) for code, weight in EXAMS if code in known] or [(code, 1) for code in sorted(known)]
        return ExamCode(self._chance.choices([m[0] for m in mix], [m[1] for m in mix])[0])

    def _voider(self, visit: VisitId) -> Callable[[float], None]:
        def void(at: float) -> None:
            ticket = self._state.open_ticket(visit)
            if ticket is not None and ticket.state == "waiting":
                self._do(at, lambda id, moment: a.Cancel(id=id, at=moment, visit=visit, reason="mistake"))

        return void

    def _set_aside(self, at: float) -> None:
        """Every few minutes somebody who waits is parked; most come back to their place."""
        waiting = [t for t in self._state.day_tickets(self._day) if t.state == "waiting"]
        if waiting:
            ticket = self._chance.choice(waiting)
            self._do(at, lambda id, moment: a.Hold(id=id, at=moment, ticket=ticket.id, reason="results-in-hand"))
            if self._chance.random() < 0.7:
                self._at(at + self._chance.uniform(300, 900), self._resumer(ticket.id))
        self._at(at + self._chance.uniform(500, 1_000), self._set_aside)

    def _resumer(self, ticket: TicketId) -> Callable[[float], None]:
        def resume(at: float) -> None:
            if self._state.tickets[ticket].state == "held":
                self._do(at, lambda id, moment: a.Resume(id=id, at=moment, ticket=ticket))
                self._wake(at)

        return resume

    # -- the rooms ------------------------------------------------------------------------

    def _call(self, at: float, clinic: ClinicCode, room: int) -> None:
        if clinic in self._paused or next_waiting(self._state, clinic, self._day) is None:
            self._idle.add((clinic, room))
            return
        done = self._do(at, lambda id, moment: a.CallNext(id=id, at=moment, clinic=clinic, room=room))
        ticket = next(e.ticket for e in done.events if isinstance(e, TicketCalled))
        if self._chance.random() < NEVER_COMES:
            self._at(at + 80, lambda t: self._on(t, a.Recall, ticket))
            self._at(at + 170, lambda t: self._missed(t, ticket, clinic, room))
        else:
            comes = at + self._chance.uniform(15, 70)
            self._at(comes, lambda t: self._on(t, a.Start, ticket))
            self._at(comes + self._service(clinic), lambda t: self._over(t, ticket, clinic, room))

    def _missed(self, at: float, ticket: TicketId, clinic: ClinicCode, room: int) -> None:
        self._on(at, a.NoShow, ticket)
        if self._chance.random() < COMES_LATE:
            self._at(at + self._chance.uniform(240, 900), lambda t: self._on(t, a.Requeue, ticket))
        self._at(at + 5, lambda t: self._call(t, clinic, room))

    def _over(self, at: float, ticket: TicketId, clinic: ClinicCode, room: int) -> None:
        chance = self._chance.random()
        aside = ClinicCode("ecg")
        if chance < SENT_ASIDE and clinic == "internal" and self._state.center.clinic(aside):
            self._do(at, lambda id, moment: a.Transfer(id=id, at=moment, ticket=ticket, clinic=aside))
        else:
            self._on(at, a.Refer if chance > 1 - REFERRED else a.Finish, ticket)
        self._at(at + self._chance.uniform(4, 35), lambda t: self._call(t, clinic, room))

    def _service(self, clinic: ClinicCode) -> float:
        found = self._state.center.clinic(clinic)
        assert found is not None
        usual = found.service_seconds / USUAL * (1.0 if found.kind == "clinic" else QUICK)
        return usual * exp(self._chance.gauss(log(SERVICE_MEDIAN), SERVICE_SIGMA))

    # -- doing it -------------------------------------------------------------------------

    def _on(
        self, at: float, kind: type[a.Recall | a.Start | a.NoShow | a.Requeue | a.Refer | a.Finish], ticket: TicketId
    ) -> None:
        self._do(at, lambda id, moment: kind(id=id, at=moment, ticket=ticket))

    def _do(
        self, at: float, make: Callable[[ActionId, datetime], a.AnyAction], gender: Gender | None = None
    ) -> Performed:
        """Make the action, let the rules do it, keep it; rooms that had nobody look again."""
        moment = self._moment(at)
        action = make(mint_action_id(moment, self._chance.randbytes(10)), moment)
        who = PatientRef(patient_of(action.id), gender) if gender is not None else None
        done = perform(self._state, action, Context(moment, SYSTEM_ACTOR, patient=who))
        self._sent.append(action)
        if any(e.type in ("ticket_issued", "ticket_requeued") for e in done.events):
            self._wake(at)
        return done

    def _wake(self, at: float) -> None:
        for clinic, room in sorted(self._idle):
            if clinic not in self._paused and next_waiting(self._state, clinic, self._day) is not None:
                self._idle.discard((clinic, room))
                self._at(at + self._chance.uniform(3, 12), self._opener(clinic, room))

    def _moment(self, at: float) -> datetime:
        before = timedelta(milliseconds=round((PRESENT - at) * self._scale * 1000))
        return self._now - max(before, timedelta(milliseconds=1))
