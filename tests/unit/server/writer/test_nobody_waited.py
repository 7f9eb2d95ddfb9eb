"""The one key of a one-room clinic where nobody waited, as consoles have recorded it that know no other way to."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.server.writer_parts import LAB, Place
from tests.unit.server.writer.test_newer_word import seen, told

EYES = ClinicCode("eyes")


@pytest.mark.parametrize(("clinic", "calls"), [(EYES, False), (LAB, True)], ids=["one room", "several rooms"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_was_registered_after_it_is_called_only_where_the_server_names_the_next(
    tmp_path: Path, clinic: ClinicCode, calls: bool, when: str
) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk(), place.desk("M", "user-2")

        def issue(number: str) -> a.IssueTicket:
            return other.new(a.IssueTicket, patient=PatientEntry(number=number, gender="male"), clinic=clinic)

        await desk.act(desk.new(a.TakeRoom, clinic=clinic, room=1))
        first = await other.act(issue("1001"))
        await desk.act(desk.new(a.CallNext, clinic=clinic, room=1, ticket=first.ticket))
        if when == "before":
            await other.act(issue("1002"))
        place.clock.pass_by(minutes=5)
        known = seen(place)
        key = desk.new(a.CallNext, clinic=clinic, room=1, finish_current=True, current=first.ticket, seen=known)
        place.clock.pass_by(minutes=10)
        if when == "after":
            await other.act(issue("1002"))
        assert (await desk.act(key)).outcome == "applied"
        states = await place.writer.ask(lambda state: [t.state for t in state.tickets.values()])
        assert states == ["done", "called" if calls or when == "before" else "waiting"]

    told(tmp_path, story)
