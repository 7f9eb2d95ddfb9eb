"""What every page of the administration does with the server, whatever it shows. No Qt.

It asks while somebody looks: when they come in, in its time, when they want it, and when the line is there again. It
keeps the last answer with its age, and says one reason for every fault.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from mmc_console.client.errors import ClientError
from mmc_console.desktop.admin.again import sign_in_again
from mmc_console.desktop.admin.faults import away, message_of, was_refused
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
"""Run a person's intent beside whatever else goes on, also another of that name; False once the program closes."""
SLOW: Final = 2
"""Seconds after which a question that is still on its way says so."""
AGAIN: Final = 1.0
"""Seconds until it is looked again whether whoever is to be told something is back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How it stands with the server. A page's State is this, and what the page shows."""

    offline: Message | None = None
    """Why the server cannot be asked now."""
    fault: Message | None = None
    """Why the last question had no answer; what is shown is older then."""
    as_of: datetime | None = None
    """When the last answer came."""
    asking: bool = False
    slow: bool = False
    """It takes longer than people wait without a word."""

    @property
    def trouble(self) -> Message | None:
        """Why what is shown is not of now."""
        return self.offline or self.fault

    @property
    def refused(self) -> bool:
        """Whether the server has no database, and lets in an administrator who shows the password."""
        return was_refused(self.trouble)


S = TypeVar("S", bound=Asked)
S_contra = TypeVar("S_contra", bound=Asked, contravariant=True)


class Window(Protocol[S_contra]):
    """What every page's presenter may ask of its view."""

    def render(self, state: S_contra) -> None:
        """Paint the state."""

    def say(self, message: Message, *, fault: bool = False) -> None:
        """A toast."""

    async def ask_password(self, problem: Message | None) -> str | None:
        """The password of who works here; *problem*: what was wrong with the one before. None: turned away."""


class FileWindow(Window[S_contra], Protocol[S_contra]):
    """The same of a page that writes files."""

    async def choose_file(self, name: str) -> Path | None:
        """Where a file of this PC is to be written; None: nowhere."""


class Seen(Protocol):
    """What every page's presenter is told."""

    def come_in(self) -> None:
        """The page is seen: it keeps up from now on."""

    def go_away(self) -> None:
        """The page is not seen: it rests."""

    def refresh(self) -> None:
        """Ask the server again, now."""

    def sign_in_again(self) -> None:
        """Show the password: the server has lost its database, and lets administrators in by that alone."""


V_co = TypeVar("V_co", bound=Window[Any], covariant=True)


class PagePresenter(Generic[S, V_co]):
    """The only holder of a page's State."""

    def __init__(self, gateway: Gateway, view: V_co, start: Start, state: S) -> None:
        self._gateway, self._view, self._start, self._state = gateway, view, start, state
        self._seen = False
        self._wanted = asyncio.Event()
        self._questions = 0
        self._waited = 0
        self._due = self.every

    @property
    def state(self) -> S:
        """What the page shows."""
        return self._state

    # ------------------------------------------------------------------ what a page says of itself
    @property
    def every(self) -> float | None:
        """Seconds from an answer to the next question; None: only when somebody wants it."""
        return None

    @property
    def resting(self) -> bool:
        """Whether the page is not asked for although it is seen."""
        return False

    @property
    def fresh(self) -> bool:
        """Whether the last answer is as good as new to whoever comes back."""
        return False

    def is_due(self, *, back: bool) -> bool:
        """Whether to ask by itself; *back*: the line is there again."""
        return back or (self._due is not None and self._due <= 0)

    async def ask(self) -> dict[str, Any]:
        """Ask the server: what of the State its answer changes. ClientError."""
        raise NotImplementedError

    def answered(self) -> None:
        """The answer is shown."""

    def grown(self, state: S) -> dict[str, Any]:
        """What of *state* follows from the clock and from what the console knows anyway."""
        return {}

    # ------------------------------------------------------------------ services
    async def follow(self) -> None:
        """Ask whenever it is wanted."""
        while True:
            await self._wanted.wait()
            await self.catch_up()

    async def tick(self) -> None:
        """Each second while the page is seen."""
        while True:
            await asyncio.sleep(1)
            if self._seen:
                self.pass_second()

    def pass_second(self) -> None:
        """A second has passed: what is shown grows old, and is asked for again in its time."""
        gone = away(self._gateway)
        back = self._state.offline is not None and gone is None
        self._waited += 1
        self._show(offline=gone, slow=self._state.asking and self._waited > SLOW)
        if self._due is not None:
            self._due -= 1
        if gone is None and not self._state.asking and self.is_due(back=back):
            self._wanted.set()

    async def catch_up(self) -> None:
        """Ask, if it is wanted and somebody looks."""
        if self._wanted.is_set():
            self._wanted.clear()
            if self._seen and not self.resting:
                await self.look()

    async def look(self) -> None:
        """Ask once. An answer to a question that was changed meanwhile is dropped."""
        self._questions += 1
        mine, self._waited = self._questions, 0
        gone = away(self._gateway)
        if gone is not None:
            self._show(offline=gone, asking=False, slow=False)
            return
        self._show(offline=None, asking=True)
        try:
            found = {"fault": None, "offline": None, **await self.ask(), "as_of": self._gateway.now()}
        except ClientError as fault:
            found = {"fault": message_of(fault), "offline": away(self._gateway)}
        if mine == self._questions:
            self._due = self.every
            self._show(asking=False, slow=False, **found)
            if "as_of" in found:
                self.answered()

    # ------------------------------------------------------------------ what a person does on every page
    def come_in(self) -> None:
        """The page is seen: it keeps up from now on."""
        self._seen = True
        self._show(offline=away(self._gateway))
        if not self.fresh:
            self._wanted.set()

    def go_away(self) -> None:
        """The page is not seen: it rests."""
        self._seen = False

    def refresh(self) -> None:
        """Ask again, now; whatever is on its way answers another question."""
        self._questions += 1
        self._show(asking=False, slow=False, **({"fault": None} if self._state.as_of is None else {}))
        self._wanted.set()

    def sign_in_again(self) -> None:
        """Show the password: the server has lost its database, and lets administrators in by that alone."""
        self._start("sign-in-again", self._sign_in_again())

    async def _sign_in_again(self) -> None:
        if await sign_in_again(self._gateway, self._view.ask_password):
            self.refresh()

    # ------------------------------------------------------------------ doing something
    async def _done(self, work: Callable[[], Awaitable[object]], **busy: Any) -> bool:
        """Have something done; whether it was, which is said where it was not. *busy*: so meanwhile, and not after."""
        self._show(**busy)
        try:
            await work()
        except ClientError as fault:
            self._view.say(self._reason(fault), fault=True)
            return False
        finally:
            self._show(offline=away(self._gateway), **{name: type(value)() for name, value in busy.items()})
        return True

    @property
    def _asker(self) -> str:
        """In whose name a question is asked now."""
        return self._gateway.user.id if self._gateway.user is not None else ""

    def _looks(self, asker: str) -> bool:
        """Whether *asker* works here by their password, and the console is not locked: whoever is to unlock it."""
        gateway = self._gateway
        return self._asker == asker and not (gateway.locked or gateway.session_ended or gateway.admin.wants_password)

    async def _told_once(self, asker: str, show: Callable[[], Awaitable[bool]]) -> None:
        """Show what the server tells once to *asker*, until it was seen to; nobody else ever sees it.

        The lock closes every question, and somebody else may work here by the time an answer comes.
        """
        while not (self._looks(asker) and await show()):  # noqa: ASYNC110 - the cover is lifted without a word to pages
            await asyncio.sleep(AGAIN)

    def _reason(self, fault: ClientError) -> Message:
        """Why it was not done."""
        return message_of(fault)

    async def _save_as(
        self: PagePresenter[S, FileWindow[S]], name: str, write: Callable[[Path], Awaitable[object]],
        done: str = "file-saved",
    ) -> None:  # fmt: skip
        """Offer a file of this name, and say how it went."""
        file = await self._view.choose_file(name)
        if file is not None:
            await self._save_to(file, write, done)

    async def _save_to(self, file: Path, write: Callable[[Path], Awaitable[object]], done: str = "file-saved") -> None:
        try:
            await write(file)
        except OSError:
            self._view.say(Message("file-not-written", {"file": file.name}), fault=True)
        except ClientError as fault:
            self._view.say(message_of(fault), fault=True)
        else:
            self._view.say(Message(done, {"file": file.name}))

    async def _save_text(self: PagePresenter[S, FileWindow[S]], name: str, text: str) -> None:
        """The same of a text that is here."""
        await self._save_as(name, lambda file: asyncio.to_thread(file.write_text, text, encoding="utf-8", newline=""))

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        state = replace(state, **self.grown(state))
        if state != self._state:
            self._state = state
            self._view.render(state)
