"""The two pages as tests speak of them: patients, numbers and keys. Every name of a widget stands here."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.e2e.console import Console, Paint

NUMBER, NAME, CLINIC, STATE = 0, 1, 2, 3
BOUNCE = 0.4
"""A second press of one action sooner than this counts as a bounce."""


class Reception:
    """A console on the reception's page."""

    def __init__(self, console: Console) -> None:
        self.console = console
        console.watch("queue", "issued_number")
        console.click("toggle_all")  # the page opens with those who wait
        self._at = 0.0

    def fill(self, number: str, name: str) -> None:
        """Write both lines of the form."""
        self.console.type("number_edit", number)
        self.console.type("name_edit", name)

    def issue(self) -> int:
        """F2, and once more where the page warns of the hour or the day; the moment of the press that counts."""
        at = self.press("F2")
        if self.console.read("form_warning")["form_warning"]:
            at = self.press("F2")
        return at

    def press(self, key: str) -> int:
        """Press *key*, not sooner after the last than a person would."""
        settle(self.console, self._at)
        at = self.console.press(key)
        self._at = time.monotonic()
        return at

    def register(self, number: str, name: str) -> str:
        """A person at the door, with the first exam type and gender; their number once it is painted."""
        self.fill(number, name)
        at = self.issue()
        row = self.row(lambda r: r[NAME] == name and r[NUMBER][-1].isdigit(), since=at)
        label: str = row.shown[NUMBER]
        return label.partition("-")[2]

    def row(self, wanted: Callable[[list[str]], bool], *, since: int = 0) -> Paint:
        """The first paint of the queue with a row as *wanted*; `shown` is that row."""
        paint = self.console.painted("queue", lambda rows: any(map(wanted, rows)), since=since)
        return Paint(paint.name, next(filter(wanted, paint.shown)), paint.at)


class Room:
    """A console on the clinic's page."""

    def __init__(self, console: Console) -> None:
        self.console = console
        console.watch("next", "current_number", "current_state", "current_empty")
        self._at: dict[str, float] = {}
        self._inside = ""

    def press(self, key: str) -> int:
        """Press *key*, not sooner after the last of its kind than a person would."""
        settle(self.console, self._at.get(key, 0.0))
        at = self.console.press(key)
        self._at[key] = time.monotonic()
        return at

    def press_soon(self, key: str) -> Callable[[], int]:
        """The same, without waiting for the console to have done it."""
        settle(self.console, self._at.get(key, 0.0))
        pressed = self.console.press_soon(key)

        def at() -> int:
            moment = pressed()
            self._at[key] = time.monotonic()
            return moment

        return at

    def call(self) -> str:
        """F8 until somebody is called here; their label."""
        at = self.press("F8")
        return self.inside(since=at)

    def inside(self, *, since: int = 0) -> str:
        """The label painted large."""
        before = self._inside  # may be painted once more before the next one comes
        label: str = self.console.painted("current_number", lambda s: bool(s) and s != before, since=since).shown
        self._inside = label
        return label

    def now(self) -> tuple[str, str]:
        """Label and state of who is inside now; empty when nobody is."""
        found = self.console.read("current_number", "current_state")
        return found["current_number"] or "", found["current_state"] or ""

    def arrive(self) -> int:
        """F9, and wait until the page says so."""
        at = self.press("F9")
        self.console.shows(lambda s: s["current_state"] == "In room", "current_state")
        return at

    def finish(self) -> int:
        """F12, and wait until the room is free."""
        at = self.press("F12")
        self.free()
        return at

    def free(self) -> None:
        """Wait until nobody is inside."""
        self.console.shows(lambda s: s["current_number"] is None, "current_number")

    def expects(self, label: str, *, since: int = 0) -> Paint:
        """The first paint of the list with *label* waiting."""
        return self.console.painted("next", lambda rows: any(row[NUMBER] == label for row in rows), since=since)

    def move(self, place: str) -> None:
        """Work in another room from now on."""
        self.console.choose("place", place)
        self.console.shows(lambda s: place in (s["place"] or ""), "place")


def settle(console: Console, last: float) -> None:
    """Wait out the bounce time since *last*."""
    while (left := last + BOUNCE - time.monotonic()) > 0:
        console.listen(left)
