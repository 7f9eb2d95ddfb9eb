"""Small JSON files in a profile, replaced whole or not at all. Never anything about a person."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TypeVar, cast

from mmc_console.client.errors import StoreLost
from mmc_console.client.store.engine import named

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
    """What this PC remembers of a person's choices: language, theme, geometry, the last place. In the clear."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._values = read(path) if path else {}

    def get(self, key: str, default: T) -> T:
        """The value kept under *key*, if it is of the default's kind; else *default*."""
        found = self._values.get(key, default)
        return cast("T", found) if default is None or isinstance(found, type(default)) else default

    def set(self, key: str, value: Plain) -> None:
        """Keep *value*; None forgets it."""
        if self._path is not None:
            self._values = read(self._path)  # the first window remembers too, before the gateway is open and after
        if self._values.get(key) == value and (value is not None or key not in self._values):
            return
        values = {**self._values, key: value}
        if value is None:
            del values[key]
        self._keep(values)

    def _keep(self, values: dict[str, Plain]) -> None:
        if self._path is not None:
            write(self._path, values)
        self._values = values
