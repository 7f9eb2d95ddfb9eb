"""Measured times in a fixed number of counters: never lower than the truth, at most a step above, and they add up."""

from __future__ import annotations

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.figures.histogram import EDGES, LEAST, SIZE, STEPS, TOLD, Histogram
from mmc_console.wire.figures import Delays

seconds = st.floats(0, 60)


def of(times: list[float]) -> Histogram:
    found = Histogram()
    for each in times:
        found.note(each)
    return found


@given(st.lists(seconds, min_size=1), st.sampled_from((0.5, 0.9, 0.95, 0.99)))
def test_a_rank_is_at_most_a_step_above_the_truth(times: list[float], share: float) -> None:
    truth = sorted(times)[ceil(share * len(times)) - 1]
    told = of(times).rank(share)
    assert max(truth, LEAST) <= told * (1 + 1e-9)
    assert told <= max(truth, LEAST) * 2 ** (1 / STEPS) * (1 + 1e-9)


@given(st.lists(seconds), st.lists(seconds))
def test_what_came_later_and_what_is_added_counts_exactly(before: list[float], after: list[float]) -> None:
    running = of(before)
    then = running.copy()
    for each in after:
        running.note(each)
    assert running.since(then).sparse() == of(after).sparse()
    both = of(before)
    both.add(of(after))
    assert (both.sparse(), both.n) == (running.sparse(), len(before) + len(after))
    assert Histogram(running.sparse(), running.seconds).delays() == running.delays()


@given(st.lists(st.floats(0, 100)))
def test_what_monitoring_is_told_is_true_at_every_edge(times: list[float]) -> None:
    told = dict(of(times).told())
    assert list(told)[-1] == "+Inf"
    assert told["+Inf"] == len(times)
    for place in TOLD:
        edge = EDGES[place]
        assert told[f"{edge:g}"] == sum(each <= edge for each in times), edge


def test_edges_are_whole_milliseconds_and_nothing_is_lost_beyond_the_last() -> None:
    assert [f"{EDGES[place] * 1000:g}" for place in TOLD][:5] == ["1", "2", "4", "8", "16"]
    far = of([10_000.0])
    assert (far.n, far.rank(0.5)) == (1, EDGES[SIZE - 2])
    assert Histogram().delays() == Delays()
