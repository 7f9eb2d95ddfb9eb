"""Which language is shown: found by the files in `translations/`, switched while the program runs.

A further language needs files only. Texts are not kept here; Qt tells every widget to say its words again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from mmc_console.desktop.kit.look import Look

PREFIX: Final = "mmc_console_"
_LATIN_DIGIT_LOCALES: Final = {"ar": "ar_001"}
"""Locales of these languages whose digits are 0-9; the countries' own would give other digits."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language on offer."""

    code: str
    name: str
    """In itself: العربية, English."""
    short: str
    """On the button that leads to it: ع, EN."""
    rtl: bool


class Languages(QObject):
    """The languages on offer and the one shown."""

    def __init__(self, app: QApplication, look: Look, folder: Path) -> None:
        """*folder* holds the compiled files (`mmc_console_ar.qm`…)."""
        super().__init__()
        self._app, self._look, self._folder = app, look, folder
        self._installed: list[QTranslator] = []
        self._watchers: list[Callable[[], None]] = []
        found = sorted(file.stem.removeprefix(PREFIX) for file in folder.glob(f"{PREFIX}*.qm"))
        self._languages = {code: self._describe(code) for code in found}
        self._current = ""

    @property
    def available(self) -> tuple[Language, ...]:
        """All languages found, by code."""
        return tuple(self._languages.values())

    @property
    def current(self) -> Language:
        """The language shown; KeyError before the first `switch`."""
        return self._languages[self._current]

    @property
    def next(self) -> Language:
        """The language the top bar's button leads to: the one after the present one."""
        codes = list(self._languages)
        return self._languages[codes[(codes.index(self._current) + 1) % len(codes)]]

    @property
    def locale(self) -> QLocale:
        """The shown language's locale, always with digits 0-9."""
        return locale_of(self._current)

    def on_change(self, watcher: Callable[[], None]) -> None:
        """Call *watcher* after each switch, to render words that a presenter made."""
        self._watchers.append(watcher)

    def forget_watchers(self) -> None:
        """Stop telling anybody: the windows are gone."""
        self._watchers.clear()

    def switch(self, code: str) -> None:
        """Show the language *code* in every open window. KeyError when there is no such file."""
        language = self._languages[code]
        self.leave()
        self._install(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._install(f"{PREFIX}{code}", str(self._folder))
        self._current = code
        QLocale.setDefault(self.locale)
        side = Qt.LayoutDirection.RightToLeft if language.rtl else Qt.LayoutDirection.LeftToRight
        self._app.setLayoutDirection(side)
        self._look.set_script(arabic=language.rtl)
        for watcher in list(self._watchers):
            watcher()

    def leave(self) -> None:
        """Take the words back; the source texts show until the next `switch`."""
        for old in self._installed:
            self._app.removeTranslator(old)
        self._installed = []

    def _install(self, name: str, folder: str) -> None:
        """Qt has no own file for every language; then its few words stay English."""
        translator = QTranslator()
        if translator.load(name, folder):
            self._app.installTranslator(translator)
            self._installed.append(translator)

    def _describe(self, code: str) -> Language:
        translator = QTranslator()
        if not translator.load(f"{PREFIX}{code}", str(self._folder)):
            raise OSError(f"not a usable translation: {self._folder / f'{PREFIX}{code}.qm'}")
        # the two texts below are looked up in a file that is not shown yet; `tr` is where lupdate finds them
        name, short = self._own_words()
        return Language(
            code,
            translator.translate("Languages", name[0], name[1]) or name[0],
            translator.translate("Languages", short[0], short[1]) or short[0],
            locale_of(code).textDirection() == Qt.LayoutDirection.RightToLeft,
        )

    def _own_words(self) -> tuple[tuple[str, str], tuple[str, str]]:
        self.tr("English", "this language's name in itself")
        self.tr("EN", "this language on a small button")
        return ("English", "this language's name in itself"), ("EN", "this language on a small button")


def locale_of(code: str) -> QLocale:
    """The locale of a language, always with digits 0-9."""
    return QLocale(_LATIN_DIGIT_LOCALES.get(code, code))
