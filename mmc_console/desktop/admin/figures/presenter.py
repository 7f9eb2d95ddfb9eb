"""Asks the server for figures while the page is seen, and keeps the last answer with its age. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from mmc_console.client.errors import ClientError, NotSignedIn, ProblemAnswer, ServerBusy, Unreachable, WireFault
from mmc_console.desktop.admin.figures.contract import Column, DaysFault, Fault, Range, Start, State, View
from mmc_console.desktop.tickets.facts import Option
from mmc_console.wire.figures import ClinicFigures, MetricsAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

EVERY: Final = 15.0
"""Seconds between two questions while the page is seen."""
AGAIN: Final = 3.0
"""Seconds between two looks at the age of what is shown, and at a line that was lost."""
SELDOM: Final = 300.0
"""The same for several days: they hardly change, and a month costs the server two seconds."""
OLD: Final = timedelta(seconds=30)
DAYS_AT_MOST: Final = 400


class Presenter:
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        self._gateway, self._view, self._start = gateway, view, start
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
        """Ask again in its time, as long as somebody looks."""
        while True:
            try:
                async with asyncio.timeout(EVERY if self._state.range == "today" else SELDOM):
                    await self._wanted.wait()
            except TimeoutError:
                pass  # its time has come
            self._wanted.clear()
            if self._seen and not self._state.paused:
                await self.look()

    async def tick(self) -> None:
        """Figures grow old while nobody answers."""
        while True:
            await asyncio.sleep(AGAIN)
            if self._seen:
                lost = self._state.offline
                self._grow_old()
                if lost and not self._state.offline:
                    self._wanted.set()  # the line is there again: no need to wait for the next turn

    async def look(self) -> None:
        """Ask once. An answer to an older question is dropped."""
        self._asked += 1
        mine = self._asked
        if self._gateway.admin.offline:
            self._show(offline=True, asking=False, clinics=self._clinics())
            return
        self._show(asking=True, offline=False, clinics=self._clinics())
        try:
            found = await self._gateway.admin.get("/metrics", MetricsAnswer, **self._query())  # type: ignore[arg-type]  # `from` is no name
        except ClientError as fault:
            if mine == self._asked:
                offline = isinstance(fault, Unreachable)
                self._show(asking=False, offline=offline, fault=None if offline else _fault_of(fault))
            return
        if mine == self._asked:
            self._show(
                found=found, rows=_sorted(found.clinics, self._state.order, self._state.clinics, down=self._state.down),
                got_at=self._gateway.now(), old=False, asking=False, offline=False, fault=None,
            )  # fmt: skip

    # ------------------------------------------------------------------ intents
    def come_in(self) -> None:
        self._seen = True
        user = self._gateway.user
        self._show(clinics=self._clinics(), admin=user is not None and "admin" in user.roles)
        self._grow_old()
        self._wanted.set()

    def go_away(self) -> None:
        self._seen = False

    def show_range(self, range: Range) -> None:
        if range == "custom":
            today = self._today()
            typed = {} if self._state.first else {"first": str(today - timedelta(days=6)), "last": str(today)}
            self._show(range=range, days_fault="", **typed)
        else:
            self._show(range=range, days_fault="")
        self._anew()

    def type_day(self, which: Literal["first", "last"], text: str) -> None:
        self._show(**{which: text.strip()}, days_fault="")

    def show_days(self) -> None:
        fault = _days_fault(self._state.first, self._state.last, self._today())
        self._show(days_fault=fault)
        if not fault:
            self._anew()

    def only_clinic(self, clinic: str) -> None:
        self._show(clinic=clinic)
        self._anew()

    def refresh(self) -> None:
        self._anew()

    def open_scraper(self) -> None:
        if self._state.admin:
            self._start("scraper-box", self._view.show_scraper(self._gateway, self._start))

    def select(self, clinic: str) -> None:
        if clinic != self._state.selected:
            self._show(selected=clinic)
            if not clinic:
                self._wanted.set()

    def sort(self, column: Column) -> None:
        down = not self._state.down if column == self._state.order else column != "clinic"
        found = self._state.found
        rows = _sorted(found.clinics, column, self._state.clinics, down=down) if found else ()
        self._show(order=column, down=down, rows=rows)

    def save(self, name: str, text: str) -> None:
        self._start("save-figures", self._save(name, text))

    # ------------------------------------------------------------------ inside
    async def _save(self, name: str, text: str) -> None:
        file = await self._view.choose_file(f"{name}-{self._gateway.today().isoformat()}.csv")
        if file is None:
            return
        try:
            await asyncio.to_thread(file.write_text, text, encoding="utf-8", newline="")
        except OSError:
            self._view.saved(None)
        else:
            self._view.saved(file)

    def _anew(self) -> None:
        self._show(selected="")
        self._wanted.set()

    def _query(self) -> dict[str, str | None]:
        state, today = self._state, self._today()
        clinic = state.clinic or None
        match state.range:
            case "today":
                return {"clinic": clinic}
            case "week":
                return {"clinic": clinic, "from": str(today - timedelta(days=6)), "to": str(today)}
            case "month":
                return {"clinic": clinic, "from": str(today - timedelta(days=29)), "to": str(today)}
            case _:
                return {"clinic": clinic, "from": state.first, "to": state.last}

    def _today(self) -> date:
        return self._gateway.today()

    def _clinics(self) -> tuple[Option, ...]:
        if not self._gateway.ready:
            return ()
        return tuple(Option(clinic.code, clinic.name) for clinic in self._gateway.state.center.clinics)

    def _grow_old(self) -> None:
        got = self._state.got_at
        self._show(
            old=got is not None and self._gateway.now() - got > self._patience,
            offline=self._gateway.admin.offline,
        )

    @property
    def _patience(self) -> timedelta:
        """How old an answer may be before its age must be seen."""
        return OLD if self._state.range == "today" else OLD + timedelta(seconds=SELDOM)

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def _fault_of(fault: ClientError) -> Fault:
    match fault:
        case ProblemAnswer():
            return Fault(fault.code, fault.problem.params)
        case ServerBusy():
            return Fault("too-many-requests" if fault.limited else "busy")
        case NotSignedIn():
            return Fault("not-authenticated")
        case WireFault():
            return Fault("invalid")
        case _:
            return Fault("unavailable")


def _days_fault(first: str, last: str, today: date) -> DaysFault:
    try:
        begin, end = _day(first), _day(last)
    except ValueError:
        return "form"
    if begin > end:
        return "order"
    if end > today:
        return "future"
    return "long" if (end - begin).days >= DAYS_AT_MOST else ""


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # Python takes other ways of writing too
        raise ValueError(text)
    return day


def _sorted(
    rows: Iterable[ClinicFigures], column: Column, clinics: tuple[Option, ...], *, down: bool
) -> tuple[ClinicFigures, ...]:
    """The clinics by this column; equal ones, and all by name, stand as the centre lists them."""
    place = {option.key: i for i, option in enumerate(clinics)}
    standing = sorted(rows, key=lambda each: place.get(each.clinic, len(place)))
    if column == "clinic":
        return tuple(reversed(standing) if down else standing)
    return tuple(sorted(standing, key=lambda each: _measure(each, column), reverse=down))


def _measure(each: ClinicFigures, column: Column) -> float:
    match column:
        case "waiting":
            return each.waiting
        case "in_room":
            return each.called + each.in_service
        case "wait":
            return each.wait.p50
        case "longest":
            return each.longest.seconds if each.longest else 0
        case "served":
            return each.served
        case "no_shows":
            return each.no_shows
        case _:
            return each.throughput or 0
