"""The sign-in page: recent users, one box, this PC. Paints State; passwords live in their lines only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mmc_console import __version__
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button, PrimaryButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.cover_top import CoverPage, CoverTop
from mmc_console.desktop.kit.field import Field as TextField
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.passphrase.anew import Anew
from mmc_console.desktop.sign_in.contract import Field, Intents, Recent, State
from mmc_console.desktop.sign_in.words import SignInWords
from mmc_console.desktop.tickets.facts import Message

_SERVER_LOOKS = {
    "starting": ("cloud-up", "text2"), "online": ("cloud-check", "ok"), "offline": ("cloud-off", "warn"),
    "maintenance": ("restore", "warn"), "stranded": ("server", "warn"),
}  # fmt: skip


class SignInView(CoverPage):
    """Three columns: who, the box, this PC."""

    def __init__(
        self, look: Look, words: SignInWords, language: Callable[[], str], other_language: Callable[[], str], pc: str
    ) -> None:
        """*pc* is this PC's own name; *other_language* what the language button says."""
        super().__init__()
        self.setObjectName("sign_in")
        self._look, self._sentences, self._language, self._pc = look, words, language, pc
        self._states = StateWords()
        self._state = State()
        self._intents: Intents | None = None
        self._caps = False
        self._recent_buttons: list[Button] = []
        self._recents_shown: tuple[Recent, ...] = ()
        self.username = TextField(look, lambda: self.tr("User name"), name="username")
        self.password = TextField(look, lambda: self.tr("Password"), secret=True, name="password")
        self.current = TextField(look, lambda: self.tr("Present password"), secret=True, name="current")
        self.new = TextField(look, lambda: self.tr("New password"), secret=True, name="new")
        self.again = TextField(look, lambda: self.tr("New password once more"), secret=True, name="again")
        self._build(other_language)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.username.entered.connect(self.password.edit.setFocus)
        self.password.entered.connect(self._sign_in)
        self._enter.clicked.connect(self._sign_in)
        self.new.entered.connect(self.again.edit.setFocus)
        self.again.entered.connect(self._change)
        self._save.clicked.connect(self._change)
        self._retry.clicked.connect(intents.try_again)
        self._anew.button.clicked.connect(intents.begin_anew)
        self._server_button.clicked.connect(intents.choose_server)
        self._top.language.clicked.connect(intents.switch_language)
        names: tuple[Field, ...] = ("username", "password", "current", "new", "again")
        for name in names:
            self._field(name).edited.connect(lambda _, name=name: intents.edited(name))
            self._field(name).edit.installEventFilter(self)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        another = state.username != self._state.username  # else it stays as somebody has typed it over
        self._state = state
        self._pages.setCurrentIndex(0 if state.step == "sign_in" else 1)
        icon, ink = _SERVER_LOOKS[state.server_state]
        self._server_icon.show_icon(icon, ink)
        self._server.say(self._server_text(state))
        if state.username and (another or state.busy):
            self.username.set_text(state.username)
        names: tuple[Field, ...] = ("username", "password", "current", "new", "again")
        for name in names:
            self._field(name).show_error(self._sentences.message(state.errors.get(name)))
        problem = self._sentences.message(state.trouble, self._keyboard())
        for label, box in ((self._problem, self._problem_box), (self._problem2, self._problem2_box)):
            label.say(problem)
            box.setVisible(bool(problem))
        self._enter.switch(not state.busy, self.tr("Please wait…"))
        self._save.switch(
            state.can_save and not state.busy, self.tr("Please wait…") if state.can_save else self._not_now()
        )
        self._wait.refresh()
        self._wait_box.setVisible(not state.can_save)
        for line in (self.username, self.password):
            line.edit.setReadOnly(state.busy)
        self._center.say(bidi.iso(state.center.get(self._language(), "")) if state.center else "")
        self._keeps.setVisible(not state.keeps)
        self._offline.refresh()
        self._offline_box.setVisible(state.server_state in ("offline", "maintenance", "stranded"))
        self._retry.setVisible(state.server_state == "offline")
        self._anew.button.setVisible(state.lost)
        self._show_recents(state.recents)
        for recent in self._recent_buttons:
            recent.switch(not state.busy, self.tr("Please wait…"))

    def focus(self, field: Field) -> None:
        """Put the cursor into *field*."""
        self._field(field).edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field(field).edit.selectAll()

    def forget_passwords(self) -> None:
        """Empty every password line."""
        for line in (self.password, self.current, self.new, self.again):
            line.set_text("")

    async def sure(self) -> bool:
        """Ask whether a store that nothing opens shall be set aside."""
        return await self._anew.sure()

    # ------------------------------------------------------------------ small things
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Caps Lock shows itself in the letters it makes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            letter, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if letter.isalpha() and letter.isascii():
                self._caps = letter.isupper() != shift
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.FocusIn):
            self._show_hint()
        return super().eventFilter(watched, event)

    def _show_hint(self) -> None:
        caps = self.tr("Caps Lock is on") if self._caps else ""
        keyboard = bidi.fill(self.tr("Keyboard: {lang}"), lang=self._keyboard())
        self._hint.say(f"{keyboard} · {caps}" if caps else keyboard)
        self._hint.set_ink("warn" if caps else "text2")

    def _keyboard(self) -> str:
        """What the keyboard writes now: `ع` or `EN`."""
        code = QGuiApplication.inputMethod().locale().name().partition("_")[0]
        return {"ar": "ع"}.get(code, code.upper() if code not in ("", "C") else "EN")

    def _server_text(self, state: State) -> str:
        if state.embedded:
            place = self.tr("The centre on this PC")
        else:
            place = bidi.ltr(state.server)
        if state.server_state == "offline":
            return f"{place} · " + self.tr("not reachable")
        if state.server_state == "maintenance":
            return f"{place} · " + self.tr("in maintenance")
        if state.server_state == "stranded":
            return f"{place} · " + self.tr("its data cannot be read")
        return f"{place} · " + self.tr("connecting…") if state.server_state == "starting" else place

    def _show_recents(self, recents: tuple[Recent, ...]) -> None:
        if recents == self._recents_shown:
            return
        self._recents_shown = recents
        self._recent_buttons.clear()
        while (item := self._recents.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        for recent in recents:
            button = Button(self._look, partial(self._who, recent), icon="user", name=f"recent_{recent.username}")
            button.clicked.connect(lambda _=False, name=recent.username: self._recent(name))
            button.setFixedHeight(56)
            self._recents.addWidget(button)
            self._recent_buttons.append(button)
        self._recents_title.setVisible(bool(recents))

    def _who(self, recent: Recent) -> str:
        role = self._states.role(recent.role) if recent.role else ""
        return f"{bidi.iso(recent.name)} · {role}" if role else bidi.iso(recent.name)

    def _recent(self, username: str) -> None:
        if self._intents is not None:
            self.username.set_text(username)  # also where it is the last one's again, typed over
            self._intents.choose_recent(username)

    def _sign_in(self) -> None:
        if self._intents is not None:
            self._intents.sign_in(self.username.text, self.password.text)

    def _change(self) -> None:
        if self._intents is not None:
            self._intents.change_password(self.current.text, self.new.text, self.again.text)

    def _field(self, name: Field) -> TextField:
        return {
            "username": self.username, "password": self.password, "current": self.current, "new": self.new,
            "again": self.again,
        }[name]  # fmt: skip

    # ------------------------------------------------------------------ build
    def _build(self, other_language: Callable[[], str]) -> None:
        self._center = Label("", "body", "text2", name="center_name")
        title = Label(lambda: self.tr("MMC Console"), "h2")
        self._top = CoverTop(self._look, "building-hospital", title, self._center, other_language)
        self._recents_title = Label(lambda: self.tr("Recent on this PC"), "caption", "text2")
        self._recents = QVBoxLayout()
        self._recents.setSpacing(8)
        start = QVBoxLayout()
        start.addWidget(self._recents_title)
        start.addLayout(self._recents)
        self.lay(self._top, _side(start), self._box(), _side(self._this_pc()))

    def _box(self) -> QWidget:
        look = self._look
        self._pages = QStackedWidget()
        card = Card(lambda: self.tr("Sign in"), name="sign_in_card")
        card.setFixedWidth(440)
        line = QHBoxLayout()
        self._server_icon = IconLabel(look, "cloud-up", "text2", 20)
        self._server = Label("", "body", name="server")
        self._server_button = Button(look, lambda: self.tr("Change"), kind="link", name="change_server")
        line.addWidget(self._server_icon)
        line.addWidget(self._server, 1)
        line.addWidget(self._server_button)
        card.body.addLayout(line)
        for field in (self.username, self.password):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            card.body.addWidget(field)
        for field in (self.current, self.new, self.again):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        below = QHBoxLayout()
        self._hint = Label("", "caption", "text2", name="keyboard_hint")
        self._eye = Button(
            look, lambda: self.tr("Show the password"), icon="eye", kind="iconQuiet", name="show_password"
        )
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        below.addWidget(self._hint, 1)
        below.addWidget(self._eye)
        card.body.addLayout(below)
        self._problem = Label("", "body", "danger", name="sign_in_problem", wrap=True)
        self._problem_box = InfoBox(self._problem, IconLabel(look, "alert-octagon", "danger", 20), "danger")
        card.body.addWidget(self._problem_box)
        self._retry = Button(look, lambda: self.tr("Try again"), icon="refresh", name="try_again")
        card.body.addWidget(self._retry)
        self._anew = Anew(look, self)
        card.body.addWidget(self._anew.button)
        self._enter = PrimaryButton(look, lambda: self.tr("Sign in"), icon="login", key="Enter", name="enter")
        card.body.addWidget(self._enter)
        self._pages.addWidget(card)
        self._pages.addWidget(self._own_password())
        self._show_hint()
        return self._pages

    def _own_password(self) -> QWidget:
        look = self._look
        card = Card(lambda: self.tr("Choose your own password"), name="new_password_card")
        card.setFixedWidth(440)
        card.body.addWidget(Label(
            lambda: self.tr("This is your first sign-in. From now on only you know your password."),
            "body", "text2", wrap=True,
        ))  # fmt: skip
        self.current.hide()
        for field in (self.current, self.new, self.again):
            card.body.addWidget(field)
        rule = Label(lambda: self.tr("At least 10 characters; any letters you like."), "caption", "text2", wrap=True)
        card.body.addWidget(rule)
        self._problem2 = Label("", "body", "danger", name="password_problem", wrap=True)
        self._problem2_box = InfoBox(self._problem2, IconLabel(look, "alert-octagon", "danger", 20), "danger")
        card.body.addWidget(self._problem2_box)
        self._wait = Label(self._not_now, "body", "warn", name="save_not_now", wrap=True)
        self._wait_box = InfoBox(self._wait, IconLabel(look, "cloud-off", "warn", 20), "warn")
        card.body.addWidget(self._wait_box)
        self._save = PrimaryButton(look, lambda: self.tr("Save and sign in"), icon="check", key="Enter", name="save")
        card.body.addWidget(self._save)
        card.body.addStretch(1)
        return card

    def _not_now(self) -> str:
        return self.tr(
            "Only the server can take your own password, and it is away. You can save as soon as it is back."
        )

    def _this_pc(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(Label(lambda: self.tr("This PC"), "caption", "text2"))
        column.addWidget(Label(lambda: bidi.fill(self.tr("Name: {device}"), device=self._pc), "body"))
        column.addWidget(Label(lambda: bidi.fill(self.tr("Version: {version}"), version=__version__), "body"))
        self._keeps = Label(
            lambda: self.tr("This PC has no keyring: you will sign in again next time."), "caption", "warn", wrap=True
        )
        column.addWidget(self._keeps)
        offline = Label(self._offline_text, "body", "warn", name="offline_statement", wrap=True)
        self._offline = offline
        self._offline_box = InfoBox(offline, IconLabel(self._look, "cloud-off", "warn", 20), "warn")
        column.addWidget(self._offline_box)
        return column

    def _offline_text(self) -> str:
        people = self._state.offline
        if not people:
            return self.tr(
                "The server is not reachable, and nobody has signed in here with their own password in the last 7 days."
            )
        if self._state.clock_doubt:
            return self._sentences.message(Message("clock-wrong"))
        lines = [bidi.fill(self.tr("{name}: until {date}"), name=p.name, date=p.until) for p in people]
        return "\n".join((self.tr("The server is not reachable. These may sign in here all the same:"), *lines))

    def _reveal(self, shown: bool) -> None:
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.say(
            (lambda: self.tr("Hide the password")) if shown else (lambda: self.tr("Show the password")), "eye"
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_offline_box"):
            self.render(self._state)
            self._show_hint()


def _side(column: QVBoxLayout) -> QWidget:
    """A column beside the box, as wide as the one on the other side."""
    box = QWidget()
    box.setFixedWidth(300)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    box.setLayout(column)
    return box
