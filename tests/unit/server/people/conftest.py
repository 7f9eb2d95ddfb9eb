"""People over a real encrypted database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.server.keys import Keys
from mmc_console.server.people import People
from mmc_console.server.store.engine import Database
from tests.server.auth_parts import HandClock, opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[Database, Keys]]:
    with opened(tmp_path) as both:
        yield both


@pytest.fixture
def people(store: tuple[Database, Keys]) -> People:
    return People(store[1], HandClock())
