"""The passphrase page: one box that says why it asks, and every way on. What is typed lives in its lines only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt

from mmc_console.desktop.kit.buttons import Button, PrimaryButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.cover_top import CoverPage, CoverTop
from mmc_console.desktop.kit.field import Field as TextField
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.passphrase.anew import Anew
from mmc_console.desktop.passphrase.contract import Field, Intents, State
from mmc_console.desktop.passphrase.words import PassphraseWords


class PassphraseView(CoverPage):
    """One card under the program's name."""

    def __init__(self, look: Look, words: PassphraseWords, other_language: Callable[[], str]) -> None:
        """*other_language* is what the language button says."""
        super().__init__()
        self.setObjectName("passphrase_page")
        self._look, self._sentences = look, words
        self._state = State()
        self._intents: Intents | None = None
        self.passphrase = TextField(look, lambda: self.tr("Passphrase"), secret=True, name="passphrase")
        self.again = TextField(look, lambda: self.tr("The passphrase once more"), secret=True, name="passphrase_again")
        self._top = CoverTop(
            look, "shield-check", Label(lambda: self.tr("MMC Console"), "h2"),
            Label(lambda: self.tr("Before anything is read or written on this PC"), "body", "text2"), other_language,
        )  # fmt: skip
        self.lay(self._top, self._box())
        self.render(self._state)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.passphrase.entered.connect(self._entered)
        self.again.entered.connect(self._confirm)
        self._enter.clicked.connect(self._confirm)
        self._retry.clicked.connect(intents.try_again)
        self._without.clicked.connect(intents.go_without)
        self._anew.button.clicked.connect(intents.begin_anew)
        self._top.language.clicked.connect(intents.switch_language)
        self.passphrase.edited.connect(lambda _: intents.edited("passphrase"))
        self.again.edited.connect(lambda _: intents.edited("again"))

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        self._state = state
        self._card.say(self._title())
        self._why.say(self._reason())
        self.passphrase.setVisible(state.step != "locked")
        self.again.setVisible(state.step == "choose")
        self._rule.setVisible(state.step == "choose")
        names: tuple[Field, ...] = ("passphrase", "again")
        for name in names:
            self._field(name).show_error(self._sentences.message(state.errors.get(name)))
        problem = self._sentences.message(state.problem)
        self._problem.say(problem)
        self._problem_box.setVisible(bool(problem))
        self._enter.setVisible(state.step != "locked")
        self._enter.say(self._verb())
        self._retry.setVisible(state.step == "locked")
        self._anew.button.setVisible(state.step != "choose")
        for button in (self._enter, self._retry, self._without, self._anew.button):
            button.switch(not state.busy, self.tr("Please wait…"))

    def focus(self, field: Field) -> None:
        """Put the cursor into *field*; where there is none, on the first button."""
        line = self._retry if self._state.step == "locked" else self._field(field).edit
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty what was typed."""
        self.passphrase.set_text("")
        self.again.set_text("")

    async def sure(self) -> bool:
        """Ask whether what cannot be opened shall be set aside."""
        return await self._anew.sure()

    # ------------------------------------------------------------------ small things
    def _title(self) -> str:
        return {
            "choose": self.tr("Choose a passphrase for this PC"),
            "enter": self.tr("Enter the passphrase of this PC"),
            "locked": self.tr("The keyring of this PC is locked"),
        }[self._state.step]

    def _reason(self) -> str:
        return {
            "choose": self.tr(
                "This PC has no keyring. With a passphrase it keeps patients' data encrypted, so that work goes on "
                "while the server is away. It is asked for at every start; nobody can find it out for you."
            ),
            "enter": self.tr("It opens the encrypted data of this PC. It is not your own password."),
            "locked": self.tr(
                "The keyring holds the key of this PC's data, and is locked or not there. "
                "Unlock it, for example by signing in to the system, then try again."
            ),
        }[self._state.step]

    def _verb(self) -> str:
        return self.tr("Save and go on") if self._state.step == "choose" else self.tr("Open")

    def _field(self, name: Field) -> TextField:
        return self.passphrase if name == "passphrase" else self.again

    def _entered(self) -> None:
        if self._state.step == "choose" and not self.again.text:
            self.again.edit.setFocus()
        else:
            self._confirm()

    def _confirm(self) -> None:
        if self._intents is not None:
            self._intents.confirm(self.passphrase.text, self.again.text)

    # ------------------------------------------------------------------ build
    def _box(self) -> Card:
        look = self._look
        self._card = card = Card("", name="passphrase_card")
        card.setFixedWidth(520)
        self._why = Label("", "body", "text2", name="passphrase_why", wrap=True)
        card.body.addWidget(self._why)
        for field in (self.passphrase, self.again):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            card.body.addWidget(field)
        self._rule = Label(
            lambda: self.tr("At least 10 characters; several words are easy to remember."),
            "caption",
            "text2",
            wrap=True,
        )
        card.body.addWidget(self._rule)
        self._problem = Label("", "body", "danger", name="passphrase_problem", wrap=True)
        self._problem_box = InfoBox(self._problem, IconLabel(look, "alert-octagon", "danger", 20), "danger")
        card.body.addWidget(self._problem_box)
        self._enter = PrimaryButton(look, self._verb, icon="login", key="Enter", name="open_keys")
        self._retry = PrimaryButton(look, lambda: self.tr("Try again"), icon="refresh", name="try_keyring_again")
        self._without = Button(look, lambda: self.tr("Go on without, only while connected"), name="go_without")
        self._anew = Anew(look, self)
        hint = Label(
            lambda: self.tr(
                "Without it nothing is stored on this PC: while the server is away nobody is registered or called here."
            ),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        for widget in (self._enter, self._retry, self._without, hint, self._anew.button):
            card.body.addWidget(widget)
        return card

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_anew"):
            self.render(self._state)
