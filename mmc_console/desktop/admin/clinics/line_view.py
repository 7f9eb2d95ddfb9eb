"""The lines of a form as widgets. A form of the same shape is painted in place: the cursor stays where one types."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mmc_console.desktop.admin.clinics.contract import Intents, Line
from mmc_console.desktop.admin.clinics.forms import DAYS
from mmc_console.desktop.admin.clinics.words import ClinicsWords
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.field import LineEdit
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toggles import Choice, ToggleRow

NARROW, MIDDLE, IN_A_ROW = 150, 320, 3
"""A number or a code needs no wider line."""


class LineWidget(QWidget):
    """One line: what is asked for, the inputs, what is wrong."""

    def __init__(self, look: Look, words: ClinicsWords, line: Line, intents: Callable[[], Intents]) -> None:
        super().__init__()
        self.setObjectName(f"line_{line.place}")
        self._look, self._words, self._line, self._intents = look, words, line, intents
        self.edits: list[LineEdit] = []
        self.choice: Choice | None = None
        self.switch: ToggleRow | None = None
        self._buttons: list[Button] = []
        self._earlier: Button | None = None
        self._later: Button | None = None
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        self._caption = Label("", "bodyStrong" if line.kind == "heading" else "caption", "text2")
        if line.kind != "add":
            column.addWidget(self._caption)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        column.addLayout(self._row)
        self._fill()
        self._hint = Label("", "caption", "text3", wrap=True)
        self._wrong = Label("", "caption", "danger", wrap=True, name=f"wrong_{line.place}")
        column.addWidget(self._hint)
        column.addWidget(self._wrong)
        self.paint(line)

    def _fill(self) -> None:
        line = self._line
        build: dict[str, Callable[[], None]] = {
            "text": self._texts, "choice": self._choices, "switch": self._switched, "days": self._days,
            "stage": self._stage, "add": self._adder, "heading": lambda: None,
        }  # fmt: skip
        build[line.kind]()
        if line.movable:
            self._earlier = self._small("earlier", "chevron-left", lambda: self.tr("Earlier"), partial(self._moved, -1))
            self._later = self._small("later", "chevron-right", lambda: self.tr("Later"), partial(self._moved, 1))
        if line.removable:
            self._small("remove", "x", lambda: self.tr("Remove"), lambda: self._intents().remove(self._line.place))
        if line.kind != "text" or len(line.inputs) == 1 or any(i.number or i.part == "from" for i in line.inputs):
            self._row.addStretch(1)

    # ------------------------------------------------------------------ kinds
    def _texts(self) -> None:
        for n, each in enumerate(self._line.inputs):
            edit = LineEdit(self._look, partial(self._part, n), numeric=each.number, labelled=True)
            edit.setObjectName(f"edit_{each.place}")
            edit.setEnabled(not each.fixed)
            narrow = each.number or each.fixed or each.part in ("from", "to")
            if narrow:
                edit.setFixedWidth(NARROW)
            if each.part == "en":
                edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            elif each.part == "ar":
                edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            elif len(self._line.inputs) == 1 and not each.number:
                edit.setMaximumWidth(MIDDLE)
            edit.textEdited.connect(partial(self._edited, n))
            self.edits.append(edit)
            self._row.addWidget(edit, 0 if narrow else 9)

    def _choices(self) -> None:
        self.choice = Choice(self._look, self._label, name=f"choice_{self._line.place}")
        self.choice.setMinimumWidth(220)
        self.choice.picked.connect(lambda key: self._intents().pick(self._line.place, key))
        self._row.addWidget(self.choice)

    def _switched(self) -> None:
        choices = (("on", lambda: self.tr("Yes")), ("off", lambda: self.tr("No")))
        self.switch = ToggleRow(self._look, choices, name=f"switch_{self._line.place}")
        self.switch.chosen.connect(lambda key: self._intents().pick(self._line.place, key))
        self._row.addWidget(self.switch)

    def _days(self) -> None:
        for day in DAYS:
            button = Button(self._look, partial(self._words.lines.day, day), kind="toggle", name=f"day_{day}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, day=day: self._intents().toggle(self._line.place, day))
            self._buttons.append(button)
            self._row.addWidget(button)

    def _stage(self) -> None:
        names = dict(self._line.options)
        chips = QGridLayout()
        chips.setSpacing(6)
        chips.setColumnStretch(IN_A_ROW, 1)
        self._column.insertLayout(1, chips)
        for n, stop in enumerate(self._line.values):
            chip = Button(
                self._look, partial(self._words.name, names.get(stop, {}), stop), kind="toggle", tail="x",
                name=f"stop_{self._line.place}_{stop}", shrinks=True,
                pressed=partial(self._toggled, stop),
            )  # fmt: skip
            chip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self._buttons.append(chip)
            chips.addWidget(chip, n // IN_A_ROW, n % IN_A_ROW)
        self.choice = Choice(self._look, lambda: self.tr("Add a clinic"), name=f"choice_{self._line.place}")
        self.choice.picked.connect(self._picked_stop)
        self._row.addWidget(self.choice)

    def _adder(self) -> None:
        self._row.addWidget(Button(
            self._look, lambda: self._words.lines.add(self._line.label), icon="plus", kind="link",
            name=f"add_{self._line.place}", pressed=lambda: self._intents().add(self._line.place),
        ))  # fmt: skip

    def _small(self, what: str, icon: str, words: Callable[[], str], pressed: Callable[[], None]) -> Button:
        name = f"{what}_{self._line.place}"
        button = Button(self._look, words, icon=icon, kind="iconQuiet", name=name, pressed=pressed)
        self._row.addWidget(button)
        return button

    # ------------------------------------------------------------------ painting
    def paint(self, line: Line) -> None:
        """Show *line*, which has the shape this was made for."""
        self._line = line
        self._caption.say(self._label)
        for edit, each in zip(self.edits, line.inputs, strict=True):
            if edit.text() != each.text:
                edit.setText(each.text)
            edit.setAccessibleName(f"{self._label()} {self._words.lines.part(each.part)}".strip())
            wrong = bool(line.faults)
            if bool(edit.property("wrong")) != wrong:
                edit.setProperty("wrong", wrong)
                edit.style().unpolish(edit)
                edit.style().polish(edit)
        if self.choice is not None and line.kind == "choice":
            options = [(key, self._words.name(names, key)) for key, names in line.options]
            self.choice.show_choices(options, line.value)
        if self.choice is not None and line.kind == "stage":
            free = [(k, self._words.name(names, k)) for k, names in line.options if k not in line.values]
            self.choice.show_choices([("", self.tr("Add a clinic")), *free], "")
            self.choice.setVisible(bool(free))
        if self.switch is not None:
            self.switch.show_choice(line.value)
        if line.kind == "days":
            for day, button in zip(DAYS, self._buttons, strict=True):
                button.setChecked(day in line.values)
        hint = self._words.lines.hint(line.label)
        self._hint.say(fill(hint, what=line.hint) if line.hint else "" if "{" in hint else hint)
        self._hint.setVisible(bool(hint) and (bool(line.hint) or "{" not in hint))
        self._wrong.say(self._words.faults(line))
        self._wrong.setVisible(bool(line.faults))

    def show_ends(self, *, first: bool, last: bool) -> None:
        """Whether it can go nowhere any more, and why."""
        if self._earlier is not None and self._later is not None:
            self._earlier.switch(not first, lambda: self.tr("It is the first already."))
            self._later.switch(not last, lambda: self.tr("It is the last already."))

    def _label(self) -> str:
        words = self._words.lines.label(self._line.label)
        return f"{words} {self._line.value}" if self._line.label == "stage" else words

    def _part(self, n: int) -> str:
        return self._words.lines.part(self._line.inputs[n].part)

    def _edited(self, n: int, text: str) -> None:
        self._intents().edit(self._line.inputs[n].place, text)

    def _toggled(self, stop: str) -> None:
        self._intents().toggle(self._line.place, stop)

    def _picked_stop(self, stop: str) -> None:
        if stop:
            self._intents().toggle(self._line.place, stop)

    def _moved(self, by: int) -> None:
        self._intents().move(self._line.place, by)


def shape_of(line: Line) -> tuple[object, ...]:
    """What must be the same for a line to be painted in place."""
    stops = line.values if line.kind == "stage" else ()
    return line.kind, line.label, line.place, tuple(i.place for i in line.inputs), stops, line.removable


class FormView(QWidget):
    """The lines of a form, one below the other."""

    def __init__(self, look: Look, words: ClinicsWords, intents: Callable[[], Intents]) -> None:
        super().__init__()
        self._look, self._words, self._intents = look, words, intents
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._shape: list[tuple[object, ...]] = []
        self.lines: list[LineWidget] = []

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Become these lines; what is the same stays."""
        shape = [shape_of(line) for line in lines]
        first = next((n for n, (a, b) in enumerate(zip(shape, self._shape, strict=False)) if a != b),
                     min(len(shape), len(self._shape)))  # fmt: skip
        for old in self.lines[first:]:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        del self.lines[first:]
        for widget, line in zip(self.lines, lines, strict=False):
            widget.paint(line)
        for n, line in enumerate(lines[first:], first):
            made = LineWidget(self._look, self._words, line, self._intents)
            self.lines.append(made)
            self._column.insertWidget(n, made)
        self._shape = shape
        ranks = [line.place.rpartition(".")[0] if line.movable else "" for line in lines]
        for n, widget in enumerate(self.lines):
            widget.show_ends(first=ranks[n] not in ranks[:n], last=ranks[n] not in ranks[n + 1 :])
