"""What every page's view does: it tells when it is seen, paints again in another look, says toasts, asks for files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.again_dialog import AgainWords, again_button, ask_password
from mmc_console.desktop.admin.files import choose_target
from mmc_console.desktop.admin.page_presenter import Asked, Seen
from mmc_console.desktop.admin.page_words import AdminWords
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.facts import Message

S = TypeVar("S", bound=Asked)


I = TypeVar("I", bound=Seen)  # noqa: E741 - what a person intends


class PageView(QWidget, Generic[S, I]):
    """A page's widget. `render` paints a State; what is not painted is in no other place."""

    def __init__(self, name: str, parts: AdminParts, actions: ActionList, state: S) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look, self._actions, self._toast, self._language = parts.look, actions, parts.toast, parts.language
        self._rules, self._page_words = parts.words, AdminWords(parts.words)
        self._state = state
        self._intents: I | None = None
        self._unsaid = self._stale = False
        """A language, and a look, that came while nobody saw the page."""
        self._trouble_box = TroubleBox(self._look, name, self.refresh, self.sign_in_again)
        self._trouble_box.setParent(self)

    # ------------------------------------------------------------------ what stands on every page
    def _head(self, title: Text) -> QHBoxLayout:
        """The page's first row: what it is called, and room for what belongs to all of it."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(title, "h2", name=f"{self.objectName()}_title"))
        return row

    def _column(self) -> QVBoxLayout:
        """The page from top to bottom."""
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        return column

    def _show_trouble(self) -> None:
        """Why what is shown is not of now, and how old it is."""
        state, trouble = self._state, self._state.trouble
        said = self._page_words.trouble(state, self.message(trouble)) if trouble is not None else ""
        self._trouble_box.show_trouble(said, may_ask=state.offline is None, refused=state.refused)

    # ------------------------------------------------------------------ what a page says of itself
    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        raise NotImplementedError

    @property
    def front(self) -> QWidget:
        """Where the keyboard begins."""
        return self.panes[0]

    def render(self, state: S) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        raise NotImplementedError

    def message(self, message: Message) -> str:
        """What *message* says."""
        return self._page_words.message(message)

    # ------------------------------------------------------------------ seen and not seen
    def bind(self, intents: I) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.render(self._state)

    def refresh(self) -> None:
        """Somebody wants it asked again."""
        if self._intents is not None:
            self._intents.refresh()

    def sign_in_again(self) -> None:
        """Somebody wants to be let in by the password."""
        if self._intents is not None:
            self._intents.sign_in_again()

    def event(self, event: QEvent) -> bool:
        """Nobody reads a page that is not shown: it says its words in another language when somebody does again."""
        if event.type() == QEvent.Type.LanguageChange and not self.isVisible():
            self._unsaid = True
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        self.unsetLayoutDirection()
        if self._unsaid:
            self._unsaid = False
            super().event(QEvent(QEvent.Type.LanguageChange))
        if self._stale:
            self._stale = False
            self.render(self._state)
        super().showEvent(event)
        if self._intents is not None:
            self._intents.come_in()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.setLayoutDirection(self.layoutDirection())  # the side it has, until it is shown again
        if self._intents is not None:
            self._intents.go_away()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not is_look_change(event) or getattr(self, "_intents", None) is None:
            return
        if self.isVisible():
            self.render(self._state)
        else:
            self._stale = True

    # ------------------------------------------------------------------ what a presenter asks
    def say(self, message: Message, *, fault: bool = False) -> None:
        """A toast, in the language of the moment it is read."""
        self._toast(Toast(lambda: self.message(message), None, "error" if fault else "ok"))

    async def ask_password(self, problem: Message | None) -> str | None:
        """Typed, sent, and kept nowhere."""
        return await ask_password(self._look, self.window(), self.message, problem)

    async def choose_file(self, name: str) -> Path | None:
        """The system's own window, opened and awaited."""
        return await choose_target(self.window(), self.tr("Save the file"), name)


class TroubleBox(InfoBox):
    """Why what is shown is not of now, how old it is, and a way to ask again, or to be let in where it was refused."""

    def __init__(
        self, look: Look, name: str, again: Callable[[], None], sign_in: Callable[[], None]
    ) -> None:  # fmt: skip
        self._said = Label("", "body", wrap=True, name=f"{name}_trouble")
        super().__init__(self._said, IconLabel(look, "alert-triangle", "warn"), "warn")
        self._again = Button(look, lambda: self.tr("Try again"), kind="link", name=f"{name}_again", pressed=again)
        row: Any = self.layout()
        row.addWidget(self._again)
        self._sign_in = again_button(look, AgainWords(self), f"{name}_trouble", sign_in)
        row.addWidget(self._sign_in)
        self.hide()

    def show_trouble(self, text: str, *, may_ask: bool = False, refused: bool = False) -> None:
        """*text*; nothing where there is no trouble."""
        self._said.say(text)
        self._again.setVisible(may_ask and not refused)
        self._sign_in.setVisible(refused)
        self.setVisible(bool(text))
