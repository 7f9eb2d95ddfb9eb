"""Eight hours of one board in one process: real wall, voice, window and paints; the seconds are made up.

Prints the resident memory at the start and after each hour, in MB. Run by `bench.board_bench hours`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, date, datetime, timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtWidgets import QApplication

from mmc_console.desktop.board.presenter import Presenter
from mmc_console.desktop.board.view import BoardWindow
from mmc_console.desktop.board.voice.clips import Clips
from mmc_console.desktop.board.voice.speaker import Speaker
from mmc_console.desktop.kit.tokens import load
from mmc_console.desktop.kit.typography import load_fonts
from mmc_console.domain.board import BoardCall, BoardClinic, BoardView
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.boards import BoardNews, BoardSettings

START = datetime(2026, 11, 23, 4, tzinfo=UTC)
EVERY = 12
"""Seconds between calls: 2,400 in eight hours."""
ROOMS = 7


class Silent:
    """A loudspeaker that is done at once: the seconds are made up."""

    async def play(self, wave: bytes) -> None:
        return None


async def main() -> None:
    app = QApplication(sys.argv)
    load_fonts()
    seconds = 0.0

    async def pause(length: float) -> None:
        await asyncio.sleep(0)

    window = BoardWindow(load(), rtl=True)
    window.resize(960, 540)
    speaker = Speaker(Clips(), Silent(), lambda: presenter.now, sleep=pause)
    presenter = Presenter(window, speaker, lambda: seconds)
    window.show()
    speaking = asyncio.ensure_future(speaker.run())
    clinic = BoardClinic(code=ClinicCode("lab"), name={"ar": "المختبر", "en": "Laboratory"}, floor={})
    board = BoardSettings(name="hall", speaks=True)
    calls: list[BoardCall] = []
    me = psutil.Process()
    for tick in range(8 * 3_600 * 2 + 1):
        seconds = tick / 2
        now = START + timedelta(seconds=seconds)
        if tick % (EVERY * 2) == 0:
            n = tick // (EVERY * 2)
            called = BoardCall(
                label=f"L-{n % 999 + 1:03}", clinic=clinic.code, room=str(n % ROOMS + 1), said_at=now, standing=True
            )
            calls = [called, *calls][:ROOMS]
            view = BoardView(
                day=date(2026, 11, 23), site={"ar": "المركز", "en": "Centre"}, clinics=(clinic,), calls=tuple(calls)
            )
            presenter.stand("live")
            presenter.take(BoardNews(now=now, board=board, view=view))
        elif tick % 20 == 0:
            presenter.heard(now)
        presenter.refresh()
        app.processEvents()
        await asyncio.sleep(0)
        if tick % 7_200 == 0:
            print(f"{me.memory_info().rss / 1e6:.1f}", flush=True)
    speaking.cancel()
    await asyncio.gather(speaking, return_exceptions=True)
    window.may_close = True
    window.close()


if __name__ == "__main__":
    asyncio.run(main())
