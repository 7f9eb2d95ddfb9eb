"""Asks the server for its backups, and has done with them what a person wants. No Qt.

Works only while the page is seen. What the server is doing is asked every second, the rest every ten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from mmc_console.client.errors import NotSignedIn, ProblemAnswer, WireFault
from mmc_console.desktop.admin.backups.asking import Asking, Look
from mmc_console.desktop.admin.backups.contract import Doing, Kept, SchedulePart, State, View, Work
from mmc_console.desktop.admin.backups.schedule import PARTS, faults_in
from mmc_console.desktop.admin.faults import message_of
from mmc_console.desktop.kit.digits import latin
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.backups import StoreSecret

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
EVERY: Final = 10.0
BUSY_EVERY: Final = 1.0
SLOW: Final = 2.0
"""Seconds of loading after which the page says so."""


class Presenter:
    """The only holder of the page's State."""

    def __init__(
        self, gateway: Gateway, asking: Asking, view: View, start: Start, to_restore: Callable[[str], None]
    ) -> None:  # fmt: skip
        """*to_restore* leads to the wizard, with the backup of this id or without."""
        self._gateway, self._asking, self._view, self._start = gateway, asking, view, start
        self._to_restore = to_restore
        self._state = State()
        self._seen = False
        self._awake = asyncio.Event()
        self._began: datetime | None = None
        self._found: Look | None = None

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    # ------------------------------------------------------------------ services
    async def follow(self) -> None:
        """Ask again and again, while it is seen."""
        while True:
            if self._seen:
                await self.look()
            self._awake.clear()
            every = (BUSY_EVERY if self._state.work.doing else EVERY) if self._seen else None
            try:
                async with asyncio.timeout(every):
                    await self._awake.wait()
            except TimeoutError:
                continue

    async def tick(self) -> None:
        """Ages grow although nothing happens."""
        while True:
            await asyncio.sleep(1)
            if self._seen:
                self.refresh_time()

    def refresh_time(self) -> None:
        """What follows from the clock and the line."""
        now, state = self._gateway.now(), self._state
        slow = state.phase == "loading" and self._began is not None and (now - self._began).total_seconds() > SLOW
        self._show(now=now, offline=self._offline(), phase="slow" if slow else state.phase)

    async def look(self) -> None:
        """One question for everything on the page."""
        if self._offline() is not None:
            self.refresh_time()
            return
        try:
            found = await self._asking.look()
        except (WireFault, NotSignedIn) as fault:
            known = self._state.as_of is not None
            self._show(problem=message_of(fault), phase="ready" if known else "failed", now=self._gateway.now())
            return
        self._take(found)

    # ------------------------------------------------------------------ intents
    def come_in(self) -> None:
        self._seen = True
        self._began = self._gateway.now()
        self.refresh_time()
        self._awake.set()

    def go_away(self) -> None:
        self._seen = False

    def refresh(self) -> None:
        if self._state.phase == "failed":
            self._began = self._gateway.now()
            self._show(phase="loading", problem=None)
        self._awake.set()

    def search(self, text: str) -> None:
        """Show those that *text* finds only."""
        self._show(query=latin(text))

    def select(self, id: str) -> None:
        self._show(selected=id)

    def explain(self) -> None:
        self._show(why=not self._state.why)

    def take(self) -> None:
        if self._state.free:
            self._start("backups.take", self._begin())

    def cancel(self) -> None:
        work = self._state.work
        if work.may_cancel and not work.cancelling:
            self._show(work=replace(work, cancelling=True))
            self._start("backups.cancel", self._cancel())

    def verify(self) -> None:
        kept = self._state.chosen
        if kept is not None and self._state.free:
            self._start("backups.verify", self._verify(kept))

    def copy(self) -> None:
        kept = self._state.chosen
        if kept is not None and self._state.free:
            self._start("backups.copy", self._copy(kept))

    def save(self) -> None:
        kept = self._state.chosen
        if kept is not None and self._state.free:
            self._start("backups.save", self._save(kept))

    def delete(self) -> None:
        kept = self._state.chosen
        if kept is not None and self._state.may_delete:
            self._start("backups.delete", self._delete(kept))

    def print_key(self) -> None:
        if self._state.free:
            self._start("backups.key", self._key())

    def enter_store(self) -> None:
        if self._state.free:
            self._start("backups.secret", self._secret())

    def restore(self) -> None:
        if self._state.unlisted or (self._state.free and self._state.kept):
            self._to_restore(self._state.selected)

    def edit(self, part: SchedulePart, text: str) -> None:
        typed = text.strip() if part in ("folder", "second") else latin(text).strip()
        faults = {name: fault for name, fault in self._state.faults.items() if name != part}
        self._show(schedule=replace(self._state.schedule, **{part: typed}), faults=faults)

    def take_back(self) -> None:
        self._show(schedule=self._state.saved, faults={})

    def keep(self) -> None:
        state = self._state
        if state.saving or not state.dirty or state.offline is not None:
            return
        faults = faults_in(state.schedule)
        self._show(faults=faults)
        if faults:
            self._view.focus(next(iter(faults)))
        else:
            self._show(saving=True)
            self._start("backups.keep", self._keep())

    # ------------------------------------------------------------------ doing it
    async def _do(self, asked: Awaitable[None], work: Work | None, done: Message | None) -> bool:
        """Have the server do something; what it answers is seen at the next look."""
        if work is not None:
            self._show(work=work)
        try:
            await asked
        except (WireFault, NotSignedIn) as fault:
            self._show(work=Work())
            self._view.say(message_of(fault), fault=True)
            return False
        finally:
            self._awake.set()
        if done is not None:
            self._view.say(done)
        return True

    async def _begin(self) -> None:
        await self._do(self._asking.take(), Work("take", may_cancel=True), None)

    async def _cancel(self) -> None:
        await self._do(self._asking.cancel(), None, Message("backup-cancelled"))

    async def _verify(self, kept: Kept) -> None:
        if await self._do(self._asking.verify(kept.id), Work("verify"), None):
            await self._told("verify", kept.id, Message("backup-verified", {"time": _stamp(kept.at)}))

    async def _copy(self, kept: Kept) -> None:
        folder = await self._view.ask_folder(self._state.saved.second)
        if folder and await self._do(self._asking.copy(kept.id, folder), Work("copy"), None):
            await self._told("copy", kept.id, Message("backup-copied", {"path": folder}))

    async def _save(self, kept: Kept) -> None:
        target = await self._view.choose_file(f"mmc-backup-{kept.at:%Y%m%d-%H%M%S}.backup")
        if target is None:
            return

        def heard(count: int) -> None:
            self._show(work=Work("save", done=count, total=kept.size))

        try:
            saved = await self._do(
                self._asking.save(kept.id, target, heard), Work("save", total=kept.size),
                Message("backup-saved", {"file": target.name}),
            )  # fmt: skip
        except OSError:
            saved = False
            self._view.say(Message("not-exported"), fault=True)
        if saved or self._state.work.doing == "save":
            self._show(work=Work())

    async def _delete(self, kept: Kept) -> None:
        if await self._view.confirm_delete(kept):
            await self._do(self._asking.delete(kept.id), None, Message("backup-deleted", {"time": _stamp(kept.at)}))

    async def _key(self) -> None:
        if not await self._view.confirm_key():
            return
        try:
            key = await self._asking.key()
        except (WireFault, NotSignedIn) as fault:
            message = message_of(fault)
            self._view.say(Message("recovery-printed") if message.code == "gone" else message, fault=True)
        else:
            await self._view.show_key(key)
        self._awake.set()

    async def _secret(self) -> None:
        typed = await self._view.ask_secret()
        if typed is None:
            return
        try:
            await self._asking.keep_secret(StoreSecret(*typed))
        except (WireFault, NotSignedIn) as fault:
            self._view.say(message_of(fault), fault=True)
        else:
            self._view.say(Message("store-secret-kept" if any(typed) else "store-secret-forgotten"))
        self._awake.set()

    async def _keep(self) -> None:
        state = self._state
        changed = {part for part in PARTS if getattr(state.schedule, part) != getattr(state.saved, part)}
        try:
            await self._asking.change(state.schedule, changed)
        except ProblemAnswer as fault:
            faults = {
                part: Message("setting-refused") for part in PARTS
                if any(error.field.split(".")[-1] == part for error in fault.problem.errors)
            }  # fmt: skip
            self._show(saving=False, faults=faults)
            if faults:
                self._view.focus(next(iter(faults)))
            else:
                self._view.say(message_of(fault), fault=True)
        except (WireFault, NotSignedIn) as fault:
            self._show(saving=False)
            self._view.say(message_of(fault), fault=True)
        else:
            self._show(saving=False, saved=state.schedule)
            self._view.say(Message("saved"))
        self._awake.set()

    async def _told(self, deed: Doing, backup: str, well: Message) -> None:
        """Wait until the server has done it, then say how it went."""
        await self.look()
        while self._state.work.doing and self._state.problem is None:
            await asyncio.sleep(BUSY_EVERY)
            await self.look()
        run = self._found.last(deed, backup) if self._found is not None else None
        if run is None or self._state.problem is not None:
            return
        if run.outcome == "done":
            self._view.say(well)
        elif run.outcome == "failed":
            self._view.say(Message(run.detail or "backup-failed"), fault=True)

    # ------------------------------------------------------------------ what is shown
    def _take(self, found: Look) -> None:
        before, state = self._state.work, self._state
        local = self._state.work.doing == "save"  # this PC's own; the server knows nothing of it
        work = state.work if local else replace(found.work, cancelling=before.cancelling and bool(found.work.doing))
        ids = [k.id for k in found.kept]
        selected = state.selected if state.selected in ids else next(iter(ids), "")
        typed = state.schedule if state.dirty else found.schedule
        self._found = found
        now = self._gateway.now()
        self._show(
            phase="ready", problem=None, as_of=now, now=now, standing=found.standing, kept=found.kept, work=work,
            selected=selected, schedule=typed, saved=found.schedule, settable=found.settable,
            offline=self._offline(),
        )  # fmt: skip
        if before.doing == "take" and not work.doing and not before.cancelling:
            self._tell_taken(found)

    def _tell_taken(self, found: Look) -> None:
        """A backup that somebody here waited for has ended."""
        run = found.last("take")
        if run is not None and run.outcome == "failed":
            self._view.say(Message(run.detail or "backup-failed"), fault=True)
        elif run is not None and run.outcome == "done":
            self._view.say(Message("backup-taken", {"bytes": run.size}))

    def _offline(self) -> Message | None:
        connection = self._gateway.connection
        if connection.kind != "offline" or connection.stranded:  # to whoever may restore it answers
            return None
        return Message("maintenance-page" if connection.maintenance else "offline-page")

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
