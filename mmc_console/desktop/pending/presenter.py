"""Holds the drawer's state. No Qt; the gateway does the work, the rules say what is possible."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mmc_console.client.errors import NotSignedIn, OffWhileOffline, StoreFault, WireFault
from mmc_console.desktop.pending.contract import (
    FILTERS,
    Choice,
    Deed,
    Filter,
    Item,
    Progress,
    Server,
    State,
    View,
)
from mmc_console.desktop.pending.missing import lost
from mmc_console.desktop.pending.offers import clinics, not_withdrawn, offers
from mmc_console.desktop.pending.reasons import paper_of, reason
from mmc_console.desktop.pending.standing import stands
from mmc_console.desktop.tickets.facts import Message, clinic_words, room_name
from mmc_console.desktop.tickets.news import BREATH
from mmc_console.desktop.tickets.taking_back import known_as
from mmc_console.domain.actions import (
    AnyAction,
    CallNext,
    CallTicket,
    CorrectPatient,
    IssueTicket,
    RegisterVisit,
)
from mmc_console.domain.centre import Words
from mmc_console.domain.ids import ActionId, ClinicCode, VisitId, visit_of
from mmc_console.domain.numbers import PENDING
from mmc_console.domain.service_day import Calendar

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import PendingRow

_PROGRESS: dict[str, Progress] = {
    "waiting": "pending", "sending": "sending", "refused": "failed", "conflict": "conflict", "sent": "sent",
}  # fmt: skip
_OF_FILTER: dict[Filter, frozenset[Progress]] = {
    "all": frozenset({"pending", "sending", "failed", "conflict"}), "waiting": frozenset({"pending", "sending"}),
    "failed": frozenset({"failed"}), "conflict": frozenset({"conflict"}),
}  # fmt: skip
LOOK = 5.0
"""Seconds between two looks at how old the drawer is."""
_ORDER = {"conflict": 0, "failed": 1}


class Presenter:
    """The only copy of the drawer's State."""

    def __init__(
        self, gateway: Gateway, view: View, start: Callable[[str, Coroutine[Any, Any, None]], bool]
    ) -> None:  # fmt: skip
        self._gateway, self._view, self._start = gateway, view, start
        self._seen = False
        self._registered: list[VisitId] = []
        """Sent once more from here, and their number not told yet."""
        self._rows: dict[ActionId, PendingRow] = {}
        self._calendar: Calendar
        self._today: date
        """Both as of this refresh: hundreds of rows are of the same moment."""
        self._state = State()

    @property
    def state(self) -> State:
        """What is shown now."""
        return self._state

    async def follow(self) -> None:
        """After every change, while it is seen."""
        async for _ in self._gateway.changes():
            self.tell_numbers()
            if self._seen:
                self.refresh()
            await asyncio.sleep(BREATH)

    async def tick(self) -> None:
        """What changes without news, while it is seen."""
        while True:
            await asyncio.sleep(LOOK)
            self.look()

    def look(self) -> None:
        """As of when the server's word is known here: its heartbeats are no change that anybody announces."""
        gateway, old = self._gateway, self._state
        if not self._seen or gateway.user is None or not gateway.ready:
            return
        self._calendar = gateway.state.calendar
        fresh = replace(old, last_sync=self._local(gateway.connection.data_from), now=gateway.now())
        if fresh.synced != old.synced:
            self._state = fresh
            self._view.render(fresh)

    # ------------------------------------------------------------------ what a person asks
    def come_in(self) -> None:
        self._seen = True
        self.refresh()

    def go_away(self) -> None:
        self._seen = False

    def filter(self, name: Filter) -> None:
        self._state = replace(self._state, filter=name)
        self.refresh()

    def fold(self) -> None:
        self._state = replace(self._state, unfolded=not self._state.unfolded)
        self.refresh()

    def select(self, id: ActionId | None) -> None:
        if id != self._state.selected:
            self._state = replace(self._state, selected=id)
            self.refresh()

    def details(self) -> None:
        if self._state.item is not None and self._state.item.problem is not None and self._state.offers:
            self._start("pending.details", self._details())

    def take(self, choice: Choice) -> None:
        offer = next((offer for offer in self._state.offers if offer.choice == choice), None)
        item = self._state.item
        if offer is None or item is None:
            return
        if offer.off is not None:
            self._view.say(offer.off)
        else:
            self._start(f"pending.{choice}", self._take(item, choice))

    def take_recommended(self) -> None:
        found = next((offer for offer in self._state.offers if offer.recommended), None)
        if found is not None:
            self.take(found.choice)

    def retry(self) -> None:
        self._start("pending.retry", self._retry())

    def export(self) -> None:
        self._start("pending.export", self._export())

    # ------------------------------------------------------------------ doing it
    async def _details(self) -> None:
        item = self._state.item
        choice = await self._view.decide(self._state)
        if item is not None and choice is not None and item.id in self._rows:
            await self._take(item, choice)

    async def _take(self, item: Item, choice: Choice) -> None:
        decisions, row = self._gateway.decisions, self._rows.get(item.id)
        found = offers(self._gateway, row) if row is not None else ()  # the day may have turned over the question
        offer = next((offer for offer in found if offer.choice == choice), None)
        if offer is None or offer.off is not None:
            if offer is not None and offer.off is not None:
                self._view.say(offer.off, fault=True)
            self.refresh()
            return
        try:
            if choice == "keep":
                sent = await decisions.keep(item.id)
                called = sent is not None and isinstance(sent.action, CallNext)
                self._view.say(Message("sent-again" if called else "kept", {"ticket": item.deed.label}))
            elif choice == "delete":
                await self._delete(item)
            elif choice == "mine":
                await self._instead(item, decisions.insisting(item.id))
            else:
                clinic = await self._other_clinic(item) if choice == "clinic" else None
                if choice == "again" or clinic is not None:
                    await self._instead(item, decisions.again(item.id, clinic))
        except (OffWhileOffline, StoreFault) as fault:
            self._view.say(Message(fault.code), fault=True)
        self.refresh()

    async def _instead(self, item: Item, action: AnyAction) -> None:
        if await self._gateway.decisions.instead(item.id, action) is not None:
            self._view.say(Message("sent-again", {"ticket": item.deed.label}))
            if isinstance(action, (RegisterVisit, IssueTicket)):
                self._registered.append(visit_of(action.replaces or action.id))

    def tell_numbers(self) -> None:
        """Whoever was registered once more has another number now, and a paper that is not true any more."""
        state = self._gateway.state
        before = self._gateway.papers.renumbered() if self._registered else {}
        for id in tuple(self._registered):
            visit = state.visit(id)
            if visit is None or visit.number == PENDING:
                continue
            self._registered.remove(id)
            ticket = state.open_ticket(visit.id)
            if visit.id in before and ticket is not None:
                self._view.say(Message("renumbered", {"label": before[visit.id], "ticket": ticket.label}))

    async def _delete(self, item: Item) -> None:
        if not await self._view.confirm_delete(item.deed):
            return
        if await self._gateway.decisions.delete(item.id):
            self._view.say(Message("deleted", {"kind": item.deed.kind, "ticket": item.deed.label}))
        else:
            self._view.say(not_withdrawn(self._gateway, item.id) or Message("may-have-left"), fault=True)

    async def _other_clinic(self, item: Item) -> ClinicCode | None:
        row = self._rows.get(item.id)
        options = clinics(self._gateway, row) if row is not None else ()
        if not any(option.on for option in options):
            self._view.say(Message("no-other-clinic"), fault=True)
            return None
        chosen = await self._view.choose_clinic(options, item.deed.label)
        return ClinicCode(chosen) if chosen else None

    async def _retry(self) -> None:
        try:
            await self._gateway.refresh()
        except WireFault:
            self._view.say(Message("unreachable"), fault=True)
        except NotSignedIn:
            self._view.say(Message("not-authenticated"), fault=True)

    async def _export(self) -> None:
        folder = await self._view.choose_folder()
        if folder is None:
            return
        now, desk = self._gateway.now(), self._gateway.desk or "-"
        file = folder / f"mmc-support-{desk}-{now:%Y%m%d-%H%M%S}.json"
        written = self._gateway.support_file()
        try:
            await asyncio.to_thread(file.write_bytes, written)
        except OSError:
            self._view.say(Message("not-exported"), fault=True)
        else:
            self._view.say(Message("exported", {"file": file.name}))

    # ------------------------------------------------------------------ what is shown
    def refresh(self) -> None:
        """Everything once more, as the gateway has it now."""
        gateway, old = self._gateway, self._state
        if gateway.user is None or not gateway.ready:
            return
        pending, self._calendar, self._today = gateway.pending, gateway.state.calendar, gateway.today()
        self._rows = {row.id: row for row in pending.rows}
        open = [row for row in pending.rows if row.state != "sent" and not row.decided]
        shown = [row for row in open if _PROGRESS[row.state] in _OF_FILTER[old.filter]]
        items = sorted(map(self._item, shown), key=lambda item: _ORDER.get(item.state, 2))  # stable: as they are sent
        over = [row for row in pending.rows if row.state == "sent" or row.decided] if old.unfolded else []
        done = tuple(self._item(row) for row in reversed(over))
        ids = [item.id for item in (*items, *done)]
        selected = old.selected if old.selected in ids else self._beside(old, ids)
        chosen = self._rows.get(selected) if selected is not None else None
        self._state = State(
            items=tuple(items),
            counts={name: sum(_PROGRESS[row.state] in _OF_FILTER[name] for row in open) for name in FILTERS},
            filter=old.filter, done=done, done_count=pending.sent, unfolded=old.unfolded, selected=selected,
            offers=offers(gateway, chosen) if chosen is not None else (),
            server=stands(gateway, chosen) if chosen is not None else Server(),
            last_sync=self._local(gateway.connection.data_from), now=gateway.now(), kept=gateway.durable,
            desk=gateway.desk or "",
        )  # fmt: skip
        self._view.render(self._state)

    def _beside(self, old: State, ids: list[ActionId]) -> ActionId | None:
        """The one that stands now where the selected one was, else the first."""
        before = [item.id for item in (*old.items, *old.done)]
        place = before.index(old.selected) if old.selected in before else 0
        return ids[min(place, len(ids) - 1)] if ids else None

    def _item(self, row: PendingRow) -> Item:
        first = self._rows.get(row.waits_for) if row.waits_for is not None else None
        action = row.action
        room, clinic = "", None
        if isinstance(action, (CallNext, CallTicket)):
            ticket = self._gateway.state.ticket(action.ticket) if action.ticket is not None else None
            of = action.clinic if isinstance(action, CallNext) else ticket.clinic if ticket is not None else None
            room = room_name(self._gateway.state.center.clinic(of), action.room) if of is not None else str(action.room)
        else:
            clinic = self._clinic(getattr(action, "clinic", None))
        told = reason(row, row.problem.code, row.problem.params) if row.problem is not None else None
        problem = lost(self._gateway, row) or told
        state = _PROGRESS[row.state]
        if state == "sending" and self._gateway.connection.kind == "offline":
            state = "pending"  # it was tried, and is tried again: nothing is on its way now
        return Item(
            row.id, state, self._deed(row), row.author_name, problem,
            self._deed(first) if first is not None else None, row.decided,
            problem is not None and problem.code == "rights-changed",
            state in ("conflict", "failed") and self._gateway.decisions.what_goes_on(row.id) is not None,
            room, clinic, self._typed(row), self._exam(row),
        )  # fmt: skip

    def _typed(self, row: PendingRow) -> tuple[str, ...]:
        action = row.action
        if not self._tells_whom(row):
            return ()
        if isinstance(action, (RegisterVisit, IssueTicket)):
            known = self._gateway.card(action.patient_id) if action.patient_id is not None else None
            whom = action.patient or known
            return tuple(text for text in (whom.number, whom.name) if text) if whom is not None else ()
        found = (action.number, action.name, action.phone) if isinstance(action, CorrectPatient) else ()
        return tuple(text for text in found if text)

    def _exam(self, row: PendingRow) -> Words | None:
        if not isinstance(row.action, RegisterVisit) or not self._tells_whom(row):
            return None
        code = row.action.exam_type
        exam = self._gateway.state.center.exam(code)
        return exam.name if exam is not None else {"ar": code, "en": code}

    def _tells_whom(self, row: PendingRow) -> bool:
        """Whether what was typed of a person is shown: where no ticket tells whose it is, to whoever sees everybody."""
        if row.decided or row.state == "sent":
            return False
        failed = row.state in ("refused", "conflict")
        kinds = (CorrectPatient, RegisterVisit, IssueTicket) if failed else (CorrectPatient,)
        return isinstance(row.action, kinds) and self._gateway.may("correct_patient", ClinicCode(""))

    def _deed(self, row: PendingRow) -> Deed:
        kind, label = known_as(self._gateway, row.action, row.label)
        label = label or paper_of(row)
        return Deed(kind, label, self._local(row.at) or row.at, self._is_today(row.at))

    def _is_today(self, moment: datetime | None) -> bool:
        return moment is None or self._calendar.day(moment) == self._today

    def _clinic(self, code: str | None) -> Words | None:
        return clinic_words(self._gateway.state.center, ClinicCode(code)) if code else None

    def _local(self, moment: datetime | None) -> datetime | None:
        return self._calendar.stamp(moment) if moment is not None else None
