"""Generated histories for the replica: one desk that works ahead, others that work on the log, news in any order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from mmc_console.client.ahead import Ahead
from mmc_console.client.behaving import BehavingServer
from mmc_console.client.choices import chosen
from mmc_console.client.completion import completed, events_of
from mmc_console.client.handclock import HandClock
from mmc_console.client.replica import Gap, Layer, Replica
from mmc_console.client.testing import reference_center
from mmc_console.domain import actions as a
from mmc_console.domain.centre import Center
from mmc_console.domain.decide import Performed
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.evolve import evolve
from mmc_console.domain.ids import ClinicCode, DeskLetter, ExamCode, PatientId, TicketId, patient_of, visit_of
from mmc_console.domain.patients import PatientEntry, PatientRef
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.domain.tickets import Ticket
from mmc_console.wire.answers import Result
from mmc_console.wire.json import event_of

ON_TICKET: list[tuple[Any, dict[str, Any]]] = [
    (a.Hold, {}), (a.Resume, {}), (a.Start, {}), (a.Finish, {}), (a.NoShow, {}), (a.Requeue, {}), (a.Recall, {}),
    (a.SetPriority, {"priority": "urgent", "reason": "mistake"}), (a.Transfer, {"clinic": ClinicCode("dental")}),
    (a.CallTicket, {"room": 1, "reason": "by-hand"}), (a.Cancel, {"reason": "left"}),
]  # fmt: skip
CENTER: Center = reference_center()
MINE = DeskLetter("A")
TABLES = (
    "visits", "tickets", "clinics", "rooms", "numbers", "series", "open_visits", "alias", "traces", "desk_times",
    "visit_tickets",
)  # fmt: skip


def picture(state: State) -> dict[str, Any]:
    """All that a state says, comparable."""
    told: dict[str, Any] = {name: dict(getattr(state, name)) for name in TABLES}
    told["paces"] = {key: pace for key, pace in state.tickets.paces.items() if pace[0]}
    told["seq"], told["queues"] = (
        state.seq,
        {
            key: (queue.lines, queue.inside, set(queue.aside))
            for key, queue in state.tickets.queues.items()
            if len(queue) or queue.inside or queue.aside
        },
    )
    return told


class History:
    """A server, and a replica whose own actions, answers and news the test lets through one by one."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.server = BehavingServer(CENTER, self.clock)
        self.me = self.server.add_user("noora", ["reception", "supervisor"])
        self.server.add_user("huda", ["reception", "supervisor"])
        self.actor = Actor(self.me.id, frozenset(self.me.roles), frozenset(), MINE)
        self.replica = Replica()
        self.replica.epoch = self.server.epoch
        self.unsent: list[a.AnyAction] = []
        self.answers: list[tuple[a.AnyAction, Result, int]] = []
        self.aheads: list[Ahead] = []
        self.people = 0
        self.typed: dict[str, PatientId] = {}
        self.deliver(1)

    # -- what happens -------------------------------------------------------------

    def own(self, kind: int, which: int) -> None:
        """This desk does something, on what it sees."""
        action = self._action(self.replica.state, kind, which)
        if action is None:
            return
        layer = Layer(action, self.actor, patient=self._patient(action))
        told = self.replica.preview(layer)
        if not isinstance(told, Performed):
            return  # the screen would not have let it through
        layer.action = chosen(action, self.replica, told, MINE, offline=False)
        self.replica.lay(layer)
        self.unsent.append(layer.action)

    def other(self, kind: int, which: int) -> None:
        """Somebody else does something; it is in the log at once."""
        action = self._action(self.server.state, kind, which)
        if action is not None:
            fields = {f: getattr(action, f) for f in action.__struct_fields__ if f not in a.ENVELOPE}
            for known in ("id", "at"):
                del fields[known]
            self.server.do(type(action), "huda", **fields)

    def send(self) -> None:
        """The oldest unsent action arrives; the answer is on its way."""
        if self.unsent:
            action = self.unsent.pop(0)
            result = self.server._decide(action, self.actor)
            self.answers.append((action, result, self.server.state.seq))

    def answer(self) -> None:
        """The oldest answer arrives."""
        if not self.answers:
            return
        action, result, seq = self.answers.pop(0)
        events = events_of(result)
        if result.outcome in ("refused", "conflict") or result.visit not in (None, *self._own_visit(action, result)):
            self.replica.drop(action.id)
        elif self.replica.answer(action.id, completed(action, result, self.server.epoch, events), seq, events):
            with self.replica.together():
                self._take(events)
        self._take(events)

    def _take(self, events: Sequence[AnyEvent]) -> None:
        with contextlib.suppress(Gap):
            self.replica.apply(events)

    def deliver(self, count: int, *, skip: int = 0) -> None:
        """News come in: *count* events after those known, the first *skip* of them lost."""
        start = self.replica.seq + skip
        with contextlib.suppress(Gap):
            self.replica.apply([event_of(raw) for raw in self.server.log[start : start + count]])

    def take_ahead(self, count: int) -> None:
        """News are taken in beside what is shown, which stays as it was."""
        start, before = self.replica.seq, picture(self.replica.state)
        ahead, run = self.replica.ahead([event_of(raw) for raw in self.server.log[start : start + count]])
        assert ahead.take(run[:2])
        assert ahead.take(run[2:])
        assert picture(ahead.state) == picture(self.log_state(start + len(run)))
        assert picture(self.replica.state) == before
        self.aheads.append(ahead)

    def overtake(self) -> None:
        """What was taken in beside, the longest ago, is shown, unless the log has gone on here meanwhile."""
        if self.aheads:
            ahead = self.aheads.pop(0)
            seq, told = self.replica.seq, self.replica.overtake(ahead)
            assert [event.seq for event in told] == list(range(seq + 1, self.replica.seq + 1))
            assert not told or self.replica.state is ahead.state

    def finish(self) -> None:
        """Everything is sent, answered and told."""
        while self.unsent or self.answers:
            self.send()
            self.answer()
        self.deliver(len(self.server.log))

    # -- what is true -------------------------------------------------------------

    def log_state(self, seq: int) -> State:
        """The state the log alone says, up to *seq*."""
        state = State()
        for raw in self.server.log[:seq]:
            evolve(state, event_of(raw))
        return state

    def _own_visit(self, action: a.AnyAction, result: Result) -> tuple[str | None, ...]:
        if isinstance(action, (a.RegisterVisit, a.IssueTicket)):
            return (visit_of(action.id),)
        return (result.visit,)

    def _patient(self, action: a.AnyAction) -> PatientRef | None:
        if not isinstance(action, (a.RegisterVisit, a.IssueTicket)) or action.patient is None:
            return None
        known = [c.id for c in self.server.cards_held.values() if c.number == action.patient.number]
        typed = self.typed.setdefault(action.patient.number, patient_of(action.id))
        return PatientRef(known[0] if known else typed, action.patient.gender)

    def _action(self, state: State, kind: int, which: int) -> a.AnyAction | None:
        if not state.settings:
            return None
        self.clock.set(self.clock.now().replace(microsecond=self.clock.now().microsecond + 1))
        base: dict[str, Any] = {
            "id": self.server._mint(), "at": self.clock.now(), "by": self.me.id,
            "seen": f"{self.server.epoch}:{self.replica.seq}",
        }  # fmt: skip
        if kind < 3:
            self.people += kind != 2  # sometimes the same person again
            patient = PatientEntry(number=f"{1000 + self.people}", gender="male")
            return a.RegisterVisit(**base, patient=patient, exam_type=ExamCode("promotion"))
        clinic = ClinicCode(("lab", "eyes", "dental", "vitals")[which % 4])
        if kind == 3:
            return a.TakeRoom(**base, clinic=clinic, room=1)
        if kind in (4, 5):
            return a.CallNext(**base, clinic=clinic, room=1, finish_current=kind == 5)
        tickets: list[Ticket] = [t for t in state.tickets.values() if t.open]
        if kind == 6:
            mine = [id for id, trace in state.traces.items() if trace.user == self.me.id]
            return a.Undo(**base, action=mine[-1 - which % len(mine)]) if mine else None
        if not tickets:
            return None
        ticket = tickets[which % len(tickets)]
        act: Callable[..., a.AnyAction]
        act, more = ON_TICKET[kind % len(ON_TICKET)]
        confirmed = self.replica.confirmed(TicketId(ticket.id))
        return act(**base, ticket=ticket.id, rev=confirmed.rev if confirmed else 0, **more)
