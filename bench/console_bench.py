"""The consoles' figures (S3, S4, S5, S7): real processes, real keys, and the moment something was painted.

Three consoles and a server on this machine. The bare limit beside them is an empty Qt window of a process of its own.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psutil

from bench.server_bench import percentile
from bench.table import Row, show
from mmc_console.domain.actions import AnyAction, CallNext
from mmc_console.domain.ids import ClinicCode
from tests.e2e.centre import PASSWORD, Centre, Colleague
from tests.e2e.console import Console
from tests.e2e.pages import CLINIC, NAME, NUMBER, STATE, Reception, Room, settle

PEOPLE, ROUNDS = 50, 80
ONE_AFTER_ANOTHER = ("lab", "xray", "vitals")
IN_ANY_ORDER = ("eyes", "internal", "surgery", "ent", "bones", "psychiatry", "dental")
EVENTS_A_SECOND, STALL_SECONDS = 100, 6.0

BARE_WINDOW = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: (print(time.monotonic_ns(), flush=True), app.quit()))
app = QApplication(sys.argv[:1] + ["-platform", "offscreen"])
window = Window(); window.resize(1366, 688); window.show(); app.exec()
"""


def bare_window() -> float:
    """Seconds from the start of a process to the paint of an empty window, at best."""
    took = []
    for _ in range(4):
        began = time.monotonic_ns()
        told = subprocess.run([sys.executable, "-c", BARE_WINDOW], check=True, capture_output=True, text=True).stdout
        took.append((int(told.split()[0]) - began) / 1e9)
    return min(took)


class Measures:
    """What one press took, on the own screen and on the others', in seconds."""

    def __init__(self) -> None:
        self.own: list[float] = []
        self.elsewhere: list[float] = []

    def rows(self) -> list[Row]:
        """S3."""
        said = f"S3 {len(self.own)} presses"
        return [
            (f"{said}: own screen, p50 / p95", _pair(self.own), "p95 ≤ 50 ms"),
            (f"{said}: each other console, p50 / p95", _pair(self.elsewhere), "p95 ≤ 100 ms"),
        ]


def _pair(took: list[float]) -> str:
    return f"{percentile(took, 0.5):.0f} / {percentile(took, 0.95):.0f} ms"


def seconds(since: int, until: int) -> float:
    """Between two moments of `time.monotonic_ns`."""
    return (until - since) / 1e9


def of(name: str) -> Callable[[list[str]], bool]:
    """The row of this person."""
    return lambda row: row[NAME] == name


def numbered(name: str) -> Callable[[list[str]], bool]:
    """The row of this person once the number is there."""
    return lambda row: row[NAME] == name and row[NUMBER][-1].isdigit()


def standing(label: str, state: str) -> Callable[[list[str]], bool]:
    """The row of this label in this state."""
    return lambda row: row[NUMBER] == label and row[STATE] == state


def without(label: str) -> Callable[[list[list[str]]], bool]:
    """A list that no longer has this label."""
    return lambda rows: all(row[NUMBER] != label for row in rows)


def registrations(reception: Reception, rooms: tuple[Room, Room], found: Measures) -> None:
    """F2 at reception: the row there, and the ticket in both rooms."""
    for n in range(PEOPLE):
        name = f"سالم {n}"
        reception.fill(f"{29_000_000 + n}", name)
        at = reception.issue()
        found.own.append(seconds(at, reception.row(of(name), since=at).at))
        row = reception.row(numbered(name), since=at).shown
        found.elsewhere += [seconds(at, room.expects(row[NUMBER], since=at).at) for room in rooms]


def calls(reception: Reception, rooms: tuple[Room, Room], found: Measures) -> None:
    """F8 and F9 in one room: its own page, reception's queue, the other room's list."""
    room, other = rooms
    for _ in range(ROUNDS):
        at = room.press("F8")
        label = room.inside(since=at)
        paints = [p for p in room.console.paints if p.at >= at and p.name in ("current_empty", "current_number")]
        found.own.append(seconds(at, paints[0].at))
        row = reception.row(standing(label, "Called"), since=at)
        gone = other.console.painted("next", without(label), since=at)
        found.elsewhere += [seconds(at, row.at), seconds(at, gone.at)]
        at = room.press("F9")
        found.own.append(seconds(at, room.console.painted("current_state", lambda s: s == "In room", since=at).at))
        row = reception.row(standing(label, "In room"), since=at)
        found.elsewhere.append(seconds(at, row.at))


def memory(process: int) -> str:
    """Resident MB, and of these the process's very own."""
    told = psutil.Process(process).memory_full_info()
    return f"{told.rss / 1e6:.0f} MB ({told.uss / 1e6:.0f} its own)"


def starts(place: Path, url: str) -> list[Row]:
    """S4, warm: the console of somebody who is signed in, five times."""
    painted, usable = [], []
    for _ in range(5):
        console = Console(place, "reception", url)
        console.watch("queue")
        first = console.painted("queue", lambda rows: any(row[CLINIC] for row in rows))
        painted.append(seconds(console.started, console.opened))
        usable.append(seconds(console.started, first.at))
        console.close()
    return [
        ("S4 first painted window, warm, median of 5", f"{statistics.median(painted):.2f} s", "≤ 0.5 s"),
        ("S4 the queue from the local store, median of 5", f"{statistics.median(usable):.2f} s", "≤ 1.0 s"),
    ]


def a_day(boss: Colleague, visits: int, first: int, left: int) -> int:
    """So many people through their ten stops, but for the last *left*, who wait at the first; the tickets there are."""
    boss.register(visits, first=first)
    for clinic in ONE_AFTER_ANOTHER:
        call(boss, clinic, visits - left)
    for _ in range(10):
        for clinic in IN_ANY_ORDER:
            call(boss, clinic, visits // len(IN_ANY_ORDER) + 5)
    return len(boss.snapshot().tickets)


def call(boss: Colleague, clinic: str, times: int) -> None:
    """So many calls of one room, each of which finishes who was inside."""
    for start in range(0, times, 100):
        batch: list[AnyAction] = [
            boss.new(CallNext, clinic=ClinicCode(clinic), room=1, finish_current=True)
            for _ in range(min(100, times - start))
        ]
        boss.act(*batch)


def stall(console: Console, boss: Colleague) -> float:
    """The longest standstill in ms while events come at a steady rate."""
    console.stall()
    console.listen(0.2)
    console.stall()
    began, sent = time.monotonic(), 0
    while (passed := time.monotonic() - began) < STALL_SECONDS:
        due = int(passed * EVENTS_A_SECOND / 3) - sent  # each call finishes one, issues its next ticket, calls one
        if due > 0:
            boss.act(*[boss.new(CallNext, clinic=ClinicCode("lab"), room=1, finish_current=True) for _ in range(due)])
            sent += due
        settle(console, time.monotonic() - 0.38)
    return console.stall()


def say(what: str) -> None:
    """Which part begins, for whoever waits."""
    print(f"… {what}", file=sys.stderr, flush=True)


def measured() -> list[Row]:
    """Everything of the consoles."""
    rows: list[Row] = [("bare: an empty Qt window painted, from nothing", f"{bare_window():.2f} s", "")]
    with tempfile.TemporaryDirectory() as name, ExitStack() as closing:
        place = Path(name)
        centre = Centre(place)
        centre.start()
        closing.callback(centre.stop)
        centre.add_user("noora", "reception")
        centre.add_user("ali", "clinician", "lab")
        consoles = [
            Console(place, name, centre.url, settings=settings)
            for name, settings in (
                ("reception", {}), ("room1", {"clinic.place": "lab/1"}), ("room2", {"clinic.place": "lab/2"}),
            )
        ]  # fmt: skip
        for console, user in zip(consoles, ("noora", "ali", "ali"), strict=True):
            closing.callback(console.close)
            console.sign_in(user, PASSWORD)
        reception, pair = Reception(consoles[0]), (Room(consoles[1]), Room(consoles[2]))
        boss = closing.enter_context(centre.colleague())
        say("registrations and calls")
        found = Measures()
        registrations(reception, pair, found)
        boss.register(ROUNDS - PEOPLE + 10)
        calls(reception, pair, found)
        rows += found.rows()
        say("a day of 2,000 tickets")
        tickets = a_day(boss, 200, 1_000, 0)
        consoles[0].shows(lambda s: len(s["queue"] or []) < 200, "queue")
        assert centre.process is not None
        said = f"S7 memory after {tickets:,} tickets"
        rows += [
            (f"{said}: reception", memory(consoles[0].process.pid), "≤ 120 MB"),
            (f"{said}: a room", memory(consoles[1].process.pid), "≤ 120 MB"),
            (f"{said}: server", memory(centre.process.pid), "≤ 120 MB"),
        ]
        for console in consoles:
            console.close()
        say("starting a console")
        rows += starts(place, centre.url)
        say("10,000 tickets, 100 events a second")
        tickets = a_day(boss, 950, 100_000, 250)
        console = Console(place, "reception", centre.url)
        closing.callback(console.close)
        console.shows(lambda s: len(s["queue"] or []) > 200, "queue")
        rows.append((
            f"S5 {tickets:,} tickets, {EVENTS_A_SECOND} events/s: longest standstill",
            f"{stall(console, boss):.0f} ms", "≤ 50 ms",
        ))  # fmt: skip
    return rows


if __name__ == "__main__":
    show(measured())
