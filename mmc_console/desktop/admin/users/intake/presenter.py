"""Reads a file of people, has the server judge and add them, and hands their first passwords over once. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from mmc_console.client.errors import ClientError, ProblemAnswer
from mmc_console.desktop.admin.faults import message_of
from mmc_console.desktop.admin.users.intake.contract import Entry, State, View
from mmc_console.desktop.admin.users.intake.reading import Line, Read, Unreadable, read
from mmc_console.desktop.admin.users.intake.writing import as_csv, bytes_of, password_rows, write
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.centre import Center
from mmc_console.wire.admin import PasswordMade
from mmc_console.wire.imports import ImportAnswer, ImportProgress, ImportRequest, LineFault

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
PATH: Final = "/admin/users/import"
PATIENCE: Final = 300.0
"""Seconds: a thousand passwords are hashed on a slow PC before the answer comes."""
LOOK_EVERY: Final = 0.5
TEMPLATE, PASSWORDS = "people.csv", "first-passwords.csv"


class Presenter:
    """The only holder of the box's State. It outlives the box: the lock closes that, and nothing of it is lost."""

    def __init__(self, gateway: Gateway, start: Start) -> None:
        self._gateway, self._start = gateway, start
        self._view: View | None = None
        self._state = State(center=gateway.state.center)
        self._made: tuple[PasswordMade, ...] = ()
        self._id = ""

    @property
    def state(self) -> State:
        """What the box shows."""
        return self._state

    @property
    def held(self) -> bool:
        """Whether something of it must not be lost when the box is closed: people on their way, or their passwords."""
        return self._state.phase in ("adding", "done") or self._state.unsure

    def bind(self, view: View) -> None:
        """Show it in *view* from now on."""
        self._view = view
        view.render(self._state)
        if self._made:
            view.show_passwords(self._made)

    def unbind(self) -> None:
        """The box is closed."""
        self._view = None

    # ------------------------------------------------------------------ intents
    def choose(self) -> None:
        if self._state.phase in ("choose", "preview") and not self._state.unsure:
            self._start("users-intake", self._choose())

    def save_template(self) -> None:
        self._start("users-intake", self._save_template())

    def show_bad(self, *, only: bool) -> None:
        self._show(only_bad=only)

    def select(self, key: str) -> None:
        self._show(chosen=key)

    def add(self) -> None:
        if self._state.phase == "preview" and (self._state.good or self._state.unsure):
            self._start("users-intake", self._add())

    def stop(self) -> None:
        if self._state.phase == "adding":
            self._start("users-intake-stop", self._stop())

    def save_passwords(self) -> None:
        if self._made:
            self._start("users-intake", self._save_passwords())

    def print_passwords(self) -> None:
        if self._made:
            self._start("users-intake", self._print())

    def hand_over(self) -> None:
        """They were handed over: nothing is known of them any more."""
        self._made = ()
        self._state = State(center=self._gateway.state.center)

    # ------------------------------------------------------------------ inside: the file
    async def _choose(self) -> None:
        path = await self._view.ask_source() if self._view is not None else None
        if path is None:
            return
        self._state = State("reading", path.name, center=self._gateway.state.center)
        self._show()
        try:
            found = await asyncio.to_thread(_read, path, self._state.center)
            entries = await self._looked(found.lines)
        except Unreadable as fault:
            self._show(phase="choose", trouble=Message(f"file-{fault.reason}", fault.params))
        except OSError:
            self._show(phase="choose", trouble=Message("file-closed"))
        except ClientError as fault:
            self._show(phase="choose", trouble=message_of(fault))
        else:
            self._id = str(uuid4())
            self._show(
                phase="preview", encoding=found.encoding, entries=entries,
                only_bad=any(entry.faults for entry in entries),
            )  # fmt: skip

    async def _looked(self, lines: Sequence[Line]) -> tuple[Entry, ...]:
        """The lines with what is wrong with each."""
        answer = ImportAnswer(faults=())
        asked = [n for n, line in enumerate(lines) if not line.wrong]
        if asked:
            body = ImportRequest(id=str(uuid4()), people=tuple(lines[n].asked for n in asked), dry_run=True)
            answer = await self._gateway.admin.send("POST", PATH, body, ImportAnswer, patience=PATIENCE)
        return _entries(lines, asked, answer.faults)

    # ------------------------------------------------------------------ inside: adding
    async def _add(self) -> None:
        lines = tuple(entry.line for entry in self._state.entries)
        asked = [n for n, line in enumerate(lines) if not line.wrong]
        body = ImportRequest(
            id=self._id, people=tuple(lines[n].asked for n in asked), dry_run=False, only_good=self._state.bad > 0
        )  # fmt: skip
        total = self._state.good
        self._show(phase="adding", done=0, total=total, trouble=None)
        try:
            answer = await self._asked(body)
        except ProblemAnswer as refused:
            unsure = self._state.unsure and refused.problem.code == "import-running"
            self._show(phase="preview", unsure=unsure, trouble=message_of(refused))
        except ClientError:
            self._show(phase="preview", unsure=True, trouble=Message("import-unsure"))
        else:
            entries = _entries(lines, asked, answer.faults)
            if not answer.added:
                self._show(phase="preview", unsure=False, entries=entries, trouble=Message("nobody-added"))
                return
            self._made = answer.added
            self._show(phase="done", unsure=False, entries=entries, added=len(answer.added), only_bad=False)
            if self._view is not None:
                self._view.show_passwords(self._made)

    async def _asked(self, body: ImportRequest) -> ImportAnswer:
        """The server's answer; how far it is is asked meanwhile."""
        fault: ClientError | None = None
        answer = ImportAnswer(faults=())
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch(), name="users-intake-watch")
            try:
                answer = await self._gateway.admin.send("POST", PATH, body, ImportAnswer, patience=PATIENCE)
            except ClientError as found:
                fault = found
            finally:
                watching.cancel()
        if fault is not None:
            raise fault
        return answer

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                progress = await self._gateway.admin.get(PATH, ImportProgress)
            except ClientError:
                continue
            if progress.running:
                self._show(done=progress.done, total=progress.total)

    async def _stop(self) -> None:
        try:
            await self._gateway.admin.tell("DELETE", PATH)
        except ClientError as fault:
            self._show(told=message_of(fault))

    # ------------------------------------------------------------------ inside: what is handed over
    async def _save_template(self) -> None:
        if self._view is not None:
            await self._write(TEMPLATE, as_csv(self._view.template()), "template-saved")

    async def _save_passwords(self) -> None:
        if self._view is not None:
            rows = password_rows(self._view.headings(), self._made)
            if await self._write(PASSWORDS, as_csv(rows), "passwords-saved"):
                self._show(kept=True)

    async def _print(self) -> None:
        printed = await self._view.print_passwords(self._made) if self._view is not None else None
        if printed is not None:
            self._show(
                told=Message("passwords-printed" if printed else "not-printed"), kept=printed or self._state.kept
            )  # fmt: skip

    async def _write(self, name: str, content: bytes, told: str) -> bool:
        path = await self._view.ask_target(name) if self._view is not None else None
        if path is None:
            return False
        try:
            await asyncio.to_thread(write, path, content)
        except OSError:
            self._show(told=Message("file-not-written"))
            return False
        self._show(told=Message(told, {"file": path.name}))
        return True

    def _show(self, **changes: Any) -> None:
        if changes and "told" not in changes:
            changes["told"] = None
        self._state = replace(self._state, **changes)
        if self._view is not None:
            self._view.render(self._state)


def _read(path: Path, center: Center | None) -> Read:
    return read(bytes_of(path), center)


def _entries(lines: Sequence[Line], asked: Sequence[int], faults: Sequence[LineFault]) -> tuple[Entry, ...]:
    """Each line with its faults; `line` of a fault counts those that were *asked* about."""
    found: dict[int, list[LineFault]] = {}
    for fault in faults:
        if fault.line < len(asked):
            found.setdefault(asked[fault.line], []).append(fault)
    for n, line in enumerate(lines):
        if line.wrong:
            found.setdefault(n, []).append(LineFault(line=n, field="", reason=line.wrong))
    return tuple(Entry(line, tuple(found.get(n, ()))) for n, line in enumerate(lines))
