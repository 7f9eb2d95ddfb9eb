"""What a restore starts from: a backup that was verified, laid out as a database file, with what was shipped after it.

Whoever keeps backups offers them as a `Source`; a restore knows no format and no store.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

Target = int | datetime | None
"""How far: a position of the log, a moment, or (None) exactly what the backup holds."""


@dataclass(frozen=True)
class Laid:
    """A database file in a scratch place, under the key that was asked for."""

    file: Path
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The keys that what is in it needs besides, by file name, as hex."""
    reached: int = 0
    """The highest position of that history the source has, also beyond what was asked for."""


class Source(Protocol):
    """Where backups come from."""

    def lay(self, backup: str, to: Target, into: Path, database_key: bytes) -> Laid:
        """Verify *backup* and lay it out in the folder *into*, with what was shipped after it up to *to*.

        RestoreFault: it is unknown, damaged, cut, foreign or newer, or does not reach *to*.
        """
        ...


Safety = Callable[[], Awaitable[str]]
"""Takes a safety backup of the present database, verified; its id, empty when none could be taken."""
