"""What is asked of the writer, and how whoever asked is told: small pieces that only the writer uses.

A question waits on the event loop; its answer comes from the writer's thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.server.returning import Held
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest

T = TypeVar("T")
Answered = list[tuple[asyncio.Future[Any], Any]]
Late = Callable[[Sequence[Held]], None]
"""Hears on the event loop what had waited for its turn and was taken with a commit, by whichever request that came."""
Shown = Callable[[], None] | None
"""What is called on the event loop just before a commit's events are told."""


@dataclass(slots=True)
class Work:
    """One request, who did each of its actions, and who waits for the answer."""

    actors: Sequence[Actor]
    device: str
    request: ActionsRequest
    done: asyncio.Future[ActionsAnswer]


@dataclass(slots=True)
class Ask(Generic[T]):
    """One question to the state."""

    look: Callable[[State], T]
    done: asyncio.Future[T]


@dataclass(frozen=True, slots=True)
class Health:
    """How the writer stands: `fault` is empty while it can write."""

    fault: str
    since: datetime | None
    seq: int


def resolve(done: asyncio.Future[Any], answer: Any) -> None:
    """Answer, unless nobody waits any more."""
    if not done.done():
        done.set_result(answer)


def reject(done: asyncio.Future[Any], fault: Exception) -> None:
    """The same with a fault."""
    if not done.done():
        done.set_exception(fault)
