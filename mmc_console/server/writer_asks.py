"""What is asked of the writer, and how whoever asked is told: small pieces that only the writer uses.

A question waits on the event loop; its answer comes from the writer's thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection

from mmc_console.domain.actions import Override
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.server.logs.context import about
from mmc_console.server.returning import Held
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest

T = TypeVar("T")
Answered = list[tuple[asyncio.Future[Any], Any]]
Shown = Callable[[], None] | None
"""What is called on the event loop just before a commit's events are told."""


@dataclass(slots=True)
class Work:
    """One request, who did each of its actions, and who waits for the answer."""

    actors: Sequence[Actor]
    device: str
    request: ActionsRequest
    done: asyncio.Future[ActionsAnswer]
    asked_by: str = field(default_factory=lambda: about.get().request)
    """The HTTP request it came with."""


class Overridden(NamedTuple):
    """An override that takes effect, whose it is, and the HTTP request; none where it had waited for its turn."""

    action: Override
    actor: Actor
    device: str
    request: str = ""


Audited = Callable[[Connection, Sequence[Overridden]], None]
"""Takes them down in the transaction that stores them, on the writer's thread."""


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


def overridden(works: Sequence[Work], answers: Sequence[Any], late: Sequence[Held]) -> list[Overridden]:
    """The overrides that take effect with these answers, those among them that had waited."""
    found = [Overridden(each.action, each.actor, each.device) for each in late if isinstance(each.action, Override)]
    for work, answer in zip(works, answers, strict=True):
        results = answer.results if isinstance(answer, ActionsAnswer) else ()
        for action, actor, result in zip(work.request.actions, work.actors, results, strict=False):
            if isinstance(action, Override) and result.outcome == "applied":
                found.append(Overridden(action, actor, work.device, work.asked_by))
    return found


def resolve(done: asyncio.Future[Any], answer: Any) -> None:
    """Answer, unless nobody waits any more."""
    if not done.done():
        done.set_result(answer)


def reject(done: asyncio.Future[Any], fault: Exception) -> None:
    """The same with a fault."""
    if not done.done():
        done.set_exception(fault)
