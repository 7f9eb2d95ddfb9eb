"""The board's window: no frame, no cursor, no key that leaves it, on the screen it was given. It only paints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.board.brush import Brush
from mmc_console.desktop.board.contract import State
from mmc_console.desktop.board.painting import Painting
from mmc_console.desktop.board.words import BoardWords
from mmc_console.desktop.kit.tokens import Theme, Tokens

SMALL: Final = (960, 540)


class BoardWindow(QWidget):
    """One board. *closed* is called when somebody wants the window gone."""

    def __init__(self, tokens: Tokens, *, rtl: bool, closed: Callable[[], None] = lambda: None) -> None:
        super().__init__(None)
        self.setObjectName("board")
        self.setWindowTitle(self.tr("Waiting board"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(480, 270)
        self._words = BoardWords()
        self._brushes: dict[Theme, Brush] = {theme: Brush(tokens.board[theme], rtl=rtl) for theme in tokens.board}
        self._state = State()
        self._closed = closed
        self._wanted = ""
        self._full = False
        self.may_close = False
        self.after_paint: Callable[[State], None] = lambda state: None

    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget's own paints into a picture
        """Show *state*."""
        self._state = state
        self.setAccessibleName(said(state))
        self.update()

    def fill(self, wanted: str = "") -> None:
        """Fill the screen *wanted* now, and again whenever screens come and go."""
        self._wanted, self._full = wanted, True
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setCursor(Qt.CursorShape.BlankCursor)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._place)
            app.screenRemoved.connect(self._place_without)
        self._place()

    def float_(self) -> None:
        """A window that can be moved: there is no second screen to fill."""
        self.resize(*SMALL)
        self.show()

    def _place_without(self, gone: QScreen) -> None:
        self._place(gone=gone)

    def _place(self, added: QScreen | None = None, *, gone: QScreen | None = None) -> None:
        screens = [s for s in QGuiApplication.screens() if s is not gone]
        chosen = choose([s.name() for s in screens], self._wanted)
        if chosen is not None:
            screen = screens[chosen]
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
            self.showFullScreen()

    def paintEvent(self, event: QPaintEvent) -> None:
        brush = self._brushes[self._state.theme]
        brush.painter.begin(self)
        brush.painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        Painting(brush, self._words).paint(self._state, QSizeF(self.size()))
        brush.painter.end()
        self.after_paint(self._state)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close:
            super().closeEvent(event)
            return
        event.ignore()
        self._closed()


def choose(names: Sequence[str], wanted: str) -> int | None:
    """Which of these screens: the one of that name or number (from 1), else the last: not where people work."""
    if not names:
        return None
    if wanted in names:
        return names.index(wanted)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    return len(names) - 1


def said(state: State) -> str:
    """The board in words, for those who cannot see it."""
    every = (state.hero, *state.rows) if state.hero is not None else state.rows
    return "; ".join(f"{c.label} {c.also}".rstrip() + f", {c.arabic} {c.english}, {c.room}" for c in every)
