"""A room that was cut off called somebody by hand, and examined them; what others did meanwhile left them in line."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import DeskLetter
from mmc_console.domain.refusals import Conflict
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import EYES, LAB, LAB_DOCTOR, RECEPTION, SUPERVISOR
from tests.unit.domain.day import Day

OTHER_ROOM = replace(SUPERVISOR, desk=DeskLetter("K"))


def _call(ticket: Ticket, key: Any = a.CallTicket, **fields: Any) -> dict[str, Any]:
    """The late call of the lab's second room."""
    more = {"reason": "by-hand"} if key is a.CallTicket else {"clinic": LAB}
    return {"kind": key, "ticket": ticket.id, "room": 2, "rev": ticket.rev, "by": LAB_DOCTOR, **more, **fields}


def _called_in_vain(day: Day, ticket: Ticket, kind: Any = a.NoShow) -> None:
    """The room with the line calls next; nobody comes."""
    assert day.call(LAB, 1, by=OTHER_ROOM).id == ticket.id
    day.must(kind, ticket=ticket.id, by=OTHER_ROOM)


@pytest.mark.parametrize("key", [a.CallTicket, a.CallNext])
@pytest.mark.parametrize("theirs", ["no-show", "held", "held and resumed", "no-show, back in line"])
def test_whoever_came_in_when_called_has_been_examined(key: Any, theirs: str) -> None:
    day = Day()
    ticket = day.register()
    at = None
    if theirs == "no-show":
        at = day.world.now  # the other room called after it, and they did not come: they were here
        _called_in_vain(day, ticket)
    elif theirs.startswith("no-show"):
        _called_in_vain(day, ticket)
        day.must(a.Requeue, ticket=ticket.id, by=RECEPTION)
    else:
        day.must(a.Hold, ticket=ticket.id, by=RECEPTION)
        if theirs.endswith("resumed"):
            day.must(a.Resume, ticket=ticket.id, by=RECEPTION)
    late: dict[str, Any] = {"at": at} if at is not None else {}
    day.must(**_call(ticket, key, **late))
    assert (day.now(ticket).state, day.now(ticket).room) == ("called", 2)
    day.must(a.Start, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR, **late)
    day.must(a.Finish, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR, **late)
    assert (day.now(ticket).state, day.here(ticket.visit).clinic) == ("done", EYES)


def test_where_nobody_came_there_either_both_say_the_same() -> None:
    day = Day()
    ticket, at = day.register(), day.world.now
    _called_in_vain(day, ticket)
    day.must(**_call(ticket, at=at))
    day.must(a.NoShow, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR, at=at)
    assert day.now(ticket).state == "no_show"


@pytest.mark.parametrize("key", [a.CallTicket, a.CallNext])
@pytest.mark.parametrize("theirs", ["held and resumed", "held", "no-show, back in line"])
def test_an_older_call_goes_over_nothing_that_others_have_seen_of_them_since(key: Any, theirs: str) -> None:
    """They may have stood there when that was said: whoever had called them in vain would make them a no-show."""
    day = Day()
    ticket, at = day.register(), day.world.now
    if theirs.startswith("no-show"):
        _called_in_vain(day, ticket, a.Requeue)
    else:
        day.must(a.Hold, ticket=ticket.id, by=RECEPTION)
        if theirs.endswith("resumed"):
            day.must(a.Resume, ticket=ticket.id, by=RECEPTION)
    deed = day.do(**_call(ticket, key, at=at))
    assert isinstance(deed.fault, Conflict)
    assert deed.fault.code == "already-moved"
    assert day.override(deed).fault is None
    assert (day.now(ticket).state, day.now(ticket).room) == ("called", 2)


@pytest.mark.parametrize("key", [a.CallTicket, a.CallNext])
@pytest.mark.parametrize("theirs", [a.CallNext, a.Finish, a.Cancel, a.Transfer])
def test_whoever_is_elsewhere_by_now_is_not_fetched(key: Any, theirs: Any) -> None:
    day = Day()
    ticket = day.register()
    if theirs in (a.CallNext, a.Finish):
        day.call(LAB, 1, by=OTHER_ROOM)
    if theirs is a.Finish:
        day.must(a.Finish, ticket=ticket.id, by=OTHER_ROOM)
    if theirs is a.Cancel:
        day.must(a.Cancel, ticket=ticket.id, reason="left", by=RECEPTION)
    if theirs is a.Transfer:
        day.must(a.Transfer, ticket=ticket.id, clinic=EYES, by=RECEPTION)
    before = day.now(ticket)
    deed = day.do(**_call(ticket, key))
    assert isinstance(deed.fault, Conflict)
    assert day.now(ticket) == before


def test_what_came_after_the_call_was_seen_by_nobody_here() -> None:
    """The exception is the call's: a step of others after it is a conflict for whatever this desk did next."""
    day = Day()
    ticket = day.register()
    day.must(a.Hold, ticket=ticket.id, by=RECEPTION)
    day.must(**_call(ticket))
    day.must(a.Requeue, ticket=ticket.id, by=RECEPTION)
    assert day.refused(a.Finish, ticket=ticket.id, rev=ticket.rev, by=LAB_DOCTOR) == "already-moved"


def test_one_key_calls_nobody_it_was_told_is_aside() -> None:
    day = Day()
    ticket = day.register()
    day.must(a.Hold, ticket=ticket.id, by=RECEPTION)
    assert day.refused(**_call(day.now(ticket), a.CallNext)) == "already-moved"
    assert day.refused(**_call(ticket, a.CallNext, rev=None)) == "already-moved"
