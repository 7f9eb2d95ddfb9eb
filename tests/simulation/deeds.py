"""What people do at a desk: one thing after the other, chosen by chance from what their screen shows.

Everything goes through the gateway, as the screens do it. What the screen promised is told to the audit.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from random import Random
from typing import Any

from mmc_console.client.errors import NotSignedIn, OffWhileOffline, SignInFailed, StoreFault
from mmc_console.client.gateway import Gateway
from mmc_console.client.shown import PendingRow, Receipt
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ActionId, ClinicCode, ExamCode, TicketId
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.tickets import INSIDE, Ticket
from tests.simulation.audit import Audit
from tests.simulation.centres import EXAMS
from tests.simulation.desk import Desk
from tests.simulation.server import USERS
from tests.simulation.time import passing

PEOPLE = 40
ROOMS = tuple((ClinicCode(code), no) for code, no in (("lab", 1), ("lab", 2), ("eyes", 1), ("ent", 1), ("ladies", 1)))
CLINICS = tuple(dict.fromkeys(code for code, _ in ROOMS))
SENT_TO = (a.RegisterVisit, a.IssueTicket, a.Transfer, a.Admit)
"""Of these another clinic may be chosen when they are tried again."""
AT_DOOR: tuple[type[a.TicketAction], ...] = (a.Start, a.Recall, a.NoShow, a.Hold, a.Requeue)
WEIGHTS = {
    "registers": 9, "calls": 12, "finishes": 8, "at_door": 6, "resumes": 2, "calls_by_hand": 2, "transfers": 2,
    "admits": 1, "prioritises": 1, "cancels": 1, "undoes": 2, "withdraws": 1, "takes_room": 2, "decides": 3,
    "overrides": 1, "walk_in": 2, "pauses": 1, "skips": 1, "signs_in_anew": 1,
    "adds_stop": 1, "changes_exam": 1, "corrects": 1, "clears": 0.5, "takes_up": 2,
    "gives_way": 2, "locks": 1, "walks_in": 2,
}  # fmt: skip


class Person:
    """Whoever sits at the desks; the same hand for all of them."""

    def __init__(self, chance: Random, audit: Audit, weights: Mapping[str, float], people: float) -> None:
        """*weights*: how often each is done; *people*: how many ever come."""
        self._chance, self._audit, self._weights, self._people = chance, audit, weights, people
        self._next_person = 0

    async def does_something(self, desk: Desk) -> None:
        """One deed at *desk*, if its console can be worked with."""
        gateway = desk.gateway
        if gateway is None:
            return
        if gateway.user is None or gateway.session_ended:
            await self.signs_in(desk)
            return
        if not gateway.ready:
            return
        name = self._chance.choices(list(self._weights), list(self._weights.values()))[0]
        try:
            made = await getattr(self, f"_{name}")(desk, gateway)
            if made is not None:
                await self._submits(desk, gateway, made)
        except StoreFault as fault:
            self._audit.say(f"{desk.name} {name}: {fault.code}")
        except NotSignedIn:
            self._audit.say(f"{desk.name} {name}: whoever sat there has left")

    async def signs_in(self, desk: Desk) -> None:
        """A full sign-in; it may fail."""
        assert desk.gateway is not None
        try:
            await desk.gateway.sign_in(desk.username, "password")
        except SignInFailed as failed:
            self._audit.say(f"{desk.name} cannot sign in: {failed.code}")
        except StoreFault as fault:
            self._audit.say(f"{desk.name} cannot keep who signed in: {fault.code}")

    async def _submits(self, desk: Desk, gateway: Gateway, action: Any) -> None:
        try:
            if isinstance(action, a.Override):
                receipt = await gateway.decisions.instead(action.conflict, action)
                self._audit.answered(desk, action.conflict)
            else:
                receipt = await gateway.submit(action)
        except OffWhileOffline as off:
            self._audit.say(f"{desk.name} {action.type} is off: {off.code}")
            return
        if receipt is None:
            return  # it was decided meanwhile
        self._audit.promised(desk, receipt)
        if receipt.performed is not None and isinstance(receipt.action, (a.RegisterVisit, a.IssueTicket)):
            number = receipt.performed.number
            if number and number[0].isalnum():
                await gateway.mark_shown(receipt.id)

    # -- reception ----------------------------------------------------------------

    def _entry(self) -> PatientEntry:
        """Mostly the next person at the door, sometimes one who has been here."""
        if self._next_person and (self._next_person >= self._people or self._chance.random() < 0.15):
            who = self._chance.randrange(self._next_person)
        else:
            who, self._next_person = self._next_person, self._next_person + 1
        return PatientEntry(number=f"{100000 + who}", name=f"P {who}", gender="male" if who % 2 else "female")

    async def _registers(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        entry = self._entry()
        exam = "full" if entry.gender == "female" or self._chance.random() < 0.7 else "brief"
        priority = self._chance.choice(("normal", "normal", "normal", "priority"))
        return gateway.new(
            a.RegisterVisit, patient=entry, exam_type=ExamCode(exam), priority=priority, next=self._next(0.1)
        )

    async def _takes_up(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        """Somebody has come back for what was left of another day's visit."""
        today = gateway.today()
        left = [visit for visit in gateway.state.visits.values() if visit.day < today and visit.state == "open"]
        if not left:
            return await self._registers(desk, gateway)
        visit = self._chance.choice(left)
        card = gateway.card(visit.patient)
        if card is None or visit.exam_type is None:
            return None
        entry = PatientEntry(number=card.number, name=card.name, gender=card.gender)
        return gateway.new(a.RegisterVisit, patient=entry, exam_type=visit.exam_type, continues=visit.id)

    async def _walk_in(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        return gateway.new(
            a.IssueTicket, patient=self._entry(), clinic=ClinicCode(self._chance.choice(("eyes", "ent")))
        )

    # -- tickets --------------------------------------------------------------------

    def _open(self, gateway: Gateway, wanted: Callable[[Ticket], bool]) -> Ticket | None:
        today = gateway.today()
        found = [t for t in gateway.state.tickets.values() if t.open and t.day == today and wanted(t)]
        return self._chance.choice(found) if found else None

    async def _calls(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        clinic, room = self._chance.choice(ROOMS)
        if self._chance.random() < 0.6:
            held = [key for key, hold in gateway.state.rooms.items() if hold.desk == gateway.desk]
            clinic, room = self._chance.choice(held) if held else (clinic, room)
        return gateway.new(
            a.CallNext, clinic=clinic, room=room, finish_current=self._chance.random() < 0.6, next=self._next(0.05)
        )

    async def _finishes(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: t.state in INSIDE)
        kind = (
            a.Refer if ticket is not None and ticket.state == "in_service" and self._chance.random() < 0.2 else a.Finish
        )
        if ticket is None:
            return None
        return gateway.new(kind, ticket=ticket.id, next=self._next(0.2), note=self._note())

    def _next(self, often: float) -> ClinicCode | None:
        """Where to go from here, when somebody chooses."""
        return self._chance.choice(CLINICS) if self._chance.random() < often else None

    def _note(self) -> str:
        return f"note {self._chance.randrange(1000)}" if self._chance.random() < 0.1 else ""

    async def _at_door(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        kind = self._chance.choice(AT_DOOR)
        ticket = self._open(gateway, lambda t: t.state in ("called", "waiting"))
        return gateway.new(kind, ticket=ticket.id) if ticket else None

    async def _resumes(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: t.state in ("held", "no_show"))
        if ticket is None:
            return None
        return gateway.new(a.Resume if ticket.state == "held" else a.Requeue, ticket=ticket.id)

    async def _calls_by_hand(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: t.state not in INSIDE)
        return (
            gateway.new(a.CallTicket, ticket=ticket.id, room=1, reason="late-comer", note=self._note())
            if ticket
            else None
        )

    async def _transfers(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: True)
        clinic = self._chance.choice(ROOMS)[0]
        keeps = self._chance.random() < 0.5
        return gateway.new(a.Transfer, ticket=ticket.id, clinic=clinic, keep_time=keeps) if ticket else None

    async def _admits(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: True)
        return gateway.new(a.Admit, visit=ticket.visit, clinic=self._chance.choice(ROOMS)[0]) if ticket else None

    async def _walks_in(self, desk: Desk, gateway: Gateway) -> None:
        """Somebody is done elsewhere, before the news of it: admitted here, called, examined and sent on."""
        clinic = self._chance.choice(CLINICS)
        ticket = self._open(gateway, lambda t: t.clinic != clinic)
        if ticket is None:
            return
        visit = ticket.visit
        await self._submits(desk, gateway, gateway.new(a.Admit, visit=visit, clinic=clinic))
        for kind, fields in ((a.CallTicket, {"room": 1, "reason": "by-hand"}), (a.Finish, {})):
            await passing(self._chance.random())
            here = gateway.state.open_ticket(visit)
            if desk.gateway is not gateway or gateway.user is None or here is None or here.clinic != clinic:
                return  # the console is another by now, or somebody was quicker
            await self._submits(desk, gateway, gateway.new(kind, ticket=here.id, **fields))

    async def _prioritises(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: True)
        to = self._chance.choice(("normal", "priority", "urgent"))
        return gateway.new(a.SetPriority, ticket=ticket.id, priority=to, reason="doctor-asked") if ticket else None

    async def _skips(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: True)
        clinic = self._chance.choice(ROOMS)[0]
        return gateway.new(a.SkipStop, visit=ticket.visit, clinic=clinic, reason="mistake") if ticket else None

    async def _adds_stop(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: True)
        if ticket is None:
            return None
        there = {stop.clinic for stage in gateway.state.visits[ticket.visit].stages for stop in stage}
        clinic = self._chance.choice([code for code in CLINICS if code not in there] or CLINICS)
        return gateway.new(a.AddStop, visit=ticket.visit, clinic=clinic, reason="doctor-asked")

    async def _changes_exam(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: True)
        if ticket is None:
            return None
        before = gateway.state.visits[ticket.visit].exam_type
        exam = ExamCode(self._chance.choice([code for code in EXAMS if code != before]))
        return gateway.new(a.ChangeExam, visit=ticket.visit, exam_type=exam, reason="mistake")

    async def _corrects(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        """A name, or what leads along another pathway."""
        ticket = self._open(gateway, lambda t: True)
        if ticket is None:
            return None
        named = gateway.state.visits[ticket.visit].patient
        fields = {"name": f"Q {self._chance.randrange(100)}"}
        if self._chance.random() < 0.5:
            fields = {"gender": self._chance.choice(("male", "female"))}
        return gateway.new(a.CorrectPatient, patient_id=named, reason="mistake", **fields)

    async def _cancels(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        ticket = self._open(gateway, lambda t: True)
        if ticket is None:
            return None
        named: dict[str, TicketId | str] = (
            {"ticket": ticket.id} if self._chance.random() < 0.5 else {"visit": ticket.visit}
        )
        return gateway.new(a.Cancel, reason="left", **named)

    # -- rooms and clinics ------------------------------------------------------------

    async def _takes_room(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        clinic, room = self._chance.choice(ROOMS)
        kind = a.TakeRoom if self._chance.random() < 0.8 else a.LeaveRoom
        return gateway.new(kind, clinic=clinic, room=room)

    async def _pauses(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        kind = self._chance.choice((a.OpenClinic, a.OpenClinic, a.PauseClinic, a.CloseClinic))
        return gateway.new(kind, clinic=self._chance.choice(ROOMS)[0])

    async def _clears(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        """No more here today: whoever waits is sent to another clinic in one step."""
        clinic, other = self._chance.sample(CLINICS, 2)
        return gateway.new(a.CloseClinic, clinic=clinic, move_waiting_to=other)

    async def _signs_in_anew(self, desk: Desk, gateway: Gateway) -> None:
        if gateway.connection.kind != "offline":
            await self.signs_in(desk)

    async def _gives_way(self, desk: Desk, gateway: Gateway) -> None:
        """Somebody else sits down; what waits here stays in its author's name."""
        self._audit.say(f"{desk.name}: {desk.username} gives way")
        if self._chance.random() < 0.3:
            await gateway.sign_out()
        else:
            await gateway.leave()
        desk.username = self._chance.choice(list(USERS))
        await self.signs_in(desk)

    async def _locks(self, desk: Desk, gateway: Gateway) -> None:
        await gateway.lock()
        if gateway.user is not None:
            try:
                await gateway.unlock(gateway.user.id, "password")
            except SignInFailed as failed:
                self._audit.say(f"{desk.name} stays locked: {failed.code}")

    # -- second thoughts --------------------------------------------------------------

    async def _undoes(self, desk: Desk, gateway: Gateway) -> None:
        before = {row.id for row in gateway._desk.outbox}
        undone = await gateway.undo()
        if undone is not None:
            after = {row.id for row in gateway._desk.outbox}
            desk.withdrawn |= before - after
            desk.seen |= after - before

    async def _withdraws(self, desk: Desk, gateway: Gateway) -> None:
        waiting = [row for row in gateway.pending.rows if row.state == "waiting" and row.id not in desk.withdrawn]
        if waiting:
            id = self._chance.choice(waiting).id
            desk.withdrawn.add(id)  # before it is known: a kill in between may or may not have removed it
            try:
                gone = await gateway.withdraw(id)
            except StoreFault:
                gone = False
            if not gone:
                desk.withdrawn.discard(id)

    def _to_decide(self, gateway: Gateway, *states: str) -> list[PendingRow]:
        rows = [row for row in gateway.pending.rows if row.state in states]
        return [row for row in rows if not gateway.decisions.barred(row.id)]

    async def _decides(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        failed = self._to_decide(gateway, "refused", "conflict")
        if not failed:
            return None
        row = self._chance.choice(failed)
        if row.state == "conflict" and row.id[-1] in "0123456789ab":  # without a draw of its own
            return gateway.decisions.insisting(row.id)
        if row.state == "refused" and row.id[-1] in "01234567":
            await self._tries_again(desk, gateway, row.id)
        else:
            await self._instead(desk, row.id, gateway.decisions.keep(row.id))
        return None

    async def _tries_again(self, desk: Desk, gateway: Gateway, id: ActionId) -> None:
        sent_to = next(isinstance(row.action, SENT_TO) for row in gateway.pending.rows if row.id == id)
        clinic = self._chance.choice(CLINICS) if sent_to else None
        await self._instead(desk, id, gateway.decisions.instead(id, gateway.decisions.again(id, clinic)))

    async def _instead(self, desk: Desk, id: ActionId, recorded: Awaitable[Receipt | None]) -> None:
        try:
            receipt = await recorded
            self._audit.answered(desk, id)
        except OffWhileOffline as off:
            self._audit.say(f"{desk.name} cannot do it now: {off.code}")
            return
        if receipt is not None:
            self._audit.promised(desk, receipt)

    async def _overrides(self, desk: Desk, gateway: Gateway) -> a.Action | None:
        failed = self._to_decide(gateway, "conflict")
        if not failed:
            return None
        return gateway.decisions.insisting(self._chance.choice(failed).id)
