"""The single steps of the first run: language, way, centre, server, first users."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from mmc_console.desktop.first_run.contract import Field, Intents, Person, State, Way
from mmc_console.desktop.first_run.words import FirstRunWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.field import Field as TextField
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.languages import Language
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.kit.toggles import Choice

_WIDE = 520


class LanguageStep(QWidget):
    """Every language there is a file for, each in its own words; Arabic stands chosen."""

    def __init__(self, look: Look, languages: Callable[[], Sequence[Language]], current: Callable[[], str]) -> None:
        super().__init__()
        self._current = current
        self._buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for language in languages():
            button = Button(look, language.name, icon="language", kind="toggle", name=f"language_{language.code}")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFixedWidth(_WIDE)
            button.setChecked(language.code == current())
            self._buttons[language.code] = button
            column.addWidget(button)
        column.addStretch(1)

    def bind(self, intents: Intents) -> None:
        """Show the language pressed, at once."""
        for code, button in self._buttons.items():
            button.clicked.connect(lambda _=False, code=code: intents.choose_language(code))

    def changeEvent(self, event: QEvent) -> None:
        """The language of the moment stands chosen, also when a key has switched it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._current() in self._buttons:
            self._buttons[self._current()].setChecked(True)


class WayStep(QWidget):
    """Three honest choices."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        column.addLayout(row, 1)
        self._reason = Label("", "body", wrap=True, name="ways_closed")
        self._closed = InfoBox(self._reason, IconLabel(look, "cloud-off", "warn", 20), "warn")
        column.addWidget(self._closed)
        self._marks: dict[Way, QRadioButton] = {}
        self._texts: dict[Way, tuple[Text, Text]] = {
            "new": (
                lambda: self.tr("A new centre on this PC"),
                lambda: self.tr("For one PC that stays on. The server starts and stops with the console and is for "
                                "this PC only. You choose a folder and the administrator's password."),
            ),
            "join": (
                lambda: self.tr("Join a server"),
                lambda: self.tr("Choose this on most PCs: the centre has a server already. You need its address."),
            ),
            "sample": (
                lambda: self.tr("Look around with a sample day"),
                lambda: self.tr("A made-up centre in the middle of a busy day. Nothing of it is kept."),
            ),
        }  # fmt: skip
        for way, (_, text) in self._texts.items():
            card = Card(name=f"way_{way}_card")
            mark = QRadioButton()
            mark.setObjectName(f"way_{way}")
            mark.setMinimumHeight(40)
            self._marks[way] = mark
            card.body.addWidget(mark)
            card.body.addWidget(Label(text, "body", "text2", wrap=True))
            card.body.addStretch(1)
            row.addWidget(card, 1)
            card.mousePressEvent = lambda _, mark=mark: mark.click()  # type: ignore[method-assign,misc]  # the whole card is the mark's target

    def bind(self, intents: Intents) -> None:
        """Tell the way chosen."""
        for way, mark in self._marks.items():
            mark.clicked.connect(lambda _=False, way=way: intents.choose_way(way))

    def take_keyboard(self) -> None:
        """To the way that is marked, else to the first that is open."""
        marks = [mark for mark in self._marks.values() if mark.isEnabled()]
        next((mark for mark in marks if mark.isChecked()), marks[0]).setFocus()

    def show_way(self, way: Way, closed: Collection[Way] = (), reason: str = "") -> None:
        """Mark *way* and say the words of this moment; those *closed* are off for *reason*."""
        self._reason.say(reason)
        self._closed.setVisible(bool(closed))
        for each, mark in self._marks.items():
            title = self._texts[each][0]
            words = title if isinstance(title, str) else title()
            mark.setText(words)
            mark.setAccessibleName(words)
            mark.setAutoExclusive(False)
            mark.setChecked(each == way)
            mark.setEnabled(each not in closed)
            mark.setAccessibleDescription(reason if each in closed else "")


class CentreStep(QWidget):
    """Folder and the first administrator's password."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.folder = TextField(look, lambda: self.tr("Folder of the centre's files"), name="folder")
        self.password = TextField(
            look, lambda: self.tr("Password of the user “admin”"), secret=True, name="admin_password"
        )
        self.again = TextField(look, lambda: self.tr("The same password once more"), secret=True, name="admin_again")
        self._free = Label("", "caption", "text2", name="free_space")
        self._browse = Button(look, lambda: self.tr("Choose…"), icon="search", name="browse")
        rule = Label(
            lambda: self.tr("At least 10 characters; any letters you like. Several words are easy to remember. "
                            "There is no default password and nobody can read this one back."),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for field in (self.folder, self.password, self.again):
            field.setFixedWidth(_WIDE)
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line = QHBoxLayout()
        line.addWidget(self.folder)
        line.addWidget(self._browse, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._free, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        self._holds = Label(
            lambda: self.tr("A centre lives in this folder already. It is opened as it is, with its users and their "
                            "passwords."),
            "body", wrap=True, name="holds_centre",
        )  # fmt: skip
        column.addLayout(line)
        column.addWidget(self._holds)
        self._new = (self.password, self.again, rule)
        for widget in self._new:
            column.addWidget(widget)
        column.addStretch(1)

    def bind(self, intents: Intents, go_on: Callable[[], None]) -> None:
        """Tell the folder; Enter goes on."""
        self.folder.edited.connect(intents.edit_folder)
        self._browse.clicked.connect(intents.browse)
        self.password.entered.connect(self.again.edit.setFocus)
        self.again.entered.connect(go_on)

    def render_state(self, state: State, words: FirstRunWords) -> None:
        """Paint folder and errors."""
        self.folder.set_text(state.folder)
        self._holds.setVisible(state.holds_centre)
        for widget in self._new:
            widget.setVisible(not state.holds_centre)
        self._free.say(bidi.fill(self.tr("Free: {n} GB"), n=state.free) if state.free else "")
        for name, field in (("folder", self.folder), ("password", self.password), ("again", self.again)):
            field.show_error(words.message(state.errors.get(name)))  # type: ignore[call-overload]  # the names are exactly the field's literals

    def focus_on(self, field: Field) -> None:
        """Put the cursor into *field*."""
        {"folder": self.folder, "password": self.password}.get(field, self.again).edit.setFocus()

    def forget(self) -> None:
        """Empty both passwords."""
        self.password.set_text("")
        self.again.set_text("")


class ServerStep(QWidget):
    """The server's address, and whether it answers."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.address = TextField(
            look, lambda: self.tr("Address of the server"), placeholder="https://clinic-srv.local:8765", name="address"
        )
        self.address.setFixedWidth(_WIDE)
        self.address.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._test = Button(look, lambda: self.tr("Test"), icon="refresh", name="test")
        self._result = Label("", "body", "ok", name="test_result", wrap=True)
        column = QVBoxLayout(self)
        line = QHBoxLayout()
        line.addWidget(self.address)
        line.addWidget(self._test, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._result)
        column.addStretch(1)

    def bind(self, intents: Intents) -> None:
        """Tell the address; Enter and the button test it."""
        self.address.edited.connect(intents.edit_address)
        self.address.entered.connect(intents.test)
        self._test.clicked.connect(intents.test)

    def render_state(self, state: State, words: FirstRunWords) -> None:
        """Paint address, result and error."""
        self.address.set_text(state.address)
        self.address.show_error(words.message(state.errors.get("address")))
        self._test.switch(not state.testing, self.tr("Testing…"))
        self._result.say(self.tr("Testing…") if state.testing else words.message(state.reached))


class UsersStep(QWidget):
    """A first receptionist and a first clinician, so that a small centre can start at once; both may be left out."""

    def __init__(self, look: Look, language: Callable[[], str]) -> None:
        super().__init__()
        self._language = language
        self._forms = {
            "reception": PersonForm(look, lambda: self.tr("Somebody at the reception"), "reception"),
            "clinician": PersonForm(look, lambda: self.tr("Somebody in a clinic"), "clinician", with_clinic=True),
        }
        self._added = Label("", "body", "ok", name="users_added", wrap=True)
        note = Label(
            lambda: self.tr(
                "You can skip this and add users later. They must choose an own password at first sign-in."
            ),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(12)
        for form in self._forms.values():
            row.addWidget(form, 1)
        column = QVBoxLayout(self)
        told = QHBoxLayout()  # beside one another: a line that comes would push the last button out of the window
        told.addWidget(note, 1)
        told.addWidget(self._added, 1)
        column.addLayout(told)
        column.addLayout(row)
        column.addStretch(1)

    def bind(self, intents: Intents) -> None:
        """Add whoever is typed."""
        kinds: tuple[Literal["reception", "clinician"], ...] = ("reception", "clinician")
        for kind in kinds:
            form = self._forms[kind]
            form.add.clicked.connect(lambda _=False, kind=kind, form=form: intents.add_person(kind, *form.typed()))
            form.password.entered.connect(form.add.click)

    def render_state(self, state: State, words: FirstRunWords) -> None:
        """Paint who was added, and what is wrong."""
        clinics = tuple((o.key, (o.name or {}).get(self._language(), o.key)) for o in state.clinics)
        for kind, form in self._forms.items():
            form.show_clinics(clinics)
            form.show_error(words.message(state.errors.get(kind)))  # type: ignore[call-overload]  # the names are exactly the field's literals
            form.add.switch(not state.busy, self.tr("Please wait…"))
        self._added.say(bidi.fill(self.tr("Added: {name}"), name=bidi.listed(state.added)) if state.added else "")
        self._added.setVisible(bool(state.added))
        for form in self._forms.values():
            if form.typed()[0].username in state.added:
                form.empty()

    def focus_on(self, kind: str) -> None:
        """Put the cursor into the form of *kind*."""
        self._forms[kind].username.edit.setFocus()


class PersonForm(Card):
    """One user to be."""

    def __init__(self, look: Look, title: Text, kind: str, *, with_clinic: bool = False) -> None:
        super().__init__(title, name=f"user_{kind}")
        self.username = TextField(look, lambda: self.tr("User name"), name=f"{kind}_username")
        self.name = TextField(look, lambda: self.tr("Name"), name=f"{kind}_name")
        self.password = TextField(look, lambda: self.tr("First password"), secret=True, name=f"{kind}_password")
        self.clinic = Choice(look, lambda: self.tr("Clinic"), name=f"{kind}_clinic")
        self._error = Label("", "caption", "danger", name=f"{kind}_error", wrap=True)
        self.add = Button(look, lambda: self.tr("Add"), icon="user", name=f"{kind}_add")
        for field in (self.username, self.password):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for field in (self.username, self.name, self.password):
            self.body.addWidget(field)
        self.clinic.setVisible(with_clinic)
        self._with_clinic = with_clinic
        if with_clinic:
            self.body.addWidget(Label(lambda: self.tr("Clinic"), "caption", "text2"))
            self.body.addWidget(self.clinic)
        self.body.addWidget(self._error)
        self.body.addWidget(self.add)
        self.body.addStretch(1)

    def typed(self) -> tuple[Person, str]:
        """Who, and the first password."""
        clinic = self.clinic.key if self._with_clinic else ""
        return Person(self.username.text.strip(), self.name.text.strip(), clinic), self.password.text

    def show_clinics(self, clinics: tuple[tuple[str, str], ...]) -> None:
        """Offer *clinics*; the chosen one stays."""
        if self._with_clinic:
            self.clinic.show_choices(clinics, self.clinic.key or (clinics[0][0] if clinics else ""))

    def show_error(self, text: str) -> None:
        """Say *text* above the button, or nothing."""
        self._error.say(text)
        self._error.setVisible(bool(text))

    def empty(self) -> None:
        """Ready for the next one."""
        for field in (self.username, self.name, self.password):
            field.set_text("")
