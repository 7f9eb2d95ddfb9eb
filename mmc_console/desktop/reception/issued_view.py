"""The last ticket of this desk: its number, how its paper does, and the ways out when there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import ElidedLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.overlay import Sheet
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.reception.contract import Intents, Issued, Missing
from mmc_console.desktop.reception.words import ReceptionWords
from mmc_console.desktop.tickets.facts import word_in

MISSING_SHOWN = 4
_BAD = ("failed", "no-printer")


class IssuedBox(QFrame):
    """Kept until the next person is typed. `large_wanted`: the patient shall see the number from here."""

    large_wanted = Signal()

    def __init__(self, look: Look, words: ReceptionWords) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("issued_box")
        self.setProperty("tint", "ok")
        self._number = Label("", "h2", name="issued_number")
        self._where = ElidedLabel("", "bodyStrong", name="issued_where")
        self._state = Label("", "caption", "text2", name="issued_state", wrap=True)
        self._again = Button(
            look,
            lambda: self.tr("Print again"),
            icon="printer",
            key="Ctrl+P",
            kind="link",
            name="print_last",
            capped=False,
        )
        self._large = Button(
            look, lambda: self.tr("Show large"), kind="link", name="show_large",
            pressed=self.large_wanted.emit,
        )  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 4, 12, 8)
        box.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._number)
        line.addWidget(self._where, 1)
        box.addLayout(line)
        box.addWidget(self._state)
        ways = QHBoxLayout()
        ways.setSpacing(4)
        ways.addWidget(self._again)
        ways.addWidget(self._large)
        ways.addStretch(1)
        box.addLayout(ways)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* that the paper is wanted once more."""
        self._again.clicked.connect(intents.print_last)

    def show_issued(self, issued: Issued, language: str) -> None:
        """Paint *issued*."""
        clinic = word_in(issued.clinic, language)
        self._number.say(bidi.ltr(issued.label))
        self._number.setAccessibleName(f"{issued.label}, {clinic}")
        self._where.say(bidi.iso(clinic))
        self._state.say(self._words.printing(issued))
        self._state.set_ink("danger" if issued.printing in _BAD or issued.refused is not None else "text2")
        tint = "ok" if issued.refused is None else "danger"
        if self.property("tint") != tint:
            self.setProperty("tint", tint)
            self.style().unpolish(self)
            self.style().polish(self)
        self._again.setVisible(issued.printing == "failed")
        self._large.setVisible(issued.printing in _BAD)


class MissingBox(QFrame):
    """Who was registered here and has no paper yet: one press for each, in their order."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("missing_box")
        self.setProperty("tint", "warn")
        self._first = ""
        self._text = Label("", "caption", "warn", name="missing", wrap=True)
        self._print = Button(look, self._print_words, kind="link", name="print_missing")
        self._by_hand = Button(look, lambda: self.tr("Written by hand"), kind="link", name="by_hand")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 4, 12, 4)
        box.setSpacing(0)
        box.addWidget(self._text)
        ways = QHBoxLayout()
        ways.setSpacing(4)
        ways.addWidget(self._print)
        ways.addWidget(self._by_hand)
        ways.addStretch(1)
        box.addLayout(ways)

    def bind(self, actions: ActionList) -> None:
        """Press *actions*: the second half of a double click would mean the next one, who has moved up."""
        self._print.clicked.connect(lambda: actions.press("print_missing"))
        self._by_hand.clicked.connect(lambda: actions.press("by_hand"))

    def show_missing(self, missing: tuple[Missing, ...]) -> None:
        """Paint *missing*; hidden without any."""
        self.setVisible(bool(missing))
        if missing:
            first, others = missing[0], missing[1:MISSING_SHOWN]
            parts = bidi.listed((self._whose(first), *(bidi.ltr(each.label) for each in others)))
            more = " …" if len(missing) > MISSING_SHOWN else ""
            self._text.say(bidi.fill(self.tr("Without a paper: {part}"), part=f"{parts}{more}"))
            self._first = first.label
            self._print.say(self._print_words)

    def _whose(self, first: Missing) -> str:
        """Whom the two keys are about."""
        label = bidi.ltr(first.label)
        if first.before:
            label = bidi.fill(self.tr("{ticket} instead of {label}"), ticket=first.label, label=first.before)
        return f"{label} {bidi.iso(first.name)}" if first.name else label

    def _print_words(self) -> str:
        return bidi.fill(self.tr("Print {ticket}"), ticket=self._first)


class LargeNumber(Sheet):
    """The number across the page, for somebody on the other side of the desk."""

    wide, high = 980, 460

    def __init__(self, look: Look, over: QWidget, close_text: Text) -> None:
        super().__init__(look, over, lambda: self.tr("Number without paper"), close_text, name="large_number")
        self._number = _Huge(look)
        self._where = Label("", "h1", name="large_where")
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self._number, 1)
        self.body.addWidget(self._where)

    def show_issued(self, issued: Issued, language: Callable[[], str]) -> None:
        """Open it with this ticket's number and clinic, in the language of the moment."""
        self._number.show_text(issued.label)
        self._where.say(lambda: bidi.iso(word_in(issued.clinic, language())))
        self.open()


class _Huge(QWidget):
    """One text as large as there is room; painted, because a label's lines waste half their height."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._text = look, ""
        self.setObjectName("large_text")
        self.setMinimumHeight(160)

    def show_text(self, text: str) -> None:
        """Paint *text*."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, 280)

    def paintEvent(self, event: QPaintEvent) -> None:
        font = QFont(self._look.font("numberXL"))
        font.setPixelSize(400)
        box = QFontMetricsF(font).tightBoundingRect(self._text)
        room = QRectF(self.rect()).adjusted(16, 8, -16, -8)
        factor = min(room.width() / max(box.width(), 1), room.height() / max(box.height(), 1))
        font.setPixelSize(max(24, int(400 * factor)))
        box = QFontMetricsF(font).tightBoundingRect(self._text)
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self._look.any_color("text"))
        middle = room.center() - box.center()
        painter.drawText(middle, self._text)
