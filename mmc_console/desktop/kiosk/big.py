"""What a finger needs: large letters and large fields, as large as the screen allows. Colours from the theme only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say
from mmc_console.desktop.kit.typography import FAMILIES

Tone = Literal["normal", "primary", "quiet", "chosen"]
LANDSCAPE, PORTRAIT = QSize(1366, 768), QSize(1080, 1920)
"""The two screens it is drawn for; others are between, or larger."""
_PAD = 20


def scale_of(size: QSize) -> float:
    """How much larger everything is than on the small screen."""
    if size.height() > size.width():
        return max(0.6, min(size.width() / PORTRAIT.width() * 1.35, size.height() / PORTRAIT.height() * 1.35))
    return max(0.6, min(size.width() / LANDSCAPE.width(), size.height() / LANDSCAPE.height()))


def font_of(pixels: float, *, bold: bool = False) -> QFont:
    """The program's letters, *pixels* high."""
    font = QFont(list(FAMILIES))
    font.setPixelSize(max(12, round(pixels)))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


class BigLabel(QWidget):
    """A text of *pixels*, over as many lines as it needs, in the middle or at the reading start."""

    def __init__(
        self, look: Look, text: Text = "", pixels: float = 28, ink: str = "text", *, bold: bool = False,
        middle: bool = True, name: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._look, self._words, self._pixels, self._ink, self._bold, self._middle = (
            look, text, pixels, ink, bold, middle,
        )  # fmt: skip
        self._scale = 1.0
        if name:
            self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.refresh()

    def say(self, text: Text, ink: str = "") -> None:
        """Show *text*; nothing takes no room."""
        self._words, self._ink = text, ink or self._ink
        self.refresh()

    def refresh(self) -> None:
        """In the present language and colours."""
        text = say(self._words)
        self.setAccessibleName(bidi.strip(text))
        self.setVisible(bool(text)) if self.parentWidget() else None
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """As a person reads it."""
        return bidi.strip(say(self._words))

    def scale(self, factor: float) -> None:
        """Letters for a screen *factor* times as large."""
        if factor != self._scale:
            self._scale = factor
            self.refresh()

    def heightForWidth(self, width: int) -> int:
        return self._metrics().boundingRect(QRect(0, 0, width, 10_000), self._flags(), say(self._words)).height() + 4

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        metrics = self._metrics()
        longest = max((metrics.horizontalAdvance(line) for line in say(self._words).splitlines()), default=0)
        return QSize(longest + 4, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = self._metrics()
        words = say(self._words).split()
        return QSize(max((metrics.horizontalAdvance(w) for w in words), default=0), metrics.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_scale"):
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font_of(self._pixels * self._scale, bold=self._bold))
        painter.setPen(self._look.any_color(self._ink))
        painter.drawText(self.rect(), self._flags(), say(self._words))

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(font_of(self._pixels * self._scale, bold=self._bold))

    def _flags(self) -> int:
        side = Qt.AlignmentFlag.AlignCenter if self._middle else bidi.start_alignment(bidi.is_rtl(self))
        return int(side) | int(Qt.TextFlag.TextWordWrap)


class BigButton(QAbstractButton):
    """A field to touch: words in the middle, an icon before or above them."""

    def __init__(
        self, look: Look, text: Text, *, icon: str = "", tone: Tone = "normal", pixels: float = 28, height: int = 88,
        above: bool = False, name: str = "", second: Text = "", pressed: Callable[[], None] | None = None,
        spoken: Text = "",
    ) -> None:  # fmt: skip
        """*above*: the icon stands over the words; *spoken*: what a screen reader says instead of them."""
        super().__init__()
        self._look, self._words, self._icon, self._tone, self._pixels = look, text, icon, tone, pixels
        self._tall, self._above, self._second, self._spoken = height, above, second, spoken
        self._scale = 1.0
        if name:
            self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if pressed is not None:
            self.clicked.connect(lambda _=False: pressed())
        self.refresh()

    def say(self, text: Text, second: Text | None = None) -> None:
        """Change the words."""
        self._words, self._second = text, self._second if second is None else second
        self.refresh()

    def refresh(self) -> None:
        """In the present language and colours."""
        words = say(self._spoken) or " ".join((say(self._words), say(self._second)))
        self.setAccessibleName(bidi.strip(words).strip())
        self.setMinimumHeight(round(self._tall * self._scale))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """As a person reads them."""
        return bidi.strip(say(self._words))

    def scale(self, factor: float) -> None:
        """For a screen *factor* times as large."""
        if factor != self._scale:
            self._scale = factor
            self.refresh()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font_of(self._pixels * self._scale, bold=True))
        icon = round(self._pixels * 1.3 * self._scale) + 10 if self._icon and not self._above else 0
        return QSize(metrics.horizontalAdvance(say(self._words)) + icon + round(2 * _PAD * self._scale),
                     self.minimumHeight())  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(font_of(self._pixels * self._scale, bold=True))
        longest = max((metrics.horizontalAdvance(w) for w in say(self._words).split()), default=0)
        return QSize(longest + round(_PAD * self._scale), self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_scale"):
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, down = self._look, self.isDown()
        fill, ink, edge = {
            "normal": ("surface2" if down else "surface", "text", "borderStrong"),
            "primary": ("primaryPressed" if down else "primary", "onPrimary", "primary"),
            "quiet": ("surface2" if down else "bg", "text", "border"),
            "chosen": ("primaryTint", "primary", "primary"),
        }[self._tone]
        if not self.isEnabled():
            fill, ink, edge = "surface2", "text3", "border"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color(edge), 2))
        painter.setBrush(look.color(fill))
        room = self.rect().adjusted(3, 3, -3, -3)
        painter.drawRoundedRect(room, 14 * self._scale, 14 * self._scale)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("focusOuter"), 4))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 15 * self._scale, 15 * self._scale)
        self._paint_words(painter, room, ink)

    def _paint_words(self, painter: QPainter, room: QRect, ink: str) -> None:
        size = round(self._pixels * (3.4 if self._above else 1.3) * self._scale)
        words = say(self._words)
        wrap = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        text = room.adjusted(10, 6, -10, -6)
        font = font_of(self._pixels * self._scale, bold=True)
        if self._icon and self._above:
            picture = self._look.pixmap(self._icon, ink, size)
            high = size + QFontMetrics(font).height() + 8
            top = room.y() + (room.height() - high) // 2
            painter.drawPixmap(room.center().x() - size // 2, top, picture)
            text = QRect(text.x(), top + size + 8, text.width(), high - size - 8)
        elif self._icon:
            picture = self._look.pixmap(self._icon, ink, size)
            width = QFontMetrics(font).boundingRect(text.adjusted(0, 0, -size - 10, 0), wrap, words).width()
            total = width + (size + 10 if words else size)
            start = room.center().x() - total // 2
            rtl = bidi.is_rtl(self)
            painter.drawPixmap(start + total - size if rtl else start, room.center().y() - size // 2, picture)
            text = QRect(start if rtl else start + size + 10, text.y(), total - size - 10, text.height())
        painter.setPen(self._look.color(ink))
        painter.setFont(font)
        second = say(self._second)
        if second:
            small = font_of(self._pixels * 0.7 * self._scale)
            need = QFontMetrics(font).boundingRect(text, wrap, words).height()
            under = QFontMetrics(small).height()
            top = text.y() + max(0, (text.height() - need - under) // 2)
            painter.drawText(QRect(text.x(), top, text.width(), need), wrap, words)
            painter.setFont(small)
            painter.drawText(
                QRect(text.x(), top + need, text.width(), under), int(Qt.AlignmentFlag.AlignCenter), second
            )
        else:
            painter.drawText(text, wrap, words)


def scale_all(root: QWidget, factor: float) -> None:
    """Every big thing inside *root* for a screen *factor* times as large."""
    for label in root.findChildren(BigLabel):
        label.scale(factor)
    for button in root.findChildren(BigButton):
        button.scale(factor)
