"""What tests of signing in are made of: a clock that is moved by hand, a real encrypted database, a centre."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from mmc_console import assets
from mmc_console.domain.centre import Site, parse_center
from mmc_console.server.auth import Auth
from mmc_console.server.auth.tables import users
from mmc_console.server.keys import Keys, open_keys
from mmc_console.server.people.tables import patients
from mmc_console.server.store.engine import Database
from mmc_console.server.store.metadata import metadata
from mmc_console.wire.answers import DeviceHello, LoginRequest, SignedIn

GOOD = "blue-lantern-47-river"
OTHER = "quiet-harbour-93-stone"
START = datetime(2026, 11, 23, 4, 15, tzinfo=UTC)
assert users.metadata is metadata
assert patients.metadata is metadata


class HandClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def passed(self) -> float:
        """Seconds since some start."""
        return self.at.timestamp()

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


@cache
def site() -> Site:
    """The reference centre."""
    return parse_center(assets.path("resources", "center.json").read_bytes()).center


@contextmanager
def opened(place: Path, *, tables: bool = True) -> Iterator[tuple[Database, Keys]]:
    """A database with all tables in *place*, and its keys."""
    path = place / "center.db"
    keys = open_keys(place / "keys", database_exists=path.exists())
    database = Database(path, keys.database)
    database.open()
    try:
        if tables:
            database.transact(metadata.create_all)
        yield database, keys
    finally:
        database.close()


def console(id: str = "console-0001", **more: str | int) -> DeviceHello:
    """A console that says hello."""
    return DeviceHello(id=id, name="Reception 1", **more)  # type: ignore[arg-type]  # any field


def sign_in(
    auth: Auth,
    username: str = "noora",
    password: str = GOOD,
    *,
    device: str = "console-0001",
    source: str = "192.0.2.1",
) -> SignedIn:
    """Sign in as a console would."""
    return auth.login(LoginRequest(username, password, console(device)), source)
