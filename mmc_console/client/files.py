"""Small JSON files in a profile, replaced whole or not at all. Never anything about a person."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import TypeVar, cast

from mmc_console.client.errors import StoreFault, StoreLost
from mmc_console.client.store.engine import named

log = logging.getLogger(__name__)

T = TypeVar("T")
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def read(path: Path) -> dict[str, Plain]:
    """What the file says; an absent or damaged one says nothing."""
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    except OSError as fault:
        raise StoreLost(str(fault)) from fault
    return cast("dict[str, Plain]", found) if isinstance(found, dict) else {}


def write(path: Path, told: dict[str, Plain]) -> None:
    """Replace the file, flushed. StoreFull or StoreLost leave the old one."""
    spare = path.with_name(path.name + ".new")
    with named():
        with spare.open("w", encoding="utf-8") as handle:
            json.dump(told, handle, ensure_ascii=False, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        spare.replace(path)


class Settings:
    """What this PC remembers of a person's choices: language, theme, geometry, the last place. In the clear.

    A disk that takes nothing stops nobody: until there is room again a choice stands as long as the program runs.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._values = read(path) if path else {}
        self._unwritten: dict[str, Plain] = {}

    def get(self, key: str, default: T) -> T:
        """The value kept under *key*, if it is of the default's kind; else *default*."""
        found = self._values.get(key, default)
        return cast("T", found) if default is None or isinstance(found, type(default)) else default

    def set(self, key: str, value: Plain) -> None:
        """Keep *value*; None forgets it."""
        try:
            kept = read(self._path) if self._path is not None else self._values
        except StoreFault:
            kept = self._values
        values = {**kept, **self._unwritten, key: value}  # the first window remembers too, before the gateway and after
        self._values = {name: value for name, value in values.items() if value is not None}
        if self._path is None or self._values == kept:
            return
        try:
            write(self._path, self._values)
        except StoreFault as fault:
            self._unwritten[key] = value
            log.warning("what this PC remembers could not be written: %s", fault.code)
        else:
            self._unwritten = {}
