"""One console process in the hands of a test: press, type, read, and wait for what is painted. Knows no rule."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
"""Seconds anything may take on a busy machine before the test says that it never came."""

Shown = dict[str, Any]


@dataclass(frozen=True)
class Paint:
    """A watched widget showed something new at *at* (monotonic nanoseconds)."""

    name: str
    shown: Any
    at: int


class Console:
    """A running console. `close` it."""

    def __init__(
        self, place: Path, name: str, server: str, *, language: str = "en", settings: dict[str, Any] | None = None,
        prefix: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Its profile is *place*/*name*; *settings* are what it remembers from another day."""
        self.name = name
        self.profile = place / name
        if settings is not None:
            self.profile.mkdir(parents=True, exist_ok=True)
            (self.profile / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        self.complaints = place / f"{name}.stderr"
        self.started = time.monotonic_ns()
        with self.complaints.open("ab") as complaints:
            self.process = subprocess.Popen(
                [*prefix, sys.executable, "-m", "tests.e2e.program", str(self.profile), server, language,
                 str(place / f"{name}.keys")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, cwd=TOP, text=True, encoding="utf-8",
                env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            )  # fmt: skip
        self.paints: list[Paint] = []
        self.opened = 0
        self._n = 0
        self._heard: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._answers: dict[int, dict[str, Any]] = {}
        self._reader = threading.Thread(target=self._read, name=f"console {name}", daemon=True)
        self._reader.start()
        self._until(lambda: self.opened > 0, "its first window")

    # ------------------------------------------------------------------ hands
    def press(self, key: str, into: str = "") -> int:
        """Press *key*; the moment just before it, in monotonic nanoseconds."""
        return self.press_soon(key, into)()

    def press_soon(self, key: str, into: str = "") -> Callable[[], int]:
        """Tell the console to press *key* and go on; the answer waits for the moment it did."""
        asked = self._tell("press", key=key, into=into)
        return lambda: int(self._answer(*asked)["at"])

    def type(self, into: str, text: str) -> None:
        """Write *text* into an input line."""
        self._ask("type", into=into, text=text)

    def scan(self, code: str) -> None:
        """Let a scanner read *code*, whatever has the focus."""
        self._ask("scan", code=code)

    def click(self, name: str) -> None:
        """Press a button; one that is off is waited for, as a person does."""
        end = time.monotonic() + PATIENCE
        while not self._ask("click", name=name)["on"]:
            if time.monotonic() > end:
                raise AssertionError(f"{self.name}: {name} was off for {PATIENCE:g} s")

    def choose(self, name: str, item: str) -> None:
        """Take the entry that contains *item* from the menu under a button."""
        self._ask("choose", name=name, item=item)

    def pick(self, name: str, item: str) -> None:
        """Take the entry that contains *item* from a drop-down list."""
        self._ask("pick", name=name, item=item)

    # ------------------------------------------------------------------ eyes
    def watch(self, *names: str) -> None:
        """Hear of every paint of these widgets from now on."""
        self._ask("watch", names=list(names))

    def read(self, *names: str) -> Shown:
        """What these widgets show; None for what is not in sight."""
        found: Shown = self._ask("read", names=list(names))["shown"]
        return found

    def texts(self) -> list[str]:
        """Everything in sight."""
        found: list[str] = self._ask("texts")["shown"]
        return found

    def painted(self, name: str, wanted: Callable[[Any], bool], *, since: int = 0, within: float = PATIENCE) -> Paint:
        """The first paint of *name* from *since* on that is as *wanted*."""
        found: list[Paint] = []
        seen = 0

        def look() -> bool:
            nonlocal seen
            fresh, seen = self.paints[seen:], len(self.paints)
            found.extend(p for p in fresh if p.name == name and p.at >= since and wanted(p.shown))
            return bool(found)

        try:
            self._until(look, f"a paint of {name}", within)
        except AssertionError as fault:
            raise AssertionError(f"{fault}; in sight: {self.texts()} {self.read(name)}") from None
        return found[0]

    def shows(self, wanted: Callable[[Shown], bool], *names: str, within: float = PATIENCE) -> Shown:
        """Read *names* again and again until they are as *wanted*."""
        end = time.monotonic() + within
        while True:
            found = self.read(*names)
            if wanted(found):
                return found
            if time.monotonic() > end:
                raise AssertionError(f"{self.name}: waited {within:g} s for {', '.join(names)}; now {found}")
            self.listen(0.05)

    def says(self, *sentences: str, within: float = PATIENCE) -> None:
        """Wait until each of *sentences* is in sight, whole or within a longer text."""
        end = time.monotonic() + within
        while True:
            texts = self.texts()
            missing = [each for each in sentences if not any(each in text for text in texts)]
            if not missing:
                return
            if time.monotonic() > end:
                raise AssertionError(f"{self.name}: never said {missing}; in sight: {texts}")
            self.listen(0.05)

    def stall(self) -> float:
        """The longest standstill of the window in ms since this was asked last."""
        found: float = self._ask("stall")["ms"]
        return found

    # ------------------------------------------------------------------ its life
    def sign_in(self, username: str, password: str) -> None:
        """As the person does, and stay until a page is there."""
        self.shows(lambda s: s["server"] is not None and "…" not in s["server"], "server")
        self.type("username_edit", username)
        self.type("password_edit", password)
        self.press("Return", "password_edit")
        self.shows(lambda s: s["username_edit"] is None, "username_edit", "sign_in_problem", "server", "enter")

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self._end()

    def close(self) -> str:
        """Close the window and wait for the program's end; what it complained of."""
        if self.process.poll() is None:
            assert self.process.stdin is not None
            self.process.stdin.close()
        self._end()
        return self.complaints.read_text(encoding="utf-8", errors="replace")

    def _end(self) -> None:
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"{self.name}: did not end; {self.complaints.read_text()[-2000:]}") from None
        finally:
            self._reader.join(PATIENCE)
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()

    # ------------------------------------------------------------------ the line between
    def _ask(self, do: str, **given: Any) -> dict[str, Any]:
        return self._answer(*self._tell(do, **given))

    def _tell(self, do: str, **given: Any) -> tuple[int, str]:
        self._n += 1
        n = self._n
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"n": n, "do": do, "with": given}) + "\n")
        self.process.stdin.flush()
        return n, f"{do} {given}"

    def _answer(self, n: int, what: str) -> dict[str, Any]:
        self._until(lambda: n in self._answers, f"an answer to {what}")
        answer = self._answers.pop(n)
        if "fault" in answer:
            raise AssertionError(f"{self.name}: {what}: {answer['fault']}; in sight: {self.texts()}")
        return answer

    def _until(self, true: Callable[[], bool], what: str, within: float = PATIENCE) -> None:
        end = time.monotonic() + within
        while not true():
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{self.name}: waited {within:g} s for {what}")
            self.listen(left)

    def listen(self, seconds: float) -> None:
        """Take what has come, and wait for one more thing at most so long."""
        try:
            told = self._heard.get(timeout=seconds)
        except queue.Empty:
            return
        while True:
            if told is None:
                raise AssertionError(f"{self.name} ended: {self.complaints.read_text(errors='replace')[-3000:]}")
            self._take(told)
            try:
                told = self._heard.get_nowait()
            except queue.Empty:
                return

    def _take(self, told: dict[str, Any]) -> None:
        if "painted" in told:
            self.paints.append(Paint(told["painted"], told["shown"], told["at"]))
        elif "open" in told:
            self.opened = told["at"]
        else:
            self._answers[told["n"]] = told

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                self._heard.put(json.loads(line))
        self._heard.put(None)
