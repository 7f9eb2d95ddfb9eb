"""The server's word, written into the row it is about."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from msgspec.structs import replace

from mmc_console.client.completion import completed
from mmc_console.client.in_vain import is_over
from mmc_console.client.row import Row
from mmc_console.domain.actions import AnyAction, CallNext, Undo
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.ids import ActionId
from mmc_console.wire.answers import ActionsAnswer, Result
from mmc_console.wire.problems import Problem, problem

AS_WANTED = "no-change"
"""The code of the refusal that says it is so already, mostly by somebody else who did the same: nothing to decide."""
NOBODY = "queue-empty"
"""The code of the refusal that says that nobody waits."""


def taken_back(outbox: Iterable[Row]) -> frozenset[ActionId]:
    """What nothing need come of, and its taking back: an undo is on its way, or that has come to nothing already."""
    undos = [(row.id, row.action.action) for row in outbox if row.unsent and isinstance(row.action, Undo)]
    of = {of for _, of in undos}
    nothing = {row.id for row in outbox if row.decided and row.id in of}
    return frozenset(of | {id for id, of in undos if of in nothing})


def answered(
    row: Row, result: Result, answer: ActionsAnswer, events: Sequence[AnyEvent], back: Container[ActionId],
    vain: Container[ActionId],
) -> Row:  # fmt: skip
    """The row with it. *back*: what was `taken_back` before anything was known of it: it has not happened, as was
    wanted, so there is nothing to decide and nothing waits for it. *vain*: what is `in_vain` where another was first.
    """
    if result.outcome in ("applied", "repeated"):
        return replace(
            row, state="sent", action=completed(row.action, result, answer.epoch, events), result=result,
            epoch=answer.epoch, seq=answer.seq, label=result.label or row.label, problem=None,
        )  # fmt: skip
    why = result.problem or problem("internal")
    nothing = (
        why.code == AS_WANTED or row.id in back or (row.id in vain and is_over(result.outcome, why))
        or _found_nobody(row.action, why)
    )  # fmt: skip
    return replace(
        row, state="conflict" if result.outcome == "conflict" else "refused", result=result, problem=why,
        epoch=answer.epoch, seq=answer.seq, decided=nothing,
    )  # fmt: skip


def _found_nobody(action: AnyAction, why: Problem) -> bool:
    """Whether it called whoever was next, and there was nobody: another room was quicker with the last one."""
    unnamed = isinstance(action, CallNext) and action.ticket is None and action.current is None
    return unnamed and why.code == NOBODY
