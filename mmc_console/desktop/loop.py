"""The console as a program: one after the other, and the word that a profile is taken or cannot be used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from mmc_console import assets
from mmc_console.client.clock import SystemClock
from mmc_console.client.profile import Profile
from mmc_console.desktop import running
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.in_use import InUseWindow
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.opening import Start
from mmc_console.desktop.unusable import UnusableWindow

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
    look, languages = _spoken(app, language)
    window = InUseWindow(look, holder)
    if app.platformName() == "offscreen":
        return  # nobody could close it
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        runner.run(_until_closed(window))
    languages.leave()


def tell_unusable(path: Path, fault: OSError, language: str) -> Profile | None:
    """Show what keeps *path* from being a profile, until it is one; None: the person gave up. ProfileInUse."""
    app = application()
    if app.platformName() == "offscreen":
        return None  # nobody could press anything
    look, languages = _spoken(app, language)
    window = UnusableWindow(look, path, fault)
    try:
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            return runner.run(until_usable(window, lambda: Profile(path)))
    finally:
        languages.leave()
        look.leave()  # the console that opens now has its own


async def until_usable(window: UnusableWindow, take: Callable[[], Profile]) -> Profile | None:
    """What *take* gives, at whichever press it does; None once the window is closed. ProfileInUse."""
    pressed: asyncio.Queue[bool] = asyncio.Queue()
    window.again.connect(lambda: pressed.put_nowait(True))
    window.closed.connect(lambda: pressed.put_nowait(False))
    window.show()
    try:
        while await pressed.get():
            window.wait()
            try:
                profile = await asyncio.to_thread(take)
            except OSError as fault:
                window.tell(fault, f"{SystemClock().now().astimezone():%H:%M:%S}")
                continue
            if pressed.empty():
                return profile
            profile.close()  # the window was closed meanwhile
            return None
        return None
    finally:
        window.close()
        window.deleteLater()


def _spoken(app: QApplication, language: str) -> tuple[Look, Languages]:
    look = Look(app)
    languages = Languages(app, look, assets.path("translations"))
    known = [each.code for each in languages.available]
    languages.switch(language if language in known else known[0])
    return look, languages


async def _until_closed(window: InUseWindow) -> None:
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    window.show()
    await closed.wait()
