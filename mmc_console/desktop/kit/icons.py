"""Draws the shipped outline icons in any colour, sharp at any screen scale.

Nothing is read before it is first asked for; a picture is drawn once per name, colour, size and side.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from mmc_console import assets
from mmc_console.desktop.kit.icon_list import mirrors

_THIN_UP_TO = 16


class Icons:
    """A cache of drawn icons."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, bool, float], QPixmap] = {}

    def pixmap(self, name: str, color: str, size: int, *, rtl: bool, scale: float = 0.0) -> QPixmap:
        """*name* in *color*, *size* logical pixels square; KeyError for an unlisted icon."""
        turned = rtl and mirrors(name)
        ratio = scale or _screen_scale()
        key = (name, color, size, turned, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, color, size, turned, ratio)
        return self._drawn[key]

    def icon(self, name: str, color: str, disabled: str, size: int, *, rtl: bool) -> QIcon:
        """A QIcon of *name* that pales to *disabled* by itself."""
        icon = QIcon(self.pixmap(name, color, size, rtl=rtl))
        icon.addPixmap(self.pixmap(name, disabled, size, rtl=rtl), QIcon.Mode.Disabled)
        return icon

    def _draw(self, name: str, color: str, size: int, turned: bool, ratio: float) -> QPixmap:
        source = self._source(name).replace("currentColor", QColor(color).name())
        if size <= _THIN_UP_TO:
            source = source.replace('stroke-width="2"', 'stroke-width="1.75"')
        renderer = QSvgRenderer(QByteArray(source.encode()))
        pixels = round(size * ratio)
        picture = QPixmap(pixels, pixels)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if turned:
            painter.setTransform(QTransform(-1, 0, 0, 1, pixels, 0))
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def _source(self, name: str) -> str:
        if name not in self._sources:
            file = assets.path("resources", "icons", f"{name}.svg")
            self._sources[name] = file.read_text(encoding="utf-8")
        return self._sources[name]


def _screen_scale() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0  # the highest of all screens
