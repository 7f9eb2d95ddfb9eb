"""A person's own settings at this PC: light or dark, how soon it locks itself, and the PIN that opens it again."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from mmc_console.client.known import as_pin, easy_pin
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look, ThemeChoice
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toggles import Choice

THEMES: tuple[ThemeChoice, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen. `pin`: a new one, with the person's `password`; empty: as before."""

    theme: ThemeChoice
    lock_minutes: int
    pin: str = ""
    password: str = ""
    passphrase: bool = False
    """This PC's passphrase is to be changed next."""


class SettingsDialog(Dialog):
    """Three choices; a PIN that nobody should use, or without the password, does not close it."""

    def __init__(
        self, look: Look, parent: QWidget, now: Settings, minutes: tuple[int, ...], *, has_pin: bool,
        has_passphrase: bool = False, problem: str = "",
    ) -> None:  # fmt: skip
        """*problem*: why the password was not taken the last time."""
        super().__init__(
            look, parent, lambda: self.tr("My settings"), lambda: self.tr("Save"), lambda: self.tr("Cancel"),
            name="settings_dialog",
        )  # fmt: skip
        self._minutes, self._counts, self._has_pin = minutes, Counts(), has_pin
        self.theme = Choice(look, lambda: self.tr("Appearance"), name="theme")
        self.lock = Choice(look, lambda: self.tr("Lock this PC after"), name="lock_minutes")
        self.pin = Field(look, self._pin_label, numeric=True, secret=True, name="pin")
        self.again = Field(look, lambda: self.tr("The PIN once more"), numeric=True, secret=True, name="pin_again")
        self.password = Field(look, lambda: self.tr("Your password, for a new PIN"), secret=True, name="pin_password")
        self.password.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.pin.set_text(now.pin)
        self.again.set_text(now.pin)
        self.password.show_error(problem)
        for field in (self.pin, self.again, self.password):
            field.entered.connect(self.accept)
        self._passphrase = False
        self._name_choices(now.theme, str(now.lock_minutes))
        hint = Label(
            lambda: self.tr("The PIN opens this PC for you for 12 hours after you typed your whole password here."),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        theme, lock = lambda: self.tr("Appearance"), lambda: self.tr("Lock this PC after")
        for widget in (
            Label(theme, "caption", "text2"), self.theme, Label(lock, "caption", "text2"), self.lock, self.pin,
            self.again, self.password, hint,
        ):  # fmt: skip
            self.body.addWidget(widget)
        if has_passphrase:
            change = Button(
                look, lambda: self.tr("Change the passphrase of this PC…"), kind="link", name="change_passphrase"
            )
            change.clicked.connect(self._go_to_passphrase)
            self.body.addWidget(change)
        if problem:
            self.password.edit.setFocus()

    @property
    def chosen(self) -> Settings:
        """What stands there now."""
        theme = next(theme for theme in THEMES if theme == self.theme.key)
        pin = as_pin(self.pin.text) or ""
        return Settings(theme, int(self.lock.key), pin, self.password.text if pin else "", self._passphrase)

    def accept(self) -> None:
        """Close, unless the PIN is none."""
        problem, again = self._pin_problem(), ""
        if not problem and self.pin.text and self.again.text != self.pin.text:
            again = self.tr("The two PINs are not the same. Type the second one again.")
        missing = self.tr("Enter the password.") if self.pin.text and not self.password.text else ""
        found = ((self.pin, problem), (self.again, again), (self.password, missing))
        for field, wrong in found:
            field.show_error(wrong)
        first = next((field for field, wrong in found if wrong), None)
        if first is not None:
            self._passphrase = False
            first.edit.setFocus()
        else:
            super().accept()

    def _go_to_passphrase(self) -> None:
        self._passphrase = True
        self.accept()

    def _pin_problem(self) -> str:
        if not self.pin.text:
            return ""
        pin = as_pin(self.pin.text)
        if pin is None:
            return self.tr("A PIN has six digits.")
        return self.tr("Everybody would try this PIN. Choose another one.") if easy_pin(pin) else ""

    def _pin_label(self) -> str:
        return self.tr("Another PIN of six digits") if self._has_pin else self.tr("A PIN of six digits")

    def _name_choices(self, theme: str, minutes: str) -> None:
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.theme.show_choices(tuple((theme, names[theme]) for theme in THEMES), theme)
        self.lock.show_choices(tuple((str(n), self._counts.minutes(n)) for n in self._minutes), minutes)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "again"):
            self.setWindowTitle(self.tr("My settings"))
            self._name_choices(self.theme.key, self.lock.key)


async def choose_settings(
    look: Look, parent: QWidget, now: Settings, minutes: tuple[int, ...], *, has_pin: bool, has_passphrase: bool,
    problem: str = "",
) -> Settings | None:  # fmt: skip
    """Ask; None when the person turns away."""
    dialog = SettingsDialog(look, parent, now, minutes, has_pin=has_pin, has_passphrase=has_passphrase, problem=problem)
    return dialog.chosen if await dialog.answer() else None
