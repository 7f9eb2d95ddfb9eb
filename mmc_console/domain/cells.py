"""Every cell of ticket state x action: the one table the rules, the tests and the docs read."""

from __future__ import annotations

from typing import Final, get_args

from mmc_console.domain.tickets import TicketState

STATES: Final[tuple[TicketState, ...]] = get_args(TicketState)

_OPEN_SAME: Final[dict[TicketState, TicketState]] = {
    s: s for s in ("waiting", "called", "in_service", "held", "no_show")
}

TABLE: Final[dict[str, dict[TicketState, TicketState]]] = {
    "call_next": {"waiting": "called"},
    "call_ticket": {"waiting": "called", "held": "called", "no_show": "called"},
    "recall": {"called": "called"},
    "start": {"called": "in_service"},
    "finish": {"called": "done", "in_service": "done"},
    "refer": {"in_service": "done"},
    "no_show": {"called": "no_show"},
    "requeue": {"no_show": "waiting", "called": "waiting"},
    "hold": {"waiting": "held", "called": "held"},
    "resume": {"held": "waiting"},
    "transfer": dict.fromkeys(("waiting", "called", "in_service", "held"), "transferred"),
    "admit": dict.fromkeys(_OPEN_SAME, "transferred"),
    "set_priority": _OPEN_SAME,
    "cancel": dict.fromkeys(_OPEN_SAME, "cancelled"),
}
"""Action -> the state it is allowed in -> the state after. What is not here is refused."""


def after(action: str, state: TicketState) -> TicketState | None:
    """The state after *action*; None when it is not allowed in *state*."""
    return TABLE[action].get(state)


def refusal(state: TicketState) -> str:
    """The code an action not allowed in *state* is refused with."""
    return "day-over" if state == "unfinished" else "wrong-state"


def markdown() -> str:
    """The table for the documentation."""
    head = "| action | " + " | ".join(STATES) + " |\n|---|" + "---|" * len(STATES)
    rows = (
        f"| `{action}` | " + " | ".join(after(action, s) or f"*{refusal(s)}*" for s in STATES) + " |"
        for action in TABLE
    )
    return "\n".join((head, *rows)) + "\n"
