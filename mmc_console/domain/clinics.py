"""A clinic's and a room's part of the state; what they are is data (`centre`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode, DeskLetter, UserId

NOBODY = DeskLetter("")
"""Holds a room that was left, where somebody who had lost it before may not know."""
ClinicState = Literal["open", "paused", "closed"]
ClinicReason = Literal["break", "prayer", "doctor-absent", "maintenance", "emergency", "other"]


class ClinicDay(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether a clinic is open on a service day; another day starts open again."""

    code: ClinicCode
    day: date
    state: ClinicState = "open"
    reason: ClinicReason | None = None
    since: datetime | None = None
    until: datetime | None = None
    turns: tuple[bool, ...] = ()
    """The last calls while ordinary patients waited, oldest first; True = a priority one."""


class RoomHold(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which console works in a room, and since which place in the log."""

    clinic: ClinicCode
    no: int
    desk: DeskLetter
    user: UserId
    at: datetime
    seq: int
    former: tuple[tuple[DeskLetter, int], ...] = ()
    """Who held it before, each with the log position of losing it: what they call without knowing is a conflict."""
