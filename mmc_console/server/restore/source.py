"""What a restore starts from: a backup that was verified, laid out as a database file, with the log shipped after it.

Whoever keeps backups offers them as a `Source`; a restore knows no format and no store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database

Target = int | datetime | None
"""How far: a position of the log, a moment, or (None) exactly what the backup holds."""


@dataclass(frozen=True)
class Laid:
    """A database file in a scratch place, and the keys that open it and what is in it."""

    file: Path
    keys: Keys
    reached: int = 0
    """The highest position of that history that the source has heard of, also beyond what was asked for."""


class Source(Protocol):
    """Where backups come from."""

    def lay(self, backup: str, to: Target, into: Path) -> Laid:
        """Verify *backup* and lay it out in the folder *into*, with what was shipped after it up to *to*.

        RestoreFault: it is unknown, damaged, cut, foreign or newer, or does not reach *to*.
        """
        ...


Safety = Callable[[Database], str]
"""Takes a safety backup of this database, verified; its id."""
