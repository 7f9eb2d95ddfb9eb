"""The box in which a file of people is looked at and taken in: everything it can show and be asked.

First passwords are in no state: they are handed to the view once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from mmc_console.desktop.admin.users.intake.reading import Line
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.centre import Center
from mmc_console.wire.admin import PasswordMade
from mmc_console.wire.imports import LineFault

Phase = Literal["choose", "reading", "preview", "adding", "done"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, with what is wrong with it."""

    line: Line
    faults: tuple[LineFault, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Everything in the box. `unsure`: the line broke, and nobody knows yet whether the people were added."""

    phase: Phase = "choose"
    file: str = ""
    encoding: str = ""
    entries: tuple[Entry, ...] = ()
    only_bad: bool = False
    chosen: str = ""
    done: int = 0
    total: int = 0
    added: int = 0
    unsure: bool = False
    kept: bool = False
    """Whether the first passwords were printed or saved."""
    trouble: Message | None = None
    told: Message | None = None
    center: Center | None = None

    @property
    def bad(self) -> int:
        """Lines with a fault."""
        return sum(bool(entry.faults) for entry in self.entries)

    @property
    def good(self) -> int:
        """Lines that can be added."""
        return len(self.entries) - self.bad

    @property
    def shown(self) -> tuple[Entry, ...]:
        """Those the filter lets through."""
        return tuple(entry for entry in self.entries if entry.faults or not self.only_bad)


class View(Protocol):
    """What the presenter may ask of the box."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    async def ask_source(self) -> Path | None:
        """Which file is to be read; None when the person turns away."""

    async def ask_target(self, name: str) -> Path | None:
        """Where a file is to be written."""

    def show_passwords(self, made: Sequence[PasswordMade]) -> None:
        """Put the first passwords into the list, until they are handed over."""

    async def print_passwords(self, made: Sequence[PasswordMade]) -> bool | None:
        """Print them, a slip each; whether the printer took it. None when the person turns away."""

    def template(self) -> list[list[str]]:
        """The headings, and below them how a line looks, in the present language."""

    def headings(self) -> list[str]:
        """Those of the file of first passwords."""


class Intents(Protocol):
    """What an administrator can do."""

    def choose(self) -> None: ...
    def save_template(self) -> None: ...
    def show_bad(self, *, only: bool) -> None: ...
    def select(self, key: str) -> None: ...
    def add(self) -> None: ...
    def stop(self) -> None: ...
    def save_passwords(self) -> None: ...
    def print_passwords(self) -> None: ...
    def hand_over(self) -> None: ...
