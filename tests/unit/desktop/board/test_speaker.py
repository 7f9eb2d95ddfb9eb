"""The voice of one board: real clips, a loudspeaker by hand."""

from __future__ import annotations

import asyncio
import sys
import threading
from array import array
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mmc_console.desktop.board.voice.clips import Clips
from mmc_console.desktop.board.voice.mixing import RATE, read_wave, write_wave
from mmc_console.desktop.board.voice.numbers import Language
from mmc_console.desktop.board.voice.planner import Utterance
from mmc_console.desktop.board.voice.player import NoSound, SystemPlayer
from mmc_console.desktop.board.voice.speaker import Speaker
from mmc_console.domain.board import BoardCall
from mmc_console.wire.boards import BoardSettings
from tests.unit.desktop.board.calls import at, call, news

LOUD = BoardSettings(name="hall", speaks=True)


class Loudspeaker:
    """Takes as long as it is told; keeps what it was given."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.heard: list[tuple[float, float]] = []
        self.fault = ""

    async def play(self, wave: bytes) -> None:
        seconds = len(read_wave(wave)) / RATE
        began = self._hall.seconds
        if self.fault:
            raise NoSound(self.fault)
        await self._hall.sleep(seconds)  # house(sleeping): the seconds are made up
        self.heard.append((began, self._hall.seconds))


class Hall:
    """A speaker over made-up time; every sleep passes at once."""

    def __init__(self, clips: Clips | None = None) -> None:
        self.seconds = 0.0
        self.loud = Loudspeaker(self)
        self.speaker = Speaker(clips or Clips(), self.loud, self.now, sleep=self.sleep)
        self.shown: list[str] = []
        self.speaker.on_change(lambda: self.shown.append(self.speaker.state))
        self.calls: list[BoardCall] = []
        self.script: Callable[[float], None] = lambda seconds: None

    def now(self) -> datetime:
        return at(self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.script(self.seconds)
        await asyncio.sleep(0)

    async def until(self, end: float) -> None:
        running = asyncio.ensure_future(self.speaker.run())
        while self.seconds < end and not running.done():  # noqa: ASYNC110 - the seconds are made up
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    def offer(self, *calls: BoardCall, board: BoardSettings = LOUD) -> None:
        self.speaker.offer(news(*calls, now=self.seconds, board=board), self.now())


def played(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(scene(), 60))


def test_one_after_the_other_and_both_languages() -> None:
    async def scene() -> None:
        hall = Hall()
        hall.offer(call("L-017", 0), call("L-K04", 0.1))
        await hall.until(40)
        assert len(hall.loud.heard) == 2
        assert hall.loud.heard[1][0] >= hall.loud.heard[0][1]
        assert all(4 < end - began < 15 for began, end in hall.loud.heard)
        assert hall.speaker.state == "ok"

    played(scene)


def test_a_missing_device_is_shown_told_once_and_mended_by_itself(expected_logs: Any) -> None:
    expected_logs.expect("mmc_console.desktop.board.voice.speaker: announcements are not heard: no-device")

    async def scene() -> None:
        hall = Hall()
        hall.loud.fault = "no-device"
        hall.offer(call("L-001", 0), call("L-002", 1), call("L-003", 2))
        await hall.until(20)
        assert hall.speaker.state == "no-sound"
        assert hall.speaker.status.sound == "no-device"
        assert "no-sound" in hall.shown
        hall.loud.fault = ""
        hall.offer(call("L-004", hall.seconds))
        await hall.until(hall.seconds + 12)
        assert hall.shown[-1] == "ok"

    played(scene)


def test_quiet_hours_and_silent_boards_say_nothing() -> None:
    async def scene() -> None:
        for board, state in (
            (BoardSettings(name="hall", speaks=True, quiet="06:59-07:05"), "quiet"),
            (BoardSettings(name="hall", speaks=False), ""),
        ):
            hall = Hall()
            hall.offer(call("L-001", 0), board=board)
            await hall.until(30)
            assert hall.loud.heard == []
            assert hall.speaker.state == state

    played(scene)


def test_a_clinic_without_a_recording_is_told_and_the_number_is_said_all_the_same() -> None:
    async def scene() -> None:
        hall = Hall()
        hall.offer(call("L-001", 0, clinic="new"))
        await hall.until(20)
        assert len(hall.loud.heard) == 1
        assert hall.speaker.state == "no-voice"
        assert hall.speaker.status.sound == "no-clips"

    played(scene)


def test_the_centres_own_recordings_come_first_and_a_bad_one_stops_nothing(tmp_path: Path, expected_logs: Any) -> None:
    expected_logs.expect("mmc_console.desktop.board.voice.clips: the recording 17.wav cannot be used")
    (tmp_path / "ar").mkdir()
    own = [12_345] * RATE
    (tmp_path / "ar" / "clinic-lab.wav").write_bytes(write_wave_of(own))
    (tmp_path / "ar" / "17.wav").write_bytes(b"no sound at all")
    clips = Clips(tmp_path)
    found = clips("ar", "clinic-lab")
    assert found is not None
    assert set(found) == {12_345}
    shipped = clips("ar", "17")
    assert shipped is not None
    assert len(shipped) > RATE // 5
    assert clips("ar", "17") is shipped


def write_wave_of(samples: list[int]) -> bytes:
    return write_wave(array("h", samples))


def test_a_shipped_name_is_said_only_for_the_clinic_it_names() -> None:
    clips = Clips()
    clips.names = {"lab": {"ar": "مختبر الدم", "en": "Laboratory"}}
    assert clips("ar", "clinic-lab") is None
    assert clips("en", "clinic-lab") is not None


def test_the_systems_players_are_tried_in_turn(tmp_path: Path) -> None:
    async def scene() -> None:
        for code, wanted in ((0, None), (1, "no-device")):
            player = SystemPlayer(players=((sys.executable, "-c", f"import sys; sys.exit({code})"),))
            if wanted is None:
                await player.play(write_wave_of([0, 1]))
            else:
                with pytest.raises(NoSound, match=wanted):
                    await player.play(write_wave_of([0]))
        second = SystemPlayer(
            players=((sys.executable, "-c", "import sys; sys.exit(1)"), (sys.executable, "-c", "pass"))
        )
        await second.play(write_wave_of([0]))
        with pytest.raises(NoSound, match="no-player"):
            await SystemPlayer(players=(("no-such-player-here",),)).play(b"")

    played(scene)


def test_a_call_that_is_taken_back_while_it_is_being_mixed_is_not_said() -> None:
    class Gated(Clips):
        """On a slow disk."""

        def __init__(self) -> None:
            super().__init__()
            self.asked, self.read = threading.Event(), threading.Event()

        def __call__(self, language: Language, name: str) -> array[int] | None:
            self.asked.set()
            self.read.wait(30)
            return super().__call__(language, name)

    async def scene() -> None:
        clips = Gated()
        hall, said = Hall(clips), list[Utterance]()
        hall.speaker.spoken = said.append
        hall.offer(call("L-017", 0))
        running = asyncio.ensure_future(hall.speaker.run())
        await asyncio.to_thread(clips.asked.wait, 30)
        hall.offer()  # undone
        clips.read.set()
        while hall.seconds < 3:  # noqa: ASYNC110 - the seconds are made up
            await asyncio.sleep(0)
        assert said == [], "the hall sends somebody to a room that did not call"
        hall.offer(call("L-017", 0))  # and called after all
        while hall.seconds < 30:  # noqa: ASYNC110 - the seconds are made up
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert [each.call.label for each in said] == ["L-017"]

    played(scene)
