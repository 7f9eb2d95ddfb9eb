"""System health: everything the page can show, and everything an administrator can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

from mmc_console.client.own_health import Own
from mmc_console.desktop.admin.faults import NO_DATABASE, REFUSED
from mmc_console.desktop.admin.page_presenter import Asked, Seen, Window
from mmc_console.wire.health import WORST, CheckView, HealthView, HistoryView, StationView, Status

Work = Literal["unknown", "well", "attention", "no", "away"]
"""Whether people can work. `away`: the server cannot be asked; `unknown`: it was not asked yet."""
NEEDED: Final = frozenset({"database", "event_log", "feed", "disk", "certificate"})
"""Without any of these nobody's work reaches anybody."""
CANNOT: Final = frozenset({"busy", REFUSED, NO_DATABASE})
"""What a server says that is there and does not work."""
THIS_PC: Final = "this_pc"
"""The tile that stands for all checks of this console."""
OLD: Final = 150
"""Seconds after which what is shown is said to be old: the server looks every minute."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One check as a card."""

    name: str
    status: Status
    detail: str
    since: datetime
    figures: Mapping[str, float]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page. The last answer is kept, with its age, while the server cannot be asked."""

    health: HealthView | None = None
    stations: tuple[StationView, ...] = ()
    history: HistoryView | None = None
    """The last 24 hours."""
    own: tuple[Own, ...] = ()
    own_checked: datetime | None = None
    """When this console last looked at itself."""
    age: int = 0
    """Seconds since the server's checks were made."""
    query: str = ""
    open: str = ""
    """The check whose details are open."""
    past: HistoryView | None = None
    """What that check has said in the last 30 days; None while it is asked for."""

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The checks, the worst first; this PC's as one, told by its worst."""
        found = [_tile(check) for check in self.health.checks] if self.health is not None else []
        mine = self.this_pc
        if mine is not None:
            found.append(mine)
        return tuple(sorted(found, key=lambda tile: WORST.index(tile.status)))

    @property
    def this_pc(self) -> Tile | None:
        """This console's own checks as one."""
        if not self.own:
            return None
        worst = min(self.own, key=lambda own: WORST.index(own.found.status))
        return Tile(THIS_PC, worst.found.status, worst.found.detail, worst.since, worst.found.figures)

    @property
    def work(self) -> Work:
        """Whether people can work."""
        if self.fault is not None and self.fault.code in CANNOT:
            return "no"  # it answers, and says that it cannot
        if self.trouble is not None:
            return "away"
        if self.health is None:
            return "unknown"
        if any(check.status == "unhealthy" and check.name in NEEDED for check in self.health.checks):
            return "no"
        return "well" if self.troubled == 0 else "attention"

    @property
    def troubled(self) -> int:
        """How many of the checks are not healthy."""
        return sum(1 for tile in self.tiles if tile.status != "healthy")

    @property
    def shown_stations(self) -> tuple[StationView, ...]:
        """Those that are searched for, or all."""
        wanted = self.query.casefold().strip()
        if not wanted:
            return self.stations
        return tuple(
            station for station in self.stations
            if wanted in f"{station.name}\n{station.user}\n{station.desk}".casefold()
        )  # fmt: skip

    @property
    def old(self) -> bool:
        """Whether what is shown of the server is old."""
        return self.health is not None and self.age > OLD


def _tile(check: CheckView) -> Tile:
    return Tile(check.name, check.status, check.detail, check.since, check.figures, check.about)


class View(Window[State], Protocol):
    """What the presenter may ask of the window."""

    async def show_planned(self) -> None:
        """Open the box of planned maintenance, until it is closed."""


class Intents(Seen, Protocol):
    """What an administrator can do."""

    def check_now(self) -> None:
        """Check everything now, here and on the server."""

    def open_planned(self) -> None:
        """Times named beforehand in which the server may stand still."""

    def open_check(self, name: str) -> None:
        """Show one check's details and what it has said."""

    def close_check(self) -> None:
        """The details are closed."""

    def search(self, text: str) -> None:
        """Stations by name, person or letter."""
