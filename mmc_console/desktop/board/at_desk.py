"""A board in a second window of a console: shows what this console knows, also what it did while the server is away.

It needs no credential of its own, and goes on while the console is locked. With one screen only it is a small window,
so that it never covers the desk's work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mmc_console.client.files import Settings
from mmc_console.desktop.board.choice_dialog import BoardDialog, Wanted
from mmc_console.desktop.board.screen import BoardScreen
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.runtime import Service
from mmc_console.domain.actions import CallNext, CallTicket, Recall
from mmc_console.domain.board import LastCalls, board_view, clinics_of
from mmc_console.domain.ids import ActionId, ClinicCode
from mmc_console.wire.boards import BoardNews, BoardSettings

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import Connection

SHOWS, SCREEN, VOICE = "board.shows", "board.screen", "board.voice"
FOLLOW, TICK = "board.follow", "board.heard"
EVERY: Final = 1.0
CALLS: Final = (CallNext, CallTicket, Recall)


class BoardAtDesk:
    """At most one board of this console."""

    def __init__(
        self, gateway: Gateway, look: Look, settings: Settings, language: Callable[[], str],
        start: Callable[[Mapping[str, Service]], None], stop: Callable[[Iterable[str]], Coroutine[Any, Any, None]],
        tasks: Callable[[str, Coroutine[Any, Any, None]], bool],
    ) -> None:  # fmt: skip
        """*start* and *stop*: services, by name. *tasks*: what a person asks."""
        self._gateway, self._look, self._settings, self._language = gateway, look, settings, language
        self._start, self._stop, self._tasks = start, stop, tasks
        self.screen: BoardScreen | None = None
        self._wanted = Wanted()
        self._last = LastCalls()
        self._told: set[ActionId] = set()
        """Calls of this console that this board has shown before they left."""

    async def press(self, parent: QWidget) -> None:
        """Open a board, after asking what it shows; close the one that is open."""
        if self.screen is not None:
            await self.close()
            return
        screens = [s.name() for s in QGuiApplication.screens()]
        now = Wanted(self._settings.get(SHOWS, ""), self._settings.get(SCREEN, ""), self._settings.get(VOICE, False))
        dialog = BoardDialog(self._look, parent, now, self._places(), screens)
        if await dialog.answer():
            self.open(dialog.chosen)

    def open(self, wanted: Wanted) -> None:
        """Show *wanted*, and remember it."""
        for key, value in ((SHOWS, wanted.shows), (SCREEN, wanted.screen), (VOICE, wanted.speaks)):
            self._settings.set(key, value)
        self._wanted = wanted
        self._last.forget()
        rtl = self._language() == "ar"
        self.screen = BoardScreen(self._look.tokens, rtl=rtl, closed=self._wish_to_close)
        if len(QGuiApplication.screens()) > 1:
            self.screen.window.fill(wanted.screen)
        else:
            self.screen.window.float_()
        self._look_again()
        services: dict[str, Service] = {**self.screen.services(), FOLLOW: self._follow, TICK: self._hear}
        self._start(services)

    async def close(self) -> None:
        """Take it away."""
        screen, self.screen = self.screen, None
        if screen is not None:
            await self._stop([*screen.services(), FOLLOW, TICK])
            screen.close()

    def _places(self) -> list[tuple[str, str]]:
        if not self._gateway.ready:
            return []
        center, language = self._gateway.state.center, self._language()
        used = {c.floor for c in center.clinics}
        floors = [(f"floor:{k}", v.get(language, k)) for k, v in center.center.floors.items() if k in used]
        return [*floors, *((f"clinic:{c.code}", c.name.get(language, c.code)) for c in center.clinics)]

    async def _follow(self) -> None:
        async for _ in self._gateway.changes():
            self._look_again()

    async def _hear(self) -> None:
        """Every second, as of when what it shows is."""
        while self.screen is not None:
            await asyncio.sleep(EVERY)
            self.look()

    def look(self) -> None:
        """Whether what it shows is of now: while nobody is signed in here it is not, however near the server is."""
        if self.screen is not None and self._gateway.ready:
            self.screen.presenter.stand(self._standing)
            self.screen.presenter.heard(self._gateway.now(), of=self._known)

    @property
    def _standing(self) -> Literal["live", "lost", "busy"]:
        gateway = self._gateway
        return standing_of(gateway.connection, followed=gateway.user is not None and not gateway.session_ended)

    @property
    def _known(self) -> datetime | None:
        """Until when what others did is known here, in the centre's time. A heartbeat is news: no quiet day is old."""
        told = self._gateway.connection.data_from
        return self._gateway.state.calendar.stamp(told) if told is not None else None

    def _wish_to_close(self) -> None:
        self._tasks("board.close", self.close())

    def _look_again(self) -> None:
        gateway, screen = self._gateway, self.screen
        if screen is None or not gateway.ready:
            return
        kind, _, which = self._wanted.shows.partition(":")
        state, now = gateway.state, gateway.now()
        scope = clinics_of(state.center, (which,) if kind == "clinic" else (), (which,) if kind == "floor" else ())
        screen.presenter.stand(self._standing)
        board = BoardSettings(name="desk", speaks=self._wanted.speaks)
        view = board_view(state, now, scope, self._last)
        screen.presenter.take(BoardNews(now=now, board=board, view=view), of=self._known)
        self._announced(scope)

    def _announced(self, scope: Collection[ClinicCode]) -> None:
        """A hall has read or heard these calls: they are not withdrawn as if nobody had been called, but undone."""
        state = self._gateway.state
        for row in self._gateway.pending.rows:
            named = row.action.ticket if isinstance(row.action, CALLS) else None
            ticket = state.ticket(named) if named is not None and row.id not in self._told else None
            if ticket is not None and ticket.clinic in scope and row.state == "waiting":
                self._told.add(row.id)
                self._tasks("board.told", self._gateway.mark_shown(row.id))


def standing_of(connection: Connection, *, followed: bool) -> Literal["live", "lost", "busy"]:
    """What the waiting room is told of the line: while the server is restored, that it will be back soon.

    *followed*: somebody is signed in, so that this console is told what others do.
    """
    if connection.kind != "offline":
        return "live" if followed else "lost"
    return "busy" if connection.maintenance else "lost"
