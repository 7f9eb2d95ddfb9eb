"""Days with every kind of mess: what each line becomes, and that the figures agree to the second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.domain.actions import AnyAction, Finish
from mmc_console.domain.ids import ClinicCode
from mmc_console.replay.centre_port import RehearsalCentre
from mmc_console.replay.recording import read_day
from mmc_console.replay.run import Outcome
from mmc_console.replay.script import How
from mmc_console.replay.stations import BadStations
from mmc_console.wire.answers import Result
from tests.unit.replay.days import MESSY, local, made_up, reference, replayed, with_real_days


def became(outcome: Outcome, event: str) -> list[How]:
    """What the lines of this kind became, most frequent first."""
    return [how for (kind, how), _ in outcome.books.lines.most_common() if kind == event]


def test_a_plain_day_becomes_plain_actions() -> None:
    outcome = replayed(made_up("""
        07:20:00 1 issued
        07:21:00 2 issued
        07:30:00 1 called Room_A
        07:34:00 1 done Room_A
        07:34:00 2 called Room_A
        07:40:00 2 done Room_A
    """))  # fmt: skip
    assert outcome.passed
    room = outcome.observed.stations["Room A"]
    assert (room.tickets, room.served, room.wait_mean, room.wait_p50, room.wait_p90) == (2, 2, 690, 600, 780)
    assert room.service_mean == 300
    assert outcome.books.inexact == []
    assert dict(outcome.books.actions) == {
        "take_room": 1, "issue_ticket": 2, "call_next": 2, "finish": 2, "leave_room": 1,
    }  # fmt: skip


def test_a_messy_day_agrees_in_every_figure_and_leaves_no_line_out() -> None:
    day = made_up(MESSY)
    outcome = replayed(day)
    assert outcome.gaps == []
    assert outcome.books.refusals == []
    assert outcome.books.lines.total() == len(day.lines)
    unused = set(How) - {how for _, how in outcome.books.lines}
    assert unused <= {How.ISSUED_AGAIN, How.FINISHED_BACK}, "the day should show every other kind of mess"


@pytest.mark.parametrize(
    ("lines", "event", "how"),
    [
        ("07:20:00 1 issued\n07:20:05 1 issued", "issued", How.ISSUED_AGAIN),
        ("07:20:00 1 issued\n07:20:00 1 void", "void", How.VOIDED),
        ("07:20:00 1 issued\n09:00:00 1 released_without_counter", "released_without_counter", How.RELEASED),
        ("07:20:00 1 issued\n07:21:00 1 called A\n07:21:30 1 called A", "called", How.RECALLED),
        ("07:20:00 1 called A", "called", How.CALLED_ISSUED),
        ("07:20:00 1 issued\n07:30:00 1 done A", "done", How.NOBODY_INSIDE),
        ("07:20:00 1 issued\n07:21:00 1 called A\n07:25:00 1 done A\n07:40:00 1 called A", "done", How.FINISHED_BACK),
        ("07:20:00 1 issued\n07:21:00 1 called A\n07:22:00 1 transferred_to B", "transferred_to", How.TRANSFERRED),
    ],
)
def test_each_kind_of_mess_has_its_counterpart(lines: str, event: str, how: How) -> None:
    outcome = replayed(made_up(lines))
    assert how in became(outcome, event)
    assert outcome.passed


def test_a_late_close_ends_when_the_room_calls_the_next() -> None:
    outcome = replayed(made_up("""
        07:20:00 1 issued
        07:20:00 2 issued
        07:30:00 1 called A
        07:35:00 2 called A
        07:36:00 1 done A
        07:40:00 2 done A
    """))  # fmt: skip
    assert outcome.passed
    assert outcome.observed.stations["A"].service_mean == 300
    assert [(line.no, how) for line, how in outcome.books.inexact] == [(6, How.CLOSED_EARLY)]


def test_a_close_flagged_late_counts_as_served_and_not_as_a_service_time() -> None:
    outcome = replayed(made_up("07:20:00 1 issued\n07:30:00 1 called A\n16:51:07 1 done A late_close"))
    assert outcome.passed
    assert (outcome.observed.stations["A"].served, outcome.observed.stations["A"].service_mean) == (1, None)


def test_out_of_order_is_called_by_hand_with_its_reason() -> None:
    outcome = replayed(made_up("07:20:00 1 issued\n07:21:00 2 issued\n07:30:00 2 called A\n07:31:00 1 called A"))
    assert outcome.passed
    assert became(outcome, "called") == [How.CALLED_BY_HAND, How.CALLED_NEXT]


def test_a_call_announced_again_is_one_however_often_it_was_sent_to_the_same_room_between() -> None:
    sent = "07:21:00 3 transferred_to A\n"
    outcome = replayed(made_up(f"07:20:00 3 called A\n07:21:00 3 done A\n{sent * 2}07:21:00 3 called A"))
    assert outcome.gaps == []
    assert became(outcome, "called")[-1] == How.RECALLED


def test_whoever_is_voided_in_the_line_and_called_after_all_begins_anew() -> None:
    day = "07:20:00 3 called A\n07:21:00 3 done A\n07:21:00 3 transferred_to A\n07:21:00 3 void\n07:21:00 3 called A"
    outcome = replayed(made_up(day))
    assert outcome.gaps == []
    assert became(outcome, "called")[-1] == How.CALLED_ISSUED


def test_a_refusal_is_told_with_its_line_and_fails_the_replay() -> None:
    class Grudging(RehearsalCentre):
        """Finishes nobody."""

        async def send(self, desk: str, actions: Sequence[AnyAction]) -> tuple[Result, ...]:
            if isinstance(actions[0], Finish):
                return (Result(id=actions[0].id, outcome="refused"),)
            return await super().send(desk, actions)

    day = made_up("07:20:00 1 issued\n07:30:00 1 called A\n07:31:00 1 done A")
    outcome = replayed(day, Grudging(reference(), local(day.lines[0].at) - timedelta(minutes=5)))
    assert not outcome.passed
    assert [str(refusal.line) for refusal in outcome.books.refusals] == ["line 4: 07:31:00 ticket 1 done A"]
    assert "served" in {gap.figure for gap in outcome.gaps}


def test_stations_go_where_they_are_sent_and_the_rest_to_quiet_clinics() -> None:
    day = made_up("07:20:00 1 called A\n07:21:00 2 called B")
    outcome = replayed(day, stations={"B": ClinicCode("lab")})
    assert {station: place.clinic for station, place in outcome.places.items()} == {"A": "xray", "B": "lab"}


@pytest.mark.parametrize(
    ("stations", "said"),
    [
        ({"Z": "lab"}, "no station 'Z'"),
        ({"A": "bakery"}, "no clinic 'bakery'"),
        ({"A": "women_eyes"}, "does not admit everybody"),
        ({"A": "lab", "B": "lab"}, "share one clinic"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_by_name(stations: dict[str, ClinicCode], said: str) -> None:
    with pytest.raises(BadStations, match=said):
        replayed(made_up("07:20:00 1 called A\n07:21:00 2 called B"), stations=stations)


LINES = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(1, 4).map(str),
        st.sampled_from(["issued", "called", "done", "transferred_to", "void", "released_without_counter"]),
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["", "", "", "late_close"]),
    ),
    min_size=1,
    max_size=30,
)


@given(LINES)
def test_any_mess_at_all_agrees(rows: list[tuple[int, str, str, str, str]]) -> None:
    second, lines = 7 * 3_600, []
    for apart, ticket, event, station, flag in rows:
        second += apart
        at = f"{second // 3_600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        place = station if event in ("called", "done", "transferred_to") else ""
        lines.append(f"{at} {ticket} {event} {place} {flag if event == 'done' else ''}")
    outcome = replayed(made_up("\n".join(lines)))
    assert outcome.gaps == []
    assert outcome.books.refusals == []


@with_real_days
def test_a_real_day_agrees_to_the_second(real_day: Path) -> None:
    outcome = replayed(read_day(real_day))
    assert outcome.gaps == []
    assert outcome.books.refusals == []
    assert outcome.books.lines.total() == len(outcome.day.lines)
