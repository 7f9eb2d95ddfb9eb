"""Any history of a clinic day: the rules of a Hypothesis machine over the small world.

Persons, tickets and visits are picked by an index into those that exist, the open ones more often, so that most
actions mean something and the rest are refused. Every law is asked after every step.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, ExamCode, TicketId, VisitId
from mmc_console.domain.order import why_next
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Priority
from mmc_console.domain.wording import words
from tests.simulation.rules import laws
from tests.simulation.rules.steps import STEPS, step
from tests.simulation.rules.world import (
    ACTORS,
    ADMIN,
    CLINICS,
    ENT,
    PEOPLE,
    RECEPTION,
    SUPERVISOR,
    Deed,
    World,
    small_center,
    without,
)

ANY = st.integers(0, 10_000)
MOSTLY_SUPERVISOR = st.sampled_from((*(SUPERVISOR,) * 12, *(ADMIN,) * 6, *ACTORS))
DESK = st.sampled_from((*ACTORS[:5], SUPERVISOR))
CLINIC = st.sampled_from(CLINICS)
PRIORITY: st.SearchStrategy[Priority] = st.sampled_from(("normal", "normal", "priority", "urgent"))
EXAM = st.sampled_from((ExamCode("full"), ExamCode("full"), ExamCode("brief")))
STALE = st.sampled_from((None, None, None, 0, 1, 2))
"""How many of the log's last events the acting desk had not seen; None: it does not say."""
LATE = st.sampled_from((0, 0, 0, 0, 60, 4_000, 80_000))
"""Seconds between the deed and its arrival."""
ON_TICKET: dict[str, Any] = {
    "recall": a.Recall, "start": a.Start, "finish": a.Finish, "refer": a.Refer, "no_show": a.NoShow,
    "hold": a.Hold, "resume": a.Resume,
}  # fmt: skip
Named = Literal["nobody", "shown", "any"]


class ClinicDay(RuleBasedStateMachine):
    """One centre, several desks, some days."""

    world: World
    asked = 0
    """The log position the laws were last asked at: nothing happens without an event."""

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        possible = [s for s in STEPS if s.when(self)]
        chosen = possible[data.draw(st.integers(0, len(possible) - 1), "step")]
        drawn = {name: data.draw(how, f"{chosen.name}: {name}") for name, how in chosen.draws.items()}
        getattr(self, chosen.name)(**drawn)

    @initialize(share=st.sampled_from(((2, 3), (1, 2), (3, 4))), most=st.sampled_from((1, 3)))
    def opens(self, share: tuple[int, int], most: int) -> None:
        self.world = World(small_center(priority_share=share, postpone_at_most=most, near_turn_ahead=2))
        for n, person in enumerate(PEOPLE[:6]):
            action = a.RegisterVisit(
                **self._base(), patient_id=person.id, exam_type=ExamCode("full"),
                priority="priority" if n % 2 else "normal",
            )  # fmt: skip
            self._send(action, RECEPTION, patient=person)

    # -- how things are picked and sent ---------------------------------------------

    def _ticket(self, pick: int) -> TicketId:
        found = self.world.open_tickets() if pick % 5 else list(self.world.state.tickets.values())
        return found[pick // 5 % len(found)].id if found else TicketId("nobody")

    def _visit(self, pick: int) -> VisitId:
        found = [v for v in self.world.state.visits.values() if pick % 4 == 0 or v.state == "open"]
        return found[pick // 4 % len(found)].id if found else VisitId("nobody")

    def _send(self, action: a.Action, actor: Actor, stale: int | None = None, late: int = 0, **context: Any) -> Deed:
        world = self.world
        seen = None if stale is None else max(0, world.state.seq - stale)
        action = replace(action, at=action.at - timedelta(seconds=late))
        named = getattr(action, "ticket", None)
        ticket = world.state.ticket(named) if isinstance(named, str) else None
        beaten = back = False
        if stale is not None and ticket is not None:
            rev = max(1, ticket.rev - stale)
            action = replace(action, rev=rev)
            made = replace(action, at=world.stamped(None, action.at, seen))
            beaten = laws.is_beaten(world.state, ticket, made, rev, actor)
            back = laws.is_back(world.state, ticket)
        deed = self.world.send(action, actor, seen=seen, **context)
        if beaten and not back and isinstance(action, a.TicketAction):
            assert deed.fault is not None, "another desk's later step was passed over"
        if not isinstance(deed.action, a.CallNext | a.SetPriority) and not laws.is_of_another(deed.fault, action):
            assert not isinstance(deed.fault, Conflict) or beaten or deed.fault.code != "already-moved"
        for law in laws.AFTER:
            law(self.world, deed)
        return deed

    def _base(self) -> dict[str, Any]:
        return {"id": self.world.fresh_id(), "at": self.world.now}

    # -- reception ----------------------------------------------------------------------

    @step(5,
        who=ANY, exam=EXAM, clinic=st.none() | CLINIC, priority=PRIORITY, actor=MOSTLY_SUPERVISOR, own=ANY, late=LATE,
        next=st.none() | CLINIC, follows=st.booleans(),
    )  # fmt: skip
    def registers(
        self, who: int, exam: ExamCode, clinic: ClinicCode | None, priority: Priority, actor: Actor, own: int,
        late: int, next: ClinicCode | None, follows: bool,
    ) -> None:  # fmt: skip
        person = PEOPLE[who % len(PEOPLE)]
        number = f"{actor.desk}{own % 9 + 1:02d}" if own % 4 == 0 else None
        old = [v for v in self.world.state.visits.values() if v.patient == person.id and v.day < self.world.today]
        same: dict[str, Any] = {**self._base(), "patient_id": person.id, "priority": priority, "number": number}
        action: a.Action
        if clinic is None:
            continues = old[-1].id if follows and old else None
            action = a.RegisterVisit(**same, exam_type=exam, next=next if own % 3 == 0 else None, continues=continues)
        else:
            action = a.IssueTicket(**same, clinic=clinic)
        deed = self._send(action, actor, late=late, patient=person)
        if deed.done is not None:
            answer = deed.done
            assert all((answer.visit, answer.ticket, answer.number)), "an answer without its four"
            assert (answer.label or "").endswith(f"-{answer.number}")

    @step(3, pick=ANY, clinic=CLINIC, actor=MOSTLY_SUPERVISOR, keep=st.booleans(), stale=STALE, late=LATE)
    def transfers(self, pick: int, clinic: ClinicCode, actor: Actor, keep: bool, stale: int | None, late: int) -> None:
        action = a.Transfer(**self._base(), ticket=self._ticket(pick), clinic=clinic, keep_time=keep)
        self._send(action, actor, stale, late)

    @step(3, pick=ANY, clinic=CLINIC, actor=MOSTLY_SUPERVISOR, stale=STALE)
    def admits(self, pick: int, clinic: ClinicCode, actor: Actor, stale: int | None) -> None:
        self._send(a.Admit(**self._base(), visit=self._visit(pick), clinic=clinic), actor, stale)

    @step(2, pick=ANY, priority=PRIORITY, actor=MOSTLY_SUPERVISOR, stale=STALE)
    def prefers(self, pick: int, priority: Priority, actor: Actor, stale: int | None) -> None:
        ticket = self._ticket(pick)
        self._send(a.SetPriority(**self._base(), ticket=ticket, priority=priority, reason="doctor-asked"), actor, stale)

    @step(3, pick=ANY, what=st.sampled_from(("add", "skip", "exam")), clinic=CLINIC, exam=EXAM, next=st.none() | CLINIC)
    def changes_visit(self, pick: int, what: str, clinic: ClinicCode, exam: ExamCode, next: ClinicCode | None) -> None:
        same: dict[str, Any] = {**self._base(), "visit": self._visit(pick), "reason": "mistake", "next": next}
        action: a.Action
        if what == "exam":
            action = a.ChangeExam(**same, exam_type=exam)
        else:
            action = (a.AddStop if what == "add" else a.SkipStop)(**same, clinic=clinic)
        self._send(action, SUPERVISOR)

    @step(1, who=ANY, gender=st.sampled_from(("male", "female")))
    def corrects(self, who: int, gender: Literal["male", "female"]) -> None:
        person = PEOPLE[who % len(PEOPLE)].id
        self._send(a.CorrectPatient(**self._base(), patient_id=person, reason="mistake", gender=gender), SUPERVISOR)

    @step(2, pick=ANY, whole=st.booleans(), actor=MOSTLY_SUPERVISOR, stale=STALE)
    def cancels(self, pick: int, whole: bool, actor: Actor, stale: int | None) -> None:
        target: dict[str, Any] = {"visit": self._visit(pick)} if whole else {"ticket": self._ticket(pick)}
        self._send(a.Cancel(**self._base(), reason="left", **target), actor, stale)

    # -- clinics --------------------------------------------------------------------------

    @step(10,
        clinic=CLINIC, room=st.integers(1, 2), finish=st.booleans(), named=st.sampled_from(("nobody", "shown", "any")),
        pick=ANY, actor=MOSTLY_SUPERVISOR, stale=STALE, late=LATE,
    )  # fmt: skip
    def calls_next(
        self, clinic: ClinicCode, room: int, finish: bool, named: Named, pick: int, actor: Actor, stale: int | None,
        late: int,
    ) -> None:  # fmt: skip
        world, state = self.world, self.world.state
        inside = state.inside(world.today, clinic, room)
        ticket: TicketId | None = None
        if named == "shown":
            first = laws.expected_next(state, clinic, world.today)
            ticket = first.id if first else None
        elif named == "any":
            ticket = self._ticket(pick)
        action = a.CallNext(
            **self._base(), clinic=clinic, room=room, finish_current=finish, ticket=ticket,
            current=inside.id if inside and named != "nobody" else None,
        )  # fmt: skip
        if named != "nobody" or (finish and inside):
            self._send(action, actor, stale, late)
            return
        next_one = laws.expected_next(state, clinic, world.today)
        why = why_next(state, next_one) if next_one else None
        contested = {t.priority for t in laws.standing(state, clinic, world.today)}
        deed = self._send(action, actor, stale)
        if deed.done is None:
            return
        assert next_one is not None, "rule 5: somebody was called from an empty queue"
        assert deed.done.ticket == next_one.id, "rule 5: passed over somebody who stands before"
        assert why is not None, "rule 5: no reason"
        assert set(words(why)) == {"ar", "en"}, "rule 5: the reason has no words"
        reason = {"urgent": "urgent", "priority": "priority", "normal": "share"}[next_one.priority]
        alone = next_one.priority != "urgent" and contested <= {next_one.priority}
        assert why.code == ("first" if alone else reason), "rule 5: another reason"

    @step(2, clinic=CLINIC, actor=MOSTLY_SUPERVISOR)
    def both_rooms_call(self, clinic: ClinicCode, actor: Actor) -> None:
        """Two rooms at the same instant (rule 3)."""
        calls = [self._send(a.CallNext(**self._base(), clinic=clinic, room=no), actor) for no in (1, 2)]
        got = [deed.done.ticket for deed in calls if deed.done]
        assert len(set(got)) == len(got), "rule 3: one person called to two rooms"

    @step(3, pick=ANY, room=st.integers(1, 2), actor=MOSTLY_SUPERVISOR, stale=STALE, late=LATE)
    def calls_by_hand(self, pick: int, room: int, actor: Actor, stale: int | None, late: int) -> None:
        action = a.CallTicket(**self._base(), ticket=self._ticket(pick), room=room, reason="late-comer")
        self._send(action, actor, stale, late)

    @step(5, verb=st.sampled_from(sorted(ON_TICKET)), pick=ANY, actor=MOSTLY_SUPERVISOR, stale=STALE, late=LATE)
    def acts_at_door(self, verb: str, pick: int, actor: Actor, stale: int | None, late: int) -> None:
        self._send(ON_TICKET[verb](**self._base(), ticket=self._ticket(pick)), actor, stale, late)

    @step(
        7,
        when=lambda self: any(t.state in laws.INSIDE for t in self.world.open_tickets()),
        pick=ANY,
        actor=MOSTLY_SUPERVISOR,
        stale=STALE,
        next=st.none() | CLINIC,
    )
    def finishes(self, pick: int, actor: Actor, stale: int | None, next: ClinicCode | None) -> None:
        inside = [t for t in self.world.open_tickets() if t.state in laws.INSIDE]
        ticket = inside[pick % len(inside)].id
        self._send(a.Finish(**self._base(), ticket=ticket, next=next if pick % 3 == 0 else None), actor, stale)

    @step(3, clinic=CLINIC, times=st.integers(2, 4))
    def keeps_calling(self, clinic: ClinicCode, times: int) -> None:
        """One room works through its queue, so that the sharing of calls is reached."""
        for _ in range(times):
            inside = self.world.state.inside(self.world.today, clinic, 1)
            if inside is not None:
                self._send(a.Finish(**self._base(), ticket=inside.id), SUPERVISOR)
            self.calls_next(clinic, 1, False, "nobody", 0, SUPERVISOR, None, 0)

    @step(4, pick=ANY, stops=st.integers(1, 4))
    def goes_through(self, pick: int, stops: int) -> None:
        """One patient is called by hand and finished at some stops, so that visits come to their end."""
        visit = self._visit(pick)
        for _ in range(stops):
            ticket = self.world.state.open_ticket(visit)
            if ticket is None:
                return
            if ticket.state not in laws.INSIDE:
                call = a.CallTicket(**self._base(), ticket=ticket.id, room=1, reason="by-hand")
                self._send(call, SUPERVISOR)
            self.world.now += timedelta(seconds=30)
            self._send(a.Finish(**self._base(), ticket=ticket.id), SUPERVISOR)

    @step(4, pick=ANY, after=st.sampled_from((None, 0, 1, 2, 3)), actor=MOSTLY_SUPERVISOR, stale=STALE)
    def requeues(self, pick: int, after: int | None, actor: Actor, stale: int | None) -> None:
        deed = self._send(a.Requeue(**self._base(), ticket=self._ticket(pick), after=after), actor, stale)
        if deed.done is not None and deed.done.ticket is not None:
            row = self.world.state.tickets[deed.done.ticket]
            if row.state == "transferred":
                return  # they had been admitted elsewhere by then
            order = laws.order_of(
                self.world.state.center, laws.standing(self.world.state, row.clinic, row.day),
                self.world.state.clinic(row.clinic, row.day).turns,
            )  # fmt: skip
            before = [t for t in order[: order.index(row)] if t.priority == row.priority]
            others = [t for t in order if t.id != row.id and t.priority == row.priority]
            if after is not None and len(order) > after and len(others) == len(order) - 1:
                assert len(before) == after, "requeued elsewhere"

    @step(4,
        clinic=CLINIC, how=st.sampled_from((a.OpenClinic, a.OpenClinic, a.PauseClinic, a.CloseClinic)), actor=DESK,
        to=st.none() | CLINIC, late=LATE,
    )  # fmt: skip
    def says_how_clinic_stands(
        self, clinic: ClinicCode, how: Any, actor: Actor, to: ClinicCode | None, late: int
    ) -> None:
        moved: dict[str, Any] = {"move_waiting_to": to} if how is a.CloseClinic else {}
        self._send(how(**self._base(), clinic=clinic, reason="break", **moved), actor, late=late)

    @step(3, clinic=CLINIC, room=st.integers(1, 2), leave=st.booleans(), actor=DESK, late=LATE)
    def takes_room(self, clinic: ClinicCode, room: int, leave: bool, actor: Actor, late: int) -> None:
        self._send((a.LeaveRoom if leave else a.TakeRoom)(**self._base(), clinic=clinic, room=room), actor, late=late)

    @step(1, gone=st.sampled_from((None, None, ENT)), share=st.sampled_from(((2, 3), (1, 2))))
    def publishes(self, gone: ClinicCode | None, share: tuple[int, int]) -> None:
        center = small_center(priority_share=share, near_turn_ahead=2)
        visits = dict(self.world.state.visits)
        tickets = dict(self.world.state.tickets)
        center = without(center, gone) if gone else center
        self._send(a.PublishCenter(**self._base(), center=center), ADMIN)
        assert self.world.state.visits == visits, "rule 8: a visit lost the pathway it began with"
        assert dict(self.world.state.tickets) == tickets

    # -- second thoughts -----------------------------------------------------------------

    @step(4, when=lambda self: any(d.done for d in self.world.deeds), pick=st.integers(0, 4), same=st.booleans())
    def takes_back(self, pick: int, same: bool) -> None:
        """Undo one of the last actions, by its author or by somebody else."""
        done = [d for d in self.world.deeds if d.done]
        deed = done[-1 - pick % len(done)]
        author = deed.context.actor
        before = {id: t for id, t in self.world.state.tickets.items() if t.open}
        undo = a.Undo(**self._base(), action=deed.action.id)
        result = self._send(undo, author if same else SUPERVISOR)
        if result.done is None:
            return
        made = {getattr(e, "ticket", "") for e in deed.done.events if e.type == "ticket_issued"} if deed.done else set()
        for id in made & before.keys():
            assert self.world.state.tickets[TicketId(id)].state == "cancelled", "an undone ticket stands"

    def _undecided(self) -> list[Deed]:
        """Conflicts nobody has carried out after all: the writer's record of results lets each be so once."""
        carried_out = {d.action.conflict for d in self.world.deeds if d.done and isinstance(d.action, a.Override)}
        return [d for d in self.world.deeds if isinstance(d.fault, Conflict) and d.action.id not in carried_out]

    @step(4, when=lambda self: bool(self._undecided()), pick=ANY, actor=st.none() | MOSTLY_SUPERVISOR)
    def overrides(self, pick: int, actor: Actor | None) -> None:
        beaten = self._undecided()
        deed = beaten[pick % len(beaten)]
        assert not isinstance(deed.action, a.PublishCenter | a.Override)
        original: Any = replace(deed.action, by=deed.context.actor.user)
        self._send(
            a.Override(**self._base(), conflict=deed.action.id), actor or deed.context.actor,
            original=original, patient=deed.context.patient,
        )  # fmt: skip

    @step(3, when=lambda self: any(d.done for d in self.world.deeds), pick=ANY, number=st.none() | st.integers(10, 30))
    def repeats(self, pick: int, number: int | None) -> None:
        """Rule 9: the same id again, perhaps with the desk's own number by now."""
        world = self.world
        done = [d for d in world.deeds if d.done]
        deed = done[pick % len(done)]
        action = deed.action
        desk = deed.context.actor.desk
        if (
            isinstance(action, a.RegisterVisit | a.IssueTicket)
            and number
            and desk is not None
            and action.number is None
        ):
            action = replace(action, number=f"{desk}{number}")
        seq = world.state.seq
        again = world.resend(Deed(action, deed.context, None))
        if again.done is None:
            assert again.fault is not None
            assert again.fault.code == "number-not-yours"
            return
        assert again.done.repeated, "rule 9: not known again"
        kinds = [event.type for event in again.done.events]
        if action is deed.action:
            assert world.state.seq == seq, "rule 9: a repeated action took effect"
        assert kinds in ([], ["visit_renumbered"], ["number_alias"]), "rule 9: a repeated action did more"
        assert deed.done is not None
        assert (again.done.visit, again.done.ticket) == (deed.done.visit, deed.done.ticket), "rule 9: another answer"

    @step(1, rows=st.booleans())
    def a_twin_joins(self, rows: bool) -> None:
        """From here on a state rebuilt from the log, or from a snapshot's rows, decides the same (rule 9)."""
        twins = dict(self.world.past_twins())
        self.world.twins = [*self.world.twins[-1:], twins["rows" if rows else "log"]]

    # -- time -----------------------------------------------------------------------------

    @step(1, seconds=st.integers(1, 600))
    def time_passes(self, seconds: int) -> None:
        self.world.now += timedelta(seconds=seconds)

    @step(1, days=st.sampled_from((0, 1, 1, 9)), early=st.booleans())
    def night_comes(self, days: int, early: bool) -> None:
        """To the last second before the day turns, or to its first (rule 10)."""
        world = self.world
        turn = world.state.calendar.starts(world.today + timedelta(days=1 + days))
        world.now = turn - timedelta(seconds=1) if early else turn
        assert world.today == turn.date() - timedelta(days=early)

    # -- the laws ---------------------------------------------------------------------------

    @invariant()
    def laws_hold(self) -> None:
        if self.world.state.seq != self.asked:
            self.asked = self.world.state.seq
            for law in laws.ALWAYS:
                law(self.world)

    def teardown(self) -> None:
        """The log alone, and a snapshot's rows alone, make the same state again."""
        if hasattr(self, "world"):
            laws.log_makes_state(self.world)
