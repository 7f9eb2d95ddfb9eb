"""What a widget asks to look right: colours, icons, letters, sizes of this theme, script and density.

One `Look` is made at start and passed to every view. Widgets hear of changes as Qt's own events (see `text.py`),
never through a signal of this class. It decides nothing about language; `Languages` tells it the script.
"""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from mmc_console.desktop.kit import sheet
from mmc_console.desktop.kit.icons import Icons
from mmc_console.desktop.kit.tokens import StateColors, Theme, Tokens, load
from mmc_console.desktop.kit.typography import Role, TypeScale, load_fonts

ThemeChoice = Literal["system", "light", "dark"]


class Look:
    """The present look of the whole program."""

    def __init__(self, app: QApplication, tokens: Tokens | None = None) -> None:
        self.app = app
        self.tokens = tokens or load()
        self._icons = Icons()
        self._choice: ThemeChoice = "system"
        self._scale = TypeScale(self.tokens, arabic=True)
        self._fonts: dict[Role, QFont] = {}
        self._metrics: dict[Role, QFontMetrics] = {}
        self._colors: dict[str, QColor] = {}
        self._theme: Theme = "light"
        self.compact = False
        """Whether the window is too small for the roomy sizes."""
        load_fonts()
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.apply()

    # ------------------------------------------------------------------ what widgets ask
    @property
    def theme(self) -> Theme:
        """The theme shown now."""
        return self._theme

    @property
    def choice(self) -> ThemeChoice:
        """What the person chose; `system` follows the desktop."""
        return self._choice

    @property
    def rtl(self) -> bool:
        """Whether the program reads from right to left now."""
        return self.app.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def color(self, name: str) -> QColor:
        """The colour token *name* in this theme; not to be changed."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = QColor(self.tokens.base[self._theme][name])
        return found

    def any_color(self, name: str) -> QColor:
        """*name* as a colour token, or as a #rrggbb."""
        return QColor(name) if name.startswith("#") else self.color(name)

    def state(self, name: str) -> StateColors:
        """The four colours of a ticket state by its token name."""
        return self.tokens.states[self.theme][name]

    def connection(self, name: str) -> tuple[str, str]:
        """Text and fill of a connection form."""
        return self.tokens.connection[self.theme][name]

    def size(self, name: str) -> int:
        """Logical pixels of *name* in this density."""
        return self.tokens.size(name, compact=self.compact)

    def font(self, role: Role) -> QFont:
        """A font for painting text of *role*."""
        font = self._fonts.get(role)
        if font is None:
            font = self._fonts[role] = self._scale.font(role)
        return QFont(font)  # whoever asks may change theirs

    def text_width(self, role: Role, text: str) -> int:
        """Pixels that *text* takes in one line."""
        metrics = self._metrics.get(role)
        if metrics is None:
            metrics = self._metrics[role] = QFontMetrics(self.font(role))
        return metrics.horizontalAdvance(text)

    def icon(self, name: str, color: str = "text", size: int = 20) -> QIcon:
        """*name* in the colour token *color*, for buttons and menus."""
        colors = self.tokens.base[self.theme]
        return self._icons.icon(name, colors[color], colors["text3"], size, rtl=self.rtl)

    def pixmap(self, name: str, color: str = "text", size: int = 20) -> QPixmap:
        """*name* for painting; *color* is a token name or a #rrggbb."""
        return self._icons.pixmap(name, self.any_color(color).name(), size, rtl=self.rtl)

    # ------------------------------------------------------------------ what the shell sets
    def set_theme(self, choice: ThemeChoice) -> None:
        """Show *choice* everywhere at once."""
        if choice != self._choice:
            self._choice = choice
            self.apply()

    def set_script(self, *, arabic: bool, percent: int = 100) -> None:
        """Letter sizes for the script of the language shown, times the text size setting."""
        scale = TypeScale(self.tokens, arabic=arabic, percent=percent)
        if scale != self._scale:
            self._scale = scale
            self._fonts.clear()
            self._metrics.clear()
            self.apply()

    def set_compact(self, compact: bool) -> None:
        """The sizes for small windows, or the roomy ones."""
        if compact != self.compact:
            self.compact = compact
            for widget in self.app.allWidgets():  # colours and letters stay: no need to style all anew
                self.app.sendEvent(widget, QEvent(QEvent.Type.StyleChange))

    def leave(self) -> None:
        """Another look takes over: the system's themes are its business."""
        self.app.styleHints().colorSchemeChanged.disconnect(self._system_changed)

    def apply(self) -> None:
        """Give palette, font and style sheet to the application."""
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self._theme = self._choice if self._choice != "system" else "dark" if dark else "light"
        self._colors.clear()
        self.app.setPalette(self._palette())
        self.app.setFont(self._scale.font("body"))
        self._give_letters()
        colors = sheet.build(self.tokens, self.theme, self._scale)
        if colors != self.app.styleSheet():  # to style every widget anew costs near a millisecond each
            self.app.setStyleSheet(colors)
            self._give_letters()  # with its first sheet the application forgets them
        else:
            self._hand_on_letters()

    def _hand_on_letters(self) -> None:
        """Where there is a sheet, only windows hear of the application's new letters."""
        for widget in self.app.allWidgets():
            if not widget.font().resolveMask():
                widget.setFont(QFont())  # none of its own: the application's

    def _give_letters(self) -> None:
        """Where labels find the fonts of their roles; a class of that name there is not."""
        for role in get_args(Role):
            self.app.setFont(self._scale.font(role), role)

    def _system_changed(self) -> None:
        if self._choice == "system":
            self.apply()

    def _palette(self) -> QPalette:
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        palette = QPalette()
        roles = {
            role.Window: "bg", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "bg",
            role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "danger",
            role.Highlight: "selection", role.HighlightedText: "text", role.Link: "link",
            role.PlaceholderText: "text3", role.ToolTipBase: "surface3", role.ToolTipText: "text",
            role.Light: "surface", role.Midlight: "surface2", role.Mid: "border", role.Dark: "borderStrong",
            role.Shadow: "borderStrong", role.Accent: "primary",
        }  # fmt: skip
        for each, name in roles.items():
            palette.setColor(each, self.color(name))
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, each, self.color("text3"))
        return palette
