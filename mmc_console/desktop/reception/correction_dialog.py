"""The box in which what was typed of a person is mended."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.radios import Radios
from mmc_console.desktop.reception.correction import Correction, Part, errors
from mmc_console.desktop.reception.words import ReceptionWords
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.centre import Gender


class CorrectionDialog(Dialog):
    """Filled with what is known; what is wrong keeps it open and is said under its line."""

    def __init__(self, look: Look, parent: QWidget, tickets: TicketWords, person: Correction, label: str) -> None:
        super().__init__(
            look, parent, lambda: fill(self.tr("Correct the details of {ticket}"), ticket=label),
            lambda: self.tr("Save"), lambda: self.tr("Cancel"), name="correction",
        )  # fmt: skip
        self._words = ReceptionWords(tickets, self)
        self._gender: Gender = person.gender
        self.number = Field(look, lambda: self.tr("ID or service number"), numeric=True, name="correct_number")
        self.name = Field(look, lambda: self.tr("Name"), name="correct_name")
        self.phone = Field(look, lambda: self.tr("Phone, if they want messages"), numeric=True, name="correct_phone")
        self.gender = Radios(
            lambda: self.tr("Gender"),
            (("male", lambda: self.tr("Man")), ("female", lambda: self.tr("Woman"))), "correct_gender",
        )  # fmt: skip
        for field, text in ((self.number, person.number), (self.name, person.name), (self.phone, person.phone)):
            field.set_text(text)
            field.entered.connect(self.accept)
        self.gender.show_choice(person.gender)
        self.gender.on_chosen(self._choose)
        hint = Label(
            lambda: self.tr("Another gender leads along another pathway; what is done stays done."),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        for widget in (self.number, self.name, self.phone, self.gender, hint):
            self.body.addWidget(widget)
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    @property
    def typed(self) -> Correction:
        """What stands there now."""
        return Correction(self.number.text, self.name.text, self.phone.text, self._gender)

    def accept(self) -> None:
        """Close, unless something is wrong: the cursor goes there."""
        found = errors(self.typed)
        parts: tuple[tuple[Part, Field], ...] = (("number", self.number), ("name", self.name), ("phone", self.phone))
        for part, field in parts:
            field.show_error(partial(self._words.message, found[part]) if part in found else "")
        first = next((field for part, field in parts if part in found), None)
        if first is not None:
            first.edit.setFocus()
        else:
            super().accept()

    def _choose(self, key: str) -> None:
        self._gender = "female" if key == "female" else "male"


async def ask_correction(
    look: Look, parent: QWidget, tickets: TicketWords, person: Correction, label: str
) -> Correction | None:
    """Open the box over *parent*; what was typed, or None."""
    dialog = CorrectionDialog(look, parent, tickets, person, label)
    return dialog.typed if await dialog.answer() else None
