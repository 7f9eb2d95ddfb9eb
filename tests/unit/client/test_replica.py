"""The replica equals the log, whatever comes in which order; what is laid over never flickers and never guesses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.client.condense import snapshot_of
from mmc_console.client.replica import Gap, Layer, Replica, state_of
from mmc_console.domain.actions import Hold, RegisterVisit
from mmc_console.domain.ids import Epoch, ExamCode, visit_of
from mmc_console.domain.numbers import PENDING
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import Snapshot
from mmc_console.wire.json import decode, encode, event_of
from tests.unit.client.history import History, picture

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["own", "own", "other", "send", "answer", "deliver", "skip", "ahead", "overtake"]),
        st.integers(0, 17),
        st.integers(0, 9),
    ),
    max_size=40,
)
Steps = list[tuple[str, int, int]]


def play(history: History, steps: Steps) -> None:
    for what, kind, which in steps:
        step(history, what, kind, which)


def step(history: History, what: str, kind: int, which: int) -> None:
    match what:
        case "own":
            history.own(kind, which)
        case "other":
            history.other(kind, which)
        case "send":
            history.send()
        case "answer":
            history.answer()
        case "deliver":
            history.deliver(which)
        case "skip":
            history.deliver(which + 1, skip=1)
        case "ahead":
            history.take_ahead(which * 3)
        case "overtake":
            history.overtake()


@given(STEPS)
def test_in_the_end_the_replica_is_the_log(steps: Steps) -> None:
    history = History()
    play(history, steps)
    history.finish()
    assert history.replica.seq == len(history.server.log)
    assert not history.replica.layers
    assert picture(history.replica.state) == picture(history.server.state)


@given(STEPS)
def test_under_what_is_laid_over_stands_exactly_the_log(steps: Steps) -> None:
    history = History()
    for what, kind, which in steps:
        step(history, what, kind, which)
        with history.replica.together() as bare:
            assert picture(bare) == picture(history.log_state(history.replica.seq))


@given(STEPS)
def test_a_number_is_three_dots_until_the_log_has_given_it(steps: Steps) -> None:
    history = History()
    for what, kind, which in steps:
        step(history, what, kind, which)
        for visit in history.replica.state.visits.values():
            given_by_server = history.server.state.visits.get(visit.id)
            assert visit.number == PENDING or (given_by_server and visit.number == given_by_server.number)


@given(
    st.lists(st.tuples(st.integers(0, 17), st.integers(0, 9)), max_size=15),
    st.lists(st.integers(0, 4), max_size=40),
)
def test_what_one_press_has_shown_does_not_flicker_while_it_is_confirmed(
    presses: list[tuple[int, int]], order: list[int]
) -> None:
    """With nobody else at work, sending, answering and news change nothing but numbers and times of the log."""
    history = History()
    for kind, which in presses:
        history.own(kind, which)

    def shown() -> dict[str, tuple[str, ...]]:
        return {
            t.id: (t.state, t.clinic, str(t.room), t.priority, str(t.by_hand))
            for t in history.replica.state.tickets.values()
        }

    unseen = [x for x in history.replica.layers if x.performed is None]  # calls that name nobody yet
    if unseen:
        return
    first = shown()
    for choice in order:
        step(history, ("send", "answer", "deliver", "skip", "answer")[choice], 0, 1)
        assert shown() == first
    history.finish()
    assert shown() == first


def test_a_gap_says_what_is_missing_and_keeps_what_came_early() -> None:
    history = History()
    for _ in range(3):
        history.other(0, 0)
    events = [event_of(raw) for raw in history.server.log]
    with pytest.raises(Gap) as gap:
        history.replica.apply(events[3:])
    assert (gap.value.after, gap.value.applied) == (1, [])
    fresh = history.replica.apply(events[1:3])
    assert [event.seq for event in fresh] == [event.seq for event in events[1:]]


def test_known_events_come_again_and_change_nothing() -> None:
    history = History()
    history.other(0, 0)
    history.deliver(10)
    before = picture(history.replica.state)
    assert history.replica.apply([event_of(raw) for raw in history.server.log]) == ()
    assert picture(history.replica.state) == before


@given(STEPS)
def test_a_snapshot_is_the_state_again(steps: Steps) -> None:
    history = History()
    play(history, steps)
    history.finish()
    day = history.replica.state.calendar.day(history.clock.now())
    snapshot = snapshot_of(history.replica.state, Epoch("e"), history.clock.now(), day)
    again = state_of(decode(encode(snapshot), Snapshot))
    told, expected = picture(again), picture(history.replica.state)
    for absent in ("desk_times",):  # the server's own business
        del told[absent], expected[absent]
    assert told == expected


def test_what_a_snapshot_has_brought_meanwhile_is_not_overtaken_by_what_lacks_it() -> None:
    history = History()
    history.other(0, 0)
    history.deliver(1)
    ahead, _ = history.replica.ahead(())
    day = history.server.state.calendar.day(history.clock.now())
    told = snapshot_of(history.log_state(history.replica.seq), history.server.epoch, history.clock.now(), day)
    history.replica.reset(told)  # of the same position
    assert history.replica.overtake(ahead) == ()
    assert history.replica.state is not ahead.state


def test_another_history_takes_away_what_only_the_old_one_had_confirmed() -> None:
    history = History()
    history.own(0, 0)
    history.own(0, 0)
    history.send()
    history.answer()
    day = history.server.state.calendar.day(history.clock.now())
    empty = History()
    history.replica.reset(snapshot_of(empty.server.state, Epoch("other"), history.clock.now(), day))
    assert [layer.known for layer in history.replica.layers] == [False]
    assert [visit.number for visit in history.replica.state.visits.values()] == [PENDING]


def test_the_confirmed_ticket_is_seen_through_what_is_laid_over() -> None:
    history = History()
    history.other(0, 0)
    history.deliver(10)
    [ticket] = history.replica.state.tickets.values()
    action = Hold(id=history.server._mint(), at=history.clock.now(), ticket=ticket.id)
    history.replica.lay(Layer(action, history.actor))
    assert history.replica.state.tickets[ticket.id].state == "held"
    assert history.replica.confirmed(ticket.id) == ticket
    history.replica.drop(action.id)
    assert history.replica.state.tickets[ticket.id] == ticket


def test_nothing_is_laid_over_before_there_is_a_centre() -> None:
    history, replica = History(), Replica()
    action = RegisterVisit(
        id=history.server._mint(), at=history.clock.now(), exam_type=ExamCode("promotion"),
        patient=PatientEntry(number="1001", gender="male"),
    )  # fmt: skip
    layer: Any = replica.lay(Layer(action, history.actor, patient=history._patient(action)))
    assert (layer.performed, layer.fault, replica.ready) == (None, None, False)
    day = history.server.state.calendar.day(history.clock.now())
    replica.reset(snapshot_of(history.server.state, history.server.epoch, history.clock.now(), day))
    assert replica.state.visits[visit_of(action.id)].number == PENDING
