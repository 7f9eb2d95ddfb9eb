"""A page of the administration in the real window, as an administrator meets it: what every such page has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.page_screen import PageScreen
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.permissions import Role
from tests.conftest import Run
from tests.desktop_parts import HandClock, write
from tests.screens.shell.console import Console
from tests.unit.desktop.desk_parts import Jobs

W = TypeVar("W")


class AdminDesk(Console):
    """A console with pages of the administration; the first is where it opens."""

    opens: ClassVar[bool] = False
    """Whether it is open when a scene begins."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock)
        self.gateway, self.jobs = gateway, Jobs()
        self.toasts: list[Toast] = []
        self.left: list[str] = []
        self.admin_pages: dict[str, PageScreen[Any, Any]] = {}
        self.parts = AdminParts(
            gateway, look, RuleWords(lambda: gateway.state.center, self.language), self.language, self.toasts.append,
            self.jobs.start, self.left.append, WithoutPrinter(), self.doors(),
        )  # fmt: skip
        self.program.searching = lambda page, text: self.admin_pages[page].search(text)

    def doors(self) -> dict[str, Callable[[], None]]:
        """What opens this PC's own settings."""
        return {}

    def add(self, screen: PageScreen[Any, Any]) -> None:
        """One more page in the window."""
        self.admin_pages[screen.name] = screen
        self.window.add_page(screen.name, screen.view, screen.actions, screen.panes)

    def language(self) -> str:
        return self.languages.current.code

    async def show(self, page: str = "", **state: Any) -> None:
        """Open the window on a page, with the server's first answer."""
        first = page or next(iter(self.admin_pages))
        self.open(pages=("reception", *self.admin_pages), page=first, **({"user": "هدى", "role": "admin"} | state))
        self.admin_pages[first].entered()
        await self.work()

    async def work(self) -> None:
        """What is wanted is asked, every intent is done, and all of it is painted."""
        for screen in self.admin_pages.values():
            await screen.presenter.catch_up()
        await self.jobs.run()
        self.settle()

    async def second(self) -> None:
        """A second passes."""
        for screen in self.admin_pages.values():
            if screen.presenter._seen:
                screen.presenter.pass_second()
        await self.work()

    # ------------------------------------------------------------------ what is seen
    @property
    def said(self) -> list[str]:
        """Every toast so far, as it is read now."""
        return [bidi.strip(say(toast.text)) for toast in self.toasts]

    def words_of(self, name: str) -> str:
        """What the label *name* says, or nothing when it is not shown."""
        label = self.found(QLabel, name)
        return bidi.strip(label.text()) if label.isVisible() else ""

    def rows(self, name: str) -> list[list[str]]:
        """The cells of a table."""
        return self.table(name).cells()

    def table(self, name: str) -> TicketTable:
        return self.found(TicketTable, name)

    def dialog(self) -> QDialog | None:
        """The question that is open."""
        found = QApplication.activeModalWidget()
        return found if isinstance(found, QDialog) else None

    def button(self, name: str) -> QAbstractButton:
        """A button by its name, in the dialog over the window or in the window."""
        for place in (QApplication.activeModalWidget(), self.window):
            found = place.findChild(QAbstractButton, name) if place is not None else None
            if isinstance(found, QAbstractButton):
                return found
        raise AssertionError(name)

    def can(self, action: str) -> bool:
        """Whether the button of this action is on and seen."""
        found = self.button(f"action_{action}")
        return found.isEnabled() and found.isVisible()

    def found(self, kind: type[W], name: str) -> W:
        """The widget of this name."""
        widget = self.window.findChild(kind, name)  # type: ignore[type-var]  # every kind asked for is a QObject
        assert isinstance(widget, kind), name
        return widget

    # ------------------------------------------------------------------ what is done
    def press(self, name: str) -> None:
        """A button by its name, as long as it can be pressed."""
        button = self.button(name)
        assert button.isEnabled(), name
        button.click()
        self.clock.turn(1)

    async def click(self, name: str) -> None:
        """The same, and all that follows from it."""
        self.press(name)
        await self.work()

    def type(self, name: str, text: str) -> None:
        """Type into the field *name*, in the dialog over the window or in the window."""
        place = QApplication.activeModalWidget() or self.window
        found = next((f for f in place.findChildren(QLineEdit, f"{name}_edit") if f.isVisible()), None)
        assert found is not None, name
        found.setFocus()
        found.selectAll()
        write(found, text)
        self.settle()

    def type_into(self, name: str, text: str) -> None:
        """The old text goes, the new one comes, and the line is left."""
        line = self.found(QLineEdit, name)
        line.setText(text)
        line.textEdited.emit(text)
        line.editingFinished.emit()

    async def hit(
        self, key: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, scan: int = 0
    ) -> None:
        """Press a key wherever the keyboard is."""
        self.key(key, modifiers, scan=scan)
        await self.work()

    async def shut(self) -> None:
        """Close the window and the desk."""
        self.jobs.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await self.gateway.close()


D = TypeVar("D", bound=AdminDesk)
Play = Callable[[Callable[[D], Awaitable[None]]], None]


def playing(desk: type[D], *roles: Role) -> Any:
    """The fixture that runs a scene at such a desk."""

    @pytest.fixture
    def play(
        qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
    ) -> Play[D]:
        def run(scene: Callable[[D], Awaitable[None]]) -> None:
            async def whole() -> None:
                gateway = await LocalGateway.with_center(roles=roles or ("admin",))
                at = desk(qapp, look, languages, hand_clock, gateway)
                if at.opens:
                    await at.show()
                try:
                    await scene(at)
                finally:
                    await at.shut()

            qt_run(whole())

        return run

    return play
