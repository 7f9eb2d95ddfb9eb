"""Rings of objects end on the window's thread, whoever makes new objects meanwhile."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mmc_console.desktop.garbage import Searching


class Ring:
    """Refers to itself, and tells where it ended."""

    def __init__(self, ended: list[int]) -> None:
        self.me, self._ended = self, ended

    def __del__(self) -> None:
        self._ended.append(threading.get_ident())


@pytest.fixture
def searching(qapp: QApplication) -> Iterator[Searching]:
    found = Searching()
    yield found
    found.stop()


def test_another_thread_ends_nothing(searching: Searching) -> None:
    ended: list[int] = []

    def work() -> None:
        Ring(ended)
        kept = [[n] for n in range(100_000)]
        assert kept

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == []
    searching.look()
    gc.collect()
    assert ended == [threading.get_ident()]


def test_what_is_new_is_found_by_and_by(searching: Searching) -> None:
    ended: list[int] = []
    Ring(ended)
    many = [[n] for n in range(10_000)]
    searching.look()
    assert ended == [threading.get_ident()]
    assert many


def test_afterwards_python_searches_by_itself_again(qapp: QApplication) -> None:
    Searching().stop()
    assert gc.isenabled()
