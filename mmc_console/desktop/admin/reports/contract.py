"""The page of reports: everything it can show, and everything a supervisor can ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.wire.reports import ReportAnswer

Period = Literal["today", "yesterday", "week", "last-week", "month", "last-month", "year", "custom"]
PERIODS: tuple[Period, ...] = (
    "today", "yesterday", "week", "last-week", "month", "last-month", "year", "custom",
)  # fmt: skip
Lines = Literal["day", "week", "month", "clinic", "exam", "room", "hour"]
LINES: tuple[Lines, ...] = ("day", "week", "month", "clinic", "exam", "room", "hour")
BY_TIME: tuple[Lines, ...] = ("day", "week", "month")
FileKind = Literal["csv", "xlsx", "pdf"]
DaysFault = Literal["", "form", "order", "future", "long", "early"]


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page. `found` is the last answer, `got_at` when it came."""

    period: Period = "today"
    lines: Lines = "clinic"
    clinic: str = ""
    first: str = ""
    last: str = ""
    """The days as typed, for days of one's own."""
    days_fault: DaysFault = ""
    clinics: tuple[Option, ...] = ()
    exams: tuple[Option, ...] = ()
    rooms: tuple[tuple[str, int, str], ...] = ()
    """Clinic, number, what stands on the door."""
    found: ReportAnswer | None = None
    asking: bool = False
    slow: bool = False
    """It takes longer than people wait without a word."""
    offline: bool = False
    fault: Message | None = None
    saving: bool = False
    got_at: datetime | None = None

    @property
    def may_save(self) -> bool:
        """Whether there is something to put into a file or on paper."""
        return self.found is not None and not self.saving


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    async def choose_file(self, name: str) -> Path | None:
        """Where to save; None: nowhere."""

    def saved(self, file: Path | None, fault: Message | None = None) -> None:
        """Say that the file is there; None: that it could not be written, or what the server said."""

    def pdf(self, found: ReportAnswer) -> Callable[[Path], None]:
        """What writes the report into a PDF; it may run in a thread. OSError."""

    def print(self, found: ReportAnswer) -> None:
        """Ask for a printer and put the report on it."""


class Intents(Protocol):
    """What the supervisor can do."""

    def come_in(self) -> None:
        """The page is seen."""

    def go_away(self) -> None:
        """The page is not seen."""

    def show_period(self, period: Period) -> None:
        """These days."""

    def type_day(self, which: Literal["first", "last"], text: str) -> None:
        """One of the two days of one's own."""

    def show_days(self) -> None:
        """The typed days."""

    def show_lines(self, lines: Lines) -> None:
        """One line for each of these."""

    def only_clinic(self, clinic: str) -> None:
        """One clinic; empty: all."""

    def refresh(self) -> None:
        """Ask again, now."""

    def save(self, kind: FileKind) -> None:
        """Put what is shown into a file."""

    def save_text(self, name: str, text: str) -> None:
        """Offer the numbers behind a plot as a file."""

    def print(self) -> None:
        """Put what is shown on paper."""


def name_of_file(found: ReportAnswer, kind: FileKind) -> str:
    """A name that says the days and nobody."""
    days = f"{found.first}" if found.first == found.last else f"{found.first}-{found.last}"
    return f"report-{days}-{found.group or found.by}.{kind}"
