"""Nothing is taken before what it builds on: what one desk has done to one ticket, visit or room keeps its order.

Where something is refused, or in conflict, a person decides first: whatever was done after it waits; but a word about
a clinic or a person builds on no earlier one. Of a room nobody waits for somebody who never was in it, nor does
whoever leaves it for anything but what was done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from mmc_console.client.row import Row
from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.ids import ActionId
from mmc_console.domain.tickets import INSIDE
from tests.simulation.telling import describe

IN_VAIN = (a.NoShow, a.Requeue, a.Hold, a.Transfer)


def overtaken(
    row: Row, rows: Collection[Row], runs: Mapping[ActionId, int], outcome: Callable[[ActionId], str],
    histories: Collection[Sequence[ActionId]],
) -> str:  # fmt: skip
    """Which of *rows* should have been before *row*, which has just been taken, and what it waits for; else nothing.

    *runs*: where each action stands in the log; *outcome*: what the server made of one that left no trace there;
    *histories*: those it has replaced, whose order stands.
    """
    for other in rows:
        if other.place >= row.place or other.left or other.decided:
            continue
        shared = other.subjects & row.subjects
        if other.instead_of > 0:  # nor has anything waited for it but what had waited for that
            shared &= next((each.subjects for each in rows if each.n == other.instead_of), shared)
        if isinstance(row.action, (*IN_VAIN, a.Finish, a.Refer)) or _was_in_vain(other, row, rows, outcome):
            shared = frozenset(subject for subject in shared if not subject.startswith("room:"))
        if not shared:
            continue
        if other.id in runs:
            why = "it was taken later" if runs[other.id] > runs[row.id] else ""
        elif other.failed or (other.unsent and outcome(other.id) in ("refused", "conflict")):  # heard of or not
            builds = any(not subject.startswith("word:") for subject in shared)
            why = "nobody has decided about it" if builds else ""
        else:
            why = "it was not taken yet" if other.unsent and not outcome(other.id) else ""
        if why and not any(row.id in taken[: _place(other.id, taken)] for taken in histories):
            return f"{describe(row.action)} overtook {describe(other.action)}: {why}"
    return ""


def _place(id: ActionId, taken: Sequence[ActionId]) -> int:
    return taken.index(id) if id in taken else 0


def _was_in_vain(other: Row, row: Row, rows: Collection[Row], outcome: Callable[[ActionId], str]) -> bool:
    """Whether *other* is of somebody whose call has failed, and who was sent away before *row*; or is that, failed."""
    told = other.problem.params if isinstance(other.action, IN_VAIN) and other.problem is not None else {}
    if told.get("state", "called") not in INSIDE:
        return True
    tickets = {subject for subject in other.subjects if subject.startswith("ticket:")}
    same = [each for each in rows if {s for s in each.subjects if s.startswith("ticket:")} == tickets]
    calls = [
        each for each in same if each.place <= other.place and not each.decided
        and (isinstance(each.action, a.CallTicket) or (isinstance(each.action, a.CallNext) and not each.action.current))
        and (each.failed or outcome(each.id) in ("refused", "conflict"))
    ]  # fmt: skip
    sent_away = any(isinstance(each.action, IN_VAIN) and other.place <= each.place < row.place for each in same)
    return len(tickets) == 1 and bool(calls) and sent_away


def is_lost(row: Row, rows: Iterable[Row], events: Iterable[e.AnyEvent]) -> bool:
    """Whether a person was told that there is nothing to carry out after all, and nothing of it was.

    Nor what it was tried again for: that may have come back after a restore.
    """
    if not isinstance(row.action, a.Override) or row.problem is None or row.problem.code != "nothing-to-override":
        return False
    conflict = row.action.conflict
    done = {conflict, *(each.action.replaces for each in rows if each.id == conflict)}
    return not any(
        event.action in done or (isinstance(event, e.Overridden) and event.conflict == conflict) for event in events
    )
