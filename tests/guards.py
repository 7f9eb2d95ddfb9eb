"""Fails a test that leaves something behind or says something nobody expected.

Watched: log records from WARNING up, threads, asyncio tasks, child processes and, where a test uses Qt, active timers
and open windows. What a fixture wider than one test starts is that fixture's until it is torn down.
A test that expects a warning asks for `expected_logs`. Warnings and Qt messages are pytest's and pytest-qt's to catch.
"""

from __future__ import annotations

import asyncio.runners
import logging
import os
import re
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

GRACE = 10.0
"""Seconds what was told to stop may take to be gone; on a loaded machine ending a plugin took more than two."""


class ExpectedLogs(logging.Handler):
    """Collects records from WARNING up; each must be expected, and each expectation must come true."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []
        self._patterns: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep *record* until the test has ended."""
        self._records.append(record)

    def expect(self, pattern: str) -> None:
        """Allow records whose `logger: message` the regular expression *pattern* finds; at least one must come."""
        self._patterns.append(pattern)

    def faults(self) -> list[str]:
        """One line for each record that was not expected and each expectation that did not come true."""
        lines = [f"{record.name}: {record.getMessage()}" for record in self._records]
        unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in self._patterns)]
        silent = [pattern for pattern in self._patterns if not any(re.search(pattern, line) for line in lines)]
        return [f"unexpected log record {line}" for line in unexpected] + [
            f"expected log record never came: {pattern}" for pattern in silent
        ]


@dataclass
class Before:
    """What was there when the test began, or belongs to a wider fixture."""

    logs: ExpectedLogs
    threads: set[threading.Thread]
    children: set[int]
    timers: set[int] = field(default_factory=set)


_before = pytest.StashKey[Before]()
_wide_threads: set[threading.Thread] = set()
_wide_children: set[int] = set()
_cancelled: list[str] = []
_cancel_all_tasks = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]  # the only place that sees them


def _note_and_cancel(loop: asyncio.AbstractEventLoop) -> None:
    """asyncio.run and Runner cancel in silence what a test forgot: keep the names."""
    _cancelled.extend(sorted(repr(task.get_coro()) for task in asyncio.all_tasks(loop)))
    _cancel_all_tasks(loop)


asyncio.runners._cancel_all_tasks = _note_and_cancel  # type: ignore[attr-defined]  # see above


@pytest.fixture
def expected_logs(request: pytest.FixtureRequest) -> ExpectedLogs:
    """Say which warnings this test provokes: `expected_logs.expect("mmc_console.client.sync: .*refused")`."""
    before: Before = request.node.stash[_before]
    return before.logs


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Remember what is there before any fixture of the test."""
    before = Before(ExpectedLogs(), set(threading.enumerate()), _children())
    if _uses_qt(item):
        before.timers = set(_active_timers())
    item.stash[_before] = before
    _cancelled.clear()
    logging.getLogger().addHandler(before.logs)
    yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Compare when every fixture has been torn down."""
    before = item.stash[_before]
    try:
        yield
    finally:
        logging.getLogger().removeHandler(before.logs)
    if nextitem is None:  # the wider fixtures have ended as well
        _wide_threads.clear()
        _wide_children.clear()
    faults = _threads_left(before.threads | _wide_threads) + _children_left(before.children | _wide_children)
    faults += [f"task still running when its loop closed: {name}" for name in _cancelled]
    if _uses_qt(item):
        faults += _qt_left(before.timers)
    faults += before.logs.faults()
    if faults:
        pytest.fail("left behind:\n  " + "\n  ".join(faults), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """What a wider fixture starts stays until that fixture ends."""
    if fixturedef.scope == "function":
        return (yield)
    threads, children = set(threading.enumerate()), _children()
    try:
        return (yield)
    finally:
        _wide_threads.update(set(threading.enumerate()) - threads)
        _wide_children.update(_children() - children)


def _threads_left(known: set[threading.Thread]) -> list[str]:
    left = [thread for thread in threading.enumerate() if thread not in known and not _foreign(thread)]
    for thread in left:
        thread.join(GRACE / len(left))
    return [f"thread {thread.name}" for thread in left if thread.is_alive()]


def _foreign(thread: threading.Thread) -> bool:
    """Python keeps a note of each of Qt's threads that ever ran a line of it, long after that thread has ended."""
    return isinstance(thread, threading._DummyThread)


def _children() -> set[int]:
    """Process ids of our children; where the system keeps such a list, without a walk through all its processes."""
    tasks = Path("/proc/self/task")
    if (tasks / str(os.getpid()) / "children").exists():
        found: set[int] = set()
        for task in tasks.iterdir():
            try:
                found.update(int(pid) for pid in (task / "children").read_text(encoding="ascii").split())
            except OSError:
                continue  # the thread ended while we looked
        return found
    import psutil

    return {child.pid for child in psutil.Process().children()}


def _children_left(known: set[int]) -> list[str]:
    left = _children() - known
    if not left:
        return []
    import psutil

    told = []
    for pid in sorted(left):
        try:
            process = psutil.Process(pid)
            words = " ".join(process.cmdline())
            try:
                process.wait(GRACE)
            except psutil.TimeoutExpired:
                told.append(f"child process {pid}: {words[:120]}")
                process.kill()
        except psutil.NoSuchProcess:
            continue
    return told


def _uses_qt(item: pytest.Item) -> bool:
    return "qapp" in getattr(item, "fixturenames", ())


def _active_timers() -> dict[int, str]:
    import shiboken6
    from PySide6.QtCore import QTimer

    return {
        id(wrapper): repr(wrapper)
        for wrapper in shiboken6.getAllValidWrappers()
        if isinstance(wrapper, QTimer) and wrapper.isActive()
    }


def _qt_left(known_timers: set[int]) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    told = [f"open window {window!r}" for window in windows]
    for window in windows:
        window.hide()
    return told + [f"active timer {name}" for id, name in _active_timers().items() if id not in known_timers]
