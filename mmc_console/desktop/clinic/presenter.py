"""Turns what a clinician does into actions, and what the rules say into State. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from mmc_console.client.answering import NOBODY
from mmc_console.client.errors import OffWhileOffline, StoreFault
from mmc_console.desktop.clinic import calling, finding, picture
from mmc_console.desktop.clinic.admitting import Admitting
from mmc_console.desktop.clinic.contract import ClinicVerb, Phase, Place, State, View
from mmc_console.desktop.clinic.gates import BY_HAND, Facts, hero_of, key_gates
from mmc_console.desktop.clinic.holding import Holding
from mmc_console.desktop.clinic.opening import Opening
from mmc_console.desktop.tickets import gates as g
from mmc_console.desktop.tickets.facts import Message, Option, Row
from mmc_console.desktop.tickets.news import BREATH, shown_as_of
from mmc_console.desktop.tickets.options import CALL_REASONS, elsewhere
from mmc_console.desktop.tickets.presses import pressed
from mmc_console.desktop.tickets.scanned import Person, looked_up, place_of, ticket_of
from mmc_console.desktop.tickets.taking_back import undo_of
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.order import next_waiting
from mmc_console.domain.refusals import Unable
from mmc_console.domain.tickets import Ticket

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

ON_ITS_WAY = ("waiting", "sending", "sent")
Start = Callable[[str, Coroutine[Any, Any, None]], bool]


class Presenter:
    """The only holder of the clinic page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        self._gateway = gateway
        self._view = view
        self._start = start
        self._state = State()
        self._writing: set[g.Verb] = set()
        self._calls: list[tuple[calling.Call, Place]] = []
        """Those not told yet."""
        self._admitting = Admitting(gateway, view, self.record)
        self._opening = Opening(gateway, view, self.record)
        self._holding = Holding(gateway, view, self)

    @property
    def state(self) -> State:
        """What the page shows."""
        return self._state

    # ------------------------------------------------------------------ services
    async def follow(self) -> None:
        """Repaint on every change of the local store; take the room as soon as there is one."""
        async for _ in self._gateway.changes():
            self.refresh()
            self.enter_if_due()
            await asyncio.sleep(BREATH)

    def come_in(self) -> None:
        """The page is in front: from now on this console works in its room."""
        self._holding.in_front = self._holding.shown = True
        self._start("enter", self._holding.enter())

    def go_away(self) -> None:
        """Its room stays; none that is nobody's becomes this console's meanwhile."""
        self._holding.shown = False

    def come_back(self) -> None:
        self._holding.shown = True

    def enter_if_due(self) -> None:
        """Take the room once it is this console's to take."""
        if self._holding.due is not None:  # it may ask something: the page goes on meanwhile
            self._start("enter", self._holding.enter())

    async def tick(self) -> None:
        """Timers and time-outs go on, and the day turns, although nothing happens."""
        while True:
            await asyncio.sleep(1)
            self.refresh()
            self.enter_if_due()

    async def leave(self) -> None:
        """This console works in its room no longer: sign-out, another room, the end of the day."""
        await self._holding.leave()

    # ------------------------------------------------------------------ intents
    def act(self, verb: g.Verb) -> None:
        place = self._state.place
        if place is None:
            return
        gate = self._gates().get(verb, g.HIDDEN)
        if not gate.on:
            if gate is not g.HIDDEN:
                self._view.say(Message(gate.code, gate.params), fault=True)
            return
        self._start(verb, self._act(verb, place))

    def open_row(self, ticket: TicketId) -> None:
        self.select(ticket)
        self.act("call_ticket")

    def select(self, ticket: TicketId | None) -> None:
        if ticket != self._state.selected:
            self._show(selected=ticket)
            self.refresh()

    def search(self, text: str) -> None:
        if text != self._state.query:
            self._show(query=text)
            self.refresh()

    def scanned(self, text: str) -> None:
        """Whoever is called here has come; whoever waits here is shown; everybody else is told where to go."""
        found, place = looked_up(self._gateway, text), self._state.place
        if isinstance(found, Person):
            found = ticket_of(self._gateway, found) or Message("scan-nobody")
        if isinstance(found, Message) or place is None:
            self._view.say(found if isinstance(found, Message) else place_of(self._gateway, found), fault=True)
        elif found.state == "called" and calling.inside(self._gateway, place) == found:
            self.act("start")
        elif found.clinic == place.clinic:
            self.search("")
            self.select(found.id)
            self._view.say(place_of(self._gateway, found))
        elif found.open:
            self.admit(found.id)
        else:
            self._view.say(place_of(self._gateway, found), fault=True)

    def admit(self, ticket: TicketId) -> None:
        place, found = self._state.place, self._gateway.state.ticket(ticket)
        if place is not None and found is not None:
            self._start("admit", self._admit(place, found))

    async def _admit(self, place: Place, ticket: Ticket) -> None:
        here = await self._admitting.ask(place, ticket)
        if here is not None:
            self.search("")
            self._view.searched()
            self.select(here)

    def move_to(self, place: str) -> None:
        self._start("move", self._holding.move(place))

    def choose_place(self) -> None:
        self._start("choose-place", self._holding.choose())

    def change_clinic(self, verb: ClinicVerb) -> None:
        place = self._state.place
        if place is not None and self._state.clinic_gates.get(verb, g.HIDDEN).on:
            self._start(verb, self._opening.change(verb, place))

    # ------------------------------------------------------------------ what the keys do
    async def _act(self, verb: g.Verb, place: Place) -> None:
        if verb in self._writing:
            return  # the second press comes before anything of the first is to be seen
        gateway = self._gateway
        current = calling.inside(gateway, place)
        ticket = current or (gateway.state.ticket(self._state.selected) if self._state.selected else None)
        action: a.AnyAction | None = None
        if verb == "call_next":
            action = calling.call_next(gateway, place)
        elif ticket is None:
            return
        elif verb == "call_ticket" or (verb == "recall" and current is None):
            action = await self._call_by_hand(ticket, place, late=verb == "recall")
        elif verb == "transfer":
            clinic = await self._view.choose("transfer", elsewhere(gateway, ticket), ticket.label)
            action = gateway.new(a.Transfer, ticket=ticket.id, clinic=ClinicCode(clinic)) if clinic else None
        else:
            action = self._simple(verb, ticket)
        if action is None:
            return
        self._writing.add(verb)
        try:
            of_room = current is not None or verb in ("call_next", "call_ticket", "recall")
            receipt = await self.record(action, place if of_room else None)
        finally:
            self._writing.discard(verb)
        if receipt is None:
            return
        if isinstance(action, calling.Call):
            self._calls.append((action, place))
            self._tell_calls()
        elif ticket is not None:
            self._view.say(Message(f"did-{action.type}", {"ticket": ticket.label}), undo=undo_of(gateway, action))

    def _simple(self, verb: g.Verb, ticket: Ticket) -> a.AnyAction | None:
        if verb == "finish":
            return calling.finish(self._gateway, ticket)
        if verb == "refer":
            return calling.refer(self._gateway, ticket)
        return pressed(self._gateway, verb, ticket)

    async def _call_by_hand(self, ticket: Ticket, place: Place, *, late: bool) -> a.AnyAction | None:
        gateway, reason = self._gateway, "late-comer" if late else None
        if reason is None and self._gates()["call_next"].code in BY_HAND:
            first = next_waiting(gateway.state, place.clinic, gateway.today())
            reason = "by-hand" if ticket == first else None  # whose turn it is anyhow: nobody has to be told why
        if reason is None:
            reason = await self._view.choose("call_ticket", tuple(map(Option, CALL_REASONS)), ticket.label)
        if reason is None:
            return None
        return self._gateway.new(a.CallTicket, ticket=ticket.id, room=place.room, reason=cast("a.Reason", reason))

    def _tell_calls(self) -> None:
        """The toast after a call. One whose person only the server names is told when the name is there."""
        gateway, calls, self._calls = self._gateway, self._calls, []
        for action, place in calls:
            did = gateway.state.traces.get(action.id)
            ticket = gateway.state.ticket(did.ticket) if did is not None and did.ticket is not None else None
            if ticket is not None and did is not None and not did.undone:
                self._view.say(calling.told(action, ticket, place), undo=undo_of(gateway, action))
            elif did is None:
                row = next((row for row in gateway.pending.rows if row.id == action.id), None)
                why = row.problem if row is not None else None
                if row is not None and row.state in ON_ITS_WAY:
                    self._calls.append((action, place))
                elif why is not None and why.code == NOBODY:  # of all else the drawer asks
                    self._view.say(Message(why.code, why.params), fault=True)

    async def record(self, action: a.AnyAction, room: Place | None = None) -> object | None:
        """Put *action* on this PC's disk; None, with the reason on the screen, when the rules or the disk say no.

        *room*: it is about who is in it.
        """
        would = self._gateway.preview(action)
        if isinstance(would, Unable):
            self._view.say(Message(would.code, would.params), fault=True)
            return None
        try:
            if room is not None:
                await calling.make_way(self._gateway, room, by_hand=isinstance(action, a.CallTicket))
            receipt = await self._gateway.submit(action)
        except (StoreFault, OffWhileOffline) as fault:
            self._view.say(Message(fault.code), fault=True)
            return None
        self.refresh()
        return receipt

    # ------------------------------------------------------------------ painting
    def refresh(self) -> None:
        """Work the whole page out again from the local store."""
        gateway = self._gateway
        if not gateway.ready:
            self._show(ready=False)
            return
        now = gateway.now()
        found = picture.places(gateway)
        place = picture.place_of(gateway, found)
        if place is None:
            self._show(ready=True, places=found, place=None, stale_since=shown_as_of(gateway, now))
            return
        state, day = gateway.state, gateway.today()
        queue = picture.rows_of(gateway, place.clinic, now)
        query = self._state.query.strip()
        rows, elsewhere = finding.find(gateway, place.clinic, query, now) if query else (queue, ())
        waiting = len(state.tickets.queue(day, place.clinic))
        first = next((r for r in queue if r.state == "waiting"), None)
        selected = self._kept_selection(rows)
        inside = calling.inside(gateway, place)
        facts = self._facts(place, waiting, selected)
        stands = state.clinic(place.clinic, day)
        self._show(
            ready=True, places=found, place=place, stale_since=shown_as_of(gateway, now),
            clinic_state=stands.state, clinic_reason=stands.reason, clinic_until=stands.until,
            phase=_phase(inside, facts.calling), current=picture.current_of(gateway, inside, now), rows=rows,
            waiting=waiting, next_label=first.label if first else "", next_name=first.name if first else "",
            why_next=picture.why(gateway, queue), selected=selected, today=picture.today_of(gateway, place.clinic),
            elsewhere=elsewhere, admits=self._admitting.only(place, elsewhere),
            expected=() if waiting or query else picture.expected_rows(gateway, place.clinic, now),
            gates=self._allowed(key_gates(facts), place), hero=hero_of(facts),
            clinic_gates=self._opening.gates(place, stands.state), exit_pin=gateway.exit_pin(place.clinic),
        )  # fmt: skip
        self._tell_calls()

    def _kept_selection(self, rows: tuple[Row, ...]) -> TicketId | None:
        selected = self._state.selected
        if selected is None or any(r.ticket == selected for r in rows):
            return selected
        return None

    def _facts(self, place: Place, waiting: int, selected: TicketId | None) -> Facts:
        gateway = self._gateway
        return Facts(
            now=gateway.now(), rules=gateway.state.center.rules, current=calling.inside(gateway, place),
            selected=gateway.state.ticket(selected) if selected else None, waiting=waiting,
            calling=gateway.unnamed.coming(place.clinic, place.room), rooms=place.rooms, alone=gateway.off_alone,
            held_back=gateway.unnamed.held_back(place.clinic, place.room), names=calling.names_the_next(gateway, place),
            offline=gateway.connection.kind == "offline", holds_room=gateway.calls_alone(place.clinic, place.room),
        )  # fmt: skip

    def _gates(self) -> dict[g.Verb, g.Gate]:
        """The gates of this very moment: the clock has gone on since the page was painted."""
        place = self._state.place
        if place is None:
            return {}
        waiting = len(self._gateway.state.tickets.queue(self._gateway.today(), place.clinic))
        return self._allowed(key_gates(self._facts(place, waiting, self._state.selected)), place)

    def _allowed(self, gates: dict[g.Verb, g.Gate], place: Place) -> dict[g.Verb, g.Gate]:
        """The same gates, off where this person's rights end."""
        may = self._gateway.may
        return {
            verb: g.off("not-allowed") if gate.on and verb != "details" and not may(verb, place.clinic) else gate
            for verb, gate in gates.items()
        }

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def _phase(inside: Ticket | None, calling: bool) -> Phase:
    if calling:
        return "calling"
    if inside is None:
        return "empty"
    return "called" if inside.state == "called" else "in_service"
