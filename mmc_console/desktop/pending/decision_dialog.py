"""Both versions side by side and named outcomes instead of yes and no. Shows what it is given; decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change
from mmc_console.desktop.pending.contract import Choice, Item, Offer, State
from mmc_console.desktop.pending.words import PendingWords


class DecisionDialog(Dialog):
    """One item and its offers; the recommended one is chosen already."""

    def __init__(self, look: Look, parent: QWidget, words: PendingWords, state: State, item: Item) -> None:
        super().__init__(
            look, parent, self._headline, lambda: self.tr("Apply"), lambda: self.tr("Decide later"),
            name="decision",
        )  # fmt: skip
        self.setMinimumWidth(720)
        self._decided_words, self._state_shown, self._item = words, state, item
        self.title.refresh()
        self.setWindowTitle(bidi.strip(self._headline()))
        self.body.addWidget(Label(lambda: words.happened(item), wrap=True, name="decision_happened"))
        boxes = QHBoxLayout()
        boxes.setSpacing(12)
        boxes.addWidget(_Box(lambda: self.tr("Your action"), lambda: words.mine_lines(item, state.desk), "mine"), 1)
        boxes.addWidget(
            _Box(lambda: self.tr("On the server (current)"), lambda: words.server_lines(state.server), "server"), 1
        )
        self.body.addLayout(boxes)
        self._group = QButtonGroup(self)
        self._marks: dict[Choice, QRadioButton] = {}
        for offer in state.offers:
            self._add(offer)
        offers = sorted(state.offers, key=lambda o: (not o.recommended, o.off is not None))
        first = next(iter(offers), None)
        possible = first is not None and first.off is None
        self.confirm.switch(possible, lambda: words.message(off) if first is not None and (off := first.off) else "")
        if first is not None and possible:
            self._marks[first.choice].setChecked(True)
            self._marks[first.choice].setFocus()
        else:  # what is recommended comes to be possible: nothing else is chosen for anybody
            self.cancel.setFocus()
        self._group.buttonToggled.connect(lambda: self.confirm.switch(True))
        self.body.addWidget(
            Label(lambda: self.tr("The other choice is kept in the audit record."), "caption", "text2", wrap=True)
        )
        self._say()

    @property
    def choice(self) -> Choice | None:
        """What is chosen now."""
        return next((choice for choice, mark in self._marks.items() if mark.isChecked()), None)

    def _add(self, offer: Offer) -> None:
        mark = QRadioButton()
        mark.setObjectName(f"decision_{offer.choice}")
        mark.setMinimumHeight(28)
        mark.setEnabled(offer.off is None)
        self._group.addButton(mark)
        self._marks[offer.choice] = mark
        words, off = self._decided_words, offer.off
        column = QVBoxLayout()
        column.setSpacing(4)  # room for the focus ring
        column.addWidget(mark)
        said = (lambda: words.message(off)) if off is not None else (lambda: words.outcome(offer.choice, self._item))
        below = Label(said, "caption", "text2", wrap=True)
        inset = QHBoxLayout()
        inset.addSpacing(22)
        inset.addWidget(below, 1)
        column.addLayout(inset)
        self.body.addLayout(column)

    def _headline(self) -> str:
        item: Item | None = getattr(self, "_item", None)
        if item is None:
            return ""
        label = item.deed.label or self._decided_words.deed(item.deed)
        text = self.tr("Conflict: {ticket}") if item.state == "conflict" else self.tr("Not sent: {ticket}")
        return bidi.fill(text, ticket=label)

    def _say(self) -> None:
        for offer in self._state_shown.offers:
            text = self._decided_words.choice(offer.choice, self._item, self._state_shown.server)
            if offer.recommended:
                text = bidi.fill(self.tr("{part} (recommended)"), part=text)
            mark = self._marks[offer.choice]
            mark.setText(text)
            mark.setAccessibleName(bidi.strip(f"{text}. {self._decided_words.outcome(offer.choice, self._item)}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(self.focusWidget(), QRadioButton) and self.confirm.isEnabled():
            self.accept()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_marks"):
            self.setWindowTitle(bidi.strip(self._headline()))
            self._say()


class _Box(QFrame):
    """One version: a caption and plain lines."""

    def __init__(self, caption: Text, lines: Callable[[], tuple[str, ...]], name: str) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName(f"decision_box_{name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(4)
        column.addWidget(Label(caption, "caption", "text2"))
        for number in range(len(lines())):
            said, label = partial(_line, lines, number), f"decision_{name}_{number}"
            column.addWidget(Label(said, "body" if number else "bodyStrong", wrap=True, name=label))
        column.addStretch(1)


def _line(lines: Callable[[], tuple[str, ...]], number: int) -> str:
    found = lines()
    return found[number] if number < len(found) else ""
