"""The Qt bindings themselves: some releases lose references, and a console left open dies of it within minutes."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication


class Bell(QObject):
    """One signal, nothing else."""

    rang = Signal(int)


@pytest.mark.usefixtures("qapp")
def test_signals_and_void_calls_keep_their_references() -> None:
    """PySide6 6.12.0 takes one reference to True or None with each call; below Python 3.12 that ends in an abort."""
    bell, timer = Bell(), QTimer()
    keep: list[object] = [True, None] * 20_000
    before = sys.getrefcount(True), sys.getrefcount(None)
    for number in range(10_000):
        bell.rang.emit(number)
        timer.stop()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert [abs(new - old) < 50 for new, old in zip(after, before, strict=True)] == [True, True]
    assert len(keep) == 40_000


def test_the_application_is_offscreen(qapp: QApplication) -> None:
    assert qapp.platformName() == "offscreen"
