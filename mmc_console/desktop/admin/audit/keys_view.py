"""The tab of the keys: which there are, since when, and how an exchange goes. Never a key. Paints State."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.audit.contract import Intents, State
from mmc_console.desktop.admin.audit.words import AuditWords
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.keys import KeyRow


class KeysTab(QWidget):
    """A table of keys, two buttons, and what they do."""

    def __init__(self, look: Look, actions: ActionList, words: AuditWords) -> None:
        super().__init__()
        self._words, self._painting = words, False
        card = Card(lambda: self.tr("Keys of the server"), name="keys_card")
        columns = (
            Column(lambda: self.tr("For")), Column(lambda: self.tr("Id"), 60),
            Column(lambda: self.tr("Since"), 170, firm=True),
            Column(lambda: self.tr("Recovery copy"), 130), Column(lambda: self.tr("State"), 340),
        )  # fmt: skip
        self.table = TicketTable(look, columns, lambda: self.tr("Keys of the server"), name="keys_rows")
        card.body.addWidget(self.table, 1)
        card.setFocusProxy(self.table)
        card.body.addWidget(
            Label(
                lambda: self.tr(
                    "A new key is used at once; what stands under the old one is brought over while people work. "
                    "The keys of the database, the audit and the patient pages are not exchanged here."
                ),
                "caption", "text2", wrap=True,
            )
        )  # fmt: skip
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(ActionButton(look, actions, "keys_rotate"))
        foot.addWidget(ActionButton(look, actions, "keys_copies"))
        foot.addStretch(1)
        card.body.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card, 1)
        self.card = card

    def bind(self, intents: Intents) -> None:
        """Tell *intents* which key is meant."""

        def picked(key: str) -> None:
            if not self._painting:
                intents.select_key(key)

        self.table.picked.connect(picked)

    def show_state(self, state: State) -> None:
        """Paint the keys of *state*."""
        self._painting = True
        try:
            self.table.show_rows(
                [self._row(key) for key in state.keys],
                lambda: self.tr("Loading the keys…") if state.trouble is None else "",
            )
            self.table.select(state.key)
        finally:
            self._painting = False

    def _row(self, key: KeyRow) -> Row:
        words = self._words
        parts = (words.key(key.kind), str(key.id), f"{key.since:%Y-%m-%d %H:%M}", words.copy_state(key))
        state = words.key_state(key)
        cells = (
            TextCell(parts[0]), NumberCell(parts[1]), NumberCell(parts[2]),
            TextCell(parts[3], "text2" if key.printed else "warn"),
            TextCell(state, "text" if key.state == "done" else "info"),
        )  # fmt: skip
        return Row(key.kind, cells, ", ".join((*parts, state)))
