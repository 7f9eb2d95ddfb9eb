"""The card of the schedule: how often, how long, where to; what opens the backups and what proves them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.backups.contract import Intents, SchedulePart, State
from mmc_console.desktop.admin.backups.words import BackupWords
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton, Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.scrolling import scrolled


class ScheduleCard(Card):
    """Typed, looked at, then kept."""

    def __init__(self, look: Look, actions: ActionList, words: BackupWords) -> None:
        super().__init__(lambda: self.tr("Schedule"), name="backups_schedule")
        self._words = words
        self.parts: dict[SchedulePart, Field] = {
            "every_hours": Field(look, lambda: self.tr("Every (hours)"), numeric=True, name="every_hours"),
            "test_at": Field(look, lambda: self.tr("Test restore at"), numeric=True, name="test_at"),
            "keep_days": Field(look, lambda: self.tr("Keep (days)"), numeric=True, name="keep_days"),
            "keep_log_days": Field(look, lambda: self.tr("Any moment (days)"), numeric=True, name="keep_log_days"),
            "folder": Field(
                look,
                lambda: self.tr("Folder on the server"),
                placeholder=lambda: self.tr("inside the server's own"),
                name="folder",
            ),
            "second": Field(look, lambda: self.tr("Second place (another disk)"), name="second"),
        }
        for field in self.parts.values():
            field.edit.setMinimumWidth(60)  # by itself a line wants room for a name
        for part in ("folder", "second"):
            self.parts[part].edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(8)
        for row in (("every_hours", "keep_days", "keep_log_days"), ("test_at", "folder")):
            column.addLayout(self._row(*(self.parts[part] for part in row)))
        column.addWidget(self.parts["second"])
        store = ActionButton(look, actions, "backups_enter_store", kind="link")
        column.addWidget(store, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self._key_icon = IconLabel(look, "lock", "text2", 20)
        self.key = Label("", "caption", "text2", wrap=True, name="backups_key")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._key_icon)
        line.addWidget(self.key, 1)
        self.body.addLayout(line)
        self.print_key = ActionButton(look, actions, "backups_print_key", kind="link")
        self.body.addWidget(self.print_key, 0, Qt.AlignmentFlag.AlignLeading)
        self.keep = Button(look, lambda: self.tr("Save"), icon="check", name="backups_keep")
        self.take_back = Button(look, lambda: self.tr("As before"), name="backups_take_back")
        foot = QHBoxLayout()
        foot.addWidget(self.keep)
        foot.addWidget(self.take_back)
        foot.addStretch(1)
        self.body.addLayout(foot)

    @staticmethod
    def _row(*fields: Field) -> QHBoxLayout:
        """Side by side; a path takes what is left."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in fields:
            box = QVBoxLayout()
            box.addWidget(field)
            box.addStretch(1)
            row.addLayout(box, 2 if field.objectName() == "folder" else 1)
        return row

    def bind(self, intents: Intents) -> None:
        """Tell *intents* what is typed; Enter keeps it."""
        for part, field in self.parts.items():
            field.edited.connect(partial(intents.edit, part))
            field.entered.connect(intents.keep)
        self.keep.clicked.connect(intents.keep)
        self.take_back.clicked.connect(intents.take_back)

    def show_state(self, state: State) -> None:
        """Paint what is typed and what is wrong with it."""
        known = state.phase == "ready" and state.offline is None and state.settable
        for part, field in self.parts.items():
            field.set_text(getattr(state.schedule, part))
            fault = state.faults.get(part)
            field.show_error(partial(self._words.message, fault) if fault is not None else "")
            field.edit.setEnabled(known and not state.saving)
        open = known and state.dirty and not state.saving
        reason = self.tr("Nothing was changed.") if known else self.tr("No connection to the server.")
        self.keep.switch(open, reason)
        self.take_back.switch(open, reason)
        self.key.say(lambda: self._words.key(state))
        printed = state.standing.key_printed or not state.standing.key_id
        self._key_icon.show_icon("lock" if printed else "alert-triangle", "text2" if printed else "warn")
        self.print_key.setVisible(not state.standing.key_printed)
