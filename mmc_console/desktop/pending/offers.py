"""What can be done about an action that was not taken or has not left, as the rules and rights have it. No Qt.

The recommended choice is the one that leaves the person where they really are: what stands on the server is kept, and
whoever was sent to a closed clinic is sent to another one. Whoever was called or admitted, and came in here by what
waits behind that, was here. What was done on an earlier day is not done today instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.desktop.pending.contract import Offer
from mmc_console.desktop.pending.missing import NOT_KNOWN, is_of_others, is_over, not_back
from mmc_console.desktop.pending.presence import (
    ELSEWHERE,
    ENDED,
    came_in,
    is_on_another_paper,
    was_here,
    with_others_now,
)
from mmc_console.desktop.pending.reasons import reason
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.domain.actions import AnyAction, IssueTicket, Override, Transfer
from mmc_console.domain.decide import Performed
from mmc_console.domain.events import Overridden, TicketIssued
from mmc_console.domain.ids import ActionId, visit_of
from mmc_console.domain.refusals import Conflict, Refused

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow

_SAME_AGAIN = frozenset({"other-person", "nothing-to-override"})
"""Tried again it would be about the same one."""
_OVER = frozenset({"stop-done", "visit-closed", "unknown-exam"})
"""What it was to change is over by now, or the exam it names was taken out: tried again, it is refused again."""
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
        here = was_here(gateway, row)
        if isinstance(row.action, Override) or (code == "ticket-closed" and not here and _goes_on(gateway, row)):
            return (Offer("keep", off, recommended=True),)  # whoever is closed elsewhere is not finished by insisting
        no = _refused(gateway, row, gateway.decisions.insisting(row.id)) or _counts_for_nothing(gateway, row)
        no = None if here and no is not None and no.code == "wrong-state" else no  # the server knows the room longer
        here = here and (no is None or no.code == "room-busy")  # that can wait until whoever is there has left
        no = no or with_others_now(gateway, row) if here else no
        both = (Offer("mine", off or no, recommended=here), Offer("keep", off, recommended=not here))
        return both if here else both[::-1]
    if code == "patient-corrected":
        return (Offer("delete", off, recommended=True), Offer("again", off))
    if code in _SAME_AGAIN:
        return (Offer("delete", off, recommended=True),)
    if is_of_others(gateway, row):
        return _of_others(gateway, row, off)
    if code in NOT_KNOWN and is_over(gateway, row):
        return (Offer("keep" if _goes_on(gateway, row) else "delete", off, recommended=True), Offer("again", off))
    leads = code in _NO_WAY_THERE and isinstance(row.action, (Transfer, IssueTicket))
    told = gateway.decisions.foreseen(row.id, gateway.decisions.again(row.id))
    no = None if isinstance(told, Performed) else reason(row, told.code, told.params)
    for_good = no if isinstance(told, Refused) and told.code in _OVER else None
    if _goes_on(gateway, row):  # else it would be dropped whole
        return (Offer("keep", off, recommended=True), Offer("again", off))
    # whoever came in here waits for nobody but those who are in the room now, by another console
    here = row.label in came_in(gateway, row)
    waits = no if here and no is not None and no.code == "room-busy" else None
    meets = here and isinstance(told, Conflict)  # that is decided then, as others are
    likely = not leads and (no is None or waits is not None or meets)
    over = code in _OVER or code == "already-here" or (code == "wrong-state" and is_on_another_paper(gateway, row))
    if over and no is not None and not came_in(gateway, row):
        return (Offer("delete", off, recommended=True), Offer("again", off or for_good))
    first = (Offer("clinic", off, recommended=True),) if leads else ()
    return (*first, Offer("again", off or waits or for_good, recommended=likely), Offer("delete", off))


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


def _counts_for_nothing(gateway: Gateway, row: PendingRow) -> Message | None:
    """Why it is not insisted on yet: whom a later stop has called stays there, and no exam here is over that counts."""
    if row.problem is not None and row.problem.code == ELSEWHERE:
        return None  # no later stop has called them: a desk has not known of this one
    told = gateway.decisions.foreseen(row.id, gateway.decisions.insisting(row.id))
    events = told.events if isinstance(told, Performed) else ()
    left = [t for event in events if isinstance(event, Overridden) for t in event.tickets if t.awaits_finish]
    came = came_in(gateway, row)
    if all(came.get(ticket.id, came.get(ticket.label)) == ENDED for ticket in left):
        return None
    theirs = (gateway.state.tickets[id] for id in gateway.state.visit_tickets[left[0].visit])
    called = next((t for t in theirs if t.seq > left[0].seq and t.first_called_at is not None), left[0])
    return Message("later-stop-called", {"label": called.label})


def _goes_on(gateway: Gateway, row: PendingRow) -> bool:
    return gateway.decisions.what_goes_on(row.id) is not None


def _refused(gateway: Gateway, row: PendingRow, action: AnyAction) -> Message | None:
    told = gateway.decisions.foreseen(row.id, action)
    return None if isinstance(told, Performed) else reason(row, told.code, told.params)


def not_withdrawn(gateway: Gateway, id: ActionId) -> Message | None:
    """Why this action cannot be taken back as if it had never been; None while it can."""
    if gateway.decisions.can_withdraw(id):
        return None
    if gateway.decisions.is_built_on(id):
        return Message("built-on")
    if gateway.not_undone(id) is None:
        return Message("may-have-left")
    # undo is refused by now, as too late or as another one's: whoever was registered by it can be cancelled
    action = next((row.action for row in gateway.pending.rows if row.id == id), None)
    root = id if action is None else action.replaces or id
    standing = gateway.state.open_ticket(visit_of(root))
    return Message("may-have-left-late" if standing is None else "may-have-left-cancel")
