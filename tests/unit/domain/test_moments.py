"""Every moment of the state carries the centre's offset, whatever kept its row in between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.events import AnyEvent, ClinicPaused, Undone
from mmc_console.domain.evolve import evolve
from mmc_console.domain.rebuild import state_from
from mmc_console.domain.state import State
from mmc_console.wire.json import decode, encode, event_of
from tests.simulation.rules.world import LAB, picture
from tests.unit.domain.day import Day
from tests.unit.domain.test_inverse import full_day

RIYADH = timedelta(hours=3)
T = TypeVar("T", bound=msgspec.Struct)


def offsets(state: State) -> set[timedelta | None]:
    """Those of every moment of a visit, a ticket, a clinic or a room."""
    tables = (state.visits, state.tickets, state.clinics, state.rooms)
    rows: Iterable[msgspec.Struct] = (row for table in tables for row in table.values())
    values = (value for row in rows for value in msgspec.structs.asdict(row).values())
    return {value.utcoffset() for value in values if isinstance(value, datetime)}


def in_utc(rows: Iterable[T]) -> list[T]:
    """*rows* as a checkpoint has them."""
    return [msgspec.msgpack.decode(msgspec.msgpack.encode(row), type=type(row)) for row in rows]


@pytest.mark.parametrize("told", [False, True])
def test_rows_that_were_kept_without_an_offset_tell_the_time_of_the_centre(told: bool) -> None:
    live = full_day().state
    visits, tickets, traces = in_utc(live.visits.values()), in_utc(live.tickets.values()), live.traces.values()
    clinics, rooms = in_utc(live.clinics.values()), in_utc(live.rooms.values())
    assert any(ticket.issued_at.utcoffset() != RIYADH for ticket in tickets), "nothing was lost"
    if told:  # to a console, which keeps it so on its disk
        tickets = [decode(encode(ticket), type(ticket)) for ticket in tickets]
    state = state_from(
        live.center, visits, tickets, clinics, rooms, dict(live.alias), traces, live.seq, live.at
    )  # fmt: skip
    state.desk_times.update(live.desk_times)
    assert offsets(state) == {RIYADH}
    assert picture(state) == picture(live)


def test_what_is_undone_after_a_start_from_a_checkpoint_tells_the_time_of_the_centre() -> None:
    day = Day()
    day.register()
    called = day.must(a.CallNext, clinic=LAB, room=1)
    day.undo(called)
    state = State()
    for event in map(event_of, day.world.log):
        evolve(state, _undone_in_utc(event))
    assert offsets(state) == {RIYADH}
    assert picture(state) == picture(day.state)


def _undone_in_utc(event: AnyEvent) -> AnyEvent:
    if not isinstance(event, Undone):
        return event
    assert event.tickets, "it gave back a ticket"
    return replace(
        event, tickets=tuple(in_utc(event.tickets)), visits=tuple(in_utc(event.visits)),
        clinics=tuple(in_utc(event.clinics)), rooms=tuple(in_utc(event.rooms)),
    )  # fmt: skip


def test_a_return_that_a_program_told_in_utc_is_shown_in_the_time_of_the_centre() -> None:
    day = Day()
    back = (day.world.now + timedelta(minutes=20)).astimezone(UTC)
    deed = day.must(a.PauseClinic, clinic=LAB, reason="break", until=back)
    assert deed.done is not None
    assert [event.until for event in deed.done.events if isinstance(event, ClinicPaused)] == [back]
    until = day.state.clinic(LAB, day.world.today).until
    assert until is not None
    assert (until, until.utcoffset()) == (back, RIYADH)
