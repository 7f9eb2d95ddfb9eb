"""Whoever registers, and helps who comes back to the desk."""

from __future__ import annotations

from mmc_console.client.gateway import Gateway
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode, visit_of
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.refusals import Unable
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from tests.mornings.people import CLINICS, Patient, visit_in
from tests.mornings.worker import Worker

ERRANDS = ("hold", "resume", "requeue", "priority", "cancel", "transfer", "wander")


class Receptionist(Worker):
    """Of one desk."""

    async def turn(self, gateway: Gateway) -> None:
        """Whoever stands at the desk, and else, now and then, an errand."""
        coming = next((p for p in self.morning.patients if p.at == self.desk.name), None)
        if coming is not None and coming.papers and self.desk.name == "desk":
            await self._helps(gateway, coming)
        elif coming is not None:
            await self._registers(gateway, coming)
        elif self.chance.random() < self.morning.errands:
            await self._errand(gateway)

    async def _registers(self, gateway: Gateway, who: Patient) -> None:
        """A paper, and where to go with it; some ask at the other desk too."""
        entry = PatientEntry(number=who.number, name=f"P {who.number}", gender=who.gender)
        action = gateway.new(a.RegisterVisit, patient=entry, exam_type=ExamCode("full"))
        if not await self._does(gateway, action):
            return
        await gateway.mark_shown(action.id)
        who.papers.append(visit_of(action.id))
        stands = gateway.state.open_ticket(who.papers[-1])
        self.tell(f"registers {who.number}: {stands.label if stands else '-'}")
        twice = self.desk.name == "desk" and "desk2" in self.morning.world.desks and self.chance.random() < 0.15
        who.goes("desk2" if twice else str(stands.clinic) if stands is not None else "lab", self.now)

    async def _does(self, gateway: Gateway, action: a.AnyAction) -> bool:
        would = gateway.preview(action)
        if isinstance(would, Unable):
            self.tell(f"cannot {action.type}: {would.code}")
            return False
        await gateway.submit(action)
        return True

    async def _helps(self, gateway: Gateway, who: Patient) -> None:
        """No clinic has them in its line: lead them to what they have not been to."""
        visit = visit_in(gateway.state, who)
        if visit is None:
            self.tell(f"knows nothing of {who.number}")
            return
        stands = gateway.state.open_ticket(visit.id)
        to = next(iter([*sorted(who.unrecorded - visit.done), *who.todo]), "")
        if stands is not None and stands.clinic in who.todo:
            to = str(stands.clinic)
        elif to and not await self._does(gateway, self._leads(gateway, visit, stands, ClinicCode(to))):
            return
        self.morning.helped.append(f"{who.number} to {to}")
        self.tell(f"helps {who.number}: {to or 'home'} ({visit.state})")
        who.goes(to, self.now) if to else who.leaves()

    def _leads(self, gateway: Gateway, visit: Visit, stands: Ticket | None, to: ClinicCode) -> a.AnyAction:
        if stands is not None:
            return gateway.new(a.Transfer, ticket=stands.id, clinic=to)
        return gateway.new(a.AddStop, visit=visit.id, clinic=to, reason="mistake")

    async def _errand(self, gateway: Gateway) -> None:
        """Somebody who waits comes to the desk."""
        waiting = [p for p in self.morning.patients if p.at in CLINICS and not p.inside]
        if not waiting:
            return
        who, state = self.chance.choice(waiting), gateway.state
        visit = visit_in(state, who)
        stands = state.open_ticket(visit.id) if visit is not None else None
        kind = self.chance.choice(ERRANDS)
        if kind == "wander":  # and says so to nobody
            self.morning.goes_away(who, self.chance.uniform(60, 600))
            return
        action = self._asked_for(gateway, who, kind, stands) if stands is not None else None
        if action is None or not await self._does(gateway, action):
            return
        self.tell(f"{kind}: {who.number}, {stands.label if stands else ''}")
        if kind == "hold":
            self.morning.goes_away(who, self.chance.uniform(100, 500))
        elif kind == "cancel":
            who.called_off = True
            who.leaves()
        elif isinstance(action, a.Transfer):
            who.goes(str(action.clinic), self.now)

    def _asked_for(self, gateway: Gateway, who: Patient, kind: str, stands: Ticket) -> a.AnyAction | None:
        """To go away for a while, to be back, to go first, to leave, to go elsewhere; None where that is not so."""
        if kind == "hold" and stands.state in ("waiting", "called"):
            return gateway.new(a.Hold, ticket=stands.id)
        if kind == "resume" and stands.state == "held":
            return gateway.new(a.Resume, ticket=stands.id)
        if kind == "requeue" and stands.state == "no_show":
            return gateway.new(a.Requeue, ticket=stands.id)
        if kind == "priority" and stands.priority == "normal":
            return gateway.new(a.SetPriority, ticket=stands.id, priority="urgent", reason="emergency")
        if kind == "cancel" and self.chance.random() < 0.2:
            return gateway.new(a.Cancel, visit=stands.visit, reason="left")
        others = [clinic for clinic in who.todo if clinic != stands.clinic]
        if kind == "transfer" and stands.state == "waiting" and others:
            return gateway.new(a.Transfer, ticket=stands.id, clinic=ClinicCode(self.chance.choice(others)))
        return None
