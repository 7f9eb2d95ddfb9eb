"""Asks the server for figures in their time, and keeps the rows in the chosen order. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from mmc_console.desktop.admin.days import days_fault
from mmc_console.desktop.admin.figures.contract import Column, Range, State, View
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.tickets.facts import Option
from mmc_console.wire.figures import ClinicFigures, MetricsAnswer

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

EVERY: Final = 15.0
"""Seconds between two questions while the page is seen."""
SELDOM: Final = 300.0
"""The same for several days: they hardly change."""
OLD: Final = timedelta(seconds=30)
DAYS_AT_MOST: Final = 400


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, view, start, State())

    @property
    def every(self) -> float:
        return EVERY if self._state.range == "today" else SELDOM

    @property
    def resting(self) -> bool:
        return self._state.paused

    async def ask(self) -> dict[str, Any]:
        query: dict[str, Any] = self._query()
        found = await self._gateway.admin.get("/metrics", MetricsAnswer, **query)
        state = self._state
        return {"found": found, "rows": _sorted(found.clinics, state.order, self._clinics(), down=state.down)}

    def grown(self, state: State) -> dict[str, Any]:
        """Figures grow old while nobody answers."""
        got, now, user = state.as_of, self._gateway.now(), self._gateway.user
        return {
            "old": got is not None and now - got > self._patience, "clinics": self._clinics(),
            "admin": user is not None and "admin" in user.roles,
        }  # fmt: skip

    # ------------------------------------------------------------------ intents
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
        fault = days_fault(self._state.first, self._state.last, self._today(), DAYS_AT_MOST)
        self._show(days_fault=fault)
        if not fault:
            self._anew()

    def only_clinic(self, clinic: str) -> None:
        self._show(clinic=clinic)
        self._anew()

    def open_scraper(self) -> None:
        if self._state.admin:
            self._start("scraper-box", self._view.show_scraper())

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
        self._start("save-figures", self._save_text(f"{name}-{self._gateway.today().isoformat()}.csv", text))

    # ------------------------------------------------------------------ inside
    def _anew(self) -> None:
        self._show(selected="")
        self.refresh()

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

    @property
    def _patience(self) -> timedelta:
        """How old an answer may be before its age must be seen."""
        return OLD if self._state.range == "today" else OLD + timedelta(seconds=SELDOM)


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
