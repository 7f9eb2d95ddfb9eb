"""One entry in full, at the reading end of the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from mmc_console.desktop.admin.audit.words import AuditWords
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.wire.audit import AuditRow


class EntryCard(Card):
    """The chosen entry, line by line."""

    def __init__(self, look: Look, actions: ActionList, words: AuditWords) -> None:
        super().__init__(lambda: self.tr("Record"), name="audit_entry")
        self._words, self._shown = words, ("", "")
        self._act = Label("", "body", name="audit_entry_act", wrap=True)
        self._lines = QWidget()
        self._form = QFormLayout(self._lines)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(6)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)
        column.addStretch(1)
        scroll.setWidget(inner)
        self.body.addWidget(self._act)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(
            Label(lambda: self.tr("Reading this page is itself recorded."), "caption", "text2", wrap=True)
        )
        self.body.addWidget(ActionButton(look, actions, "audit_copy"), 0, Qt.AlignmentFlag.AlignLeading)

    def show_row(self, row: AuditRow | None) -> None:
        """Paint *row*; None: nothing is chosen."""
        if row is None:
            self._act.say(lambda: self.tr("Select a record to see all of it."))
            self._fill([])
            return
        self._act.say(lambda: self._words.act(row))
        self._fill(self._words.lines(row))

    def _fill(self, lines: list[tuple[str, str]]) -> None:
        if (wanted := ("\n".join(name for name, _ in lines), "\n".join(text for _, text in lines))) == self._shown:
            return
        self._shown = wanted
        while self._form.rowCount():
            row = self._form.takeRow(0)
            for item in (row.labelItem, row.fieldItem):
                old = item.widget()
                if old is not None:
                    old.hide()
                    old.deleteLater()
        for name, text in lines:
            self._form.addRow(Label(name, "caption", "text2"), Label(text, "body", wrap=True))
