"""The first-run wizard as a whole page. Paints State; what is typed as a password stays in its line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmc_console.desktop.first_run.contract import Field, Intents, State, Step
from mmc_console.desktop.first_run.steps_view import CentreStep, LanguageStep, ServerStep, UsersStep, WayStep
from mmc_console.desktop.first_run.words import FirstRunWords
from mmc_console.desktop.kit.buttons import Button, PrimaryButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.languages import Language
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.scrolling import scrolled
from mmc_console.desktop.kit.text import is_look_change

_ORDER: tuple[Step, ...] = ("language", "how", "centre", "server", "progress", "users", "done")


class FirstRunView(QWidget):
    """Steps at the top, one step's card in the middle, the way on below."""

    def __init__(
        self, look: Look, words: FirstRunWords, languages: Callable[[], Sequence[Language]], current: Callable[[], str]
    ) -> None:
        super().__init__()
        self.setObjectName("first_run")
        self.setProperty("ring", False)  # it holds the keyboard only while the way on is off
        self._look, self._sentences, self._current = look, words, current
        self._state = State()
        self._intents: Intents | None = None
        self._shown_steps: object = None
        self._language = LanguageStep(look, languages, current)
        self._way = WayStep(look)
        self._centre = CentreStep(look)
        self._server = ServerStep(look)
        self._users = UsersStep(look, current)
        self._progress = Label("", "body", wrap=True, name="progress")
        self._done = Label("", "body", wrap=True, name="done_text")
        self._title = Label("", "h2", name="step_title")
        self._build()

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self._language.bind(intents)
        self._way.bind(intents)
        self._centre.bind(intents, self._go_on)
        self._server.bind(intents)
        self._users.bind(intents)
        self._back.clicked.connect(intents.back)
        self._exit.clicked.connect(intents.leave)
        self._next.clicked.connect(self._go_on)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        changed = state.step != self._state.step
        typing = self.focusWidget() in (self._centre.password.edit, self._centre.again.edit)
        on_next = self.focusWidget() in (self._next, self)
        self._state = state
        self._show_steps(state)
        self._title.say(self._sentences.title(state))
        self._pages.setCurrentIndex(_ORDER.index(state.step))
        self._way.show_way(state.way, state.closed, self._sentences.unsent(state.unsent))
        self._centre.render_state(state, self._sentences)
        self._server.render_state(state, self._sentences)
        self._users.render_state(state, self._sentences)
        going_on = state.progress[-1:]
        lines = [self._sentences.progress(each) + ("…" if each in going_on else "") for each in state.progress]
        self._progress.say("\n".join(lines))
        self._done.say(self._sentences.done(state))
        problem = self._sentences.message(state.problem)
        self._problem.say(problem)
        self._problem_box.setVisible(bool(problem))
        self._back.switch(state.can_go_back and not state.busy, self.tr("There is no way back from here."))
        self._next.say(self._next_text(state))
        way_missing = state.step == "how" and not state.way
        stuck = state.step == "progress"
        self._next.switch(not (state.busy or way_missing or stuck), self.tr("Choose one of the three ways first."))
        self._exit.say((lambda: self.tr("Cancel")) if state.may_leave else (lambda: self.tr("Exit")))
        if changed or (typing and state.holds_centre):  # what was typed into is gone
            self._start_step(state)
        elif on_next:
            self._stay_on_next()

    def focus(self, field: Field) -> None:
        """Put the cursor into *field*."""
        if field == "address":
            self._server.address.edit.setFocus()
        elif field in ("reception", "clinician"):
            self._users.focus_on(field)
        else:
            self._centre.focus_on(field)

    async def choose_folder(self, present: str) -> str | None:
        """A folder of this PC; None when the person turns away."""
        dialog = QFileDialog(self, self.tr("Where will the centre's files be?"), present)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        dialog.finished.connect(answer.set_result)
        dialog.open()
        try:
            return dialog.selectedFiles()[0] if await answer else None
        finally:
            dialog.deleteLater()

    # ------------------------------------------------------------------ small things
    def _go_on(self) -> None:
        if self._intents is None or not self._next.isEnabled():
            return
        if self._state.step == "centre":
            self._intents.go_on(self._centre.password.text, self._centre.again.text)
        else:
            self._intents.go_on()

    def _next_text(self, state: State) -> str:
        if state.step == "done":
            return self.tr("Go to the sign-in")
        if state.step == "centre":
            return self.tr("Open the centre") if state.holds_centre else self.tr("Make the centre")
        return self.tr("Next")

    def _start_step(self, state: State) -> None:
        if state.step == "how":
            self._way.take_keyboard()
        elif state.step == "server":
            self._server.address.edit.setFocus()
        elif state.step == "centre" and not state.holds_centre:  # else nothing is to be typed
            self._centre.password.edit.setFocus()
        elif state.step == "users":
            self._centre.forget()
            self._users.focus_on("reception")
        else:
            self._stay_on_next()

    def _stay_on_next(self) -> None:
        """Where it is off the page itself holds the keyboard: else *Exit* would, and Enter would leave."""
        (self._next if self._next.isEnabled() else self).setFocus()

    def _show_steps(self, state: State) -> None:
        shown = (state.steps, state.step, self._current(), self._look.theme)
        if shown == self._shown_steps:
            return
        self._shown_steps = shown
        while (item := self._steps.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        here = state.steps.index(state.step) if state.step in state.steps else 0
        for i, step in enumerate(state.steps):
            pill = Pill(self._look)
            look = ("check", "okTint", "ok") if i < here else ("circle-dashed", "surface2", "text2")
            if i == here:
                look = ("chevron-right", "infoTint", "info")
            pill.show_plain(look[0], f"{i + 1} {self._sentences.step(step)}", look[1], look[2])
            self._steps.addWidget(pill)
        self._steps.addStretch(1)

    def _build(self) -> None:
        look = self._look
        top = QHBoxLayout()
        top.addWidget(IconLabel(look, "building-hospital", "primary", 32))
        top.addWidget(Label(lambda: self.tr("Welcome to MMC Console"), "h2"))
        top.addStretch(1)
        self._steps = QHBoxLayout()
        self._steps.setSpacing(8)
        card = Card(name="first_run_card")
        card.body.addWidget(self._title)
        self._pages = QStackedWidget()
        for widget in (self._language, self._way, self._centre, self._server, _text(self._progress), self._users,
                       _text(self._done)):  # fmt: skip
            self._pages.addWidget(scrolled(widget))
        card.body.addWidget(self._pages, 1)
        self._problem = Label("", "body", "danger", name="first_run_problem", wrap=True)
        self._problem_box = InfoBox(self._problem, IconLabel(look, "alert-octagon", "danger", 20), "danger")
        card.body.addWidget(self._problem_box)
        self._exit = Button(look, lambda: self.tr("Exit"), icon="logout", kind="quiet", name="exit")
        self._back = Button(look, lambda: self.tr("Back"), icon="chevron-left", name="back")
        self._next = PrimaryButton(look, "", icon="chevron-right", name="next")
        row = QHBoxLayout()
        row.addWidget(self._exit)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._next)
        page = QVBoxLayout(self)
        page.setContentsMargins(40, 20, 40, 20)
        page.setSpacing(16)
        page.addLayout(top)
        page.addLayout(self._steps)
        page.addWidget(card, 1)
        page.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard; on what is chosen already it goes on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        here = self.focusWidget()
        if isinstance(here, QAbstractButton) and not here.isChecked():
            here.click()
        elif not isinstance(here, QLineEdit):
            self._go_on()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_next"):
            self.render(self._state)


def _text(label: Label) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.addWidget(label)
    column.addStretch(1)
    return box
