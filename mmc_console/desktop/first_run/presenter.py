"""Walks the steps of the first run; each can be left again. No Qt, and no password in the State."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from mmc_console.client.errors import BadAnswer, CertificateChanged, WireFault
from mmc_console.desktop.first_run.contract import (
    Field,
    Person,
    Program,
    Progress,
    Result,
    Setup,
    State,
    Step,
    View,
    Way,
)
from mmc_console.desktop.server_process import ServerFailed
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.weak_passwords import SHORTEST_PASSWORD, weak, weak_in

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
NEEDED_BYTES = 1 << 30
_ASCII_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")


class Presenter:
    """The only holder of the wizard's State."""

    def __init__(
        self, setup: Setup, view: View, start: Start, program: Program, *, folder: Path, may_leave: bool = False
    ) -> None:
        self._setup = setup
        self._view = view
        self._start = start
        self._program = program
        self._server = ""
        self._state = State(folder=str(folder), clinics=setup.clinics, may_leave=may_leave)

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    def begin(self, *, may_leave: bool) -> None:
        """From the first step: nothing of what was begun before is there any more."""
        was = self._state
        self._state = State(folder=was.folder, address=was.address, clinics=was.clinics, may_leave=may_leave)
        self._view.render(self._state)
        self.look_again()

    # ------------------------------------------------------------------ intents
    def choose_language(self, code: str) -> None:
        self._program.choose_language(code)

    def choose_way(self, way: Way) -> None:
        self.look_again()
        if way not in self._state.closed:
            self._show(way=way, problem=None, errors={})

    def back(self) -> None:
        if self._state.can_go_back:
            steps = self._state.steps
            before: Step = "how" if self._state.step == "progress" else steps[steps.index(self._state.step) - 1]
            if self._state.way == "new" and self._state.step == "progress":
                before = "centre"
            self._show(step=before, problem=None, errors={}, progress=())
            if before == "centre":
                self._at_folder(self._state.folder)  # what was begun there may be a centre by now

    def go_on(self, password: str = "", again: str = "") -> None:
        state = self._state
        if state.busy:
            return
        if state.step == "language":
            self._show(step="how")
            self.look_again()
        elif state.step == "how":
            self._go_the_way()
        elif state.step == "centre":
            self._centre(password, again)
        elif state.step == "server":
            self._join()
        elif state.step == "users":
            self._show(step="done", problem=None, errors={})
        elif state.step == "done":
            folder = Path(state.folder) if state.way == "new" else None
            self._program.set_up(Result(state.way, self._server, folder))

    def edit_folder(self, text: str) -> None:
        self._show(folder=text, errors=self._without("folder"))
        self._start("look-at-folder", self._look_at(text))

    def browse(self) -> None:
        self._start("browse", self._browse())

    def edit_address(self, text: str) -> None:
        self._show(address=text.strip(), reached=None, problem=None, errors=self._without("address"))

    def test(self) -> None:
        if not self._state.busy:
            self._start("test-server", self._test(self._state.address, and_join=False))

    def add_person(self, kind: Literal["reception", "clinician"], person: Person, password: str) -> None:
        error = self._person_error(kind, person, password)
        if kind == "reception":
            self._show(reception=person, problem=None)
        else:
            self._show(clinician=person, problem=None)
        if error is not None:
            self._show(errors={kind: error})
            self._view.focus(kind)
        elif not self._state.busy:
            self._show(busy=True, errors={})
            self._start("add-user", self._add(kind, person, password))

    def leave(self) -> None:
        self._start("leave-set-up", self._leave())

    def look_again(self) -> None:
        """Something was sent, or now waits to be."""
        state = self._state
        self._show(unsent=self._program.unsent())
        if state.step == "how" and state.way in self._state.closed:
            self._show(way="")

    # ------------------------------------------------------------------ what they do
    def _go_the_way(self) -> None:
        self.look_again()
        way = self._state.way
        if way == "new":
            self._show(step="centre")
            self._at_folder(self._state.folder)
        elif way == "join":
            self._show(step="server")
            self._view.focus("address")
        elif way == "sample":
            self._show(step="progress", busy=True, progress=("sample",), problem=None)
            self._start("sample", self._sample())

    def _centre(self, password: str, again: str) -> None:
        errors: dict[Field, Message] = {}
        holds = self._state.holds_centre
        self._at_folder(self._state.folder)
        if self._state.holds_centre != holds:
            return  # something else is asked for there by now
        try:
            folder = Path(self._state.folder).expanduser()
        except RuntimeError:  # the home of nobody
            folder = Path()
        if not self._state.folder.strip() or not folder.is_absolute():
            errors["folder"] = Message("folder-not-absolute")
        else:
            fault = self._folder_fault(folder)
            if fault is not None:
                errors["folder"] = fault
        if self._state.holds_centre:  # whose people have their passwords
            password = ""
        elif len(password) < SHORTEST_PASSWORD:
            errors["password"] = weak("short")
        elif password != again:
            errors["again"] = Message("password-differs")
        self._show(errors=errors, problem=None)
        if errors:
            self._view.focus(next(iter(errors)))
            return
        self._show(step="progress", busy=True, progress=() if self._state.holds_centre else ("folder",))
        self._start("new-centre", self._new_centre(folder, password))

    def _folder_fault(self, folder: Path) -> Message | None:
        try:
            free = self._setup.free_space(folder)
        except OSError:
            return Message("folder-not-usable")
        return Message("folder-full", {"n": "1"}) if free < NEEDED_BYTES else None

    def _at_folder(self, folder: str) -> None:
        """What is at *folder*: room, and perhaps a centre."""
        free, holds = self._found_at(folder)
        self._show(folder=folder, free=free, holds_centre=holds, errors=self._without("folder"))

    async def _look_at(self, folder: str) -> None:
        """The same beside the typing: the folder may be another PC's, which takes its time to answer."""
        free, holds = await asyncio.to_thread(self._found_at, folder)
        if self._state.folder == folder:
            self._show(free=free, holds_centre=holds)

    def _found_at(self, folder: str) -> tuple[str, bool]:
        free, holds = "", False
        with suppress(OSError, RuntimeError, ValueError):  # `~somebody`; what no folder can be called
            place = Path(folder).expanduser()
            free = f"{self._setup.free_space(place) / (1 << 30):.0f}"
            holds = place.is_absolute() and self._setup.holds_centre(place)
        return free, holds

    def _join(self) -> None:
        if not self._state.address:
            self._show(errors={"address": Message("address-missing")})
            self._view.focus("address")
        else:
            self._start("test-server", self._test(self._state.address, and_join=True))

    async def _test(self, asked: str, *, and_join: bool) -> None:
        self._show(testing=True, busy=True, reached=None, errors={})
        wrong = server = ""
        try:
            server = await self._setup.test(asked)
        except ValueError as fault:
            wrong = "http-not-here" if "http-not-here" in str(fault) else "address-wrong"
        except CertificateChanged:
            wrong = "certificate-unknown"
        except BadAnswer:
            wrong = "wrong-server"
        except WireFault:
            wrong = "no-answer"
        finally:
            self._show(testing=False, busy=False)
        if (self._state.step, self._state.address) != ("server", asked):
            return  # gone back, or another address by now: nothing is known of that
        if wrong:
            self._wrong_address(wrong)
            return
        self._server = server
        self._show(reached=Message("reached", {"address": server}))
        if and_join:
            self._show(step="done")

    def _wrong_address(self, code: str) -> None:
        self._show(errors={"address": Message(code)})
        self._view.focus("address")

    async def _new_centre(self, folder: Path, password: str) -> None:
        opened = self._state.holds_centre
        self._begin("opening" if opened else "starting")
        try:
            self._server = await self._setup.start_centre(folder, password)
        except ServerFailed as failure:
            if reason := weak_in(failure.detail):  # the server judges more than its length
                self._show(step="centre", progress=(), errors={"password": weak(reason)})
                self._view.focus("password")
            else:
                self._show(problem=Message(failure.code, {"what": failure.detail}))
        except OSError as fault:
            self._show(problem=Message("folder-not-usable", {"what": str(fault)}))
        else:
            self._show(step="done" if opened else "users", folder=str(folder))
        finally:
            self._show(busy=False)

    async def _sample(self) -> None:
        try:
            self._server = await self._setup.start_sample()
        except ServerFailed as failure:
            self._show(problem=Message(failure.code, {"what": failure.detail}))
        except OSError as fault:
            self._show(problem=Message("folder-not-usable", {"what": str(fault)}))
        else:
            self._show(step="done", busy=False)
            self.go_on()
        finally:
            self._show(busy=False)

    async def _add(self, kind: Literal["reception", "clinician"], person: Person, password: str) -> None:
        clinic = person.clinic if kind == "clinician" else ""
        name = person.name.strip() or person.username
        try:
            complaint = await self._setup.add_user(person.username, name, kind, clinic, password)
        finally:
            self._show(busy=False)
        if complaint:
            reason = weak_in(complaint)
            self._show(errors={kind: weak(reason) if reason else Message("user-not-added", {"what": complaint})})
            self._view.focus(kind)
            return
        self._show(added=(*self._state.added, person.username))
        if kind == "reception":
            self._show(reception=Person())
        else:
            self._show(clinician=Person(clinic=person.clinic))
        self._view.focus(kind)  # the next one of the same kind

    def _person_error(self, kind: str, person: Person, password: str) -> Message | None:
        if not person.username:
            return Message("username-missing")
        if not set(person.username.lower()) <= _ASCII_NAME:
            return Message("username-letters")
        if person.username in self._state.added or person.username == "admin":
            return Message("username-taken")
        if kind == "clinician" and not person.clinic:
            return Message("clinic-missing")
        if len(password) < SHORTEST_PASSWORD:
            return weak("short")
        return None

    async def _browse(self) -> None:
        chosen = await self._view.choose_folder(self._state.folder)
        if chosen:
            self._at_folder(chosen)

    async def _leave(self) -> None:
        await self._setup.cancel()
        self.begin(may_leave=self._state.may_leave)
        self._program.leave_set_up()

    def _begin(self, what: Progress) -> None:
        self._show(progress=(*self._state.progress, what))

    def _without(self, field: Field) -> dict[Field, Message]:
        return {name: message for name, message in self._state.errors.items() if name != field}

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)
