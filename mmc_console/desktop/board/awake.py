"""Keeps the screen on while a board shows: asks the system not to start its screen saver. Never blocks, never fails."""

from __future__ import annotations

import ctypes
import sys

_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x1, 0x2


class Awake:
    """The wish that the screen stays on; the system forgets it with this program."""

    def hold(self) -> None:
        """From now on. Asked again now and then: a screen saver started meanwhile does not know of it."""
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS | _SYSTEM | _DISPLAY)
        else:
            _ask_over_dbus()


def _ask_over_dbus() -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    for method in ("Inhibit", "SimulateUserActivity"):
        message = QDBusMessage.createMethodCall(
            "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", method
        )
        if method == "Inhibit":
            message.setArguments(["mmc-console", "waiting room"])
        bus.asyncCall(message)
