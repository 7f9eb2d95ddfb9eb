"""The server's word, written into the row it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from mmc_console.client.completion import completed
from mmc_console.client.outbox import Row
from mmc_console.domain.actions import Undo
from mmc_console.domain.events import AnyEvent
from mmc_console.wire.answers import ActionsAnswer, Result
from mmc_console.wire.problems import problem

AS_WANTED = "no-change"
"""The code of the refusal that says it is so already, mostly by somebody else who did the same: nothing to decide."""


def answered(row: Row, result: Result, answer: ActionsAnswer, events: Sequence[AnyEvent], outbox: Iterable[Row]) -> Row:
    """The row with it."""
    if result.outcome in ("applied", "repeated"):
        return replace(
            row, state="sent", action=completed(row.action, result, answer.epoch, events), result=result,
            epoch=answer.epoch, seq=answer.seq, label=result.label or row.label, problem=None,
        )  # fmt: skip
    why = result.problem or problem("internal")
    return replace(
        row, state="conflict" if result.outcome == "conflict" else "refused", result=result, problem=why,
        epoch=answer.epoch, seq=answer.seq, decided=why.code == AS_WANTED or _came_to_nothing(row, outbox),
    )  # fmt: skip


def _came_to_nothing(row: Row, outbox: Iterable[Row]) -> bool:
    """Whether it was taken back before anything was known of it, or is that taking back.

    It has not happened: that is what was wanted, so there is nothing to decide, and nothing waits for it.
    """
    if isinstance(row.action, Undo):
        of = row.action.action
        return any(each.id == of and each.decided for each in outbox)
    back = (each.action for each in outbox if each.unsent)
    return any(isinstance(each, Undo) and each.action == row.id for each in back)
