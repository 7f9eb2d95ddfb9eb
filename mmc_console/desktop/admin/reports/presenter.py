"""Asks the server for the chosen report, keeps the last answer, and sees to its files. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from mmc_console.client.errors import ClientError, Unreachable
from mmc_console.desktop.admin.faults import message_of
from mmc_console.desktop.admin.reports.contract import (
    BY_TIME,
    DaysFault,
    FileKind,
    Lines,
    Period,
    State,
    View,
    name_of_file,
)
from mmc_console.desktop.tickets.facts import Option
from mmc_console.wire.reports import DAYS_AT_MOST, ReportAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH: Final = "/reports/range"
SLOW: Final = 2.0
"""Seconds after which a question that is still on its way says so."""
PATIENCE: Final = 120.0
AGAIN: Final = 3.0
"""Seconds between two looks at a line that was lost."""
FRESH: Final = timedelta(minutes=1)
"""Whoever comes back to the page later than this sees new numbers."""
LINES_AT_MOST: Final = 400
"""More days than this are told by week: nobody reads them, and painting them would be felt."""
_DAY: Final = timedelta(days=1)
Start = Callable[[str, Coroutine[Any, Any, None]], bool]


class Presenter:
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start, language: Callable[[], str]) -> None:
        self._gateway, self._view, self._start, self._language = gateway, view, start, language
        self._state = State()
        self._seen = False
        self._asked = 0
        self._wanted = asyncio.Event()

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    # ------------------------------------------------------------------ services
    async def follow(self) -> None:
        """Ask whenever somebody wants to know."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self.look()

    async def tick(self) -> None:
        """When the line is there again, nobody has to press anything."""
        while True:
            await asyncio.sleep(AGAIN)
            offline = self._gateway.admin.offline
            if self._seen and self._state.offline and not offline:
                self._wanted.set()
            elif self._seen and offline and not self._state.asking:
                self._show(offline=True)

    async def look(self) -> None:
        """Ask once. An answer to a question that was changed meanwhile is dropped."""
        self._asked += 1
        mine = self._asked
        if self._offline():
            self._show(offline=True, asking=False, slow=False)
            return
        self._show(asking=True, slow=False, offline=False, fault=None)
        async with asyncio.TaskGroup() as group:
            late = group.create_task(self._grow_slow(mine))
            found = await self._ask()
            late.cancel()
        if mine != self._asked:
            return
        if isinstance(found, ClientError):
            offline = isinstance(found, Unreachable) and self._offline()
            self._show(asking=False, slow=False, offline=offline, fault=None if offline else message_of(found))
        else:
            self._show(found=found, asking=False, slow=False, got_at=self._gateway.now())

    async def _ask(self) -> ReportAnswer | ClientError:
        try:
            return await self._gateway.admin.get(PATH, ReportAnswer, patience=PATIENCE, **self._query())
        except ClientError as fault:
            return fault

    def _offline(self) -> bool:
        return self._gateway.admin.offline

    async def _grow_slow(self, mine: int) -> None:
        await asyncio.sleep(SLOW)
        if mine == self._asked:
            self._show(slow=True)

    # ------------------------------------------------------------------ intents
    def come_in(self) -> None:
        self._seen = True
        self._show(**self._names())
        got = self._state.got_at
        if got is None or self._gateway.now() - got > FRESH or self._state.fault is not None:
            self._wanted.set()

    def go_away(self) -> None:
        self._seen = False

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
        fault = _days_fault(self._state.first, self._state.last, self._gateway.today())
        self._show(days_fault=fault)
        if not fault:
            self._anew()

    def show_lines(self, lines: Lines) -> None:
        self._show(lines=lines)
        self._anew()

    def only_clinic(self, clinic: str) -> None:
        self._show(clinic=clinic)
        self._anew()

    def refresh(self) -> None:
        self._anew()

    def save(self, kind: FileKind) -> None:
        if self._state.may_save:
            self._start("save-report", self._save(kind))

    def save_text(self, name: str, text: str) -> None:
        self._start("save-report", self._save_text(name, text))

    def print(self) -> None:
        if self._state.found is not None:
            self._view.print(self._state.found)

    # ------------------------------------------------------------------ inside
    async def _save(self, kind: FileKind) -> None:
        """CSV and xlsx come from the server, of the days that are shown; the PDF is drawn here, of what is shown."""
        found = self._state.found
        if found is None:
            return
        file = await self._view.choose_file(name_of_file(found, kind))
        if file is None:
            return
        file = file if file.suffix else file.with_suffix(f".{kind}")
        self._show(saving=True)
        try:
            if kind == "pdf":
                await asyncio.to_thread(self._view.pdf(found), file)
            else:
                await self._download(found, file, kind)
        except OSError:
            self._view.saved(None)
        except ClientError as fault:
            self._view.saved(None, message_of(fault))
        else:
            self._view.saved(file)
        finally:
            self._show(saving=False)

    async def _save_text(self, name: str, text: str) -> None:
        file = await self._view.choose_file(f"{name}-{self._gateway.today().isoformat()}.csv")
        if file is None:
            return
        try:
            await asyncio.to_thread(file.write_text, text, encoding="utf-8", newline="")
        except OSError:
            self._view.saved(None)
        else:
            self._view.saved(file)

    async def _download(self, found: ReportAnswer, file: Path, kind: str) -> None:
        query: dict[str, Any] = {
            "from": str(found.first), "to": str(found.last), "by": found.by, "group": found.group,
            "clinic": found.clinic or None, "format": kind, "language": self._language(),
        }  # fmt: skip
        await self._gateway.admin.download(PATH, file, **query)

    def _anew(self) -> None:
        self._asked += 1  # whatever is on its way answers another question
        first, last = days_of(self._state, self._gateway.today())
        if self._state.lines == "day" and (last - first).days >= LINES_AT_MOST:
            self._show(lines="week")
        if self._state.period != "custom" or not _days_fault(
            self._state.first, self._state.last, self._gateway.today()
        ):
            self._wanted.set()

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

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


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


def _days_fault(first: str, last: str, today: date) -> DaysFault:
    try:
        begin, end = _day(first), _day(last)
    except ValueError:
        return "form"
    if begin > end:
        return "order"
    if end > today:
        return "future"
    if begin.year < 2000:
        return "early"
    return "long" if (end - begin).days >= DAYS_AT_MOST else ""


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # Python takes other ways of writing too
        raise ValueError(text)
    return day
