"""Asks the server for the chosen report, keeps the last answer, and sees to its files. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from mmc_console.desktop.admin.days import DaysFault, days_fault
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.admin.reports.contract import BY_TIME, FileKind, Lines, Period, State, View, name_of_file
from mmc_console.desktop.tickets.facts import Option
from mmc_console.wire.reports import DAYS_AT_MOST, ReportAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH: Final = "/reports/range"
PATIENCE: Final = 120.0
FRESH: Final = timedelta(minutes=1)
"""Whoever comes back to the page later than this sees new numbers."""
LINES_AT_MOST: Final = 400
"""More days than this are told by week: nobody reads them, and painting them would be felt."""
_DAY: Final = timedelta(days=1)


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start, language: Callable[[], str]) -> None:
        super().__init__(gateway, view, start, State())
        self._language = language

    async def ask(self) -> dict[str, Any]:
        return {"found": await self._gateway.admin.get(PATH, ReportAnswer, patience=PATIENCE, **self._query())}

    @property
    def fresh(self) -> bool:
        got = self._state.as_of
        return got is not None and self._gateway.now() - got <= FRESH and self._state.fault is None

    def grown(self, state: State) -> dict[str, Any]:
        return self._names()

    # ------------------------------------------------------------------ intents
    def show_period(self, period: Period) -> None:
        state, today = self._state, self._gateway.today()
        typed = {}
        if period == "custom":
            first, last = days_of(state, today) if state.period != "custom" else (today, today)
            typed = {} if state.first else {"first": str(first), "last": str(last)}
        lines: Lines = state.lines
        if period == "year" and lines in ("day", "week"):
            lines = "month"
        self._show(period=period, lines=lines, days_fault="", **typed)
        self._anew()

    def type_day(self, which: Literal["first", "last"], text: str) -> None:
        self._show(**{which: text.strip()}, days_fault="")

    def show_days(self) -> None:
        fault = self._fault
        self._show(days_fault=fault)
        if not fault:
            self._anew()

    def show_lines(self, lines: Lines) -> None:
        self._show(lines=lines)
        self._anew()

    def only_clinic(self, clinic: str) -> None:
        self._show(clinic=clinic)
        self._anew()

    def save(self, kind: FileKind) -> None:
        if self._state.may_save:
            self._start("save-report", self._save(kind))

    def save_text(self, name: str, text: str) -> None:
        self._start("save-report", self._save_text(f"{name}-{self._gateway.today().isoformat()}.csv", text))

    def print(self) -> None:
        if self._state.found is not None:
            self._view.print(self._state.found)

    # ------------------------------------------------------------------ inside
    async def _save(self, kind: FileKind) -> None:
        """CSV and xlsx come from the server, of the days that are shown; the PDF is drawn here, of what is shown."""
        found = self._state.found
        if found is None:
            return

        async def write(file: Path) -> None:
            self._show(saving=True)
            file = file if file.suffix else file.with_suffix(f".{kind}")
            try:
                if kind == "pdf":
                    await asyncio.to_thread(self._view.pdf(found), file)
                else:
                    await self._download(found, file, kind)
            finally:
                self._show(saving=False)

        await self._save_as(name_of_file(found, kind), write)

    async def _download(self, found: ReportAnswer, file: Path, kind: str) -> None:
        query: dict[str, Any] = {
            "from": str(found.first), "to": str(found.last), "by": found.by, "group": found.group,
            "clinic": found.clinic or None, "format": kind, "language": self._language(),
        }  # fmt: skip
        await self._gateway.admin.download(PATH, file, **query)

    @property
    def _fault(self) -> DaysFault:
        return days_fault(self._state.first, self._state.last, self._gateway.today(), DAYS_AT_MOST)

    def _anew(self) -> None:
        first, last = days_of(self._state, self._gateway.today())
        if self._state.lines == "day" and (last - first).days >= LINES_AT_MOST:
            self._show(lines="week")
        if self._state.period != "custom" or not self._fault:
            self.refresh()

    def _query(self) -> dict[str, Any]:
        state = self._state
        first, last = days_of(state, self._gateway.today())
        lines = {"by": state.lines} if state.lines in BY_TIME else {"group": state.lines}
        return {"from": str(first), "to": str(last), "clinic": state.clinic or None, "compare": "1", **lines}

    def _names(self) -> dict[str, Any]:
        if not self._gateway.ready:
            return {}
        center = self._gateway.state.center
        return {
            "clinics": tuple(Option(clinic.code, clinic.name) for clinic in center.clinics),
            "exams": tuple(Option(exam.code, exam.name) for exam in center.exam_types),
            "rooms": tuple((str(c.code), room.no, room.name) for c in center.clinics for room in c.rooms),
        }


def days_of(state: State, today: date) -> tuple[date, date]:
    """The chosen days. Weeks begin on Sunday, as the server's do; none of them goes beyond today."""
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    month = today.replace(day=1)
    match state.period:
        case "today":
            return today, today
        case "yesterday":
            return today - _DAY, today - _DAY
        case "week":
            return sunday, today
        case "last-week":
            return sunday - 7 * _DAY, sunday - _DAY
        case "month":
            return month, today
        case "last-month":
            end = month - _DAY
            return end.replace(day=1), end
        case "year":
            return today.replace(month=1, day=1), today
        case _:
            try:
                return date.fromisoformat(state.first), date.fromisoformat(state.last)
            except ValueError:
                return today, today
