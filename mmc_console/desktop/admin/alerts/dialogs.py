"""The two boxes of the page: a text to type, and one whole line of the log."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mmc_console.desktop.admin.alerts.contract import Question
from mmc_console.desktop.admin.alerts.words import AlertWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.wire.logs import FoundLine

_MAY_BE_EMPTY = ("acknowledge", "cause")
_ONE_LINE = ("incident",)


class TextDialog(Dialog):
    """One question, one text. The named button is off while an answer is needed and there is none."""

    def __init__(
        self, look: Look, parent: QWidget, words: AlertWords, question: Question, given: str, most: int
    ) -> None:  # fmt: skip
        super().__init__(
            look, parent, lambda: words.question(question), lambda: words.answer(question), lambda: self.tr("Cancel"),
            name="ask_text",
        )  # fmt: skip
        self._question, self._most = question, most
        self.edit = QPlainTextEdit(given)
        option = self.edit.document().defaultTextOption()
        option.setTextDirection(self.layoutDirection())  # an empty line has no direction of its own
        self.edit.document().setDefaultTextOption(option)
        self.edit.setObjectName("typed_text")
        self.edit.setAccessibleName(bidi.strip(words.question(question)))
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(64 if question in _ONE_LINE else 140)
        self.body.addWidget(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.setFocus()
        self.edit.selectAll()
        self._typed()

    async def text(self) -> str:
        """What was typed."""
        typed = self.edit.toPlainText().strip()
        return (" ".join(typed.split()) if self._question in _ONE_LINE else typed)[: self._most]

    def _typed(self) -> None:
        self.confirm.setEnabled(self._question in _MAY_BE_EMPTY or bool(self.edit.toPlainText().strip()))


class LineDialog(Dialog):
    """All of one line, selectable, left to right as everything of the log."""

    def __init__(self, look: Look, parent: QWidget, line: FoundLine) -> None:
        super().__init__(
            look, parent, lambda: self.tr("A line of the log"), lambda: self.tr("Close"), lambda: self.tr("Cancel"),
            name="log_line",
        )  # fmt: skip
        self.cancel.hide()
        self.setMinimumWidth(720)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        edit = QPlainTextEdit("\n".join(_parts(line)))
        edit.setObjectName("log_line_text")
        edit.setAccessibleName(bidi.strip(self.tr("A line of the log")))
        edit.setReadOnly(True)
        edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        edit.setTabChangesFocus(True)
        edit.setMinimumHeight(280)
        self.body.addWidget(Label(lambda: self.tr("As the log keeps it. No name or number of a patient is in it."),
                                  "caption", "text2", wrap=True))  # fmt: skip
        self.body.addWidget(edit)
        self.confirm.setFocus()


def _parts(line: FoundLine) -> list[str]:
    facts = (
        ("at", line.at), ("said_at", line.said_at), ("level", line.level), ("source", line.source), ("text", line.text),
        ("code", line.code), ("request", line.request), ("actions", " ".join(line.actions)), ("device", line.device),
        ("session", line.session),
    )  # fmt: skip
    found = [f"{name:8} {value}" for name, value in facts if value]
    return found + [f"{'trace':8} {each}" for each in line.trace]
