"""Keys on the screen: digits for everybody, letters for staff. Digits stand as on a telephone in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mmc_console.desktop.kiosk.big import BigButton
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look

_LETTERS: Final = ("1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm._@")
_SIGNS: Final = ("1234567890", "!?#$%&*+=/", "()[]{}<>:;", ",.'\"|~^_@-")


class NumberPad(QWidget):
    """Ten digits, one back, all away."""

    def __init__(self, look: Look, digit: Callable[[str], None], erase: Callable[[], None], clear: Callable[[], None],
                 ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("number_pad")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for n, text in enumerate("123456789"):
            grid.addWidget(self._key(look, text, digit), n // 3, n % 3)
        away = BigButton(
            look, lambda: self.tr("Clear"), tone="quiet", pixels=22, height=76, name="pad_clear", pressed=clear
        )
        back = BigButton(
            look, "", icon="backspace", tone="quiet", height=76, name="pad_erase", pressed=erase,
            spoken=lambda: self.tr("Delete the last digit"),
        )  # fmt: skip
        grid.addWidget(away, 3, 0)
        grid.addWidget(self._key(look, "0", digit), 3, 1)
        grid.addWidget(back, 3, 2)

    @staticmethod
    def _key(look: Look, text: str, digit: Callable[[str], None]) -> BigButton:
        return BigButton(look, text, pixels=36, height=76, name=f"pad_{text}", pressed=lambda: digit(text))


class LetterPad(QWidget):
    """Latin letters, digits and signs for the line that has the cursor; for a kiosk without a keyboard."""

    def __init__(self, look: Look, line: Callable[[], QLineEdit]) -> None:
        super().__init__()
        self.setObjectName("letter_pad")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._line = line
        self._capital = self._signs = False
        self._keys: dict[tuple[int, int], BigButton] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setSpacing(6)
        outer.addLayout(grid)
        for row, letters in enumerate(_LETTERS):
            for column in range(len(letters)):
                key = self._keys[row, column] = self._key(look, row, column)
                grid.addWidget(key, row, column)
        for column, span, key in (
            (0, 2, BigButton(look, "ABC", pixels=20, height=46, tone="quiet", name="letter_capital",
                             spoken=lambda: self.tr("Capital letters"), pressed=self._turn_capital)),
            (2, 2, BigButton(look, bidi.ltr("#+="), pixels=20, height=46, tone="quiet", name="letter_signs",
                             spoken=lambda: self.tr("Signs"), pressed=self._turn_signs)),
            (4, 4, BigButton(look, "", pixels=20, height=46, tone="quiet", name="letter_space",
                             spoken=lambda: self.tr("Space"), pressed=lambda: self._write(" "))),
            (8, 2, BigButton(look, "", icon="backspace", pixels=20, height=46, tone="quiet", name="letter_erase",
                             spoken=lambda: self.tr("Delete the last letter"), pressed=self._erase)),
        ):  # fmt: skip
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(key, 4, column, 1, span)

    def _key(self, look: Look, row: int, column: int) -> BigButton:
        place = (row, column)
        key = BigButton(look, lambda: self._at(place), pixels=22, height=46, name=f"letter_{row}_{column}",
                        pressed=lambda: self._write(self._at(place)))  # fmt: skip
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

    def _at(self, place: tuple[int, int]) -> str:
        row, column = place
        text = (_SIGNS if self._signs else _LETTERS)[row][column]
        return text.upper() if self._capital and not self._signs else text

    def _write(self, text: str) -> None:
        self._line().insert(text)

    def _erase(self) -> None:
        self._line().backspace()

    def _turn_capital(self) -> None:
        self._capital, self._signs = not self._capital, False
        self._say_again()

    def _turn_signs(self) -> None:
        self._signs = not self._signs
        self._say_again()

    def _say_again(self) -> None:
        for key in self._keys.values():
            key.refresh()
