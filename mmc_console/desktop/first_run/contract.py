"""The first-run wizard: everything it can show, and everything a person can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from mmc_console.desktop.tickets.facts import Message, Option

Step = Literal["language", "how", "server", "centre", "progress", "users", "done"]
Way = Literal["", "new", "join", "sample"]
Field = Literal["folder", "password", "again", "address", "reception", "clinician"]
Progress = Literal["folder", "starting", "opening", "users", "sample"]

STEPS: Mapping[Way, tuple[Step, ...]] = {
    "": ("language", "how"),
    "new": ("language", "how", "centre", "progress", "users", "done"),
    "join": ("language", "how", "server", "done"),
    "sample": ("language", "how", "progress", "done"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A first user, as typed."""

    username: str = ""
    name: str = ""
    clinic: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """How this PC works from now on."""

    way: Way
    server: str = ""
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page. Passwords are never in it."""

    step: Step = "language"
    way: Way = ""
    folder: str = ""
    free: str = ""
    holds_centre: bool = False
    """A centre lives in that folder: it is opened, not made."""
    address: str = ""
    reached: Message | None = None
    """The test's good result."""
    testing: bool = False
    progress: tuple[Progress, ...] = ()
    """What has been begun so far; the last one is going on."""
    busy: bool = False
    reception: Person = field(default_factory=Person)
    clinician: Person = field(default_factory=Person)
    clinics: tuple[Option, ...] = ()
    errors: Mapping[Field, Message] = field(default_factory=dict)
    problem: Message | None = None
    added: tuple[str, ...] = ()
    may_leave: bool = False
    """Whether *Exit* leads back to a desk that already knows its server."""
    unsent: int = 0
    """Actions that only the server of until now may get."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the chosen way."""
        return STEPS[self.way]

    @property
    def closed(self) -> frozenset[Way]:
        """The ways that cannot be gone now: unsent work may follow its server to another address, and nowhere else."""
        return frozenset(("new", "sample")) if self.unsent else frozenset()

    @property
    def can_go_back(self) -> bool:
        """Nothing has been made yet that going back would leave behind."""
        return self.step in ("how", "server", "centre") or (self.step == "progress" and self.problem is not None)


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def focus(self, field: Field) -> None:
        """Put the cursor there."""

    async def choose_folder(self, present: str) -> str | None:
        """A folder of this PC; None when the person turns away."""


class Intents(Protocol):
    """What a person can do."""

    def choose_language(self, code: str) -> None:
        """Show this language."""

    def choose_way(self, way: Way) -> None:
        """One of the three ways."""

    def back(self) -> None:
        """The step before."""

    def go_on(self, password: str = "", again: str = "") -> None:
        """The next step."""

    def edit_folder(self, text: str) -> None:
        """Where the centre's files will be."""

    def browse(self) -> None:
        """Choose the folder in a list."""

    def edit_address(self, text: str) -> None:
        """The server's address."""

    def test(self) -> None:
        """Ask that server whether it is one."""

    def add_person(self, kind: Literal["reception", "clinician"], person: Person, password: str) -> None:
        """Let somebody sign in."""

    def leave(self) -> None:
        """Close the program, or go back to a known server."""


class Setup(Protocol):
    """What the wizard needs done; the composition root does it."""

    @property
    def clinics(self) -> tuple[Option, ...]:
        """The clinics a clinician may work in."""

    def free_space(self, folder: Path) -> int:
        """Bytes free where *folder* is or would be. OSError where nothing can be."""

    def holds_centre(self, folder: Path) -> bool:
        """Whether a centre lives there already."""

    async def test(self, address: str) -> str:
        """The address as it will be used. ValueError, WireFault."""

    async def start_centre(self, folder: Path, password: str) -> str:
        """A running server there; its address. ServerFailed, OSError."""

    async def start_sample(self) -> str:
        """A running server with a generated day; its address. ServerFailed, OSError."""

    async def add_user(self, username: str, name: str, role: str, clinic: str, password: str) -> str:
        """Let them sign in; "" or the server's own complaint."""

    async def cancel(self) -> None:
        """Stop what was started."""


class Program(Protocol):
    """What the wizard asks of the program around it."""

    def choose_language(self, code: str) -> None:
        """Show this language everywhere."""

    def unsent(self) -> int:
        """How many actions wait for the server of until now."""

    def set_up(self, result: Result) -> None:
        """This PC is set up: go to the sign-in."""

    def leave_set_up(self) -> None:
        """The person turned away."""
