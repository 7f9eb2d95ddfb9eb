"""What a refusal is to whoever did that a while ago: the rules speak to a form, where another is chosen. No Qt.

The paper may be out by now, and the person gone on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import Admit, AnyAction, Cancel, IssueTicket, RegisterVisit
from mmc_console.domain.numbers import PENDING

if TYPE_CHECKING:
    from mmc_console.client.shown import PendingRow


_AFTER_ALL: dict[tuple[str, type[AnyAction]], str] = {
    ("visit-closed", Cancel): "nothing-to-cancel", ("visit-closed", Admit): "nobody-to-admit",
    ("clinic-closed", Admit): "admits-nobody",
}  # fmt: skip
"""Where nothing else can be chosen: they stood at this door, and nobody is registered anew to be cancelled."""


def reason(row: PendingRow, code: str, params: Mapping[str, str | int]) -> Message:
    """*code*, or what it is for an action such as that of *row*."""
    if code == "unknown-exam" and isinstance(row.action, RegisterVisit):
        label = paper_of(row)
        return Message("exam-gone-paper", {**params, "label": label}) if label else Message("exam-gone", params)
    return Message(_AFTER_ALL.get((code, type(row.action)), code), params)


def paper_of(row: PendingRow) -> str:
    """What a registration is called on the paper that its desk has given out by itself; empty for none.

    Tried again in vain it has no ticket, and the number alone is left of its label.
    """
    number = row.action.number if isinstance(row.action, (RegisterVisit, IssueTicket)) else None
    if number is None:
        return ""
    return row.label if row.label and PENDING not in row.label else number
