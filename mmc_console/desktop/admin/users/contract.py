"""The page of users and roles: everything it can show, and everything an administrator can ask of it.

A first password is in no state: it is handed to the view once, and forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from mmc_console.desktop.admin.page_presenter import Asked, Seen, Window
from mmc_console.desktop.admin.users.form import Draft, Part
from mmc_console.domain.centre import Center
from mmc_console.domain.folding import fold, found_in
from mmc_console.domain.ids import DeskLetter
from mmc_console.wire.admin import Console, Person
from mmc_console.wire.boards import BoardCode, BoardRequest, BoardRow, BoardSettings
from mmc_console.wire.plugins import PluginView

if TYPE_CHECKING:
    from mmc_console.desktop.admin.users.intake.presenter import Presenter as Intake

Tab = Literal["people", "consoles", "boards", "plugins"]
TABS: tuple[Tab, ...] = ("people", "consoles", "boards", "plugins")
Standing = Literal["active", "must-change", "off"]
STANDINGS: tuple[Standing, ...] = ("active", "must-change", "off")
Question = Literal["deactivate", "password", "sign-out", "revoke", "remove-board"]


def standing_of(person: Person) -> Standing:
    """Whether somebody may come in, and whether only to choose another password."""
    if not person.enabled:
        return "off"
    return "must-change" if person.must_change_password else "active"


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page. `barred`: somebody wanted to go elsewhere while edits are not saved."""

    tab: Tab = "people"
    known: frozenset[Tab] = frozenset()
    """Of which tabs the server has told."""
    people: tuple[Person, ...] = ()
    consoles: tuple[Console, ...] = ()
    boards: tuple[BoardRow, ...] = ()
    plugins: tuple[PluginView, ...] = ()
    chosen: Mapping[Tab, str] = field(default_factory=dict)
    """What is selected in each tab."""
    query: str = ""
    role: str = ""
    standing: str = ""
    draft: Draft | None = None
    wrong: Mapping[Part, str] = field(default_factory=dict)
    barred: bool = False
    center: Center | None = None
    me: str = ""
    desk: DeskLetter | None = None
    busy: bool = False

    @property
    def dirty(self) -> bool:
        """Whether there are edits nobody has saved."""
        return self.draft is not None and self.draft.dirty

    @property
    def usable(self) -> bool:
        """Whether the server can be asked for something now."""
        return self.offline is None and not self.busy and self.tab in self.known

    @property
    def shown(self) -> tuple[Person, ...]:
        """Those the filters let through."""
        needle = fold(self.query)
        return tuple(
            person for person in self.people
            if (not needle or found_in(needle, fold(f"{person.name} {person.username}")))
            and self.role in ("", *person.roles)
            and self.standing in ("", standing_of(person))
        )  # fmt: skip

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.query or self.role or self.standing)

    @property
    def person(self) -> Person | None:
        """Who is selected."""
        return next((each for each in self.people if each.id == self.chosen.get("people")), None)

    @property
    def console(self) -> Console | None:
        """The selected console."""
        return next((each for each in self.consoles if each.id == self.chosen.get("consoles")), None)

    @property
    def board(self) -> BoardRow | None:
        """The selected board."""
        return next((each for each in self.boards if each.id == self.chosen.get("boards")), None)

    @property
    def plugin(self) -> PluginView | None:
        """The selected plugin."""
        return next((each for each in self.plugins if each.name == self.chosen.get("plugins")), None)


class View(Window[State], Protocol):
    """What the presenter may ask of the window."""

    def show_wrong(self) -> None:
        """Put the keyboard at the first field that is wrong."""

    async def confirm(self, question: Question, about: str, *, own: bool) -> bool:
        """Ask before something that others feel. *own*: it is the one who asks, or the PC they sit at."""

    async def show_password(self, person: Person, password: str) -> bool:
        """Show a first password, which is told once; whether it is handed over now, and not closed by the lock."""

    async def import_people(self, intake: Intake) -> None:
        """Open the box for a file of people, until it is closed."""

    async def ask_name(self, console: Console) -> str | None:
        """What a console is to be called; None when the person turns away."""

    async def ask_board(self, present: BoardSettings | None) -> BoardRequest | None:
        """What a board is to show; None when the person turns away."""

    async def show_code(self, code: BoardCode, now: datetime) -> None:
        """Show what is typed at the board, with the time left."""


class Intents(Seen, Protocol):
    """What an administrator can do."""

    def open(self, tab: Tab) -> None: ...
    def select(self, tab: Tab, key: str) -> None: ...
    def search(self, text: str) -> None: ...
    def filter_role(self, role: str) -> None: ...
    def filter_standing(self, standing: str) -> None: ...
    def clear_filters(self) -> None: ...
    def new(self) -> None: ...
    def import_people(self) -> None: ...
    def edit(self, part: Part, text: str) -> None: ...
    def toggle(self, part: Part, value: str) -> None: ...
    def save(self) -> None: ...
    def discard(self) -> None: ...
    def stay(self) -> None: ...
    def reset_password(self) -> None: ...
    def sign_out(self) -> None: ...
    def switch_person(self) -> None: ...
    def rename_console(self) -> None: ...
    def revoke_console(self) -> None: ...
    def new_board(self) -> None: ...
    def new_code(self) -> None: ...
    def remove_board(self) -> None: ...
    def switch_plugin(self) -> None: ...
