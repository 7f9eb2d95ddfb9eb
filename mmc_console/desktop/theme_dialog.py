"""The one personal setting there is so far: light, dark, or as the system."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.look import Look, ThemeChoice
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toggles import Choice

_THEMES: tuple[ThemeChoice, ...] = ("system", "light", "dark")


class ThemeDialog(Dialog):
    """Three choices."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(
            look, parent, lambda: self.tr("My settings"), lambda: self.tr("Save"), lambda: self.tr("Cancel"),
            name="theme_dialog",
        )  # fmt: skip
        self.choice = Choice(look, lambda: self.tr("Appearance"), name="theme")
        self._name_choices(look.choice)
        self.body.addWidget(self.choice)

    def _name_choices(self, chosen: str) -> None:
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.choice.show_choices(tuple((theme, names[theme]) for theme in _THEMES), chosen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "choice"):
            self.setWindowTitle(self.tr("My settings"))
            self._name_choices(self.choice.key)


async def choose_theme(look: Look, parent: QWidget) -> ThemeChoice | None:
    """Ask; None when the person turns away."""
    dialog = ThemeDialog(look, parent)
    key = dialog.choice
    if not await dialog.answer():
        return None
    return next((theme for theme in _THEMES if theme == key.key), None)
