"""The people of the behaving server: who an action is about, and what it changes of them."""

from __future__ import annotations

from msgspec.structs import replace

from mmc_console.domain.actions import CORRECTABLE, AnyAction, CorrectPatient, IssueTicket, RegisterVisit
from mmc_console.domain.ids import PatientId, patient_of
from mmc_console.domain.patients import Card, PatientRef, clean_name, clean_number
from mmc_console.domain.refusals import Refused

Cards = dict[PatientId, Card]
Aliases = dict[PatientId, PatientId]


def person_of(cards: Cards, aliases: Aliases, action: AnyAction) -> PatientRef | None:
    """Whom *action* registers, known among *cards* from now on; None where it registers nobody."""
    if not isinstance(action, (RegisterVisit, IssueTicket)):
        return None
    if action.patient is None:
        known = cards.get(meant(cards, aliases, action.patient_id)) if action.patient_id else None
        return PatientRef(known.id, known.gender) if known else None
    entry, number = action.patient, clean_number(action.patient.number)
    card = next((c for c in cards.values() if c.number == number), None)
    shown = patient_of(action.replaces or action.id), patient_of(action.id)
    if card is None:
        id = shown[0]
        card = cards[id] = Card(
            id=id, number=number, gender=entry.gender, name=clean_name(entry.name), phone=entry.phone
        )
    aliases |= {id: card.id for id in shown if id != card.id}
    return PatientRef(card.id, card.gender)


def meant(cards: Cards, aliases: Aliases, id: PatientId) -> PatientId:
    """Whom a desk means by *id*, which it may have made itself."""
    return id if id in cards else aliases.get(id, id)


def correct(cards: Cards, aliases: Aliases, action: CorrectPatient) -> None:
    """What was typed of a person, as it was corrected. Refused: `unknown-patient`, `other-person`."""
    card = cards.get(meant(cards, aliases, action.patient_id))
    if card is None:
        raise Refused("unknown-patient")
    if card.id != action.patient_id and action.number not in (None, card.number):
        raise Refused("other-person")
    said = {n: getattr(action, n) for n in CORRECTABLE}
    cards[card.id] = replace(card, **{n: value for n, value in said.items() if value is not None})
