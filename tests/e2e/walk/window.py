"""The real window in this process over a real server: what a page offers, what it asked, what lies open over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)

from mmc_console.client.server_port import Question, Server
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.opening import Start
from mmc_console.desktop.pages import Page
from tests.e2e.centre import PASSWORD
from tests.e2e.program import FolderKeys

PATIENCE: Final = 20.0
"""Seconds anything may take on a busy machine before the test says that it never came."""


class Heard:
    """The server's own line, with a note of what was asked over it."""

    def __init__(self, inner: Server) -> None:
        self._inner = inner
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def ask(self, bearer: str, question: Question) -> bytes:
        """Passed on."""
        answer = await self._inner.ask(bearer, question)
        self.asked.append(f"{question.method} {question.path}")
        return answer

    async def fetch(self, bearer: str, question: Question, target: Path, heard: Callable[[int], None]) -> None:
        """Passed on."""
        await self._inner.fetch(bearer, question, target, heard)
        self.asked.append(f"{question.method} {question.path}")


class Window:
    """A console somebody is signed in at."""

    def __init__(self, app: App, heard: Heard, folder: Path) -> None:
        self.app, self.heard = app, heard
        self.saved = folder / "saved"
        """Where files are written that a person saves."""
        self.saved.mkdir(exist_ok=True)
        self.noted: Any = None
        """What the table remembers of before a press."""

    @property
    def language(self) -> str:
        """Which one it speaks."""
        return self.app.languages.current.code

    def page(self, name: str) -> Page:
        """A page that was opened."""
        found = self.app.page_called(name)
        assert found is not None, f"{name} was never built"
        return found

    async def until(self, true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Wait for something the program does by itself."""
        self.app.locking.touch()
        for _ in range(int(patience / 0.02)):
            so = true()
            await asyncio.sleep(0.02)  # house(sleeping): a real server and a real window work meanwhile, no event tells
            if so:  # and what was asked to be shown has been
                return
        raise AssertionError(f"never: {what}; asked lately: {self.heard.asked[-8:]}; toasts: {self.toasts()}")

    async def open(self, name: str) -> Page:
        """Go to a page as its key does."""
        self.app.shell.presenter.go_to(name)
        await self.until(lambda: self.app.page_called(name) is not None, f"the page {name}")
        return self.page(name)

    def toasts(self) -> tuple[str, ...]:
        """What the toasts say."""
        return tuple(bidi.strip(text) for text in self.app.shell.window.toasts.texts)

    def clear_toasts(self) -> None:
        """None is open any more."""
        while self.app.shell.window.toasts.close_top():
            pass

    def dialog(self) -> QDialog | None:
        """The box that lies over the window."""
        found = QApplication.activeModalWidget()
        return found if isinstance(found, QDialog) else None

    # ------------------------------------------------------------------ buttons
    def button_of(self, name: str, action: str) -> QAbstractButton | None:
        """The page's own button for an action, if one is in sight."""
        return next((b for b in self.buttons(name) if b.objectName() == f"action_{action}"), None)

    def button_in(self, box: QDialog, name: str) -> QAbstractButton:
        """A box's own button."""
        found: QAbstractButton | None = box.findChild(QAbstractButton, name)
        assert found is not None, f"{box.objectName()} has no {name}"
        return found

    def buttons(self, name: str) -> list[QAbstractButton]:
        """Every button of the page that is in sight; those a list or a line has inside are its own."""
        view: QWidget = self.page(name).view  # type: ignore[attr-defined]  # every page of the administration has one
        return [b for b in view.findChildren(QAbstractButton) if b.isVisible() and _is_ours(b)]


def _is_ours(button: QAbstractButton) -> bool:
    return not isinstance(button.parentWidget(), (QLineEdit, QComboBox, TicketTable)) and button.objectName() != "qt_"


def reason_of(button: QAbstractButton) -> str:
    """Why it is off, as it is told: the last line of its tooltip."""
    return button.toolTip().partition("\n")[2].strip()


# ---------------------------------------------------------------------- its life
@asynccontextmanager
async def window(app: QApplication, url: str, folder: Path, language: str) -> AsyncIterator[Window]:
    """A console at *url*, the administrator signed in, until the block ends."""
    profile = folder / "profile"
    profile.mkdir()
    start = Start(
        profile, profile / "settings.json", server=url, language=language, keys=FolderKeys(folder / "keys"),
    )  # fmt: skip
    console = App(app, start, Failures())
    async with asyncio.TaskGroup() as group:
        running = group.create_task(console.run(), name="console")
        try:
            yield await _signed_in(console, folder)
        finally:
            console.closing.set()
            await running
    console.shell.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def _signed_in(console: App, folder: Path) -> Window:
    waiting = Window(console, Heard(None), folder)  # type: ignore[arg-type]  # there is no line before the sign-in
    await waiting.until(lambda: console.sign_in is not None and console.gateway is not None, "the sign-in")
    sign_in, gateway = console.sign_in, console.gateway
    assert sign_in is not None
    assert gateway is not None
    await waiting.until(lambda: sign_in.presenter.state.server_state == "online", "the server answers")
    sign_in.presenter.sign_in("admin", PASSWORD)
    await waiting.until(lambda: console.pages is not None and gateway.ready, "the pages")
    door = gateway.admin
    heard = Heard(door._server)
    door._server = heard
    return Window(console, heard, folder)
