"""What the program writes to its log, taken into the books of a run."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Book(Protocol):
    """Of one run: its story, and what was broken in it."""

    def say(self, text: str) -> None:
        """One line of the story."""

    def fail(self, text: str) -> None:
        """A promise was not kept."""


class Heard(logging.Handler):
    """What the program writes to its log belongs to the story; a mistake it has caught is a broken promise."""

    def __init__(self, book: Book) -> None:
        super().__init__(logging.WARNING)
        self._book = book

    def emit(self, record: logging.LogRecord) -> None:
        """Take in one line."""
        if record.exc_info:
            self._book.fail(f"{record.getMessage()}: {record.exc_info[1]!r}")
        else:
            self._book.say(f"log: {record.getMessage()}")


@contextmanager
def heard(book: Book) -> Iterator[None]:
    """The program's log goes into *book*, and nowhere else."""
    logger, handler = logging.getLogger("mmc_console"), Heard(book)
    before = logger.propagate
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
