"""What support is sent about work that does not arrive: ids, labels, types, times, codes, versions, the connection.

Only what is listed here is written: no person's name, number or phone, nothing anybody typed, no secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from mmc_console import __version__
from mmc_console.client.row import Row
from mmc_console.client.shown import Connection
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import DeskLetter, Epoch
from mmc_console.wire.json import encode

ACTION_FIELDS: Final = (
    "by", "seen", "n", "rev", "replaces", "was", "ticket", "visit", "clinic", "room", "current", "next", "exam_type",
    "finish_current", "keep_time", "after", "priority", "action", "conflict", "continues", "until", "move_waiting_to",
)  # fmt: skip
"""Of an action: never `patient`, `number`, `name`, `phone`, `note`, `pin`, `page_token`, nor anything added later."""
PARAMS: Final = (
    "label", "state", "clinic", "ticket", "room", "by", "at", "desk", "action", "day", "days", "seconds", "need",
    "have", "most", "minutes", "exam", "n",
)  # fmt: skip


def support_file(
    rows: Iterable[Row], waiting: dict[int, int], connection: Connection, *, now: datetime, desk: DeskLetter | None,
    epoch: Epoch | None, seq: int, stopped: str,
) -> bytes:  # fmt: skip
    """The file: everything that waits or has failed, and the facts around it. *waiting*: who waits for whom."""
    return encode({
        "version": __version__, "at": now, "desk": desk, "epoch": epoch, "seq": seq, "stopped": stopped,
        "connection": {
            "kind": connection.kind, "since": connection.since, "last_news": connection.last_news,
            "data_from": connection.data_from, "server": connection.server,
            "clock_off": connection.clock_off.total_seconds(),
        },
        "rows": [_row(row, waiting.get(row.n)) for row in rows],
    })  # fmt: skip


def _row(row: Row, waits_for: int | None) -> dict[str, Any]:
    fault = row.problem
    return {
        "n": row.n, "state": row.state, "decided": row.decided, "label": row.label, "author": row.author,
        "desk": row.actor.desk, "about": row.about, "sent": row.sent, "first_sent": row.first_sent, "shown": row.shown,
        "epoch": row.epoch, "seq": row.seq, "instead_of": row.instead_of, "waits_for": waits_for,
        "action": _action(row.action),
        "problem": None if fault is None else {
            "code": fault.code, "status": fault.status, "fields": [error.field for error in fault.errors],
            "params": {name: value for name, value in fault.params.items() if name in PARAMS},
        },
    }  # fmt: skip


def _action(action: AnyAction) -> dict[str, Any]:
    told = {name: value for name in ACTION_FIELDS if (value := getattr(action, name, None)) not in (None, "", False)}
    return {"id": action.id, "type": action.type, "at": action.at, **told}
