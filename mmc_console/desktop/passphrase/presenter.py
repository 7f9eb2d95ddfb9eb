"""Asks until there are keys, or somebody goes without. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from mmc_console.client.errors import PassphrasePause, StoreFault, WrongPassphrase
from mmc_console.client.sealed import SHORTEST, passphrase_problem
from mmc_console.desktop.passphrase.contract import Field, State, Step, View
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.keys import KeyStore

Start = Callable[[str, Coroutine[Any, Any, None]], bool]


class Keys(Protocol):
    """`client.vault.Vault`, as far as it is asked here."""

    async def find(self) -> KeyStore | Step: ...
    async def create(self, passphrase: str) -> KeyStore: ...
    async def unseal(self, passphrase: str) -> KeyStore: ...
    async def set_aside(self) -> None: ...
    def without(self) -> KeyStore: ...


class Presenter:
    """The only holder of the page's State. What was typed lives in its lines only."""

    def __init__(
        self, keys: Keys, view: View, start: Start, switch_language: Callable[[], None], now: Callable[[], datetime]
    ) -> None:
        self._keys, self._view, self._start = keys, view, start
        self._switch_language, self._now = switch_language, now
        self._found: asyncio.Future[KeyStore] | None = None
        self._state = State()

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    async def ask(self, step: Step) -> KeyStore:
        """What a person gives, from *step* on."""
        self._found = asyncio.get_running_loop().create_future()
        self._begin(step)
        return await self._found

    def cancel(self) -> None:
        """The program ends: nobody is asked any more."""
        if self._found is not None:
            self._found.cancel()

    # ------------------------------------------------------------------ intents
    def confirm(self, passphrase: str, again: str) -> None:
        if self._state.busy or self._state.step == "locked":
            return
        errors: dict[Field, Message] = {}
        if not passphrase:
            errors["passphrase"] = Message("passphrase-missing")
        elif self._state.step == "choose":
            if problem := passphrase_problem(passphrase):
                errors["passphrase"] = Message(problem, {"n": SHORTEST})
            elif again != passphrase:
                errors["again"] = Message("passphrase-differs")
        self._show(errors=errors, problem=None)
        if errors:
            self._view.focus(next(iter(errors)))
            return
        self._show(busy=True)
        way = self._keys.create if self._state.step == "choose" else self._keys.unseal
        self._start("passphrase", self._open(lambda: way(passphrase)))

    def try_again(self) -> None:
        if not self._state.busy:
            self._show(busy=True, problem=None)
            self._start("keyring", self._look_again())

    def go_without(self) -> None:
        if not self._state.busy:
            self._give(self._keys.without())

    def begin_anew(self) -> None:
        if not self._state.busy:
            self._start("begin-anew", self._begin_anew())

    def switch_language(self) -> None:
        self._switch_language()

    def edited(self, field: Field) -> None:
        if field in self._state.errors:
            self._show(errors={name: m for name, m in self._state.errors.items() if name != field})

    # ------------------------------------------------------------------ what they do
    async def _open(self, way: Callable[[], Coroutine[Any, Any, KeyStore]]) -> None:
        try:
            keys = await way()
        except StoreFault as fault:
            self._view.forget()
            self._show(problem=message_of(fault, self._now()))
            self._view.focus("passphrase")
            return
        finally:
            self._show(busy=False)
        self._give(keys)

    async def _look_again(self) -> None:
        try:
            found = await self._keys.find()
        finally:
            self._show(busy=False)
        if isinstance(found, str):
            if found != self._state.step:
                self._begin(found)
            else:
                self._show(problem=Message("keyring-locked"))
        else:
            self._give(found)

    async def _begin_anew(self) -> None:
        if not await self._view.sure():
            return
        try:
            await self._keys.set_aside()
        except StoreFault as fault:
            self._show(problem=message_of(fault, self._now()))
        else:
            self._begin("choose")

    def _begin(self, step: Step) -> None:
        self._view.forget()
        self._show(step=step, errors={}, problem=None)
        self._view.focus("passphrase")

    def _give(self, keys: KeyStore) -> None:
        self._view.forget()
        self._show(errors={}, problem=None)
        if self._found is not None and not self._found.done():
            self._found.set_result(keys)

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def message_of(fault: StoreFault, now: datetime) -> Message:
    """Why the keys are not open; a pause is told by its end."""
    if isinstance(fault, WrongPassphrase):
        return Message(fault.code, {"n": fault.left})
    if isinstance(fault, PassphrasePause):
        return Message(fault.code, {"until": (now + timedelta(seconds=fault.seconds)).isoformat()})
    return Message(fault.code)
