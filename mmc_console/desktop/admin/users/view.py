"""The page of users and roles: four tabs, and the one list of what can be done. Paints; decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.admin.users.contract import TABS, Intents, Question, State, Tab
from mmc_console.desktop.admin.users.dialogs import BoardDialog, CodeDialog, NameDialog, PasswordDialog
from mmc_console.desktop.admin.users.machine_tabs import Boards, Consoles, Plugins
from mmc_console.desktop.admin.users.people import PeopleTab
from mmc_console.desktop.admin.users.words import UserWords
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.dialogs import ask
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import Console, Person
from mmc_console.wire.boards import BoardCode, BoardRequest, BoardSettings

if TYPE_CHECKING:
    from mmc_console.desktop.admin.users.intake.presenter import Presenter as Intake


class UsersView(PageView[State, Intents]):
    """Widgets of the page, and its one list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("users", parts, actions, State())
        look, self._now = self._look, parts.gateway.now
        self._words = words = UserWords(parts.words, parts.language)
        self.tabs = ToggleRow(look, tuple((tab, partial(words.tab, tab)) for tab in TABS), name="users_tabs")
        self.people = PeopleTab(look, actions, words)
        self.consoles = Consoles(look, actions, words)
        self.boards = Boards(look, actions, words)
        self.plugins = Plugins(look, actions, words)
        self._stack = QStackedWidget()
        self._parts: dict[Tab, PeopleTab | Consoles | Boards | Plugins] = {
            "people": self.people, "consoles": self.consoles, "boards": self.boards, "plugins": self.plugins,
        }  # fmt: skip
        for part in self._parts.values():
            self._stack.addWidget(part)
        column = self._column()
        column.addWidget(self.tabs)
        column.addWidget(self._trouble_box)
        column.addWidget(self._stack, 1)

    def bind(self, intents: Intents) -> None:
        self.tabs.chosen.connect(lambda key: intents.open(next(tab for tab in TABS if tab == key)))
        for part in self._parts.values():
            part.bind(intents)
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.people.list, self.people.editor, self.tabs)

    @property
    def front(self) -> QWidget:
        """The table of the tab that is shown."""
        return self._parts[self._state.tab].table

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*; only the tab that is shown costs anything."""
        self._state = state
        if self._intents is None:
            return
        self.tabs.show_choice(state.tab)
        self._stack.setCurrentWidget(self._parts[state.tab])
        self._switch(state, self._intents)
        self._parts[state.tab].show_state(state)
        self._show_trouble()

    def message(self, message: Message) -> str:
        return self._words.message(message) or super().message(message)

    def show_wrong(self) -> None:
        """Put the keyboard at the first field that is wrong."""
        self.people.editor.show_wrong()

    async def confirm(self, question: Question, about: str, *, own: bool) -> bool:
        """Ask, with the safe verb focused."""

        def part(n: int) -> str:
            return self._words.question(question, about)[n]

        def detail() -> str:
            return f"{self._words.own(question)} {part(1)}" if own else part(1)

        harm = question in ("deactivate", "revoke", "remove-board")
        return await ask(self._look, self, partial(part, 0), partial(part, 2), partial(part, 3), detail=detail,
                         danger=harm)  # fmt: skip

    async def show_password(self, person: Person, password: str) -> bool:
        """A first password, until it is handed over."""
        return await PasswordDialog(self._look, self, person, password, self.say).answer()

    async def import_people(self, intake: Intake) -> None:
        """The box for a file of people."""
        from mmc_console.desktop.admin.users.intake.view import IntakeDialog
        from mmc_console.desktop.admin.users.intake.words import IntakeWords

        dialog = IntakeDialog(self._look, self, IntakeWords(self._words, self.message), intake)
        intake.bind(dialog)
        try:
            await dialog.answer()
        finally:
            intake.unbind()

    async def ask_name(self, console: Console) -> str | None:
        """What a console is to be called."""
        dialog = NameDialog(self._look, self, console)
        return dialog.chosen if await dialog.answer() else None

    async def ask_board(self, present: BoardSettings | None) -> BoardRequest | None:
        """What a board is to show."""
        dialog = BoardDialog(self._look, self, self._words, self._state, present)
        return dialog.request if await dialog.answer() else None

    async def show_code(self, code: BoardCode, now: datetime) -> None:
        """What is typed at the board."""
        await CodeDialog(self._look, self, code, self._now).answer()

    # ------------------------------------------------------------------ actions and language
    def _why_not(self, state: State) -> str:
        if state.offline is not None:
            return self.tr("The server cannot be reached.")
        if state.busy:
            return self.tr("One moment, please.")
        return "" if state.tab in state.known else self.tr("The server has not answered yet.")

    def _switch(self, state: State, intents: Intents) -> None:
        off = self._why_not(state)

        def action(id: str, text: Text, run: Callable[[], None], icon: str, why: str, key: str = "",
                   *, bar: bool = False) -> Action:  # fmt: skip
            return Action(id, text, run, icon, key, enabled=not why, reason=why, bar=bar, sheet=id[:4] != "bar_")

        after = TABS[(TABS.index(state.tab) + 1) % len(TABS)]
        shown = [
            action("next_tab", lambda: self._words.tab(after), lambda: intents.open(after), "file-text", "",
                   "Ctrl+PgDown"),
        ]  # fmt: skip
        made = {"people": self._for_people, "consoles": self._for_consoles, "boards": self._for_boards,
                "plugins": self._for_plugins}[state.tab]  # fmt: skip
        self._actions.show([*made(state, intents, off, action), *shown])

    def _for_people(self, state: State, intents: Intents, off: str, action: Callable[..., Action]) -> list[Action]:
        person = state.person
        none = off or ("" if person is not None else self.tr("Select somebody first."))
        ended = none or (self.tr("Nobody is signed in with this account.") if person and not person.sessions else "")
        clean = off or ("" if state.dirty else self.tr("Nothing was changed."))
        away = person is not None and not person.enabled
        gone = none or (self.tr("They are let in no more.") if away else "")
        switch = (lambda: self.tr("Activate")) if away else (lambda: self.tr("Deactivate…"))
        return [
            action("user_new", lambda: self.tr("Add somebody"), intents.new, "plus", off, "Ctrl+Shift+N", bar=True),
            action("users_import", lambda: self.tr("From a file…"), intents.import_people, "file-text", off),
            action("user_save", lambda: self.tr("Save"), intents.save, "check", clean, "Ctrl+S", bar=True),
            action("user_discard", lambda: self.tr("Discard"), intents.discard, "x",
                   "" if state.dirty else self.tr("Nothing was changed.")),
            action("user_password", lambda: self.tr("New first password…"), intents.reset_password, "lock", gone),
            action("user_sign_out", lambda: self.tr("Sign out everywhere…"), intents.sign_out, "logout", ended),
            action("user_switch", switch, intents.switch_person, "user-check" if away else "user-x", none),
            action("users_clear", lambda: self.tr("Clear"), intents.clear_filters, "x",
                   "" if state.filtered else self.tr("No filter is set.")),
            action("bar_save", lambda: self.tr("Save"), intents.save, "check", clean),
            action("bar_discard", lambda: self.tr("Discard"), intents.discard, "trash", ""),
            action("bar_stay", lambda: self.tr("Go on writing"), intents.stay, "pencil", ""),
        ]  # fmt: skip

    def _for_consoles(self, state: State, intents: Intents, off: str, action: Callable[..., Action]) -> list[Action]:
        console = state.console
        none = off or ("" if console is not None else self.tr("Select a console first."))
        gone = none or (self.tr("It is let in no more already.") if console and console.revoked else "")
        return [
            action("console_rename", lambda: self.tr("Name…"), intents.rename_console, "pencil", none, bar=True),
            action("console_revoke", lambda: self.tr("Revoke…"), intents.revoke_console, "hand-stop", gone, bar=True),
        ]

    def _for_boards(self, state: State, intents: Intents, off: str, action: Callable[..., Action]) -> list[Action]:
        none = off or ("" if state.board is not None else self.tr("Select a board first."))
        return [
            action("board_new", lambda: self.tr("New board…"), intents.new_board, "plus", off, bar=True),
            action("board_code", lambda: self.tr("New code…"), intents.new_code, "device-tv", none, bar=True),
            action("board_remove", lambda: self.tr("Remove…"), intents.remove_board, "trash", none, bar=True),
        ]

    def _for_plugins(self, state: State, intents: Intents, off: str, action: Callable[..., Action]) -> list[Action]:
        plugin = state.plugin
        none = off or ("" if plugin is not None else self.tr("Select a plugin first."))
        on = plugin is not None and plugin.on
        words = (lambda: self.tr("Switch off")) if on else (lambda: self.tr("Switch on"))
        icon = "player-pause" if on else "player-play"
        return [action("plugin_switch", words, intents.switch_plugin, icon, none, bar=True)]
