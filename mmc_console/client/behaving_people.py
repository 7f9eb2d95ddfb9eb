"""The people of the behaving server: who an action is about, and what it changes of them."""

from __future__ import annotations

from msgspec.structs import replace

from mmc_console.domain.actions import AnyAction, CorrectPatient, IssueTicket, RegisterVisit
from mmc_console.domain.ids import PatientId, patient_of
from mmc_console.domain.patients import Card, PatientRef, clean_name, clean_number

Cards = dict[PatientId, Card]


def person_of(cards: Cards, action: AnyAction) -> PatientRef | None:
    """Whom *action* registers, known among *cards* from now on; None where it registers nobody."""
    if not isinstance(action, (RegisterVisit, IssueTicket)):
        return None
    if action.patient is None:
        known = cards.get(action.patient_id) if action.patient_id else None
        return PatientRef(known.id, known.gender) if known else None
    entry, number = action.patient, clean_number(action.patient.number)
    card = next((c for c in cards.values() if c.number == number), None)
    if card is None:
        id = patient_of(action.id)
        card = cards[id] = Card(
            id=id, number=number, gender=entry.gender, name=clean_name(entry.name), phone=entry.phone
        )
    return PatientRef(card.id, card.gender)


def correct(cards: Cards, action: CorrectPatient) -> None:
    """What was typed of a person, as it was corrected."""
    card = cards.get(action.patient_id)
    if card is not None:
        said = {n: getattr(action, n) for n in ("number", "name", "gender", "phone", "language")}
        cards[card.id] = replace(card, **{n: value for n, value in said.items() if value is not None})
