"""What the story of a run says of an action."""

from __future__ import annotations

from mmc_console.domain import actions as a


def describe(action: a.Action) -> str:
    """An action in a few words."""
    words = [f"{action.type}[{action.id[-6:]}]"]
    for name in ("clinic", "room", "ticket", "visit", "action", "conflict", "exam_type", "gender", "move_waiting_to"):
        value = getattr(action, name, None)
        if value:
            words.append(f"{name}={value[-6:] if isinstance(value, str) and len(value) > 12 else value}")
    patient = getattr(action, "patient", None)
    return " ".join([*words, *([patient.number] if patient else [])])
