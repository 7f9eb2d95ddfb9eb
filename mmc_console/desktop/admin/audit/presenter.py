"""Asks the server for its audit and its keys, and has done with them what an administrator wants. No Qt.

Entries are asked for when somebody comes in or applies a filter: reading them is recorded itself. What is under way, a
check or an exchange of keys, is asked every second while the page is seen.
"""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mmc_console.client.errors import ClientError
from mmc_console.desktop.admin.audit.contract import Filter, State, View
from mmc_console.desktop.admin.faults import message_of
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.kit.digits import latin
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import PeopleAnswer
from mmc_console.wire.audit import AuditCheck, AuditPage
from mmc_console.wire.keys import KeyCopies, KeyRow, KeysAnswer, PasswordAgain

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

T = TypeVar("T")
PAGE: Final = 100
PATH: Final = "/admin/audit"


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, view, start, State())
        self._older = False
        """Somebody wants the older records too, once those that are on their way are here."""
        self._looking = False
        """A question how far it is, is on its way."""

    def is_due(self, *, back: bool) -> bool:
        """What was read is not read again by itself; a page that never had an answer asks on."""
        return self._state.as_of is None and (back or self._state.fault is not None)

    def pass_second(self) -> None:
        """What is under way goes on."""
        super().pass_second()
        if self._state.offline is not None or self._looking:
            return
        if self._state.check.running or (self._state.tab == "keys" and self._state.exchanging):
            self._looking = True
            self._start("audit.progress", self._progress())

    async def ask(self) -> dict[str, Any]:
        door = self._gateway.admin
        page = await door.get(PATH, AuditPage, limit=PAGE, **self._wished())
        check = await door.get(f"{PATH}/verify", AuditCheck)
        people = self._state.people or await self._people()
        return {"rows": page.entries, "next": page.next, "count": page.count, "acts": page.acts, "check": check,
                "people": people}  # fmt: skip

    def answered(self) -> None:
        if self._state.tab == "keys":
            self._start("audit.keys", self._read_keys())
        if self._older:
            self._older = False
            self.more()

    # ------------------------------------------------------------------ intents
    def choose_tab(self, tab: str) -> None:
        if tab == "keys":
            self._show(tab="keys")
            self._start("audit.keys", self._read_keys())
        else:
            self._show(tab="records")

    def search(self, text: str) -> None:
        """Show those that *text* finds only."""
        self._show(query=latin(text))

    def edit(self, part: Filter, text: str) -> None:
        faults = {name: fault for name, fault in self._state.faults.items() if name != part}
        self._show(filters={**self._state.filters, part: latin(text)}, faults=faults)

    def apply(self) -> None:
        faults = {
            part: Message("bad-date") for part in _DAYS
            if (typed := self._state.filters.get(part, "").strip()) and _day(typed) is None
        }  # fmt: skip
        self._show(faults=faults)
        if not faults and self._state.offline is None:
            self.refresh()

    def clear(self) -> None:
        self._show(filters={}, faults={})
        self.apply()

    def more(self) -> None:
        if self._state.asking:
            self._older = True  # the answer on its way takes the place of what is here
        elif self._state.next is not None and self._state.free:
            self._start("audit.more", self._more(self._state.next))

    def select(self, seq: str) -> None:
        self._show(selected=int(seq) if seq else 0)

    def copy(self) -> None:
        row = self._state.chosen
        if row is not None:
            self._view.copy(row)
            self._view.say(Message("audit-copied"))

    def check(self) -> None:
        if self._state.free and not self._state.check.running:
            self._start("audit.check", self._check())

    def export(self) -> None:
        if self._state.free and not self._state.exporting:
            self._start("audit.export", self._export())

    def select_key(self, kind: str) -> None:
        self._show(key=kind)

    def rotate(self) -> None:
        key = self._state.chosen_key
        if key is not None and key.turns and key.state == "done" and self._state.free:
            self._start("audit.rotate", self._rotate(key))

    def show_copies(self) -> None:
        if self._state.free:
            self._start("audit.copies", self._copies())

    # ------------------------------------------------------------------ asking
    async def _people(self) -> tuple[tuple[str, str], ...]:
        found = await self._gateway.admin.get("/admin/users", PeopleAnswer)
        return tuple((person.id, person.name) for person in found.users)

    async def _more(self, before: int) -> None:
        page = await self._asked(self._gateway.admin.get(PATH, AuditPage, limit=PAGE, before=before, **self._wished()))
        if page is not None and self._state.next == before:
            self._show(rows=(*self._state.rows, *page.entries), next=page.next)

    async def _check(self) -> None:
        check = await self._asked(self._gateway.admin.send("POST", f"{PATH}/verify", None, AuditCheck))
        if check is not None:
            self._show(check=check)

    async def _progress(self) -> None:
        """How far it is; asked again soon, so that nobody is told where there is no answer."""
        door = self._gateway.admin
        try:
            if self._state.check.running:
                self._show(check=await door.get(f"{PATH}/verify", AuditCheck))
            else:
                self._show(keys=(await door.get("/admin/keys", KeysAnswer)).keys)
        except ClientError:
            return
        finally:
            self._looking = False

    async def _export(self) -> None:
        async def save(file: Path) -> None:
            self._show(exporting=True)
            try:
                await self._gateway.admin.download(f"{PATH}/export", file, **self._wished())
            finally:
                self._show(exporting=False)

        await self._save_as(f"audit-{self._gateway.now():%Y-%m-%d}.csv", save)

    async def _read_keys(self) -> None:
        found = await self._asked(self._gateway.admin.get("/admin/keys", KeysAnswer))
        if found is not None:
            self._show(keys=found.keys)

    async def _rotate(self, key: KeyRow) -> None:
        password = await self._view.ask_rotation(key)
        if password is None:
            return
        body = PasswordAgain(password)
        found = await self._asked(
            self._gateway.admin.send("POST", f"/admin/keys/{key.kind}/rotate", body, KeysAnswer)
        )  # fmt: skip
        if found is not None:
            self._show(keys=found.keys)
            self._view.say(Message("key-exchanged"))

    async def _copies(self) -> None:
        password = await self._view.ask_copies()
        if password is None:
            return
        body, asker = PasswordAgain(password), self._asker
        found = await self._asked(self._gateway.admin.send("POST", "/admin/keys/recovery", body, KeyCopies))
        if found is not None:
            copies = found.copies
            self._start("audit.shown", self._told_once(asker, lambda: self._view.show_copies(copies)))
            await self._read_keys()

    async def _asked(self, asking: Awaitable[T]) -> T | None:
        """The answer; None when there was none, which is said."""
        try:
            return await asking
        except ClientError as fault:
            message = message_of(fault)
            own = {"gone": "keys-all-printed", "invalid": "password-wrong"}.get(message.code)
            self._view.say(Message(own) if own is not None else message, fault=True)
            return None

    def _wished(self) -> dict[str, Any]:
        filters = self._state.filters
        first, last = _day(filters.get("from", "")), _day(filters.get("until", ""))
        return {
            "from": self._moment(first), "until": self._moment(last + timedelta(days=1) if last else None),
            "user": filters.get("user") or None, "act": filters.get("act") or None,
            "about": filters.get("about", "").strip() or None,
        }  # fmt: skip

    def _moment(self, day: date | None) -> str | None:
        """Midnight of the centre's own clock."""
        if day is None:
            return None
        return datetime.combine(day, time.min, self._gateway.now().tzinfo).isoformat()


_DAYS: Final[tuple[Filter, ...]] = ("from", "until")


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(latin(text.strip()))
    except ValueError:
        return None
    return found if 1970 < found.year < 9000 else None
