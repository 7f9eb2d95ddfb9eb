"""What waited for somebody's decision goes out after newer work of its desk, and is no later for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode, TicketId
from tests.server.writer_parts import LAB, Desk, Place
from tests.unit.server.writer.test_newer_word import fault, seen, told

XRAY = ClinicCode("xray")


async def _works_on(desk: Desk) -> None:
    """It does something else, with the line."""
    assert (await desk.act(desk.registration("2001"))).outcome == "applied"


@pytest.mark.parametrize("kind", [a.Finish, a.NoShow])
def test_whom_another_clinic_has_admitted_meanwhile_was_called_before_that(
    tmp_path: Path, kind: type[a.Finish | a.NoShow]
) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        first = await desk.act(desk.registration("1001"))
        assert first.ticket is not None
        assert first.visit is not None
        place.clock.pass_by(minutes=1)
        known = seen(place)
        call = desk.new(a.CallTicket, ticket=first.ticket, room=1, reason="by-hand", rev=1, seen=known)
        place.clock.pass_by(minutes=5)
        then = desk.new(kind, ticket=first.ticket, rev=1, seen=known)
        place.clock.pass_by(minutes=5)
        await other.act(other.new(a.Admit, visit=first.visit, clinic=XRAY))
        place.clock.pass_by(minutes=5)
        await _works_on(desk)
        assert [fault(result) for result in (await desk.send(call, then)).results] == [("applied", "")] * 2
        ticket = await place.writer.ask(lambda state: state.tickets[TicketId(first.ticket or "")])
        assert ticket.state == ("done" if kind is a.Finish else "transferred")

    told(tmp_path, story)


def test_a_clinic_closed_before_another_desk_opened_it(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        late = desk.new(a.CloseClinic, clinic=LAB, reason="emergency", seen=seen(place))
        place.clock.pass_by(minutes=5)
        await other.act(other.new(a.PauseClinic, clinic=LAB, reason="break"))
        place.clock.pass_by(minutes=5)
        await _works_on(desk)
        assert fault(await desk.act(late)) == ("conflict", "clinic-changed")

    told(tmp_path, story)


@pytest.mark.parametrize("behind", [False, True], ids=["not heard of", "heard of, by a clock that is behind"])
def test_a_registration_before_the_visit_was_over_is_that_one(tmp_path: Path, behind: bool) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")
        late = desk.new(a.IssueTicket, patient=desk.registration("1001").patient, clinic=LAB, seen=seen(place))
        place.clock.pass_by(minutes=5)
        first = await other.act(other.new(a.IssueTicket, patient=late.patient, clinic=LAB))
        assert first.ticket is not None
        await other.act(other.new(a.CallNext, clinic=LAB, room=1, ticket=first.ticket))
        place.clock.pass_by(minutes=5)
        await other.act(other.new(a.Finish, ticket=first.ticket))
        if behind:
            late = replace(late, at=late.at + timedelta(minutes=8), seen=seen(place))
        place.clock.pass_by(minutes=5)
        await _works_on(desk)
        result = await desk.act(late)
        assert result.outcome == "applied"
        assert (result.visit == first.visit) is not behind

    told(tmp_path, story)
