"""The schedule as it is typed: what can be wrong with it, and how it travels. No Qt."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final, get_args

from mmc_console.desktop.admin.backups.contract import Schedule, SchedulePart
from mmc_console.desktop.tickets.facts import Message

PARTS: Final[tuple[SchedulePart, ...]] = get_args(SchedulePart)
LIMITS: Final[dict[SchedulePart, tuple[int, int]]] = {
    "every_hours": (1, 24), "keep_days": (1, 3650), "keep_log_days": (1, 30),
}  # fmt: skip
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


def faults_in(schedule: Schedule) -> dict[SchedulePart, Message]:
    """What is wrong with it, part by part, in the order they stand."""
    faults: dict[SchedulePart, Message] = {}
    for part in PARTS:
        text = getattr(schedule, part)
        if part in LIMITS:
            least, most = LIMITS[part]
            if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
                faults[part] = Message("number-between", {"min": least, "max": most})
        elif part == "test_at":
            if _TIME.fullmatch(text) is None:
                faults[part] = Message("time-wanted")
        elif text and not is_absolute(text):
            faults[part] = Message("folder-whole")
    if schedule.folder and schedule.folder == schedule.second:
        faults["second"] = Message("folder-same")
    return faults


def sent(schedule: Schedule, part: SchedulePart) -> Any:
    """One part as the server takes it."""
    text: str = getattr(schedule, part)
    if part in LIMITS:
        return int(text)
    return text.zfill(5) if part == "test_at" else text


def schedule_of(fields: dict[str, Any]) -> Schedule:
    """The settings as the form shows them; what the server does not tell is as it is by default."""
    return Schedule(**{part: str(fields[part]) for part in PARTS if fields.get(part) is not None})


def is_absolute(text: str) -> bool:
    """Whether *text* names a folder wholly, on whichever system the server runs."""
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()
