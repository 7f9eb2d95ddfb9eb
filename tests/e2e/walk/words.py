"""Whether everything in sight is in the language of the window."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.table import TicketTable

_LATIN: Final = re.compile(r"[A-Za-z]{3,}")
_ARABIC: Final = re.compile(r"[\u0600-\u06FF]")
_NO_WORD: Final = re.compile(
    r"Ctrl|Shift|Enter|Esc|PgUp|PgDown|Del\b|English|CSV|PDF|Excel|UTF-\d+|Prometheus|Windows-\d+|MMC|mmc|[Aa]dmin|urls?|alarms|messages|webhook|[A-Z][a-z]+/[A-Z][a-z]+|https?://\S+|"
    r"[A-Za-z]:/\S*|/\S+|[\w-]+\.[\w.-]+|[0-9a-f]{6,}|[a-z]+_[0-9]\b"
)
"""Keys, names of formats and of people, addresses, folders, files, ids."""
AS_WRITTEN: Final = frozenset({
    "log_rows", "incident_line", "audit_entry", "publish_differences", "stations", "recovery_text",
    "first_password_text", "consoles_table", "plugins_table", "intake_table", "intake_passwords",
    "scraper_config", "scraper_token",
})  # fmt: skip
"""What stands in these comes from the log, from a device or from a person, and is shown as it was written."""


def is_in_language(text: str, language: str) -> bool:
    """Whether *text* says something, in this language."""
    text = bidi.strip(text)
    if language == "ar":
        return bool(_ARABIC.search(text)) and not _LATIN.search(_NO_WORD.sub("", text))
    return bool(_LATIN.search(text)) and not _ARABIC.search(text)


def foreign(root: QWidget, language: str) -> list[str]:
    """Every text in sight under *root* with an English word, in the Arabic window, or one nobody translated."""
    if language != "ar":
        return []
    told = []
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible() or _as_written(widget):
            continue
        told += [
            f"{type(widget).__name__} {widget.objectName()} says {text!r}"
            for text in _texts(widget)
            if _LATIN.search(_NO_WORD.sub("", bidi.strip(text)))
        ]
    return told


def _texts(widget: QWidget) -> list[str]:
    match widget:
        case QLabel() | QAbstractButton():
            return [widget.text(), widget.toolTip(), widget.accessibleName()]
        case QLineEdit():
            return [widget.placeholderText(), widget.accessibleName()]
        case QComboBox():
            return [widget.itemText(place) for place in range(widget.count())]
        case TicketTable():
            heads = widget.model()
            return [cell for row in widget.cells() for cell in row] + [
                str(heads.headerData(place, Qt.Orientation.Horizontal) or "") for place in range(heads.columnCount())
            ]
        case QTableView():
            return []
        case _:
            return [widget.accessibleName()]


def _as_written(widget: QWidget) -> bool:
    found: QWidget | None = widget
    while found is not None:
        if found.objectName() in AS_WRITTEN:
            return True
        found = found.parentWidget()
    return False
