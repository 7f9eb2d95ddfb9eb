"""What a press is for, and how it is tried: turned away first, then answered, and what must be so after it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLineEdit

from mmc_console.desktop.kit.actions import Action
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toggles import ToggleRow
from tests.e2e.walk.window import Window, reason_of
from tests.e2e.walk.words import foreign, is_in_language

Screen = Any
"""A page's screen: each has its own, and the table knows which."""
Do = Callable[[Window, Screen], Awaitable[None]]
Is = Callable[[Window, Screen], object]
FILE: Final = "file"
"""The system's own window for a file."""


@dataclass(frozen=True)
class Press:
    """One button's or action's entry in the table."""

    asks: str = ""
    """A regular expression: what the server must be asked."""
    so: Is | None = None
    """What must be so afterwards, which it was not before unless *anyway*."""
    ready: Do | None = None
    """What makes it possible."""
    box: str = ""
    """The box that opens, by its object name, or FILE."""
    fill: Callable[[Window, QDialog], None] | None = None
    """What is typed into the box before it is confirmed."""
    file: str = ""
    """What is written, as a glob."""
    then: Do | None = None
    """What ends it again: closes what was opened."""
    scene: str = ""
    """Where it is tried; empty for the page as it opens."""
    off: bool = False
    """It may be off here; then its reason is looked at."""
    anyway: bool = False
    turned_away: bool = True
    """Whether the box may be turned away, and then nothing is asked."""


@dataclass(frozen=True)
class Walked:
    """A page's table."""

    arrived: Is
    """Its data are there."""
    presses: Mapping[str, Press]
    """By action id, or by the name of a button as a regular expression."""
    scenes: Mapping[str, Do] = field(default_factory=dict)
    """How to come to the other sides of the page."""
    before: Do | None = None
    """What must have happened before the page is opened."""


class Walker:
    """Walks over one page, everything pressed."""

    def __init__(self, window: Window, name: str, table: Walked) -> None:
        self._window, self._name, self._table = window, name, table
        self._pressed: set[str] = set()
        self.faults: list[str] = []

    async def walk(self) -> list[str]:
        """What is wrong with the page; nothing else may go wrong on the way."""
        window, table = self._window, self._table
        screen = await window.open(self._name)
        ticks = count()
        screen.actions._now = lambda: float(next(ticks))  # no press of ours is a bounce
        if table.before is not None:
            await table.before(window, screen)
        await window.until(lambda: table.arrived(window, screen), f"{self._name} has its data")
        for scene in ("", *table.scenes):
            if scene:
                await table.scenes[scene](window, screen)
            await self._look(screen, scene)
            for key, press in table.presses.items():
                if press.scene == scene:
                    await self._tried(screen, key, press)
            await self._look(screen, scene)
        self.faults += [f"{self._name}: nothing is called {key}" for key in table.presses if key not in self._pressed]
        return sorted(set(self.faults))

    async def look_over(self) -> list[str]:
        """The page as it opens, nothing pressed."""
        screen = await self._window.open(self._name)
        await self._window.until(lambda: self._table.arrived(self._window, screen), f"{self._name} has its data")
        await self._look(screen, "")
        return sorted(set(self.faults))

    # ------------------------------------------------------------------ looking
    async def _look(self, screen: Screen, scene: str) -> None:
        """Everything offered has an entry, what is off says why, and every word is of the language."""
        window, where = self._window, f"{self._name} {scene}".strip()
        await window.until(lambda: True, "what was just changed is shown")
        for action in screen.actions.all():
            if self._entry(action.id) is None:
                self.faults.append(f"{where}: the action {action.id} has no entry in the table")
            if not say(action.text):
                self.faults.append(f"{where}: the action {action.id} has no words")
            self._reason(where, action.id, None if action.enabled else say(action.reason))
        for button in window.buttons(self._name):
            key = key_of(button)
            if self._entry(key) is None:
                self.faults.append(f"{where}: the button {key or button.text()} has no entry in the table")
            self._reason(where, key, None if button.isEnabled() else reason_of(button))
        self.faults += [f"{where}: {text}" for text in foreign(screen.view, window.language)]

    def _reason(self, where: str, key: str, reason: str | None) -> None:
        if reason is not None and not is_in_language(reason, self._window.language):
            self.faults.append(f"{where}: {key} is off without a reason in the language: {reason!r}")

    def _entry(self, key: str) -> str | None:
        found = self._table.presses
        return key if key in found else next((each for each in found if re.fullmatch(each, key)), None)

    # ------------------------------------------------------------------ pressing
    async def _tried(self, screen: Screen, key: str, press: Press) -> None:
        """What goes wrong with one button is told, and the walk goes on."""
        try:
            await self._try(screen, key, press)
        except AssertionError as fault:
            self.faults.append(f"{fault}")
            while (box := self._window.dialog()) is not None:
                box.done(0)
                await self._window.until(lambda box=box: self._window.dialog() is not box, "the box is gone")  # type: ignore[misc]  # a lambda's default

    async def _try(self, screen: Screen, key: str, press: Press) -> None:
        if press.ready is not None:
            await press.ready(self._window, screen)
        await self._window.until(lambda: True, "what was just changed is shown")
        action: Action | None = screen.actions.find(key)
        if action is not None:
            await self._act(screen, key, press, action)
            return
        names = [key_of(b) for b in self._window.buttons(self._name) if re.fullmatch(key, key_of(b))]
        for name in names:
            if press.ready is not None and name != names[0]:
                await press.ready(self._window, screen)
            await self._window.until(lambda: True, "what was just changed is shown")
            button = next((b for b in self._window.buttons(self._name) if key_of(b) == name), None)
            if button is not None:  # a press before it may have taken it away
                await self._push(screen, key, press, button)

    async def _act(self, screen: Screen, key: str, press: Press, action: Action) -> None:
        self._pressed.add(key)
        if not action.enabled and press.off:
            return
        if not action.enabled:
            self.faults.append(f"{self._name}: {key} is off where it should be on: {say(action.reason)}")
            return
        button = self._window.button_of(self._name, key)
        if button is not None and not button.isEnabled():
            self.faults.append(f"{self._name}: the button of {key} is off, its action is on")

        def run() -> None:
            if button is not None:
                button.click()
            else:
                assert screen.actions.press(key), f"{key} did not run"

        await self._see(screen, key, press, run)

    async def _push(self, screen: Screen, key: str, press: Press, button: QAbstractButton) -> None:
        self._pressed.add(key)
        if isinstance(button.parentWidget(), ToggleRow) and button.isChecked():
            return  # how it is, and no deed
        if not button.isEnabled():
            if not reason_of(button):
                self.faults.append(f"{self._name}: {key_of(button)} is off without a reason")
            return
        await self._see(screen, key, press, button.click)

    async def _see(self, screen: Screen, key: str, press: Press, run: Callable[[], None]) -> None:
        """Run it, and see that it did what the table says."""
        window, what = self._window, f"{self._name}: {key}"
        window.clear_toasts()
        if press.so is not None and not press.anyway and press.so(window, screen):
            self.faults.append(f"{what}: it was so before it was pressed")
        if press.box and press.turned_away:
            asked = len(window.heard.asked)
            run()
            box = await self._box(press, what)
            box.reject()
            await window.until(lambda: window.dialog() is None, f"{what}: the box is gone")
            self._said_only_reading(asked, what)
        asked = len(window.heard.asked)
        run()
        if press.box:
            box = await self._box(press, what)
            if press.fill is not None:
                press.fill(window, box)
            if press.box == FILE:
                assert isinstance(box, QFileDialog)
                _choose(box, window)
            box.accept()
            await window.until(lambda: window.dialog() is not box, f"{what}: the box is answered")
        if press.asks:
            pattern, heard = press.asks, window.heard.asked
            await window.until(
                lambda: any(re.fullmatch(pattern, each) for each in heard[asked:]), f"{what} asks {pattern}"
            )
        if press.file:
            await window.until(
                lambda: any(f.stat().st_size for f in window.saved.glob(press.file)), f"{what} writes {press.file}"
            )
        if press.so is not None:
            so = press.so
            await window.until(lambda: so(window, screen), f"{what}: it is so")
        self.faults += [f"{what}: {text}" for text in foreign(window.app.shell.window, window.language)]
        if press.then is not None:
            await press.then(window, screen)
        for file in window.saved.iterdir():
            file.unlink()

    async def _box(self, press: Press, what: str) -> QDialog:
        window = self._window
        await window.until(lambda: window.dialog() is not None, f"{what}: a box opens")
        box = window.dialog()
        assert box is not None
        if press.box == FILE:
            assert isinstance(box, QFileDialog), what
            if not is_in_language(box.windowTitle(), window.language):
                self.faults.append(f"{what}: the box is called {box.windowTitle()!r}")
            return box
        assert box.objectName() == press.box, f"{what}: {box.objectName()} opened"
        self.faults += [f"{what}: {text}" for text in foreign(box, window.language)]
        return box

    def _said_only_reading(self, asked: int, what: str) -> None:
        """Turned away: nothing was changed."""
        changed = [each for each in self._window.heard.asked[asked:] if not each.startswith("GET ")]
        if [each for each in changed if each not in CHECKS]:
            self.faults.append(f"{what}: turned away, and yet {changed}")


CHECKS: Final = ("POST /admin/centre/check", "PUT /admin/centre/draft")
"""Before a publication is asked about, the draft is kept and looked at."""


def key_of(button: QAbstractButton) -> str:
    """What the table calls a button: its action, else its own name with that of what it stands in."""
    name = button.objectName()
    if name.startswith("action_"):
        return name.removeprefix("action_")
    if name.startswith("toggle_"):
        inside = button.parentWidget()
        return f"{inside.objectName() if inside is not None else ''}:{name}"
    return name


def _choose(box: QFileDialog, window: Window) -> None:
    """Take what is offered, in the test's own folder."""
    offered = [Path(file).name for file in box.selectedFiles()] or [file.name for file in window.saved.iterdir()]
    line = box.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setText(str(window.saved / offered[0]))
