"""The voice of one board: hears of calls, plays one announcement after the other, says how it is. No Qt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from mmc_console.desktop.board.contract import Sound as SoundState
from mmc_console.desktop.board.voice import mixing
from mmc_console.desktop.board.voice.clips import Clips
from mmc_console.desktop.board.voice.planner import Planner, Utterance
from mmc_console.desktop.board.voice.player import NoSound, Player
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.quiet import is_quiet, quiet_spans
from mmc_console.wire.boards import BoardNews, BoardSettings
from mmc_console.wire.boards import SoundState as Told
from mmc_console.wire.health import DeviceStatus

log = logging.getLogger(__name__)

LOOK: Final = 0.25
"""Seconds between looks at what is to be said while nothing new comes."""
Sleep = Callable[[float], Awaitable[None]]


class Speaker:
    """Says the calls of a board that is its hall's voice. *now*: the centre's time."""

    def __init__(
        self, clips: Clips, player: Player, now: Callable[[], datetime], *, sleep: Sleep = asyncio.sleep,
        changed: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._clips, self._player, self._now, self._sleep, self._changed = clips, player, now, sleep, changed
        self._planner = Planner()
        self._settings: BoardSettings | None = None
        self._fault = ""
        self._missing = False
        self.speaking: tuple[str, ClinicCode] | None = None
        """Which call is being said."""
        self.spoken: Callable[[Utterance], None] = lambda utterance: None

    def on_change(self, changed: Callable[[], None]) -> None:
        """Call *changed* when what is shown about the sound has changed."""
        self._changed = changed

    @property
    def state(self) -> SoundState:
        """What the hall hears."""
        if self._settings is None or not self._settings.speaks:
            return ""
        if self._quiet():
            return "quiet"
        return "no-sound" if self._fault else "no-voice" if self._missing else "ok"

    @property
    def status(self) -> DeviceStatus:
        """The same, as the centre is told."""
        told: Told = "off" if self._settings is None or not self._settings.speaks else "ok"
        if told == "ok" and self._fault:
            told = "no-player" if self._fault == "no-player" else "no-device"
        elif told == "ok" and self._missing:
            told = "no-clips"
        return DeviceStatus(sound=told)

    def offer(self, news: BoardNews, now: datetime) -> None:
        """These calls are on the board now."""
        self._settings = news.board
        self._clips.names = {c.code: c.name for c in news.view.clinics}
        self._planner.offer(news.view.calls, now)

    def forget(self) -> None:
        """This board is no hall's now: nothing is said. What was not said yet can be, should it be one again."""
        self._planner.offer((), self._now())
        self._settings = None

    async def run(self) -> None:
        """Speak, until cancelled."""
        while True:
            utterance = self._planner.next(self._now()) if self._may_speak() else None
            if utterance is None:
                await self._sleep(LOOK)
            else:
                await self._say(utterance)

    async def _say(self, utterance: Utterance) -> None:
        assert self._settings is not None
        call = utterance.call
        sentence = mixing.Sentence(call.clinic, call.numbers, call.room)
        sound = await asyncio.to_thread(
            mixing.mix, sentence, utterance.languages, self._clips, volume=self._settings.volume
        )
        self._missing = bool(sound.missing)
        if not self._may_speak():
            return  # the hall has become quiet while it was mixed
        if not self._planner.stands(call):
            self._planner.unsaid(utterance)
            return
        self.speaking = (call.label, call.clinic)
        self.spoken(utterance)
        self._changed()
        try:
            await self._player.play(mixing.write_wave(sound.samples))
        except NoSound as fault:
            if not self._fault:
                log.warning("announcements are not heard: %s", fault.code)
            self._fault = fault.code
        else:
            if self._fault:
                log.info("announcements are heard again")
            self._fault = ""
        finally:
            self.speaking = None
            self._planner.ended(utterance, self._now())
            self._changed()

    def _may_speak(self) -> bool:
        if self._settings is None or not self._settings.speaks or self._quiet():
            self._planner.hush()
            return False
        return True

    def _quiet(self) -> bool:
        if self._settings is None or not self._settings.quiet:
            return False
        try:
            return is_quiet(quiet_spans(self._settings.quiet), self._now().time())
        except ValueError:
            return False  # written by a newer server: better heard than silent
