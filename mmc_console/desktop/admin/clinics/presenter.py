"""Holds the working copy, checks it with every key, keeps it as the draft, publishes it. No Qt.

The working copy outlives every answer of the server: what somebody typed goes only when they drop it. If somebody else
has saved meanwhile, both versions are kept whichever goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mmc_console.client.errors import ProblemAnswer
from mmc_console.desktop.admin.clinics import editing
from mmc_console.desktop.admin.clinics.contract import Moment, State, Tab, View
from mmc_console.desktop.admin.clinics.working import Working
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.centre import parse_center
from mmc_console.domain.service_day import calendar_of
from mmc_console.wire.centre import (
    CentreAnswer,
    CheckAnswer,
    CheckRequest,
    DraftView,
    HistoryAnswer,
    PublishAnswer,
    PublishRequest,
    SaveDraft,
    TakeUp,
)

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH = "/admin/centre"


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State and of the working copy."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, view, start, State())
        self._copy: Working | None = None
        self._revision = 0
        self._chosen: dict[Tab, str] = {}

    async def ask(self) -> dict[str, Any]:
        answer = await self._gateway.admin.get(PATH, CentreAnswer)
        if self._state.tab != "history":
            return {"answer": answer}
        return {"answer": answer, "history": await self._gateway.admin.get(f"{PATH}/history", HistoryAnswer)}

    def answered(self) -> None:
        answer = self._state.answer
        if answer is not None and not self._state.dirty:  # what is typed here and not kept yet stands
            self._copy = Working(answer.draft.center if answer.draft is not None else answer.center)
            self._revision = answer.draft.revision if answer.draft is not None else 0
        self._refresh()

    def search(self, text: str) -> None:
        """The top bar's search: clinics and exam types by name."""
        self._show(query=text.strip())
        self._refresh()

    # ------------------------------------------------------------------ intents: looking
    def open(self, tab: Tab) -> None:
        self._show(tab=tab)
        self._refresh()
        if tab == "history":
            self.refresh()

    def select(self, code: str) -> None:
        if code and code != self._state.selected:
            self._chosen[self._state.tab] = code
            self._refresh()

    # ------------------------------------------------------------------ intents: writing
    def edit(self, place: str, text: str) -> None:
        self._write(lambda copy: copy.edit(place, text))

    def pick(self, place: str, value: str) -> None:
        self._write(lambda copy: copy.pick(place, value))

    def toggle(self, place: str, value: str) -> None:
        self._write(lambda copy: copy.toggle(place, value))

    def add(self, place: str) -> None:
        if place == "center.floors":
            self._start("centre-new", self._new("centre"))
        else:
            self._write(lambda copy: copy.add(place))

    def remove(self, place: str) -> None:
        self._write(lambda copy: copy.remove(place))

    def move(self, place: str, by: int) -> None:
        self._write(lambda copy: copy.move(place, by))

    def new(self) -> None:
        self._start("centre-new", self._new(self._state.tab))

    # ------------------------------------------------------------------ intents: keeping
    def save(self) -> None:
        if self._state.usable and self._state.dirty:
            self._start("centre-save", self._working("saving", self._save_told))

    def publish(self) -> None:
        if self._state.usable:
            self._start("centre-publish", self._publish())

    def drop(self) -> None:
        if self._state.usable and self._state.has_draft:
            self._start("centre-drop", self._working("saving", self._drop))

    def cancel_publication(self, id: int) -> None:
        if self._state.usable:
            self._start("centre-cancel", self._working("saving", lambda: self._cancel(id)))

    def take_up(self, kind: str, which: int) -> None:
        if self._state.usable:
            self._start("centre-take-up", self._working("saving", lambda: self._take_up(kind, which)))

    def take_file(self) -> None:
        if self._state.answer is not None:
            self._start("centre-file", self._take_file())

    def give_file(self) -> None:
        if self._state.usable:
            self._start("centre-file", self._give_file())

    # ------------------------------------------------------------------ inside: the server
    async def _save_told(self) -> None:
        if await self._save():
            self._view.say(Message("draft-kept"))

    async def _save(self) -> bool:
        """Keep the working copy; whether it is the draft now."""
        answer, copy = self._state.answer, self._copy
        if answer is None or copy is None:
            return False
        written = copy.data
        body = SaveDraft(revision=self._revision, base=answer.seq, center=copy.center)
        try:
            draft = await self._gateway.admin.send("PUT", f"{PATH}/draft", body, DraftView)
        except ProblemAnswer as refused:
            if refused.code != "draft-changed":
                raise
            return await self._settle(body, refused)
        self._kept(draft, written)
        return True

    async def _save_into(self, kept: list[bool]) -> None:
        kept.append(await self._save())

    async def _settle(self, mine: SaveDraft, refused: ProblemAnswer) -> bool:
        params = refused.problem.params
        chosen = await self._view.settle(str(params.get("by", "")), str(params.get("at", "")))
        if chosen is None:
            return False
        theirs = int(params["revision"])
        over = SaveDraft(revision=theirs, base=mine.base, center=mine.center)
        draft = await self._gateway.admin.send("PUT", f"{PATH}/draft", over, DraftView)
        if chosen == "theirs" and "by" in params:  # mine is in the history now, and theirs goes on
            again = TakeUp(revision=draft.revision, saved=theirs)
            draft = await self._gateway.admin.send("POST", f"{PATH}/draft", again, DraftView)
            self._copy = Working(draft.center)
        self._kept(draft, self._copy.data if self._copy is not None else None)
        return chosen == "mine"

    def _kept(self, draft: DraftView, written: editing.Data | None) -> None:
        """*written* is the draft; what was typed while it was on its way is not in it."""
        self._revision = draft.revision
        answer, copy = self._state.answer, self._copy
        self._show(
            answer=None if answer is None else msgspec.structs.replace(answer, draft=draft),
            dirty=copy is not None and (copy.data is not written or bool(copy.typed)),
        )
        self._refresh()

    async def _publish(self) -> None:
        problem = ""
        while await self._ask_moment(problem):
            problem = "bad-moment"

    async def _ask_moment(self, problem: str) -> bool:
        """Whether to ask once more: what was typed as a moment was none."""
        if self._state.faults:
            self._view.say(Message("draft-has-faults", {"n": len(self._state.faults)}), fault=True)
            return False
        ready: list[tuple[int, CheckAnswer]] = []
        await self._working("publishing", lambda: self._ready(ready))
        answer = self._state.answer
        if not ready or answer is None:
            return False
        [(revision, found)] = ready
        if not found.differences:
            self._view.say(Message("nothing-to-publish"))
            return False
        moment = await self._view.review(found, answer.next_day, problem)
        if moment is None:
            return False
        at = self._moment(moment)
        if moment.when == "at" and at is None:
            return True
        asked = PublishRequest(revision=revision, seq=found.seq, when=moment.when, at=at)
        await self._working("publishing", lambda: self._publish_now(asked))
        return False

    async def _ready(self, ready: list[tuple[int, CheckAnswer]]) -> None:
        """What would be published, and its revision: whatever is saved or read meanwhile is another one."""
        if self._state.dirty and not await self._save():
            return
        if self._copy is not None:
            body, revision = CheckRequest(center=self._copy.center), self._revision
            ready.append((revision, await self._gateway.admin.send("POST", f"{PATH}/check", body, CheckAnswer)))

    async def _publish_now(self, asked: PublishRequest) -> None:
        answer = await self._gateway.admin.send("POST", f"{PATH}/publish", asked, PublishAnswer)
        self._view.say(Message("centre-published" if answer.publication is None else "publication-set"))
        await self.look()

    def _moment(self, moment: Moment) -> datetime | None:
        """What was typed as a moment, in the centre's own time."""
        answer = self._state.answer
        if moment.when != "at" or answer is None:
            return None
        try:
            typed = datetime.strptime(moment.text.strip(), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the zone is the centre's
        except ValueError:
            return None
        return typed.replace(tzinfo=calendar_of(answer.center.center).zone)

    async def _drop(self) -> None:
        if self._state.answer is not None and self._state.answer.draft is not None:
            await self._gateway.admin.tell("DELETE", f"{PATH}/draft", revision=self._revision)
        self._show(dirty=False)
        self._view.say(Message("draft-dropped"))
        await self.look()

    async def _cancel(self, id: int) -> None:
        await self._gateway.admin.tell("DELETE", f"{PATH}/publications/{id}")
        self._view.say(Message("publication-cancelled"))
        await self.look()

    async def _take_up(self, kind: str, which: int) -> None:
        if self._state.dirty and not await self._save():
            return
        body = TakeUp(revision=self._revision, **{"seq" if kind == "version" else "saved": which})
        draft = await self._gateway.admin.send("POST", f"{PATH}/draft", body, DraftView)
        self._copy = Working(draft.center)
        self._kept(draft, self._copy.data)
        self._view.say(Message("taken-up"))
        self._show(tab="clinics")
        self._refresh()

    async def _take_file(self) -> None:
        path = await self._view.choose_centre(save=False)
        if path is None:
            return
        try:
            center = parse_center(await asyncio.to_thread(path.read_bytes))
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as fault:
            self._view.say(Message("no-centre-file", {"what": str(fault)}), fault=True)
            return
        kept = list[bool]()
        if self._state.dirty:  # the file takes the place of what was typed, which is found in the history then
            await self._working("saving", lambda: self._save_into(kept))
            if kept != [True]:
                return
        self._copy = Working(center)
        self._show(dirty=True)
        self._refresh()
        self._view.say(Message("file-taken", {"n": len(self._state.faults)}))

    async def _give_file(self) -> None:
        path = await self._view.choose_centre(save=True)
        if path is not None:
            await self._working("loading", lambda: self._save_to(path, self._download))

    async def _download(self, path: Path) -> None:
        await self._gateway.admin.download(f"{PATH}/file", path)

    async def _new(self, tab: Tab) -> None:
        if self._copy is None:
            return
        code = await self._view.ask_code(tab, self._copy.taken(tab))
        if code is not None:
            self._chosen[tab] = code
            self._write(lambda copy: copy.add_new(tab, code))

    async def _working(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        await self._done(work, busy=what)

    # ------------------------------------------------------------------ inside: the working copy
    def _write(self, write: Callable[[Working], None]) -> None:
        """Somebody has written on the working copy."""
        if self._copy is not None:
            write(self._copy)
            self._show(dirty=True)
            self._refresh()

    def _refresh(self) -> None:
        if self._copy is not None:
            tab = self._state.tab
            self._show(**self._copy.seen(tab, self._chosen.get(tab, ""), self._state.query))
