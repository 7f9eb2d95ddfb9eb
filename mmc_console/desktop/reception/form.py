"""The new ticket's small rules: what can be chosen, what is missing, what to warn of, what to answer to "how long".

Remembers only what was said to be all right today; the presenter owns the form, `domain` the rules of the centre.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import get_args

from msgspec.structs import replace

from mmc_console.desktop.reception.contract import Answer, Field, Form, Purpose
from mmc_console.desktop.reception.correction import who
from mmc_console.desktop.tickets.facts import Message, Option, clinic_words
from mmc_console.domain.actions import PriorityReason
from mmc_console.domain.centre import Center, Gender
from mmc_console.domain.estimates import expected_wait
from mmc_console.domain.ids import ClinicCode, PatientId, VisitId
from mmc_console.domain.order import ahead_of_newcomer
from mmc_console.domain.patients import clean_number, is_number
from mmc_console.domain.routing import choose_next, remaining
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Priority
from mmc_console.domain.visits import Visit, pathway, taken_up

PRIORITY_REASONS: tuple[str, ...] = get_args(PriorityReason)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def purposes(center: Center, gender: Gender) -> tuple[Purpose, ...]:
    """Exam types, then single clinics; those not for this gender stay in place, off."""
    exams = tuple(
        Purpose(
            f"exam:{e.code}", e.name, exam=e.code,
            stops=sum(map(len, e.pathways.of(gender))), on=bool(e.pathways.of(gender)),
        )
        for e in center.exam_types
    )  # fmt: skip
    clinics = tuple(
        Purpose(f"clinic:{c.code}", c.name, clinic=c.code, stops=1, on=c.admits == "all" or gender == "female")
        for c in center.clinics
    )
    return exams + clinics


def first_stops(
    state: State, purpose: Purpose, gender: Gender, day: date, now: datetime, continues: Visit | None = None
) -> tuple[Option, ...]:
    """The clinics this person may go to first; the one routing would choose stands first."""
    center = state.center
    if purpose.clinic is not None:
        codes: tuple[ClinicCode, ...] = (purpose.clinic,)
    else:
        exam = center.exam(purpose.exam) if purpose.exam else None
        if exam is None:
            return ()
        visit = _nobody(exam.pathways.of(gender), gender, day, now)
        if continues is not None:
            visit = replace(visit, stages=taken_up(continues, exam, gender, center))
        choice = choose_next(state, visit, day)
        codes = remaining(visit)
        if choice is not None:
            codes = (choice.clinic, *(c for c in codes if c != choice.clinic))
    return tuple(_option(state, code, day) for code in codes)


def answer(state: State, clinic: ClinicCode, priority: Priority, day: date, now: datetime) -> Answer:
    """People before a newcomer of *priority* in *clinic*, and the minutes that takes."""
    ahead = ahead_of_newcomer(state, clinic, day, priority)
    wait = expected_wait(state, clinic, day, ahead, now)
    return Answer(ahead, round(wait.p50 / 60), *wait.minutes)


def check(form: Form) -> dict[Field, Message]:
    """What keeps this form from being issued, by field."""
    errors: dict[Field, Message] = {part: why for part, why in who(form.number, form.name).items() if part != "phone"}
    if not form.purpose:
        errors["purpose"] = Message("purpose-missing")
    if form.priority != "normal" and not form.priority_reason:
        errors["priority"] = Message("priority-reason-missing")
    return errors


def types_over(number: str, typed: str) -> bool:
    """Whether *typed* is another number in the place of *number*, or begins one: one press took away all of it, or put
    in more than one digit. Correcting one, or taking it away digit by digit, does not."""
    if not is_number(clean_number(number)) or len(number) <= 2:
        return False
    kept = _alike(number, typed)
    kept += _alike(number[kept:][::-1], typed[kept:][::-1])
    return len(typed) <= 1 or (len(typed) - kept > 1 and is_number(clean_number(typed)))


def _alike(one: str, other: str) -> int:
    """How many characters they begin with in common."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def warnings(state: State, now: datetime, day: date) -> tuple[Message, ...]:
    """Unusual, never forbidden: the person goes on with one key."""
    site = state.center.center
    local = now.astimezone(state.calendar.zone).time()
    found = []
    if _DAYS[day.weekday()] not in site.working_days:
        found.append(Message("no-working-day"))
    elif not time.fromisoformat(site.registration.start) <= local <= time.fromisoformat(site.registration.to):
        found.append(Message("registration-hours", {"from": site.registration.start, "until": site.registration.to}))
    count = sum(1 for v in state.visits.of(day) if v.state != "cancelled")
    if count >= site.patients_per_day_at_most:
        found.append(Message("day-full", {"n": count, "max": site.patients_per_day_at_most}))
    return tuple(found)


class Unusual:
    """What is unusual is asked about once a day; one more press goes on."""

    def __init__(self) -> None:
        self._taken: set[tuple[date, str]] = set()

    def to_ask(self, found: tuple[Message, ...], day: date, *, again: bool) -> tuple[Message, ...]:
        """Of what was *found* what nobody has gone on with on that *day*; *again*: all of it was asked, and is now."""
        if again:
            self._taken |= {(day, each.code) for each in found}
        return tuple(each for each in found if (day, each.code) not in self._taken)


def _option(state: State, code: ClinicCode, day: date) -> Option:
    stands = state.clinic(code, day).state
    return Option(
        code, clinic_words(state.center, code), note="" if stands == "open" else stands, on=stands != "closed"
    )


def _nobody(stages: tuple[tuple[ClinicCode, ...], ...], gender: Gender, day: date, now: datetime) -> Visit:
    """A visit that stands at its beginning, for asking where it would go."""
    return Visit(
        id=VisitId(""), number="", patient=PatientId(""), gender=gender, day=day, registered_at=now,
        stages=pathway(stages),
    )  # fmt: skip
