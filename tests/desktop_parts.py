"""What every test of a window needs: the look, the languages with freshly compiled words, a clock to turn by hand.

The look and the languages are one for the whole run, as in the program; each test begins in Arabic, light and roomy.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from mmc_console.desktop.kit.languages import Languages
    from mmc_console.desktop.kit.look import Look

ROOT = Path(__file__).resolve().parent.parent


def compile_words(into: Path) -> None:
    """The catalogues as they stand in the tree now, compiled into *into*."""
    spec = importlib.util.spec_from_file_location("translations_tool", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    tool.compile_all(into=into)


def compile_stretched(into: Path, language: str) -> None:
    """A pseudo-language in *into*: every English text a third longer, in brackets."""
    tree = ET.parse(ROOT / "translations" / "mmc_console_ar.ts")  # noqa: S314 - our own file
    tree.getroot().set("language", language)
    for message in tree.getroot().iter("message"):
        text = message.findtext("source") or ""
        long = f"⟦{text}{'~' * (len(text) // 3 + 1)}⟧"
        translation = message.find("translation")
        assert translation is not None
        forms = translation.findall("numerusform")
        for form in forms:
            form.text = long
        if not forms:
            translation.text = long
    file = into / f"mmc_console_{language}.ts"
    tree.write(file, encoding="utf-8", xml_declaration=True)
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([str(tool), str(file), "-silent"], check=True, timeout=60)


@pytest.fixture(scope="session")
def words_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled catalogues."""
    folder = tmp_path_factory.mktemp("words")
    compile_words(folder)
    return folder


@pytest.fixture(scope="session")
def stretched_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one pseudo-language, `fr`, whose words are a third longer."""
    folder = tmp_path_factory.mktemp("stretched")
    compile_stretched(folder, "fr")
    return folder


@pytest.fixture(scope="session")
def the_look(qapp: QApplication) -> Look:
    """The one look of this run; ask for `look`."""
    from mmc_console.desktop.kit.look import Look

    return Look(qapp)


@pytest.fixture(scope="session")
def the_languages(qapp: QApplication, the_look: Look, words_folder: Path) -> Languages:
    """The one set of languages of this run; ask for `languages`."""
    from mmc_console.desktop.kit.languages import Languages

    return Languages(qapp, the_look, words_folder)


@pytest.fixture
def languages(qapp: QApplication, the_languages: Languages) -> Iterator[Languages]:
    """In Arabic; whoever listened during the test is forgotten after it."""
    the_languages.switch("ar")
    qapp.processEvents()
    yield the_languages
    the_languages.forget_watchers()


@pytest.fixture
def look(the_look: Look, languages: Languages) -> Iterator[Look]:
    """Light and roomy, in Arabic."""
    the_look.set_theme("light")
    the_look.set_compact(False)
    yield the_look
    the_look.set_theme("light")
    the_look.set_compact(False)


class HandClock:
    """A monotonic clock in seconds that stands still."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


@pytest.fixture
def hand_clock() -> HandClock:
    """A clock for this test."""
    return HandClock()


def squeezed(root: QWidget) -> list[str]:
    """Visible widgets inside *root* that are smaller than they can be read."""
    from PySide6.QtWidgets import QAbstractScrollArea, QWidget

    told = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget.parentWidget(), QAbstractScrollArea):
            continue
        least = widget.minimumSizeHint()
        if widget.width() < least.width() or widget.height() < least.height():
            told.append(f"{type(widget).__name__} {widget.objectName()} {widget.size()} < {least}")
    return told


def nameless(root: QWidget) -> list[str]:
    """Visible widgets inside *root* that take the keyboard and have nothing to say to a screen reader."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QWidget

    told = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy():
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        if not face.text(QAccessible.Text.Name).strip():
            told.append(f"{type(widget).__name__} {widget.objectName()}")
    return told


def click(widget: QWidget) -> None:
    """Press and release the left button on *widget*."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(widget: QWidget, key: int, text: str = "", *, ctrl: bool = False, shift: bool = False) -> None:
    """Press *key* in *widget*, as the platform would deliver it."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    if shift:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def write(widget: QWidget, text: str) -> None:
    """Type *text*, Arabic too, which QTest cannot."""
    for letter in text:
        press(widget, ord(letter.upper()), letter)
