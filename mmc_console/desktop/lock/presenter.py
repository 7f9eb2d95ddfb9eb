"""Lets people back in behind the lock, by PIN or password, with the server or without. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from mmc_console.client.errors import SignInFailed
from mmc_console.desktop.lock.contract import SOMEBODY_ELSE, Field, State, Tile, View
from mmc_console.desktop.sign_in.presenter import failed, over_with_the_line
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.permissions import main_role

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import Familiar, User

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
TILES_AT_MOST = 6


class Program(Protocol):
    """What the lock asks of the program around it."""

    def unlocked(self, user: User, password: str) -> None:
        """*user* works here from now on; *password* as typed, for one that must be changed."""

    def switch_language(self) -> None:
        """Show the other language."""


class Presenter:
    """The only holder of the lock's State."""

    def __init__(
        self, gateway: Gateway, view: View, start: Start, program: Program, *,
        place: Callable[[], str], number: Callable[[], str],
    ) -> None:  # fmt: skip
        """*place*: where this console works, in words; *number*: the label that is called or inside there."""
        self._gateway, self._view, self._start, self._program = gateway, view, start, program
        self._place, self._number = place, number
        self._state = State()

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    async def follow(self) -> None:
        """Keep what is shown true, as long as the program runs."""
        async for _ in self._gateway.changes():
            self.refresh()

    async def tick(self) -> None:
        """The clock, and what only time changes: the days of a password run out."""
        while True:
            await asyncio.sleep(1)
            self._show(now=self._gateway.now(), tiles=tiles_of(self._gateway))

    def refresh(self) -> None:
        """Everything once more; also after the language changed."""
        gateway = self._gateway
        since = gateway.connection.since
        center: Mapping[str, str] = gateway.state.center.center.name if gateway.ready else {}
        if self._state.away and gateway.connection.kind != "offline" and over_with_the_line(self._state.problem):
            self._show(problem=None)
        self._show(
            center=center, place=self._place(), number=self._number(), pending=gateway.pending.count,
            connection=gateway.connection.form,
            since=gateway.state.calendar.stamp(since) if gateway.ready else since, now=gateway.now(),
            tiles=tiles_of(gateway),
        )  # fmt: skip

    def begin(self, *, switching: bool = False, problem: Message | None = None) -> None:
        """The cover has come down: for whoever locked it, or, *switching*, for somebody else."""
        self.refresh()
        tiles, user = self._state.tiles, self._gateway.user
        others = [tile.key for tile in tiles if user is None or tile.key != user.id]
        mine = user.id if user is not None and any(tile.key == user.id for tile in tiles) else SOMEBODY_ELSE
        self._view.forget()
        self._show(chosen=next(iter(others), SOMEBODY_ELSE) if switching else mine, problem=problem, errors={})
        self._focus()

    def tell(self, problem: Message) -> None:
        """Why something that was asked of the covered window is not done."""
        self._show(problem=problem)
        self._focus()

    # ------------------------------------------------------------------ intents
    def choose(self, key: str) -> None:
        if self._state.busy:  # else the console may open for whoever was chosen before, and under another's hands
            self._view.render(self._state)
            return
        self._view.forget()
        self._show(chosen=key, problem=None, errors={})
        self._focus()

    def unlock(self, username: str, secret: str) -> None:
        if self._state.busy or self._state.shut:
            return  # the page says why
        errors: dict[Field, Message] = {}
        if self._state.tile is None and not username.strip():
            errors["username"] = Message("username-missing")
        if not secret:
            errors["secret"] = Message("pin-missing" if self._state.takes_pin else "password-missing")
        self._show(errors=errors, problem=None)
        if errors:
            self._view.focus(next(iter(errors)))
            return
        self._show(busy=True)
        self._start("unlock", self._unlock(username.strip(), secret))

    def switch_language(self) -> None:
        self._program.switch_language()

    def edited(self, field: Field) -> None:
        if field in self._state.errors:
            self._show(errors={name: m for name, m in self._state.errors.items() if name != field})

    # ------------------------------------------------------------------ what they do
    async def _unlock(self, username: str, secret: str) -> None:
        tile = self._state.tile
        familiar = next((p for p in self._gateway.people if tile is not None and p.id == tile.key), None)
        try:
            if familiar is not None:
                user = await self._gateway.unlock(familiar.id, secret)
            else:
                user = await self._gateway.sign_in(username, secret)
        except SignInFailed as failure:
            self.refresh()  # a PIN may have been tried for the last time
            self._view.forget_secret()
            self._show(problem=self._why_not(failure))
            self._view.focus("secret")
            return
        finally:
            self._show(busy=False)
        self._view.forget()
        self._program.unlocked(user, secret)

    def _why_not(self, failure: SignInFailed) -> Message:
        """Another server cannot be chosen here."""
        return Message("offline-user") if failure.code == "unreachable" else failed(failure, self._gateway.now())

    def _focus(self) -> None:
        self._view.focus("username" if self._state.tile is None else "secret")

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def tiles_of(gateway: Gateway) -> tuple[Tile, ...]:
    """Who has lately worked here, and what would let them in now."""
    return tuple(
        Tile(p.id, p.name, main_role(p.roles) or "", p.takes_pin, _shut(gateway, p))
        for p in gateway.people[:TILES_AT_MOST]
    )


def _shut(gateway: Gateway, person: Familiar) -> str:
    """Why nothing opens this console for *person* now: only while there is no server that could be asked about them."""
    line = gateway.connection
    if line.kind != "offline" or (line.stranded and "admin" in person.roles):
        return ""
    if person.until is None:
        return "offline-nothing"
    if gateway.clock_doubt:
        return "clock-wrong"
    return "" if person.until > gateway.now() else "offline-over"
