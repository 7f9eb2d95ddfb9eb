"""The words of alerts in every language, for screens and for what is sent out: what happened, what to do about it.

They are data, like the patients' notices: a console that is older than its server still has words for a new kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Final, NamedTuple

import msgspec

from mmc_console import assets
from mmc_console.wire.alerts import Alert

LANGUAGES: Final = ("ar", "en")
PARTS: Final = ("title", "effect", "advice")
OTHER: Final = "health"
HOLES: Final[dict[str, frozenset[str]]] = {
    "errors": frozenset({"percent", "limit"}), "slow": frozenset({"ms", "limit"}), "guessing": frozenset({"count"}),
    "consoles": frozenset({"names"}), "boards": frozenset({"names"}), "health": frozenset({"about"}),
}  # fmt: skip
"""What a title is told, besides `detail`, which every one may use."""


class Said(NamedTuple):
    """An alert in one language."""

    title: str
    effect: str
    advice: str


@cache
def templates(language: str) -> dict[str, dict[str, str]]:
    """The texts of this language, by kind."""
    raw = assets.path("translations", f"alerts_{language}.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, dict[str, str]])


def say(alert: Alert, language: str) -> Said:
    """What this alert says; of a kind nobody knows, what is known."""
    words = templates(language if language in LANGUAGES else "en")
    texts = words.get(alert.kind, words[OTHER])
    values = _values(alert)
    return Said(*(_filled(texts[part], values) for part in PARTS))


def holes(text: str) -> set[str]:
    """The names a text wants."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _filled(text: str, values: Mapping[str, str]) -> str:
    return text.format_map({**dict.fromkeys(holes(text), "–"), **values})


def _values(alert: Alert) -> dict[str, str]:
    """Isolated, so that a number or a Latin name does not turn the Arabic sentence around it."""
    names = "\N{ARABIC COMMA} ".join(_first_strong(name) for name in alert.names) if alert.names else ""
    found = {name: _ltr(f"{value:g}") for name, value in alert.figures.items()}
    return found | {
        "about": _first_strong(alert.about or alert.kind), "detail": _ltr(alert.detail), "names": names or "–",
    }  # fmt: skip


def _ltr(text: str) -> str:
    return f"\u2066{text}\u2069"


def _first_strong(text: str) -> str:
    return f"\u2068{text}\u2069"
