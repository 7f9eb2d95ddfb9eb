"""Every event type has an exact inverse, alone and in a row; and its JSON means the same."""

from __future__ import annotations

from typing import Any, get_args

from mmc_console.domain import actions as a
from mmc_console.domain.decide import decide
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.evolve import evolve
from mmc_console.domain.rebuild import state_from
from mmc_console.domain.state import State, take_back
from mmc_console.wire.json import event_of
from tests.simulation.rules.world import ADMIN, EYES, LAB, LAB_DOCTOR, PEOPLE, RECEPTION, Deed, picture
from tests.unit.domain.day import Day


def full_day() -> Day:
    """A day in which every type of event happens."""
    day = Day()
    first, second = day.register(0, by=RECEPTION), day.register(2)
    registered = day.world.deeds[-2]
    assert isinstance(registered.action, a.RegisterVisit)
    again: Any = {f: getattr(registered.action, f) for f in registered.action.__struct_fields__} | {"number": "A05"}
    day.world.resend(Deed(a.RegisterVisit(**again), registered.context, None))
    day.register(0)
    for kind, fields in (
        (a.TakeRoom, {"room": 1}), (a.LeaveRoom, {"room": 1}),
        (a.PauseClinic, {}), (a.CloseClinic, {}), (a.OpenClinic, {}),
    ):  # fmt: skip
        day.must(kind, clinic=LAB, **fields)
    day.call()
    day.must(a.Recall, ticket=first.id)
    day.must(a.NoShow, ticket=first.id)
    day.must(a.Requeue, ticket=first.id, after=0)
    day.must(a.Hold, ticket=first.id)
    day.must(a.Resume, ticket=first.id)
    day.must(a.SetPriority, ticket=second.id, priority="urgent", reason="emergency")
    day.undo(day.world.deeds[-1])
    day.call()
    day.must(a.Start, ticket=first.id)
    day.must(a.Refer, ticket=first.id)
    day.must(a.CorrectPatient, patient_id=PEOPLE[2].id, name="x", reason="mistake")
    rev = day.now(second).rev
    day.must(a.Transfer, ticket=second.id, clinic=EYES, by=ADMIN)
    day.override(day.do(a.Hold, ticket=second.id, rev=rev, by=RECEPTION))
    day.must(a.Cancel, visit=second.visit, reason="left")
    walk = day.walk_in(4, LAB)
    day.call(by=LAB_DOCTOR)
    day.must(a.Finish, ticket=walk.id)
    return day


def test_every_event_type_happened() -> None:
    assert {type(event) for event in full_day().world.events} == set(get_args(AnyEvent))


def test_each_event_is_taken_back_exactly() -> None:
    state = State()
    for event in full_day().world.events:
        before = picture(state)
        take_back(state, evolve(state, event))
        assert picture(state) == before, event.type
        evolve(state, event)


def test_all_events_are_taken_back_to_nothing() -> None:
    state = State()
    inverses = [evolve(state, event) for event in full_day().world.events]
    for inverse in reversed(inverses):
        take_back(state, inverse)
    assert picture(state) == picture(State())


def test_log_as_stored_makes_the_same_state() -> None:
    day = full_day()
    state = State()
    for raw in day.world.log:
        evolve(state, event_of(raw))
    assert picture(state) == picture(day.state)


def test_rows_in_any_order_make_the_same_state() -> None:
    day = full_day()
    live = day.state

    def turned(table: dict[Any, Any]) -> list[Any]:
        return list(reversed(list(table.values())))

    state = state_from(
        live.center, turned(live.visits), turned(live.tickets), turned(live.clinics), turned(live.rooms),
        dict(live.alias), turned(live.traces), live.seq, live.at,
    )  # fmt: skip
    state.desk_times.update(live.desk_times)
    assert picture(state) == picture(live)


def test_deciding_changes_nothing() -> None:
    day = full_day()
    before = picture(day.state)
    for deed in day.world.deeds:
        if deed.done is not None:
            assert decide(day.state, deed.action, deed.context) == (), "a repeated action took effect"
    assert picture(day.state) == before
