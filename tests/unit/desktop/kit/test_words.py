"""The catalogues: six Arabic forms, English zero words, a sentence for each code, a third language from files alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, QLocale, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QFileSystemModel, QLabel

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.problems import Problems
from mmc_console.desktop.kit.states import STATE_ICONS, StateWords
from mmc_console.domain.refusals import CODES
from mmc_console.wire.problems import STATUS
from tests.desktop_parts import ROOT

SUPPORT_ONLY = {"internal"}
"""Faults of the server itself: nothing to explain but the code."""

WAITING = {
    0: "لا أحد في الانتظار", 1: "مراجع واحد في الانتظار", 2: "مراجعان في الانتظار", 3: "3 مراجعين في الانتظار",
    10: "10 مراجعين في الانتظار", 11: "11 مراجعًا في الانتظار", 99: "99 مراجعًا في الانتظار",
    100: "100 مراجع في الانتظار", 101: "101 مراجع في الانتظار", 102: "102 مراجع في الانتظار",
    103: "103 مراجعين في الانتظار", 111: "111 مراجعًا في الانتظار", 1000: "1000 مراجع في الانتظار",
}  # fmt: skip


@pytest.mark.parametrize(("n", "said"), WAITING.items())
def test_arabic_counts_in_six_forms(languages: Languages, n: int, said: str) -> None:
    assert Counts().waiting(n) == said


@pytest.mark.parametrize(("n", "said"), [(0, "No one waiting"), (1, "1 person waiting"), (2, "2 people waiting")])
def test_english_counts_in_two_forms_and_has_words_for_none(languages: Languages, n: int, said: str) -> None:
    languages.switch("en")
    assert Counts().waiting(n) == said


@pytest.mark.parametrize(
    ("n", "ar", "en"),
    [
        (119, "نحو 119 دقيقة", "about 119 minutes"), (120, "نحو ساعتين", "about 2 hours"),
        (149, "نحو ساعتين", "about 2 hours"), (1029, "نحو 17 ساعة", "about 17 hours"),
    ],
)  # fmt: skip
def test_a_long_wait_is_told_in_hours(languages: Languages, n: int, ar: str, en: str) -> None:
    assert Counts().about_minutes(n) == ar
    languages.switch("en")
    assert Counts().about_minutes(n) == en


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_count_is_said_with_0_9_and_without_holes(languages: Languages, code: str) -> None:
    languages.switch(code)
    counts = Counts()
    names = [name for name, value in vars(Counts).items() if not name.startswith("_") and callable(value)]
    assert len(names) >= 17
    for name in names:
        for n in (0, 1, 2, 3, 11, 100, 101, 102, 103, 660):
            said = getattr(counts, name)(n)
            assert said, (name, n)
            assert not re.search(r"[%{}٠-٩]|\(s\)", said), (name, n, said)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_code_of_rules_and_wire_has_a_sentence(languages: Languages, language: str) -> None:
    languages.switch(language)
    known = Problems().known()
    weak_for = {f"password-{reason}" for reason in ("short", "long", "common", "name")}
    assert (CODES | set(STATUS) | weak_for) - SUPPORT_ONLY <= set(known)
    for code, sentence in known.items():
        assert sentence.endswith((".", "؟", "?")), (code, sentence)
        assert bool(re.search("[ء-ي]", sentence)) is (language == "ar"), (code, sentence)


def test_a_problem_is_filled_and_isolated(languages: Languages) -> None:
    languages.switch("en")
    said = Problems().text("room-taken", {"room": 3, "clinic": "العيون", "by": "Noora", "at": "10:31", "desk": "K"})
    assert bidi.strip(said) == "Room 3 of العيون is taken by Noora since 10:31. Choose another room."
    assert "\u2068العيون\u2069" in said


def test_a_hole_nobody_filled_shows_no_brace(languages: Languages) -> None:
    languages.switch("en")
    assert Problems().text("queue-empty") == "No one is waiting in …."


def test_an_unknown_code_is_told_for_support(languages: Languages) -> None:
    languages.switch("en")
    assert bidi.strip(Problems().text("flux-broken")).endswith("give support this code: flux-broken")


def test_every_state_has_its_word(languages: Languages) -> None:
    words = StateWords()
    said = [words.state(state) for state in STATE_ICONS]
    assert len(set(said)) == len(STATE_ICONS)
    assert words.state("no_show") == "لم يحضر"
    with pytest.raises(KeyError):
        words.state("banana")


def test_arabic_reads_from_the_right_with_latin_digits(qapp: QApplication, languages: Languages) -> None:
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert QLocale().toString(123) == "123"
    assert [(each.code, each.name, each.short, each.rtl) for each in languages.available] == [
        ("ar", "العربية", "ع", True),
        ("en", "English", "EN", False),
    ]
    assert languages.next.code == "en"
    languages.switch("en")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert languages.next.code == "ar"


def test_a_language_that_is_not_there_is_refused(languages: Languages) -> None:
    with pytest.raises(KeyError):
        languages.switch("tlh")
    assert languages.current.code == "ar"


def test_watchers_hear_of_each_switch(languages: Languages) -> None:
    heard: list[str] = []
    languages.on_change(lambda: heard.append(languages.current.code))
    languages.switch("en")
    languages.switch("ar")
    assert heard == ["en", "ar"]


def test_a_third_language_needs_files_only(
    qapp: QApplication, the_look: Look, languages: Languages, stretched_folder: Path
) -> None:
    third = Languages(qapp, the_look, stretched_folder)
    assert [each.code for each in third.available] == ["fr"]
    third.switch("fr")
    try:
        assert StateWords().state("waiting").startswith("⟦Waiting")
        assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    finally:
        third.leave()
        languages.switch("ar")


def test_no_text_hides_from_the_translators_in_an_f_string() -> None:
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "mmc_console").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "tr"
    ]
    assert hidden == []


def test_qts_own_file_dialog_has_no_english_left(languages: Languages, tmp_path: Path) -> None:
    """Where the system has none, such as a plain X server: its labels, its columns and what it calls a folder."""
    (tmp_path / "folder").mkdir()
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    folder = QFileSystemModel().iconProvider().type(QFileInfo(tmp_path / "folder"))
    assert len(labels) >= 3
    english = [text for text in (*labels, folder) if re.search("[A-Za-z]", text)]
    dialog.deleteLater()
    assert english == []
