"""One setting: its name, what is to be typed or picked, what it is for, and the way back to its default."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.settings.contract import Intents, State
from mmc_console.desktop.admin.settings.words import SettingsWords
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.field import Field as Line
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toggles import Choice, ToggleRow
from mmc_console.wire.office import Field

NARROW = 220
"""A number needs no wider line."""


class SettingRow(QWidget):
    """The editor of one field, by its kind."""

    def __init__(
        self, look: Look, words: SettingsWords, area: str, field: Field, intents: Callable[[], Intents]
    ) -> None:
        super().__init__()
        self.setObjectName(f"setting_{field.name}")
        self._words, self._area, self._field = words, area, field
        self.field_name = field.name
        name = field.name
        self.line: Line | None = None
        self.switch: ToggleRow | None = None
        self.choice: Choice | None = None
        self.items: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        if field.kind in ("whole", "number", "text") or (field.kind == "list" and not field.choices):
            numeric = field.kind in ("whole", "number")
            self.line = Line(look, lambda: words.name(area, name), numeric=numeric, name=f"set_{name}")
            if numeric:
                self.line.edit.setMaximumWidth(NARROW)
            self.line.edited.connect(lambda text: intents().type(name, text))
            self.line.edit.editingFinished.connect(lambda: intents().enter(name))
            column.addWidget(self.line)
        else:
            column.addWidget(Label(lambda: words.name(area, name), "caption", "text2"))
        if field.kind == "switch":
            choices = tuple((key, self._on_off(key == "on")) for key in ("on", "off"))
            self.switch = ToggleRow(look, choices, name=f"set_{name}")
            self.switch.chosen.connect(lambda key: intents().pick(name, key))
            column.addWidget(self.switch)
        elif field.kind == "choice":
            self.choice = Choice(look, lambda: words.name(area, name), name=f"set_{name}")
            self.choice.picked.connect(lambda key: intents().pick(name, key))
            column.addWidget(self.choice)
        elif field.kind == "list" and field.choices:
            column.addLayout(self._list(look, intents))
        column.addWidget(Label(lambda: words.help(area, name), "caption", "text2", wrap=True))
        foot = QHBoxLayout()
        self._default = Label("", "caption", "text3")
        self._back = Button(
            look, lambda: self.tr("Back to the default"), icon="restore", kind="link", name=f"default_{name}",
            pressed=lambda: intents().to_default(name),
        )  # fmt: skip
        foot.addWidget(self._default)
        foot.addWidget(self._back)
        foot.addStretch(1)
        column.addLayout(foot)

    def _on_off(self, on: bool) -> Callable[[], str]:
        return lambda: self.tr("On") if on else self.tr("Off")

    def _list(self, look: Look, intents: Callable[[], Intents]) -> QHBoxLayout:
        row, name = QHBoxLayout(), self._field.name
        for key in self._field.choices:
            button = Button(look, partial(self._words.choice, self._area, name, key), kind="toggle")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: intents().pick(name, key))
            self.items[key] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_field(self, field: Field, state: State) -> None:
        """Paint *field* as it is in *state*."""
        self._field = field
        if self.line is not None:
            self.line.set_text(state.text(field))
            self.line.show_error(self._words.fault(field, state.faults.get((self._area, field.name))))
            self.line.edit.setEnabled(state.offline is None)
        if self.switch is not None:
            self.switch.show_choice("on" if field.value else "off")
            self.switch.setEnabled(state.usable)
        if self.choice is not None:
            options = tuple((key, self._words.choice(self._area, field.name, key)) for key in field.choices)
            self.choice.show_choices(options, str(field.value))
            self.choice.setEnabled(state.usable)
        for key, button in self.items.items():
            button.setChecked(key in field.value)
            button.setEnabled(state.usable)
        self._default.say(self._words.default(self._area, field))
        self._back.setVisible(field.value != field.default)
        self._back.setEnabled(state.usable)
