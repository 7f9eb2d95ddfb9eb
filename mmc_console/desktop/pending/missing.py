"""Whom a restore has lost: back with the console that has their step, unless somebody has given them up. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.ids import patient_of, ticket_of, visit_of

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow

NOT_KNOWN = frozenset({"unknown-ticket", "unknown-visit", "unknown-patient"})


def not_back(gateway: Gateway, row: PendingRow) -> Message | None:
    """That whoever *row* is about was there before a restore, and that their console has not brought them back yet."""
    if not is_of_others(gateway, row) or not (missing := _missing(gateway, row)):
        return None
    called, inside = (getattr(row.action, name, None) for name in ("ticket", "current"))
    if called is None or missing != {inside}:
        return Message("others-not-back", {"label": row.label})
    rows = (each for each in gateway.pending.rows if getattr(each.action, "ticket", None) == inside)
    label = next((each.label for each in rows if each.label), "")  # the row's own is of whom it calls
    return Message("others-not-back", {"label": label}) if label else Message("inside-not-back")


def lost(gateway: Gateway, row: PendingRow) -> Message | None:
    """What a restore has done to whoever *row* is about: the server itself says only that it does not know them."""
    missing = not_back(gateway, row)
    if missing is not None or not is_of_others(gateway, row) or gateway.decisions.by_label(row.id) is None:
        return missing
    return Message("issued-anew", {"label": row.label})


def is_of_others(gateway: Gateway, row: PendingRow) -> bool:
    """Whether *row* is about somebody who was there before a restore, and whom nobody here has given up."""
    code = row.problem.code if row.problem is not None and not row.decided else ""
    if code not in NOT_KNOWN or not gateway.decisions.is_of_another_history(row.id) or is_over(gateway, row):
        return False
    missing, clinics = _missing(gateway, row), gateway.state.center.clinics
    roots = [r.action.replaces or r.id for r in gateway.pending.rows if r.decided] if missing else []
    return not any(
        missing & {visit_of(root), patient_of(root), *(ticket_of(root, clinic.code) for clinic in clinics)}
        for root in roots
    )


def is_over(gateway: Gateway, row: PendingRow) -> bool:
    """Whether whoever has the number on that label is through here, or called off: nothing brings them to a line."""
    state, number = gateway.state, row.label.partition("-")[2]
    called, inside = (getattr(row.action, name, None) for name in ("ticket", "current"))
    if called is None or state.ticket(called) is not None or (inside is not None and state.ticket(inside) is None):
        return False  # the label is of whoever is called, and another one is missing
    visit = state.visit(state.numbers.get((state.calendar.day(row.at), number), ""))
    return visit is not None and visit.state != "open"


def _missing(gateway: Gateway, row: PendingRow) -> set[str]:
    """Whom *row* names, by whatever name, and the server does not know."""
    action, state = row.action, gateway.state
    tickets = (getattr(action, name, None) for name in ("ticket", "current"))
    visit, person = getattr(action, "visit", None), getattr(action, "patient_id", None)
    missing: set[str] = {id for id in tickets if id is not None and state.ticket(id) is None}
    here = gateway.decisions.by_label(row.id)
    if here is not None:
        missing.discard(str(getattr(action, here[0])))
    if visit is not None and state.visit(visit) is None:
        missing.add(visit)
    known = any(each.patient == person for each in state.visits.values())
    if person is not None and not known and not any(patient_of(id) == person for id in state.traces):
        missing.add(person)  # else they were registered twice, and the card is under the other id
    return missing
