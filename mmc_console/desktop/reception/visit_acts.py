"""What is changed of a visit while it goes on: who it is about, for which exam, which clinics. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mmc_console.desktop.reception.correction import Correction, changed, standing
from mmc_console.desktop.tickets import gates as g
from mmc_console.desktop.tickets.facts import Message, Option, clinic_words
from mmc_console.desktop.tickets.options import ADD_REASONS, EXAM_REASONS, SKIP_REASONS
from mmc_console.desktop.tickets.voice import Voice
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.routing import lies_ahead
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

VERBS: tuple[g.Verb, ...] = ("correct_patient", "change_exam", "add_stop", "skip_stop")


class Clerk(Voice, Protocol):
    """A page where people are registered."""

    async def correct(self, person: Correction, label: str) -> Correction | None:
        """What was typed of the person of *label*, as it is to be; None when turned away."""


def visit_gates(gateway: Gateway, ticket: Ticket) -> dict[g.Verb, g.Gate]:
    """Each verb's gate for the visit of *ticket*."""
    visit = gateway.state.visits[ticket.visit]
    going = g.ON if visit.state == "open" else g.off("closed", ticket=ticket.label)
    found: dict[g.Verb, g.Gate] = dict.fromkeys(VERBS, going)
    known = gateway.card(visit.patient) is not None
    found["correct_patient"] = g.ON if known else g.off("not-known", ticket=ticket.label)
    if going.on and len(left(gateway, visit)) < 2:
        found["skip_stop"] = g.off("one-clinic", ticket=ticket.label)
    return found


def exams(gateway: Gateway, visit: Visit) -> tuple[Option, ...]:
    """The exams of the centre; that of now, and those not for this person, stay in place, off."""
    found = []
    for exam in gateway.state.center.exam_types:
        stops = sum(map(len, exam.pathways.of(visit.gender)))
        note = "now" if exam.code == visit.exam_type else "clinics" if stops else "not-for-gender"
        found.append(Option(exam.code, exam.name, n=stops, note=note, on=note == "clinics"))
    return tuple(found)


def addable(gateway: Gateway, visit: Visit) -> tuple[Option, ...]:
    """The clinics that are not before this person already; where they were, last."""
    found = []
    for clinic in gateway.state.center.clinics:
        if lies_ahead(gateway.state, visit, clinic.code):
            continue
        stop = visit.stop(clinic.code)
        barred = clinic.admits == "women" and visit.gender != "female"
        note = "women-only" if barred else "done" if stop is not None and stop.state == "done" else ""
        found.append(Option(clinic.code, clinic.name, note=note, on=not barred))
    return tuple(sorted(found, key=lambda option: option.note == "done"))


def left(gateway: Gateway, visit: Visit) -> tuple[Option, ...]:
    """The clinics that are still before this person."""
    stops = [stop for stage in visit.stages for stop in stage if stop.state in ("todo", "here", "left")]
    center = gateway.state.center
    return tuple(
        Option(s.clinic, clinic_words(center, s.clinic), note="here" if s.state == "here" else "") for s in stops
    )


async def action(gateway: Gateway, view: Clerk, verb: g.Verb, ticket: Ticket) -> a.AnyAction | None:
    """What a person wants changed of the visit of *ticket*, asked step by step; None when they turn away."""
    visit, label, new = gateway.state.visits[ticket.visit], ticket.label, gateway.new

    async def one(question: str, options: tuple[Option, ...], why: tuple[str, ...]) -> tuple[str, str] | None:
        chosen = await view.choose(question, options, label)
        reason = await view.choose(f"{question}_reason", tuple(map(Option, why)), label) if chosen else None
        return (chosen, reason) if chosen and reason else None

    if verb == "correct_patient":
        return await _correction(gateway, view, visit, label)
    if verb == "change_exam":
        picked = await one(verb, exams(gateway, visit), EXAM_REASONS)
        return new(a.ChangeExam, visit=visit.id, exam_type=ExamCode(picked[0]), reason=picked[1]) if picked else None
    if verb == "add_stop":
        picked = await one(verb, addable(gateway, visit), ADD_REASONS)
        return new(a.AddStop, visit=visit.id, clinic=ClinicCode(picked[0]), reason=picked[1]) if picked else None
    picked = await one(verb, left(gateway, visit), SKIP_REASONS)
    return new(a.SkipStop, visit=visit.id, clinic=ClinicCode(picked[0]), reason=picked[1]) if picked else None


async def _correction(gateway: Gateway, view: Clerk, visit: Visit, label: str) -> a.AnyAction | None:
    card = gateway.card(visit.patient)
    if card is None:
        return None
    typed = await view.correct(standing(card), label)
    if typed is None:
        return None
    fields = changed(standing(card), typed)
    if not fields:
        view.say(Message("no-change"))
        return None
    return gateway.new(a.CorrectPatient, patient_id=card.id, reason="mistake", **fields)
