"""The schedule as it is typed: what can be wrong with it, and what each part is called by the server. No Qt."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from mmc_console.desktop.admin.backups.contract import Schedule, SchedulePart
from mmc_console.desktop.tickets.facts import Message

part_of: Final[dict[SchedulePart, str]] = {
    "every_hours": "every_hours", "keep_days": "keep_days", "keep_months": "keep_months", "folder": "folder",
    "second": "second_folder", "test_hour": "test_hour",
}  # fmt: skip
"""Part of the form → field of the server's settings."""
LIMITS: Final[dict[SchedulePart, tuple[int, int]]] = {
    "every_hours": (1, 24), "keep_days": (1, 365), "keep_months": (0, 120), "test_hour": (0, 23),
}  # fmt: skip


def faults_in(schedule: Schedule) -> dict[SchedulePart, Message]:
    """What is wrong with it, part by part, in the order they stand."""
    faults: dict[SchedulePart, Message] = {}
    for part in part_of:
        text = getattr(schedule, part)
        if part in LIMITS:
            least, most = LIMITS[part]
            if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
                faults[part] = Message("number-between", {"min": least, "max": most})
        elif text and not is_absolute(text):
            faults[part] = Message("folder-whole")
    if schedule.folder and schedule.folder == schedule.second:
        faults["second"] = Message("folder-same")
    return faults


def is_absolute(text: str) -> bool:
    """Whether *text* names a folder wholly, on whichever system the server runs."""
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()
