"""Two desks say of the same person how they go, and the word that was said first comes last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.tickets import Priority, Ticket
from tests.simulation.rules.world import BOTH, EYES, SUPERVISOR, Deed
from tests.unit.domain.day import Day


def _both_said(day: Day, first: Priority, then: Priority, *, moved: bool) -> tuple[Ticket, Deed]:
    """The first word was said at a desk that was cut off, and comes after the other one."""
    ticket = day.register()
    made = day.world.now
    day.world.now += timedelta(minutes=5)
    if moved:
        day.must(a.Transfer, ticket=ticket.id, clinic=EYES, by=SUPERVISOR)
    day.must(a.SetPriority, ticket=day.here(ticket.visit).id, priority=then, reason="emergency", by=SUPERVISOR)
    day.world.now += timedelta(minutes=5)
    here = day.here(ticket.visit)
    late = day.do(
        a.SetPriority, by=BOTH, ticket=ticket.id, priority=first, reason="doctor-asked", rev=ticket.rev, at=made
    )
    return here, late


@pytest.mark.parametrize("moved", [True, False])
def test_whoever_goes_further_ahead_by_the_newer_word_does_and_nobody_is_asked(moved: bool) -> None:
    day = Day()
    here, late = _both_said(day, "priority", "urgent", moved=moved)
    assert (day.now(here).priority, late.fault is not None and late.fault.code) == ("urgent", "no-change")


@pytest.mark.parametrize("moved", [True, False])
def test_what_the_newer_word_takes_back_a_person_decides(moved: bool) -> None:
    day = Day()
    here, late = _both_said(day, "urgent", "priority", moved=moved)
    assert late.fault is not None
    assert (day.now(here).priority, late.fault.code, late.fault.params["by"]) == (
        "priority", "already-moved", SUPERVISOR.user,
    )  # fmt: skip
    assert day.override(late, by=SUPERVISOR).fault is None
    assert day.now(here).priority == "urgent"


def test_a_word_that_was_taken_back_is_none() -> None:
    day = Day()
    ticket = day.register()
    made = day.world.now
    day.world.now += timedelta(minutes=5)
    said = day.must(a.SetPriority, ticket=ticket.id, priority="urgent", reason="emergency", by=SUPERVISOR)
    day.undo(said, by=SUPERVISOR)
    day.must(
        a.SetPriority, ticket=ticket.id, priority="priority", reason="doctor-asked", rev=ticket.rev, at=made, by=BOTH
    )
    assert day.now(ticket).priority == "priority"


def test_a_desk_whose_clock_was_set_back_goes_over_its_own_word() -> None:
    day = Day()
    ticket = day.register()
    day.world.now += timedelta(minutes=5)
    day.must(a.SetPriority, by=BOTH, ticket=ticket.id, priority="urgent", reason="doctor-asked", at=day.world.now)
    back = day.world.now - timedelta(seconds=20)
    day.must(a.SetPriority, by=BOTH, ticket=ticket.id, priority="normal", reason="mistake", at=back)
    assert day.now(ticket).priority == "normal"
