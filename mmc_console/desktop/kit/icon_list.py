"""Which icons turn around in a right-to-left window. Direction turns, objects do not.

Every icon named in code stands in exactly one of the two lists; a test reads the code and checks.
"""

from __future__ import annotations

from typing import Final

MIRRORED: Final = frozenset({
    "arrow-back-up", "arrow-right", "chevron-left", "chevron-right", "door-exit", "login", "logout",
    "route", "speakerphone", "transfer", "volume",
})  # fmt: skip

NEVER_MIRRORED: Final = frozenset({
    "activity", "alert-circle", "alert-octagon", "alert-triangle", "backspace", "barcode", "bell", "bone", "brain",
    "building-hospital", "calendar", "chart-bar", "check", "chevron-down", "circle-check", "circle-dashed", "clock",
    "cloud-check", "cloud-exclamation", "cloud-off", "cloud-up", "copy", "database-export", "dental",
    "device-desktop", "device-tv", "door", "dots", "ear", "eye", "eye-off", "file-text", "filter", "git-merge",
    "hand-stop", "heart-rate-monitor", "history", "hourglass", "id", "info-circle", "keyboard",
    "language", "lock", "microscope", "moon", "pencil", "player-pause", "player-play", "plus", "printer",
    "radioactive", "refresh", "restore", "rotate-2", "search", "server", "settings", "shield-check",
    "star", "star-filled", "stethoscope", "sun", "ticket", "trash", "user", "user-check", "user-cog",
    "user-x", "users", "users-group", "vaccine", "woman", "x",
})  # fmt: skip


def mirrors(name: str) -> bool:
    """Whether *name* is drawn turned around where reading starts at the right."""
    if name in MIRRORED:
        return True
    if name in NEVER_MIRRORED:
        return False
    raise KeyError(f"icon {name!r} is in neither list of icon_list.py")
