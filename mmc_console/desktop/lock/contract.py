"""The lock page: everything it can show, and everything a person can ask of it. It never knows a patient's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from mmc_console.desktop.tickets.facts import Message

Connection = Literal["online", "slow", "offline", "maintenance", "stranded"]
Field = Literal["username", "secret"]
SOMEBODY_ELSE = ""
"""The key of the tile for people who have not worked here lately."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Somebody who has lately worked here."""

    key: str
    name: str
    role: str
    takes_pin: bool
    shut: str = ""
    """Why nothing opens this PC for them now, as a code; empty while something does."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page."""

    center: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    number: str = ""
    """The label called or inside where this console works: never a name."""
    pending: int = 0
    connection: Connection = "online"
    since: datetime | None = None
    now: datetime | None = None
    tiles: tuple[Tile, ...] = ()
    chosen: str = SOMEBODY_ELSE
    busy: bool = False
    problem: Message | None = None
    errors: Mapping[Field, Message] = field(default_factory=dict)

    @property
    def away(self) -> bool:
        """Whether there is no server that could be asked."""
        return self.connection in ("offline", "maintenance", "stranded")

    @property
    def tile(self) -> Tile | None:
        """The chosen person; None for somebody else."""
        return next((tile for tile in self.tiles if tile.key == self.chosen), None)

    @property
    def takes_pin(self) -> bool:
        """Whether the chosen person's PIN is enough."""
        return self.tile is not None and self.tile.takes_pin

    @property
    def shut(self) -> str:
        """Why nothing opens this PC now for the chosen person, as a code; empty while something does."""
        return self.tile.shut if self.tile is not None else ""


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def focus(self, field: Field) -> None:
        """Put the cursor there."""

    def forget_secret(self) -> None:
        """Empty the secret that was not right; who it is stays."""

    def forget(self) -> None:
        """Empty what was typed."""


class Intents(Protocol):
    """What a person can do."""

    def choose(self, key: str) -> None:
        """A tile."""

    def unlock(self, username: str, secret: str) -> None:
        """Enter. *username* counts for somebody else only."""

    def switch_language(self) -> None:
        """The other language."""

    def edited(self, field: Field) -> None:
        """What was wrong with this line is being mended."""
