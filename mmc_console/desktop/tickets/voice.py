"""What acting on a ticket needs of whichever page it is done on: to say a sentence, and to ask for a choice."""

from __future__ import annotations

from typing import Protocol

from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.domain.actions import AnyAction


class Voice(Protocol):
    """Every page's view has it."""

    def say(self, message: Message, *, undo: AnyAction | None = None, fault: bool = False) -> None:
        """A toast; with `undo` it offers to take that action back, whatever is done meanwhile."""

    async def choose(self, question: str, options: tuple[Option, ...], label: str) -> str | None:
        """One of *options* by its key; None when the person turns away."""
