"""The page of users and roles: faults and unsaved edits, a password to hand over, consoles, boards, plugins."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.admin.users.contract import TABS
from mmc_console.desktop.admin.users.screen import UsersScreen
from mmc_console.wire.boards import BoardCode, BoardSettings

if TYPE_CHECKING:
    from mmc_console.desktop.app import App
    from mmc_console.desktop.tour.walk import Tour

NO_PASSWORD = "-".join(["abcde"] * 4)
"""Opens nothing: what opens something is told once, and not to a picture."""


async def picture_users(tour: Tour, app: App) -> None:
    """Every tab of it, as an administrator meets them."""
    app.shell.presenter.go_to("users")
    assert app.pages is not None
    screen = app.pages.called("users")
    assert isinstance(screen, UsersScreen)
    page, view = screen.presenter, screen.view
    await tour.until(lambda: "people" in page.state.known, "the people are there")
    await tour.picture("users")
    page.new()
    page.toggle("roles", "clinician")
    page.save()
    await tour.picture("users_wrong")
    first = page.state.people[0]
    page.select("people", first.id)
    await tour.picture("users_unsaved")
    page.discard()

    def ask(question: Callable[[], Coroutine[Any, Any, object]]) -> Callable[[], object]:
        return lambda: app.tasks.start("tour.ask", _asked(question()))

    await tour.picture("users_deactivate", ask(lambda: view.confirm("deactivate", first.name, own=True)))
    await tour.picture("users_password", ask(lambda: view.show_password(first, NO_PASSWORD)))
    for tab in TABS[1:]:
        page.open(tab)
        await tour.until(partial(page.knows, tab), "the server has answered")
        await tour.picture(f"users_{tab}")
    gateway = app.gateway
    assert gateway is not None
    until = gateway.now() + timedelta(minutes=10)
    code = BoardCode(code="00000000", expires_at=until, board=BoardSettings(name="A"))
    await tour.picture("users_board_code", ask(lambda: view.show_code(code, until)))
    page.open("people")


async def _asked(question: Coroutine[Any, Any, object]) -> None:
    await question
