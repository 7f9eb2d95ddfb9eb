"""A real board station for tests: says on standard output what it has painted and said, and takes a few orders.

`python -m tests.e2e.board_program PROFILE SERVER [CODE]`. Its loudspeaker writes what is heard into PROFILE/heard.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from mmc_console.client.files import read
from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.board.contract import State
from mmc_console.desktop.board.station import BoardStart, Station, open_board
from mmc_console.desktop.board.voice import mixing
from mmc_console.desktop.board.voice.planner import Utterance


def say(**told: object) -> None:
    sys.stdout.write(json.dumps({"at": time.monotonic_ns(), **told}) + "\n")
    sys.stdout.flush()


class Recorder:
    """A loudspeaker that takes as long as one, and keeps what it was given with its beginning and end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder, self._no = folder, 0

    async def play(self, wave: bytes) -> None:
        self._no += 1
        name = f"{self._no:04}.wav"
        (self._folder / name).write_bytes(wave)
        seconds = len(mixing.read_wave(wave)) / mixing.RATE
        began = time.monotonic_ns()
        await asyncio.sleep(seconds)  # house(sleeping): a loudspeaker takes its time
        say(heard=name, began=began, ended=time.monotonic_ns(), seconds=seconds)


class Hands:
    """Joins a station to this process's pipes."""

    def __init__(self, server: str, code: str) -> None:
        self._server, self._code = server, code

    def opened(self, station: Station) -> None:
        self._station = station
        loop = asyncio.get_running_loop()
        window = station.screen.window
        window.after_paint = self._painted
        station.screen.speaker.spoken = self._spoken
        if self._code:
            loop.call_later(0.5, self._pair, station)
        threading.Thread(target=self._orders, args=(station, loop), daemon=True).start()

    def _pair(self, station: Station) -> None:
        station._wish_to_pair(self._server, self._code)

    def _painted(self, state: State) -> None:
        say(
            layout=state.layout, hero=state.hero.label if state.hero is not None else "",
            live=[c.label for c in (*((state.hero,) if state.hero else ()), *state.rows) if c.live],
            size=[self._station.screen.window.width(), self._station.screen.window.height()],
            rows=[c.label for c in state.rows], connected=state.connected, late=state.late, sound=state.sound,
        )  # fmt: skip

    @staticmethod
    def _spoken(utterance: Utterance) -> None:
        call = utterance.call
        say(said=call.label, said_at=call.said_at.isoformat(), languages=list(utterance.languages))

    def _orders(self, station: Station, loop: asyncio.AbstractEventLoop) -> None:
        for line in sys.stdin:
            order = json.loads(line)
            loop.call_soon_threadsafe(self._obey, station, order)
        loop.call_soon_threadsafe(station.closing.set)

    @staticmethod
    def _obey(station: Station, order: dict[str, object]) -> None:
        if order["do"] == "picture":
            window = station.screen.window
            window.resize(int(str(order["width"])), int(str(order["height"])))
            window.grab().save(str(order["file"]))
            say(picture=order["file"])


def main() -> int:
    profile, server = Path(sys.argv[1]), sys.argv[2]
    code = sys.argv[3] if len(sys.argv) > 3 and not read(profile / "board.json") else ""
    profile.mkdir(parents=True, exist_ok=True)
    return open_board(
        BoardStart(profile, server=server, keys=MemoryKeys(), player=Recorder(profile / "heard")),
        Hands(server, code).opened,
    )


if __name__ == "__main__":
    sys.exit(main())
