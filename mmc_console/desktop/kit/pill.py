"""Small rounded signs: icon, word and colour together, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.states import CONNECTION_ICONS, STATE_ICONS, STATE_TOKENS
from mmc_console.desktop.kit.text import Text, is_look_change, say

HEIGHT = 28
_PAD = 10
_GAP = 6
_ICON = 16


def state_colors(look: Look, state: str) -> tuple[str, str]:
    """Text and fill of a ticket state's pill; states without a hue have the fill `""`."""
    token = STATE_TOKENS.get(state)
    if token is None:
        return look.color("text3").name(), ""
    colors = look.state(token)
    return colors.text, colors.tint


def pill_width(look: Look, text: str) -> int:
    """Pixels that a pill with *text* needs."""
    return look.text_width("captionStrong", text) + 2 * _PAD + _ICON + _GAP


def paint_pill(
    painter: QPainter, look: Look, place: QRect, icon: str, text: str, colors: tuple[str, str], *, rtl: bool
) -> None:  # fmt: skip
    """One pill filling *place*; shared by the widget and the table's delegate."""
    ink, fill = colors
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    if fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
    else:
        painter.setPen(QPen(look.color("borderStrong"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(shape, place.height() / 2, place.height() / 2)
    y = place.y() + (place.height() - _ICON) // 2
    x = place.right() + 1 - _PAD - _ICON if rtl else place.x() + _PAD
    painter.drawPixmap(x, y, look.pixmap(icon, ink, _ICON))
    painter.setFont(look.font("captionStrong"))
    painter.setPen(QColor(ink))
    inset = _PAD + _ICON + _GAP
    words = place.adjusted(_PAD - 2, 0, -inset, 0) if rtl else place.adjusted(inset, 0, -_PAD + 2, 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, bidi.start_alignment(rtl), shown)
    painter.restore()


class Pill(QWidget):
    """A sign that can also be pressed, if somebody listens to `clicked`."""

    clicked = Signal()

    def __init__(self, look: Look, *, clickable: bool = False, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._icon, self._text, self._spoken = "circle-dashed", "", ""
        self._words: Text = ""
        self._said: Text = ""
        self._kind = ("base", "waiting")
        self._shown: object = None
        self._clickable = clickable
        self._wordless = False
        if name:
            self.setObjectName(name)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT)

    def show_state(self, state: str, text: Text) -> None:
        """Look like the ticket state *state* (the rules' name)."""
        self._show(("state", state), STATE_ICONS[state], text, text)

    def show_connection(self, form: str, text: Text, spoken: Text = "", icon: str = "") -> None:
        """Look like a connection form: online, slow, offline, pending, failed, conflict."""
        self._show(("connection", form), icon or CONNECTION_ICONS[form], text, spoken or text)

    def show_plain(self, icon: str, text: Text, tint: str = "surface2", ink: str = "text2") -> None:
        """Any icon with token colours, for steps of a pathway and quiet counts."""
        self._show((tint, ink), icon, text, text)

    def set_wordless(self, wordless: bool) -> None:
        """Show the icon alone; the words stay as tooltip and name."""
        if wordless != self._wordless:
            self._wordless = wordless
            self.refresh()

    @property
    def text(self) -> str:
        """The word shown."""
        return bidi.strip(self._text)

    @property
    def form(self) -> str:
        """Which state or connection form it shows."""
        return self._kind[1]

    def _show(self, kind: tuple[str, str], icon: str, text: Text, spoken: Text) -> None:
        shown = (kind, icon, say(text), say(spoken))
        self._kind, self._icon, self._words, self._said = kind, icon, text, spoken
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def refresh(self) -> None:
        """Say the word again in the present language."""
        self._text, self._spoken = say(self._words), bidi.strip(say(self._said))
        self.setAccessibleName(self._spoken)
        self.setToolTip(self._spoken)
        self.setFixedWidth(self._width())
        self.updateGeometry()
        self.update()

    def _colors(self) -> tuple[str, str]:
        group, name = self._kind
        if group == "state":
            return state_colors(self._look, name)
        if group == "connection":
            return self._look.connection("offline" if name in ("maintenance", "stranded") else name)
        if group == "base":
            return self._look.color("text2").name(), self._look.color("surface2").name()
        return self._look.color(name).name(), self._look.color(group).name()

    def sizeHint(self) -> QSize:
        return QSize(self._width(), HEIGHT)

    def _width(self) -> int:
        return 2 * _PAD + _ICON if self._wordless else pill_width(self._look, self._text) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(
            painter,
            self._look,
            self.rect(),
            self._icon,
            "" if self._wordless else self._text,
            self._colors(),
            rtl=bidi.is_rtl(self),
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._clickable and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clickable and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_wordless"):
            self.refresh()
