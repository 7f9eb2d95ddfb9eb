"""The box of planned maintenance: everything it can show, and everything an administrator can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, Protocol

from mmc_console.desktop.admin.box_presenter import Working
from mmc_console.wire.health import Maintenance

Part = Literal["begins", "ends", "reason"]
PARTS: Final[tuple[Part, ...]] = ("begins", "ends", "reason")
REASON_AT_MOST: Final = 200
DAYS_AT_MOST: Final = 31


@dataclass(frozen=True, slots=True)
class State(Working):
    """Everything in the box. `typed`: as it stands in the form; `wrong`: what is wrong with it, at its part."""

    planned: tuple[Maintenance, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Who named it, by id."""
    chosen: int = 0
    typed: Mapping[Part, str] = field(default_factory=dict)
    wrong: Mapping[Part, str] = field(default_factory=dict)
    now: datetime | None = None

    @property
    def selected(self) -> Maintenance | None:
        """The chosen one."""
        return next((each for each in self.planned if each.id == self.chosen), None)

    def begun(self, one: Maintenance) -> bool:
        """Whether it goes on."""
        return self.now is not None and one.begins <= self.now


class View(Protocol):
    """What the presenter may ask of the box."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    async def sure(self, one: Maintenance, *, begun: bool) -> bool:
        """Ask before it is called off, or ended where it has *begun*."""


class Intents(Protocol):
    """What an administrator can do."""

    def come_in(self) -> None: ...
    def edit(self, part: Part, text: str) -> None: ...
    def plan(self) -> None: ...
    def select(self, id: int) -> None: ...
    def call_off(self) -> None: ...
