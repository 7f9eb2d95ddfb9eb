"""Asks the server for its backups, and has done with them what a person wants. No Qt.

Works only while the page is seen. What the server is doing is asked every second, the rest every ten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mmc_console.client.errors import ClientError, ProblemAnswer
from mmc_console.desktop.admin.backups.asking import Asking, Look
from mmc_console.desktop.admin.backups.contract import Doing, Kept, SchedulePart, State, View, Work
from mmc_console.desktop.admin.backups.schedule import PARTS, faults_in
from mmc_console.desktop.admin.faults import message_of
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.kit.digits import latin
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.backups import StoreSecret

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

EVERY: Final = 10.0
BUSY_EVERY: Final = 1.0


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State."""

    def __init__(
        self, gateway: Gateway, asking: Asking, view: View, start: Start, to_restore: Callable[[str], None]
    ) -> None:  # fmt: skip
        """*to_restore* leads to the wizard, with the backup of this id or without."""
        super().__init__(gateway, view, start, State())
        self._asking, self._to_restore = asking, to_restore
        self._found: Look | None = None
        self._doing = Work()
        """What was being done before the last answer."""

    @property
    def every(self) -> float:
        return BUSY_EVERY if self._state.work.doing else EVERY

    def grown(self, state: State) -> dict[str, Any]:
        """Ages grow although nothing happens."""
        return {"now": self._gateway.now()}

    async def ask(self) -> dict[str, Any]:
        """One question for everything on the page."""
        return self._taken(await self._asking.look())

    def answered(self) -> None:
        if self._doing.doing == "take" and not self._state.work.doing and not self._doing.cancelling:
            self._tell_taken()  # somebody here waited for it

    # ------------------------------------------------------------------ intents
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
        if self._state.unlisted or (self._state.idle and self._state.kept):
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
        except ClientError as fault:
            self._show(work=Work())
            self._view.say(message_of(fault), fault=True)
            return False
        finally:
            self._wanted.set()
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
        def heard(count: int) -> None:
            self._show(work=Work("save", done=count, total=kept.size))

        async def save(file: Path) -> None:
            heard(0)
            try:
                await self._asking.save(kept.id, file, heard)
            finally:
                self._show(work=Work())

        await self._save_as(f"mmc-backup-{kept.at:%Y%m%d-%H%M%S}.backup", save, "backup-saved")

    async def _delete(self, kept: Kept) -> None:
        if await self._view.confirm_delete(kept):
            await self._do(self._asking.delete(kept.id), None, Message("backup-deleted", {"time": _stamp(kept.at)}))

    async def _key(self) -> None:
        if not await self._view.confirm_key():
            return
        asker = self._asker
        try:
            key = await self._asking.key()
        except ClientError as fault:
            message = message_of(fault)
            self._view.say(Message("recovery-printed") if message.code == "gone" else message, fault=True)
        else:
            self._start("backups.key", self._told_once(asker, lambda: self._view.show_key(key)))
        self._wanted.set()

    async def _secret(self) -> None:
        typed = await self._view.ask_secret()
        if typed is None:
            return
        try:
            await self._asking.keep_secret(StoreSecret(*typed))
        except ClientError as fault:
            self._view.say(message_of(fault), fault=True)
        else:
            self._view.say(Message("store-secret-kept" if any(typed) else "store-secret-forgotten"))
        self._wanted.set()

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
        except ClientError as fault:
            self._show(saving=False)
            self._view.say(message_of(fault), fault=True)
        else:
            self._show(saving=False, saved=state.schedule)
            self._view.say(Message("saved"))
        self._wanted.set()

    async def _told(self, deed: Doing, backup: str, well: Message) -> None:
        """Wait until the server has done it, then say how it went."""
        await self.look()
        while self._state.work.doing and self._state.fault is None:
            await asyncio.sleep(BUSY_EVERY)
            await self.look()
        run = self._found.last(deed, backup) if self._found is not None else None
        if run is None or self._state.fault is not None:
            return
        if run.outcome == "done":
            self._view.say(well)
        elif run.outcome == "failed":
            self._view.say(Message(run.detail or "backup-failed"), fault=True)

    # ------------------------------------------------------------------ what is shown
    def _taken(self, found: Look) -> dict[str, Any]:
        before, state = self._state.work, self._state
        local = before.doing == "save"  # this PC's own; the server knows nothing of it
        work = before if local else replace(found.work, cancelling=before.cancelling and bool(found.work.doing))
        ids = [k.id for k in found.kept]
        self._found, self._doing = found, before
        return {
            "standing": found.standing, "kept": found.kept, "work": work, "settable": found.settable,
            "selected": state.selected if state.selected in ids else next(iter(ids), ""),
            "schedule": replace(found.schedule, **self._typed), "saved": found.schedule,
        }  # fmt: skip

    @property
    def _typed(self) -> dict[str, str]:
        """What somebody has written into the form and not kept: the rest is as whoever else sets it."""
        now, saved = self._state.schedule, self._state.saved
        return {part: getattr(now, part) for part in PARTS if getattr(now, part) != getattr(saved, part)}

    def _tell_taken(self) -> None:
        """A backup that somebody here waited for has ended."""
        run = self._found.last("take") if self._found is not None else None
        if run is not None and run.outcome == "failed":
            self._view.say(Message(run.detail or "backup-failed"), fault=True)
        elif run is not None and run.outcome == "done":
            self._view.say(Message("backup-taken", {"bytes": run.size}))


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
