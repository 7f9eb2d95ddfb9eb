"""S5 without any machine around the rules: what the next call costs with 10 and with 50,000 people waiting."""

from __future__ import annotations

import secrets
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bench.table import Row, show
from mmc_console import assets
from mmc_console.domain.actions import CallNext, RegisterVisit
from mmc_console.domain.centre import parse_center
from mmc_console.domain.decide import Context, perform
from mmc_console.domain.estimates import expected_wait, waits
from mmc_console.domain.ids import ActionId, ClinicCode, ExamCode, PatientId, UserId, mint_action_id
from mmc_console.domain.order import sequence
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CALLS = 300


class Clinic:
    """One laboratory in memory."""

    def __init__(self) -> None:
        from mmc_console.domain.rebuild import state_from

        center = parse_center(assets.path("resources", "center.json").read_bytes())
        self.state: State = state_from(center, (), (), (), (), {}, (), 0, NOON)
        self.actor = Actor(UserId("boss"), frozenset({"admin"}), frozenset(), None)
        self.people = 0

    def _id(self, at: datetime) -> ActionId:
        return mint_action_id(at, secrets.token_bytes(10))

    def fill(self, waiting: int) -> None:
        """So many people registered."""
        while self.people < waiting:
            self.people += 1
            at = NOON + timedelta(milliseconds=self.people)
            action = RegisterVisit(id=self._id(at), at=at, exam_type=ExamCode("recruitment"))
            patient = PatientRef(PatientId(f"p{self.people}"), "male")
            perform(self.state, action, Context(at, self.actor, patient=patient))

    def call(self) -> float:
        """Seconds for one call that finishes who was there."""
        at = NOON + timedelta(hours=1)
        action = CallNext(id=self._id(at), at=at, clinic=ClinicCode("lab"), room=1, finish_current=True)
        began = time.perf_counter()
        perform(self.state, action, Context(at, self.actor))
        return time.perf_counter() - began


def measured() -> list[Row]:
    """The cost of a call, and the ratio."""
    few, many = Clinic(), Clinic()
    many.fill(50_000)
    small = []
    for _ in range(CALLS):
        few.fill(few.people + 1 if few.people >= 10 else 10)
        small.append(few.call())
    large = [many.call() for _ in range(CALLS)]
    a, b = statistics.median(small) * 1e6, statistics.median(large) * 1e6
    return [
        (f"S5 call_next, 50,000 waiting ({b:.0f} µs) over 10 waiting ({a:.0f} µs)", f"{b / a:.2f} times", "≤ 1.5"),
        *estimates(),
    ]


def estimates() -> list[Row]:
    """What the waits of a queue of 200 cost, in processor time."""
    clinic = Clinic()
    clinic.fill(200)
    state, code = clinic.state, ClinicCode("lab")
    day = state.calendar.day(NOON)

    def each(work: Callable[[], object]) -> float:
        began = time.process_time()
        for _ in range(CALLS):
            work()
        return (time.process_time() - began) / CALLS * 1e3

    last = each(lambda: expected_wait(state, code, day, 200, NOON))
    every = each(lambda: list(zip(sequence(state, code, day), waits(state, code, day, NOON), strict=False)))
    return [
        ("estimate for the 201st of a queue", f"{last:.2f} ms", ""),
        ("estimates for all 200 of it", f"{every:.2f} ms", ""),
    ]


if __name__ == "__main__":
    show(measured())
