"""One line under the top bar for a condition that lasts and changes what people should do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import ElidedLabel, IconLabel
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change

BannerKind = Literal["offline", "warn", "danger", "info"]


@dataclass(frozen=True, slots=True)
class BannerText:
    """What the banner says; *more* counts conditions that are not shown."""

    kind: BannerKind
    text: Text
    action: Text = ""
    more: int = 0


class Banner(QWidget):
    """36 px with at most one action; `pressed` tells that it was used."""

    pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._kind: BannerKind = "info"
        self.setObjectName("banner")
        self.setFixedHeight(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        self._icon = IconLabel(look, "info-circle", "text", 20)
        self._text = ElidedLabel("", "bodyStrong", name="banner_text")
        self._more = ElidedLabel("", "captionStrong")
        self._action = Button(look, "", kind="link", name="banner_action", pressed=self.pressed.emit)
        self._action.setFixedHeight(32)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._more)
        row.addWidget(self._action)
        self.hide()

    def show_text(self, banner: BannerText | None) -> None:
        """Show *banner*, or nothing."""
        if banner is None:
            self.hide()
            return
        self._kind = banner.kind
        self._text.say(banner.text)
        self._more.say(bidi.ltr(f"+{banner.more}") if banner.more else "")
        self._more.setVisible(bool(banner.more))
        self._action.say(banner.action)
        self._action.setFixedHeight(32)
        self._action.setVisible(bool(banner.action))
        self._recolor()
        self.show()

    def _colors(self) -> tuple[str, str]:
        if self._kind == "offline":
            return self._look.connection("offline")
        return self._look.color(self._kind).name(), self._look.color(f"{self._kind}Tint").name()

    def _recolor(self) -> None:
        icons = {"offline": "cloud-off", "warn": "alert-triangle", "danger": "alert-octagon", "info": "info-circle"}
        ink = self._colors()[0]
        self._icon.show_icon(icons[self._kind], ink)
        for label in (self._text, self._more):
            label.set_color(ink)
        self._action.set_color(ink)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._colors()[1]))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_action"):
            self._action.setFixedHeight(32)
            self._recolor()
