"""The page of reports: everything it can show, and everything a supervisor can ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from mmc_console.desktop.admin.days import DaysFault, DaysIntents
from mmc_console.desktop.admin.page_presenter import Asked, FileWindow, Seen
from mmc_console.desktop.tickets.facts import Option
from mmc_console.wire.reports import ReportAnswer

Period = Literal["today", "yesterday", "week", "last-week", "month", "last-month", "year", "custom"]
PERIODS: tuple[Period, ...] = (
    "today", "yesterday", "week", "last-week", "month", "last-month", "year", "custom",
)  # fmt: skip
Lines = Literal["day", "week", "month", "clinic", "exam", "room", "hour"]
LINES: tuple[Lines, ...] = ("day", "week", "month", "clinic", "exam", "room", "hour")
BY_TIME: tuple[Lines, ...] = ("day", "week", "month")
FileKind = Literal["csv", "xlsx", "pdf"]


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page. `found` is the last answer."""

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
    saving: bool = False

    @property
    def may_save(self) -> bool:
        """Whether there is something to put into a file or on paper."""
        return self.found is not None and not self.saving


class View(FileWindow[State], Protocol):
    """What the presenter may ask of the window."""

    def pdf(self, found: ReportAnswer) -> Callable[[Path], None]:
        """What writes the report into a PDF; it may run in a thread. OSError."""

    def print(self, found: ReportAnswer) -> None:
        """Ask for a printer and put the report on it."""


class Intents(Seen, DaysIntents, Protocol):
    """What the supervisor can do."""

    def show_period(self, period: Period) -> None:
        """These days."""

    def show_lines(self, lines: Lines) -> None:
        """One line for each of these."""

    def only_clinic(self, clinic: str) -> None:
        """One clinic; empty: all."""

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
