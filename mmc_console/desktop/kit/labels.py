"""Labels that keep to the reading start and say their text again when the language changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say
from mmc_console.desktop.kit.typography import Role

XL_HEIGHT, XL_COMPACT_HEIGHT, XL_COMPACT_PIXELS = 108, 76, 64


class Label(QLabel):
    """One text of a type role and ink; plain text only, so a name with `<` stays a name."""

    def __init__(
        self,
        text: Text = "",
        type: Role = "body",
        ink: str = "text",
        *,
        name: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words: Text = text
        self._shown: str | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._role: Role = type
        self.setProperty("ink", ink)
        if name:
            self.setObjectName(name)
        self.refresh()

    def say(self, text: Text) -> None:
        """Show *text* from now on."""
        self._words = text
        self.refresh()

    def set_ink(self, ink: str) -> None:
        """Change the colour token of the letters."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_color(self, color: str) -> None:
        """Letters in a #rrggbb that is no ink, such as a connection's."""
        self.setProperty("ink", "")
        sheet = f"color: {color};"
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)

    def refresh(self) -> None:
        """Say the text in the present language and its letters, at the present side."""
        font = QApplication.font(self._role)  # type: ignore[call-overload]  # PySide takes a str, its stub says bytes
        if font != self.font():
            self.setFont(font)
        text = say(self._words)
        if text != self._shown:
            self._shown = text
            self.setText(text)
            self.setAccessibleName(bidi.strip(text))
        bidi.lead(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Several lines from right to left are laid here: QLabel shifts them by a space and cuts the last letter."""
        if not (self.wordWrap() and bidi.is_rtl(self)):
            super().paintEvent(event)
            return
        room = self.contentsRect()
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(self.layoutDirection())
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, QPointF(room.x(), room.y() + max(0.0, (room.height() - height) / 2)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_shown"):
            self.refresh()


class ElidedLabel(Label):
    """A label that ends in … where there is no room, and tells the whole text in its tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.text()
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(bidi.strip(text) if shown != text else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, bidi.start_alignment(bidi.is_rtl(self)), shown)


class IconLabel(QLabel):
    """An icon beside a text that says the same; silent for screen readers."""

    def __init__(
        self,
        look: Look,
        icon: str,
        color: str = "text2",
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._color, self._size = look, icon, color, size
        self.setFixedSize(size, size)
        self.refresh()

    def show_icon(self, icon: str, color: str) -> None:
        """Show another icon; *color* is a token or #rrggbb."""
        self._icon, self._color = icon, color
        self.refresh()

    def refresh(self) -> None:
        """Draw again in the present colours."""
        self.setPixmap(self._look.pixmap(self._icon, self._color, self._size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_size"):
            self.refresh()


class XLNumber(QWidget):
    """The number of the person in the room, painted so that no line box steals height."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._label = ""
        self._color = "text"
        self.refresh()

    def refresh(self) -> None:
        """Lower in small windows."""
        self.setFixedHeight(XL_COMPACT_HEIGHT if self._look.compact else XL_HEIGHT)
        self.update()

    def show_number(self, label: str, spoken: str, color: str = "text") -> None:
        """Paint *label* (`E-017`), tell screen readers *spoken*; *color* is a token or #rrggbb."""
        self._label, self._color = label, color
        self.setAccessibleName(bidi.strip(spoken))
        self.update()

    @property
    def label(self) -> str:
        """What is painted now."""
        return self._label

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_color"):
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = QFont(self._look.font("numberXL"))
        if self._look.compact:
            font.setPixelSize(XL_COMPACT_PIXELS)
        painter.setFont(font)
        painter.setPen(self._look.any_color(self._color))
        side = bidi.start_alignment(bidi.is_rtl(self))
        painter.drawText(self.rect(), side, bidi.ltr(self._label))
