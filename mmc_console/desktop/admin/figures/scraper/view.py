"""The box of the monitoring program's token: whether there is one, the new one once, and what its file needs."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.admin.figures.scraper.contract import HOLE, Intents, Question, State
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.dialogs import Dialog, ask
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords

WIDE = 720


class ScraperDialog(Dialog):
    """Widgets of the box."""

    def __init__(self, look: Look, parent: QWidget, rules: RuleWords) -> None:
        super().__init__(
            look, parent, lambda: self.tr("Token for Prometheus"), lambda: self.tr("Close"),
            lambda: self.tr("Close"), name="scraper",
        )  # fmt: skip
        self.setMinimumWidth(WIDE)
        self.cancel.hide()
        self._look, self._rules = look, rules
        self._state, self._token = State(), HOLE
        self._intents: Intents | None = None
        self.body.addWidget(Label(
            lambda: fill(self.tr("With it a monitoring program reads the figures at {path}, and nothing else."),
                         path="/metrics"),
            "body", "text2", wrap=True,
        ))  # fmt: skip
        self._standing = Label(self._stands, name="scraper_state", wrap=True)
        self.body.addWidget(self._standing)
        self._trouble = Label("", wrap=True, name="scraper_trouble")
        self._trouble_box = InfoBox(self._trouble, IconLabel(look, "alert-triangle", "warn", 20), "warn")
        self.body.addWidget(self._trouble_box)
        self._once = Label(
            lambda: self.tr("It is shown this once. Put it into the program's file now."), "body", "warn", wrap=True,
            name="scraper_once",
        )  # fmt: skip
        self.body.addWidget(self._once)
        self.shown = self._left_to_right("scraper_token", "title")
        self.body.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(Label(lambda: self.tr("For the file prometheus.yml:"), "caption", "text2"))
        self.config = self._left_to_right("scraper_config", "body")
        self.body.addWidget(self.config)
        self._local = Label(
            lambda: self.tr("This console reaches the server by an address of this PC only. Write the server's name "
                            "in its network in its place."),
            "caption", "warn", wrap=True, name="scraper_local",
        )  # fmt: skip
        self.body.addWidget(self._local)
        self._said = Label("", "caption", "text2", wrap=True, name="scraper_told")
        self._lay(look)

    def _lay(self, look: Look) -> None:
        self.make = Button(look, self._make_words, icon="plus", name="scraper_make")
        self.copy_token = Button(look, lambda: self.tr("Copy the token"), icon="copy", name="scraper_copy",
                                 pressed=lambda: self._copy("token", self._token))  # fmt: skip
        self.copy_config = Button(
            look, lambda: self.tr("Copy these lines"), icon="copy", name="scraper_copy_config",
            pressed=lambda: self._copy("config", self._state.config(self._token)),
        )  # fmt: skip
        self.revoke = Button(look, lambda: self.tr("Revoke…"), icon="hand-stop", kind="danger", name="scraper_revoke")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.make, self.copy_token, self.copy_config):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.revoke)
        self.body.addLayout(row)
        self.body.addWidget(self._said)

    def _left_to_right(self, name: str, size: str) -> Label:
        label = Label("", "title" if size == "title" else "body", name=name)
        label.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard
                                      | Qt.TextInteractionFlag.TextSelectableByMouse)  # fmt: skip
        return label

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.make.clicked.connect(intents.make)
        self.revoke.clicked.connect(intents.revoke)
        self.render(self._state)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State, token: str = HOLE) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        self._state, self._token = state, token
        self._standing.refresh()
        self.make.refresh()
        self._once.setVisible(state.fresh)
        self.shown.setVisible(state.fresh)
        self.shown.say(token)
        self.config.say(state.config(token).rstrip())
        self._local.setVisible(state.known and state.local)
        self._trouble_box.setVisible(state.trouble is not None)
        self._trouble.say(partial(self._problem, state.trouble))
        self._said.setVisible(state.told is not None)
        self._said.say(partial(self._told, state.told))
        why = self._why_not
        self.make.switch(state.known and not state.busy, why)
        self.copy_token.setVisible(state.fresh)
        self.copy_config.switch(state.known, why)
        self.revoke.switch(state.there and not state.busy, self._why_no_revoke)

    async def sure(self, question: Question) -> bool:
        """Ask, with the safe verb focused."""
        renew = question == "renew"
        return await ask(
            self._look, self,
            lambda: self.tr("Make a new token?") if renew else self.tr("Let no monitoring program in any more?"),
            lambda: self.tr("Make it") if renew else self.tr("Revoke"), lambda: self.tr("Cancel"),
            detail=lambda: self.tr("The one before is worth nothing from that moment on. Figures of that time are "
                                   "missing there until the program has the new one.")
            if renew else self.tr("The token is worth nothing from that moment on."),
        )  # fmt: skip

    # ------------------------------------------------------------------ words
    def _make_words(self) -> str:
        return self.tr("New token…") if self._state.there else self.tr("New token")

    def _stands(self) -> str:
        state = self._state
        if not state.known:
            return "" if state.trouble is not None else self.tr("One moment, please.")
        if state.made_at is None:
            return self.tr("There is no token: nobody reads the figures this way.")
        made = fill(self.tr("There is a token, made {time}."), time=_moment(state.made_at))
        if state.used_at is None:
            never = self.tr("It was not used since the server's start.")
            return f"{made} {never}"
        used = fill(self.tr("Last used {time}."), time=_moment(state.used_at))
        return f"{made} {used}"

    def _why_not(self) -> str:
        return self.tr("One moment, please.") if self._state.busy else self.tr("The server has not answered yet.")

    def _why_no_revoke(self) -> str:
        return self.tr("There is no token.") if self._state.known and not self._state.there else self._why_not()

    def _problem(self, message: Message | None) -> str:
        return self._rules.problem(message.code, message.params) if message is not None else ""

    def _told(self, message: Message | None) -> str:
        if message is None:
            return ""
        return self.tr("Copied. Clear the clipboard when it is in its place.")

    def _copy(self, what: str, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        if self._intents is not None:
            self._intents.copied(what)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state, self._token)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
