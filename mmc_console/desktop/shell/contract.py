"""The shell: everything the window around the pages can show, and everything a person can ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

Connection = Literal["online", "slow", "offline", "maintenance", "stranded"]
Worst = Literal["", "pending", "sending", "failed", "conflict"]
ConditionCode = Literal[
    "storage",
    "refused",
    "alone",
    "stranded",
    "maintenance",
    "maintenance-soon",
    "offline",
    "not-taking",
    "clock",
    "keyring",
    "stale",
    "lock-soon",
    "own-password",
    "memory",
    "sample",
    "view-only",
    "printer",
    "as-supervisor",
]

WORST_FIRST: Final[tuple[ConditionCode, ...]] = (
    "storage", "refused", "lock-soon", "alone", "stranded", "maintenance", "offline", "not-taking",
    "maintenance-soon", "clock", "keyring", "printer", "stale", "own-password", "view-only", "sample", "as-supervisor",
    "memory",
)  # fmt: skip
STALE_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that lasts and changes what people should do."""

    code: ConditionCode
    since: datetime | None = None
    value: str = ""
    """What the sentence names: a difference, seconds left; of `refused` and `printer` all of it, of `alone` why, of
    `maintenance-soon` its end."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One clinic and room, or desk, this PC may work as."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """All the window shows around a page. Names of places and people come ready in the present language."""

    place: str = ""
    places: tuple[PlaceChoice, ...] = ()
    connection: Connection = "online"
    since: datetime | None = None
    """When the connection took this form."""
    server: str = ""
    """The address of the server this console works with."""
    pending: int = 0
    worst: Worst = ""
    alerts: int = 0
    user: str = ""
    role: str = ""
    now: datetime | None = None
    """The server's time, in the centre's zone."""
    clock_off: bool = False
    conditions: tuple[Condition, ...] = ()
    pages: tuple[str, ...] = ()
    page: str = ""
    cover: str = ""
    """What covers the whole window instead of pages: sign-in, lock, first run; empty when people work."""
    data_from: datetime | None = None
    undo: str = ""
    """What Ctrl+Z would take back, in words; empty when there is nothing."""
    undoes: str = ""
    """The id of that action."""

    @property
    def banner(self) -> Condition | None:
        """The worst condition; only this one is shown."""
        return min(self.conditions, key=lambda c: WORST_FIRST.index(c.code), default=None)

    @property
    def leads_to_backups(self) -> bool:
        """Whether the banner is about what this person can restore."""
        return self.banner is not None and self.banner.code == "stranded" and "backups" in self.pages

    @property
    def more(self) -> int:
        """Conditions the banner only counts."""
        return max(0, len(self.conditions) - 1)

    @property
    def sends(self) -> str:
        """The form of the pending pill: the worst colour wins."""
        return self.worst if self.worst in ("failed", "conflict") else "pending"

    @property
    def aged(self) -> bool:
        """Whether the data's age is shown: offline, or half a minute without news."""
        if self.data_from is None:
            return False
        old = self.now is not None and (self.now - self.data_from).total_seconds() > STALE_SECONDS
        return self.connection in ("offline", "maintenance", "stranded") or old


class View(Protocol):
    """What the presenter needs of the window."""

    def render(self, state: State) -> None:
        """Show *state*."""

    def render_again(self) -> None:
        """Show the last one once more, in the words of this moment."""

    def open_drawer(self, name: str) -> None:
        """Open the drawer *name* (`pending`, `alerts`), or close it when open."""


class Program(Protocol):
    """What the window may ask of the program around it; the composition root implements it."""

    def switch_language(self) -> None: ...
    def lock(self) -> None: ...
    def switch_user(self) -> None: ...
    def sign_out(self) -> None: ...
    def search(self, page: str, text: str) -> None: ...
    def choose_place(self, key: str) -> None: ...
    def refresh(self) -> None: ...
    def undo(self) -> None: ...
    def page_shown(self, page: str) -> None: ...
    def condition_pressed(self, code: ConditionCode) -> None: ...
    def open_settings(self) -> None: ...
    def open_board(self) -> None: ...
    def open_devices(self) -> None: ...
    def close(self) -> None: ...


class Intents(Protocol):
    """What a person asks of the window."""

    def switch_language(self) -> None: ...
    def lock(self) -> None: ...
    def switch_user(self) -> None: ...
    def sign_out(self) -> None: ...
    def search(self, text: str) -> None: ...
    def open_pending(self) -> None: ...
    def open_alerts(self) -> None: ...
    def go_to(self, page: str) -> None: ...
    def choose_place(self, key: str) -> None: ...
    def refresh(self) -> None: ...
    def undo(self) -> None: ...
    def banner_pressed(self) -> None: ...
    def open_settings(self) -> None: ...
    def open_board(self) -> None: ...
    def open_devices(self) -> None: ...
    def close(self) -> None: ...


class Geometry(Protocol):
    """Where the window's size and place are kept between starts."""

    def load(self) -> bytes:
        """What was saved, or nothing."""

    def save(self, geometry: bytes) -> None:
        """Keep *geometry*."""
