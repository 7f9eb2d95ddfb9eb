"""ONE list of what a person can do now; buttons, key bar, palette, key sheet and keys are all made from it.

Decides nothing about what is allowed: whoever fills the list says `enabled` and, if not, the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from mmc_console.desktop.kit.text import Text, say

GUARD_SECONDS: Final = 0.4
"""A second press of the same action sooner than this is a bounce, not a wish."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do, with its keys."""

    id: str
    text: Text
    run: Callable[[], None]
    icon: str = ""
    key: str = ""
    """As Qt writes it: `F8`, `Ctrl+P`, `Shift+F9`; empty for none."""
    twin: str = ""
    """A second key that does the same."""
    enabled: bool = True
    reason: Text = ""
    """Why it is off; shown in the tooltip, said to screen readers."""
    bar: bool = True
    """Whether the key bar shows it."""
    sheet: bool = True
    """Whether palette and key sheet list it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Both keys, as far as there are any."""
        return tuple(key for key in (self.key, self.twin) if key)


class ActionList:
    """The present actions of a page or of the shell, and who watches them."""

    def __init__(self, now: Callable[[], float]) -> None:
        """*now* is a monotonic clock in seconds."""
        self._now = now
        self._actions: dict[str, Action] = {}
        self._watchers: list[Callable[[], None]] = []
        self._last: dict[str, float] = {}
        self._covered = False

    def cover(self, covered: bool) -> None:
        """While something lies over the page nothing of it is listed, and nothing can be pressed."""
        self._covered = covered
        self._tell()

    def show(self, actions: Iterable[Action]) -> None:
        """Replace all actions. ValueError when two share an id or a key."""
        fresh: dict[str, Action] = {}
        keys: dict[str, str] = {}
        for action in actions:
            if action.id in fresh:
                raise ValueError(f"two actions are called {action.id}")
            for key in action.keys:
                if key in keys:
                    raise ValueError(f"{key} would mean both {keys[key]} and {action.id}")
                keys[key] = action.id
            fresh[action.id] = action
        self._actions = fresh
        self._tell()

    def _tell(self) -> None:
        for watcher in list(self._watchers):
            watcher()

    def all(self) -> tuple[Action, ...]:
        """In the order they were shown."""
        return () if self._covered else tuple(self._actions.values())

    def find(self, id: str) -> Action | None:
        """The action called *id*, if the page has it now."""
        return None if self._covered else self._actions.get(id)

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call *watcher* after each change; the answer ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher) if watcher in self._watchers else None

    def press_shown(self, shown: Action) -> bool:
        """Do what *shown* said when a menu was opened with it, not what its key has come to mean since."""
        now = self.find(shown.id)
        if now is None or say(now.text) == say(shown.text):
            return self.press(shown.id)
        shown.run()  # it says itself why it cannot be done any more
        return True

    def press(self, id: str) -> bool:
        """Do *id* if it is on and was not done a moment ago; says whether it ran."""
        action = self.find(id)
        if action is None or not action.enabled:
            return False
        moment = self._now()
        if moment - self._last.get(id, -GUARD_SECONDS) < GUARD_SECONDS:
            return False
        self._last[id] = moment
        action.run()
        return True
