"""What can be done about an action that was not taken or has not left, as the rules and rights have it. No Qt.

The recommended choice is the one that leaves the person where they really are: what stands on the server is kept, and
whoever was sent to a closed clinic is sent to another one. Whoever was called or admitted, and came in here by what
waits behind that, was here. What was done on an earlier day is not done today instead.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import dropwhile
from typing import TYPE_CHECKING

from mmc_console.desktop.pending.contract import Offer
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.desktop.tickets.taking_back import is_of_another_clinic
from mmc_console.domain.actions import (
    Admit,
    AnyAction,
    CallNext,
    CallTicket,
    Finish,
    IssueTicket,
    Override,
    Refer,
    Start,
    Transfer,
)
from mmc_console.domain.decide import Performed
from mmc_console.domain.events import Overridden, TicketIssued
from mmc_console.domain.ids import ActionId, TicketId, patient_of, ticket_of, visit_of
from mmc_console.domain.refusals import Conflict, Refused
from mmc_console.domain.tickets import INSIDE, OPEN, Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow

ENDED = datetime.max.replace(tzinfo=UTC)
"""Whatever happened since: this exam took place."""
_MAY_BE_HERE = OPEN - {"in_service"} | {"transferred"}
"""As others see whoever was called and came in here; sent elsewhere they may have been after it."""
_SENT_ON = frozenset({"already-moved", "ticket-closed"})
_NOT_KNOWN = frozenset({"unknown-ticket", "unknown-visit", "unknown-patient"})
_SAME_AGAIN = frozenset({"other-person", "nothing-to-override"})
"""Tried again it would be about the same one."""
_ELSEWHERE = "stands-elsewhere"
"""Registered at another desk for another clinic, where they have a ticket."""
_OVER = frozenset({"stop-done", "visit-closed"})
"""What it was to change is over by now."""
_NO_WAY_THERE = frozenset({"clinic-closed", "not-admitted", "unknown-clinic"})


def offers(gateway: Gateway, row: PendingRow) -> tuple[Offer, ...]:
    """The choices about *row*, the most likely one first."""
    code = "" if row.decided else row.problem.code if row.problem is not None else ""
    if row.decided or row.state == "sent":
        return ()
    barred = gateway.decisions.barred(row.id)
    off = Message(barred) if barred else None
    if row.state in ("waiting", "sending"):
        return (Offer("delete", off or not_withdrawn(gateway, row.id)),)
    if gateway.decisions.day_is_over(row.id):
        return _of_earlier_day(gateway, row, code, off)
    if code == "next-not-possible":
        elsewhere = any(option.on for option in clinics(gateway, row))
        first: tuple[Offer, ...] = (Offer("clinic", off, recommended=True),) if elsewhere else ()
        return (*first, Offer("again", off, recommended=not elsewhere), Offer("keep", off))
    if row.state == "conflict":
        here = _was_here(gateway, row)
        if isinstance(row.action, Override) or (code == "ticket-closed" and not here and _goes_on(gateway, row)):
            return (Offer("keep", off, recommended=True),)  # whoever is closed elsewhere is not finished by insisting
        no = _refused(gateway, row, gateway.decisions.insisting(row.id)) or _counts_for_nothing(gateway, row)
        no = None if here and no is not None and no.code == "wrong-state" else no  # the server knows the room longer
        here = here and (no is None or no.code == "room-busy")  # that can wait until whoever is there has left
        no = no or _is_elsewhere(gateway, row) if here else no
        both = (Offer("mine", off or no, recommended=here), Offer("keep", off, recommended=not here))
        return both if here else both[::-1]
    if code == "patient-corrected":
        return (Offer("delete", off, recommended=True), Offer("again", off))
    if code in _SAME_AGAIN:
        return (Offer("delete", off, recommended=True),)
    if _is_of_others(gateway, row):
        return _of_others(gateway, row, off)
    if code in _NOT_KNOWN and _is_over(gateway, row):
        return (Offer("keep" if _goes_on(gateway, row) else "delete", off, recommended=True), Offer("again", off))
    leads = code in _NO_WAY_THERE and isinstance(row.action, (Transfer, IssueTicket))
    told = gateway.decisions.foreseen(row.id, gateway.decisions.again(row.id))
    no = None if isinstance(told, Performed) else Message(told.code, told.params)
    if _goes_on(gateway, row):  # else it would be dropped whole
        return (Offer("keep", off, recommended=True), Offer("again", off))
    # whoever came in here waits for nobody but those who are in the room now, by another console
    here = row.label in _came_in(gateway, row)
    waits = no if here and no is not None and no.code == "room-busy" else None
    meets = here and isinstance(told, Conflict)  # that is decided then, as others are
    likely = not leads and (no is None or waits is not None or meets)
    over = code in _OVER or code == "already-here" or (code == "wrong-state" and _is_elsewhere_too(gateway, row))
    if over and no is not None and not _came_in(gateway, row):
        return (Offer("delete", off, recommended=True), Offer("again", off))
    first = (Offer("clinic", off, recommended=True),) if leads else ()
    return (*first, Offer("again", off or waits, recommended=likely), Offer("delete", off))


def _of_others(gateway: Gateway, row: PendingRow, off: Message | None) -> tuple[Offer, ...]:
    """What was there before a restore comes back with the console that has made it: until then nothing is given up.

    Unless this desk itself brings them, by what waits behind *row*: that would wait for it, and it for that.
    """
    behind = gateway.decisions.brings_itself(row.id)
    missing = not_back(gateway, row)
    told = gateway.decisions.foreseen(row.id, gateway.decisions.again(row.id))
    likely = missing is not None or not isinstance(told, Refused)  # a conflict is decided then, as others are
    rest = Offer("keep" if _goes_on(gateway, row) else "delete", off, recommended=behind)
    again = Offer("again", off or missing, recommended=likely and not behind)
    return (rest, again) if behind else (again, rest)


def not_back(gateway: Gateway, row: PendingRow) -> Message | None:
    """That whoever *row* is about was there before a restore, and that their console has not brought them back yet."""
    if not _is_of_others(gateway, row) or not (missing := _missing(gateway, row)):
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
    if missing is not None or not _is_of_others(gateway, row) or gateway.decisions.by_label(row.id) is None:
        return missing
    return Message("issued-anew", {"label": row.label})


def _is_of_others(gateway: Gateway, row: PendingRow) -> bool:
    """Whether *row* is about somebody who was there before a restore, and whom nobody here has given up."""
    code = row.problem.code if row.problem is not None and not row.decided else ""
    if code not in _NOT_KNOWN or not gateway.decisions.is_of_another_history(row.id) or _is_over(gateway, row):
        return False
    missing, clinics = _missing(gateway, row), gateway.state.center.clinics
    roots = [r.action.replaces or r.id for r in gateway.pending.rows if r.decided] if missing else []
    return not any(
        missing & {visit_of(root), patient_of(root), *(ticket_of(root, clinic.code) for clinic in clinics)}
        for root in roots
    )


def _is_over(gateway: Gateway, row: PendingRow) -> bool:
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


def _of_earlier_day(gateway: Gateway, row: PendingRow, code: str, off: Message | None) -> tuple[Offer, ...]:
    """It is answered for, and made anew by nothing here: it would count as done today, with a number of today."""
    over = off or Message("of-earlier-day")
    if row.state != "conflict":
        return (Offer("keep" if _goes_on(gateway, row) else "delete", off, recommended=True), Offer("again", over))
    anew = (Offer("again" if code == "next-not-possible" else "mine", over),)
    return (Offer("keep", off, recommended=True), *(() if isinstance(row.action, Override) else anew))


def clinics(gateway: Gateway, row: PendingRow) -> tuple[Option, ...]:
    """Where the person of *row* could go instead: those the rules lead them to, then those that are closed, off.

    Where they have been meanwhile, the rules would choose another one, and nobody would be told.
    """
    state, day = gateway.state, gateway.today()
    found: list[tuple[bool, Option]] = []
    for clinic in state.center.clinics:
        stands = state.clinic(clinic.code, day).state
        told = gateway.decisions.foreseen(row.id, gateway.decisions.again(row.id, clinic.code))
        if isinstance(told, Performed):
            if not any(isinstance(event, TicketIssued) and event.clinic == clinic.code for event in told.events):
                continue
            waiting = len(state.tickets.queue(day, clinic.code))
            note = "paused" if stands == "paused" else "waiting"
            found.append((False, Option(clinic.code, clinic.name, n=waiting, note=note)))
        elif stands == "closed":
            found.append((True, Option(clinic.code, clinic.name, note="closed", on=False)))
    return tuple(option for _, option in sorted(found, key=lambda each: each[0]))


def _was_here(gateway: Gateway, row: PendingRow) -> bool:
    """Whether *row*, or what waits behind it, says that somebody has come in here who is in no exam elsewhere.

    Whoever was admitted here may be in one by now: that can wait until they come out.
    """
    action, came, state = row.action, _came_in(gateway, row), gateway.state
    if isinstance(action, Admit):
        at = came.get(ticket_of(action.replaces or action.id, action.clinic))
        stands = state.open_ticket(action.visit)
        if stands is None:
            return at == ENDED  # where they have been since they know of no exam here, and wait for it in no line
        return at is not None and not _examined_since(gateway, stands, at)
    told, code = (row.problem.params if row.problem is not None else {}), row.problem.code if row.problem else ""
    named = TicketId(str(told.get("ticket") or getattr(action, "ticket", None) or ""))  # a room taken over names nobody
    now = gateway.decisions.in_log(named)
    last = now.state if now is not None else told.get("state")
    if code == _ELSEWHERE:  # what is told is of the ticket that they have there
        return told.get("named") in came
    if {named, str(told.get("label", ""))}.isdisjoint(came):
        return False
    if last == "cancelled" and now is not None:  # they may have been led elsewhere by it
        visit = state.visit(now.visit)
        return code in _SENT_ON and visit is not None and visit.state == "open"
    return last in (_MAY_BE_HERE if code in _SENT_ON else _MAY_BE_HERE & OPEN)


def _examined_since(gateway: Gateway, stands: Ticket, at: datetime) -> bool:
    """Whether they came out of another exam after *at*, when they had come in here: then they are here no more."""
    theirs = (gateway.state.tickets[id] for id in gateway.state.visit_tickets[stands.visit])
    ends = ((t.called_at if t.left else None) or t.closed_at for t in theirs if t.state == "done")
    return any(end is not None and end > at for end in ends)  # one that counts late is as late as it was called


def _came_in(gateway: Gateway, row: PendingRow) -> dict[str, datetime]:
    """Whose arrival was confirmed here, and when, by *row* or by what waits behind it; `ENDED` where the exam is over.

    That may wait for an earlier decision about the same room. By their ticket, and by the label on their paper: what
    waits behind a call that was tried again names the ticket that a restore has lost.
    """
    called = isinstance(row.action, (Admit, CallNext, CallTicket, Start))
    later = dropwhile(lambda each: each.id != row.id, gateway.pending.rows)
    came: dict[str, datetime] = {}
    for each in (row, *(other for other in later if called and other.waits_for is not None)):
        action = each.action
        if not isinstance(action, (CallNext, Start, Finish, Refer)):
            continue
        id = action.current if isinstance(action, CallNext) else action.ticket
        if id is not None:
            names = {id, gateway.state.alias.get(id, id), "" if isinstance(action, CallNext) else each.label} - {""}
            came |= dict.fromkeys(names, action.at if isinstance(action, Start) else ENDED)
    return came


def _is_elsewhere_too(gateway: Gateway, row: PendingRow) -> bool:
    """Whether *row* is about a ticket that another desk has given for another clinic: it is over here."""
    id = getattr(row.action, "ticket", None)
    return id is not None and is_of_another_clinic(gateway.state, id, row.label)


def _is_elsewhere(gateway: Gateway, row: PendingRow) -> Message | None:
    """Why whoever was admitted here, and came in, is not led back yet: another room has called them, or has them."""
    action = row.action
    stands = gateway.state.open_ticket(action.visit) if isinstance(action, Admit) else None
    if stands is None or stands.state not in INSIDE or stands.clinic == getattr(action, "clinic", None):
        return None
    return Message("with-others-now", {"ticket": stands.label, "clinic": stands.clinic})


def _counts_for_nothing(gateway: Gateway, row: PendingRow) -> Message | None:
    """Why it is not insisted on yet: whom a later stop has called stays there, and no exam here is over that counts."""
    if row.problem is not None and row.problem.code == _ELSEWHERE:
        return None  # no later stop has called them: a desk has not known of this one
    told = gateway.decisions.foreseen(row.id, gateway.decisions.insisting(row.id))
    events = told.events if isinstance(told, Performed) else ()
    left = [t for event in events if isinstance(event, Overridden) for t in event.tickets if t.awaits_finish]
    came = _came_in(gateway, row)
    if all(came.get(ticket.id, came.get(ticket.label)) == ENDED for ticket in left):
        return None
    theirs = (gateway.state.tickets[id] for id in gateway.state.visit_tickets[left[0].visit])
    called = next((t for t in theirs if t.seq > left[0].seq and t.first_called_at is not None), left[0])
    return Message("later-stop-called", {"label": called.label})


def _goes_on(gateway: Gateway, row: PendingRow) -> bool:
    return gateway.decisions.what_goes_on(row.id) is not None


def _refused(gateway: Gateway, row: PendingRow, action: AnyAction) -> Message | None:
    told = gateway.decisions.foreseen(row.id, action)
    return None if isinstance(told, Performed) else Message(told.code, told.params)


def not_withdrawn(gateway: Gateway, id: ActionId) -> Message | None:
    """Why this action cannot be taken back as if it had never been; None while it can."""
    if gateway.decisions.can_withdraw(id):
        return None
    return Message("built-on" if gateway.decisions.is_built_on(id) else "may-have-left")
