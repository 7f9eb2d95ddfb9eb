"""The sign-in page: everything it can show, and everything a person can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mmc_console.desktop.tickets.facts import Message

ServerState = Literal["starting", "online", "offline", "maintenance", "stranded"]
Step = Literal["sign_in", "new_password"]
Field = Literal["username", "password", "current", "new", "again"]
LOST = frozenset({"store-wrong-key", "store-damaged"})
"""What no later try mends; a full disk or a folder that is away may come right by itself."""


@dataclass(frozen=True, slots=True)
class Recent:
    """Somebody who signed in here lately."""

    username: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class MayComeIn:
    """Somebody whose password opens this console without the server, until the end of a day."""

    name: str
    until: str
    """`2026-11-30`."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page."""

    step: Step = "sign_in"
    server: str = ""
    server_state: ServerState = "starting"
    embedded: bool = False
    """The server is a child of this console: its address interests nobody."""
    server_fault: Message | None = None
    """Why that child does not run."""
    center: Mapping[str, str] = field(default_factory=dict)
    recents: tuple[Recent, ...] = ()
    offline: tuple[MayComeIn, ...] = ()
    """Who may sign in here while the server is away."""
    clock_doubt: bool = False
    """They may not yet: this PC's clock is wrong, and would keep an old password good."""
    username: str = ""
    busy: bool = False
    problem: Message | None = None
    errors: Mapping[Field, Message] = field(default_factory=dict)
    remember: bool = True
    keeps: bool = True
    """Whether this PC can keep a session; without a keyring people sign in again each time."""

    @property
    def can_save(self) -> bool:
        """Whether an own password can be chosen now: nobody but the server takes one."""
        return self.server_state in ("starting", "online")

    @property
    def trouble(self) -> Message | None:
        """What went wrong; else why there is no server to sign in at."""
        return self.problem or (self.server_fault if self.server_state == "offline" else None)

    @property
    def lost(self) -> bool:
        """Whether nothing opens this PC's store any more."""
        return self.problem is not None and self.problem.code in LOST


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def focus(self, field: Field) -> None:
        """Put the cursor there."""

    def forget_passwords(self) -> None:
        """Empty every password line."""

    async def sure(self) -> bool:
        """Ask whether a store that nothing opens shall be set aside."""


class Intents(Protocol):
    """What a person can do."""

    def sign_in(self, username: str, password: str) -> None:
        """Enter."""

    def choose_recent(self, username: str) -> None:
        """A card of somebody who worked here."""

    def change_password(self, current: str, new: str, again: str) -> None:
        """The first sign-in asks for an own password."""

    def try_again(self) -> None:
        """Ask the server once more."""

    def begin_anew(self) -> None:
        """Nothing opens the store of this PC: set it aside, and begin a new one."""

    def choose_server(self) -> None:
        """Another address."""

    def switch_language(self) -> None:
        """The other language."""

    def edited(self, field: Field) -> None:
        """What was wrong with this line is being mended."""
