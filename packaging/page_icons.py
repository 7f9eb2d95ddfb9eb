"""Draws the icons of the patients' page into resources/page: a ticket with its number's place, on the page's own blue.

Everything that matters stands inside the middle 80 %, so that a phone may cut it to whatever shape it likes.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "page"
SIZES = (192, 512)
GROUND, INK = "#0B5E8E", "#FFFFFF"


def icon(size: int) -> QImage:
    """The icon at *size* pixels, in few colours: it is loaded over a hospital's wireless."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 100, size / 100)
    paper = QPainterPath()
    paper.addRoundedRect(QRectF(20, 31, 60, 38), 6, 6)
    for side in (20, 80):
        notch = QPainterPath()
        notch.addEllipse(QPointF(side, 50), 6, 6)
        paper = paper.subtracted(notch)
    painter.fillPath(paper, QColor(INK))
    pen = QPen(QColor(GROUND), 3.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for y in (39, 46.4, 53.8, 61.2):
        painter.drawPoint(QPointF(38, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(QRectF(47, 42, 22, 6), 2, 2)
    painter.drawRoundedRect(QRectF(47, 53, 14, 5), 2, 2)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.AvoidDither)


def main() -> None:
    """Write every size."""
    for size in SIZES:
        place = FOLDER / f"icon-{size}.png"
        if not icon(size).save(str(place), b"PNG", 0):
            raise SystemExit(f"{place} could not be written")


if __name__ == "__main__":
    main()
