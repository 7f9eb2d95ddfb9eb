"""The queue's order: classes, sharing, holding, putting back, and why this one."""

from __future__ import annotations

from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.order import ahead, next_waiting, sequence, why_next
from mmc_console.domain.tickets import Priority, Ticket
from mmc_console.domain.wording import words
from tests.simulation.rules.world import ADMIN, ENT, EYES, LAB, small_center
from tests.unit.domain.day import Day


def _line(day: Day, clinic: Any = LAB) -> list[str]:
    return [t.label for t in sequence(day.state, clinic, day.world.today)]


@pytest.mark.parametrize(
    ("share", "pattern"), [((1, 2), "PNPNPNP"), ((2, 3), "PPNPPNP"), ((3, 4), "PPPNPPP"), ((1, 3), "PNNPNNP")]
)
def test_priority_shares(share: tuple[int, int], pattern: str) -> None:
    day = Day(priority_share=share)
    for n in range(12):
        day.walk_in(n, LAB, priority="priority" if n % 2 else "normal")
    shown = [t.priority for t in sequence(day.state, LAB, day.world.today)][:7]
    called = []
    for _ in range(7):
        why = why_next(day.state, _next(day))
        ticket = day.call(finish_current=True)
        called.append(ticket.priority)
        assert why.code == {"priority": "priority", "normal": "share"}[ticket.priority]
    assert "".join("P" if p == "priority" else "N" for p in called) == pattern
    assert called == shown


def _next(day: Day) -> Ticket:
    found = next_waiting(day.state, LAB, day.world.today)
    assert found is not None
    return found


def test_a_new_share_looks_back_only_as_far_as_it_says() -> None:
    day = Day(priority_share=(3, 4))
    for n in range(10):
        day.walk_in(n, LAB, priority="priority" if n % 2 else "normal")
    assert [day.call(finish_current=True).priority for _ in range(4)] == ["priority"] * 3 + ["normal"]
    day.must(a.PublishCenter, center=small_center(priority_share=(1, 2)), by=ADMIN)
    assert day.call(finish_current=True).priority == "priority"


def test_urgent_goes_first_and_counts_for_nobody() -> None:
    day = Day()
    kinds: tuple[Priority, ...] = ("normal", "priority", "urgent")
    for n, kind in enumerate(kinds):
        day.walk_in(n, LAB, priority=kind)
    assert why_next(day.state, _next(day)).code == "urgent"
    assert day.call().label == "L-003"
    assert day.state.clinic(LAB, day.world.today).turns == ()


@pytest.mark.parametrize("kind", ["normal", "priority", "urgent"])
def test_reason_in_both_languages(kind: Priority) -> None:
    day = Day()
    day.walk_in(0, LAB, priority=kind)
    said = words(why_next(day.state, _next(day)))
    assert set(said) == {"ar", "en"}
    assert all(said.values())


def test_held_ticket_comes_back_to_its_place() -> None:
    day = Day()
    first = day.walk_in(0)
    for n in (1, 2):
        day.walk_in(n)
    day.must(a.Hold, ticket=first.id)
    assert _line(day) == ["L-002", "L-003"]
    day.must(a.Resume, ticket=first.id)
    assert _line(day) == ["L-001", "L-002", "L-003"]
    day.call()
    day.must(a.Hold, ticket=first.id)
    day.must(a.Resume, ticket=first.id)
    assert _line(day)[0] == "L-001"
    assert day.now(first).announcements == 0


@pytest.mark.parametrize(("after", "place"), [(None, 5), (0, 0), (1, 1), (2, 2), (4, 4), (5, 5), (9, 5), (-1, 5)])
def test_requeued_after_the_next_n(after: int | None, place: int) -> None:
    day = Day()
    first = day.walk_in(0)
    for n in range(1, 6):
        day.walk_in(n)
    day.call()
    day.must(a.Requeue, ticket=first.id, after=after)
    assert ahead(day.state, day.now(first)) == place


def test_requeued_at_one_spot_again_and_again() -> None:
    """Also between tickets of the very same queue time."""
    day = Day(postpone_at_most=50)
    day.must(a.CloseClinic, clinic=EYES)
    day.must(a.CloseClinic, clinic=ENT)
    for n in (0, 2, 4, 6, 8):
        day.register(n, "full")
        day.must(a.Finish, ticket=day.call().id)
    day.must(a.OpenClinic, clinic=EYES)
    assert len({t.queued_at for t in sequence(day.state, EYES, day.world.today)}) == 1
    for _ in range(12):
        ticket = day.call(EYES)
        day.must(a.Requeue, ticket=ticket.id, after=2)
        assert ahead(day.state, day.now(ticket)) == 2


def test_postponed_at_most() -> None:
    day = Day(postpone_at_most=3)
    ticket = day.walk_in(0)
    for _ in range(3):
        day.call()
        day.must(a.NoShow, ticket=ticket.id)
        day.must(a.Requeue, ticket=ticket.id)
    day.call()
    assert day.refused(a.Requeue, ticket=ticket.id) == "postponed-too-often"


def test_no_show_after_enough_announcements() -> None:
    day = Day(announcements_before_no_show=2)
    ticket = day.ticket_in("called")
    assert day.refused(a.NoShow, ticket=ticket.id) == "too-early"
    day.must(a.Recall, ticket=ticket.id)
    day.must(a.NoShow, ticket=ticket.id)


def test_one_key_with_an_empty_queue_only_finishes() -> None:
    day = Day()
    ticket = day.walk_in(0)
    day.call()
    day.must(a.CallNext, clinic=LAB, room=1, finish_current=True)
    assert day.now(ticket).state == "done"
    assert day.refused(a.CallNext, clinic=LAB, room=1) == "queue-empty"


def test_priority_set_later_moves_the_ticket_and_those_to_come() -> None:
    day = Day()
    day.register(0)
    second = day.register(2)
    day.must(a.SetPriority, ticket=second.id, priority="urgent", reason="emergency")
    assert _line(day) == ["L-002", "L-001"]
    day.call()
    day.must(a.Finish, ticket=second.id)
    assert day.here(second.visit).priority == "urgent"


def test_reason_other_needs_words() -> None:
    day = Day()
    ticket = day.walk_in(0)
    assert day.refused(a.CallTicket, ticket=ticket.id, room=1, reason="other", note=" ") == "reason-needed"


def test_the_answer_is_about_whom_one_acted_on() -> None:
    """Finishing names the ticket finished, not the next stop's; one key names the one called, with their own visit."""
    day = Day()
    first, second = day.register(0), day.register(2)
    day.call()
    deed = day.must(a.CallNext, clinic=LAB, room=1, finish_current=True)
    assert deed.done is not None
    assert (deed.done.ticket, deed.done.visit, deed.done.label) == (second.id, second.visit, second.label)
    deed = day.must(a.Finish, ticket=second.id)
    assert deed.done is not None
    assert (deed.done.ticket, deed.done.visit, deed.done.label) == (second.id, second.visit, second.label)
    assert day.now(first).state == "done"
