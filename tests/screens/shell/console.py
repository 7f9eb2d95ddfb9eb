"""The console's window as a person meets it: what is seen and pressed; the only place that knows object names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLineEdit, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.shell.screen import Shell, build
from tests.desktop_parts import HandClock

MORNING = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
NONE = Qt.KeyboardModifier.NoModifier


class KeptGeometry:
    """Remembers the window's place for the test."""

    def __init__(self) -> None:
        self.kept = b""

    def load(self) -> bytes:
        return self.kept

    def save(self, geometry: bytes) -> None:
        self.kept = geometry


class AskedProgram:
    """Keeps what it was asked; switches the language for real."""

    def __init__(self, languages: Languages) -> None:
        self.asked: list[str] = []
        self.searching: Callable[[str, str], None] = lambda page, text: None
        self._languages = languages

    def switch_language(self) -> None:
        self._languages.switch(self._languages.next.code)

    def lock(self) -> None:
        self.asked.append("lock")

    def switch_user(self) -> None:
        self.asked.append("switch_user")

    def sign_out(self) -> None:
        self.asked.append("sign_out")

    def search(self, page: str, text: str) -> None:
        self.asked.append(f"search {page} {text}")
        self.searching(page, text)

    def choose_place(self, key: str) -> None:
        self.asked.append(f"choose_place {key}")

    def refresh(self) -> None:
        self.asked.append("refresh")

    def undo(self) -> None:
        self.asked.append("undo")

    def page_shown(self, page: str) -> None:
        self.asked.append(f"page_shown {page}")

    def condition_pressed(self, code: str) -> None:
        self.asked.append(f"condition_pressed {code}")

    def open_settings(self) -> None:
        self.asked.append("open_settings")

    def open_board(self) -> None:
        self.asked.append("open_board")

    def open_devices(self) -> None:
        self.asked.append("open_devices")

    def close(self) -> None:
        self.asked.append("close")


class Console:
    """What a person sees and does; the only place that knows object names."""

    def __init__(self, app: QApplication, look: Look, languages: Languages, clock: HandClock) -> None:
        self.app, self.look, self.languages, self.clock = app, look, languages, clock
        self.geometry, self.program = KeptGeometry(), AskedProgram(languages)
        self.shell: Shell = build(app, look, languages, self.geometry, self.program, clock)
        self.window, self.presenter = self.shell.window, self.shell.presenter
        languages.on_change(self.presenter.show_again)
        self.actions = ActionList(clock)
        self.field = Field(look, "رقم الهوية", name="number")
        self.page = QWidget()
        row = QHBoxLayout(self.page)
        card = Card("تذكرة جديدة")
        card.body.addWidget(self.field)
        self.other = Field(look, "الاسم", name="name")
        row.addWidget(card)
        row.addWidget(self.other)
        self.window.add_page("reception", self.page, self.actions, [self.field, self.other])
        self.today = QWidget()
        self.window.add_page("today", self.today, ActionList(clock))
        self._add_pending()
        self.pressed: list[str] = []

    def _add_pending(self) -> None:
        self.window.add_drawer("pending", "Pending", QLineEdit())

    def open(self, **state: object) -> None:
        """Show the window in the middle of a morning."""
        shown: dict[str, object] = {
            "place": "الاستقبال الرئيسي", "user": "نورة السالم", "role": "reception", "now": MORNING,
            "pages": ("reception",), "page": "reception",
        }  # fmt: skip
        self.presenter.show(**{**shown, **state})
        self.window.resize(1366, 688)
        self.window.show()
        self.settle()

    def offer(self, *actions: tuple[str, str, bool]) -> None:
        """The page's actions: name, key, on."""
        self.actions.show(
            Action(name, name, partial(self.pressed.append, name), key=key, enabled=on, reason=f"no {name}")
            for name, key, on in actions
        )

    def settle(self) -> None:
        """Until Qt has nothing left to do."""
        for _ in range(3):
            self.app.processEvents()

    def key(self, key: int, modifiers: Qt.KeyboardModifier = NONE, text: str = "", scan: int = 0) -> None:
        focus = self.app.focusWidget() or self.window
        self.app.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text))
        self.clock.turn(1)
        self.settle()

    def pill(self, name: str) -> Pill:
        found = self.window.findChild(Pill, name)
        assert isinstance(found, Pill)
        return found

    def button(self, name: str) -> QAbstractButton:
        found = self.window.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton), name
        return found

    def shows(self, name: str) -> bool:
        found = self.window.findChild(QWidget, name)
        return isinstance(found, QWidget) and found.isVisible()

    def text(self, name: str) -> str:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return bidi.strip(str(found.property("text")))
