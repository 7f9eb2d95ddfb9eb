"""The passphrase page: everything it can show, and everything a person can ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mmc_console.desktop.tickets.facts import Message

Step = Literal["choose", "enter", "locked"]
Field = Literal["passphrase", "again"]


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the page. `locked`: the keyring that holds the keys is locked, or away."""

    step: Step = "choose"
    busy: bool = False
    problem: Message | None = None
    errors: Mapping[Field, Message] = field(default_factory=dict)


class View(Protocol):
    """What the presenter may ask of the window."""

    def render(self, state: State) -> None:
        """Paint *state*."""

    def focus(self, field: Field) -> None:
        """Put the cursor there, or where this step begins."""

    def forget(self) -> None:
        """Empty what was typed."""

    async def sure(self) -> bool:
        """Ask whether what cannot be opened shall be set aside."""


class Intents(Protocol):
    """What a person can do."""

    def confirm(self, passphrase: str, again: str) -> None:
        """Choose this passphrase, or open with it."""

    def try_again(self) -> None:
        """The keyring may be open now."""

    def go_without(self) -> None:
        """Work while connected only; nothing is kept on this disk."""

    def begin_anew(self) -> None:
        """Nobody knows the passphrase any more, or the keyring is gone for good."""

    def switch_language(self) -> None:
        """The other language."""

    def edited(self, field: Field) -> None:
        """What was wrong with this line is being mended."""
