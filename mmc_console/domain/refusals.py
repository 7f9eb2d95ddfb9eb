"""Why an action has no effect: codes a client switches on and translates.

`Refused`: not allowed, whoever asks again. `Conflict`: it was right when it was
done, and somebody else's work came first; a person decides.
"""

from __future__ import annotations

from typing import Final

Params = dict[str, str | int]

CODES: Final = frozenset({
    # who and when
    "not-allowed", "not-your-clinic", "day-over", "too-old", "clock-wrong", "id-reused", "desk-forked",
    "rights-changed", "rolled-back",
    # what it names
    "unknown-clinic", "unknown-room", "unknown-exam", "unknown-ticket", "unknown-visit", "unknown-patient",
    "unknown-action", "other-person", "bad-number", "bad-name", "bad-phone", "note-too-long", "reason-needed",
    # the rules
    "wrong-state", "clinic-closed", "queue-empty", "room-busy", "too-early", "postponed-too-often",
    "not-admitted", "exam-not-for-gender", "number-not-yours", "already-here", "stop-done", "stop-unknown",
    "nothing-left",
    "visit-closed", "not-on-pathway", "pin-wrong", "nothing-to-undo", "undo-too-late", "undo-not-yours",
    "undo-touched", "undo-of-undo", "override-not-yours", "later-stop-called", "nothing-to-override",
    "no-change", "bad-center", "kiosk-busy",
    "clinic-has-tickets", "clinic-still-needed", "room-in-use", "day-would-change", "visit-open",
    # somebody was first
    "called-elsewhere", "already-moved", "ticket-closed", "room-taken", "next-not-possible", "stands-elsewhere",
    "visit-over", "clinic-changed", "patient-corrected", "exam-changed",
})  # fmt: skip


class Unable(Exception):
    """Base: the action has no effect. *params* fill the translated sentence."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        if code not in CODES:
            raise ValueError(f"unlisted code {code!r}")
        super().__init__(code)
        self.code = code
        self.params: Params = params


class Refused(Unable):
    """Not allowed by the rules or the person's rights."""


class Conflict(Unable):
    """Somebody else's work came first; *params* say who, when and what."""
