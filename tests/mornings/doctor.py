"""Whoever calls, examines and finishes, in one room: on the real page, by its own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmc_console.client.gateway import Gateway
from mmc_console.desktop.clinic.gates import BY_HAND
from mmc_console.desktop.clinic.picture import PLACE
from mmc_console.desktop.clinic.presenter import Presenter as Page
from mmc_console.desktop.pending.contract import Item
from mmc_console.desktop.tickets.gates import Verb
from mmc_console.desktop.tickets.taking_back import take_back
from mmc_console.domain.actions import Admit, CallNext, CallTicket, Start
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.tickets import INSIDE, Ticket
from tests.mornings.people import Patient, patient_in, visit_in
from tests.mornings.worker import Worker
from tests.simulation.desk import Desk
from tests.simulation.time import passing

if TYPE_CHECKING:
    from tests.mornings.morning import Morning

KNOCKS_AFTER = 60.0
"""Seconds that somebody stands at a door before they knock."""
ASKS_AFTER = 600.0
"""Seconds after which they ask at reception."""
WAITS_FOR = 100.0
"""Seconds a doctor waits for whoever was called."""


class Doctor(Worker):
    """Of one room."""

    def __init__(self, morning: Morning, desk: Desk, clinic: str, room: int) -> None:
        super().__init__(morning, desk)
        self.clinic, self.room = ClinicCode(clinic), room
        self._page: Page
        self._examined: Patient | None = None
        """Whose exam is over, and not recorded here yet."""
        self._waited: tuple[TicketId, float] | None = None

    def begins(self, gateway: Gateway) -> None:
        """The clinic page comes to the front."""
        gateway.settings.set(PLACE, f"{self.clinic}/{self.room}")
        self._page = Page(gateway, self.view, self.start)
        self._page.refresh()
        self._page.come_in()

    async def _press(self, verb: Verb) -> None:
        """A key of this page, if it is on."""
        self._page.refresh()
        state = self._page.state
        gate = state.gates.get(verb)
        if gate is None or not gate.on:
            self.tell(f"cannot press {verb}: {gate.code if gate is not None else ''}")
            return
        self.tell(f"presses {verb} ({state.target or '-'})")
        self._page.act(verb)
        await self.jobs()
        self._page.refresh()

    async def turn(self, gateway: Gateway) -> None:
        """Whoever is inside comes first, then whoever was examined, then the line."""
        self._page.refresh()
        state = self._page.state
        if state.phase == "calling":
            return
        if self._examined is not None:
            # what is not decided yet may be about them: what the screen shows is recorded all the same
            if self._who(gateway) is self._examined or not self.to_decide():
                await self._records(gateway, self._examined)
        elif state.current is None:
            await self._nobody_inside(gateway)
        else:
            await self._somebody_called(gateway, state.current.ticket)

    # -- somebody is called ------------------------------------------------------------

    def _who(self, gateway: Gateway) -> Patient | None:
        """Who this screen shows inside."""
        current = self._page.state.current
        ticket = gateway.state.ticket(current.ticket) if current is not None else None
        return patient_in(gateway.state, self.morning.patients, ticket.visit) if ticket is not None else None

    async def _somebody_called(self, gateway: Gateway, ticket: TicketId) -> None:
        who = self._who(gateway)
        if who is not None and who.at == self.clinic and not who.inside:
            await self._examines(gateway, who)
        elif self._waited is None or self._waited[0] != ticket:
            self._waited = ticket, self.now
        elif self.now - self._waited[1] > WAITS_FOR:
            await self._lets_go()
        elif self._page.state.phase == "called" and self.chance.random() < 0.2:
            await self._press("recall")

    async def _lets_go(self) -> None:
        """Whoever is shown inside is not here."""
        await self._press("no_show" if self._page.state.phase == "called" else "finish")

    async def _examines(self, gateway: Gateway, who: Patient) -> None:
        self._examined, who.inside = who, True
        if self.clinic in who.unrecorded:
            return
        if self.clinic in who.exams:
            self.morning.again.append(f"{who.number} was called to {self.clinic} again")
            self.tell(f"hears {who.number} say: I have been here")
            return
        self.tell(f"lets {who.number} in")
        if not gateway.state.center.rules.simple_flow or self.chance.random() < 0.3:
            await self._press("start")
        await passing(self.chance.uniform(40, 240))
        who.exams.append(self.clinic)
        self.tell(f"HAS EXAMINED {who.number}")

    # -- and examined --------------------------------------------------------------------

    async def _records(self, gateway: Gateway, who: Patient) -> None:
        """Finish them, on whatever the screen shows by now."""
        page, visit = self._page, visit_in(gateway.state, who)
        if visit is None:
            return
        if self._who(gateway) is who:
            if page.state.gates["finish"].code == "confirm-first":
                await self._press("start")
            one_key = page.state.hero in ("finish_call_next", "finish") and page.state.gates["call_next"].on
            pressed: Verb = "call_next" if one_key and self.chance.random() < 0.6 else "finish"
            await self._press(pressed)
            if pressed == "finish" and self.chance.random() < 0.05:
                await self._takes_back(gateway)  # whoever is inside again is finished once more
                page.refresh()
            if page.state.phase == "calling" or self._who(gateway) is not who:
                self._sends(gateway, who)
            return
        stop = visit.stop(self.clinic)
        if visit.state != "open" or stop is None or stop.state == "done":
            self.tell(f"sees that {who.number} is done here")
            self._sends(gateway, who)
        elif page.state.current is not None:
            await self._lets_go()
        elif who.at == self.clinic and (stop.state != "left" or self._stands(gateway, who) is not None):
            await self._calls(gateway, who)
        elif who.at == self.clinic:
            self.tell(f"cannot record the exam of {who.number}")
            self._examined = None
            who.unrecorded.add(self.clinic)
            who.goes("desk", self.now)

    def _sends(self, gateway: Gateway, who: Patient) -> None:
        """They go where this screen says, or, now and then, where they please."""
        self._examined = None
        if who.at != self.clinic:
            return  # they went on before
        stands = self._stands(gateway, who)
        told = str(stands.clinic) if stands is not None else ""
        to = told if told in who.todo and self.chance.random() < 0.9 else self.chance.choice(who.todo or [""])
        self.tell(f"sends {who.number} {to or 'home'}")
        who.goes(to, self.now) if to else who.leaves()

    def knows(self, gateway: Gateway, item: Item) -> bool:
        """Whom they have examined, and could not finish yet."""
        row = next((row for row in gateway.pending.rows if row.id == item.id), None)
        if self._examined is None or row is None or not isinstance(row.action, (Admit, CallTicket, CallNext, Start)):
            return False
        named = row.action.visit if isinstance(row.action, Admit) else None
        ticket = gateway.state.ticket(row.action.ticket or "") if not isinstance(row.action, Admit) else None
        visit = named or (ticket.visit if ticket is not None else None)
        return visit is not None and patient_in(gateway.state, self.morning.patients, visit) is self._examined

    def waits_to_decide(self, gateway: Gateway) -> None:
        """Whoever was examined here is called elsewhere: they go there meanwhile."""
        who = self._examined
        stands = self._stands(gateway, who) if who is not None else None
        if who is not None and stands is not None and who.at == self.clinic and stands.clinic in who.todo:
            self.tell(f"lets {who.number} go to {stands.label} meanwhile")
            who.goes(str(stands.clinic), self.now)

    def _stands(self, gateway: Gateway, who: Patient) -> Ticket | None:
        visit = visit_in(gateway.state, who)
        return gateway.state.open_ticket(visit.id) if visit is not None else None

    # -- nobody is inside ------------------------------------------------------------------

    async def _nobody_inside(self, gateway: Gateway) -> None:
        state = self._page.state
        gate = state.gates["call_next"]
        knocking = [
            p for p in self.morning.patients
            if p.at == self.clinic and not p.inside and self.now - p.since > KNOCKS_AFTER
        ]  # fmt: skip
        if gate.on:
            await self._press("call_next")
            if self.chance.random() < 0.04:
                await self._takes_back(gateway)
        elif state.waiting and gate.code in BY_HAND:
            await self._by_hand(state.rows[0].ticket)
        elif knocking and self.chance.random() < 0.5:
            await self._calls(gateway, self.chance.choice(knocking))

    async def _takes_back(self, gateway: Gateway) -> None:
        found = gateway.undoable()
        if found is not None:
            self.tell(f"takes back {found[0].type} {found[1]}")
            await take_back(gateway, found[0])

    async def _by_hand(self, ticket: TicketId) -> None:
        self._page.select(ticket)
        await self._press("call_ticket")
        self._page.select(None)

    async def _calls(self, gateway: Gateway, who: Patient) -> None:
        """Somebody stands here: call them, admit them if they are shown elsewhere, or send them where they are due."""
        stands = self._stands(gateway, who)
        if stands is None:
            self.tell(f"finds {who.number} in no line")
            known = visit_in(gateway.state, who) is not None
            if known or self.now - who.since > ASKS_AFTER:
                who.goes("desk", self.now)
        elif stands.clinic == self.clinic:
            await self._by_hand(stands.id)
        elif gateway.connection.kind != "offline" and stands.state in INSIDE and stands.clinic in who.todo:
            self.tell(f"sends {who.number} to {stands.label}")
            who.goes(str(stands.clinic), self.now)
        else:
            self.tell(f"admits {who.number} from {stands.label}")
            self._page.admit(stands.id)
            await self.jobs()
            here = self._stands(gateway, who)
            if here is not None and here.clinic == self.clinic:
                await self._by_hand(here.id)
