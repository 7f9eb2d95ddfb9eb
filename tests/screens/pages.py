"""The work pages in the real window over the real projection, as a person meets them.

The only place that knows object names; tests speak of people, numbers, keys and words.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.clinic.my_day.screen import MyDayScreen
from mmc_console.desktop.clinic.screen import ClinicScreen
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import XLNumber
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.pages import Page
from mmc_console.desktop.pending.screen import PendingScreen
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.reception.screen import ReceptionScreen
from mmc_console.desktop.reception.today.screen import TodayScreen
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.ids import VisitId
from tests.desktop_parts import HandClock, write
from tests.screens.shell.console import Console
from tests.unit.desktop.desk_parts import Jobs

ALT, CTRL, NONE, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip


def _nothing(*_: object) -> None:
    """What Undo does in a toast of these tests."""


class Desk(Console):
    """One console with every work page."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock)
        self.gateway, self.jobs = gateway, Jobs()
        self.toasts: list[Toast] = []
        rules = RuleWords(lambda: gateway.state.center, self.language)
        words = TicketWords(rules.problem)
        start = self.jobs.start
        self.reception = ReceptionScreen(
            gateway, look, words, self.language, self._toast, _nothing, start, WithoutPrinter(), now=clock
        )
        self.clinic = ClinicScreen(
            gateway,
            look,
            words,
            self.language,
            self._toast,
            _nothing,
            self.window.top_bar.clear_search,
            start,
            now=clock,
        )
        self.day = TodayScreen(
            gateway,
            look,
            words,
            self.language,
            self._toast,
            _nothing,
            start,
            WithoutPrinter(),
            self._to_form,
            now=clock,
        )
        self.mine = MyDayScreen(gateway, look, words, self.language, rules.undo_of, self._undo, now=clock)
        for screen in (self.reception, self.day, self.clinic, self.mine):
            self.window.add_page(screen.name, screen.view, screen.actions, screen.view.panes)
        self.pending = PendingScreen(gateway, look, words, rules, self.language, self._toast, start, now=clock)
        self.window.add_drawer("pending", self.pending.view.title, self.pending.view)
        self.program.searching = lambda page, text: self.screen(page).search(text)

    def _add_pending(self) -> None:
        """The real drawer comes with the gateway."""

    def screen(self, page: str) -> Page:
        """The page of this name."""
        pages: dict[str, Page] = {
            "reception": self.reception, "today": self.day, "clinic": self.clinic, "my_day": self.mine,
        }  # fmt: skip
        return pages[page]

    def _to_form(self, visit: VisitId | None) -> None:
        self.presenter.go_to("reception")
        if visit is not None:
            self.reception.presenter.take_up(visit)

    def _undo(self) -> None:
        async def undo() -> None:
            await self.gateway.undo()

        self.jobs.start("undo", undo())

    def language(self) -> str:
        return self.languages.current.code

    def _toast(self, toast: Toast) -> None:
        self.toasts.append(toast)

    @property
    def said(self) -> list[str]:
        """Every toast so far, as it was read."""
        return [bidi.strip(say(toast.text)) for toast in self.toasts]

    async def work(self) -> None:
        """Every intent is done, the server has answered, both pages are repainted."""
        self.jobs.drop("find-person")
        await self.jobs.run()
        await self.gateway.settle()
        for page in (self.reception, self.clinic):
            page.presenter.refresh()
        if self.presenter.state.page in ("today", "my_day"):
            (self.day if self.presenter.state.page == "today" else self.mine).presenter.refresh()
        if self.shows("drawer_pending"):
            self.pending.presenter.refresh()
        self.jobs.drop("find-person")
        await self.jobs.run()
        self.settle()

    async def show(self, page: str, pages: tuple[str, ...] = ("reception", "clinic")) -> None:
        """Open the window on this page."""
        self.open(pages=pages, page=page)
        self.screen(page).entered()
        await self.work()

    async def hit(self, key: int, modifiers: Qt.KeyboardModifier = NONE, scan: int = 0) -> None:
        """Press a key wherever the keyboard is."""
        self.key(key, modifiers, scan=scan)
        await self.work()

    def send(self, key: Qt.Key) -> None:
        """Press a key while another task waits: Qt's events are not pumped here, or that task would lose its step."""
        focus = self.app.focusWidget() or self.window
        self.app.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, int(key), NONE, 0, 0, 0, ""))

    def type_into(self, name: str, text: str) -> None:
        """Type into the field *name*."""
        found = self.reception.view.findChild(QWidget, f"{name}_edit")
        assert isinstance(found, QWidget)
        found.setFocus()
        write(found, text)
        self.settle()

    def toggle(self, row: str, key: str) -> None:
        """Press the button *key* of the row of filters *row*."""
        filters = self.window.findChild(QWidget, row)
        assert filters is not None, row
        found = filters.findChild(QAbstractButton, f"toggle_{key}")
        assert isinstance(found, QAbstractButton), key
        found.click()

    def words_of(self, name: str) -> str:
        """What the label *name* says, or nothing when it is not shown."""
        found = self.window.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return bidi.strip(found.text()) if found.isVisible() else ""

    def table(self, name: str) -> TicketTable:
        found = [table for table in self.window.findChildren(TicketTable, name) if table.isVisible()]
        assert len(found) == 1, name
        return found[0]

    def rows(self, name: str = "queue") -> list[list[str]]:
        """The cells of a table."""
        return self.table(name).cells()

    def empty_of(self, name: str) -> str:
        """What a table without rows says."""
        return bidi.strip(say(self.table(name)._empty))

    @property
    def number(self) -> str:
        """The big number."""
        found = self.window.findChild(XLNumber, "current_number")
        assert isinstance(found, XLNumber)
        return found.label if found.isVisible() else ""

    def can(self, action: str) -> bool:
        """Whether the button of this action is on."""
        found = self.window.findChild(QAbstractButton, f"action_{action}")
        assert isinstance(found, QAbstractButton), action
        return found.isEnabled()

    async def shut(self) -> None:
        """Close the window and the desk."""
        self.jobs.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await self.gateway.close()
