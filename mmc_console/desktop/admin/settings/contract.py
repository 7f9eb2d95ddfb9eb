"""The settings page: everything it can show, and everything an administrator can ask of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, get_args

from mmc_console.desktop.admin.page_presenter import Asked, Seen, Window
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import EraseReason
from mmc_console.wire.office import AreaView, Field, FoundPerson, SettingsStep

THIS_PC = "this-pc"
"""The section that is not the centre's."""
REASONS: tuple[EraseReason, ...] = get_args(EraseReason)
PERSON_AREA = "patients"
"""The area beside whose fields one person is erased."""
Place = tuple[str, str]
"""A field: its area and its name."""
Fault = Literal["not-a-number", "out-of-limits", "too-long", "not-taken"]
Busy = Literal["", "saving", "finding", "erasing"]


@dataclass(frozen=True, slots=True)
class State(Asked):
    """Everything on the page. `typed`: what stands in a field and is not set yet, with `faults` where it cannot be."""

    areas: tuple[AreaView, ...] = ()
    section: str = THIS_PC
    typed: Mapping[Place, str] = field(default_factory=dict)
    faults: Mapping[Place, Fault] = field(default_factory=dict)
    history: tuple[SettingsStep, ...] = ()
    query: str = ""
    busy: Busy = ""
    number: str = ""
    person: FoundPerson | None = None
    person_problem: Message | None = None
    reason: EraseReason | None = None

    @property
    def steps(self) -> Mapping[str, SettingsStep]:
        """The history, the newest first, each by a key that stays its own when newer ones have come."""
        keyed, times = list[tuple[str, SettingsStep]](), Counter[datetime]()
        for step in reversed(self.history):
            times[step.at] += 1
            keyed.append((f"{step.at.isoformat()} {times[step.at]}", step))
        return dict(reversed(keyed))

    @property
    def area(self) -> AreaView | None:
        """The area that is open."""
        return next((area for area in self.areas if area.area == self.section), None)

    def text(self, field: Field) -> str:
        """What stands in *field* of the open area."""
        return self.typed.get((self.section, field.name), as_text(field.value))

    @property
    def usable(self) -> bool:
        """Whether anything can be changed now."""
        return self.offline is None and not self.busy


def as_text(value: Any) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class View(Window[State], Protocol):
    """What the presenter may ask of the window."""

    def say(self, message: Message, *, undo: bool = False, fault: bool = False) -> None:
        """A toast; with *undo*, `take_back` is one press away."""

    async def confirm_erasing(self, person: FoundPerson) -> bool:
        """Whether this person is really to be made nameless."""


class Intents(Seen, Protocol):
    """What an administrator can do."""

    def open(self, section: str) -> None: ...
    def type(self, name: str, text: str) -> None: ...
    def enter(self, name: str) -> None: ...
    def pick(self, name: str, value: str) -> None: ...
    def to_default(self, name: str) -> None: ...
    def set_back(self, step: str) -> None: ...
    def type_number(self, text: str) -> None: ...
    def find(self) -> None: ...
    def choose_reason(self, reason: str) -> None: ...
    def erase(self) -> None: ...
    def take_back(self) -> None: ...
