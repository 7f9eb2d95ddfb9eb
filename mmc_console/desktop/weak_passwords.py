"""A password that the server would not take: why, as the sentence beside its line. No Qt."""

from __future__ import annotations

from typing import Final

from mmc_console.desktop.tickets.facts import Message

SHORTEST_PASSWORD: Final = 10
_SAID: Final = "too weak: "


def weak(reason: str) -> Message:
    """What to say of it; the server's *reason* is `short`, `long`, `common`, `name` or `same`."""
    return Message(f"password-{reason}", {"n": SHORTEST_PASSWORD})


def weak_in(line: str) -> str:
    """The reason in the last line of the program's own commands; empty where it is about something else."""
    return line.rpartition(_SAID)[2].rstrip(")") if _SAID in line else ""
