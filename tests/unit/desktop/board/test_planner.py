"""What a hall hears when: the speaking rules, under generated days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.desktop.board.voice.planner import APART, CROWD, REST, TOO_OLD, Planner, Utterance, key_of
from mmc_console.domain.board import BoardCall
from tests.unit.desktop.board.calls import at, call

SECONDS_BOTH, SECONDS_ONE = 8.0, 4.5


@dataclass(frozen=True)
class Said:
    """One announcement of a run."""

    utterance: Utterance
    began: float
    ended: float
    waiting: int
    """How many waited when it began, itself among them."""


class Hall:
    """A loudspeaker and a board, over made-up seconds."""

    def __init__(self) -> None:
        self.planner = Planner()
        self.said: list[Said] = []
        self.calls: dict[str, BoardCall] = {}
        self.history: list[tuple[float, dict[str, BoardCall]]] = []
        self._busy: Said | None = None

    def step(self, now: float) -> None:
        self.planner.offer(self.calls.values(), at(now))
        self.history.append((now, dict(self.calls)))
        if self._busy is not None and now >= self._busy.ended:
            self.planner.ended(self._busy.utterance, at(now))
            self._busy = None
        if self._busy is None:
            waiting = self.planner.waiting
            found = self.planner.next(at(now))
            if found is not None:
                length = SECONDS_BOTH if len(found.languages) == 2 else SECONDS_ONE
                self._busy = Said(found, now, now + length, waiting)
                self.said.append(self._busy)

    def run(self, start: float, end: float) -> None:
        quarter = int(start * 4)
        while quarter <= end * 4:
            self.step(quarter / 4)
            quarter += 1


deeds = st.lists(
    st.tuples(st.integers(0, 480), st.sampled_from(["call", "recall", "gone", "back"]), st.integers(1, 12)),
    max_size=120,
)


@given(deeds)
def test_the_speaking_rules(plan: list[tuple[int, str, int]]) -> None:
    hall, gone = Hall(), dict[str, BoardCall]()
    todo = sorted(plan)
    for quarter in range(800):
        now = quarter / 4
        while todo and todo[0][0] <= quarter:
            _, deed, who = todo.pop(0)
            label = f"L-{who:03}"
            if deed == "call" and label not in hall.calls:
                hall.calls[label] = call(label, now)
            elif deed == "recall" and label in hall.calls:
                hall.calls[label] = call(label, now, times=hall.calls[label].times + 1)
            elif deed == "gone" and label in hall.calls:
                gone[label] = hall.calls.pop(label)
            elif deed == "back" and label in gone and label not in hall.calls:
                hall.calls[label] = gone.pop(label)
        hall.step(now)
    for before, after in pairwise(hall.said):
        assert after.began - before.ended >= REST.total_seconds(), "two announcements overlap, or nearly"
        assert after.began - before.began >= APART.total_seconds()
    for said in hall.said:
        spoken = said.utterance.call
        calls = dict(hall.history)[said.began]
        assert spoken in calls.values(), "said although no longer called"
        assert at(said.began) - spoken.said_at <= TOO_OLD
        both = said.utterance.languages == ("ar", "en")
        assert both == (said.waiting <= CROWD)
    first = [key_of(s.utterance.call) for s in hall.said if not s.utterance.again]
    assert len(first) == len(set(first)), "said twice"
    again = [key_of(s.utterance.call) for s in hall.said if s.utterance.again]
    assert len(again) == len(set(again))
    assert all(s.utterance.call.times > 1 for s in hall.said if s.utterance.again), "a first call is said once"
    singles = [s.utterance.languages for s in hall.said if len(s.utterance.languages) == 1]
    assert singles == [("ar",) if i % 2 == 0 else ("en",) for i in range(len(singles))], "one language each, in turn"


@given(st.lists(st.floats(0, 100, allow_nan=False), max_size=CROWD))
def test_what_is_called_and_stays_called_is_said_while_the_hall_keeps_up(moments: list[float]) -> None:
    hall = Hall()
    todo = sorted(moments)
    for quarter in range(800):
        while todo and todo[0] <= quarter / 4:
            label = f"L-{len(hall.calls) + 1:03}"
            hall.calls[label] = call(label, todo.pop(0))
        hall.step(quarter / 4)
    assert [s.utterance.call.label for s in hall.said] == list(hall.calls)


def test_a_recall_is_said_and_once_more_six_seconds_after_its_end() -> None:
    hall = Hall()
    hall.calls["L-001"] = call("L-001", 0)
    hall.run(0, 20)
    assert len(hall.said) == 1, "a call is said once"
    hall.calls["L-001"] = call("L-001", 20, times=2)
    hall.run(20.25, 60)
    assert [s.utterance.again for s in hall.said] == [False, False, True]
    assert hall.said[2].began - hall.said[1].ended >= 6


def test_a_board_that_was_just_switched_on_says_no_old_calls() -> None:
    planner = Planner()
    planner.offer([call("L-001", 0), call("L-002", 100)], at(100))
    found = planner.next(at(100))
    assert found is not None
    assert found.call.label == "L-002"
    planner.ended(found, at(108))
    assert planner.next(at(110)) is None


def test_a_call_that_was_gone_for_a_moment_is_said_once() -> None:
    """After a restore a call is missing until its desk has brought it back."""
    planner = Planner()
    planner.offer([call("L-001", 0)], at(0))
    planner.offer([], at(1))
    assert planner.next(at(2)) is None
    planner.offer([call("L-001", 0)], at(3))
    found = planner.next(at(4))
    assert found is not None
    planner.offer([], at(5))
    planner.offer([call("L-001", 0)], at(6))
    planner.ended(found, at(12))
    assert planner.next(at(20)) is None, "it was said"


def test_nothing_that_waited_through_quiet_hours_is_said_after_them() -> None:
    planner = Planner()
    planner.offer([call("L-001", 0)], at(0))
    planner.hush()
    planner.offer([call("L-001", 0)], at(1))
    assert planner.next(at(1)) is None
    assert planner.waiting == 0


def test_memory_does_not_grow_with_the_day() -> None:
    planner = Planner()
    for n in range(5_000):
        planner.offer([call(f"L-{n:04}", n * 5)], at(n * 5))
        found = planner.next(at(n * 5))
        assert found is not None
        planner.ended(found, at(n * 5 + 4))
    assert len(planner._known) <= 2 * TOO_OLD / timedelta(seconds=5) + 2
