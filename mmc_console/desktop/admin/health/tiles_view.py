"""The cards of the checks: icon, word and colour of the state, one number, and the way to the details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mmc_console.desktop.admin.health.contract import Tile
from mmc_console.desktop.admin.health.words import PageWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import ElidedLabel, IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.wire.health import Status

ICONS: Final[dict[Status, str]] = {
    "healthy": "circle-check", "degraded": "alert-triangle", "unhealthy": "alert-octagon",
}  # fmt: skip
INKS: Final[dict[Status, str]] = {"healthy": "ok", "degraded": "warn", "unhealthy": "danger"}
NARROWEST: Final = 216
DETAILS_HEIGHT: Final = 30


class TileCard(QFrame):
    """One check."""

    def __init__(self, look: Look, words: PageWords, open_check: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self._words = words
        self._icon = IconLabel(look, ICONS["healthy"], INKS["healthy"])
        self._title = ElidedLabel("", "bodyStrong")
        self._state = Label("", "captionStrong")
        self._number = ElidedLabel("", "caption", "text2")
        self.details = Button(
            look, lambda: self.tr("Details"), kind="link", tail="chevron-right",
            pressed=lambda: open_check(self.name),
        )  # fmt: skip
        self.details.setFixedHeight(DETAILS_HEIGHT)
        self.name = ""
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._icon)
        top.addWidget(self._title, 1)
        top.addWidget(self._state)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._number, 1)
        below.addWidget(self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 2)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(below)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tile(self, tile: Tile) -> None:
        """Be *tile*."""
        words = self._words
        self.name = tile.name
        self.setObjectName(f"tile_{tile.name}")
        self.setAccessibleName(bidi.strip(words.spoken(tile)))
        self._icon.show_icon(ICONS[tile.status], INKS[tile.status])
        self._title.say(words.title(tile.name))
        self._state.say(words.state(tile))
        self._state.set_ink(INKS[tile.status])
        self._number.say(words.number(tile))
        self.details.setObjectName(f"details_{tile.name}")
        details = self.tr("Details")
        self.details.setAccessibleName(f"{details}: {words.title(tile.name)}")

    def said(self) -> tuple[str, str, str]:
        """Title, state and number, as they are read."""
        return bidi.strip(self._title.text()), bidi.strip(self._state.text()), bidi.strip(self._number.text())


class Tiles(QWidget):
    """As many beside each other as there is room for, the first at the reading start."""

    def __init__(self, look: Look, words: PageWords, open_check: Callable[[str], None]) -> None:
        super().__init__()
        self._look, self._words, self._open_check = look, words, open_check
        self._cards: list[TileCard] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """One card each, in this order; a card stays where it is and becomes the next tile."""
        while len(self._cards) < len(tiles):
            self._cards.append(TileCard(self._look, self._words, self._open_check))
            self._across = 0
        for card, tile in zip(self._cards, tiles, strict=False):
            card.show_tile(tile)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(tiles))
        self._lay()

    def said(self) -> list[tuple[str, str, str]]:
        """What the cards say, in reading order."""
        return [card.said() for card in self._cards if not card.isHidden()]

    def card(self, name: str) -> TileCard:
        """The card of this check; KeyError when there is none."""
        found = next((card for card in self._cards if card.name == name and not card.isHidden()), None)
        if found is None:
            raise KeyError(name)
        return found

    def _lay(self) -> None:
        across = max(1, (self.width() + 8) // (NARROWEST + 8))
        if across == self._across:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._across = across
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across, Qt.AlignmentFlag.AlignTop)
        for column in range(across):
            self._grid.setColumnStretch(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()
