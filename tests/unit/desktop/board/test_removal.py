"""When a board takes itself for removed, and asks for a code."""

from __future__ import annotations

from mmc_console.client.board import Standing
from mmc_console.desktop.board.removal import PASSING, Removal
from tests.desktop_parts import HandClock


def test_a_board_that_was_just_started_asks_at_once() -> None:
    removal = Removal(HandClock())
    assert not removal.told("lost")
    assert not removal.told("busy")
    assert not removal.asks
    assert removal.told("refused")
    assert removal.asks


def test_one_that_shows_its_numbers_waits_whether_the_refusal_passes() -> None:
    clock = HandClock()
    removal = Removal(clock)
    removal.told("live")
    standings: tuple[Standing, ...] = ("refused", "busy", "refused")  # a centre that is just put back
    for standing in standings:
        assert not removal.told(standing)
        clock.turn(PASSING - 1)
    clock.turn(1)
    after: tuple[Standing, ...] = ("refused", "lost", "live", "refused")
    told = [(removal.told(standing), removal.asks) for standing in after]
    assert told == [(True, True), (True, True), (False, False), (False, False)], "a server that is away tells no more"


def test_whoever_has_no_code_is_asked_again_later() -> None:
    clock = HandClock()
    removal = Removal(clock)
    removal.told("refused")
    removal.put_off()
    told: list[tuple[bool, bool]] = []
    for seconds in (0.0, PASSING):
        clock.turn(seconds)
        told.append((removal.told("refused"), removal.asks))
    assert told == [(True, False), (True, True)], "and nothing else is said meanwhile"
