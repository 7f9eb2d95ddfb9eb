"""The server's word, written into the row it is about."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from mmc_console.client.completion import completed
from mmc_console.client.outbox import Row
from mmc_console.domain.events import AnyEvent
from mmc_console.wire.answers import ActionsAnswer, Result
from mmc_console.wire.problems import problem


def answered(row: Row, result: Result, answer: ActionsAnswer, events: Sequence[AnyEvent]) -> Row:
    """The row with it."""
    if result.outcome in ("applied", "repeated"):
        return replace(
            row, state="sent", action=completed(row.action, result, answer.epoch, events), result=result,
            epoch=answer.epoch, seq=answer.seq, label=result.label or row.label, problem=None,
        )  # fmt: skip
    return replace(
        row, state="conflict" if result.outcome == "conflict" else "refused", result=result,
        problem=result.problem or problem("internal"), epoch=answer.epoch, seq=answer.seq,
    )  # fmt: skip
