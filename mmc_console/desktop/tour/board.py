"""The tour's stop in the waiting room: the board of the day that runs, at every size, in both themes and directions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmc_console.desktop.app import App
from mmc_console.desktop.board.at_desk import BoardAtDesk
from mmc_console.desktop.board.choice_dialog import Wanted
from mmc_console.desktop.board.contract import Theme
from mmc_console.domain.actions import CallNext

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

SIZES: Final = ((1366, 768), (1920, 1080), (3840, 2160))
THEMES: Final[tuple[Theme, ...]] = ("dark", "light")


async def picture_board(console: App, out: Path) -> list[Path]:
    """Pictures of the whole centre's board and of one floor's, as a desk opens them."""
    gateway = console.gateway
    assert gateway is not None
    made: list[Path] = []
    await _call_somebody(gateway)
    for language in ("ar", "en"):
        board = BoardAtDesk(
            gateway, console.look, console.settings, partial(str, language), console.keep_running, console.stop_running,
            console.tasks.start,
        )  # fmt: skip
        for shows, name in (("", "board"), ("floor:2", "board_floor")):
            board.open(Wanted(shows))
            assert board.screen is not None
            window, state = board.screen.window, board.screen.presenter.state
            for width, height in SIZES if name == "board" else SIZES[:1]:
                for theme in THEMES:
                    window.resize(width, height)
                    window.render(replace(state, theme=theme))
                    path = out / f"{name}_{width}_{language}_{theme}.png"
                    window.grab().save(str(path))
                    made.append(path)
            await board.close()
    return made


async def _call_somebody(gateway: Gateway) -> None:
    """In the first free room where somebody waits, so that there is a live number."""
    state, day = gateway.state, gateway.today()
    for clinic in state.center.clinics:
        queue = state.tickets.queue(day, clinic.code)
        free = len(clinic.rooms) == 1 and not queue.inside and state.clinic(clinic.code, day).state == "open"
        if free and len(queue):
            await gateway.submit(gateway.new(CallNext, clinic=clinic.code, room=clinic.rooms[0].no))
            return
