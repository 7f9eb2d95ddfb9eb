"""What the checks say, in the language of whoever reads: for the health page and for `doctor`, from one place.

A check says a code. Its words, and what to do, stand in `translations/health_LANGUAGE.json`: not in Qt's catalogues,
because `doctor` has to speak where no window can be opened. A code of a newer server has its own name as words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.json import decode

from mmc_console import assets

GIGABYTE: Final = 1024**3
LRI, PDI = "\u2066", "\u2069"
"""A sign stays before its number, also in an Arabic line."""
ONE_NUMBER: Final = {
    "database": "write_ms", "event_log": "seq", "feed": "feed_ms", "streams": "streams", "disk": "free_bytes",
    "memory": "left_share", "clock": "skew_s", "certificate": "days_left", "consoles": "online", "boards": "online",
}  # fmt: skip
"""The one figure a check is shown with."""


class Detail(Struct, frozen=True, forbid_unknown_fields=True):
    """What is so, and what to do; nothing is to be done where all is well."""

    says: str
    do: str


class HealthWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one language."""

    checks: dict[str, str]
    states: dict[str, str]
    figures: dict[str, str]
    words: dict[str, str]
    details: dict[str, Detail]

    def check(self, name: str) -> str:
        """What a check is called."""
        return self.checks.get(name, name)

    def detail(self, code: str) -> Detail:
        """What a code says."""
        return self.details.get(code) or Detail(code, "")

    def figure(self, name: str, value: float) -> str:
        """One measured figure as words; empty for one that has none."""
        words = self.figures.get(name)
        return "" if words is None else words.replace("{n}", _number(name, value))

    def number_of(self, check: str, figures: Mapping[str, float]) -> str:
        """The one figure a check is shown with; empty where it has none."""
        name = ONE_NUMBER.get(check) or next(iter(figures), "")
        return self.figure(name, figures[name]) if name in figures else ""


def health_words(language: str) -> HealthWords:
    """The words of *language*, Arabic or English."""
    name = f"health_{'ar' if language == 'ar' else 'en'}.json"
    return decode(assets.path("translations", name).read_bytes(), type=HealthWords)


def _number(name: str, value: float) -> str:
    if name.endswith("_bytes"):
        value = value / GIGABYTE
    elif name.endswith("_share"):
        value = value * 100
    fine = name.endswith(("_bytes", "_mb", "_s", "_ms")) and abs(value) < 100
    if name.endswith("_ms") and 0 < value < 1:
        return f"{value:.2f}"
    text = f"{round(value, 1) + 0.0:.1f}".removesuffix(".0") if fine else f"{value:.0f}"
    return f"{LRI}{text}{PDI}" if value < 0 else text
