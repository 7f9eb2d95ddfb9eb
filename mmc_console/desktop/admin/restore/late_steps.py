"""The last three steps: confirmed by hand, done by the server, looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mmc_console.desktop.admin.restore.choose_step import CheckLine
from mmc_console.desktop.admin.restore.contract import STAGES, Field, Intents, State
from mmc_console.desktop.admin.restore.words import RestoreWords
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.field import Field as TextField
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.scrolling import lower


class ConfirmStep(Card):
    """The centre's code, the password, the reason: three things, because no key takes this back."""

    def __init__(self, look: Look, words: RestoreWords) -> None:
        super().__init__(name="restore_confirm_card")
        self._words, self._must = words, ""
        self._later = Label("", "body", wrap=True, name="confirm_later")
        self._why = Label(
            lambda: self.tr("Three things are asked for, because Ctrl+Z does not take this back:"), "body", wrap=True
        )
        self.center = TextField(look, self._code, name="restore_center")
        self.password = TextField(look, lambda: self.tr("2. Your password"), secret=True, name="restore_password")
        self.reason = TextField(look, lambda: self.tr("3. Reason, for the audit record"), name="restore_reason")
        self._fields: dict[Field, TextField] = {
            "center": self.center, "password": self.password, "reason": self.reason,
        }  # fmt: skip
        for field in (self.center, self.password):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self._later)
        column.addWidget(self._why)
        for field in self._fields.values():
            field.setFixedWidth(460)
            column.addWidget(field)
        column.addStretch(1)
        self.body.addWidget(lower(column), 1)

    def _code(self) -> str:
        return fill(self.tr("1. Type the centre's code: {code}"), code=self._must)

    def bind(self, intents: Intents) -> None:
        """Tell what is typed; Enter leads to the next line, never on."""
        self.center.edited.connect(intents.edit_center)
        self.password.edited.connect(intents.edit_password)
        self.reason.edited.connect(intents.edit_reason)
        self.center.entered.connect(self.password.edit.setFocus)
        self.password.entered.connect(self.reason.edit.setFocus)

    def show_state(self, state: State) -> None:
        """Paint it."""
        words = self._words
        if self._must != state.must_type:
            self._must = state.must_type
        self.center.refresh_label()
        self._later.say(lambda: words.later(state))
        self.center.set_text(state.center)
        self.reason.set_text(state.reason)
        for name, field in self._fields.items():
            error = state.errors.get(name)
            field.show_error(words.message(error) if error is not None else "")

    def focus_on(self, field: Field) -> None:
        """Put the cursor there."""
        if field in self._fields:
            self._fields[field].edit.setFocus()


class RestoreStep(Card):
    """Stage by stage."""

    def __init__(self, look: Look, words: RestoreWords) -> None:
        super().__init__(name="restore_stages_card")
        self._words = words
        self.stages = {stage: CheckLine(look) for stage in STAGES}
        self._bar = QProgressBar()
        self._bar.setObjectName("restore_progress")
        self._bar.setRange(0, len(STAGES))
        self._bar.setFixedHeight(10)
        self._bar.setTextVisible(False)
        self.stopping = Label("", "body", wrap=True, name="restore_stopping")
        self._box = InfoBox(self.stopping, IconLabel(look, "info-circle", "info"))
        column = QVBoxLayout()
        column.setSpacing(6)
        for line in self.stages.values():
            column.addWidget(line)
        column.addSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(self._box)
        column.addStretch(1)
        self.body.addWidget(lower(column), 1)

    def show_state(self, state: State) -> None:
        """Paint it."""
        words = self._words
        here = STAGES.index(state.stage) if state.stage in STAGES else 0
        for place, (stage, line) in enumerate(self.stages.items()):
            if not state.running:
                line.show_line("circle-dashed", "text3", words.stage(stage), quiet=True)
            elif place < here:
                line.show_line("circle-check", "ok", words.stage(stage))
            elif place == here:
                line.show_line("rotate-2", "info", words.stage(stage))
            else:
                line.show_line("circle-dashed", "text3", words.stage(stage), quiet=True)
        self._bar.setValue(here if state.running else 0)
        self._bar.setAccessibleName(words.stage(state.stage))
        self.stopping.say(lambda: words.stopping(state))
        self._box.setVisible(state.running)


class VerifyStep(QWidget):
    """The verdict, what was looked at, and what else the report tells."""

    LINES = 12
    FACTS = 5

    def __init__(self, look: Look, words: RestoreWords) -> None:
        super().__init__()
        self._words = words
        self.verdict = Label("", "bodyStrong", wrap=True, name="restore_verdict")
        self._icon = IconLabel(look, "circle-check", "ok")
        self._box = InfoBox(self.verdict, self._icon, "ok")
        checks = Card(lambda: self.tr("What was looked at"), name="restore_verified_card")
        self.lines = [CheckLine(look) for _ in range(self.LINES)]
        column = QVBoxLayout()
        for line in self.lines:
            column.addWidget(line)
        column.addStretch(1)
        checks.body.addWidget(lower(column), 1)
        facts = Card(lambda: self.tr("Report"), name="restore_report_card")
        self.facts = [(Label("", "caption", "text2"), Label("", "body", wrap=True)) for _ in range(self.FACTS)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(self.facts):
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1)
        grid.setRowStretch(self.FACTS, 1)
        facts.body.addWidget(lower(grid), 1)
        self.save = Button(look, lambda: self.tr("Save the report…"), icon="file-text", name="restore_save_report")
        facts.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(checks, 1)
        row.addWidget(facts, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(self._box)
        page.addLayout(row, 1)

    def bind(self, intents: Intents) -> None:
        """Tell the wish for a file."""
        self.save.clicked.connect(intents.save_report)

    def show_state(self, state: State) -> None:
        """Paint it."""
        report, words = state.report, self._words
        if report is None:
            return
        self.verdict.say(lambda: words.verdict(report))
        tint = "ok" if report.whole else "danger"
        self._icon.show_icon("circle-check" if report.whole else "alert-octagon", tint)
        if self._box.property("tint") != tint:
            self._box.setProperty("tint", tint)
            self._box.style().unpolish(self._box)
            self._box.style().polish(self._box)
        for i, line in enumerate(self.lines):
            if i < len(report.checks):
                check = report.checks[i]
                icon, ink = ("circle-check", "ok") if check.ok else ("alert-octagon", "danger")
                line.show_line(icon, ink, words.verified(check))
            else:
                line.show_line("circle-check", "ok", "")
        found = words.facts(state)
        for i, (name, value) in enumerate(self.facts):
            name.say(found[i][0] if i < len(found) else "")
            value.say(found[i][1] if i < len(found) else "")
            name.setVisible(i < len(found))
            value.setVisible(i < len(found))
