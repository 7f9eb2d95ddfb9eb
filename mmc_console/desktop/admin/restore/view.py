"""The wizard as a whole page: its steps on top, one step's content, the way on below. Paints State."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mmc_console.desktop.admin.again_dialog import AgainWords, again_button, ask_password
from mmc_console.desktop.admin.faults import was_refused
from mmc_console.desktop.admin.files import choose_target
from mmc_console.desktop.admin.restore.changes_step import ChangesStep
from mmc_console.desktop.admin.restore.choose_step import CheckStep, ChooseStep
from mmc_console.desktop.admin.restore.contract import STEPS, Field, Intents, State
from mmc_console.desktop.admin.restore.late_steps import ConfirmStep, RestoreStep, VerifyStep
from mmc_console.desktop.admin.restore.words import RestoreWords
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.bidi import ltr
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.facts import Message


class RestoreView(QWidget):
    """Widgets of the wizard, and its keys."""

    def __init__(
        self, look: Look, actions: ActionList, words: RestoreWords, language: Callable[[], str],
        toast: Callable[[Toast], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("restore")
        self._look, self._actions, self._words, self._toast = look, actions, words, toast
        self._intents: Intents | None = None
        self._state = State()
        self.choose = ChooseStep(look, words)
        self.check = CheckStep(look, words)
        self.changes = ChangesStep(look, words, language)
        self.confirm = ConfirmStep(look, words)
        self.restore = RestoreStep(look, words)
        self.verify = VerifyStep(look, words)
        self._build()

    def _build(self) -> None:
        look = self._look
        self._steps = [Pill(look, name=f"step_{step}") for step in STEPS]
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(lambda: self.tr("Restore"), "h2"))
        line.addSpacing(16)
        for pill in self._steps:
            line.addWidget(pill)
        line.addStretch(1)
        self._title = Label("", "title", wrap=True, name="restore_title")
        self._source = Label("", "caption", "text2", name="restore_from")
        self._pages = QStackedWidget()
        for page in (self.choose, self.check, self.changes, self.confirm, self.restore, self.verify):
            self._pages.addWidget(page)
        self._problem = Label("", "body", wrap=True, name="restore_problem")
        self._problem_box = InfoBox(self._problem, IconLabel(look, "alert-octagon", "danger"), "danger")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(ActionButton(look, self._actions, "restore_leave"))
        foot.addWidget(ActionButton(look, self._actions, "restore_back"))
        foot.addStretch(1)
        self._sign_in = again_button(look, AgainWords(self), "restore", self._sign_in_again)
        foot.addWidget(self._sign_in)
        self._next = ActionButton(look, self._actions, "restore_next", kind="primary")
        self._do = ActionButton(look, self._actions, "restore_do", kind="danger")
        foot.addWidget(self._next)
        foot.addWidget(self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self._title)
        column.addWidget(self._source)
        column.addWidget(self._pages, 1)
        column.addWidget(self._problem_box)
        column.addLayout(foot)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.choose.bind(intents)
        self.changes.bind(intents)
        self.confirm.bind(intents)
        self.verify.bind(intents)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_actions()

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        another = state.step != self._state.step
        self._state = state
        self.show_actions()
        words = self._words
        for place, pill in enumerate(self._steps):
            icon, tint, ink = ("circle-dashed", "surface2", "text2")
            if place < state.number:
                icon, tint, ink = ("check", "okTint", "ok")
            elif place == state.number:
                icon, tint, ink = ("player-play", "infoTint", "info")
            pill.show_plain(icon, partial(self._step, place), tint, ink)
        self._title.say(lambda: words.title(state))
        self._source.say(lambda: words.source(state))
        self._source.setVisible(state.step in ("changes", "confirm", "restore"))
        self._pages.setCurrentIndex(state.number)
        for page in (self.choose, self.check, self.changes, self.confirm, self.restore, self.verify):
            page.show_state(state)
        problem = state.problem or (state.offline if state.step != "verify" and not state.running else None)
        self._problem.say(lambda: words.message(problem) if problem is not None else "")
        self._problem_box.setVisible(problem is not None)
        self._sign_in.setVisible(was_refused(problem))
        self._next.setVisible(state.step not in ("confirm", "restore"))
        self._do.setVisible(state.step == "confirm")
        if another and self.isVisible():
            self._enter_step(state)

    def _enter_step(self, state: State) -> None:
        """The keyboard goes where the step begins."""
        if state.step == "choose":
            self.choose.table.setFocus()
        elif state.step == "confirm":
            self.confirm.center.edit.setFocus()
        elif state.step == "changes":
            self.changes.table.setFocus()
        else:
            self._next.setFocus()

    def _step(self, place: int) -> str:
        return f"{ltr(str(place + 1))} {self._words.step(STEPS[place])}"

    def focus(self, field: Field) -> None:
        """Put the cursor there."""
        if field == "moment":
            self.choose.moment.edit.setFocus()
        else:
            self.confirm.focus_on(field)

    def forget_password(self) -> None:
        """Empty that line."""
        self.confirm.password.set_text("")

    def say(self, message: Message, *, fault: bool = False) -> None:
        """A toast, in the language of the moment it is read."""
        self._toast(Toast(lambda: self._words.message(message), kind="error" if fault else "info"))

    async def ask_password(self, problem: Message | None) -> str | None:
        """Typed, sent, and kept nowhere."""
        return await ask_password(self._look, self.window(), self._words.message, problem)

    async def choose_file(self, name: str) -> Path | None:
        """The system's own window."""
        return await choose_target(self.window(), self.tr("Save the report"), name)

    def report_text(self, state: State) -> str:
        """The report in words."""
        return self._words.report(state)

    # ------------------------------------------------------------------ actions and language
    def show_actions(self) -> None:
        """Back, on, and away, with their keys."""
        intents, state = self._intents, self._state
        if intents is None or self.isHidden():
            return
        onward = self._why_not(state)
        confirming = state.step == "confirm"
        stays = "" if state.may_leave else self.tr("It is restored now; it ends by itself.")
        first = "" if state.can_go_back else self.tr("There is no step back from here.")
        found = [
            Action("restore_leave", self._leave_text, intents.leave, "x", "Esc", enabled=state.may_leave, reason=stays,
                   bar=False),
            Action("restore_back", lambda: self.tr("Back"), intents.back, "chevron-left", "Ctrl+PgUp",
                   enabled=state.can_go_back and not state.busy, reason=first, bar=False),
        ]  # fmt: skip
        if confirming:
            found.append(
                Action("restore_do", lambda: self.tr("Restore this backup"), self._go_on, "restore", "Ctrl+Enter",
                       enabled=state.can_go_on, reason=onward, bar=False)
            )  # fmt: skip
        elif state.step != "restore":
            found.append(
                Action("restore_next", self._next_text, self._go_on, "chevron-right", "Ctrl+Enter",
                       enabled=state.can_go_on, reason=onward, bar=False)
            )  # fmt: skip
        self._actions.show(found)

    def _leave_text(self) -> str:
        return self.tr("Close") if self._state.step == "verify" else self.tr("Cancel")

    def _next_text(self) -> str:
        return self.tr("To the backups") if self._state.step == "verify" else self.tr("Next")

    def _why_not(self, state: State) -> str:
        if state.can_go_on:
            return ""
        if state.offline is not None:
            return self._words.message(state.offline)
        if state.step == "confirm":
            return self.tr("Type the centre's code, your password and the reason first.")
        if state.busy:
            return self.tr("The server still reads the backup.")
        return self.tr("Select a backup first.") if state.step == "choose" else self.tr("This backup cannot be used.")

    def _sign_in_again(self) -> None:
        if self._intents is not None:
            self._intents.sign_in_again()

    def _go_on(self) -> None:
        if self._intents is not None:
            self._intents.go_on(self.confirm.password.text if self._state.step == "confirm" else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)
