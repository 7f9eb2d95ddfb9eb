"""What consoles and boards say of themselves: who is there, what waits to be sent there, and whose clock is off.

Each says so every minute, and when it changes. It is held in memory and written down together once a minute: after a
restart it is still known which console had work that was not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select

from mmc_console import __version__
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.tables import devices, users
from mmc_console.server.boards.tables import boards
from mmc_console.server.clock import Clock
from mmc_console.server.health.health import Verdict
from mmc_console.server.health.tables import stations
from mmc_console.server.log.events import maybe_millis, millis
from mmc_console.server.store.engine import Database
from mmc_console.wire.health import DeviceStatus, StationKind, StationState, StationView, Trouble
from mmc_console.wire.json import decode, encode
from mmc_console.wire.versions import older

ONLINE: Final = timedelta(seconds=150)
"""Two reports missed."""
TODAY: Final = timedelta(hours=12)
"""Silent for longer, it was switched off and nobody waits for it."""
WAITING: Final = timedelta(minutes=5)
_ORDER: Final[tuple[StationState, ...]] = ("silent", "online", "closed", "never")


class Told(Struct, frozen=True):
    """The last report of one station, and when it came."""

    kind: StationKind
    user: str
    seen: datetime
    status: DeviceStatus


class Stations:
    """All of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._told: dict[str, Told] = {}
        self._fresh: set[str] = set()
        self._lock = Lock()

    def load(self) -> None:
        """What was last known before this start."""
        with self._database.read() as conn:
            rows = conn.execute(select(stations)).all()
        self._told = {row.id: _told_of(row) for row in rows}

    def tell(self, principal: Principal, status: DeviceStatus) -> None:
        """How the device of *principal* says it is. Blocks for a write only where it says that it ends."""
        kind: StationKind = "board" if "board" in principal.roles else "console"
        user = "" if kind == "board" else principal.actor.user or status.user
        told = Told(kind, user, self._clock.now(), status)
        with self._lock:
            self._told[principal.device] = told
            self._fresh.add(principal.device)
        if status.closing:
            self.write()

    def write(self) -> None:
        """Write down what was told since the last time, in one short write."""
        with self._lock:
            fresh, self._fresh = self._fresh, set()
            rows = [_row_of(id, self._told[id]) for id in sorted(fresh)]
        if not rows:
            return

        def work(conn: Connection) -> None:
            conn.execute(delete(stations).where(stations.c.id.in_([row["id"] for row in rows])))
            conn.execute(insert(stations), rows)

        try:
            self._database.transact(work)
        except BaseException:
            with self._lock:
                self._fresh |= fresh
            raise

    def all(self, stamp: Callable[[datetime], datetime] = lambda at: at) -> tuple[StationView, ...]:
        """Every console that may come in and every paired board; those that need somebody first. Blocks."""
        now = self._clock.now()
        with self._database.read() as conn:
            found = [*self._consoles(conn, now, stamp), *self._boards(conn, now, stamp)]
        return tuple(sorted(found, key=_urgency))

    def skews(self) -> dict[str, float]:
        """Seconds the clock of each console that is here is behind ours, by name. Blocks."""
        return {
            view.name: view.clock for view in self.all()
            if view.state == "online" and view.kind == "console" and view.clock is not None
        }  # fmt: skip

    def _consoles(
        self, conn: Connection, now: datetime, stamp: Callable[[datetime], datetime]
    ) -> Iterator[StationView]:
        names = {row.id: row.name for row in conn.execute(select(users.c.id, users.c.name))}
        for row in conn.execute(select(devices).where(devices.c.revoked.is_(False)).order_by(devices.c.no)):
            told, name = self._told.get(row.id), row.label or row.name
            if told is None:
                signed_in = _moment(row.seen_ms)
                yield StationView(
                    id=row.id, kind="console", name=name, desk=row.desk, state="never", seen=stamp(signed_in)
                )
                continue
            yield _view(row.id, name, told, told.seen, now, stamp, desk=row.desk, user=names.get(told.user, ""))

    def _boards(self, conn: Connection, now: datetime, stamp: Callable[[datetime], datetime]) -> Iterator[StationView]:
        paired = select(boards.c.id, boards.c.name, boards.c.seen_ms, boards.c.sound)
        for row in conn.execute(paired.where(boards.c.secret_hash.is_not(None)).order_by(boards.c.name)):
            told = self._told.get(row.id) or Told("board", "", _moment(row.seen_ms or 0), DeviceStatus())
            if row.seen_ms is None and told.seen == _moment(0):
                yield StationView(id=row.id, kind="board", name=row.name, state="never")
                continue
            seen = max(told.seen, _moment(row.seen_ms or 0))
            yield _view(row.id, row.name, told, seen, now, stamp)


def check_consoles(all: Callable[[], tuple[StationView, ...]], now: Callable[[], datetime]) -> Verdict:
    """Whether every console that was here today is, and none keeps work back. The worst is told."""
    views = [view for view in all() if view.kind == "console"]
    at = now()
    here = [view for view in views if view.state == "online"]
    silent = [view for view in views if view.state == "silent" and _today(view, at)]
    figures = {
        "online": float(len(here)), "silent": float(len(silent)), "pending": float(sum(v.pending for v in views)),
    }  # fmt: skip
    found = (
        ("stations-silent-with-work", [view for view in silent if view.pending or view.failed]),
        ("stations-silent", silent),
        ("stations-work-waits", [view for view in here if view.oldest is not None and at - view.oldest > WAITING]),
        ("stations-work-refused", [view for view in here if view.failed]),
        ("stations-trouble", [view for view in here if view.health]),
        ("stations-outdated", [view for view in here if view.outdated]),
    )
    return _worst(found, figures)


def check_boards(all: Callable[[], tuple[StationView, ...]], now: Callable[[], datetime]) -> Verdict:
    """Whether every board that was on today still is, and those that speak can be heard."""
    views = [view for view in all() if view.kind == "board"]
    here = [view for view in views if view.state == "online"]
    silent = [view for view in views if view.state == "silent" and _today(view, now())]
    figures = {"online": float(len(here)), "silent": float(len(silent))}
    mute = [view for view in here if view.sound not in ("", "ok", "off")]
    return _worst((("boards-silent", silent), ("boards-mute", mute)), figures)


def _worst(found: tuple[tuple[str, list[StationView]], ...], figures: dict[str, float]) -> Verdict:
    for detail, views in found:
        if views:
            return Verdict("degraded", detail, figures, tuple(sorted(view.name for view in views)))
    return Verdict("healthy", "ok", figures)


def _today(view: StationView, now: datetime) -> bool:
    return view.seen is not None and now - view.seen < TODAY


def _urgency(view: StationView) -> tuple[bool, int, bool, str]:
    needs = bool(view.failed or view.pending or view.health) or view.state == "silent"
    return not needs, _ORDER.index(view.state), view.kind == "board", view.name


def _view(
    id: str, name: str, told: Told, seen: datetime, now: datetime, stamp: Callable[[datetime], datetime], *,
    desk: str = "", user: str = "",
) -> StationView:  # fmt: skip
    status = told.status
    state: StationState = "online" if now - seen < ONLINE else "silent"
    if status.closing and seen == told.seen:
        state = "closed"
    return StationView(
        id=id, kind=told.kind, name=name, state=state, desk=desk, user=user, seen=stamp(seen), app=status.app,
        outdated=bool(status.app) and older(status.app, __version__),
        pending=status.pending, failed=status.failed,
        oldest=None if status.oldest is None else stamp(status.oldest),
        clock=status.clock, health=status.health, sound=status.sound,
    )  # fmt: skip


def _row_of(id: str, told: Told) -> dict[str, Any]:
    status = told.status
    return {
        "id": id, "kind": told.kind, "user": told.user, "seen_ms": millis(told.seen), "app": status.app,
        "pending": status.pending, "failed": status.failed, "oldest_ms": maybe_millis(status.oldest),
        "clock": status.clock, "health": encode(status.health), "sound": status.sound, "closing": status.closing,
    }  # fmt: skip


def _told_of(row: Any) -> Told:
    status = DeviceStatus(
        app=row.app, pending=row.pending, failed=row.failed,
        oldest=None if row.oldest_ms is None else _moment(row.oldest_ms), clock=row.clock,
        health=decode(row.health, tuple[Trouble, ...]), sound=row.sound, closing=row.closing,
    )  # fmt: skip
    return Told(row.kind, row.user, _moment(row.seen_ms), status)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
