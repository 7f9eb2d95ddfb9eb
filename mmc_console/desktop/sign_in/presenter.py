"""Signs a person in, and asks for an own password where the server does. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from mmc_console.client.errors import NotSignedIn, ProblemAnswer, SignInFailed, StoreFault, WireFault
from mmc_console.desktop.sign_in.contract import Field, MayComeIn, Recent, State, View
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.weak_passwords import SHORTEST_PASSWORD, weak

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import User  # brings the rules along, which the first paint does not need

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
FORMERLY = "recent_users"
"""Where earlier versions kept names, in the clear."""
RECENT_AT_MOST = 5
_OF_THE_LINE = frozenset({"unreachable", "offline-user", "offline-over", "offline-nothing"})
LOOK = 2.0
"""Seconds after which is looked at what only time has changed."""


class Program(Protocol):
    """What sign-in asks of the program around it."""

    def signed_in(self) -> None:
        """Show this person's home page."""

    def choose_server(self) -> None:
        """Let the person name another server."""

    def start_server(self) -> None:
        """Where the server is a child of this console: start it now, if it does not run."""

    def switch_language(self) -> None:
        """Show the other language."""


class Presenter:
    """The only holder of the sign-in's State."""

    def __init__(
        self, gateway: Callable[[], Awaitable[Gateway]], view: View, start: Start, program: Program, *,
        set_aside: Callable[[], Awaitable[None]], server: str, embedded: bool,
    ) -> None:  # fmt: skip
        """*gateway* resolves when the local store is open: the page is painted before that. *set_aside*: makes room for
        a new store where nothing opens the old one; StoreFault."""
        self._gateway = gateway
        self._view = view
        self._start = start
        self._program, self._set_aside = program, set_aside
        self._password = ""
        self._attempt = 0
        self._state = State(server=server, embedded=embedded)

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    async def follow(self) -> None:
        """Show how the server is reached, and who worked here lately."""
        gateway = await self._gateway()
        async for _ in gateway.changes():
            self._look(gateway)

    async def tick(self) -> None:
        """Time alone changes it too: a clock is put right, the days of a password run out."""
        gateway = await self._gateway()
        while True:
            await asyncio.sleep(LOOK)
            self._look(gateway)

    def _look(self, gateway: Gateway) -> None:
        connection, problem = gateway.connection, self._state.problem
        away = connection.form if connection.kind == "offline" else "online"
        if away == "online" and self._state.server_state != "online" and over_with_the_line(problem):
            self._show(problem=None)
        center: Mapping[str, str] = gateway.state.center.center.name if gateway.ready else {}
        self._show(
            server_state="starting" if connection.kind == "starting" else away, server=connection.server,
            center=center, recents=recents_of(gateway), keeps=gateway.durable, offline=offline_of(gateway),
            clock_doubt=gateway.clock_doubt,
        )  # fmt: skip

    # ------------------------------------------------------------------ intents
    def sign_in(self, username: str, password: str) -> None:
        if self._state.busy:  # the page goes on telling for whom it is opening, whatever was typed over it
            self._view.render(self._state)
            return
        errors: dict[Field, Message] = {}
        if not username.strip():
            errors["username"] = Message("username-missing")
        if not password:
            errors["password"] = Message("password-missing")
        self._show(username=username.strip(), errors=errors, problem=None)
        if errors:
            self._view.focus(next(iter(errors)))
        else:
            self._show(busy=True)
            self._attempt += 1
            self._start("sign-in", self._sign_in(username.strip(), password, self._attempt))

    def choose_recent(self, username: str) -> None:
        if self._state.busy:  # else it opens for whoever was before, under the hands of the one who is chosen now
            self._view.render(self._state)
            return
        if self._state.step == "new_password":  # somebody else sits here instead of whoever came in by a first one
            self._show(busy=True)
            self._start("give-way", self._give_way(username))
            return
        self._show(username=username, errors={}, problem=None)
        self._view.focus("password")

    def change_password(self, current: str, new: str, again: str) -> None:
        if not self._state.can_save:
            return  # the page says why, and that it goes on by itself
        errors = password_errors(new, again)
        given = current or self._password
        if not given:
            errors["current"] = Message("password-missing")
        elif not errors and new == given:
            errors["new"] = Message("password-same")
        self._show(errors=errors, problem=None)
        if errors:
            self._view.focus(next(iter(errors)))
        elif not self._state.busy:
            self._show(busy=True)
            self._start("change-password", self._change_password(given, new))

    def try_again(self) -> None:
        self._show(problem=None)
        self._program.start_server()
        self._start("try-again", self._try_again())

    def begin_anew(self) -> None:
        self._start("begin-anew", self._begin_anew())

    def choose_server(self) -> None:
        self._program.choose_server()

    def switch_language(self) -> None:
        self._program.switch_language()

    def edited(self, field: Field) -> None:
        if field in self._state.errors:
            self._show(errors={name: m for name, m in self._state.errors.items() if name != field})

    def server_down(self, why: Message | None) -> None:
        """The server is a child of this console, and does not run for this reason; None while it does."""
        self._show(server_fault=why)

    def hold(self) -> None:
        """Whoever worked here is leaving: until `again` nobody comes in before they are out."""
        self._password = ""
        self._view.forget_passwords()
        self._show(step="sign_in", busy=True, errors={}, problem=None)

    def again(self, *, problem: Message | None = None) -> None:
        """Somebody signed out, or the session ended: start anew."""
        self._password = ""
        self._attempt += 1  # what still waits for the store to open is not wanted any more
        self._view.forget_passwords()
        self._show(step="sign_in", busy=False, errors={}, problem=problem)
        self._view.focus("password" if self._state.username else "username")

    def first_password(self, user: User, password: str) -> None:
        """*user* came in with a *password* that others know: ask for an own one."""
        self._password = password
        self._show(step="new_password", username=user.username, errors={}, problem=None)
        self._view.focus("new")

    # ------------------------------------------------------------------ what they do
    async def _sign_in(self, username: str, password: str, attempt: int) -> None:
        gateway = await self._gateway()
        if attempt != self._attempt:
            return
        try:
            user = await gateway.sign_in(username, password)
        except SignInFailed as failure:
            self._show(problem=failed(failure, gateway.now()))
            self._view.focus("password")
            return
        finally:
            self._show(busy=False)
        if user.must_change_password:
            self.first_password(user, password)
            return
        self._enter(gateway, user)

    async def _give_way(self, username: str) -> None:
        gateway = await self._gateway()
        try:
            await gateway.sign_out()
        finally:
            self.again()
        self.choose_recent(username)

    async def _change_password(self, current: str, new: str) -> None:
        gateway = await self._gateway()
        try:
            await gateway.change_password(current, new)
        except ProblemAnswer as failure:
            if failure.code == "password-too-weak":  # the server judges more than its length
                self._show(errors={"new": weak(str(failure.problem.params.get("reason", "")))})
            else:
                self._show(problem=Message(failure.code, failure.problem.params))
            self._view.focus("new")
            return
        except SignInFailed as failure:  # it is set: the sign-in that follows had no answer, and is by the new one
            self.again(problem=failed(failure, gateway.now()))
            return
        except NotSignedIn:
            self.again(problem=Message("not-authenticated"))
            return
        except WireFault:
            self._show(problem=Message("unreachable"))
            return
        finally:
            self._show(busy=False)
        user = gateway.user
        if user is not None:
            self._enter(gateway, user)

    def _enter(self, gateway: Gateway, user: User) -> None:
        gateway.settings.set(FORMERLY, None)
        self._password = ""
        self._view.forget_passwords()
        self._show(step="sign_in", username=user.username, errors={}, problem=None)
        self._program.signed_in()

    async def _begin_anew(self) -> None:
        if not self._state.lost or not await self._view.sure():
            return
        self._show(busy=True)
        try:
            await self._set_aside()
        except StoreFault as fault:
            self._show(problem=Message(fault.code))
            return
        finally:
            self._show(busy=False)
        self._show(problem=None)
        await self._gateway()  # it is opened at once: who may sign in offline is known no more, and said so

    async def _try_again(self) -> None:
        gateway = await self._gateway()
        try:
            await gateway.refresh()
        except WireFault:
            self._show(problem=Message("unreachable"))

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def failed(failure: SignInFailed, now: datetime) -> Message:
    """Why somebody did not come in; a pause is told by its end."""
    wait = failure.params.get("retry_after")
    until = {"until": (now + timedelta(seconds=int(wait))).isoformat()} if wait is not None else {}
    return Message(failure.code, {**failure.params, **until})


def over_with_the_line(problem: Message | None) -> bool:
    """Whether *problem* is none any more once the server is back."""
    return problem is not None and problem.code in _OF_THE_LINE


def password_errors(new: str, again: str) -> dict[Field, Message]:
    """What is wrong with a new password typed twice; the server judges the rest."""
    if len(new) < SHORTEST_PASSWORD:
        return {"new": weak("short")}
    if new != again:
        return {"again": Message("password-differs")}
    return {}


def recents_of(gateway: Gateway) -> tuple[Recent, ...]:
    """Who signed in here lately, the newest first: from the encrypted store, no name stands in the settings."""
    if not gateway.people:
        return ()
    from mmc_console.domain.permissions import main_role  # somebody has signed in: the rules are here

    people = gateway.people[:RECENT_AT_MOST]
    return tuple(Recent(person.username, person.name, main_role(person.roles) or "") for person in people)


def offline_of(gateway: Gateway) -> tuple[MayComeIn, ...]:
    """Who may sign in here while the server is away, and until when; nobody whom a first password brings no further."""
    now = gateway.now()
    own = ((p.name, p.until) for p in gateway.people if not p.must_change_password)
    return tuple(
        MayComeIn(name, f"{end.astimezone(now.tzinfo):%Y-%m-%d}") for name, end in own if end is not None and end > now
    )
