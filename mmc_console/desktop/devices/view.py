"""The dialog: printer at the reading start, scanner beside it. Paints State; decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.devices.contract import Intents, State
from mmc_console.desktop.devices.words import DeviceWords
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.desktop.paper.choice import BAUDS, KINDS, WIDTHS


class DevicesDialog(Dialog):
    """Which printer, how it does, and what the scanner types."""

    def __init__(self, look: Look, parent: QWidget, check: Callable[[], bool]) -> None:
        """*check*: whether what stands there can be kept; else it says what is wrong."""
        super().__init__(
            look, parent, lambda: self.tr("Printing and scanner"), lambda: self.tr("Save"), lambda: self.tr("Close"),
            name="devices",
        )  # fmt: skip
        self.setMinimumWidth(860)
        self._words, self._check, self._state = DeviceWords(), check, State()
        self.kind = Choice(look, lambda: self.tr("Kind of printer"), name="printer_kind")
        self.target = Field(look, lambda: self._words.target(self._state.choice.kind), name="printer_target")
        self.system = Choice(look, lambda: self.tr("Name of the printer"), name="printer_system")
        self.width_of = Choice(look, lambda: self.tr("Width of the roll"), name="printer_width")
        self.baud = Choice(look, lambda: self.tr("Speed of a serial port"), name="printer_baud")
        self.named = Choice(look, lambda: self.tr("Name on the ticket"), name="printer_named")
        self.test = Button(look, lambda: self.tr("Print a test"), icon="printer", name="print_test")
        self._standing = Label("", "caption", "text2", name="printer_state", wrap=True)
        self._tested = Label("", "caption", "text2", name="printer_tested", wrap=True)
        self._barred = Label(
            lambda: self.tr("Only an administrator or supervisor changes the printer. Anybody may test it."),
            "caption", "text2", wrap=True, name="printer_barred",
        )  # fmt: skip
        self._reads = [Label("", "body", name=f"scan_{i}", wrap=True) for i in range(4)]
        self._rows: dict[str, QWidget] = {}
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self._printer_card(), 3)
        columns.addWidget(self._scanner_card(), 2)
        self.body.addLayout(columns)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self.kind.picked.connect(intents.choose_kind)
        self.target.edited.connect(intents.edit_target)
        self.system.picked.connect(intents.edit_target)
        self.width_of.picked.connect(intents.choose_width)
        self.baud.picked.connect(intents.choose_baud)
        self.named.picked.connect(intents.choose_named)
        self.test.clicked.connect(intents.print_test)

    # ------------------------------------------------------------------ show
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget's own paints to a device
        """Paint *state*."""
        self._state = state
        choice, words = state.choice, self._words
        self.kind.show_choices(tuple((kind, words.kind(kind)) for kind in KINDS), choice.kind)
        self.target.refresh_label()
        self.target.edit.setPlaceholderText(words.example(choice.kind))
        self.target.set_text(choice.target)
        self.target.show_error(words.fault(state.fault))
        names = dict.fromkeys((*state.systems, *((choice.target,) if choice.target else ())))
        self.system.show_choices((("", self.tr("Choose a printer…")), *((name, name) for name in names)), choice.target)
        self.width_of.show_choices(tuple((str(w), self._roll(w)) for w in WIDTHS), str(choice.width))
        self.baud.show_choices(tuple((str(b), str(b)) for b in BAUDS), str(choice.baud))
        self.named.show_choices(
            (("", self.tr("Without a name")), ("named", self.tr("First name and an initial"))),
            "named" if choice.named else "",
        )  # fmt: skip
        some = choice.kind != "none"
        some = choice.kind != "none"
        shown = {
            "target": choice.kind in ("network", "device", "pdf"), "system": choice.kind == "system",
            "baud": choice.kind == "device", "width": some, "named": some,
        }  # fmt: skip
        for name, row in self._rows.items():
            row.setVisible(shown[name])
        for widget in (self.kind, self.target, self.system, self.width_of, self.baud, self.named):
            widget.setEnabled(state.may_change)
        self._barred.setVisible(not state.may_change)
        self.confirm.setVisible(state.may_change)
        self.test.setEnabled(choice.kind != "none" and state.test != "running")
        self._standing.say(words.standing(state))
        self._standing.set_ink("text2" if state.printer.well or state.printer.code == "none" else "danger")
        self._tested.say(words.test(state) or words.fault(state.fault if choice.kind == "system" else ""))
        self._tested.set_ink("danger" if state.test == "failed" or state.fault else "text2")
        lines = words.read(state.read)
        for i, label in enumerate(self._reads):
            label.say(lines[i] if i < len(lines) else "")
        self.setWindowTitle(self.tr("Printing and scanner"))
        self._grow()

    def _grow(self) -> None:
        """Longer words take more lines: nothing is squeezed."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def accept(self) -> None:
        """Close, unless what stands there is no printer."""
        if self._check():
            super().accept()
        else:
            self.target.edit.setFocus()

    def _roll(self, width: int) -> str:
        return self.tr("80 mm") if width == 80 else self.tr("58 mm")

    # ------------------------------------------------------------------ build
    def _printer_card(self) -> Card:
        card = Card(lambda: self.tr("Ticket printer"), name="printer_card")
        for widget in (self._standing, self._captioned(lambda: self.tr("Kind of printer"), self.kind)):
            card.body.addWidget(widget)
        self._rows = {
            "target": self.target, "system": self._captioned(lambda: self.tr("Name of the printer"), self.system),
            "width": self._captioned(lambda: self.tr("Width of the roll"), self.width_of),
            "baud": self._captioned(lambda: self.tr("Speed of a serial port"), self.baud),
            "named": self._captioned(lambda: self.tr("Name on the ticket"), self.named),
        }  # fmt: skip
        for row in self._rows.values():
            card.body.addWidget(row)
        line = QHBoxLayout()
        line.addWidget(self.test)
        line.addWidget(self._tested, 1)
        card.body.addLayout(line)
        card.body.addWidget(self._barred)
        card.body.addStretch(1)
        return card

    def _scanner_card(self) -> Card:
        card = Card(lambda: self.tr("Scanner"), name="scanner_card")
        for label in self._reads:
            card.body.addWidget(label)
        card.body.addStretch(1)
        card.body.addWidget(Label(self._everywhere, "caption", "text2", wrap=True))
        return card

    def _everywhere(self) -> str:
        return self.tr("A scanner works on every page; nothing has to be clicked first.")

    @staticmethod
    def _captioned(text: Text, widget: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        caption = Label(text, "caption", "text2")
        caption.setBuddy(widget)
        column.addWidget(caption)
        column.addWidget(widget)
        return box

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_rows"):
            self.render(self._state)
