"""Who stands where on a board: every call is seen for long enough, however fast they come."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.desktop.board.showing import FLASH, GRID, HOLD, LEAST, LINGER, ROWS, TURN, Picture, Shown, Wall, lit
from mmc_console.domain.board import BoardCall
from tests.unit.desktop.board.calls import at, call

STEP = 0.25


def labels(picture: Picture) -> list[str]:
    found = [s.call.label for s in picture.rows]
    return [picture.hero.call.label, *found] if picture.hero is not None else found


class Screen:
    """A wall over made-up seconds, and how long each call was seen."""

    def __init__(self) -> None:
        self.wall = Wall()
        self.calls: list[BoardCall] = []
        self.seen: dict[tuple[str, float], float] = {}
        self.pictures: list[tuple[float, Picture]] = []

    def step(self, now: float) -> Picture:
        newest = sorted(self.calls, key=lambda c: (c.said_at, c.label), reverse=True)
        self.wall.update(newest, at(now), now)
        picture = self.wall.picture(now)
        self.pictures.append((now, picture))
        for shown in [picture.hero, *picture.rows] if picture.hero is not None else picture.rows:
            assert shown is not None
            key = (shown.call.label, (shown.call.said_at - at(0)).total_seconds())
            self.seen[key] = self.seen.get(key, 0.0) + STEP
        return picture


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 120)), max_size=80, unique_by=lambda each: each[0]),
    st.booleans(),
)
def test_every_call_has_its_time_on_the_screen(plan: list[tuple[int, int]], crowded: bool) -> None:
    """Calls of any rhythm up to four a second, each standing for a while: none goes by unseen."""
    screen = Screen()
    ends: dict[str, tuple[float, float]] = {}
    apart = 2 if crowded else 1
    for quarter in range(800):
        now = quarter * STEP
        for n, (start, length) in enumerate(plan):
            if quarter == start * apart:
                screen.calls.append(call(f"L-{n:03}", now))
                ends[f"L-{n:03}"] = (now, now + length * STEP)
        screen.calls = [c for c in screen.calls if ends[c.label][1] > now]
        picture = screen.step(now)
        found = labels(picture)
        assert len(found) == len(set(found)), "twice on one screen"
        assert len(picture.rows) <= (GRID if picture.grid else ROWS)
        for label in found:
            assert ends[label][1] + LINGER + STEP >= now, "on the screen long after it left"
    rate_kept = all(
        sum(1 for s, _ in ends.values() if start <= s < start + LEAST) <= GRID for start, _ in ends.values()
    )
    for label, (began, end) in ends.items():
        had = screen.seen.get((label, began), 0.0)
        assert not rate_kept or had >= min(end - began, LEAST), (label, began, end, had)


def test_one_call_is_large_and_the_newest_comes_first() -> None:
    screen = Screen()
    screen.calls = [call("L-001", 0), call("L-002", 1), call("L-003", 2)]
    picture = screen.step(2)
    assert labels(picture) == ["L-003", "L-002", "L-001"]
    assert picture.hero is not None
    assert not picture.grid


def test_who_is_awaited_goes_before_who_is_inside() -> None:
    screen = Screen()
    screen.calls = [call("L-001", 0), call("L-002", 1, standing=False), call("L-003", 2, standing=False)]
    assert labels(screen.step(3)) == ["L-003", "L-002", "L-001"], "the live one has its time first"
    assert labels(screen.step(2 + HOLD)) == ["L-001", "L-003", "L-002"]


def test_the_live_one_swaps_colours_three_times_and_then_stands_still() -> None:
    shown = Shown(call("L-001", 0), announced=0.0)
    swaps = [lit(shown, n / 10) for n in range(200)]
    changes = [n / 10 for n in range(1, 200) if swaps[n] != swaps[n - 1]]
    assert changes == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, HOLD]
    assert min(b - a for a, b in pairwise(changes)) >= 1.0, "one change a second at most"
    assert all(swaps[int(FLASH * 10) : int(HOLD * 10)])
    assert all(lit(shown, n / 10, still=True) for n in range(int(HOLD * 10))), "nothing flashes where none should"


def test_without_a_call_more_than_six_take_two_columns_and_turn_over() -> None:
    screen = Screen()
    screen.calls = [call(f"L-{n:03}", n / 10) for n in range(14)]
    seen: set[str] = set()
    for quarter in range(400, 400 + int(4 * TURN * 3)):
        picture = screen.step(quarter * STEP)
        assert picture.grid
        assert picture.hidden == 4
        seen |= set(labels(picture))
    assert len(seen) == 14


def test_a_new_call_is_large_again_and_the_others_wait_beside_it() -> None:
    screen = Screen()
    screen.calls = [call(f"L-{n:03}", n / 10) for n in range(9)]
    screen.step(100)
    screen.calls.append(call("X-001", 100.25))
    picture = screen.step(100.25)
    assert picture.hero is not None
    assert picture.hero.call.label == "X-001"
    assert picture.hidden == 4


def test_a_board_switched_on_shows_what_stands_without_flashing() -> None:
    screen = Screen()
    screen.calls = [call("L-001", 0)]
    picture = screen.step(500)
    assert picture.hero is not None
    assert not picture.hero.fresh(500)
    assert not lit(picture.hero, 500)


def test_memory_does_not_grow_with_the_day() -> None:
    screen = Screen()
    for n in range(3_000):
        screen.calls = [call(f"L-{n:04}", n)]
        screen.step(float(n))
        screen.pictures.clear()
    assert len(screen.wall._shown) <= 4
