"""The one personal setting there is so far: light, dark, or as the system."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.look import Look, ThemeChoice
from mmc_console.desktop.kit.toggles import Choice

_THEMES: tuple[ThemeChoice, ...] = ("system", "light", "dark")


class ThemeDialog(Dialog):
    """Three choices."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(
            look, parent, lambda: self.tr("My settings"), lambda: self.tr("Save"), lambda: self.tr("Cancel"),
            name="theme_dialog",
        )  # fmt: skip
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.choice = Choice(look, lambda: self.tr("Appearance"), name="theme")
        self.choice.show_choices(tuple((theme, names[theme]) for theme in _THEMES), look.choice)
        self.body.addWidget(self.choice)


async def choose_theme(look: Look, parent: QWidget) -> ThemeChoice | None:
    """Ask; None when the person turns away."""
    dialog = ThemeDialog(look, parent)
    key = dialog.choice
    if not await dialog.answer():
        return None
    return next((theme for theme in _THEMES if theme == key.key), None)
