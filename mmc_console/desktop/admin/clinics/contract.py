"""The page of clinics and pathways: everything it can show, and everything an administrator can ask of it.

A form is a list of lines. Each line has one to three inputs whose places are those of the centre file, so that a fault
is shown exactly where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from mmc_console.desktop.admin.page_presenter import Asked, Seen, Window
from mmc_console.domain.centre_check import Fault
from mmc_console.wire.centre import CentreAnswer, CheckAnswer, HistoryAnswer, When

Tab = Literal["clinics", "exams", "centre", "history"]
TABS: tuple[Tab, ...] = ("clinics", "exams", "centre", "history")
LineKind = Literal["text", "choice", "switch", "days", "stage", "heading", "add"]
Busy = Literal["", "loading", "saving", "publishing"]
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Input:
    """One place to type: `place` as in the file; `part` says what is asked for, such as a language."""

    place: str
    text: str
    part: str = ""
    number: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form. `label` is a code for the words; `faults` are said below it."""

    kind: LineKind
    label: str
    place: str
    inputs: tuple[Input, ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[tuple[str, Names], ...] = ()
    faults: tuple[Fault, ...] = ()
    removable: bool = False
    movable: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One clinic or exam type in the list at the start."""

    code: str
    names: Names
    letter: str = ""
    rooms: str = ""
    stages: str = ""
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page."""

    tab: Tab = "clinics"
    listed: tuple[Listed, ...] = ()
    selected: str = ""
    form: tuple[Line, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    answer: CentreAnswer | None = None
    history: HistoryAnswer | None = None
    dirty: bool = False
    busy: Busy = ""
    query: str = ""

    @property
    def usable(self) -> bool:
        """Whether the server can be asked for something now."""
        return self.answer is not None and self.offline is None and not self.busy and not self.asking

    @property
    def has_draft(self) -> bool:
        """Whether there is anything to publish."""
        return self.dirty or (self.answer is not None and self.answer.draft is not None)


@dataclass(frozen=True, slots=True)
class Moment:
    """When to publish; `text` is what was typed as a moment."""

    when: When
    text: str = ""


class View(Window[State], Protocol):
    """What the presenter may ask of the window."""

    async def review(self, check: CheckAnswer, next_day: datetime, problem: str) -> Moment | None:
        """Show what it changes and means, and ask for the moment; None when the person turns away."""

    async def settle(self, by: str, at: str) -> Literal["mine", "theirs"] | None:
        """Somebody else has saved meanwhile: whose draft goes on."""

    async def ask_code(self, what: Tab, taken: tuple[str, ...]) -> str | None:
        """The code of something new."""

    async def choose_centre(self, *, save: bool) -> Path | None:
        """Where a centre file is, or is to be."""


class Intents(Seen, Protocol):
    """What an administrator can do."""

    def open(self, tab: Tab) -> None: ...
    def select(self, code: str) -> None: ...
    def edit(self, place: str, text: str) -> None: ...
    def pick(self, place: str, value: str) -> None: ...
    def toggle(self, place: str, value: str) -> None: ...
    def add(self, place: str) -> None: ...
    def remove(self, place: str) -> None: ...
    def move(self, place: str, by: int) -> None: ...
    def new(self) -> None: ...
    def save(self) -> None: ...
    def publish(self) -> None: ...
    def drop(self) -> None: ...
    def cancel_publication(self, id: int) -> None: ...
    def take_up(self, kind: str, which: int) -> None: ...
    def take_file(self) -> None: ...
    def give_file(self) -> None: ...
