"""The tab of the log: searched, followed as it grows, standing still while somebody reads. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, get_args

from mmc_console.client.errors import ClientError
from mmc_console.desktop.admin.alerts.asking import Asking
from mmc_console.desktop.admin.alerts.contract import LINES_AT_MOST, Filter, Least, Logs, Origin, Span
from mmc_console.desktop.admin.faults import message_of
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.logs import FoundLine, LogsAnswer

AGAIN: Final = 2.0
"""Seconds after a stream has ended, or nobody was there."""
TYPED: Final = 0.3
"""Seconds after the last key until it is searched for."""
MORE_LOOKS: Final = 40
"""A search that finds nothing goes on by itself so often: some gigabytes."""

Show = Callable[[Logs], None]


class LogReading:
    """What the log's tab holds. `run()` works while the tab is seen."""

    def __init__(
        self, asking: Asking, show: Show, fault: Callable[[Message | None], None], now: Callable[[], datetime]
    ) -> None:
        self._asking, self._show_it, self._fault, self._now = asking, show, fault, now
        self.logs = Logs()
        self._seen = False
        self._wanted = asyncio.Event()
        self._typing = 0.0
        self._held: list[FoundLine] = []

    # -- what a person does -----------------------------------------------------------------

    def come_in(self) -> None:
        """It is seen: it keeps up from now on."""
        if not self._seen:
            self._seen = True
            self._begin()

    def go_away(self) -> None:
        """It is not seen: it rests."""
        self._seen = False
        self._wanted.set()

    def choose(self, **changes: Any) -> None:
        """Look for something else."""
        filter = replace(self.logs.filter, **changes)
        if filter != self.logs.filter:
            self._typing = TYPED if "text" in changes else 0.0
            self._show(filter=filter, selected="")
            self._begin()

    def toggle_following(self) -> None:
        """Stand still, or go on with what has come meanwhile."""
        if self.logs.following:
            self._show(following=False)
        else:
            held, self._held = self._held, []
            self._show(following=True, held=0, lines=_joined(held, self.logs.lines))

    def select(self, id: str) -> None:
        """This line is the one meant."""
        self._show(selected=id)

    async def older(self) -> None:
        """The lines before these."""
        if not self.logs.older or self.logs.searching:
            return
        await self._search(self.logs.older, self.logs.lines)

    # -- its work ---------------------------------------------------------------------------

    async def run(self) -> None:
        """Search, then follow; again whenever something else is wanted."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            if not self._seen:
                continue
            if self._typing and await self._soon(self._typing):
                continue
            self._typing = 0.0
            newest = await self._search("", ())
            async with asyncio.TaskGroup() as group:
                follower = group.create_task(self._follow(newest))
                await self._wanted.wait()
                follower.cancel()

    def _begin(self) -> None:
        self._held = []
        self._show(held=0)
        self._wanted.set()

    async def _soon(self, seconds: float) -> bool:
        """Wait; True when something else is wanted first."""
        try:
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        except TimeoutError:
            return False
        return True

    async def _search(self, cursor: str, before: tuple[FoundLine, ...]) -> str:
        """Fill the list; where to follow from. A search without a find goes on until there is one."""
        filter, newest = self.logs.filter, ""
        self._show(searching=True, lines=before)
        try:
            for _ in range(MORE_LOOKS):
                page = await self._asking.logs(filter, self._now(), cursor)
                newest = newest or page.newer
                if self._wanted.is_set():
                    break
                self._add(page)
                cursor = page.older
                if not cursor or len(self.logs.lines) > len(before):
                    break
        except ClientError as failure:
            self._fault(message_of(failure))
        else:
            self._fault(None)
        finally:
            self._show(searching=False, ready=True)
        return newest

    def _add(self, page: LogsAnswer) -> None:
        reached = datetime.fromisoformat(page.searched_to) if page.searched_to else self.logs.searched_to
        lines = _joined(self.logs.lines, page.lines)
        full = len(lines) >= LINES_AT_MOST
        self._show(lines=lines, older="" if full else page.older, searched_to=reached)

    async def _follow(self, after: str) -> None:
        while True:
            try:
                async for page in self._asking.follow(self.logs.filter, after):
                    after = page.newer or after
                    self._fault(None)
                    self._came(page.lines[::-1])
            except ClientError as failure:
                self._fault(message_of(failure))
            await asyncio.sleep(AGAIN)

    def _came(self, lines: tuple[FoundLine, ...]) -> None:
        if self.logs.following:
            self._show(lines=_joined(lines, self.logs.lines))
        else:
            self._held = [*lines, *self._held][:LINES_AT_MOST]
            self._show(held=len(self._held))

    def _show(self, **changes: Any) -> None:
        logs = replace(self.logs, **changes)
        if logs != self.logs:
            self.logs = logs
            self._show_it(logs)


def _joined(first: Any, then: Any) -> tuple[FoundLine, ...]:
    """Both, each line once, not too many."""
    found = {line.id: line for line in (*first, *then)}
    return tuple(found.values())[:LINES_AT_MOST]


def least_of(key: str) -> Least:
    """The level of this key."""
    return next(each for each in get_args(Least) if each == key)


def span_of(key: str) -> Span:
    """The span of this key."""
    return next(each for each in get_args(Span) if each == key)


def origin_of(key: str) -> Origin:
    """The origin of this key."""
    return next(each for each in get_args(Origin) if each == key)


__all__ = ["Filter", "LogReading", "least_of", "origin_of", "span_of"]
