"""The editor of one person: fields with their faults, what the roles allow, and what is done to an account."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mmc_console.desktop.admin.users.contract import Intents, State
from mmc_console.desktop.admin.users.form import PARTS, ROLES, Part
from mmc_console.desktop.admin.users.picks import Picks
from mmc_console.desktop.admin.users.words import UserWords
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look

_IN_A_ROW: Final = 3


class Editor(Card):
    """What is typed about one person."""

    def __init__(self, look: Look, actions: ActionList, words: UserWords) -> None:
        super().__init__(name="user_editor")
        self._words, self._state = words, State()
        self.dot = Label("", "captionStrong", "warn", name="user_unsaved")
        self.beside_title(self.dot)
        self.username = Field(look, lambda: self.tr("User name, to sign in with"), name="user_username")
        self.username.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.name = Field(look, lambda: self.tr("Name that others see"), name="user_name")
        self.password = Field(
            look, lambda: self.tr("First password; left empty, one is made"), secret=True, name="user_password"
        )
        self.roles = Picks(look, lambda: self.tr("Roles"), in_a_row=_IN_A_ROW, name="user_roles")
        self.clinics = Picks(look, lambda: self.tr("Own clinics"), in_a_row=_IN_A_ROW - 1, name="user_clinics")
        self.may = Label("", "caption", "text2", wrap=True, name="user_may")
        self.seen = Label("", "caption", "text2", wrap=True, name="user_seen")
        self._fields: dict[Part, Field | Picks] = {
            "username": self.username, "name": self.name, "password": self.password, "roles": self.roles,
            "clinics": self.clinics,
        }  # fmt: skip
        self._account = QWidget()
        account = QGridLayout(self._account)
        account.setContentsMargins(0, 4, 0, 0)
        account.setSpacing(8)
        account.setColumnStretch(2, 1)
        for n, id in enumerate(("user_password", "user_sign_out", "user_switch")):
            account.addWidget(ActionButton(look, actions, id), n // 2, n % 2)
        self._empty = Label("", "body", "text2", wrap=True, name="user_nobody")
        self._form = QWidget()
        self._lay(look, actions)

    def _lay(self, look: Look, actions: ActionList) -> None:
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 8, 0)
        form.setSpacing(8)
        for widget in (self.seen, self.username, self.name, self.password, self.roles, self.clinics):
            form.addWidget(widget)
        form.addWidget(Label(lambda: self.tr("May do"), "captionStrong", "text2"))
        form.addWidget(self.may)
        form.addWidget(self._account)
        form.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._form)
        self.area = area
        self.body.addWidget(self._empty)
        self.body.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(ActionButton(look, actions, "user_save", kind="primary"))
        foot.addWidget(ActionButton(look, actions, "user_discard"))
        foot.addStretch(1)
        self.body.addLayout(foot)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* what is typed."""
        for part, field in (("username", self.username), ("name", self.name), ("password", self.password)):
            field.on_edited(partial(intents.edit, part))  # type: ignore[arg-type]  # exactly the parts
            field.entered.connect(intents.save)
        self.roles.toggled.connect(partial(intents.toggle, "roles"))
        self.clinics.toggled.connect(partial(intents.toggle, "clinics"))

    def show_state(self, state: State) -> None:
        """Paint the draft of *state*."""
        before, draft = self._state.draft, state.draft
        self._state = state
        if (before.base.id if before and before.base else "") != (draft.base.id if draft and draft.base else ""):
            self.area.verticalScrollBar().setValue(0)
        self.area.setVisible(draft is not None)
        self._empty.setVisible(draft is None)
        self.dot.say(self._unsaved)
        if draft is None:
            self.say("")
            self._empty.say(lambda: self.tr("Select somebody, or add somebody new."))
            return
        base = draft.base
        self.say((lambda: self.tr("Somebody new")) if base is None else base.name)
        person = state.person
        self.seen.say("" if person is None else self._words.seen(person))
        self.seen.setVisible(person is not None)
        self._account.setVisible(base is not None)
        self.username.set_text(draft.username)
        self.username.edit.setEnabled(base is None)
        self.name.set_text(draft.name)
        self.password.set_text(draft.password)
        self.password.setVisible(base is None)
        self.roles.show_choices([(role, partial(self._words.role, role)) for role in ROLES], draft.roles)
        codes = [clinic.code for clinic in state.center.clinics] if state.center is not None else []
        gone = [code for code in sorted(draft.clinics) if code not in codes]
        self.clinics.show_choices(
            [(code, partial(self._words.clinic, code, state)) for code in (*codes, *gone)], draft.clinics
        )
        self.clinics.setVisible("clinician" in draft.roles or bool(draft.clinics))
        self.may.say(partial(self._words.rights, draft.roles))
        for part, field in self._fields.items():
            code = state.wrong.get(part)
            field.show_error(partial(self._words.fault, code) if code else "")

    def show_wrong(self) -> None:
        """Put the keyboard at the first field that is wrong."""
        part = next((part for part in PARTS if part in self._state.wrong), None)
        if part is None:
            return
        field = self._fields[part]
        if isinstance(field, Picks):
            field.focus()
        else:
            field.edit.setFocus()
        self.area.ensureWidgetVisible(field, 0)

    def _unsaved(self) -> str:
        return self.tr("● Not saved") if self._state.dirty else ""
