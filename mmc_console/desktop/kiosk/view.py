"""The kiosk's window: the centre and the languages above, one step in the middle, the way back below.

Nothing of the desktop is reachable from it: it has no frame, fills its screen and does not close by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mmc_console.desktop.kiosk.big import BigButton, BigLabel, scale_all, scale_of
from mmc_console.desktop.kiosk.contract import Intents, State, Step
from mmc_console.desktop.kiosk.panels import (
    ExamPanel,
    GenderPanel,
    NumberPanel,
    SayingPanel,
    StartPanel,
    TicketPanel,
)
from mmc_console.desktop.kiosk.staff_panel import StaffPanel
from mmc_console.desktop.kiosk.words import KioskWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import GUARD_SECONDS
from mmc_console.desktop.kit.announcer import Announcer
from mmc_console.desktop.kit.labels import IconLabel
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.tickets.facts import word_in

HELD_MS: Final = 3_000
"""How long the corner, or Ctrl+Shift+F11, is held before staff is asked for a password."""
DRIFT_MS: Final = 60_000


class Corner(QWidget):
    """The centre's name: held for three seconds it asks for staff, and shows nobody that it does."""

    def __init__(self, look: Look, name: Callable[[], str], held: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("kiosk_corner")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HELD_MS)
        self._timer.timeout.connect(held)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel(look, "building-hospital", "primary", 40))
        self.label = BigLabel(look, name, 26, bold=True, middle=False, name="kiosk_center")
        row.addWidget(self.label, 100)
        row.addStretch(1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._timer.stop()


class KioskView(QWidget):
    """Everything people in front of a kiosk see."""

    def __init__(
        self, look: Look, words: KioskWords, language: Callable[[], str], other_language: Callable[[], str],
        now: Callable[[], float],
    ) -> None:  # fmt: skip
        """*other_language*: its name in itself; *now*: a monotonic clock in seconds."""
        super().__init__()
        self.setObjectName("kiosk")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint, on=True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._words, self._language = look, words, language
        self._intents: Intents | None = None
        self._state = State()
        self._announcer = Announcer(self, now)
        self.may_close = False
        """Only the program itself ends a kiosk."""
        self._key_timer = QTimer(self)
        self._key_timer.setSingleShot(True)
        self._key_timer.setInterval(HELD_MS)
        self._key_timer.timeout.connect(lambda: self._bound().call_staff())
        self._drifting = QTimer(self)
        self._drifting.setInterval(DRIFT_MS)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(round(GUARD_SECONDS * 1000))
        self._settling.timeout.connect(lambda: self._take_touches(taken=True))
        self.start = StartPanel(look, self._bound)
        self.number = NumberPanel(look, words, self._bound)
        self.gender = GenderPanel(look, self._bound)
        self.exam = ExamPanel(look, words, language, self._bound)
        self.ticket = TicketPanel(look, words, language)
        self.wait = SayingPanel(look, "kiosk_wait")
        self.sorry = SayingPanel(look, "kiosk_sorry")
        self.staff = StaffPanel(look, words, self._bound)
        self._drifting.timeout.connect(self.start.drift)
        self._pages: dict[Step, QWidget] = {
            "loading": self.wait, "closed": self.start, "start": self.start, "number": self.number,
            "gender": self.gender, "exam": self.exam, "working": self.wait, "ticket": self.ticket,
            "sorry": self.sorry, "staff": self.staff,
        }  # fmt: skip
        self._build(other_language)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        before, self._state = self._state, state
        self.corner.label.refresh()
        self.away.say(self._away_text if state.offline and state.step not in ("staff", "closed") else "")
        self.start.show_state(state)
        self.number.show_state(state)
        self.exam.show_state(state)
        self.ticket.show_state(state)
        self.staff.show_state(state.staff)
        self.wait.text.say(self._wait_text)
        self.sorry.text.say(self._words.sorry(state.problem) if state.step == "sorry" else "")
        self.sorry.small.say(self._words.code(state.problem) if state.step == "sorry" else "")
        self._back.setVisible(state.may_go_back)
        self._back.refresh()
        left = state.seconds_left
        self.left.say(self._words.seconds(left) if left is not None else "")
        self.pages.setCurrentWidget(self._pages[state.step])
        if state.step != before.step:
            self._came(state)

    def fill_screen(self) -> None:
        """All of it, also where no window manager helps: in a session of this program alone."""
        self.setGeometry(self.screen().geometry())
        self.setWindowState(Qt.WindowState.WindowFullScreen)

    def forget(self) -> None:
        """Empty every line somebody typed into."""
        self.staff.forget()

    # ------------------------------------------------------------------ keys, touches, the way out
    def keyPressEvent(self, event: QKeyEvent) -> None:
        intents = self._bound()
        wanted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_F11 and event.modifiers() & wanted == wanted:
            if not event.isAutoRepeat():
                self._key_timer.start()
        elif self._state.step not in ("start", "number"):
            intents.touched()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            intents.go_on()
        elif event.key() == Qt.Key.Key_Backspace:
            intents.erase()
        elif event.text() and event.text().isprintable():
            if event.text().isdigit():
                intents.digit(event.text())
            else:
                intents.foreign()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and event.key() in (Qt.Key.Key_F11, Qt.Key.Key_Control, Qt.Key.Key_Shift):
            self._key_timer.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whatever is touched is a sign of life."""
        self._bound().touched()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close:
            self._drifting.stop()
            self._key_timer.stop()
            self._settling.stop()
            super().closeEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Letters and fields as large as this screen allows."""
        upright = self.height() > self.width()
        factor = scale_of(self.size())
        self.exam.factor = factor
        self.exam.turn(upright=upright)
        self.number.turn(upright=upright)
        self.number.number.scale(factor)
        self.ticket.turn(upright=upright)
        scale_all(self, factor)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "pages"):
            self.render(self._state)

    # ------------------------------------------------------------------ small things
    def _bound(self) -> Intents:
        assert self._intents is not None, "bind() comes first"
        return self._intents

    def _came(self, state: State) -> None:
        """Another step: say so, and put the focus where it is of use."""
        self._take_touches(taken=False)  # the second half of a double tap was meant for the step before
        self._settling.start()
        if state.step == "staff":
            self.staff.first_line()
        else:
            self.setFocus()
        said = {
            "ticket": self._words.spoken(state.ticket.label) if state.ticket is not None else "",
            "sorry": self._words.sorry(state.problem),
        }.get(state.step, "")
        if said:
            self._announcer.assertive(said)
        if state.step in ("start", "closed"):
            self._drifting.start()
        else:
            self._drifting.stop()

    def _take_touches(self, *, taken: bool) -> None:
        self.pages.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not taken)

    def _away_text(self) -> str:
        return self.tr("Without the server for now. You can register all the same.")

    def _wait_text(self) -> str:
        return self.tr("One moment, please…")

    def _center_text(self) -> str:
        return bidi.iso(word_in(self._state.center, self._language())) if self._state.center else ""

    def _back_text(self) -> str:
        return self.tr("Finish") if self._state.step in ("ticket", "sorry") else self.tr("Back")

    # ------------------------------------------------------------------ build
    def _build(self, other_language: Callable[[], str]) -> None:
        look = self._look
        page = QVBoxLayout(self)
        page.setContentsMargins(28, 18, 28, 18)
        page.setSpacing(10)
        page.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # what does not fit is made smaller
        top = QHBoxLayout()
        self.corner = Corner(look, self._center_text, lambda: self._bound().call_staff())
        self.other = BigButton(look, other_language, icon="language", tone="chosen", pixels=30, height=72,
                               name="kiosk_language", pressed=lambda: self._bound().switch_language())  # fmt: skip
        top.addWidget(self.corner, 3)
        top.addWidget(self.other, 1)
        page.addLayout(top)
        self.away = BigLabel(look, "", 20, "warn", name="kiosk_away")
        page.addWidget(self.away)
        self.pages = QStackedWidget()
        for panel in dict.fromkeys(self._pages.values()):
            self.pages.addWidget(panel)
        page.addWidget(self.pages, 1)
        bottom = QHBoxLayout()
        self._back = BigButton(look, self._back_text, tone="quiet", pixels=26, height=66,
                               name="kiosk_back", pressed=lambda: self._bound().back())  # fmt: skip
        self.left = BigLabel(look, "", 22, "text2", name="kiosk_left")
        bottom.addWidget(self._back, 1)
        bottom.addWidget(self.left, 2)
        page.addLayout(bottom)
