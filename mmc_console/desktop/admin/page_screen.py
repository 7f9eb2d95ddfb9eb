"""Joins a page's view and presenter; what the console needs of a page of the administration."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.page_presenter import PagePresenter
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import ActionList

V = TypeVar("V", bound=PageView[Any, Any])
P = TypeVar("P", bound=PagePresenter[Any, Any])


class PageScreen(Generic[V, P]):
    """One page: its widget, its actions, its services."""

    name: str
    view: V
    presenter: P

    def __init__(self, parts: AdminParts, now: Callable[[], float] = time.monotonic) -> None:
        """*now* is a monotonic clock in seconds."""
        self.actions = ActionList(now)
        self.build(parts)

    def build(self, parts: AdminParts) -> None:
        """Make `view` and `presenter`, and bind them."""
        raise NotImplementedError

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return self.view.panes

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program does; it rests while the page is not seen."""
        return {f"{self.name}.follow": self.presenter.follow, f"{self.name}.tick": self.presenter.tick}

    def search(self, text: str) -> None:
        """The top bar's search; a page of figures knows nobody to be found."""

    def entered(self) -> None:
        """The page has come to the front: the keyboard is where one begins."""
        self.view.front.setFocus()

    def forget(self) -> None:
        """Somebody else works here: by itself a page keeps nothing of a person."""

    async def leave(self) -> None:
        """The work here is over."""
        self.forget()


AnyPage = PageScreen[Any, Any]
