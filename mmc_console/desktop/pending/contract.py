"""The drawer of pending actions: everything it can show, and everything a person can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from mmc_console.desktop.kit.moments import as_of
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.domain.centre import Words
from mmc_console.domain.ids import ActionId

Filter = Literal["all", "waiting", "failed", "conflict"]
FILTERS: tuple[Filter, ...] = ("all", "waiting", "failed", "conflict")
Progress = Literal["pending", "sending", "failed", "conflict", "sent"]
Choice = Literal["keep", "mine", "clinic", "again", "delete"]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action as it is named to a person."""

    kind: str
    label: str
    at: datetime
    of_today: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One recorded action."""

    id: ActionId
    state: Progress
    deed: Deed
    who: str
    problem: Message | None = None
    waits_for: Deed | None = None
    """Held back until somebody has decided about this one."""
    decided: bool = False
    """It failed and was answered for; only among those that are done with."""
    for_admin: bool = False
    """Its author's rights have changed: an administrator decides."""
    goes_on: bool = False
    """What stands can be kept, and the other half of it done all the same: one key finishes and calls."""
    room: str = ""
    """Where the person was called to by it."""
    clinic: Words | None = None
    """Where the person was sent to by it."""
    typed: tuple[str, ...] = ()
    """What it corrects of a person, or whom it did not register, as it was typed; while it is undecided, for whoever
    may correct."""
    exam: Words | None = None
    """For which exam it did not register them; for the same people."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice about an item; off with its reason."""

    choice: Choice
    off: Message | None = None
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody is in line, or inside."""

    label: str
    state: str
    clinic: Words


@dataclass(frozen=True, slots=True)
class Server:
    """How things stand on the server, as far as this console knows."""

    state: str = ""
    room: str = ""
    clinic: Words | None = None
    who: str = ""
    at: datetime | None = None
    of_today: bool = True
    did: str = ""
    """What was done since with a clinic or a room, as an action is called."""
    onward: Stand | None = None
    """Where they have a ticket now, while the one this is of is open no more."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything in the drawer."""

    items: tuple[Item, ...] = ()
    """Those the filter shows: conflicts, what was not sent, then the others in the order of sending."""
    counts: Mapping[Filter, int] = field(default_factory=dict)
    filter: Filter = "all"
    done: tuple[Item, ...] = ()
    """What was sent or decided since the start, the newest first; shown while unfolded."""
    done_count: int = 0
    unfolded: bool = False
    selected: ActionId | None = None
    offers: tuple[Offer, ...] = ()
    server: Server = Server()
    last_sync: datetime | None = None
    now: datetime | None = None
    """The moment this is of; both in the centre's own time."""
    kept: bool = True
    """Whether pending work survives the program's end: this PC has a place for the store's key."""
    desk: str = ""

    @property
    def synced(self) -> str:
        """When the server's word was last known here, as it is told; empty before the first."""
        return as_of(self.last_sync, self.now) if self.last_sync is not None else ""

    @property
    def item(self) -> Item | None:
        """The selected item."""
        return next((item for item in (*self.items, *self.done) if item.id == self.selected), None)

    @property
    def recommended(self) -> Offer | None:
        """What Ctrl+Enter does."""
        return next((offer for offer in self.offers if offer.recommended and offer.off is None), None)


class View(Protocol):
    """What the presenter may ask of the drawer."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def say(self, message: Message, *, fault: bool = False) -> None:
        """A toast."""

    async def confirm_delete(self, deed: Deed) -> bool:
        """Whether this action shall really never happen."""

    async def choose_clinic(self, options: tuple[Option, ...], label: str) -> str | None:
        """Another clinic for *label*; None when the person turns away."""

    async def decide(self, state: State) -> Choice | None:
        """The selected item beside what the server has, and one of its offers; None: later."""

    async def choose_folder(self) -> Path | None:
        """Where a file is to be written."""


class Intents(Protocol):
    """What a person can do in the drawer."""

    def come_in(self) -> None:
        """It is seen: it keeps up from now on."""

    def go_away(self) -> None:
        """It is not seen: it rests."""

    def filter(self, name: Filter) -> None:
        """Show these only."""

    def fold(self) -> None:
        """Show or hide what was sent."""

    def select(self, id: ActionId | None) -> None:
        """This item is the one the keys mean."""

    def details(self) -> None:
        """Enter: both versions of the selected item, and what can be done."""

    def take(self, choice: Choice) -> None:
        """Do this about the selected item."""

    def take_recommended(self) -> None:
        """Ctrl+Enter."""

    def retry(self) -> None:
        """Try to send everything now."""

    def export(self) -> None:
        """Write the file for support."""
