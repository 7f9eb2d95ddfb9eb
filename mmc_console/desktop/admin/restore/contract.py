"""The restore wizard: everything it can show, and everything an administrator can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, Protocol

from mmc_console.desktop.admin.backups.contract import Kept
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.centre import Words
from mmc_console.wire.restore import Changes, RestoreReport

Step = Literal["choose", "check", "changes", "confirm", "restore", "verify"]
STEPS: Final[tuple[Step, ...]] = ("choose", "check", "changes", "confirm", "restore", "verify")
Field = Literal["moment", "center", "password", "reason"]
Way = Literal["backup", "moment"]
STAGES: Final = ("opening", "safety", "maintenance", "carrying", "verifying", "switching", "starting")
"""As the server names them; from `switching` on the new database stands."""
SHORTEST_REASON: Final = 3


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page. The password is never in it."""

    step: Step = "choose"
    loaded: bool = False
    offline: Message | None = None
    problem: Message | None = None
    """Why it does not go on; nothing was changed."""
    kept: tuple[Kept, ...] = ()
    """Verified ones only, the newest first."""
    selected: str = ""
    way: Way = "backup"
    moment: str = ""
    """As typed."""
    last: datetime | None = None
    """The latest moment that has reached the backups' place."""
    errors: Mapping[Field, Message] = field(default_factory=dict)
    busy: bool = False
    """The server reads the backup and counts."""
    changes: Changes | None = None
    clinics: Mapping[str, Words] = field(default_factory=dict)
    bring_back: bool = True
    must_type: str = ""
    """The centre's code."""
    center: str = ""
    reason: str = ""
    has_password: bool = False
    stage: str = ""
    running: bool = False
    lost: bool = False
    """The server is out of reach while it restores: it goes on there."""
    report: RestoreReport | None = None
    saved: str = ""
    """The file the report was saved to."""

    @property
    def chosen(self) -> Kept | None:
        """The backup it starts from."""
        return next((k for k in self.kept if k.id == self.selected), None)

    @property
    def number(self) -> int:
        """The step's place, from 0."""
        return STEPS.index(self.step)

    @property
    def can_go_on(self) -> bool:
        """Whether the way on is open; what is typed is looked at when it is pressed."""
        if self.busy or self.running or (self.offline is not None and self.step != "verify"):
            return False
        if self.step == "choose":
            return self.chosen is not None
        if self.step in ("check", "changes"):
            return self.changes is not None
        if self.step == "confirm":
            right = self.center.strip().casefold() == self.must_type.casefold() and bool(self.must_type)
            return right and self.has_password and len(self.reason.strip()) >= SHORTEST_REASON
        return self.step == "verify"

    @property
    def can_go_back(self) -> bool:
        """Nothing has been changed that going back would leave behind."""
        return self.step in ("check", "changes", "confirm") or (self.step == "restore" and not self.running)

    @property
    def switched(self) -> bool:
        """Whether the new database stands already."""
        return self.step == "verify" or self.stage in STAGES[STAGES.index("switching") :]

    @property
    def may_leave(self) -> bool:
        """Esc and *Cancel* lead back to the backups, and nothing was changed; after it has begun it goes on there."""
        return not self.running


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def focus(self, field: Field) -> None:
        """Put the cursor there."""

    def forget_password(self) -> None:
        """Empty that line."""

    def say(self, message: Message, *, fault: bool = False) -> None:
        """A toast."""

    async def ask_password(self, problem: Message | None) -> str | None:
        """The password of who works here; *problem*: what was wrong with the one before."""

    async def choose_file(self, name: str) -> Path | None:
        """Where a file of this PC is to be written."""

    def report_text(self, state: State) -> str:
        """The report as somebody reads it, in the language of the moment."""


class Intents(Protocol):
    """What a person can do."""

    def sign_in_again(self) -> None:
        """Show the password: the server has lost its database, and lets administrators in by that alone."""

    def select(self, id: str) -> None:
        """Start from this backup."""

    def choose_way(self, way: Way) -> None:
        """Exactly the backup, or a moment after it."""

    def edit_moment(self, text: str) -> None:
        """The moment, as typed."""

    def take_last(self) -> None:
        """The latest moment there is."""

    def set_bring_back(self, wanted: bool) -> None:
        """Whether desks bring their later work back."""

    def edit_center(self, text: str) -> None:
        """The centre's code."""

    def edit_reason(self, text: str) -> None:
        """Why, for the record."""

    def edit_password(self, text: str) -> None:
        """Whether there is one; it is not kept."""

    def go_on(self, password: str = "") -> None:
        """The next step; from *confirm*, the restore itself."""

    def back(self) -> None:
        """The step before."""

    def leave(self) -> None:
        """Away from here; nothing was changed, unless it was restored."""

    def save_report(self) -> None:
        """The report, as a file."""
