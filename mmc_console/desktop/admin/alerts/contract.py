"""Alerts and logs: everything the page can show, and everything a person can ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from mmc_console.desktop.admin.page_presenter import Asked, FileWindow, Seen
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.alerts import Alert, Incident, IncidentRow
from mmc_console.wire.logs import FoundLine

Tab = Literal["alerts", "incidents", "logs"]
TABS: tuple[Tab, ...] = ("alerts", "incidents", "logs")
Question = Literal["acknowledge", "incident", "note", "cause", "follow-up"]
"""What a person is asked to type."""
Export = Literal["md", "html", "json", "log"]
Least = Literal["info", "warning", "error"]
LEAST: tuple[Least, ...] = ("info", "warning", "error")
Span = Literal["hour", "day", "week", "all"]
SPANS: tuple[Span, ...] = ("hour", "day", "week", "all")
Origin = Literal["all", "server", "console"]
ORIGINS: tuple[Origin, ...] = ("all", "server", "console")
LINES_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines of the log are wanted."""

    least: Least = "info"
    span: Span = "day"
    origin: Origin = "all"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Logs:
    """The lines, newest first. `older`: there is more before them; `held`: came while the list stood still."""

    filter: Filter = field(default_factory=Filter)
    lines: tuple[FoundLine, ...] = ()
    older: str = ""
    searched_to: datetime | None = None
    searching: bool = False
    ready: bool = False
    following: bool = True
    held: int = 0
    selected: str = ""


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page."""

    tab: Tab = "alerts"
    full: bool = False
    """An administrator; others have the alerts only."""
    now: datetime | None = None
    reading: Message | None = None
    """Why the log does not come."""
    kept: bool = True
    open: tuple[Alert, ...] = ()
    closed: tuple[Alert, ...] = ()
    alert: str = ""
    incidents: tuple[IncidentRow, ...] | None = None
    incident: Incident | None = None
    follow_up: str = ""
    logs: Logs = field(default_factory=Logs)
    busy: bool = False

    @property
    def chosen(self) -> Alert | None:
        """The alert the keys mean."""
        return next((each for each in (*self.open, *self.closed) if each.id == self.alert), None)

    @property
    def line(self) -> FoundLine | None:
        """The line the keys mean."""
        return next((each for each in self.logs.lines if each.id == self.logs.selected), None)

    @property
    def may_change(self) -> bool:
        """Whether anything can be asked of the server now."""
        return self.offline is None and not self.busy

    @property
    def trouble(self) -> Message | None:
        """The log has its own line to the server."""
        return self.reading if self.tab == "logs" and self.offline is None else self.offline or self.fault


class View(FileWindow[State], Protocol):
    """What the presenter may ask of the window."""

    async def ask_text(self, question: Question, given: str = "") -> str | None:
        """What the person types; None when they turn away."""

    def copy(self, text: str) -> None:
        """Put *text* into the clipboard."""

    def show_line(self, line: FoundLine) -> None:
        """All of one line of the log."""


class Intents(Seen, Protocol):
    """What a person can do."""

    def show_tab(self, tab: Tab) -> None: ...
    def select_alert(self, id: str) -> None: ...
    def acknowledge(self) -> None: ...
    def snooze(self, minutes: int) -> None: ...
    def make_incident(self) -> None: ...
    def select_incident(self, id: str) -> None: ...
    def move_incident(self, state: str) -> None: ...
    def add_note(self) -> None: ...
    def write_cause(self) -> None: ...
    def add_follow_up(self) -> None: ...
    def select_follow_up(self, id: str) -> None: ...
    def toggle_follow_up(self) -> None: ...
    def export(self, kind: str) -> None: ...
    def choose_least(self, key: str) -> None: ...
    def choose_span(self, key: str) -> None: ...
    def choose_origin(self, key: str) -> None: ...
    def search(self, text: str) -> None: ...
    def toggle_following(self) -> None: ...
    def read_older(self) -> None: ...
    def select_line(self, id: str) -> None: ...
    def open_line(self) -> None: ...
    def copy_line(self) -> None: ...
    def related(self) -> None: ...
