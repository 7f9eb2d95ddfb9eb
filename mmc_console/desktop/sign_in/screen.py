"""Joins the sign-in's view and presenter."""

from __future__ import annotations

import platform
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.sign_in.presenter import Presenter, Program
from mmc_console.desktop.sign_in.view import SignInView
from mmc_console.desktop.sign_in.words import SignInWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


class SignInScreen:
    """The cover that stands before every page until somebody is signed in."""

    def __init__(
        self, gateway: Callable[[], Awaitable[Gateway]], look: Look,
        problems: Callable[[str, Mapping[str, str | int]], str], language: Callable[[], str],
        other_language: Callable[[], str], start: Callable[[str, Coroutine[Any, Any, None]], bool], program: Program, *,
        set_aside: Callable[[], Awaitable[None]], server: str, embedded: bool,
    ) -> None:  # fmt: skip
        words = SignInWords(problems)
        self.view = SignInView(look, words, language, other_language, platform.node())
        words.setParent(self.view)
        self.presenter = Presenter(
            gateway, self.view, start, program, set_aside=set_aside, server=server, embedded=embedded
        )
        self.view.bind(self.presenter)
        self.view.render(self.presenter.state)

    def services(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs as long as the cover may be shown."""
        return {"sign-in.follow": self.presenter.follow, "sign-in.tick": self.presenter.tick}
