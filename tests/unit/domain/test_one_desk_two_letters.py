"""A desk that was enrolled anew has another letter and is the same desk: what it had not sent yet comes under it."""

from __future__ import annotations

from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import DeskLetter
from mmc_console.domain.permissions import Actor
from tests.simulation.rules.world import LAB, SUPERVISOR
from tests.unit.domain.day import Day


def desk(letter: str, *former: str) -> Actor:
    return replace(SUPERVISOR, desk=DeskLetter(letter), former=frozenset(map(DeskLetter, former)))


def test_its_own_step_is_nobody_elses() -> None:
    """The call had arrived, its answer had not: the finish behind it was a conflict with whoever had pressed both."""
    day = Day()
    ticket = day.register()
    day.must(a.CallTicket, ticket=ticket.id, room=1, reason="by-hand", by=desk("K"), rev=ticket.rev)
    day.must(a.Finish, ticket=ticket.id, by=desk("M", "K"), rev=ticket.rev)


def test_a_call_before_it_knew_that_its_room_was_taken_is_asked_about() -> None:
    """L has taken over K's room; what K had called there, alone, comes as M's."""
    day = Day()
    ticket = day.register()
    day.must(a.TakeRoom, clinic=LAB, room=1, by=desk("K"))
    seen = day.state.seq
    late = day.world.now
    day.must(a.TakeRoom, clinic=LAB, room=1, by=desk("L"))
    fields = {"clinic": LAB, "room": 1, "ticket": ticket.id, "at": late, "sent": {"seen": seen}}
    assert day.refused(a.CallNext, by=desk("K"), **fields) == "room-taken"
    assert day.refused(a.CallNext, by=desk("M", "K"), **fields) == "room-taken"
