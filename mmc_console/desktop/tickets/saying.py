"""What a page answers to a press: one line, with the Undo of exactly that beside it."""

from __future__ import annotations

from functools import partial

from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.taking_back import TakeBack
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.actions import AnyAction


def answer(
    words: TicketWords, message: Message, undo: AnyAction | None, take_back: TakeBack, *, fault: bool = False
) -> Toast:
    """*message* in the language of the moment it is read."""
    back = partial(take_back, undo, str(message.params.get("ticket", ""))) if undo is not None else None
    of = undo.id if undo is not None else ""
    return Toast(lambda: words.message(message), back, "error" if fault else "ok", undoes=of)
