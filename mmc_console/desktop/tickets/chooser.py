"""A small panel over a page: one question, one list, Enter takes, Esc turns away. Never blocks, never a dialog."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import Sheet
from mmc_console.desktop.kit.rows import Column, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import Text, say
from mmc_console.desktop.tickets.facts import Option
from mmc_console.desktop.tickets.words import TicketWords

_ROWS_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    key: str
    text: str
    note: str = ""
    on: bool = True


class Chooser(Sheet):
    """Answers one question at a time; a second question turns the first one away."""

    wide = 520

    def __init__(self, look: Look, over: QWidget, close_text: Text) -> None:
        super().__init__(look, over, "", close_text, name="chooser")
        self._on: frozenset[str] = frozenset()
        self._answer: asyncio.Future[str | None] | None = None
        self._entries: Callable[[], Sequence[Entry]] = lambda: ()
        self.list = TicketTable(look, (Column("", 0), Column("", 190)), lambda: say(self._words), name="chooser_list")
        self.list.horizontalHeader().hide()
        self.body.addWidget(self.list)
        self.list.opened.connect(self._take)
        self.list.clicked.connect(self._clicked)
        self.closed.connect(self._turned_away)

    async def ask(
        self, words: TicketWords, language: Callable[[], str], question: str, options: tuple[Option, ...], label: str
    ) -> str | None:
        """*question* about the ticket *label*, in the words of tickets."""

        def entries() -> list[Entry]:
            now = language()
            return [Entry(o.key, words.option(question, o, now), words.note(o), o.on) for o in options]

        return await self.choose(lambda: words.question(question, label), entries)

    async def choose(self, title: Text, entries: Callable[[], Sequence[Entry]]) -> str | None:
        """The key of the entry taken, or None. *entries* is asked again after a switch of the language."""
        self._turned_away()
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._answer = answer
        self._words, self._entries = title, entries
        self.title.say(title)
        shown = self._fill()
        self.list.select(next((e.key for e in shown if e.on), ""))
        self.open(self.list)
        return await answer

    def say_again(self) -> None:
        """The same question in the new language; the chosen line stays chosen."""
        chosen = self.list.selected
        self._fill()
        self.list.select(chosen)

    def _fill(self) -> Sequence[Entry]:
        entries = self._entries()
        self._on = frozenset(e.key for e in entries if e.on)
        self.list.show_rows([
            Row(e.key, (TextCell(e.text, "text" if e.on else "text3"), TextCell(e.note, "text2" if e.on else "text3")),
                f"{e.text} {e.note}".strip())
            for e in entries
        ])  # fmt: skip
        self.list.setFixedHeight(self._look.size("row") * min(len(entries), _ROWS_AT_MOST) + 2)
        return entries

    def _clicked(self, index: QModelIndex) -> None:
        self._take(self.list.rows[index.row()].key)

    def _take(self, key: str) -> None:
        if key in self._on:
            self._resolve(key)
            self.shut()

    def _turned_away(self) -> None:
        self._resolve(None)

    def _resolve(self, key: str | None) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(key)
