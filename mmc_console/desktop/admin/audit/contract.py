"""The audit page: everything it can show, and everything an administrator can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mmc_console.desktop.admin.page_presenter import Asked, FileWindow, Seen
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.audit import AuditCheck, AuditRow
from mmc_console.wire.keys import KeyCopy, KeyRow

Tab = Literal["records", "keys"]
Filter = Literal["from", "until", "user", "act", "about"]


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page."""

    tab: Tab = "records"
    filters: Mapping[Filter, str] = field(default_factory=dict)
    """As typed or picked; what is not there asks for everything."""
    faults: Mapping[Filter, Message] = field(default_factory=dict)
    rows: tuple[AuditRow, ...] = ()
    next: int | None = None
    """Where the next older ones begin; None: these are all."""
    count: int = 0
    acts: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    """Who may be chosen: id and name."""
    selected: int = 0
    query: str = ""
    exporting: bool = False
    check: AuditCheck = field(default_factory=AuditCheck)
    keys: tuple[KeyRow, ...] = ()
    key: str = ""
    """The kind of the selected key."""

    @property
    def shown(self) -> tuple[AuditRow, ...]:
        """Those that the top bar's search finds among the loaded ones."""
        wanted = self.query.strip().casefold()
        if not wanted:
            return self.rows
        return tuple(
            row for row in self.rows
            if wanted in f"{row.name}\n{row.act}\n{row.about}\n{row.about_name}\n{row.desk}\n{row.request}".casefold()
        )  # fmt: skip

    @property
    def chosen(self) -> AuditRow | None:
        """The selected entry, if it is shown."""
        return next((row for row in self.shown if row.seq == self.selected), None)

    @property
    def chosen_key(self) -> KeyRow | None:
        """The selected key."""
        return next((row for row in self.keys if row.kind == self.key), None)

    @property
    def unprinted(self) -> bool:
        """Whether a recovery copy was never handed out."""
        return any(not row.printed for row in self.keys)

    @property
    def exchanging(self) -> bool:
        """Whether a key is being exchanged."""
        return any(row.state != "done" for row in self.keys)

    @property
    def free(self) -> bool:
        """Whether something can be asked now."""
        return self.as_of is not None and self.offline is None


class View(FileWindow[State], Protocol):
    """What the presenter may ask of the window."""

    def copy(self, row: AuditRow) -> None:
        """The entry as text, for pasting elsewhere."""

    async def ask_rotation(self, key: KeyRow) -> str | None:
        """Whether this key shall be exchanged: the password, or None."""

    async def ask_copies(self) -> str | None:
        """Whether somebody stands at the printer: the password, or None."""

    async def show_copies(self, copies: tuple[KeyCopy, ...]) -> bool:
        """The recovery copies; whether they are on paper now, and not closed by the lock."""


class Intents(Seen, Protocol):
    """What a person can do."""

    def choose_tab(self, tab: str) -> None: ...
    def edit(self, part: Filter, text: str) -> None: ...
    def apply(self) -> None: ...
    def clear(self) -> None: ...
    def more(self) -> None: ...
    def select(self, seq: str) -> None: ...
    def copy(self) -> None: ...
    def check(self) -> None: ...
    def export(self) -> None: ...
    def select_key(self, kind: str) -> None: ...
    def rotate(self) -> None: ...
    def show_copies(self) -> None: ...
