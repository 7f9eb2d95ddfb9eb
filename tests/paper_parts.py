"""What tests of tickets need: a decoder for squares and bars, and fake printers on real lines."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import zxingcpp
from PySide6.QtGui import QImage


def read_back(image: QImage) -> dict[str, str]:
    """Every code a decoder finds in *image*, by its kind: `QR Code`, `Code 128`."""
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return {str(found.format): found.text for found in zxingcpp.read_barcodes(gray)}


def picture_of_pdf(file: Path) -> QImage:
    """The only page of a PDF, as finely as a receipt printer prints."""
    document = pypdfium2.PdfDocument(file)
    try:
        assert len(document) == 1
        bitmap = document[0].render(scale=203 / 72, grayscale=True)
        copied = bytes(bitmap.buffer)
        return QImage(copied, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8).copy()
    finally:
        document.close()
