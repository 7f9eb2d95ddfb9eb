"""What the presenter of a box over a page does with the server, whatever the box shows. No Qt.

A page keeps up by itself while somebody looks (`page_presenter`); a box does one thing at a time, when it is told to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mmc_console.client.errors import ClientError
from mmc_console.desktop.admin.faults import message_of
from mmc_console.desktop.admin.page_presenter import Start
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Working:
    """How it stands with the server. A box's State is this, and what the box shows."""

    known: bool = False
    """The server has told."""
    busy: bool = False
    trouble: Message | None = None
    """Why the last thing was not done."""
    told: Message | None = None
    """What was done."""


S = TypeVar("S", bound=Working)


class BoxPresenter(Generic[S]):
    """The only holder of a box's State."""

    def __init__(self, gateway: Gateway, start: Start, state: S) -> None:
        self._gateway, self._start, self._state = gateway, start, state
        self._closed = False

    @property
    def state(self) -> S:
        """What the box shows."""
        return self._state

    def close(self) -> None:
        """The box is closed, by its person or by the lock: what comes now paints nothing."""
        self._closed = True

    def paint(self) -> None:
        """Show the State."""
        raise NotImplementedError

    async def _working(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have *work* done, and say why where it was not."""
        self._show(busy=True, trouble=None, told=None)
        try:
            await work()
        except ClientError as fault:
            self._show(busy=False, trouble=message_of(fault))
        else:
            self._show(busy=False)

    def _show(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        if not self._closed:
            self.paint()
