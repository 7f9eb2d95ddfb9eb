"""Identities, each its own type, and how they are derived from actions.

Ids of visits, tickets and notes are derived from the action that makes them,
never drawn: a desk can name them before the server has answered, and a
repeated action makes the same ones again.
"""

from __future__ import annotations

from datetime import datetime
from typing import NewType
from uuid import UUID, uuid5

ActionId = NewType("ActionId", str)
VisitId = NewType("VisitId", str)
TicketId = NewType("TicketId", str)
PatientId = NewType("PatientId", str)
NoteId = NewType("NoteId", str)
UserId = NewType("UserId", str)
DeskLetter = NewType("DeskLetter", str)
ClinicCode = NewType("ClinicCode", str)
ExamCode = NewType("ExamCode", str)
Epoch = NewType("Epoch", str)

SYSTEM = UserId("system")


def visit_of(action: ActionId) -> VisitId:
    """The visit this action opens."""
    return VisitId(str(uuid5(UUID(action), "visit")))


def ticket_of(action: ActionId, clinic: ClinicCode, moved: TicketId | None = None) -> TicketId:
    """The ticket this action issues at *clinic*; *moved* tells apart many moved at once."""
    suffix = f":{moved}" if moved else ""
    return TicketId(str(uuid5(UUID(action), f"ticket:{clinic}{suffix}")))


def patient_of(action: ActionId) -> PatientId:
    """The patient this action makes known for the first time."""
    return PatientId(str(uuid5(UUID(action), "patient")))


def note_of(action: ActionId) -> NoteId:
    """The free text this action carries; the text itself never enters the log."""
    return NoteId(str(uuid5(UUID(action), "note")))


def mint_action_id(at: datetime, random: bytes) -> ActionId:
    """A UUIDv7 (RFC 9562) for *at* from ten *random* bytes."""
    millis = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    tail = int.from_bytes(random[:10], "big")
    value = millis << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | tail & ((1 << 62) - 1)
    return ActionId(str(UUID(int=value)))


def minted_millis(action: ActionId) -> int:
    """Milliseconds since 1970 in a UUIDv7; ValueError when it is not one."""
    value = UUID(action)
    if value.version != 7:
        raise ValueError("not a UUIDv7")
    return value.int >> 80
