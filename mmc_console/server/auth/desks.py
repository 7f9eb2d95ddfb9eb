"""Desk letters: each console gets one, once, for ever. I O Q S Z B U are never used: on paper they pass for digits."""

from __future__ import annotations

from typing import Final

from mmc_console.domain.ids import DeskLetter

LETTERS: Final = "ACDEFGHJKLMNPRTVWXY"


def desk_letter(no: int) -> DeskLetter:
    """The letter of the console that came as number *no* (from 0): A … Y, then AA, AC …"""
    text, rest = "", no
    while True:
        rest, digit = divmod(rest, len(LETTERS))
        text = LETTERS[digit] + text
        if not rest:
            return DeskLetter(text)
        rest -= 1
