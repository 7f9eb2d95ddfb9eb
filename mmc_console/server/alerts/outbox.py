"""What is to be sent out about alerts: kept in memory, and in the database as soon as that takes it.

A message has a key that stays the same whenever it comes again. Plugins' threads take from here, so that the alert
"the database is gone" leaves while it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from mmc_console.wire.alerts import Alert

LIVES: Final = timedelta(hours=6)
"""Older news of this sort helps nobody."""
Told = Literal["raised", "worse", "resolved"]


class Message(Struct, frozen=True):
    """One thing to tell: how this alert stood when it was found out."""

    key: str
    state: Told
    at: datetime
    alert: Alert


class Outbox:
    """The messages of one server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages: dict[str, Message] = {}
        self._unwritten: dict[str, Message] = {}
        self._woken: Callable[[], None] = lambda: None

    def wake_with(self, woken: Callable[[], None]) -> None:
        """Call this whenever there is something new."""
        self._woken = woken

    def load(self, messages: Collection[Message]) -> None:
        """Take up what was kept."""
        with self._lock:
            self._messages.update({message.key: message for message in messages})

    def put(self, alert: Alert, state: Told, now: datetime) -> None:
        """Send this out."""
        message = Message(f"alert-{alert.id}-{state}-{len(alert.history)}", state, now, alert)
        with self._lock:
            self._messages[message.key] = self._unwritten[message.key] = message
            for key in [key for key, each in self._messages.items() if now - each.at > LIVES]:
                del self._messages[key]
        self._woken()

    def waiting(self, settled: Collection[str]) -> list[Message]:
        """What is not among *settled*, oldest first."""
        with self._lock:
            return [message for key, message in self._messages.items() if key not in settled]

    def unwritten(self) -> list[Message]:
        """What the database does not hold yet."""
        with self._lock:
            return list(self._unwritten.values())

    def written(self, messages: Collection[Message]) -> None:
        """It holds these."""
        with self._lock:
            for message in messages:
                self._unwritten.pop(message.key, None)
