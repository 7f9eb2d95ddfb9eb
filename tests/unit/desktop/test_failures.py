"""Whichever way a failure comes, it is logged once with a code, and the code is shown."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from PySide6.QtCore import qWarning

from mmc_console.desktop.failures import Failures, code_of
from tests.guards import ExpectedLogs

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def failures(shown: list[str]) -> Iterator[Failures]:
    reporter = Failures(shown.append)
    reporter.install()
    yield reporter
    reporter.remove()


def _broken() -> None:
    raise ValueError("ID 28463512345")


def test_the_same_fault_has_the_same_code() -> None:
    codes = set()
    for _ in range(2):
        try:
            _broken()
        except ValueError as failure:
            codes.add(code_of(failure))
    assert len(codes) == 1
    assert len(codes.pop()) == 6


def test_a_failure_in_a_thread(failures: Failures, shown: list[str], expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("failure [0-9A-F]{6} in thread worker")
    thread = threading.Thread(target=_broken, name="worker")
    thread.start()
    thread.join()
    assert len(shown) == 1


def test_a_failure_in_a_slot(failures: Failures, shown: list[str], qt_run: Run, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("failure [0-9A-F]{6} in slot")
    sys.excepthook(ValueError, ValueError("x"), None)
    assert len(shown) == 1


def test_a_failure_while_something_is_cleaned_up(
    failures: Failures, shown: list[str], expected_logs: ExpectedLogs
) -> None:
    class Bad:
        def __del__(self) -> None:
            _broken()

    expected_logs.expect("failure [0-9A-F]{6} in cleanup")
    bad = Bad()
    del bad
    assert len(shown) == 1


def test_a_task_nobody_awaited(failures: Failures, shown: list[str], qt_run: Run, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("failure [0-9A-F]{6} in ")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        failures.install_loop(loop)
        loop.call_exception_handler({"message": "Task exception was never retrieved", "exception": ValueError("x")})

    qt_run(main())
    assert len(shown) == 1


def test_a_group_is_told_leaf_by_leaf(failures: Failures, shown: list[str], expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("failure [0-9A-F]{6} in sync")
    failures.report("sync", ExceptionGroup("both", [ValueError("a"), ExceptionGroup("in", [OSError("b")])]))
    assert len(shown) == 2


def test_qt_s_own_messages_reach_the_log(
    failures: Failures, caplog: pytest.LogCaptureFixture, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("Qt: something is odd")
    with caplog.at_level(logging.WARNING):
        qWarning("something is odd")
        qWarning("This plugin does not support propagateSizeHints()")
    assert [record.message for record in caplog.records] == ["Qt: something is odd"]


def test_a_show_that_fails_is_no_second_failure(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("failure [0-9A-F]{6} in x")
    expected_logs.expect("could not show the code")

    def show(code: str) -> None:
        raise RuntimeError("the window is gone")

    Failures(show).report("x", ValueError("y"))


def test_before_there_is_a_window_the_log_has_it(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("failure [0-9A-F]{6} in x")
    failures = Failures()
    failures.report("x", ValueError("y"))
    seen: list[str] = []
    failures.show_with(seen.append)
    failures.report("x", ValueError("y"))
    assert len(seen) == 1


def test_the_hooks_are_given_back() -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    failures = Failures()
    failures.install()
    assert sys.excepthook != before[0]
    failures.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
