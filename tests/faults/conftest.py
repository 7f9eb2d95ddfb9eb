"""A real server, and a way to tell the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.centre import Centre

Tell = Callable[[str], None]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A running server; stopped in order, without a complaint."""
    centre = Centre(tmp_path)
    centre.start()
    try:
        yield centre
    finally:
        complaints = centre.stop()
    assert complaints == ""


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Print a figure whether the test passes or not."""

    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\n{text}", end="")

    return say
