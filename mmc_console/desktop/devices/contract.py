"""The devices of a desk: everything the dialog can show, and everything a person can ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mmc_console.desktop.paper.choice import PrinterChoice
from mmc_console.desktop.printing import Paper, PrinterCode, PrinterState

Fault = Literal["", "address", "device", "folder", "not-chosen"]
Test = Literal["", "running", "printed", "failed"]


@dataclass(frozen=True, slots=True)
class Read:
    """What a scanner has typed in the test."""

    text: str
    mean_ms: int
    by_place: bool
    ended_by: str
    ticket: bool


@dataclass(frozen=True, slots=True)
class State:
    """Everything in the dialog. `choice` is what is being chosen, `printer` how the desk's printer stands."""

    choice: PrinterChoice = field(default_factory=PrinterChoice)
    systems: tuple[str, ...] = ()
    """The printers the system knows."""
    printer: PrinterState = field(default_factory=PrinterState)
    fault: Fault = ""
    test: Test = ""
    trouble: PrinterCode = "unknown"
    read: Read | None = None
    may_change: bool = True


class View(Protocol):
    """What the presenter may ask of the dialog."""

    def render(self, state: State) -> None:
        """Paint *state*."""


class Intents(Protocol):
    """What a person can do."""

    def choose_kind(self, kind: str) -> None: ...
    def edit_target(self, text: str) -> None: ...
    def choose_width(self, width: str) -> None: ...
    def choose_baud(self, baud: str) -> None: ...
    def choose_named(self, named: str) -> None: ...
    def print_test(self) -> None: ...


class Desk(Protocol):
    """The desk's printer."""

    @property
    def choice(self) -> PrinterChoice: ...
    @property
    def state(self) -> PrinterState: ...
    def on_change(self, watcher: Callable[[], None]) -> Callable[[], None]: ...
    def choose(self, choice: PrinterChoice) -> None: ...
    async def systems(self) -> tuple[str, ...]: ...
    async def test(self, choice: PrinterChoice, paper: Paper) -> None: ...
