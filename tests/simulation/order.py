"""Nothing is taken before what it builds on: what one desk has done to one ticket, visit or room keeps its order.

Where something is refused, or in conflict, a person decides first: whatever was done after it waits; but a word about
a clinic or a person builds on no earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from mmc_console.client.outbox import Row
from mmc_console.domain import events as e
from mmc_console.domain.actions import Override
from mmc_console.domain.ids import ActionId
from tests.simulation.telling import describe


def overtaken(
    row: Row, rows: Collection[Row], runs: Mapping[ActionId, int], outcome: Callable[[ActionId], str],
    earlier: Collection[ActionId],
) -> str:  # fmt: skip
    """Which of *rows* should have been before *row*, which has just been taken, and what it waits for; else nothing.

    *runs*: where each action stands in the log; *outcome*: what the server made of one that left no trace there;
    *earlier*: what was in a log that a restore has replaced.
    """
    for other in rows:
        if row.id in earlier and other.n > row.n:
            continue  # what had been taken once comes back before any later work, also in whose place that was put
        if other.place >= row.place or other.subjects.isdisjoint(row.subjects) or other.left or other.decided:
            continue
        if other.id in runs:
            why = "it was taken later" if runs[other.id] > runs[row.id] else ""
        elif other.failed or (other.unsent and outcome(other.id) in ("refused", "conflict")):  # heard of or not
            builds = any(not subject.startswith("word:") for subject in other.subjects & row.subjects)
            why = "nobody has decided about it" if builds else ""
        else:
            why = "it was not taken yet" if other.unsent and not outcome(other.id) else ""
        if why:
            return f"{describe(row.action)} overtook {describe(other.action)}: {why}"
    return ""


def is_lost(row: Row, events: Iterable[e.AnyEvent]) -> bool:
    """Whether a person was told that there is nothing to carry out after all, and nothing of it was."""
    if not isinstance(row.action, Override) or row.problem is None or row.problem.code != "nothing-to-override":
        return False
    conflict = row.action.conflict
    return not any(
        event.action == conflict or (isinstance(event, e.Overridden) and event.conflict == conflict) for event in events
    )
