"""The page of the backups: everything it can show, and everything an administrator can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from mmc_console.client.errors import DESTROYED
from mmc_console.desktop.admin.faults import NO_DATABASE, REFUSED
from mmc_console.desktop.admin.page_presenter import Asked, FileWindow, Seen
from mmc_console.desktop.tickets.facts import Message

Phase = Literal["loading", "slow", "ready", "failed"]
"""`slow`: it has been loading for a while, and says so. `failed`: there was never an answer."""
Check = Literal["verified", "unchecked", "failed"]
Level = Literal["unknown", "safe", "late", "unsafe"]
"""`unsafe`: there is no backup that could be trusted, or the database is destroyed."""
Doing = Literal["", "take", "verify", "test", "copy", "save"]
Shipping = Literal["on", "waiting", "failed", "off"]
SchedulePart = Literal["every_hours", "test_at", "keep_days", "keep_log_days", "folder", "second"]
Reason = Literal["failed", "off", "running", "place", "never", "near"]
GRACE = timedelta(minutes=15)
"""So long after its time a backup is under way, not late."""
BEHIND = 30.0
"""Seconds the shipped log may be behind before the page says so: a slow store is no fault yet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup."""

    id: str
    at: datetime
    kind: str
    size: int
    check: Check
    checked: datetime | None = None
    places: tuple[str, ...] = ()
    problem: str = ""
    """Why it is not good: a code."""
    seq: int = 0
    last_good: bool = False
    """The newest that is verified: it is never deleted."""
    present: bool = True
    """Of the history that is live now; a restore begins another."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a backup is made, where it is kept and for how long; also half typed."""

    every_hours: str = "6"
    test_at: str = "03:00"
    keep_days: str = "30"
    keep_log_days: str = "7"
    folder: str = ""
    """Empty: the one inside the server's own."""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One store, and how it stands: `ok` or a code, since when."""

    name: str
    code: str = "ok"
    since: datetime | None = None
    free: int | None = None
    near: bool = False
    """On the disk of the database: lost together with it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known besides the backups themselves."""

    every_hours: int = 6
    next: datetime | None = None
    tested: datetime | None = None
    test_passed: bool = False
    shipping: Shipping = "off"
    shipping_fault: str = ""
    behind: float | None = None
    """So many seconds ago everything was in a store; None while nothing is shipped."""
    failed: datetime | None = None
    """When the last one that was tried failed; None when it did not."""
    failure: str = ""
    places: tuple[Place, ...] = ()
    key_id: str = ""
    key_printed: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done now."""

    doing: Doing = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    may_cancel: bool = False
    cancelling: bool = False

    @property
    def percent(self) -> int | None:
        """How far it is, where that is known."""
        return min(100, 100 * self.done // self.total) if self.total > 0 else None


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page."""

    now: datetime | None = None
    standing: Standing = field(default_factory=Standing)
    kept: tuple[Kept, ...] = ()
    query: str = ""
    selected: str = ""
    work: Work = field(default_factory=Work)
    why: bool = False
    """Whether the reasons for being late are unfolded."""
    schedule: Schedule = field(default_factory=Schedule)
    """As typed."""
    saved: Schedule = field(default_factory=Schedule)
    """As it holds."""
    settable: bool = True
    """Whether this server lets it be changed here."""
    faults: Mapping[SchedulePart, Message] = field(default_factory=dict)
    saving: bool = False

    @property
    def phase(self) -> Phase:
        """Whether there was an answer yet."""
        if self.as_of is not None:
            return "ready"
        return "failed" if self.fault is not None else "slow" if self.slow else "loading"

    @property
    def shown(self) -> tuple[Kept, ...]:
        """Those the search finds: by time, kind or place."""
        wanted = self.query.strip().casefold()
        return tuple(
            k for k in self.kept
            if wanted in f"{k.at:%Y-%m-%d %H:%M} {k.kind} {' '.join(k.places)} {k.check}".casefold()
        )  # fmt: skip

    @property
    def chosen(self) -> Kept | None:
        """The selected backup, if it is shown."""
        return next((k for k in self.shown if k.id == self.selected), None)

    @property
    def last_good(self) -> Kept | None:
        """The newest verified one."""
        return next((k for k in self.kept if k.last_good), None)

    @property
    def level(self) -> Level:
        """Whether the data is safe."""
        if self.destroyed:
            return "unsafe"
        if self.phase in ("loading", "slow", "failed") or self.now is None:
            return "unknown"
        good = self.last_good
        if good is None:
            return "unsafe"
        standing = self.standing
        behind = standing.shipping == "failed" or (standing.behind or 0.0) > BEHIND
        unproven = standing.tested is not None and not standing.test_passed
        away = any(place.code != "ok" for place in standing.places)
        spoilt = self.overdue or standing.failed is not None or behind or unproven or away or self.only_near
        return "late" if spoilt else "safe"

    @property
    def only_near(self) -> bool:
        """Whether the disk of the database is the only place there is."""
        return bool(self.standing.places) and all(place.near for place in self.standing.places)

    @property
    def destroyed(self) -> bool:
        """Whether the server has no database any more, whatever was known before."""
        told = self.fault is not None and self.fault.code in (REFUSED, NO_DATABASE)
        return told or self.standing.shipping_fault in DESTROYED

    @property
    def overdue(self) -> bool:
        """Whether there should be a newer backup."""
        good = self.last_good
        if good is None or self.now is None:
            return True
        return self.now - good.at > timedelta(hours=self.standing.every_hours) + GRACE

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why there is no newer one."""
        found: list[Reason] = []
        if self.work.doing == "take":
            found.append("running")
        if self.standing.failed is not None:
            found.append("failed")
        if any(place.code not in ("ok", self.standing.failure) for place in self.standing.places):
            found.append("place")
        if not found and self.overdue:
            found.append("never" if self.last_good is None else "off")
        if self.only_near:
            found.append("near")
        return tuple(found)

    @property
    def dirty(self) -> bool:
        """Whether the schedule is typed otherwise than it holds."""
        return self.schedule != self.saved

    @property
    def free(self) -> bool:
        """Whether something can be begun now."""
        return self.idle and not self.destroyed

    @property
    def idle(self) -> bool:
        """Whether the server answers and does nothing else with the backups: without a database it still restores."""
        return self.phase == "ready" and self.offline is None and not self.work.doing

    @property
    def unlisted(self) -> bool:
        """Whether the server answers and its list does not come, as when the database is destroyed: the wizard asks the
        stores themselves then, and must not be closed to whoever needs it most."""
        return self.phase == "failed" and self.offline is None

    @property
    def may_delete(self) -> bool:
        """Whether the selected one may go: never the last good one."""
        return self.free and self.chosen is not None and not self.chosen.last_good


class View(FileWindow[State], Protocol):
    """What the presenter may ask of the window."""

    def focus(self, part: SchedulePart) -> None:
        """Put the cursor there."""

    async def confirm_delete(self, kept: Kept) -> bool:
        """Whether this backup shall really go."""

    async def ask_folder(self, present: str) -> str | None:
        """A folder of the server, typed."""

    async def confirm_key(self) -> bool:
        """Whether somebody stands at the printer: the recovery key is told once."""

    async def ask_secret(self) -> tuple[str, str] | None:
        """How the S3-compatible store is entered: the key's id and the key; both empty forget it."""

    async def show_key(self, key: RecoveryKey) -> bool:
        """The key; whether it is printed or written down now, and not closed by the lock."""


class Intents(Seen, Protocol):
    """What a person can do."""

    def select(self, id: str) -> None:
        """This one is what the buttons mean."""

    def explain(self) -> None:
        """Why it is late, or no more."""

    def take(self) -> None:
        """A backup, now."""

    def cancel(self) -> None:
        """Call off what is being done."""

    def verify(self) -> None:
        """Check the selected one."""

    def copy(self) -> None:
        """The selected one to another folder of the server."""

    def save(self) -> None:
        """The selected one as a file on this PC."""

    def delete(self) -> None:
        """The selected one goes, once confirmed."""

    def print_key(self) -> None:
        """The recovery key, once."""

    def enter_store(self) -> None:
        """How the S3-compatible store is entered."""

    def restore(self) -> None:
        """To the wizard, with the selected one."""

    def edit(self, part: SchedulePart, text: str) -> None:
        """Something was typed or picked."""

    def take_back(self) -> None:
        """The schedule as it holds."""

    def keep(self) -> None:
        """The schedule as typed, from now on."""


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """What opens the backups where nothing else is left. Never kept, never logged."""

    id: str
    text: str
    center: Mapping[str, str]
    made: datetime

    def __repr__(self) -> str:
        return f"RecoveryKey({self.id})"
