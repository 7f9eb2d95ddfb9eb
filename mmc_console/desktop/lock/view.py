"""The lock page: how the place stands on one side, who may come back in on the other. No patient's name ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button, PrimaryButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.cover_top import CoverPage, CoverTop
from mmc_console.desktop.kit.field import Field as TextField
from mmc_console.desktop.kit.labels import IconLabel, Label, XLNumber
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.lock.contract import SOMEBODY_ELSE, Field, Intents, State, Tile
from mmc_console.desktop.sign_in.words import SignInWords
from mmc_console.desktop.tickets.facts import Message

_TILE_HEIGHT = 56


class LockView(CoverPage):
    """Two cards under the centre's name."""

    def __init__(
        self, look: Look, words: SignInWords, language: Callable[[], str], other_language: Callable[[], str]
    ) -> None:
        """*other_language* is what the language button says."""
        super().__init__()
        self.setObjectName("lock_page")
        self._look, self._sentences, self._language = look, words, language
        self._states, self._counts = StateWords(), Counts()
        self._state = State()
        self._intents: Intents | None = None
        self._tiles_shown: object = None
        self._tiles: dict[str, Button] = {}
        self.username = TextField(look, lambda: self.tr("User name"), name="lock_username")
        self.secret = TextField(look, self._secret_label, secret=True, name="lock_secret")
        self._build(other_language)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.username.entered.connect(self.secret.edit.setFocus)
        self.secret.entered.connect(self._unlock)
        self._enter.clicked.connect(self._unlock)
        self._top.language.clicked.connect(intents.switch_language)
        self.username.edited.connect(lambda _: intents.edited("username"))
        self.secret.edited.connect(lambda _: intents.edited("secret"))

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        self._state = state
        center = state.center.get(self._language(), "") if state.center else ""
        said_above = center == bidi.strip(state.place)  # a desk without a room is at the centre itself
        self._center.say("" if said_above else bidi.iso(center))
        self._title.say(self._headline())
        self._number.setVisible(bool(state.number))
        self._number_title.setVisible(bool(state.number))
        self._number.show_number(state.number, bidi.fill(self.tr("Current ticket {ticket}"), ticket=state.number))
        self._clock.say(bidi.ltr(clock_time(state.now)) if state.now else "")
        word = self._states.connection(state.connection)
        self._connection.show_connection(state.connection, word)
        self._pending.show_connection("pending", self._counts.pending(state.pending))
        self._show_tiles(state.tiles)
        for key, button in self._tiles.items():
            button.setChecked(key == state.chosen)
            button.switch(not state.busy, self.tr("Please wait…"))
        self.username.setVisible(state.tile is None)
        self.secret.refresh_label()
        names: tuple[Field, ...] = ("username", "secret")
        for name in names:
            self._field(name).show_error(self._sentences.message(state.errors.get(name)))
        shut = self._sentences.message(Message(state.shut)) if state.shut else ""
        self._shut.say(shut)
        self._shut_box.setVisible(bool(shut))
        self.secret.setVisible(not shut)
        problem = "" if shut else self._sentences.message(state.problem)
        self._problem.say(problem)
        self._problem_box.setVisible(bool(problem))
        self._enter.switch(not shut and not state.busy, shut or self.tr("Please wait…"))

    def focus(self, field: Field) -> None:
        """Put the cursor into *field*."""
        self._field(field).edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field(field).edit.selectAll()

    def forget(self) -> None:
        """Empty what was typed."""
        self.username.set_text("")
        self.forget_secret()

    def forget_secret(self) -> None:
        """Empty what was not right; who it is stays."""
        self.secret.set_text("")

    # ------------------------------------------------------------------ small things
    def _headline(self) -> str:
        if not self._state.place:
            return self.tr("This PC is locked. Work goes on.")
        return bidi.fill(self.tr("This PC is locked. Work goes on in: {clinic}"), clinic=self._state.place)

    def _secret_label(self) -> str:
        return self.tr("PIN or password") if self._state.takes_pin else self.tr("Password")

    def _field(self, name: Field) -> TextField:
        return self.username if name == "username" else self.secret

    def _unlock(self) -> None:
        if self._intents is not None:
            self._intents.unlock(self.username.text, self.secret.text)

    def _choose(self, key: str) -> None:
        if self._intents is not None:
            self._intents.choose(key)

    def _show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        shown = tuple((t.key, t.name, t.role) for t in tiles)
        if shown == self._tiles_shown:
            return
        self._tiles_shown = shown
        for old in self._tiles.values():
            self._group.removeButton(old)
            old.setParent(None)
            old.deleteLater()
        self._tiles = {}
        for tile in tiles:
            who = partial(self._who, tile)
            self._add_tile(tile.key, Button(self._look, who, icon="user", kind="toggle", name=f"tile_{tile.key}"))
        other = Button(
            self._look, lambda: self.tr("Somebody else"), icon="users", kind="toggle", name="tile_somebody_else"
        )
        self._add_tile(SOMEBODY_ELSE, other)

    def _who(self, tile: Tile) -> str:
        role = self._states.role(tile.role) if tile.role else ""
        return f"{bidi.iso(tile.name)} · {role}" if role else bidi.iso(tile.name)

    def _add_tile(self, key: str, button: Button) -> None:
        button.setCheckable(True)
        button.setFixedHeight(_TILE_HEIGHT)
        button.clicked.connect(lambda _=False: self._choose(key))
        self._group.addButton(button)
        self._tiles_box.addWidget(button)
        self._tiles[key] = button

    # ------------------------------------------------------------------ build
    def _build(self, other_language: Callable[[], str]) -> None:
        self._title = Label("", "h2", name="lock_title")
        self._center = Label("", "body", "text2", name="lock_center")
        self._clock = Label("", "h2", name="lock_clock")
        self._top = CoverTop(self._look, "lock", self._title, self._center, other_language, self._clock)
        self.lay(self._top, self._standing(), self._door())

    def _standing(self) -> QWidget:
        """How the place stands, without anybody's name."""
        card = Card(lambda: self.tr("Now"), name="lock_standing")
        card.setFixedWidth(360)
        self._number_title = Label(lambda: self.tr("Current ticket"), "caption", "text2")
        self._number = XLNumber(self._look)
        self._number.setObjectName("lock_number")
        self._connection = Pill(self._look, name="lock_connection")
        self._pending = Pill(self._look, name="lock_pending")
        card.body.addWidget(self._number_title)
        card.body.addWidget(self._number)
        pills = QHBoxLayout()
        pills.setSpacing(8)
        pills.addWidget(self._connection)
        pills.addWidget(self._pending)
        pills.addStretch(1)
        card.body.addLayout(pills)
        rule = Label(
            lambda: self.tr("The queue goes on and recorded work is sent. Unlock to see names and to work."),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        card.body.addWidget(rule)
        return card

    def _door(self) -> QWidget:
        look = self._look
        card = Card(lambda: self.tr("Who works here now?"), name="lock_door")
        card.setFixedWidth(440)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._tiles_box = QVBoxLayout()
        self._tiles_box.setSpacing(8)
        card.body.addLayout(self._tiles_box)
        for field in (self.username, self.secret):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            card.body.addWidget(field)
        self._shut = Label("", "body", "warn", name="lock_shut", wrap=True)
        self._shut_box = InfoBox(self._shut, IconLabel(look, "cloud-off", "warn", 20), "warn")
        card.body.addWidget(self._shut_box)
        self._problem = Label("", "body", "danger", name="lock_problem", wrap=True)
        self._problem_box = InfoBox(self._problem, IconLabel(look, "alert-octagon", "danger", 20), "danger")
        card.body.addWidget(self._problem_box)
        self._enter = PrimaryButton(look, lambda: self.tr("Unlock"), icon="login", key="Enter", name="unlock")
        card.body.addWidget(self._enter)
        return card

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_enter"):
            self._number.refresh()
            self.render(self._state)
