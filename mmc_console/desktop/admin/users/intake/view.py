"""The box for a file of people: chosen, looked at line by line, added, and the first passwords handed over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from mmc_console.desktop.admin.files import choose_source, choose_target
from mmc_console.desktop.admin.users.intake.contract import Entry, Intents, State
from mmc_console.desktop.admin.users.intake.paper import Slips, choose_and_print
from mmc_console.desktop.admin.users.intake.words import IntakeWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.wire.admin import PasswordMade

WIDE, HIGH = 1_040, 620
KINDS: Final = "(*.csv *.txt *.tsv *.xlsx)"


class IntakeDialog(Dialog):
    """Widgets of the box. It closes by itself only where nothing is lost by it."""

    def __init__(self, look: Look, parent: QWidget, words: IntakeWords, intents: Intents) -> None:
        self._state = State()
        self._words, self._intents = words, intents
        super().__init__(
            look, parent, lambda: words.title(self._state), lambda: words.confirm(self._state),
            lambda: self.tr("Cancel"), name="people_file",
        )  # fmt: skip
        self.setMinimumSize(min(WIDE, parent.window().width() - 24), min(HIGH, parent.window().height() - 48))
        self._how = Label(self._told, "body", "text2", wrap=True, name="intake_how")
        self._about = Label(lambda: words.about(self._state), name="intake_about", wrap=True)
        self.another = Button(look, lambda: self.tr("Another file…"), icon="refresh", name="intake_another",
                              pressed=intents.choose)  # fmt: skip
        self.template_button = Button(look, lambda: self.tr("Save a template…"), icon="file-text",
                                      name="intake_template", pressed=intents.save_template)  # fmt: skip
        self.filter = ToggleRow(
            look, (("all", lambda: self.tr("All lines")), ("bad", lambda: self.tr("With a fault"))),
            name="intake_filter",
        )  # fmt: skip
        self.filter.chosen.connect(lambda key: intents.show_bad(only=key == "bad"))
        self._trouble = Label("", wrap=True, name="intake_trouble")
        self._trouble_box = InfoBox(self._trouble, IconLabel(look, "alert-triangle", "warn", 20), "warn")
        self.table = TicketTable(look, (
            Column(lambda: self.tr("Line"), 56), Column(lambda: words.field("username"), 130),
            Column(lambda: words.field("name"), 170), Column(lambda: words.field("roles"), 150),
            Column(lambda: words.field("clinics"), 150), Column(lambda: self.tr("What is wrong")),
        ), lambda: self.tr("People of the file"), name="intake_table")  # fmt: skip
        self.table.picked.connect(self._picked)
        self.passwords = TicketTable(look, (
            Column(lambda: words.field("username"), 200), Column(lambda: words.field("name")),
            Column(lambda: self.tr("First password"), 260),
        ), lambda: self.tr("First passwords"), name="intake_passwords")  # fmt: skip
        self.print_button = Button(look, lambda: self.tr("Print…"), icon="printer", name="intake_print",
                                   pressed=intents.print_passwords)  # fmt: skip
        self.save_button = Button(look, lambda: self.tr("Save as a file…"), icon="database-export", name="intake_save",
                                  pressed=intents.save_passwords)  # fmt: skip
        self._detail = Label("", "caption", "danger", wrap=True, name="intake_detail")
        self._said = Label("", "caption", "text2", wrap=True, name="intake_told")
        self._painting = False
        self._lay(look)

    def _lay(self, look: Look) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("intake_progress")
        self._bar.setFixedHeight(10)
        self._bar.setTextVisible(False)
        self.stop_button = Button(look, lambda: self.tr("Stop"), icon="x", name="intake_stop",
                                  pressed=self._intents.stop)  # fmt: skip
        self._working = QWidget()
        working = QHBoxLayout(self._working)
        working.setContentsMargins(0, 0, 0, 0)
        self._doing = Label(lambda: self._words.adding(self._state), name="intake_doing")
        working.addWidget(self._doing)
        working.addWidget(self._bar, 1)
        working.addWidget(self.stop_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.another, self.template_button, self.print_button, self.save_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.filter)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.passwords)
        self.body.addWidget(self._how)
        self.body.addWidget(self._about)
        self.body.addWidget(self._trouble_box)
        self.body.addLayout(buttons)
        self.body.addWidget(self._lists, 1)
        for widget in (self._detail, self._working, self._said):
            self.body.addWidget(widget)
        self.body.addStretch(0)  # takes the room of a list that is not there

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        before, self._state = self._state, state
        preview, done = state.phase in ("preview", "adding"), state.phase == "done"
        self.setWindowTitle(bidi.strip(self._words.title(state)))
        for label in (self.title, self._how, self._about, self._doing):
            label.refresh()
        self.confirm.refresh()
        self._how.setVisible(not preview or done)
        self._about.setVisible(bool(self._words.about(state)) and not done)
        self.another.setVisible(state.phase == "preview" and not state.unsure)
        self.template_button.setVisible(state.phase == "choose")
        self.filter.setVisible(preview and state.bad > 0)
        self.filter.show_choice("bad" if state.only_bad else "all", {"all": len(state.entries), "bad": state.bad})
        self._lists.setVisible(preview or done)
        self._lists.setCurrentWidget(self.passwords if done else self.table)
        self.print_button.setVisible(done)
        self.save_button.setVisible(done)
        self._working.setVisible(state.phase == "adding")
        self._bar.setMaximum(max(1, state.total))
        self._bar.setValue(state.done)
        self.cancel.setVisible(state.phase != "adding" and not done)
        self.confirm.switch(state.phase not in ("reading", "adding") and not self._nobody, self._why_not)
        self._trouble_box.setVisible(state.trouble is not None)
        self._trouble.say(lambda: self._words.trouble(self._state.trouble) if self._state.trouble else "")
        self._said.setVisible(state.told is not None)
        self._said.say(lambda: self._words.told(self._state.told) if self._state.told else "")
        self._fill()
        if before.phase != state.phase and self.isVisible():
            (self.table if preview else self.print_button if done else self.confirm).setFocus()

    async def ask_source(self) -> Path | None:
        """Which file is to be read."""
        kinds = self.tr("Lists of people")
        return await choose_source(self, self.tr("Choose a file of people"), kinds=f"{kinds} {KINDS}")

    async def ask_target(self, name: str) -> Path | None:
        """Where a file is to be written."""
        return await choose_target(self, self.tr("Save the file"), name)

    def show_passwords(self, made: Sequence[PasswordMade]) -> None:
        """Each with its person."""
        self.passwords.show_rows([
            Row(each.user.id, (
                NumberCell(each.user.username), TextCell(each.user.name), NumberCell(each.password, bold=True),
            ), f"{each.user.username}, {each.user.name}, {each.password}") for each in made
        ])  # fmt: skip

    async def print_passwords(self, made: Sequence[PasswordMade]) -> bool | None:
        """A slip each."""
        return await choose_and_print(self, Slips(made, rtl=bidi.is_rtl(self)))

    def template(self) -> list[list[str]]:
        """The headings, and two lines that are not read."""
        field, role = self._words.field, self._words.role
        center = self._state.center
        clinics = [bidi.strip(self._words.clinic(each.code, center)) for each in center.clinics] if center else []
        return [
            [field("username"), field("name"), field("roles"), field("clinics")],
            ["# noora", self.tr("Noora Al-Salem"), f"{role('reception')}; {role('supervisor')}", ""],
            ["# dr.saad", self.tr("Dr Saad Ali"), role("clinician"), "; ".join(clinics[:2])],
        ]

    def headings(self) -> list[str]:
        """Of the file of first passwords."""
        return [self._words.field("username"), self._words.field("name"), self.tr("First password")]

    # ------------------------------------------------------------------ closing
    def accept(self) -> None:
        """The named answer, which is another one in each phase."""
        match self._state.phase:
            case "choose":
                self._intents.choose()
            case "preview":
                self._intents.add()
            case "done":
                self._intents.hand_over()
                super().accept()
            case _:
                pass

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends what goes on; first passwords it does not close: they are told once."""
        if event.key() != Qt.Key.Key_Escape or self._state.phase not in ("adding", "done"):
            super().keyPressEvent(event)
        elif self._state.phase == "adding":
            self._intents.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nor does the window's own cross; the program's end closes it."""
        if event.spontaneous() and self._state.phase in ("adding", "done"):
            event.ignore()
        else:
            super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_bar"):
            self.render(self._state)

    # ------------------------------------------------------------------ inside
    @property
    def _nobody(self) -> bool:
        return self._state.phase == "preview" and not self._state.good and not self._state.unsure

    def _why_not(self) -> str:
        if self._nobody:
            return self.tr("Every line has a fault. Mend the file and choose it again.")
        return self.tr("One moment, please.")

    def _told(self) -> str:
        return self._words.handed(self._state) if self._state.phase == "done" else self._words.how(self._state.center)

    def _fill(self) -> None:
        self._painting = True
        try:
            self.table.show_rows([self._row(entry) for entry in self._state.shown])
            self.table.select(self._state.chosen)
        finally:
            self._painting = False
        entry = next((each for each in self._state.shown if _key(each) == self._state.chosen), None)
        self._detail.say(partial(self._words.faults, entry) if entry is not None else "")
        self._detail.setVisible(entry is not None and bool(entry.faults) and self._state.phase == "preview")

    def _row(self, entry: Entry) -> Row:
        line, words = entry.line, self._words
        roles = words.joined([words.role(role) for role in line.roles])
        clinics = words.joined([words.clinic(code, self._state.center) for code in line.clinics])
        wrong = words.faults(entry)
        cells = (
            NumberCell(str(line.number), "text2"), NumberCell(line.username), TextCell(line.name), TextCell(roles),
            TextCell(clinics), TextCell(wrong, "danger"),
        )  # fmt: skip
        spoken = words.joined([each for each in (line.username, line.name, roles, wrong) if each])
        return Row(_key(entry), cells, spoken)

    def _picked(self, key: str) -> None:
        if not self._painting and key:
            self._intents.select(key)


def _key(entry: Entry) -> str:
    return str(entry.line.number)
