"""What was published and what was saved, newest first, and what waits for its moment above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from mmc_console.desktop.admin.clinics.contract import Intents, State
from mmc_console.desktop.admin.clinics.words import ClinicsWords
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable


class HistoryCard(Card):
    """One table of all of it; what can be done with the chosen line below."""

    def __init__(self, look: Look, words: ClinicsWords, intents: Callable[[], Intents]) -> None:
        super().__init__(lambda: words.tab("history"), name="clinics_history_card")
        self._words, self._intents, self._state = words, intents, State()
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("When"), 160, firm=True), Column(lambda: self.tr("What"), 200),
                Column(lambda: self.tr("Who"), 180), Column(lambda: self.tr("How it stands")),
            ),
            lambda: words.tab("history"), name="clinics_history",
        )  # fmt: skip
        self.body.addWidget(self.table, 1)
        self.cancel = Button(
            look, lambda: self.tr("Do not publish it"), icon="x", kind="danger", name="cancel_publication",
            pressed=self._cancel,
        )  # fmt: skip
        self.take = Button(
            look, lambda: self.tr("Take it up as the draft"), icon="restore", name="take_up", pressed=self._take
        )
        foot = QHBoxLayout()
        foot.addWidget(self.take)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.table.picked.connect(lambda _: self._switch())

    def show_state(self, state: State) -> None:
        """Paint *state*."""
        self._state = state
        self.table.show_rows(self._rows(state), lambda: self.tr("Loading…"))
        self._switch()

    def _rows(self, state: State) -> list[Row]:
        words, found = self._words, list[tuple[str, Row]]()
        if state.answer is not None:
            for each in state.answer.publications:
                moment, by = words.moment(each.due), words.who(each.by)
                what, stands = self.tr("Publication"), words.publication(each)
                ink = {"waiting": "primary", "refused": "danger"}.get(each.state, "text2")
                cells = (NumberCell(moment), TextCell(what), TextCell(by), TextCell(stands, ink))
                first = "1" if each.state == "waiting" else "0"
                found.append((f"{first}{moment}", Row(f"publication:{each.id}", cells, f"{moment}, {what}, {stands}")))
        if state.history is not None:
            for n, version in enumerate(state.history.versions):
                moment, by = words.moment(version.at), words.who(version.by)
                stands = self.tr("Holds now") if n == 0 else words.changed(version.changes)
                cells = (NumberCell(moment), TextCell(self.tr("Version")), TextCell(by), TextCell(stands))
                found.append((f"0{moment}", Row(f"version:{version.seq}", cells, f"{moment}, {by}, {stands}")))
            for saved in state.history.drafts:
                moment, by = words.moment(saved.at), words.who(saved.by)
                cells = (
                    NumberCell(moment, "text2"), TextCell(self.tr("Saved draft"), "text2"), TextCell(by, "text2"),
                    TextCell(""),
                )  # fmt: skip
                found.append((f"0{moment}", Row(f"saved:{saved.revision}", cells, f"{moment}, {by}")))
        return [row for _, row in sorted(found, key=lambda pair: pair[0], reverse=True)]

    @property
    def _chosen(self) -> tuple[str, int]:
        kind, _, number = self.table.selected.partition(":")
        return kind, int(number) if number.isdigit() else 0

    def _switch(self) -> None:
        kind, number = self._chosen
        waiting = self._state.answer is not None and any(
            each.id == number and each.state == "waiting" for each in self._state.answer.publications
        )
        usable = self._state.usable
        self.cancel.switch(
            usable and kind == "publication" and waiting, lambda: self.tr("Choose a publication that waits.")
        )
        self.take.switch(
            usable and kind in ("version", "saved"), lambda: self.tr("Choose a version or a saved draft.")
        )  # fmt: skip

    def _cancel(self) -> None:
        self._intents().cancel_publication(self._chosen[1])

    def _take(self) -> None:
        self._intents().take_up(*self._chosen)
