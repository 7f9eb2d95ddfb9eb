"""Joins the lock's view and presenter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.lock.presenter import Presenter, Program
from mmc_console.desktop.lock.view import LockView
from mmc_console.desktop.sign_in.words import SignInWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


class LockScreen:
    """The cover over every page while nobody may look."""

    name = "lock"

    def __init__(
        self, gateway: Gateway, look: Look, problems: Callable[[str, Mapping[str, str | int]], str],
        language: Callable[[], str], other_language: Callable[[], str],
        start: Callable[[str, Coroutine[Any, Any, None]], bool], program: Program, *,
        place: Callable[[], str], number: Callable[[], str],
    ) -> None:  # fmt: skip
        words = SignInWords(problems)
        self.view = LockView(look, words, language, other_language)
        words.setParent(self.view)
        self.presenter = Presenter(gateway, self.view, start, program, place=place, number=number)
        self.view.bind(self.presenter)
        self.presenter.refresh()

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the program may be locked."""
        return {"lock.follow": self.presenter.follow, "lock.tick": self.presenter.tick}
