"""A server's sign-in over a real database, with one person who may come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.server.auth import Auth
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from tests.server.auth_parts import GOOD, HandClock, opened, site


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[Database, Keys]]:
    with opened(tmp_path) as both:
        yield both


@pytest.fixture
def auth(store: tuple[Database, Keys], clock: HandClock) -> Auth:
    """With `noora` of reception, who may sign in with GOOD."""
    made = Auth(*store, clock, site=site)
    made.add_user("noora", GOOD, ["reception"], name="نورة")
    return made
