"""The words of the patients' page: every language says everything, with the same gaps, in all its plural forms."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.house.tree import ROOT

WORDS: dict[str, dict[str, Any]] = {
    path.stem.removeprefix("page_"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "translations").glob("page_*.json"))
}
SCRIPT = (ROOT / "resources" / "page" / "page.js").read_text(encoding="utf-8")
FORMS = {"ar": {"zero", "one", "two", "few", "many", "other"}, "en": {"one", "other"}}
BUILT = {
    "state.": ("waiting", "called", "in_service", "held", "no_show", "between", "complete", "cancelled"),
    "help.": ("called", "held", "no_show", "between", "cancelled"),
    "notice.": (
        "your_turn",
        "called_again",
        "next_in_line",
        "near_turn",
        "moved_on",
        "clinic_paused",
        "visit_complete",
    ),
    "reason.": ("break", "prayer", "doctor-absent", "maintenance", "emergency", "other"),
    "rate.": ("1", "2", "3", "4", "5"),
}
"""Keys the script puts together from what the server says."""


def texts(entry: Any) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else [entry]


def test_every_language_says_the_same_things() -> None:
    assert sorted(WORDS) == ["ar", "en"]
    assert WORDS["ar"].keys() == WORDS["en"].keys()
    for key, arabic in WORDS["ar"].items():
        assert isinstance(arabic, dict) == isinstance(WORDS["en"][key], dict), key
        gaps = [{g for text in texts(words[key]) for g in re.findall(r"\{(\w+)\}", text)} for words in WORDS.values()]
        assert gaps[0] == gaps[1], key


@pytest.mark.parametrize("language", ["ar", "en"])
def test_counted_words_have_every_form_of_their_language(language: str) -> None:
    counted = {key: entry for key, entry in WORDS[language].items() if isinstance(entry, dict)}
    assert len(counted) == 5
    for key, forms in counted.items():
        assert FORMS[language] <= forms.keys(), key


def test_no_english_is_left_in_the_arabic() -> None:
    left = {
        k: t
        for k, entry in WORDS["ar"].items()
        for t in texts(entry)
        if re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", t))
    }
    assert left.keys() == {"app.lang", "app.dir"}


def test_the_script_asks_for_words_that_are_there_and_for_all_of_them() -> None:
    asked = {key for key in re.findall(r'say\(\s*"([\w.-]+)"', SCRIPT) if not key.endswith(".")}
    built = {prefix + name for prefix, names in BUILT.items() for name in names}
    assert (asked | built) - WORDS["en"].keys() == set()
    plain = {key for key in WORDS["en"] if f'"{key}"' in SCRIPT}
    manifest = {"app.lang", "app.dir", "app.own", "app.name", "app.short", "app.about"}
    assert WORDS["en"].keys() - plain - built - manifest == set(), "said nowhere"
