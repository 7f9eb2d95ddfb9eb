"""What those who hand things to plugins work with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mmc_console.domain.centre import Center
from mmc_console.server.alerts.outbox import Outbox
from mmc_console.server.clock import Clock
from mmc_console.server.people import People
from mmc_console.server.plugins.process import BEGIN_SECONDS, CALL_SECONDS
from mmc_console.server.store.engine import Database

FIRST_RETRY: Final = 2.0
FAULTS_AT_MOST: Final = 5
"""After so many faults of the plugin over the same thing it is passed over."""


@dataclass(frozen=True)
class Parts:
    """The services of the server, and the limits."""

    database: Database
    people: People
    clock: Clock
    center: Callable[[], Center]
    folder: Path
    """Each plugin has a folder of its own in it, where its process works."""
    begin_seconds: float = BEGIN_SECONDS
    call_seconds: float = CALL_SECONDS
    first_retry: float = FIRST_RETRY
    alerts: Outbox = field(default_factory=Outbox)
    """News of alerts, which do not come out of the database."""
    reading: threading.Lock = field(default_factory=threading.Lock)
    """One plugin's thread reads at a time: the connections are there for people."""
