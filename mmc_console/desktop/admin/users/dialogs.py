"""The questions of the page: a first password to hand over, a console's name, a board and its code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.users.contract import State
from mmc_console.desktop.admin.users.password_paper import PasswordPaper, choose_and_print
from mmc_console.desktop.admin.users.picks import Picks
from mmc_console.desktop.admin.users.words import UserWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.dialogs import Dialog, OnceDialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import stopwatch
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import Console, Person
from mmc_console.wire.boards import BoardCode, BoardRequest, BoardSettings

Say = Callable[[Message], None]
NAME_AT_MOST: Final = 80
_IN_A_ROW: Final = 3


class PasswordDialog(OnceDialog):
    """A first password, until it is handed over; it is in no file and no log."""

    def __init__(self, look: Look, parent: QWidget, person: Person, password: str, say: Say) -> None:
        super().__init__(
            look, parent, lambda: bidi.fill(self.tr("First password of {name}"), name=person.name),
            lambda: self.tr("It is handed over: close"), name="first_password",
        )  # fmt: skip
        self.setMinimumWidth(560)
        self._person, self._secret, self._say = person, password, say
        self.body.addWidget(Label(
            lambda: self.tr("This is shown once. Hand it over in person, never by mail; at the first sign-in another "
                            "one has to be chosen."),
            "body", "text2", wrap=True,
        ))  # fmt: skip
        self.body.addWidget(Label(
            lambda: bidi.fill(self.tr("User name: {user}"), user=person.username), name="first_user"
        ))  # fmt: skip
        self.shown = Label(password, "title", name="first_password_text")
        self.shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard
                                           | Qt.TextInteractionFlag.TextSelectableByMouse)  # fmt: skip
        self.body.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self.copy_it = Button(look, lambda: self.tr("Copy"), icon="copy", name="copy_password", pressed=self._copy)
        self.print_it = Button(
            look, lambda: self.tr("Print…"), icon="printer", name="print_password", pressed=self._print
        )
        for button in (self.copy_it, self.print_it):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.copy_it.setFocus()

    def __repr__(self) -> str:
        return f"PasswordDialog({self._person.id})"

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._secret)
        self._say(Message("password-copied"))

    def _print(self) -> None:
        paper = PasswordPaper(self._person.name, self._person.username, self._secret, rtl=bidi.is_rtl(self))
        choose_and_print(self, paper, lambda done: self._say(Message("password-printed" if done else "not-printed")))


class NameDialog(Dialog):
    """What people call a console."""

    def __init__(self, look: Look, parent: QWidget, console: Console) -> None:
        super().__init__(
            look, parent, lambda: bidi.fill(self.tr("Name of console {desk}"), desk=console.desk),
            lambda: self.tr("Name it"), lambda: self.tr("Cancel"), name="console_name",
        )  # fmt: skip
        self.field = Field(look, lambda: self.tr("Name; left empty, as it calls itself"), name="console_called")
        self.field.set_text(console.name)
        self.field.entered.connect(self.accept)
        self.body.addWidget(self.field)
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    @property
    def chosen(self) -> str:
        """What is typed."""
        return self.field.text.strip()

    def accept(self) -> None:
        """Close, unless it is too long."""
        if len(self.chosen) <= NAME_AT_MOST:
            super().accept()
        else:
            self.field.show_error(lambda: self.tr("At most 80 characters."))


class BoardDialog(Dialog):
    """What a board shows; answered with a code for it."""

    def __init__(
        self, look: Look, parent: QWidget, words: UserWords, state: State, present: BoardSettings | None
    ) -> None:  # fmt: skip
        super().__init__(
            look, parent, (lambda: self.tr("A new board")) if present is None else (lambda: self.tr("Pair it anew")),
            lambda: self.tr("Make a code"), lambda: self.tr("Cancel"), name="board_dialog",
        )  # fmt: skip
        self.setMinimumWidth(620)
        self._present = present or BoardSettings(name="")
        self._taken = frozenset(board.settings.name for board in state.boards) if present is None else frozenset()
        if present is not None:
            self.body.addWidget(Label(
                lambda: self.tr("The board goes on as it is until the new code is typed at it; then the old screen "
                                "shows nothing more. What is chosen here is true at once."),
                "body", "text2", wrap=True,
            ))  # fmt: skip
        self.name = Field(look, lambda: self.tr("Name, such as Hall A"), name="board_name")
        self.name.set_text(self._present.name)
        self.name.edit.setEnabled(present is None)
        self.hall = Field(look, lambda: self.tr("Hall; boards of one hall share one voice"), name="board_hall")
        self.hall.set_text(self._present.hall)
        self.clinics = Picks(
            look, lambda: self.tr("Clinics; none: the whole centre"), in_a_row=_IN_A_ROW, name="board_clinics"
        )
        codes = state.center.clinics if state.center is not None else ()
        self.clinics.show_choices(
            [(clinic.code, partial(words.clinic, clinic.code, state)) for clinic in codes], self._present.clinics
        )
        self.speaks = ToggleRow(
            look, (("on", lambda: self.tr("Speaks")), ("off", lambda: self.tr("Silent"))), name="board_speaks"
        )
        self.speaks.show_choice("on" if self._present.speaks else "off")
        for widget in (self.name, self.hall, self.clinics, self.speaks):
            self.body.addWidget(widget)
        (self.name if present is None else self.hall).edit.setFocus()

    @property
    def request(self) -> BoardRequest:
        """What is chosen; of what is not asked here, what it had."""
        had = self._present
        return BoardRequest(
            name=self.name.text.strip(), hall=self.hall.text.strip(), speaks=self.speaks.choice == "on",
            clinics=tuple(code for code in had.clinics if code in self.clinics.on) + tuple(
                code for code in self.clinics.on if code not in had.clinics  # type: ignore[misc]  # the centre's own
            ),
            floors=had.floors, volume=had.volume, quiet=had.quiet, theme=had.theme,
        )  # fmt: skip

    def accept(self) -> None:
        """Close, unless it has no name or another one's."""
        name = self.name.text.strip()
        if not 0 < len(name) <= NAME_AT_MOST:
            self.name.show_error(lambda: self.tr("Type a name of 1 to 80 characters."))
        elif name in self._taken:
            self.name.show_error(lambda: self.tr("There is a board of this name. Pair that one anew, or choose "
                                                 "another name."))  # fmt: skip
        elif len(self.hall.text.strip()) > NAME_AT_MOST:
            self.hall.show_error(lambda: self.tr("At most 80 characters."))
        else:
            super().accept()


class CodeDialog(Dialog):
    """What is typed at a board, with the time left. *now* is the server's clock as this console knows it."""

    def __init__(self, look: Look, parent: QWidget, code: BoardCode, now: Callable[[], datetime]) -> None:
        super().__init__(
            look, parent, lambda: bidi.fill(self.tr("Code of the board {name}"), name=code.board.name),
            lambda: self.tr("Close"), lambda: self.tr("Close"), name="board_code_dialog",
        )  # fmt: skip
        self._code, self._now = code, now
        self.cancel.hide()
        self.body.addWidget(Label(
            lambda: self.tr("Type it at the screen, once. It is not shown again."),
            "body", "text2", wrap=True,
        ))  # fmt: skip
        self.digits = Label(f"{code.code[:4]} {code.code[4:]}", "number", name="board_code_text")
        self.digits.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.body.addWidget(self.digits, 0, Qt.AlignmentFlag.AlignHCenter)
        self.left = Label("", "body", "text2", name="board_code_left")
        self.body.addWidget(self.left)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()
        self.confirm.setFocus()

    def tick(self) -> None:
        """Say how long it is good for; once it is not, it is gone from the screen."""
        left = (self._code.expires_at - self._now()).total_seconds()
        if left > 0:
            self.left.say(lambda: bidi.fill(self.tr("Good for {time} more."), time=stopwatch(left)))
            return
        self._timer.stop()
        self.digits.say("–")
        self.left.say(lambda: self.tr("The code is too old. Make a new one."))
        self.left.set_ink("danger")
