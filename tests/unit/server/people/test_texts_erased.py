"""What was written about somebody goes with them, under whichever name of theirs, and whatever became of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ActionId, ClinicCode, TicketId, UserId, VisitId, note_of, ticket_of, visit_of
from mmc_console.domain.permissions import Actor
from mmc_console.server.people.forgetting import Forgetting
from mmc_console.wire.answers import Result
from tests.server.writer_parts import LAB, Desk, Place, writing

NOTE = "very upset"


def _text(place: Place, action: ActionId) -> str | None:
    with place.database.read() as conn:
        return place.people.note(conn, note_of(action))


async def _erased(place: Place, visit: VisitId, desk: Desk) -> None:
    """Nobody is erased while they are here: they go first."""
    assert (await desk.act(desk.new(a.Cancel, visit=visit, reason="left"))).outcome == "applied"
    nobodys = cast("Any", None)  # how long people are known is no matter here
    forgetting = Forgetting(place.database, place.people, place.writer, nobodys, place.clock)
    admin = Actor(UserId("boss"), frozenset({"admin"}))
    assert await forgetting.erase("1001", "asked", admin) is not None


async def _here(desk: Desk) -> tuple[TicketId, VisitId]:
    """Somebody is registered; their ticket and visit."""
    here = await desk.act(desk.registration("1001"))
    assert here.ticket is not None
    assert here.visit is not None
    return here.ticket, here.visit


def _told(result: Result) -> tuple[str, str]:
    return result.outcome, result.problem.code if result.problem is not None else ""


def test_of_what_was_over_when_it_came_no_text_is_kept(tmp_path: Path) -> None:
    """X-ray has admitted them by then: no event says that there is one, so nobody would read or find it."""

    async def story() -> None:
        async with writing(tmp_path) as place:
            desk, other = place.desk(), place.desk("M", "user-2")
            ticket, visit = await _here(desk)
            place.clock.pass_by(seconds=60)
            late = desk.new(a.Hold, ticket=ticket, reason="other", note=NOTE, rev=1)
            place.clock.pass_by(seconds=60)
            await other.act(other.new(a.Admit, visit=visit, clinic=ClinicCode("xray")))
            assert _told(await desk.act(late)) == ("applied", "")
            assert _text(place, late.id) is None
            await _erased(place, visit, other)
            assert place.rows("SELECT count(*) FROM notes") == [(0,)]

    asyncio.run(story())


def test_what_was_written_to_another_paper_of_theirs_goes_too(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk, other = place.desk(), place.desk("M", "user-2")
            mine = replace(desk.registration("1001"), number="K01", next=LAB)
            named, visit = ticket_of(mine.id, LAB), visit_of(mine.id)
            over = [
                desk.new(a.Hold, ticket=named, reason="other", note=NOTE, rev=1),
                desk.new(a.Cancel, visit=visit, reason="other", note=NOTE),
            ]
            place.clock.pass_by(seconds=60)
            here = await other.act(other.registration("1001"))
            assert here.visit is not None
            place.clock.pass_by(seconds=60)
            results = (await desk.send(mine, *over)).results
            assert list(map(_told, results)) == [("applied", ""), ("applied", ""), ("refused", "no-change")]
            await _erased(place, here.visit, other)
            assert [_text(place, action.id) for action in over] == [None, None]

    asyncio.run(story())


def test_nor_what_was_written_to_a_ticket_that_a_late_finish_did_not_issue(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk, other = place.desk(), place.desk("M", "user-2")
            ticket, visit = await _here(desk)
            await desk.act(desk.new(a.CallTicket, ticket=ticket, room=1, reason="by-hand"))
            place.clock.pass_by(seconds=60)
            late = desk.new(a.Finish, ticket=ticket, next=ClinicCode("eyes"))
            place.clock.pass_by(seconds=60)
            await other.act(other.new(a.Admit, visit=visit, clinic=ClinicCode("xray")))
            held = desk.new(a.Hold, ticket=ticket_of(late.id, ClinicCode("eyes")), reason="other", note=NOTE, rev=1)
            results = (await desk.send(late, held)).results
            assert list(map(_told, results)) == [("applied", ""), ("refused", "unknown-ticket")]
            assert _text(place, held.id) == NOTE
            await _erased(place, visit, other)
            assert _text(place, held.id) is None

    asyncio.run(story())
