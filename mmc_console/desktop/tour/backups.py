"""The tour's stops about backups: nothing yet, taken, late questions, and a whole restore by the wizard."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.admin.backups.contract import RecoveryKey
from mmc_console.desktop.admin.backups.screen import BackupsScreen
from mmc_console.desktop.tour.walk import PASSWORD

if TYPE_CHECKING:
    from mmc_console.desktop.app import App
    from mmc_console.desktop.tour.walk import Tour

NO_KEY = "-".join(["ABCDE"] * 14)
"""A key that opens nothing: the centre's own is told once, and not to a picture."""


async def backups(tour: Tour, app: App) -> None:
    """The page before and after the first backup, its questions, and every step of the wizard."""
    app.shell.presenter.go_to("backups")
    assert app.pages is not None
    screen = app.pages.called("backups")
    assert isinstance(screen, BackupsScreen)
    page, view = screen.presenter, screen.page
    await tour.until(lambda: page.state.phase == "ready", "the server has answered")
    await tour.picture("backups_none")
    page.take()
    await tour.until(lambda: page.state.kept and not page.state.work.doing, "a backup is taken")
    page.take()
    await tour.until(lambda: len(page.state.kept) > 1 and not page.state.work.doing, "and another")
    await tour.picture("backups")
    page.edit("every_hours", "48")
    page.edit("folder", "backups")
    page.keep()
    await tour.picture("backups_schedule_wrong")
    page.take_back()
    older = page.state.kept[-1]
    await tour.picture("backups_delete", lambda: app.tasks.start("tour.ask", _asked(view.confirm_delete(older))))
    center = app.gateway.state.center.center.name if app.gateway is not None else {}
    key = RecoveryKey("0a1b2c3d4e5f6071", NO_KEY, center, older.at)
    await tour.picture("backups_key", lambda: app.tasks.start("tour.ask", _asked(view.show_key(key))))
    await tour.picture("backups_store", lambda: app.tasks.start("tour.ask", _asked(view.ask_secret())))
    await _restore(tour, app, screen)


async def _restore(tour: Tour, app: App, screen: BackupsScreen) -> None:
    """From the older of the two; the day goes on where it was."""
    wizard = screen.restore
    screen.presenter.select(screen.presenter.state.kept[-1].id)
    screen.presenter.restore()
    await tour.until(lambda: wizard.state.kept, "the good ones are listed")
    wizard.choose_way("moment")
    await tour.picture("restore_1_choose")
    wizard.edit_moment("11:99")
    wizard.go_on()
    await tour.picture("restore_1_no_moment")
    wizard.choose_way("backup")
    wizard.go_on()
    await tour.until(lambda: wizard.state.changes or wizard.state.problem, "it is looked through")
    await tour.picture("restore_2_check")
    wizard.go_on()
    await tour.picture("restore_3_changes")
    wizard.go_on()
    wizard.edit_center(wizard.state.must_type)
    wizard.edit_reason("تعطّل القرص")
    wizard.edit_password("wrong password")
    wizard.go_on("wrong password")
    await tour.until(lambda: wizard.state.errors, "the password is refused")
    await tour.picture("restore_4_confirm")
    wizard.edit_password(PASSWORD)
    wizard.go_on(PASSWORD)
    await tour.until(lambda: wizard.state.report, "it is done")
    gateway = app.gateway
    assert gateway is not None
    done = gateway.now()
    await tour.picture("restore_5_done")
    wizard.go_on()
    # what is done before the console has heard of the other history would be judged by what it knew of the old one
    await tour.until(lambda: (of := gateway.connection.data_from) is not None and of > done, "work goes on")


async def _asked(question: Coroutine[Any, Any, object]) -> None:
    await question
