"""Hands one plugin the news of alerts. They come from memory, so that "the database is gone" leaves while it is.

What became of each is written down when the database takes it, and until then remembered here. After a kill at the
wrong moment one comes again, under the same key.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from mmc_console.domain.service_day import calendar_of
from mmc_console.server.alerts import keeping
from mmc_console.server.alerts.outbox import LIVES, Message
from mmc_console.server.plugins import rows
from mmc_console.server.plugins.parts import FAULTS_AT_MOST
from mmc_console.server.plugins.process import ProcessFault
from mmc_console.server.store.errors import StoreError
from mmc_console.wire import plugins as wire
from mmc_console.wire.alert_words import LANGUAGES, Said, say

if TYPE_CHECKING:
    from mmc_console.server.plugins.lane import Lane


class _Tried(NamedTuple):
    """A message that did not get through: how often it was tried, and when it is tried again."""

    tries: int
    at: float


class _Became(NamedTuple):
    """What is to be written down."""

    key: str
    outcome: str
    error: str | None


class AlertsQueue:
    """The news for one plugin."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._settled: set[str] | None = None
        self._tried: dict[str, _Tried] = {}
        self._owed: list[_Became] = []

    @property
    def waiting(self) -> bool:
        """Whether something is still to be handed over; from any thread."""
        wanted = "alerts" in self._lane.kept.about.permissions
        return wanted and bool(self._lane.parts.alerts.waiting(frozenset(self._settled or ())))

    def round(self) -> None:
        """Hand over what is new or due again. ProcessFault."""
        lane = self._lane
        if "alerts" not in lane.kept.about.permissions:
            return
        self._write_down()
        for message in lane.parts.alerts.waiting(self._known()):
            if lane.stopping.is_set():
                return
            tried = self._tried.get(message.key, _Tried(0, 0.0))
            left = tried.at - time.monotonic()
            if left > 0:
                lane.look_in(left)
            else:
                self._hand(message, tried.tries)
        self._write_down()

    def _known(self) -> set[str]:
        if self._settled is None:
            try:
                with self._lane.parts.database.read() as conn:
                    self._settled = keeping.settled(conn, self._lane.name)
            except StoreError:
                return set()  # nothing was told by this process yet; rather twice than not at all
        return self._settled

    def _hand(self, message: Message, tries: int) -> None:
        lane = self._lane
        if lane.parts.clock.now() - message.at > LIVES:
            self._settle(message.key, "expired")
            return
        try:
            did = lane.tell(wire.TellAlert(alert=self._news(message, tries)))
        except ProcessFault as fault:
            if not lane.stopping.is_set():
                self._fault(message.key, tries, f"{fault.code} {fault.place}".strip())
            raise
        match did.outcome:
            case "done":
                self._settle(message.key, "sent")
                lane.worked()
            case "skipped":
                self._settle(message.key, "skipped")
                lane.worked()
            case "refused":
                self._settle(message.key, "refused", did.code)
                lane.worked()
            case "later":
                self._put_off(message.key, tries, did.after)
                self._owed.append(_Became("", "retried", did.code))
            case _:
                self._fault(message.key, tries, f"{did.code} {did.place}".strip())
                if did.restart:
                    raise ProcessFault(wire.code_of(did.code), did.place)
                lane.failed()

    def _news(self, message: Message, tries: int) -> wire.AlertNews:
        alert = message.alert
        stamp = calendar_of(self._lane.parts.center().center).stamp
        said: Mapping[str, Said] = {language: say(alert, language) for language in LANGUAGES}
        return wire.AlertNews(
            key=message.key, id=alert.id, state=message.state, kind=alert.kind, about=alert.about,
            severity=alert.severity, at=stamp(message.at), began=stamp(alert.began), tried=tries,
            titles={language: each.title for language, each in said.items()},
            texts={language: f"{each.title} {each.effect} {each.advice}" for language, each in said.items()},
        )  # fmt: skip

    def _fault(self, key: str, tries: int, error: str) -> None:
        if tries + 1 >= FAULTS_AT_MOST:
            self._settle(key, "failed", error)
        else:
            self._put_off(key, tries, 0.0)
            self._owed.append(_Became("", "retried", error))

    def _put_off(self, key: str, tries: int, after: float) -> None:
        pause = self._lane.pause(tries, after)
        self._tried[key] = _Tried(tries + 1, time.monotonic() + pause)
        self._lane.look_in(pause)

    def _settle(self, key: str, outcome: str, error: str | None = None) -> None:
        if self._settled is None:
            self._settled = set()
        self._settled.add(key)
        self._tried.pop(key, None)
        self._owed.append(_Became(key, outcome, error))
        self._write_down()

    def _write_down(self) -> None:
        """As soon as the database takes it; nothing waits for that."""
        if not self._owed:
            return
        lane, owed, now = self._lane, list(self._owed), self._lane.now_ms()

        def work(conn: Connection) -> None:
            for each in owed:
                if each.key:
                    keeping.settle(conn, lane.name, each.key, each.outcome)
                rows.record(conn, lane.name, counts={each.outcome: 1}, error=each.error, now_ms=now)

        try:
            lane.parts.database.transact(work)
        except StoreError:
            lane.look_in(5.0)
            return
        del self._owed[: len(owed)]
