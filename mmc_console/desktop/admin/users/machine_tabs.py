"""The tabs of consoles, boards and plugins: a table each, what is done to the selected one below, and a hint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.users.contract import Intents, State, Tab
from mmc_console.desktop.admin.users.words import UserWords
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, LabelCell, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import Text, say
from mmc_console.desktop.tickets.facts import word_in


class MachineTab(QWidget):
    """One table with its buttons."""

    def __init__(
        self, look: Look, actions: ActionList, words: UserWords, tab: Tab, columns: Sequence[Column],
        ids: Sequence[str], empty: Text, hint: Text,
    ) -> None:  # fmt: skip
        super().__init__()
        self._tab, self._words, self._nothing, self._painting = tab, words, empty, False
        self._state = State()
        card = self.card = Card(lambda: words.tab(tab), name=f"{tab}_card")
        self.table = TicketTable(look, columns, lambda: words.tab(tab), name=f"{tab}_table")
        card.body.addWidget(self.table, 1)
        card.setFocusProxy(self.table)
        card.body.addWidget(Label(hint, "caption", "text2", wrap=True))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for id in ids:
            foot.addWidget(ActionButton(look, actions, id))
        foot.addStretch(1)
        card.body.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card, 1)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* which one is meant."""

        def picked(key: str) -> None:
            if not self._painting:
                intents.select(self._tab, key)

        self.table.picked.connect(picked)

    def show_state(self, state: State) -> None:
        """Paint *state*."""
        self._state = state
        self._painting = True
        try:
            self.table.show_rows(self._made(state), self._empty)
            self.table.select(state.chosen.get(self._tab, ""))
        finally:
            self._painting = False

    def _made(self, state: State) -> list[Row]:
        raise NotImplementedError

    def _empty(self) -> str:
        if self._tab in self._state.known:
            return say(self._nothing)
        return "" if self._state.trouble else self.tr("Loading…")


class Consoles(MachineTab):
    """Every console that was ever enrolled."""

    def __init__(self, look: Look, actions: ActionList, words: UserWords) -> None:
        columns = (
            Column(lambda: self.tr("Letter"), 70), Column(lambda: self.tr("Name")),
            Column(lambda: self.tr("Here last"), 160, firm=True),
            Column(lambda: self.tr("Enrolled"), 160, firm=True, spare=1),
            Column(lambda: self.tr("State"), 250),
        )  # fmt: skip
        super().__init__(
            look, actions, words, "consoles", columns, ("console_rename", "console_revoke"),
            lambda: self.tr("No console has signed in yet."),
            lambda: self.tr(
                "A console is there from its first sign-in on. Its letter begins the numbers it gives while the server "
                "is away, and belongs to it alone."
            ),
        )  # fmt: skip

    def _made(self, state: State) -> list[Row]:
        found = []
        for console in state.consoles:
            here = console.desk == state.desk and not console.revoked
            name = fill(self.tr("{name} (this PC)"), name=console.name) if here else console.name
            standing = self._words.console_state(console)
            parts = (name, self._words.moment(console.seen), self._words.moment(console.enrolled), standing)
            ink = "text3" if console.revoked else "text"
            cells = (
                LabelCell(console.desk, struck=console.revoked), TextCell(name, ink), NumberCell(parts[1]),
                NumberCell(parts[2], "text2"), TextCell(standing, "danger" if console.revoked else "text"),
            )  # fmt: skip
            found.append(Row(console.id, cells, ", ".join((console.desk, *parts))))
        return found


class Boards(MachineTab):
    """Every board, paired or not."""

    def __init__(self, look: Look, actions: ActionList, words: UserWords) -> None:
        columns = (
            Column(lambda: self.tr("Name"), 200), Column(lambda: self.tr("Shows")),
            Column(lambda: self.tr("State"), 150), Column(lambda: self.tr("Here last"), 160, firm=True),
            Column(lambda: self.tr("Voice"), 150),
        )  # fmt: skip
        super().__init__(
            look, actions, words, "boards", columns, ("board_new", "board_code", "board_remove"),
            lambda: self.tr("There is no board yet. Make one, then type its code at the television."),
            lambda: self.tr(
                "A code pairs one board, once, within 10 minutes. A paired board reads what it shows and nothing else."
            ),
        )  # fmt: skip

    def _made(self, state: State) -> list[Row]:
        found = []
        for board in state.boards:
            paired = self.tr("Paired") if board.paired else self.tr("Waits for its code")
            voice = self._words.sound(board.sound) if board.settings.speaks else "–"
            parts = (
                board.settings.name, self._words.board_shows(board, state), paired,
                self._words.moment(board.seen_at), voice,
            )  # fmt: skip
            cells = (
                TextCell(parts[0]), TextCell(parts[1], "text2"), TextCell(paired, "text" if board.paired else "warn"),
                NumberCell(parts[3]), TextCell(voice),
            )  # fmt: skip
            found.append(Row(board.id, cells, ", ".join(parts)))
        return found


class Plugins(MachineTab):
    """Every plugin, and how it is."""

    def __init__(self, look: Look, actions: ActionList, words: UserWords) -> None:
        columns = (
            Column(lambda: self.tr("Plugin"), 140), Column(lambda: self.tr("What it does")),
            Column(lambda: self.tr("State"), 100), Column(lambda: self.tr("Sent last"), 150, firm=True),
            Column(lambda: self.tr("Last fault"), 260),
        )  # fmt: skip
        super().__init__(
            look, actions, words, "plugins", columns, ("plugin_switch",),
            lambda: self.tr("There is no plugin."),
            lambda: self.tr(
                "A plugin tells the outside what happens here. Its settings, and names or phones it may read, are "
                "given on the server's command line; switching it on grants neither."
            ),
        )  # fmt: skip

    def _made(self, state: State) -> list[Row]:
        found = []
        for plugin in state.plugins:
            about = word_in(plugin.about.summary, self._words.language) if plugin.about is not None else ""
            told = self._words.plugin_state(plugin.state)
            fault = plugin.last_error
            if fault and plugin.last_error_at is not None:
                fault = f"{fault} · {self._words.moment(plugin.last_error_at)}"
            sent = self._words.moment(plugin.last_sent_at)
            bad = plugin.state in ("failing", "missing")
            ink = "danger" if bad else "text3" if plugin.state == "off" else "text"
            cells = (
                TextCell(plugin.name), TextCell(about or "–", "text2"), TextCell(told, ink), NumberCell(sent, "text2"),
                NumberCell(fault or "–", "danger" if bad else "text2"),
            )  # fmt: skip
            found.append(Row(plugin.name, cells, ", ".join((plugin.name, about, told, sent, fault or "–"))))
        return found
