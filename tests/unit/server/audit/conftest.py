"""A real encrypted database with the audit's tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from tests.server.auth_parts import opened

Store = tuple[Database, Keys]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The database and its keys."""
    with opened(tmp_path) as both:
        yield both
