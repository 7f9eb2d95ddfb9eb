"""The console as a program: one after the other, and the word that a profile is taken."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from mmc_console import assets
from mmc_console.desktop import running
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.in_use import InUseWindow
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.opening import Start

NAME = "mmc-console"


def application() -> QApplication:
    """The console's."""
    return running.application(NAME)


def open_console(start: Start) -> int:
    """Run one console until it is closed."""
    return running.run_to_its_end(NAME, lambda app, failures: _run(app, start, failures))


async def _run(app: QApplication, start: Start, failures: Failures) -> int:
    """One console after the other: each choice of another server opens the program anew."""
    following: Start | None = start
    code = 0
    while following is not None:
        console = App(app, following, failures)
        code = await console.run()
        following = console.following
        console.shell.window.deleteLater()
    return code


def tell_in_use(holder: str, language: str) -> None:
    """Show that another console holds this profile, until the person has read it."""
    app = application()
    look = Look(app)
    languages = Languages(app, look, assets.path("translations"))
    languages.switch(language)
    window = InUseWindow(look, holder)
    if app.platformName() == "offscreen":
        return  # nobody could close it
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        runner.run(_until_closed(window))


async def _until_closed(window: InUseWindow) -> None:
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    window.show()
    await closed.wait()
