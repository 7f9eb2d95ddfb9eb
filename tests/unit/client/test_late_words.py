"""What the server says of its time may come late: that sets no clock wrong, and one set back is still seen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.client.behaving import BehavingServer
from mmc_console.client.clock_offset import SAMPLES
from mmc_console.client.connectivity import PROBE, Connectivity, Measured
from mmc_console.client.handclock import HandClock
from mmc_console.client.testing import reference_center
from tests.unit.client.stage import played

BEAT = 2.0


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


class Scene:
    """A console that only listens, and a server whose clock, and whose stream's lateness, somebody sets."""

    def __init__(self) -> None:
        self.clock, self.ahead, self.late = HandClock(), timedelta(), 0.0
        self.server = BehavingServer(reference_center(), self)
        self.asked = list[float]()
        self.server.health = self._health  # type: ignore[method-assign]  # counts the questions
        self.connectivity = Connectivity(self.server, self.clock, lambda: None, measured=Measured())

    def now(self) -> datetime:
        """By the server's clock."""
        return self.clock.now() + self.ahead

    def monotonic(self) -> float:
        return self.clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        # house(sleeping): the time of a hand-turned clock
        await self.clock.sleep(seconds)

    async def _health(self) -> datetime:
        self.asked.append(self.clock.monotonic())
        return self.now()

    def beat(self) -> None:
        """The stream says what was true when it was said."""
        self.connectivity.heard(self.now() - seconds(self.late))

    async def _beats(self) -> None:
        while True:
            self.beat()
            await self.clock.sleep(BEAT)  # house(sleeping): the time of a hand-turned clock

    @asynccontextmanager
    async def known(self) -> AsyncIterator[Scene]:
        """It runs, the time is known by a question, and nothing more is asked for."""
        work = [asyncio.ensure_future(each()) for each in (self.connectivity.run, self._beats)]
        self.connectivity.heard(self.now(), 0.0)
        try:
            await self.clock.turn(60)
            self.asked.clear()
            yield self
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    @property
    def wrong(self) -> float:
        """By how many seconds the console takes the server's time wrong."""
        return (self.connectivity.now() - self.now()).total_seconds()


@pytest.mark.parametrize("late", [0.1, 2.0, 2.5, 5.0, 40.0, 300.0, 86_400.0])
@played
async def test_late_words_set_no_clock_and_cause_one_question(late: float) -> None:
    async with Scene().known() as scene:
        scene.late = late
        for _ in range(30):
            await scene.clock.turn(BEAT)
            assert scene.wrong == 0
            assert scene.connectivity.clock_off == timedelta(0)
            assert scene.connectivity.certain
        assert len(scene.asked) == (1 if late > 2 else 0), "one answer is enough, and of a line as slow as that no more"
        scene.late = 0.0
        await scene.clock.turn(60)
        scene.late = late
        await scene.clock.turn(60)
        assert len(scene.asked) == (2 if late > 2 else 0), "it was quick meanwhile"


@pytest.mark.parametrize("back", [2.1, 5.0, 3600.0, 86_400.0])
@pytest.mark.parametrize("late", [0.0, 1.0, 30.0])
@played
async def test_a_servers_clock_set_back_is_seen_within_one_question(back: float, late: float) -> None:
    async with Scene().known() as scene:
        scene.late = late
        await scene.clock.turn(60)
        scene.ahead = -seconds(back)
        await scene.clock.turn(BEAT + PROBE)
        assert scene.wrong == 0


@pytest.mark.parametrize("on", [0.5, 1.5, 2.5, 3600.0])
@played
async def test_a_servers_clock_set_forward_is_believed_at_once_and_stays_so(on: float) -> None:
    async with Scene().known() as scene:
        scene.ahead = seconds(on)
        await scene.clock.turn(BEAT)
        assert scene.wrong == 0
        await scene.connectivity.probe()
        assert scene.wrong == 0
        assert not scene.asked[1:]


def test_before_any_question_the_least_late_word_is_believed() -> None:
    scene, wrong = Scene(), list[float]()
    for scene.late in (40.0, 300.0, 5.0, 0.0, 40.0):
        scene.beat()
        wrong.append(scene.wrong)
    assert wrong == [-40, -40, -5, 0, 0]
    assert scene.connectivity._in_doubt(), "so it asks"


@played
async def test_a_question_asked_before_the_doubt_does_not_end_it() -> None:
    async with Scene().known() as scene:
        await scene.clock.turn(1)
        said = scene.now()
        scene.ahead = -seconds(3600)
        scene.beat()
        scene.connectivity.heard(said, 0.5)  # asked, and answered there, before the clock was set
        await scene.clock.turn(BEAT + PROBE)
        assert scene.wrong == 0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 500), st.floats(0, 1)), max_size=40))
def test_no_order_of_late_words_and_slow_answers_is_more_wrong_than_the_quickest_answer_took(
    told: list[tuple[bool, float, float]],
) -> None:
    scene, answers = Scene(), [0.0]
    scene.connectivity.heard(scene.now(), 0.0)
    for asked, late, share in told:
        if asked:
            scene.connectivity.heard(scene.now() - seconds(late * share), late)
            answers.append(late)
        else:
            scene.late = late
            scene.beat()
        assert abs(scene.wrong) <= min(answers[-SAMPLES:]) + 0.001
