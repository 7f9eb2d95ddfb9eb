"""Whoever was not there when they were called, and walks from clinic to clinic all the same: they get their turn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.decide import Context
from mmc_console.domain.ids import DeskLetter, ticket_of
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYE_DOCTOR, EYES, LAB, LAB_DOCTOR, RECEPTION, Deed
from tests.unit.domain.day import Day

AWAY: list[Any] = [a.NoShow, a.Requeue, a.Hold]


class TestCalledThereAndDidNotCome:
    """The lab has called them, alone it says that they did not come; admitted elsewhere later, which is sent first."""

    def _left_inside(self, day: Day) -> tuple[Ticket, dict[str, Any]]:
        ticket = day.register(0)
        called = day.call(by=LAB_DOCTOR)
        late = {"ticket": ticket.id, "rev": called.rev, "by": LAB_DOCTOR, "at": day.world.now}
        return ticket, late

    @pytest.mark.parametrize("kind", AWAY)
    def test_they_come_back_at_the_end(self, kind: Any) -> None:
        day = Day()
        ticket, late = self._left_inside(day)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        day.must(kind, **late)
        assert (day.now(ticket).state, day.here(ticket.visit).clinic) == ("transferred", EYES)
        assert [day.through(ticket.visit) for _ in range(3)] == [EYES, ENT, LAB]
        assert day.visit(ticket).state == "complete"

    @pytest.mark.parametrize("kind", AWAY)
    def test_also_where_all_else_is_done_by_the_time_that_is_known(self, kind: Any) -> None:
        day = Day()
        ticket, late = self._left_inside(day)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        assert [day.through(ticket.visit) for _ in range(2)] == [EYES, ENT]
        assert day.state.open_ticket(ticket.visit) is None
        day.must(kind, **late)
        again = day.here(ticket.visit)
        assert (again.clinic, again.id != ticket.id) == (LAB, True)
        day.must(kind, **late)
        assert day.here(ticket.visit) == again
        day.must(a.Finish, ticket=ticket.id, by=LAB_DOCTOR, at=late["at"])  # called once more, and came
        assert (day.now(again).state, day.visit(ticket).state) == ("cancelled", "complete")

    def test_who_was_called_off_meanwhile_is_led_nowhere(self) -> None:
        day = Day()
        ticket, late = self._left_inside(day)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        day.must(a.Cancel, ticket=day.here(ticket.visit).id, reason="left")
        day.must(a.NoShow, **late)
        assert day.state.open_ticket(ticket.visit) is None

    def test_what_says_that_they_came_leads_nobody_back(self) -> None:
        day = Day()
        ticket, late = self._left_inside(day)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        assert [day.through(ticket.visit) for _ in range(2)] == [EYES, ENT]
        for kind in (a.Recall, a.Start):
            day.must(kind, **late)
        assert day.state.open_ticket(ticket.visit) is None

    def test_whoever_stands_nowhere_is_sent_there_by_hand(self) -> None:
        """Perhaps the lab never says anything."""
        day = Day()
        ticket, late = self._left_inside(day)
        day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
        add = {"visit": ticket.visit, "clinic": LAB, "reason": "mistake"}
        assert day.refused(a.AddStop, **add) == "no-change", "not while they stand somewhere"
        assert [day.through(ticket.visit) for _ in range(2)] == [EYES, ENT]
        added = day.must(a.AddStop, **add)
        again = day.here(ticket.visit)
        assert again.clinic == LAB
        assert day.stops(ticket.visit) == {LAB: "here", EYES: "done", ENT: "done"}
        day.undo(added)
        assert day.stops(ticket.visit)[LAB] == "left"
        day.must(a.AddStop, **add)
        day.must(a.Finish, **late)
        assert (day.now(again).state, day.visit(ticket).state) == ("cancelled", "complete")


OTHER_EYES = replace(EYE_DOCTOR, desk=DeskLetter("K"))


class TestAsideThere:
    """One PC of the eyes has put them aside; the other, which does not know, admits them, who stand there."""

    def _aside(self, day: Day, kind: Any) -> Ticket:
        ticket = day.register(0)
        day.register(2)
        day.call()
        day.must(a.Finish, ticket=ticket.id, next=EYES, by=LAB_DOCTOR)
        here = day.here(ticket.visit)
        day.call(EYES, by=EYE_DOCTOR)
        day.must(kind, ticket=here.id, by=EYE_DOCTOR)
        return day.now(here)

    def _admit(self, day: Day, ticket: Ticket, at: datetime, step: type[e.Event] | None = None) -> Deed:
        moved = [x for x in day.world.events if step is not None and isinstance(x, step)]
        admit = a.Admit(id=day.world.fresh_id(), at=at, visit=ticket.visit, clinic=EYES)
        context = Context(at=at, actor=OTHER_EYES, moved=dict.fromkeys([ticket.id], moved[-1]) if moved else {})
        return day.world.resend(Deed(admit, context, None))

    def _now(self, day: Day) -> datetime:
        day.world.now += timedelta(minutes=30)
        return day.world.now

    @pytest.mark.parametrize("kind", [a.NoShow, a.Hold])
    def test_they_are_in_line_again(self, kind: Any) -> None:
        day = Day()
        aside = self._aside(day, kind)
        admitted = self._admit(day, aside, self._now(day))
        here = day.now(aside)
        assert (here.state, here.room, here.announcements) == ("waiting", None, 0)
        assert here.queued_at == (aside.queued_at if kind is a.Hold else day.world.now)
        assert day.state.ticket(ticket_of(admitted.action.id, EYES)) == here
        day.undo(admitted, by=OTHER_EYES)
        assert day.now(aside).state == aside.state

    def test_with_a_clinic_closed_and_as_often_as_they_come(self) -> None:
        day = Day(postpone_at_most=0)
        aside = self._aside(day, a.NoShow)
        day.must(a.CloseClinic, clinic=EYES)
        self._admit(day, aside, self._now(day))
        assert day.now(aside).state == "waiting"

    @pytest.mark.parametrize(("kind", "step"), [(a.NoShow, e.TicketNoShow), (a.Hold, e.TicketHeld)])
    def test_put_aside_after_that_a_person_decides(self, kind: Any, step: type[e.Event]) -> None:
        day = Day()
        before = self._now(day)
        day.world.now += timedelta(minutes=5)
        aside = self._aside(day, kind)
        admit = self._admit(day, aside, before, step)
        assert isinstance(admit.fault, Conflict)
        assert (admit.fault.code, admit.fault.params["state"]) == ("already-moved", aside.state)
        assert day.now(aside) == aside
        assert day.override(admit).fault is None
        assert day.now(aside).state == "waiting"
