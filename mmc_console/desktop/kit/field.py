"""A line to type in with its label above and its error below; what was typed is never thrown away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi, digits
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say


class LineEdit(QLineEdit):
    """A line at the reading start; with *numeric*, Arabic digits become 0-9 while typing."""

    def __init__(
        self,
        look: Look,
        placeholder: Text = "",
        *,
        numeric: bool = False,
        labelled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._hint: Text = placeholder
        self._labelled = labelled
        self.setFixedHeight(look.size("input"))
        if numeric:
            self.textEdited.connect(self._normalise)
        self.refresh()

    def refresh(self) -> None:
        """Say the placeholder in the present language, at the present side; a placeholder alone is no name."""
        self.setPlaceholderText(say(self._hint))
        if not self._labelled:
            self.setAccessibleName(bidi.strip(say(self._hint)))
        page = self.parentWidget() or self  # what is written left to right still starts where its neighbours do
        self.setAlignment(bidi.start_alignment(bidi.is_rtl(page)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_hint"):
            self.refresh()

    def _normalise(self, text: str) -> None:
        plain = digits.latin(text)
        if plain != text:
            place = self.cursorPosition()
            self.setText(plain)
            self.setCursorPosition(place)


class Field(QWidget):
    """Label, line, error. `edited` tells the typed text, `entered` that Enter was pressed."""

    edited = Signal(str)
    entered = Signal()

    def __init__(
        self,
        look: Look,
        label: Text,
        *,
        placeholder: Text = "",
        numeric: bool = False,
        secret: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = Label(label, "caption", "text2")
        self.edit = LineEdit(look, placeholder, numeric=numeric, labelled=True)
        self._label.setBuddy(self.edit)
        self._words = label
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        if name:
            self.setObjectName(name)
            self.edit.setObjectName(f"{name}_edit")
        self._problem: Text = ""
        self._mark = IconLabel(look, "alert-circle", "danger", 16)
        self._error = Label("", "caption", "danger", wrap=True, name=f"{name}_error" if name else "")
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._mark)
        line.addWidget(self._error, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._label)
        box.addWidget(self.edit)
        box.addLayout(line)
        self.edit.textEdited.connect(lambda: self.edited.emit(self.edit.text()))
        self.edit.returnPressed.connect(self.entered)
        self.setFocusProxy(self.edit)
        self.show_error("")
        self._name()

    @property
    def text(self) -> str:
        """What is typed now."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show *text*, unless it already stands there: the cursor stays."""
        if text != self.edit.text():
            self.edit.setText(text)

    def show_error(self, problem: Text) -> None:
        """Say *problem* under the line, or nothing."""
        self._problem = problem
        wrong = bool(problem)
        self._error.say(problem)
        self._error.setVisible(wrong)
        self._mark.setVisible(wrong)
        if bool(self.edit.property("wrong")) != wrong:
            self.edit.setProperty("wrong", wrong)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
        self.edit.setAccessibleDescription(bidi.strip(say(problem)))

    @property
    def error(self) -> str:
        """The problem shown now."""
        return bidi.strip(say(self._problem))

    def refresh_label(self) -> None:
        """Say the label once more: what it names may have another name now."""
        self._label.refresh()
        self._name()

    def on_edited(self, call: Callable[[str], None]) -> None:
        """Tell *call* each typed text."""
        self.edited.connect(call)

    def _name(self) -> None:
        self.edit.setAccessibleName(bidi.strip(say(self._words)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_problem"):
            self._name()
