"""The five numbers at the top, each with a comparison and how it came about; and the targets below."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mmc_console.desktop.admin.figures.words import FigureWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.charts import Sparkline
from mmc_console.desktop.kit.charts.plot import Value
from mmc_console.desktop.kit.labels import ElidedLabel, IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text
from mmc_console.wire.figures import Kpi

_SIGNS = {True: ("circle-check", "ok"), False: ("alert-triangle", "danger"), None: ("circle-dashed", "text3")}


class FigureCard(Card):
    """One number."""

    def __init__(self, look: Look, title: Text, *, name: str) -> None:
        super().__init__("", name=name)
        self._caption = ElidedLabel(title, "caption", "text2")
        self.value = Label("", "h1", name=f"{name}_value")
        self.beside = ElidedLabel("", "caption", "text2", name=f"{name}_beside")
        self._line = Sparkline(look)
        for widget in (self._caption, self.value, self.beside, self._line):
            self.body.addWidget(widget)
        self.body.setSpacing(2)
        self.setMinimumWidth(150)

    def retitle(self, title: Text) -> None:
        """The number is another one now."""
        self._caption.say(title)

    def show_figure(self, value: str, beside: str, history: tuple[Value, ...] = (), *, late: bool = False) -> None:
        """The number, what it is compared with, and the hours before; *late*: over its target, with a mark."""
        self.value.say(f"{value} !" if late else value)
        self.value.set_ink("danger" if late else "text")
        self.beside.say(beside)
        self._line.show_values(history)


class Targets(Card):
    """Each figure against its target: value, target, met or not by word and icon, of how many, how it is made."""

    def __init__(self, look: Look, title: Text, words: FigureWords, *, name: str) -> None:
        super().__init__(title, name=name)
        self._look, self._words = look, words
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(4, 1)
        self.body.addLayout(self._grid)
        self._lines: dict[str, tuple[Label, Label, IconLabel, Label, Label, Label]] = {}

    def show_kpis(self, kpis: tuple[Kpi, ...]) -> None:
        """Show these; the lines stay, their words change."""
        for place, kpi in enumerate(kpis):
            if kpi.name not in self._lines:
                self._add(kpi, place)
            value, target, icon, met, how, name = self._lines[kpi.name]
            sign, ink = _SIGNS[kpi.met]
            name.say(self._words.kpi(kpi.name))
            value.say(self._words.kpi_value(kpi, kpi.value))
            target.say(self._words.target(kpi))
            icon.show_icon(sign, ink)
            met.say(self._words.met(kpi))
            met.set_ink("text2" if kpi.met is None else "text")
            measured = self._words.measured(kpi.n) if kpi.n else ""
            how.say(f"{self._words.how(kpi.name)}. {measured}" if measured else f"{self._words.how(kpi.name)}.")

    def lines(self) -> dict[str, tuple[str, str, str]]:
        """What is read of each figure: value, target, met."""
        return {
            name: (bidi.strip(each[0].text()), bidi.strip(each[1].text()), bidi.strip(each[3].text()))
            for name, each in self._lines.items()
        }

    def _add(self, kpi: Kpi, row: int) -> None:
        value, target = Label("", "bodyStrong"), Label("", "body", "text2")
        icon, met = IconLabel(self._look, "circle-dashed", "text3", 18), Label("")
        how, name = Label("", "caption", "text2", wrap=True), Label("", "body")
        sign = QWidget()
        line = QHBoxLayout(sign)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(icon)
        line.addWidget(met, 1)
        for column, widget in enumerate((name, value, target, sign, how)):
            self._grid.addWidget(widget, row, column)
        self._lines[kpi.name] = (value, target, icon, met, how, name)
