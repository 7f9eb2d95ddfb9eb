"""Looks every few seconds at what the rules want to know, and keeps the alerts they lead to.

It needs no database to notice, to tell and to answer: only what it has found is written down, as soon as that works.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from mmc_console.domain.permissions import Role
from mmc_console.server.alerts import keeping
from mmc_console.server.alerts.book import Book
from mmc_console.server.alerts.outbox import Message, Outbox
from mmc_console.server.alerts.rules import FOR_SUPERVISORS, Condition, Facts, Key, Look, Rates, conditions
from mmc_console.server.alerts.settings import AlertSettings
from mmc_console.server.alerts.tally import Tally
from mmc_console.server.clock import Clock
from mmc_console.server.preferences import Preferences
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.alerts import Alert, AlertsAnswer

log = logging.getLogger(__name__)

EVERY: Final = 10.0
"""Seconds: a database that is lost is told of within them, and within the two its health report may be old."""
GUESSES_SPAN: Final = timedelta(minutes=15)
REFUSED, BLOCKED, RESTORED = "sign-in-refused", "sign-in-blocked", "restore-done"
CLOSED_SHOWN: Final = 50
FORGET_EVERY: Final = timedelta(hours=12)

Looks = Callable[[], Awaitable[Sequence[Look]]]
Measure = Callable[[datetime], Rates | None]


class Alerts:
    """The alerts of one server. `load()`, then `watch` what there is; `look()` is one round."""

    def __init__(self, database: Database, clock: Clock, preferences: Preferences, outbox: Outbox) -> None:
        self._database, self._clock, self._preferences, self._outbox = database, clock, preferences, outbox
        self.book = Book(outbox)
        self._tally = Tally(frozenset({REFUSED, BLOCKED, RESTORED}), clock)
        self._looks: Looks | None = None
        self._measure: Measure = lambda _: None
        self._stuck = False
        self._forgot: datetime | None = None
        self._writing = asyncio.Lock()

    def load(self) -> None:
        """Take up what was kept. Blocks."""
        now = self._clock.now()
        with self._database.read() as conn:
            self.book.load(keeping.load_alerts(conn))
            self._outbox.load(keeping.load_messages(conn, now))

    def watch(self, looks: Looks) -> None:
        """Ask this for what the health checks say."""
        self._looks = looks

    def measure(self, measure: Measure) -> None:
        """Ask this for the rates of requests; until somebody measures them there are none."""
        self._measure = measure

    def start(self) -> None:
        """Begin to count what the log says."""
        logging.getLogger().addHandler(self._tally)

    def stop(self) -> None:
        """End it."""
        logging.getLogger().removeHandler(self._tally)

    async def look(self) -> None:
        """One round: find out, judge, write down."""
        looks = tuple(await self._looks()) if self._looks is not None else ()
        now, settings = self._clock.now(), self._preferences.read(AlertSettings)
        facts = Facts(
            looks=looks, rates=self._measure(now), restored=self._tally.take(RESTORED),
            refused=sum(self._tally.count(code, GUESSES_SPAN) for code in (REFUSED, BLOCKED)),
        )  # fmt: skip
        self.book.settle(conditions(facts, settings, self.book.standing()), settings, now)
        await self.keep()

    def database_lost(self, code: str) -> Alert:
        """Raise it now: whoever has noticed is about to end every service, this one too, and keeps it meanwhile."""
        condition = Condition(key=Key("database"), severity="severe", detail=code)
        return self.book.raise_(condition, self._preferences.read(AlertSettings), self._clock.now())

    async def take_over(self, alert: Alert, *, over: bool) -> None:
        """What `database_lost` has raised on the database before this one; *over*: a restore has ended it."""
        self.book.take_over(alert, self._clock.now(), over=over)
        await self.keep()

    async def keep(self) -> None:
        """Write down what has changed; while that fails it stays in memory."""
        async with self._writing:
            changed, fresh, now = self.book.changed(), self._outbox.unwritten(), self._clock.now()
            tidy = self._forgot is None or now - self._forgot >= FORGET_EVERY
            if not changed and not fresh and not tidy:
                return
            try:
                await asyncio.to_thread(self._write, changed, fresh, now if tidy else None)
            except StoreError as fault:
                if not self._stuck:
                    log.warning("alerts cannot be written down: %s; they are kept in memory", fault.code)
                self._stuck = True
                return
            if self._stuck:
                log.info("alerts are written down again")
            self._stuck = False
            if tidy:
                self._forgot = now
            self.book.written(changed)
            self._outbox.written(fresh)

    def answer(self, roles: frozenset[Role]) -> AlertsAnswer:
        """What these roles may see."""
        now = self._clock.now()
        open = tuple(alert for alert in self.book.open() if seen_by(roles, alert))
        closed = [alert for alert in self.book.closed() if seen_by(roles, alert)]
        return AlertsAnswer(
            now=now, open=open, closed=tuple(closed[:CLOSED_SHOWN]),
            unseen=sum(alert.state(now) == "open" for alert in open), kept=not self._stuck,
        )  # fmt: skip

    async def older(self, roles: frozenset[Role], before: datetime) -> tuple[Alert, ...]:
        """Those that ended before then."""

        def read() -> list[Alert]:
            with self._database.read() as conn:
                return keeping.closed_before(conn, before, CLOSED_SHOWN)

        return tuple(alert for alert in await asyncio.to_thread(read) if seen_by(roles, alert))

    async def acknowledge(self, id: str, by: str, note: str) -> Alert | None:
        """*by* looks after it."""
        alert = self.book.acknowledge(id, by, note, self._clock.now())
        await self.keep()
        return alert

    async def snooze(self, id: str, by: str, minutes: int) -> Alert | None:
        """Say nothing of it for so long."""
        alert = self.book.snooze(id, by, minutes, self._clock.now())
        await self.keep()
        return alert

    def _write(self, changed: Sequence[Alert], fresh: Sequence[Message], forget_at: datetime | None) -> None:
        def work(conn: Connection) -> None:
            keeping.store(conn, changed, fresh)
            if forget_at is not None:
                keeping.forget(conn, forget_at)

        self._database.transact(work)


def seen_by(roles: frozenset[Role], alert: Alert) -> bool:
    """Whether people of these roles are told of it."""
    return "admin" in roles or ("supervisor" in roles and alert.kind in FOR_SUPERVISORS)
