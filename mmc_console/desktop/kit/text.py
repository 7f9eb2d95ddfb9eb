"""A text that can be said again after the language changed: a string, or a function that translates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from PySide6.QtCore import QEvent

Text: TypeAlias = str | Callable[[], str]

_LOOK_EVENTS: Final = frozenset({
    QEvent.Type.LanguageChange,
    QEvent.Type.LayoutDirectionChange,
    QEvent.Type.StyleChange,  # comes with every new palette too: `Look.apply` sets both
})  # fmt: skip


def say(text: Text) -> str:
    """The text in the language of this moment."""
    return text if isinstance(text, str) else text()


def is_look_change(event: QEvent) -> bool:
    """Whether words, side or colours may have changed: time to set texts and icons again."""
    return event.type() in _LOOK_EVENTS
