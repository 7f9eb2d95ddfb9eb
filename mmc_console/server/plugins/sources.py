"""Where plugins come from: this package, the centre's own folder, installed packages. Finds them; runs none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mmc_console.wire.plugins import NAME

GROUP: Final = "mmc_console.plugins"
BUILTIN: Final = ("alarms", "messages", "webhook")
Origin = Literal["builtin", "folder", "installed"]


@dataclass(frozen=True, slots=True)
class Source:
    """One plugin that could be switched on."""

    name: str
    origin: Origin
    arguments: tuple[str, ...]
    """What its process is started with."""


def available(folder: Path) -> dict[str, Source]:
    """Every plugin by name. The same name twice: ours first, then the centre's folder."""
    found = {source.name: source for source in (*_installed(), *_in_folder(folder))}
    return found | {name: Source(name, "builtin", ("--builtin", name)) for name in BUILTIN}


def _in_folder(folder: Path) -> list[Source]:
    """Python files and packages that are named as plugins are."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        module = path.suffix == ".py" if path.is_file() else (path / "__init__.py").is_file()
        if module and NAME.fullmatch(path.stem):
            found.append(Source(path.stem, "folder", ("--file", str(path))))
    return found


def _installed() -> list[Source]:
    from importlib.metadata import entry_points  # late: it reads every installed package's list

    names = sorted({point.name for point in entry_points(group=GROUP) if NAME.fullmatch(point.name)})
    return [Source(name, "installed", ("--installed", name)) for name in names]
