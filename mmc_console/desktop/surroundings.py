"""Tells the window around the pages how things stand: connection, pending work, who works here, the time.

Reads the gateway only; what a person asks of the window is the composition root's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from mmc_console import __version__
from mmc_console.desktop.kit.moments import stopwatch
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.refusal import refusal
from mmc_console.desktop.shell.contract import Condition, ConditionCode
from mmc_console.desktop.shell.contract import Connection as Shown
from mmc_console.desktop.shell.presenter import Presenter
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.taking_back import known_as
from mmc_console.domain.permissions import main_role

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow
    from mmc_console.wire.problems import Problem

BREATH = 0.05
"""Seconds that news of the frame are collected: the page comes first, and a press brings several."""
CLOCK_OFF = timedelta(minutes=1)
CONNECTION_LOST: Final[tuple[ConditionCode, ...]] = ("stranded", "maintenance", "offline")
PUT_OFF = timedelta(seconds=30)
"""So long the server may say "later" to all that is sent before it is told."""
STILL_BUSY = timedelta(seconds=90)
"""A "later" is old after this: what was put off is tried again sooner."""
WORTH_TELLING = timedelta(seconds=5)
"""A shorter outage is not worth a sentence when it ends."""


Back = Literal["nothing", "sending", "sent"]
"""After an outage: nothing had waited; it is being sent; it is sent."""


class Surroundings:
    """Keeps the shell's State in step with the gateway."""

    def __init__(
        self, gateway: Gateway, shell: Presenter, words: RuleWords, toast: Callable[[Toast], None],
        connection_back: Callable[[Back], str], *, passing: bool = False,
    ) -> None:  # fmt: skip
        """*passing*: a sample day, of which nothing is to be kept."""
        self._gateway, self._shell, self._words, self._toast = gateway, shell, words, toast
        self._connection_back, self._passing = connection_back, passing
        self._told: set[str] | None = None
        self._offline_since: datetime | None = None
        self._sending = False
        """It was told that what had waited is being sent; not yet, that it is."""
        self._failing = False
        self._stopped = "", False
        """What was last told: the server's refusal, and whether it puts off all that is sent."""
        self._answered = 0, 0, 0
        self._tried_since: datetime | None = None
        """When what was sent has begun to wait for an answer; none has come to anything since."""

    async def follow(self) -> None:
        """After every change."""
        async for _ in self._gateway.changes():
            await asyncio.sleep(BREATH)
            self.refresh()

    async def tick(self) -> None:
        """What changes without news, every second."""
        while True:
            await asyncio.sleep(1)
            self.look()

    def look(self) -> None:
        """The clock in the top bar, the age of what is seen, and what nobody announces: whether this PC's clock is
        right, its disk takes what is recorded, and the server what is sent."""
        gateway = self._gateway
        known = self._local(gateway.connection.data_from)  # a quiet day is no old one: heartbeats are news
        off = abs(gateway.connection.clock_off) > CLOCK_OFF
        self._shell.show(now=gateway.now(), data_from=known, clock_off=off)
        self._clock()
        if gateway.store_failing != self._failing:
            self._keys()
        if (gateway.stopped, self._put_off()) != self._stopped:
            self._refusal()

    def refresh(self) -> None:
        """Everything once more; also after the language changed."""
        gateway = self._gateway
        connection, pending, user = gateway.connection, gateway.pending, gateway.user
        undoable = gateway.undoable()
        role = main_role(user.roles) if user is not None else None
        self._shell.show(
            connection=connection.form, since=self._local(connection.since), server=connection.server,
            pending=pending.count,
            worst="conflict" if pending.conflicts else "failed" if pending.refused else "pending",
            user=user.name if user else "", role=role or "", now=gateway.now(),
            clock_off=abs(connection.clock_off) > CLOCK_OFF, data_from=self._local(connection.data_from),
            undo=self._words.undo_of(*known_as(gateway, *undoable)) if undoable else "",
            undoes=undoable[0].id if undoable else "",
        )  # fmt: skip
        self._conditions(connection.form)
        self._keys()
        self._clock()
        self._refusal()
        self._tell_failures(pending.rows)

    def _conditions(self, kind: Shown) -> None:
        offline = kind in CONNECTION_LOST
        for code in CONNECTION_LOST:
            if code == kind:
                self._shell.show_condition(Condition(code, self._local(self._gateway.connection.since)))
            else:
                self._shell.end_condition(code)
        now = self._gateway.now()
        if not offline and self._offline_since is not None and now - self._offline_since > WORTH_TELLING:
            self._sending = self._gateway.pending.waiting > 0
            self._toast(Toast(partial(self._connection_back, "sending" if self._sending else "nothing"), kind="info"))
        elif self._sending and (offline or not self._gateway.pending.waiting):
            self._sending = False
            if not offline and not self._gateway.pending.count:  # else there is something to decide: that says itself
                self._toast(Toast(partial(self._connection_back, "sent")))
        self._offline_since = (self._offline_since or now) if offline else None

    def _keys(self) -> None:
        """What this PC can keep, and what follows from it for work without the server."""
        gateway = self._gateway
        self._failing = gateway.store_failing
        code, since = gateway.off_alone, self._local(gateway.connection.since)
        found: tuple[tuple[Condition, bool], ...] = (
            (Condition("alone", since, self._words.problem(code, {}) if code else ""), bool(code)),
            (Condition("keyring"), gateway.keys_out_of_reach),
            (Condition("storage"), self._failing),
            (Condition("memory"), not gateway.durable and not self._passing),
        )
        for condition, holds in found:
            if holds:
                self._shell.show_condition(condition)
            else:
                self._shell.end_condition(condition.code)

    def _local(self, moment: datetime | None) -> datetime | None:
        """*moment* in the centre's own time."""
        gateway = self._gateway
        return gateway.state.calendar.stamp(moment) if moment is not None and gateway.ready else moment

    def _clock(self) -> None:
        """A wrong clock is told as long as it is wrong; also when only the server's last word contradicts it."""
        connection = self._gateway.connection
        off = abs(connection.clock_off)
        if off > CLOCK_OFF or self._gateway.clock_doubt:
            self._shell.show_condition(Condition("clock", value=stopwatch(round(off.total_seconds()))))
        else:
            self._shell.end_condition("clock")

    def _refusal(self) -> None:
        """The server takes nothing from this console: why, and what to do. While it is away, that says more: its last
        word stands until it takes something again. A fault of its own is nothing anybody here can mend."""
        gateway = self._gateway
        self._stopped = gateway.stopped, self._put_off()
        (code, fails), lost = refusal(gateway), gateway.connection.form in CONNECTION_LOST
        if code and not fails and not lost:
            params = {"have": __version__, "need": gateway.needed} if code == "client-too-old" else {}
            self._shell.show_condition(Condition("refused", value=self._words.problem(code, params)))
        else:
            self._shell.end_condition("refused")
        if self._stopped[1] or (fails and not lost and gateway.pending.waiting):
            self._shell.show_condition(Condition("not-taking"))
        else:
            self._shell.end_condition("not-taking")

    def _put_off(self) -> bool:
        """Whether the server answers, and all it has said for a while to what is sent is "later": its disk is full."""
        connection, pending, now = self._gateway.connection, self._gateway.pending, self._gateway.now()
        answered = pending.sent, pending.refused, pending.conflicts
        tried = pending.waiting > 0 and any(row.state == "sending" for row in pending.rows)
        if not tried or connection.form in CONNECTION_LOST:
            self._tried_since = None
        elif self._tried_since is None or answered != self._answered:
            self._tried_since = now
        self._answered = answered
        since, busy = self._tried_since, connection.busy
        if since is None or busy is None or busy < since:
            return False
        return now - since >= PUT_OFF and now - busy <= STILL_BUSY

    def _tell_failures(self, rows: tuple[PendingRow, ...]) -> None:
        """A refusal or a conflict that came from the server is told once, when it comes."""
        failed = {r.id: r for r in rows if r.state in ("refused", "conflict") and not r.decided}
        if self._told is not None:
            for id, row in failed.items():
                if id not in self._told and row.problem is not None:
                    self._toast(Toast(partial(self._failure, row, row.problem), kind="error"))
        self._told = set(failed)

    def _failure(self, row: PendingRow, problem: Problem) -> str:
        """What was not taken and why, in the language of the moment: it may be switched while this is read."""
        what = self._words.action_on(*known_as(self._gateway, row.action, row.label))
        return f"{what}: {self._words.problem(problem.code, problem.params)}"
