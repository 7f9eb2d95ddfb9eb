"""The kiosk's steps, one panel each: what stands in the middle of the screen. They decide nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kiosk.big import BigButton, BigLabel, font_of
from mmc_console.desktop.kiosk.contract import ExamChoice, Intents, Shown, State
from mmc_console.desktop.kiosk.pads import NumberPad
from mmc_console.desktop.kiosk.square import SquareCode
from mmc_console.desktop.kiosk.words import KioskWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.tickets.facts import word_in

Bound = Callable[[], Intents]
_COLUMNS: Final = {False: 2, True: 1}
"""Of exams, by whether the screen stands upright."""


class StartPanel(QWidget):
    """The whole page is one button, over a picture that drifts a little, so that no screen burns in."""

    def __init__(self, look: Look, intents: Bound) -> None:
        super().__init__()
        self.setObjectName("kiosk_start")
        self._look, self._intents, self._drift = look, intents, 0
        self.closed = False
        box = QVBoxLayout(self)
        box.addStretch(6)
        self.title = BigLabel(look, lambda: self.tr("Register here"), 52, bold=True, name="kiosk_title")
        self.hint = BigLabel(look, self._hint_text, 30, "text2", name="kiosk_hint")
        self.reason = BigLabel(look, "", 22, "text3", name="kiosk_reason")
        self.begin = BigButton(
            look, lambda: self.tr("Start"), icon="ticket", tone="primary", pixels=40, height=120, name="kiosk_begin",
            pressed=lambda: intents().begin(),
        )  # fmt: skip
        for each in (self.title, self.hint, self.reason):
            box.addWidget(each)
        box.addSpacing(12)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.begin, 2)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)

    def show_state(self, state: State) -> None:
        """Open, or why not."""
        self.closed = state.step == "closed"
        self.begin.setVisible(not self.closed)
        self.title.say(self._closed_text if self.closed else (lambda: self.tr("Register here")))
        self.reason.say(state.problem.code if self.closed and state.problem is not None else "")
        self.hint.refresh()

    def drift(self) -> None:
        """A little elsewhere; now and then."""
        self._drift = (self._drift + 1) % 12
        self.update()

    def _closed_text(self) -> str:
        return self.tr("Please go to reception")

    def _hint_text(self) -> str:
        if self.closed:
            return self.tr("This kiosk cannot register anybody now.")
        return self.tr("Touch the screen, or scan your ID card")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.closed:
            self._intents().begin()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Stops of a pathway, joined, with a ticket in the first."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self.height() * 0.34
        radius = min(high * 0.26, self.width() * 0.09)
        step = (self._drift - 6) * self.width() / 240
        middle = self.height() * 0.07 + high / 2
        places = [QPointF(self.width() / 2 + (i - 1) * radius * 3.4 + step, middle) for i in range(3)]
        if bidi.is_rtl(self):
            places.reverse()
        painter.setPen(QPen(self._look.color("border"), radius * 0.12))
        painter.drawLine(places[0], places[2])
        painter.setPen(Qt.PenStyle.NoPen)
        size = round(radius)
        for i, (place, icon) in enumerate(zip(places, ("ticket", "stethoscope", "circle-check"), strict=True)):
            painter.setBrush(self._look.color("primary" if i == 0 else "primaryTint"))
            painter.drawEllipse(place, radius, radius)
            picture = self._look.pixmap(icon, "onPrimary" if i == 0 else "primary", size)
            painter.drawPixmap(QPointF(place.x() - size / 2, place.y() - size / 2), picture)


class NumberPanel(QWidget):
    """The number, its pad, and on."""

    def __init__(self, look: Look, words: KioskWords, intents: Bound) -> None:
        super().__init__()
        self.setObjectName("kiosk_number")
        self._words = words
        self.title = BigLabel(look, lambda: self.tr("Your personal or military number"), 32, bold=True)
        self.number = Digits(look)
        self.problem = BigLabel(look, "", 24, "danger", name="kiosk_problem")
        self.note = BigLabel(look, "", 20, "warn", name="kiosk_note")
        self.on = BigButton(
            look, lambda: self.tr("Next"), icon="arrow-right", tone="primary", pixels=32, height=84, name="kiosk_next",
            pressed=lambda: intents().go_on(),
        )  # fmt: skip
        self.pad = NumberPad(look, lambda d: intents().digit(d), lambda: intents().erase(), lambda: intents().clear())
        typed = QVBoxLayout()
        typed.setSpacing(12)
        typed.addStretch(1)
        for each in (self.title, self.number, self.problem, self.note):
            typed.addWidget(each)
        typed.addStretch(1)
        typed.addWidget(self.on)
        self._box = QHBoxLayout(self)
        self._box.setSpacing(24)
        self._box.addLayout(typed, 1)
        self._box.addWidget(self.pad, 1)

    def turn(self, *, upright: bool) -> None:
        """The pad stands beside the number, or under it where the screen stands upright."""
        wanted = QHBoxLayout.Direction.TopToBottom if upright else QHBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)

    def show_state(self, state: State) -> None:
        """What is typed, and what is wrong with it."""
        self.number.show_digits(state.number, self.tr("Your personal or military number"))
        self.problem.say(self._words.mend(state.problem))
        self.note.say(self._words.note(state.note))


class Digits(QWidget):
    """The typed digits, large, left to right in every language."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("kiosk_digits")
        self._look, self._text = look, ""
        self.scale(1.0)

    def scale(self, factor: float) -> None:
        """For a screen *factor* times as large."""
        self.setFixedHeight(round(72 * factor))

    def show_digits(self, digits: str, name: str) -> None:
        """Show *digits*; screen readers hear them under *name*."""
        self._text = digits
        self.setAccessibleName(f"{name}: {' '.join(digits)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color("borderStrong"), 2))
        painter.setBrush(self._look.color("surface"))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 12, 12)
        painter.setPen(self._look.color("text"))
        painter.setFont(font_of(self.height() * 0.6, bold=True))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), bidi.ltr(self._text))


class GenderPanel(QWidget):
    """Man or woman: the pathway depends on it."""

    def __init__(self, look: Look, intents: Bound) -> None:
        super().__init__()
        self.setObjectName("kiosk_gender")
        box = QVBoxLayout(self)
        self.title = BigLabel(look, lambda: self.tr("Who is to be examined?"), 36, bold=True)
        box.addWidget(self.title)
        row = QHBoxLayout()
        row.setSpacing(24)
        self.man = BigButton(look, lambda: self.tr("Man"), icon="user", pixels=40, height=240, above=True,
                             name="kiosk_man", pressed=lambda: intents().choose_gender("male"))  # fmt: skip
        self.woman = BigButton(look, lambda: self.tr("Woman"), icon="woman", pixels=40, height=240, above=True,
                               name="kiosk_woman", pressed=lambda: intents().choose_gender("female"))  # fmt: skip
        row.addWidget(self.man)
        row.addWidget(self.woman)
        box.addStretch(1)
        box.addLayout(row, 4)
        box.addStretch(1)


class ExamPanel(QWidget):
    """What somebody came for: one field each."""

    def __init__(self, look: Look, words: KioskWords, language: Callable[[], str], intents: Bound) -> None:
        super().__init__()
        self.setObjectName("kiosk_exam")
        self._look, self._words, self._language, self._intents = look, words, language, intents
        self._exams: tuple[ExamChoice, ...] = ()
        self._upright = False
        self.factor = 1.0
        self.buttons: dict[str, BigButton] = {}
        box = QVBoxLayout(self)
        box.addWidget(BigLabel(look, lambda: self.tr("Which examination?"), 36, bold=True))
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        box.addLayout(self._grid, 1)

    def show_state(self, state: State) -> None:
        """The exams on offer."""
        if state.exams != self._exams:
            self._exams = state.exams
            self._lay()

    def turn(self, *, upright: bool) -> None:
        """The screen stands upright, or lies."""
        if upright != self._upright:
            self._upright = upright
            self._lay()

    def _lay(self) -> None:
        for old in self.buttons.values():
            self._grid.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        self.buttons = {}
        columns = _COLUMNS[self._upright] + (len(self._exams) > 12)
        for n, exam in enumerate(self._exams):
            button = BigButton(
                self._look, self._name(exam), second=self._clinics(exam), pixels=34, height=72,
                name=f"exam_{exam.code}", pressed=self._chooser(exam),
            )  # fmt: skip
            button.scale(self.factor)
            self.buttons[exam.code] = button
            self._grid.addWidget(button, n // columns, n % columns)

    def _name(self, exam: ExamChoice) -> Callable[[], str]:
        return lambda: bidi.iso(word_in(exam.name, self._language()))

    def _clinics(self, exam: ExamChoice) -> Callable[[], str]:
        return lambda: self._words.counts.clinics(exam.clinics)

    def _chooser(self, exam: ExamChoice) -> Callable[[], None]:
        return lambda: self._intents().choose_exam(exam.code)


class TicketPanel(QWidget):
    """The number, where to go, how long, and what to do about the paper."""

    def __init__(self, look: Look, words: KioskWords, language: Callable[[], str]) -> None:
        super().__init__()
        self.setObjectName("kiosk_ticket")
        self._words, self._language = words, language
        self._shown: Shown | None = None
        self.standing = BigLabel(look, "", 26, "warn", name="kiosk_standing")
        self.number = _Number(look)
        self.where = BigLabel(look, self._where, 36, bold=True, name="kiosk_where")
        self.floor = BigLabel(look, self._floor, 26, "text2", name="kiosk_floor")
        self.waits = BigLabel(look, self._waits, 26, "text2", name="kiosk_waits")
        self.paper = BigLabel(look, self._paper, 28, "primary", bold=True, name="kiosk_paper")
        self.code = SquareCode()
        words_box = QVBoxLayout()
        words_box.addStretch(1)
        for each in (self.standing, self.number, self.where, self.floor, self.waits, self.paper):
            words_box.addWidget(each, 3 if each is self.number else 0)
        words_box.addStretch(1)
        self._box = QHBoxLayout(self)
        self._box.addLayout(words_box, 3)
        self._box.addWidget(self.code, 2)

    def turn(self, *, upright: bool) -> None:
        """The square code stands under the number where the screen stands upright."""
        wanted = QHBoxLayout.Direction.TopToBottom if upright else QHBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)

    def show_state(self, state: State) -> None:
        """The ticket of this person, or nothing at all."""
        self._shown = state.ticket
        shown = state.ticket
        self.number.show_number(shown.label if shown else "", self._words.spoken(shown.label) if shown else "")
        self.standing.say(self._standing if shown is not None and shown.standing else "")
        for each in (self.where, self.floor, self.waits, self.paper):
            each.refresh()
        lacking = shown is not None and shown.printing == "not"
        self.code.show_code(shown.square if shown is not None and lacking else "", self.tr("Square code of your visit"))

    def _standing(self) -> str:
        return self.tr("You are registered already. This is your ticket of today.")

    def _where(self) -> str:
        shown = self._shown
        if shown is None:
            return ""
        name = bidi.iso(word_in(shown.clinic, self._language()))
        room = bidi.fill(self.tr("Room {room}"), room=shown.room) if shown.room else ""
        return f"{name} · {room}" if room else name

    def _floor(self) -> str:
        return bidi.iso(word_in(self._shown.floor, self._language())) if self._shown and self._shown.floor else ""

    def _waits(self) -> str:
        shown = self._shown
        if shown is None:
            return ""
        return f"{self._words.counts.ahead_public(shown.ahead)} · {self._words.waits(shown.minutes)}"

    def _paper(self) -> str:
        shown = self._shown
        return self._words.printing(shown.printing, standing=shown.standing) if shown is not None else ""


class _Number(QWidget):
    """The label as large as the panel allows, left to right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("kiosk_label")
        self._look, self.label = look, ""
        self.setMinimumHeight(170)

    def show_number(self, label: str, spoken: str) -> None:
        """Paint *label*; screen readers hear *spoken*."""
        self.label = label
        self.setAccessibleName(bidi.strip(spoken))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._look.color("text"))
        wide = self.width() / max(len(self.label), 1) * 1.55
        painter.setFont(font_of(min(self.height() * 0.78, wide, 260), bold=True))
        painter.drawText(QRectF(self.rect()), int(Qt.AlignmentFlag.AlignCenter), bidi.ltr(self.label))


class SayingPanel(QWidget):
    """One sentence in the middle: a moment's patience, or that reception helps."""

    def __init__(self, look: Look, name: str, ink: str = "text") -> None:
        super().__init__()
        self.setObjectName(name)
        box = QVBoxLayout(self)
        box.addStretch(1)
        self.text = BigLabel(look, "", 40, ink, bold=True, name=f"{name}_text")
        self.small = BigLabel(look, "", 20, "text3", name=f"{name}_small")
        box.addWidget(self.text)
        box.addWidget(self.small)
        box.addStretch(1)
