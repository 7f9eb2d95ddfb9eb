"""The shipped fonts and the sizes of each role. Does not choose a language; that is said from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtGui import QFont, QFontDatabase

from mmc_console import assets
from mmc_console.desktop.kit.tokens import Tokens

Role = Literal["caption", "captionStrong", "body", "bodyStrong", "title", "h2", "h1", "number", "numberXL"]

FAMILIES: Final = ("IBM Plex Sans Arabic", "Segoe UI", "Noto Sans Arabic", "Tahoma", "DejaVu Sans")
_WEIGHTS: Final[dict[str, QFont.Weight]] = {
    "captionStrong": QFont.Weight.DemiBold,
    "bodyStrong": QFont.Weight.DemiBold,
    "title": QFont.Weight.DemiBold,
    "h2": QFont.Weight.DemiBold,
    "h1": QFont.Weight.Bold,
    "number": QFont.Weight.DemiBold,
    "numberXL": QFont.Weight.Bold,
}


def load_fonts() -> None:
    """Make the shipped font known to Qt. Raises OSError when a file cannot be read as a font."""
    for file in sorted(assets.path("resources", "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise OSError(f"not a usable font: {file}")


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Pixel sizes for one script and one text size setting."""

    tokens: Tokens
    arabic: bool
    percent: int = 100

    def pixels(self, role: Role) -> int:
        """Font pixels of *role*."""
        table = self.tokens.type_arabic if self.arabic else self.tokens.type_english
        return round(table["caption" if role == "captionStrong" else role] * self.percent / 100)

    def font(self, role: Role) -> QFont:
        """A font of *role*, with the fallbacks of the design."""
        font = QFont(list(FAMILIES))
        font.setPixelSize(self.pixels(role))
        font.setWeight(_WEIGHTS.get(role, QFont.Weight.Normal))
        return font
