"""Whoever was not there when they were called, and walks from clinic to clinic all the same: they get their turn."""

from __future__ import annotations

from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYES, LAB, LAB_DOCTOR, RECEPTION
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
