"""Settings of the running centre: defaults, limits, history, and what another version of the program finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Annotated, ClassVar

import pytest
from msgspec import Meta
from sqlalchemy import Connection, insert

from mmc_console.server.preferences import Area, BadPreference, Preferences
from mmc_console.server.preferences.tables import preferences as rows
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import HandClock, opened


class Tea(Area, frozen=True):
    """Something with limits."""

    AREA: ClassVar[str] = "tea"
    minutes: Annotated[int, Meta(ge=1, le=9)] = 4
    kind: str = "green"


class Pot(Area, frozen=True):
    """Something else."""

    AREA: ClassVar[str] = "pot"
    litres: float = 1.5


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with opened(tmp_path, tables=False) as (database, _):
        migrate(database, HandClock().now())
        yield database


def fresh(database: Database) -> Preferences:
    found = Preferences(database, HandClock(), (Tea, Pot))
    found.load()
    return found


def test_nothing_set_is_the_defaults(database: Database) -> None:
    assert fresh(database).read(Tea) == Tea()


def test_what_is_set_is_read_at_once_and_after_a_restart(database: Database) -> None:
    first = fresh(database)
    assert first.change(Tea, {"minutes": 7}, by="u1").minutes == 7
    assert first.read(Tea) == Tea(minutes=7) == fresh(database).read(Tea)
    assert fresh(database).read(Pot) == Pot()


@pytest.mark.parametrize(
    ("fields", "field"), [({"minutes": 0}, "minutes"), ({"minutes": "x"}, "minutes"), ({"sugar": 1}, "sugar")]
)
def test_what_cannot_be_is_refused_by_its_field_and_changes_nothing(
    database: Database, fields: dict[str, object], field: str
) -> None:
    found = fresh(database)
    with pytest.raises(BadPreference) as refused:
        found.change(Tea, {"kind": "black"} | fields, by="u1")
    assert refused.value.field == field
    assert found.read(Tea) == Tea() == fresh(database).read(Tea)
    assert found.history("tea") == ()


def test_the_history_says_who_set_what_newest_first(database: Database) -> None:
    found = fresh(database)
    found.change(Tea, {"minutes": 7}, by="u1")
    found.change(Tea, {"kind": "black"}, by="u2")
    found.change(Tea, {"minutes": 4}, by="u1")
    assert [(c.by, c.fields) for c in found.history("tea")] == [
        ("u1", {"kind": "black"}), ("u2", {"minutes": 7, "kind": "black"}), ("u1", {"minutes": 7}),
    ]  # fmt: skip


def test_what_another_version_has_written_does_not_take_the_rest_along(database: Database) -> None:
    database.transact(
        lambda conn: conn.execute(
            insert(rows).values(area="tea", at_ms=1, by="", fields='{"minutes": 99, "kind": "black", "sugar": 2}')
        )
    )
    assert fresh(database).read(Tea) == Tea(kind="black")


def test_whoever_watches_is_told_of_the_area(database: Database) -> None:
    found, told = fresh(database), list[str]()
    found.on_change(told.append)
    found.change(Pot, {"litres": 2}, by="u1")
    assert told == ["pot"]


def test_two_administrators_at_once_set_both_what_they_set(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, write = fresh(database), database.transact
    other = Thread(target=lambda: settings.change(Tea, {"kind": "black"}, by="u2"))

    def meanwhile(work: Callable[[Connection], None]) -> None:
        if other.ident is None:
            other.start()
            other.join(0.2)  # it is done by now, or waits
        write(work)

    monkeypatch.setattr(database, "transact", meanwhile)
    settings.change(Tea, {"minutes": 7}, by="u1")
    other.join(10)
    assert settings.read(Tea) == fresh(database).read(Tea) == Tea(minutes=7, kind="black")
