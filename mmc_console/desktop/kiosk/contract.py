"""The kiosk: everything it can show, and everything a person in front of it can ask for.

Whoever steps up sees what they type themselves and their own ticket, never a name and nothing of anybody before them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.centre import Gender, Words
from mmc_console.domain.ids import ExamCode

Step = Literal["loading", "closed", "start", "number", "gender", "exam", "working", "ticket", "sorry", "staff"]
"""`closed`: it cannot register anybody now; `sorry`: this person must go to reception; `staff`: behind a password."""
Printing = Literal["printing", "printed", "not"]
StaffField = Literal["server", "username", "password"]


@dataclass(frozen=True, slots=True)
class ExamChoice:
    """One exam to choose; those not for this person are not offered."""

    code: ExamCode
    name: Words
    clinics: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The ticket of the person in front of the kiosk."""

    label: str
    clinic: Words
    floor: Words
    room: str
    ahead: int
    minutes: tuple[int, int]
    square: str
    """What the square code says, for those who get no paper."""
    standing: bool = False
    """They were registered today already: this is that ticket."""
    printing: Printing = "printing"


@dataclass(frozen=True, slots=True)
class Staff:
    """What only staff get to see: whether this kiosk is set up, and the way out."""

    setup: bool = False
    """A kiosk's account is asked for: nobody has made this PC one yet, its account has ended, its store is shut."""
    alone: bool = False
    """Nobody has made it one yet: there is nothing to go back to."""
    asks_server: bool = False
    server: str = ""
    username: str = ""
    busy: bool = False
    proved: bool = False
    may_close: bool = False
    """Whoever tried to set it up may not, and may end it: an administrator or supervisor."""
    problem: Message | None = None
    pending: int = 0
    desk: str = ""
    printer: str = ""
    """Why papers do not come out, as a code; empty while they do."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the screen."""

    step: Step = "loading"
    center: Words = field(default_factory=dict)
    offline: bool = False
    number: str = ""
    problem: Message | None = None
    """What to mend in what was typed, or why somebody must go to reception."""
    note: Message | None = None
    """Unusual, never forbidden: outside the hours of registration."""
    gender: Gender | None = None
    exams: tuple[ExamChoice, ...] = ()
    ticket: Shown | None = None
    seconds_left: int | None = None
    """Counted down on the screen before it goes back to the start by itself."""
    staff: Staff = field(default_factory=Staff)

    @property
    def may_go_back(self) -> bool:
        """Whether there is something to give up."""
        return self.step in ("number", "gender", "exam", "ticket", "sorry", "staff") and not (
            self.step == "staff" and self.staff.alone
        )


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def forget(self) -> None:
        """Empty every line somebody typed into."""


class Intents(Protocol):
    """What a person can do. Each of them is a sign of life."""

    def begin(self) -> None:
        """The screen was touched."""

    def digit(self, digit: str) -> None:
        """One more digit, from the pad, a keyboard or a scanner, in any script."""

    def foreign(self) -> None:
        """A scanner or keyboard gave something that is no digit."""

    def erase(self) -> None:
        """The last digit goes."""

    def clear(self) -> None:
        """All digits go."""

    def go_on(self) -> None:
        """The number is complete."""

    def choose_gender(self, gender: Gender) -> None:
        """Man or woman: the pathway depends on it."""

    def choose_exam(self, code: ExamCode) -> None:
        """Register for this exam."""

    def back(self) -> None:
        """One step back; from the end, to the start."""

    def touched(self) -> None:
        """Somebody is still here."""

    def switch_language(self) -> None:
        """The other language."""

    def call_staff(self) -> None:
        """The hidden corner was held: ask for a password."""

    def prove(self, server: str, username: str, password: str) -> None:
        """Somebody of the staff signs in: to set the kiosk up, or to be let out."""

    def leave(self) -> None:
        """End the kiosk."""

    def resign(self) -> None:
        """This PC is no kiosk any more."""
