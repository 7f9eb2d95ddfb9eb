"""The guards themselves: each leak they promise to find is made on purpose in a run of its own, and found."""

from __future__ import annotations

import re

import pytest

pytest_plugins = ("pytester",)

LEAKY = """
import asyncio, logging, subprocess, sys, threading, warnings

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

kept = []

def test_log(): logging.getLogger("mmc_console.x").warning("an odd record")
def test_silence(expected_logs): expected_logs.expect("a record that never came")
def test_thread(): threading.Thread(target=threading.Event().wait, daemon=True, name="a lost thread").start()
def test_task():
    async def forgotten(): await asyncio.Event().wait()
    async def main():
        kept.append(asyncio.create_task(forgotten()))
        await asyncio.sleep(0)
    asyncio.run(main())
def test_child(): kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
def test_timer(qapp):
    kept.append(QTimer(objectName="a lost timer"))
    kept[-1].start(1000)
def test_window(qapp):
    kept.append(QWidget(objectName="a lost window"))
    kept[-1].show()
def test_qt_message(qapp): qWarning("an odd message")
def test_warning(): warnings.warn("an odd warning", UserWarning)
"""
LEAKS = {
    "log": "unexpected log record mmc_console.x: an odd record",
    "silence": "expected log record never came: a record that never came",
    "thread": "thread a lost thread",
    "task": "task still running when its loop closed: .*forgotten",
    "child": "child process .*input",
    "timer": "active timer .*a lost timer",
    "window": "open window .*a lost window",
    "qt_message": "an odd message",
    "warning": "UserWarning: an odd warning",
}
TIDY = """
import logging, threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

@pytest.fixture(scope="module")
def server():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    yield
    stop.set()
    thread.join()

def test_expected(expected_logs):
    expected_logs.expect("odd")
    logging.getLogger("mmc_console.x").warning("odd")
def test_wider_fixture(server): pass
def test_wider_fixture_again(server): pass
def test_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QTimer(window).start(1000)
"""


def test_each_leak_is_found_and_tidy_tests_pass(pytester: pytest.Pytester, pytestconfig: pytest.Config) -> None:
    root = pytestconfig.rootpath
    pytester.makepyfile(test_leaky=LEAKY, test_tidy=TIDY)
    pytester.path.joinpath("conftest.py").write_text('pytest_plugins = ("tests.guards",)\n', encoding="utf-8")
    result = pytester.runpytest_subprocess(
        f"--config-file={root / 'pyproject.toml'}", f"--rootdir={root}", f"--confcutdir={pytester.path}", pytester.path
    )
    told = result.stdout.str()
    blamed = set(re.findall(r"^(?:FAILED|ERROR) \S*test_leaky\.py::test_(\w+)", told, re.MULTILINE))
    assert blamed == LEAKS.keys()
    assert [words for words in LEAKS.values() if not re.search(words, told)] == []
    assert not re.search(r"^(?:FAILED|ERROR) \S*test_tidy", told, re.MULTILINE)
