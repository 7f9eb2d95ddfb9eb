"""Keeps values in order inside text of the other direction, and lines at the reading start.

Translators never type control characters: `fill` puts them around each value by its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

LRI, FSI, PDI, RLM = "\u2066", "\u2068", "\u2069", "\u200f"
_HOLE: Final = re.compile(r"\{(\w+)\}")
_CONTROLS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2060\u2066\u2067\u2068\u2069"))
_LABEL: Final = re.compile(r"([A-Z])-([A-Z]?\d{2,})")
_WHOLE: Final = r"\1-" + "\u2060" + r"\2"
"""A ticket's label inside a sentence is never broken over two lines."""

LTR_VALUES: Final = frozenset({
    "address", "caps", "code", "day", "desk", "diff", "file", "from", "have", "id", "key", "label", "limit",
    "need", "number", "os", "path", "phone", "pin", "port", "seconds", "since", "ticket", "date", "time",
    "until", "url", "version", "wifi",
})  # fmt: skip
FREE_VALUES: Final = frozenset({
    "action", "ahead", "by", "center", "clinic", "current", "device", "exam", "fault",
    "field", "lang", "name", "pathway", "place",
    "printer", "q", "reason", "role", "room", "size", "state", "user", "what", "where",
})  # fmt: skip
PLAIN_VALUES: Final = frozenset(
    {"count", "counts", "later", "least", "max", "min", "minutes", "most", "n", "part", "percent", "total", "waiting"}
)
"""Counts and percentages join the sentence; so do parts that are sentences themselves, or carry their own marks."""


def ltr(text: str) -> str:
    """*text* shown left to right wherever it stands: labels, numbers, times, keys, addresses."""
    return f"{LRI}{text}{PDI}"


def iso(text: str) -> str:
    """*text* shown in its own direction: names and whatever a person typed."""
    return f"{FSI}{text}{PDI}"


def listed(parts: Iterable[str]) -> str:
    """*parts* with the comma of the present language between them."""
    rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return ("، " if rtl else ", ").join(parts)


def strip(text: str) -> str:
    """*text* without direction marks: for the clipboard, logs, search, files and screen readers."""
    return text.translate(_CONTROLS)


def fill(text: str, **values: str | int) -> str:
    """*text* with each `{name}` replaced by its value, isolated as its name demands.

    KeyError for a name that is in none of the three lists: decide how it reads before it is shown.
    """
    shown = {name: _isolated(name, str(value)) for name, value in values.items()}
    return _HOLE.sub(lambda hole: shown.get(hole[1], hole[0]), text)


def _isolated(name: str, value: str) -> str:
    if name in LTR_VALUES:
        return ltr(_LABEL.sub(_WHOLE, value))
    if name in FREE_VALUES:
        return iso(value)
    if name in PLAIN_VALUES:
        return value
    raise KeyError(f"no rule how to show {{{name}}}: add it to a list in bidi.py")


def is_rtl(widget: QWidget) -> bool:
    """Whether reading starts at the right in *widget*."""
    return widget.isRightToLeft()


def start_alignment(rtl: bool) -> Qt.AlignmentFlag:
    """The side where reading starts, whatever the text's own direction is."""
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def begun_at(corner: QPoint, menu: QWidget) -> QPoint:
    """Where *menu* has its left corner so that it begins at *corner*, on the side where reading starts."""
    return corner - QPoint(menu.sizeHint().width(), 0) if is_rtl(menu) else corner


def lead(widget: QLabel | QLineEdit) -> None:
    """Put the widget's text at the reading start; Qt would follow the text's first letter."""
    wanted = start_alignment(is_rtl(widget))
    if widget.alignment() != wanted:
        widget.setAlignment(wanted)
