"""Sent elsewhere and back since: a console alone still shows the ticket they had before, under the same label."""

from __future__ import annotations

from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import ENT, EYE_DOCTOR, EYES, LAB, LAB_DOCTOR, RECEPTION
from tests.unit.domain.day import Day


def _back(day: Day) -> tuple[Ticket, Ticket]:
    """The ticket that the lab's PC, cut off, still shows, and the one they have there now."""
    before = day.register(0)
    day.must(a.Transfer, ticket=before.id, clinic=EYES, by=RECEPTION)
    day.call(EYES)
    day.must(a.Finish, ticket=day.here(before.visit).id, next=LAB, by=EYE_DOCTOR)
    return before, day.here(before.visit)


def _known(ticket: Ticket) -> dict[str, Any]:
    return {"rev": ticket.rev, "by": LAB_DOCTOR}


@pytest.mark.parametrize("key", [a.CallTicket, a.CallNext])
def test_what_is_done_with_the_old_one_is_about_them(key: Any) -> None:
    day = Day()
    before, now = _back(day)
    fields: dict[str, Any] = {"reason": "by-hand"} if key is a.CallTicket else {"clinic": LAB}
    call = day.must(key, ticket=before.id, room=1, **fields, **_known(before))
    assert call.done is not None
    assert call.done.ticket == now.id
    day.must(a.Recall, ticket=before.id, **_known(before))
    day.must(a.Start, ticket=before.id, **_known(before))
    assert day.now(now).state == "in_service"
    day.must(a.Finish, ticket=before.id, **_known(before))
    assert (day.now(before).state, day.now(now).state) == ("transferred", "done")
    assert LAB in day.visit(now).done


def test_one_key_finishes_them_too() -> None:
    day = Day()
    before, now = _back(day)
    second = day.register(2)
    day.must(a.CallTicket, ticket=before.id, room=1, reason="by-hand", **_known(before))
    one_key = {"clinic": LAB, "room": 1, "finish_current": True, "current": before.id, "ticket": second.id}
    day.must(a.CallNext, **one_key, **_known(second))
    assert (day.now(now).state, day.now(second).state) == ("done", "called")


@pytest.mark.parametrize("kind", [a.Hold, a.NoShow, a.Transfer])
def test_aside_and_away_too(kind: Any) -> None:
    day = Day()
    before, now = _back(day)
    day.must(a.CallTicket, ticket=before.id, room=1, reason="by-hand", **_known(before))
    day.must(kind, ticket=before.id, **({"clinic": EYES} if kind is a.Transfer else {}), **_known(before))
    assert day.now(now).state == {a.Hold: "held", a.NoShow: "no_show", a.Transfer: "transferred"}[kind]


def test_what_was_done_before_they_were_back_is_not() -> None:
    day = Day()
    ticket, made = day.register(0), day.world.now
    day.must(a.Transfer, ticket=ticket.id, clinic=EYES, by=RECEPTION)
    day.call(EYES)
    day.must(a.Finish, ticket=day.here(ticket.visit).id, next=LAB, by=EYE_DOCTOR)
    call = {"ticket": ticket.id, "room": 1, "reason": "by-hand", "at": made}
    assert day.refused(a.CallTicket, **call, **_known(ticket)) == "already-moved"
    assert day.here(ticket.visit).state == "waiting"


def test_whom_another_room_has_called_since_is_called_by_nobody_else() -> None:
    day = Day()
    before, now = _back(day)
    day.call(LAB, 2)
    call = {"ticket": before.id, "room": 1, "reason": "by-hand", "rev": 9, "by": LAB_DOCTOR}
    assert day.refused(a.CallTicket, **call) == "already-moved", "at whichever revision the old one stood"
    assert day.now(now).room == 2


@pytest.mark.parametrize("kind", [a.NoShow, a.Hold, a.Requeue])
def test_whom_their_room_had_called_in_vain_goes_there_again(kind: Any) -> None:
    """Admitted elsewhere from a call; that nobody came, and what is done about it, is told later, and later done."""
    day = Day()
    day.register(0)
    ticket = day.call(LAB, 1, by=LAB_DOCTOR)
    day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=EYE_DOCTOR)
    day.must(kind, ticket=ticket.id, **_known(ticket))
    assert not day.now(ticket).left_inside
    assert [day.through(ticket.visit) for _ in range(3)] == [EYES, ENT, LAB]
    assert day.visit(ticket).state == "complete"


@pytest.mark.parametrize("kind", [a.Finish, a.Start, a.Hold, a.NoShow, a.Requeue, a.Recall])
def test_what_began_before_they_were_sent_away_asks_a_person(kind: Any) -> None:
    """Their room had called them then, and knows nothing of the rest: an exam may have taken place."""
    day = Day()
    day.register(0)
    before = day.call(LAB, 1, by=LAB_DOCTOR)
    day.must(a.Transfer, ticket=before.id, clinic=EYES, by=RECEPTION)
    day.must(a.Transfer, ticket=day.here(before.visit).id, clinic=LAB, by=RECEPTION)
    deed = day.do(kind, ticket=before.id, **_known(before))
    assert isinstance(deed.fault, Conflict)
    assert (deed.fault.code, day.here(before.visit).state) == ("already-moved", "waiting")


@pytest.mark.parametrize("kind", [a.Hold, a.Transfer])
def test_nor_is_anybody_put_aside_or_sent_away_whom_that_room_has_not_called(kind: Any) -> None:
    day = Day()
    before, now = _back(day)
    fields = {"clinic": EYES} if kind is a.Transfer else {}
    assert day.refused(kind, ticket=before.id, **fields, **_known(before)) == "already-moved"
    assert day.now(now).state == "waiting"


@pytest.mark.parametrize("kind", [a.NoShow, a.Hold, a.Requeue])
@pytest.mark.parametrize("came", [True, False])
def test_whoever_has_come_in_there_or_was_called_by_another_desk_waits_for_that_finish(
    kind: Any, *, came: bool
) -> None:  # fmt: skip
    day = Day()
    day.register(0)
    ticket = day.call(LAB, 1, by=LAB_DOCTOR)
    if came:
        ticket = day.ticket(day.must(a.Start, ticket=ticket.id, by=LAB_DOCTOR))
    day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=EYE_DOCTOR)
    known = {"ticket": ticket.id, "rev": ticket.rev, "by": LAB_DOCTOR if came else RECEPTION}
    assert day.refused(kind, **known) == "already-moved"
    assert day.now(ticket).left_inside


@pytest.mark.parametrize("asked", [False, True])
def test_whom_another_room_has_only_called_since_is_done_by_the_finish_of_this_one(*, asked: bool) -> None:
    """Admitted elsewhere and sent back; they were in this room: that call was in vain, and its no-show no last word."""
    day = Day()
    ticket = day.register(0)
    day.must(a.Admit, visit=ticket.visit, clinic=EYES, by=RECEPTION)
    day.call(EYES)
    day.must(a.Finish, ticket=day.here(ticket.visit).id, next=LAB, by=EYE_DOCTOR)
    again = day.call(LAB, 2)
    known = {"ticket": ticket.id, **_known(ticket)}
    if asked:  # and both conflicts are decided for what stands
        assert day.refused(a.CallTicket, room=1, reason="by-hand", **known) == "already-moved"
        assert day.refused(a.Start, **known) == "already-moved"
    day.must(a.Finish, **known, next=ENT)
    assert (day.now(ticket).state, day.now(again).state) == ("done", "cancelled")
    assert LAB in day.visit(ticket).done
    assert day.here(ticket.visit).clinic == ENT
