"""Everything a board can show and be told. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Layout = Literal["hero", "grid", "empty", "back", "removed"]
Sound = Literal["", "ok", "quiet", "no-sound", "no-voice"]
"""What the hall hears; empty: this board is silent by intent."""
Theme = Literal["dark", "light"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One call: where to, in both languages."""

    label: str
    arabic: str
    english: str
    room: str
    time: str = ""
    live: bool = False
    """Called within the last seconds."""
    lit: bool = False
    standing: bool = True
    speaking: bool = False
    also: str = ""
    """Other labels of this person, `= L-A01`: one of them may be on the paper."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A clinic that does not call just now, and until when."""

    arabic: str
    english: str
    arabic_why: str
    english_why: str


@dataclass(frozen=True, slots=True)
class State:
    """One board."""

    layout: Layout = "empty"
    site_arabic: str = ""
    site_english: str = ""
    hall: str = ""
    clock: str = ""
    hero: Cell | None = None
    rows: tuple[Cell, ...] = ()
    hidden: int = 0
    notices: tuple[Notice, ...] = ()
    connected: bool = False
    late: bool = False
    """Nothing was heard for half a minute: what stands here may be old."""
    as_of: str = ""
    """For more than five minutes: the time of the last news."""
    sound: Sound = ""
    theme: Theme = "dark"
    shift: tuple[int, int] = (0, 0)
    """The whole picture moves by a pixel or two every few minutes, so that nothing burns in."""


class View(Protocol):
    """The painted board."""

    def render(self, state: State) -> None: ...
