"""A real console that does what another process types, and tells what it paints. Run by `tests/e2e/console.py`.

The very same composition root as the product's, with a keyring that is a folder of the test. It reads widgets and sends
them keys; it never calls into the program behind them.

One JSON object a line on standard input, one on standard output for each, and `{"painted": …}` whenever a watched
widget was painted with something new. Times are `time.monotonic_ns`, one clock for all processes of a machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu, QTextEdit, QWidget
from qasync import QEventLoop

from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.garbage import Searching
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import XLNumber
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.loop import application
from mmc_console.desktop.opening import Start

Told = dict[str, Any]


class FolderKeys:
    """A keyring that lasts as long as the test's folder."""

    lasting = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / name.encode().hex()[-120:]

    async def get(self, name: str) -> bytes | None:
        """The key kept under *name*."""
        file = self._file(name)
        return file.read_bytes() if file.exists() else None

    async def set(self, name: str, key: bytes) -> None:
        """Keep *key*."""
        self._file(name).write_bytes(key)


def shown(widget: QWidget) -> Any:
    """What a person reads on *widget*."""
    match widget:
        case TicketTable():
            return widget.cells()
        case XLNumber():
            return widget.label
        case Pill():
            return widget.text
        case QLineEdit():
            return widget.text()
        case QComboBox():
            return bidi.strip(widget.currentText())
        case QLabel() | QAbstractButton():
            return bidi.strip(widget.text())
        case QTextEdit():
            return bidi.strip(widget.toPlainText())
        case _:
            return " ".join(bidi.strip(label.text()) for label in widget.findChildren(QLabel) if label.isVisible())


class Eyes(QObject):
    """Tells of each paint of a watched widget that shows something new, once the whole window is painted."""

    def __init__(self, app: QApplication, tell: Callable[[Told], None], window: QWidget) -> None:
        super().__init__()
        self._app, self._tell, self._window = app, tell, window
        self._painting: set[QObject] = set()
        window.installEventFilter(self)
        self._awaited: set[str] = set()
        self._beat = self._longest = 0
        self._heart = QTimer()
        self._heart.timeout.connect(self._pulse)
        self._watched: dict[QObject, QWidget] = {}
        self._last: dict[QWidget, Any] = {}

    def watch(self, widget: QWidget) -> None:
        """From now on."""
        inner = widget.viewport() if isinstance(widget, TicketTable) else widget
        if inner not in self._watched:
            self._watched[inner] = widget
            inner.installEventFilter(self)
            inner.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Seen just before the widget paints."""
        if event.type() == QEvent.Type.Paint:
            if not self._painting:  # the next event of all: the window paints all its widgets within one
                self._app.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
            self._painting.add(watched)
        elif event.type() == QEvent.Type.Hide and watched in self._watched:
            self._last.pop(self._watched[watched], None)  # its next paint is news, whatever it says
        return False

    def customEvent(self, event: QEvent) -> None:
        """The window has been painted."""
        at, painted = time.monotonic_ns(), self._painting
        self._painting = set()
        for each in painted:
            if each is self._window:
                self._window.removeEventFilter(self)
                self._tell({"open": os.getpid(), "at": at})
            else:
                self._look(self._watched[each], at)

    def expect(self, name: str) -> None:
        """Watch the widget *name* as soon as there is one."""
        self._awaited.add(name)
        self._seek()

    def _seek(self) -> None:
        for name in sorted(self._awaited):
            found = self._window.findChildren(QWidget, name)
            if found:
                self._awaited.discard(name)
                self.watch(found[-1])
        if self._awaited:
            QTimer.singleShot(2, self._seek)

    def stall(self) -> float:
        """The longest time in ms that no timer could run, since this was asked last. The first time it only begins."""
        longest, self._longest, self._beat = self._longest, 0, time.monotonic_ns()
        self._heart.start(2)
        return longest / 1e6

    def _pulse(self) -> None:
        now = time.monotonic_ns()
        self._longest, self._beat = max(self._longest, now - self._beat), now

    def _look(self, widget: QWidget, at: int) -> None:
        now = shown(widget)
        if self._last.get(widget) != now:
            self._last[widget] = now
            self._tell({"painted": widget.objectName(), "shown": now, "at": at})


class Hands:
    """Types and clicks in the real window, and reads it."""

    def __init__(self, app: QApplication, console: App, tell: Callable[[Told], None]) -> None:
        self._app, self._console, self._tell = app, console, tell
        self._eyes = Eyes(app, tell, console.shell.window)

    def obey(self, told: Told) -> None:
        """Do one thing, then answer it."""
        answer: Told = {"n": told["n"]}
        try:
            answer.update(getattr(self, "do_" + told["do"])(**told.get("with", {})) or {})
        except LookupError as fault:
            answer["fault"] = f"{fault}"
        self._tell(answer)

    def do_press(self, key: str, into: str = "") -> Told:
        """A key by its portable name, to whoever has the focus."""
        keys = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
        combination = keys[0]  # type: ignore[index]  # the stub forgets that a sequence has items
        target = self._named(into) if into else self._focus()
        at = time.monotonic_ns()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, int(combination.key()), combination.keyboardModifiers())
            self._app.sendEvent(target, event)
        return {"at": at}

    def do_type(self, into: str, text: str) -> None:
        """Letter by letter, whatever the alphabet; what stood there is replaced."""
        line = self._named(into)
        assert isinstance(line, QLineEdit)
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()
        if not text:
            self.do_press("Backspace", into)
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._app.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def do_scan(self, code: str) -> None:
        """As a scanner: one key right behind the other, then Enter, to whoever has the focus."""
        for letter in f"{code}\r":
            key = int(Qt.Key.Key_Return) if letter == "\r" else 0
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._app.sendEvent(self._focus(), QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))

    def do_click(self, name: str) -> Told:
        """A button or a round mark, if it is on."""
        button = self._named(name)
        assert isinstance(button, QAbstractButton)
        on = button.isEnabled()
        button.click()
        return {"on": on}

    def do_choose(self, name: str, item: str) -> None:
        """An entry of the menu under a button."""
        self.do_click(name)
        for menu in self._console.shell.window.findChildren(QMenu):
            for action in menu.actions():
                if item in bidi.strip(action.text()):
                    action.trigger()
                    menu.close()
                    return
        raise LookupError(f"no entry {item!r}")

    def do_pick(self, name: str, item: str) -> None:
        """An entry of a drop-down list."""
        box = self._named(name)
        assert isinstance(box, QComboBox)
        for place in range(box.count()):
            if item in bidi.strip(box.itemText(place)):
                box.setCurrentIndex(place)
                box.activated.emit(place)
                return
        raise LookupError(f"no entry {item!r} in {name}")

    def do_read(self, names: list[str]) -> Told:
        """What stands there; null where nothing of that name is visible."""
        return {"shown": {name: self._read(name) for name in names}}

    def do_texts(self) -> Told:
        """Every text in sight."""
        window = self._console.shell.window
        told = [w for w in window.findChildren(QWidget) if isinstance(w, (QLabel, QAbstractButton, Pill))]
        return {"shown": [text for w in told if w.isVisible() and (text := shown(w))]}

    def do_watch(self, names: list[str]) -> None:
        """Tell of their paints, from now on or from when they are built."""
        for name in names:
            self._eyes.expect(name)

    def do_stall(self) -> Told:
        """How long the window stood still at the most."""
        return {"ms": self._eyes.stall()}

    def do_close(self) -> None:
        """As the person's click on the window's cross."""
        self._console.close()

    def _focus(self) -> QWidget:
        window = self._console.shell.window
        focus: QWidget | None = self._app.focusWidget()  # Qt's stub promises one
        return focus if focus is not None and focus.window() is window else window

    def _read(self, name: str) -> Any:
        found = [w for w in self._console.shell.window.findChildren(QWidget, name) if w.isVisible()]
        return shown(found[-1]) if found else None

    def _named(self, name: str) -> QWidget:
        found = self._console.shell.window.findChildren(QWidget, name)
        fitting = [w for w in found if w.isVisible()]
        if not fitting:
            raise LookupError(f"{name} is {'not in sight' if found else 'nowhere'}")
        return fitting[-1]


async def run(app: QApplication, start: Start, failures: Failures) -> int:
    """The console, until it is closed or nobody listens any more."""
    console = App(app, start, failures)

    def tell(what: Told) -> None:
        sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    hands, rest = Hands(app, console, tell), bytearray()

    def heard() -> None:
        got = os.read(0, 1 << 16)
        if not got:
            asyncio.get_running_loop().remove_reader(0)
            console.closing.set()
            return
        rest.extend(got)
        *lines, last = rest.split(b"\n")
        rest[:] = last
        for line in lines:
            hands.obey(json.loads(line))

    asyncio.get_running_loop().add_reader(0, heard)
    try:
        return await console.run()
    finally:
        asyncio.get_running_loop().remove_reader(0)


def main() -> int:
    """`program.py PROFILE SERVER LANGUAGE KEYS`; an empty SERVER opens what the profile remembers."""
    profile, server, language, keys = Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])
    app, failures = application(), Failures()
    failures.install()
    searching = Searching()
    start = Start(
        profile, profile / "settings.json", server=server, language=language,
        default_folder=profile.parent / "centre", keys=FolderKeys(keys),
    )  # fmt: skip
    try:
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            failures.install_loop(runner.get_loop())
            return runner.run(run(app, start, failures))
    finally:
        searching.stop()
        failures.remove()


if __name__ == "__main__":
    sys.exit(main())
