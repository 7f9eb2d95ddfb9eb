"""Identities, each its own type, and how they are derived from actions.

Ids of visits, tickets and notes are derived from the action that makes them,
never drawn: a desk can name them before the server has answered, and a
repeated action makes the same ones again.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from typing import NewType
from uuid import UUID

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
PATIENT = UserId("patient")
"""Whoever leaves a clinic by its PIN: which person that is stands in the ticket."""
_UUID7 = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def derive(action: ActionId, name: str) -> str:
    """UUIDv5 (RFC 9562) of *name* in the namespace *action*; ValueError when that is no UUID.

    The same as `uuid.uuid5`, without building two UUID objects: it runs several times an action.
    """
    digest = sha1(bytes.fromhex(action.replace("-", "")) + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def visit_of(action: ActionId) -> VisitId:
    """The visit this action opens."""
    return VisitId(derive(action, "visit"))


def ticket_of(action: ActionId, clinic: ClinicCode, moved: TicketId | VisitId | None = None) -> TicketId:
    """The ticket this action issues at *clinic*; *moved* tells apart many at once: the ticket, or who had none."""
    return TicketId(derive(action, f"ticket:{clinic}:{moved}" if moved else f"ticket:{clinic}"))


def patient_of(action: ActionId) -> PatientId:
    """The patient this action makes known for the first time."""
    return PatientId(derive(action, "patient"))


def note_of(action: ActionId) -> NoteId:
    """The free text this action carries; the text itself never enters the log."""
    return NoteId(derive(action, "note"))


def mint_action_id(at: datetime, random: bytes) -> ActionId:
    """A UUIDv7 (RFC 9562) for *at* from ten *random* bytes."""
    millis = (at - _EPOCH) // timedelta(milliseconds=1) & ((1 << 48) - 1)
    tail = int.from_bytes(random[:10], "big")
    value = millis << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | tail & ((1 << 62) - 1)
    return ActionId(str(UUID(int=value)))


def minted_millis(action: ActionId) -> int:
    """Milliseconds since 1970 in a UUIDv7; ValueError when it is not one in its usual form."""
    if _UUID7.fullmatch(action) is None:
        raise ValueError("not a UUIDv7")
    return int(action[:8] + action[9:13], 16)
