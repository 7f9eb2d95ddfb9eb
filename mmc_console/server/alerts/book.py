"""The alerts of one centre, in memory: raised, told, taken, put off, ended. Everything here happens in the event loop.

In memory first, because the worst of them comes when the database takes nothing: what has changed waits here until it
can be written, and what is to be sent out waits in the outbox, not in a table.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from mmc_console.server.alerts.outbox import Outbox, Told
from mmc_console.server.alerts.rules import EVENTS, Condition, Key
from mmc_console.server.alerts.settings import AlertSettings
from mmc_console.wire.alerts import SEVERITIES, Alert, Happened, Step

log = logging.getLogger(__name__)

HISTORY: Final = 60
CLOSED_KEPT: Final = 200
EVENT_LIVES: Final = timedelta(hours=24)


class Book:
    """What is open, and what ended lately. *mint* gives ids."""

    def __init__(self, outbox: Outbox, mint: Callable[[], str] | None = None) -> None:
        self._outbox = outbox
        self._mint = mint or (lambda: uuid.uuid4().hex)
        self._open: dict[Key, Alert] = {}
        self._closed: list[Alert] = []
        self._calm: dict[Key, datetime] = {}
        self._changed: dict[str, Alert] = {}

    def load(self, alerts: Iterable[Alert]) -> None:
        """Take up what was kept, oldest first."""
        for alert in alerts:
            if alert.ended is None:
                self._open[Key(alert.kind, alert.about)] = alert
            else:
                self._closed.append(alert)
        del self._closed[:-CLOSED_KEPT]

    def standing(self) -> frozenset[Key]:
        """What is open."""
        return frozenset(self._open)

    def open(self) -> tuple[Alert, ...]:
        """The open ones, the most severe first, then the newest."""
        worst = sorted(self._open.values(), key=lambda alert: alert.began, reverse=True)
        return tuple(sorted(worst, key=lambda alert: SEVERITIES.index(alert.severity), reverse=True))

    def closed(self) -> tuple[Alert, ...]:
        """Those that ended, newest first."""
        return tuple(reversed(self._closed))

    def find(self, id: str) -> Alert | None:
        """The alert of this id."""
        return next((alert for alert in (*self._open.values(), *self._closed) if alert.id == id), None)

    # -- by rule ---------------------------------------------------------------------------------

    def settle(self, found: Sequence[Condition], settings: AlertSettings, now: datetime) -> None:
        """Make the alerts what was found: new ones are raised, those whose cause is gone for long enough end."""
        for condition in found:
            self.raise_(condition, settings, now)
        there = {condition.key for condition in found}
        for key, alert in list(self._open.items()):
            if key in there:
                self._calm.pop(key, None)
            elif key.kind in EVENTS:
                if alert.seen_at is not None or now - alert.last >= EVENT_LIVES:
                    self.clear(key, now)
            else:
                since = self._calm[key] = min(self._calm.get(key, now), now)  # a clock that was put back
                if now - since >= timedelta(minutes=settings.calm_minutes):
                    self.clear(key, now)

    def raise_(self, condition: Condition, settings: AlertSettings, now: datetime) -> Alert:
        """The alert for this: the one that is open, one that ended just now, or a new one."""
        key = condition.key
        alert = self._open.get(key)
        if alert is not None:
            return self._go_on(alert, condition, now)
        quiet = timedelta(minutes=settings.quiet_minutes)
        for before in reversed(self._closed):
            if before.ended is None or now - before.ended >= quiet:
                break
            if now < before.ended:
                continue  # the clock was put back: nobody knows how long ago that was
            if Key(before.kind, before.about) == key and key.kind not in EVENTS:
                self._closed.remove(before)
                alert = _with(before, now, "again", ended=None, last=now, count=before.count + 1)
                self._put(alert)
                _log_it(alert, "again", "alert-again")
                return self._go_on(alert, condition, now)
        alert = Alert(
            id=self._mint(), kind=key.kind, about=key.about, severity=condition.severity, detail=condition.detail,
            names=condition.names, figures=condition.figures, began=now, last=now,
            history=(Step(at=now, what="raised", text=condition.detail),),
        )  # fmt: skip
        self._put(alert)
        self._tell(alert, "raised", now)
        _log_it(alert, "raised", "alert-raised")
        return alert

    def clear(self, key: Key, now: datetime) -> None:
        """Its cause is gone."""
        alert = self._open.pop(key, None)
        self._calm.pop(key, None)
        if alert is None:
            return
        ended = _with(alert, now, "resolved", ended=now, snoozed_until=None)
        self._closed.append(ended)
        del self._closed[:-CLOSED_KEPT]
        self._changed[ended.id] = ended
        if alert.kind not in EVENTS:
            self._tell(ended, "resolved", now)
        _log_it(ended, "resolved", "alert-resolved")

    def take_over(self, alert: Alert, now: datetime, *, over: bool) -> None:
        """One that was open in the memory of another book, whose database is no more. *over*: its cause is gone."""
        key = Key(alert.kind, alert.about)
        here = self._open.get(key)
        if here is not None and here.id != alert.id:
            self.clear(key, now)
        self._closed = [each for each in self._closed if each.id != alert.id]
        self._put(alert)
        if over:
            self.clear(key, now)

    # -- by people -------------------------------------------------------------------------------

    def acknowledge(self, id: str, by: str, note: str, now: datetime) -> Alert | None:
        """*by* looks after it; None when there is no such open alert."""
        alert = self._open_one(id)
        if alert is None:
            return None
        seen = _with(alert, now, "acknowledged", by=by, text=note, owner=by, seen_at=now, note=note or alert.note)
        self._put(seen)
        return seen

    def snooze(self, id: str, by: str, minutes: int, now: datetime) -> Alert | None:
        """Say nothing of it for so long; None when there is no such open alert."""
        alert = self._open_one(id)
        if alert is None:
            return None
        until = now + timedelta(minutes=minutes) if minutes else None
        later = _with(alert, now, "snoozed", by=by, text=str(minutes), snoozed_until=until)
        self._put(later)
        return later

    # -- for who writes it down -------------------------------------------------------------------

    def changed(self) -> tuple[Alert, ...]:
        """What is not written down yet."""
        return tuple(self._changed.values())

    def written(self, alerts: Iterable[Alert]) -> None:
        """These are; what has changed meanwhile is not."""
        for alert in alerts:
            if self._changed.get(alert.id) is alert:
                del self._changed[alert.id]

    def _open_one(self, id: str) -> Alert | None:
        return next((alert for alert in self._open.values() if alert.id == id), None)

    def _go_on(self, alert: Alert, condition: Condition, now: datetime) -> Alert:
        """It is still so: remember when last, and how bad."""
        rank, before = SEVERITIES.index(condition.severity), SEVERITIES.index(alert.severity)
        same = (condition.detail, condition.names) == (alert.detail, alert.names)
        count = alert.count + (condition.key.kind in EVENTS)
        current = replace(
            alert, last=now, count=count, detail=condition.detail, names=condition.names, figures=condition.figures,
            severity=condition.severity,
        )  # fmt: skip
        if rank != before:
            what: Happened = "worse" if rank > before else "better"
            current = _with(current, now, what, text=condition.detail)
            if rank > before:  # who has taken the smaller one has not taken this
                current = replace(current, owner="", seen_at=None, snoozed_until=None)
                self._tell(current, "worse", now)
            _log_it(current, what, f"alert-{what}")
        if rank != before or not same or now - alert.last >= timedelta(minutes=1):
            self._put(current)
        else:
            self._open[condition.key] = replace(current, last=alert.last)  # written down once a minute is enough
        return current

    def _put(self, alert: Alert) -> None:
        self._open[Key(alert.kind, alert.about)] = alert
        self._changed[alert.id] = alert

    def _tell(self, alert: Alert, state: Told, now: datetime) -> None:
        if alert.snoozed_until is None or now >= alert.snoozed_until:
            self._outbox.put(alert, state, now)


def _with(
    alert: Alert, at: datetime, what: Happened, *, by: str = "", text: str = "", **changes: object
) -> Alert:  # fmt: skip
    history = (*alert.history, Step(at=at, what=what, by=by, text=text))
    if len(history) > HISTORY:
        history = (history[0], *history[-HISTORY + 1 :])
    return replace(alert, history=history, **changes)


def _log_it(alert: Alert, what: str, code: str) -> None:
    level = logging.INFO if what in ("resolved", "better") or alert.severity == "info" else logging.WARNING
    name = f"{alert.kind} {alert.about}".strip()
    log.log(
        level, "alert %s %s: %s, %s", alert.id[:8], what, name, alert.detail or alert.severity, extra={"code": code}
    )
